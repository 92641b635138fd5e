// Package team shows and changes who sells where.
package team

import (
	"dealdesk/commands/call"
	"dealdesk/store"
)

// Feature is what this package adds to the commands.
func Feature() call.Feature {
	return call.Feature{Verbs: teamVerbs(), Shown: call.Shown{
		store.Proposals.Name: showProposalUndone,
	}, Undone: staffUndone}
}
