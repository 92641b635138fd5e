package activity

import (
	"slices"

	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/store"
)

func Feature() call.Feature {
	return call.Feature{Verbs: slices.Concat(logVerbs(), logMessageVerbs()), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Activities.Name: showUndone,
	}}
}
