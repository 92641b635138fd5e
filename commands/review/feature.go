// Package review shows the numbers of a team: the stand-up of a day, the weekly review, the pipeline,
// and the records behind each number.
package review

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "standup show", Help: true}, Do: showDay, Reads: true},
			{Route: chat.Route{Name: cards.DigestRows}, Do: dayRows, Reads: true},
			{Route: chat.Route{Name: "review", Help: true}, Do: showWeek, Reads: true},
			{Route: chat.Route{Name: "review post"}, Do: post},
			{Route: chat.Route{Name: cards.ReviewRows}, Do: weekRows, Reads: true},
			{Route: chat.Route{Name: "pipeline", Help: true}, Do: pipeline, Reads: true},
		},
		Shown: call.Shown{
			store.Runs.Name: showUndone,
		},
	}
}
