package review

import (
	"slices"

	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/store"
)

func Feature() call.Feature {
	return call.Feature{Verbs: slices.Concat(reviewVerbs(), pipelineVerbs()), Shown: map[string]func(*desk.Desk, *store.Tx, store.RecordChange) error{
		store.Runs.Name: showUndone,
	}}
}
