// Package undo takes back what somebody did.
package undo

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
)

// Feature is what this package adds to the commands.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "undo", Help: true}, Do: undo, People: true},
		},
	}
}
