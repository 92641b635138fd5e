// Package commands is the table of contents of what people can do, with one folder per feature.
// A request arrives by its route. Its handler changes records in one transaction, posts what
// others should see, and returns the answer.
//
// A new command needs a handler in the folder of its feature, one line in that feature's verbs,
// and its words in lang/. A new feature needs a folder and one line below.
package commands

import (
	"time"

	"dealdesk/ai"
	"dealdesk/chat"
	"dealdesk/commands/account"
	"dealdesk/commands/activity"
	"dealdesk/commands/alerts"
	"dealdesk/commands/assistant"
	"dealdesk/commands/call"
	"dealdesk/commands/deal"
	"dealdesk/commands/discount"
	"dealdesk/commands/find"
	"dealdesk/commands/forecast"
	"dealdesk/commands/goal"
	"dealdesk/commands/home"
	"dealdesk/commands/kpi"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/goals"
	"dealdesk/commands/phrase/talk"
	"dealdesk/commands/review"
	"dealdesk/commands/say"
	"dealdesk/commands/self"
	"dealdesk/commands/standup"
	"dealdesk/commands/team"
	"dealdesk/commands/undo"
	"dealdesk/desk"
)

// Features returns all features, in the order of the help.
func Features() []call.Feature {
	return []call.Feature{
		activity.Feature(),
		deal.Feature(),
		discount.Feature(),
		standup.Feature(),
		review.Feature(),
		goal.Feature(),
		kpi.Feature(),
		forecast.Feature(),
		alerts.Feature(),
		account.Feature(),
		undo.Feature(),
		team.Feature(),
		find.Feature(),
		home.Feature(),
		self.Feature(),
		say.Feature(),
	}
}

// Plain is the route for plain words to the bot.
const Plain = "say"

// Meant returns the route for a line to the bot that names no command but can mean only one; "" if there is
// none.
func Meant(line string, at time.Time) string {
	if aboutGoal(line) {
		return "goal said"
	}
	if discount.Numbered(line) && !phrase.Contacted(line, at) {
		return discount.OfNumber
	}
	if talk.Asked(line) != talk.None {
		return Plain
	}
	if _, _, lends := phrase.StandIn(line, at); lends {
		return "delegate"
	}
	if _, away := phrase.Away(line, at); away {
		return "standup leave"
	}
	switch kind, _, _ := phrase.ReadAbsence(line, at); kind {
	case phrase.Off:
		return "standup leave cancel"
	case phrase.Undeputed:
		return "delegate stop"
	case 0:
	default:
		return "standup leave"
	}
	if phrase.Contacted(line, at) {
		return Plain
	}
	if _, yes := phrase.AssentTo(line); yes {
		return "assent"
	}
	return ""
}

// Sentence reports whether a line to the bot only begins with the name of a command.
func Sentence(line string, at time.Time) bool {
	_, sure, _ := goals.Wish(line)
	return aboutGoal(line) || sure || goals.Spoken(line) || discount.AsksOfNumber(line) || talk.Sentence(line) || phrase.Sentence(line, at)
}

// aboutGoal reports whether a line says something of a goal that is there.
func aboutGoal(line string) bool {
	_, _, ok := goals.Order(line)
	told, _ := goals.Tell(line)
	return ok || told.Sure
}

// Router returns a router for the verbs of all features, under all their names in all languages.
func Router(d *desk.Desk) (*chat.Router, error) { return AdvisedRouter(d, nil) }

// AdvisedRouter is Router with a language model. Without one, nil, there are no commands that need it.
func AdvisedRouter(d *desk.Desk, model *ai.Advisor) (*chat.Router, error) {
	features := Features()
	if model != nil {
		features = append(features, assistant.Feature())
	}
	door := call.NewDoor(d, features, model)
	routes := []chat.Route{{Name: "profile", Do: d.KeepProfile}}
	r, err := chat.NewRouter(append(routes, door.Routes()...), d.Cards.Lang.Names, phrase.Distance)
	if err != nil {
		return nil, err
	}
	return r.Dated(phrase.LeadingDay).Simplified(phrase.Simplify).Whole(phrase.Longer), nil
}
