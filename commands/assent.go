package commands

import (
	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// Aside is the route of words that nobody addressed to the bot and that may still concern
// it: a yes in a thread. The bot hears no others.
func Aside(text string) string {
	if phrase.Assent(text) {
		return "assent"
	}
	return ""
}

// assent answers who says yes in a deal's room instead of clicking, if a request waits
// for them there: with the button that decides, never with a decision (U14). To anybody
// else, and anywhere else, a yes is just a yes.
func assent(c *call) (chat.Reply, error) {
	if c.Kind != chat.Aside { // no button of ours
		return chat.Reply{}, sales.No("approval.none_waits")
	}
	d, inRoom, err := c.dealHere()
	if err != nil || !inRoom {
		return chat.Reply{}, err
	}
	a, err := c.latestRequest(d)
	if _, none := sales.AsProblem(err); none {
		return chat.Reply{}, nil
	} else if err != nil {
		return chat.Reply{}, err
	}
	p, _, err := c.heard(a)
	if err != nil || !c.forMe(p) {
		return chat.Reply{}, err
	}
	net := a.Net()
	text := c.Say("approval.confirm", "ID", a.ID, "Discount", cards.Terms(c.Printer, a.Offer()), "Net", net, "Deal", d.ID)
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Plain("button.approve"), Action: "approve", Value: cards.ApprovalValue(a), Style: chat.Primary},
	}}), nil
}
