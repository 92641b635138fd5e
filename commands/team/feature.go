package team

import (
	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/store"
)

func Feature() call.Feature {
	return call.Feature{Verbs: teamVerbs(), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Proposals.Name: showProposalUndone,
	}, Undone: staffUndone}
}
