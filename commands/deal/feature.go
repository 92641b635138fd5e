package deal

import (
	"slices"

	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/store"
)

func Feature() call.Feature {
	return call.Feature{Verbs: slices.Concat(dealVerbs(), moveVerbs(), nudgeVerbs()), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Deals.Name:  showUndone,
		store.Events.Name: (*desk.Desk).UnpostFromRoom,
		store.Nudges.Name: func(d *desk.Desk, tx *store.Tx, undone store.RecordChange) error { return d.RepostNudge(tx, undone.ID) },
	}}
}
