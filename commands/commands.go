// Package commands holds one file per thing a person can do. The bot calls it through
// the routes listed here; a handler reads its request, changes records in one
// transaction, puts what others should see as posts, and answers the asker. To add a
// command, write its file, list it below, and give it words in lang/.
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
