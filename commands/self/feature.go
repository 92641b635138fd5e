// Package self is about the bot itself: help, settings, and overdue posts and jobs.
package self

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "settings", Help: true}, Free: true, Do: settings},
			{Route: chat.Route{Name: "overdue", Help: true}, Do: overdue, Reads: true},
			{Route: chat.Route{Name: "help", Help: true}, Do: help, Reads: true},
			{Route: chat.Route{Name: "pick"}, Do: pick},
			{Route: chat.Route{Name: "discard"}, Do: discard},
		},
	}
}
