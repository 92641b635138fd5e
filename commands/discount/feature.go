package discount

import (
	"slices"

	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/store"
)

func Feature() call.Feature {
	return call.Feature{Verbs: slices.Concat(discountVerbs(), delegateVerbs()), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Approvals.Name:   showUndone,
		store.Delegations.Name: showDelegation,
	}}
}
