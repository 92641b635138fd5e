// Package team shows and changes the staff: teams, their people, and who leads them.
package team

import (
	"dealdesk/commands/call"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{Verbs: teamVerbs(), Shown: call.Shown{
		store.Proposals.Name: showProposalUndone,
	}, Undone: staffUndone}
}
