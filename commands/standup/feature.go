// Package standup handles the daily stand-up: answers, leave, requests for help and anonymous remarks.
package standup

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "standup", Slash: "standup", Help: true}, Free: true, Do: fill, People: true},
			{Route: chat.Route{Name: "standup confirm"}, Do: confirm},
			{Route: chat.Route{Name: "standup skip", Help: true}, Do: skip},
			{Route: chat.Route{Name: "standup snooze", Help: true}, Do: snooze},
			{Route: chat.Route{Name: "standup leave", Help: true}, Do: leave},
			{Route: chat.Route{Name: "standup leave form"}, Do: leaveForm, Reads: true},
			{Route: chat.Route{Name: "standup leave cancel", Help: true}, Do: cancelLeave},
			{Route: chat.Route{Name: "standup slow", Help: true, Unsigned: true}, Do: slow},
			{Route: chat.Route{Name: "standup help"}, Do: help},
		},
		Shown: call.Shown{
			store.Standups.Name: showUndone,
			store.People.Name:   showLeaveUndone,
		},
	}
}
