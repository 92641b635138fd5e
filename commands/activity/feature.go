// Package activity logs activities with customers: from a line, a form, a shortcut or an emoji. It
// follows edits and deletions of the message that an activity was logged from.
package activity

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/store"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "log", Slash: "log", Help: true, Edit: true}, Free: true, Do: log},
			{Route: chat.Route{Name: "deal note", Help: true}, Free: true, Do: note, Closed: true, OnDeal: noteFields},
			{Route: chat.Route{Name: "log form"}, Do: form, Reads: true},
			{Route: chat.Route{Name: "log said", Edit: true}, Do: said},
			{Route: chat.Route{Name: "log news"}, Do: news},
			{Route: chat.Route{Name: "log keep"}, Do: keepAsked},
			{Route: chat.Route{Name: "log draft"}, Do: draftForm},
			{Route: chat.Route{Name: "log amend"}, Do: amend},
			{Route: chat.Route{Name: call.Correct}, Do: correct},
			{Route: chat.Route{Name: "log correct which"}, Do: correctWhich},
			{Route: chat.Route{Name: "log scrap"}, Do: scrap, Reads: true},
			{Route: chat.Route{Name: "log edit"}, Do: edit},
			{Route: chat.Route{Name: "log remove"}, Do: remove},
			{Route: chat.Route{Name: "log this", Shortcut: true}, Do: logThis},
			{Route: chat.Route{Name: rivalThis, Shortcut: true}, Do: noteRival},
			{Route: chat.Route{Name: "enclosed"}, Do: enclosed},
			{Route: chat.Route{Name: "reaction"}, Do: reaction},
			{Route: chat.Route{Name: "delete"}, Do: deleted, Reads: true},
		},
		Shown: call.Shown{
			store.Activities.Name: showUndone,
		},
	}
}
