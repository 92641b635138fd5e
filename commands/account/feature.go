package account

import (
	"slices"

	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/store"
)

func Feature() call.Feature {
	return call.Feature{Verbs: slices.Concat(accountVerbs(), tierVerbs(), contactVerbs()), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Accounts.Name: showUndone,
	}}
}
