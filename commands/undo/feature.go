// Package undo takes back changes.
package undo

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "undo", Help: true}, Free: true, Do: undo, People: true},
		},
	}
}
