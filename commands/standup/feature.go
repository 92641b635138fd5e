package standup

import (
	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/store"
)

func Feature() call.Feature {
	return call.Feature{Verbs: standupVerbs(), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Standups.Name: showUndone,
		store.People.Name:   showLeaveUndone,
	}}
}
