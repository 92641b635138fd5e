// Package commands is the table of contents of what people can do: one feature, one folder.
// A request comes in by its route, its handler changes records in one transaction, puts
// what others should see as posts, and answers whoever asked.
//
// A new command is a handler in its feature's folder, one line in that feature's verbs, and
// its words in lang/. A new feature is a folder and one line below.
package commands

import (
	"dealdesk/chat"
	"dealdesk/commands/account"
	"dealdesk/commands/activity"
	"dealdesk/commands/call"
	"dealdesk/commands/deal"
	"dealdesk/commands/discount"
	"dealdesk/commands/phrase"
	"dealdesk/commands/review"
	"dealdesk/commands/self"
	"dealdesk/commands/standup"
	"dealdesk/commands/team"
	"dealdesk/commands/undo"
	"dealdesk/desk"
)

// Features lists everything a person can do, in the order of the help.
func Features() []call.Feature {
	return []call.Feature{
		activity.Feature(),
		deal.Feature(),
		discount.Feature(),
		standup.Feature(),
		review.Feature(),
		account.Feature(),
		undo.Feature(),
		team.Feature(),
		self.Feature(),
	}
}

// Router finds the verbs of all features under all their names in all languages.
func Router(d *desk.Desk) (*chat.Router, error) {
	door := call.NewDoor(d, Features())
	routes := []chat.Route{{Name: "profile", Do: d.KeepProfile}}
	r, err := chat.NewRouter(append(routes, door.Routes()...), d.Cards.Lang.Names, phrase.Distance)
	if err != nil {
		return nil, err
	}
	return r.Dated(phrase.LeadingDay), nil
}
