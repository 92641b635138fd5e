// Package home is the bot's home tab: a person's day and, for whoever leads, that of their teams.
package home

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{Verbs: []call.Verb{
		{Route: chat.Route{Name: "home"}, Do: show, Reads: true},
		{Route: chat.Route{Name: "home day"}, Do: day, Reads: true},
		{Route: chat.Route{Name: "home numbers"}, Do: numbers, Reads: true},
	}}
}

// show shows the home tab.
func show(c *call.Call) (chat.Reply, error) {
	tab, err := c.Desk.Cards.Home(c.Read, c.Words, c.Me, c.Req.At, c.Zone)
	return chat.Reply{Home: &tab}, err
}

// day says what waits for the person today.
func day(c *call.Call) (chat.Reply, error) {
	m, err := c.Desk.Cards.DayOf(c.Read, c.Words, c.Me, c.Req.At, c.Zone)
	return chat.Reply{Message: &m}, err
}

// numbers says how the person and the teams they lead are doing.
func numbers(c *call.Call) (chat.Reply, error) {
	m, err := c.Desk.Cards.NumbersOf(c.Read, c.Words, c.Me, c.Req.At, c.Zone)
	return chat.Reply{Message: &m}, err
}
