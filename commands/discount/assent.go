package discount

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
)

// Overheard is the route of words that nobody addressed to the bot and that may still concern
// it: a yes in a thread. The bot hears no others.
func Overheard(text string) string {
	if phrase.Assent(text) {
		return "assent"
	}
	return ""
}

// assent answers who says yes instead of clicking with the button that decides, never with
// a decision: in a deal's room if a request waits for them there, said to the bot
// itself for any that does. Anywhere else, and from anybody else, a yes is just a yes.
func assent(c *call.Call) (chat.Reply, error) {
	overheard := c.Req.Kind == chat.Overheard
	d, here, err := c.DealHere()
	switch {
	case err != nil:
		return chat.Reply{}, err
	case !here && overheard:
		return chat.Reply{}, nil
	case !here:
		return chat.Reply{}, offerPending(c, func(p call.Pending) bool { return forMe(c, p) })
	}
	a, err := latestRequest(c, d)
	if _, none := sales.AsProblem(err); none && overheard {
		return chat.Reply{}, nil
	} else if err != nil {
		return chat.Reply{}, err
	}
	p, _, err := c.PendingOf(a)
	switch {
	case err != nil:
		return chat.Reply{}, err
	case !forMe(c, p) && overheard:
		return chat.Reply{}, nil
	case !forMe(c, p):
		return chat.Reply{}, sales.No("approval.none_waits")
	}
	net := a.Net()
	text := c.Words.Say("approval.confirm", "ID", a.ID, "Discount", cards.Terms(c.Words, a.Offer()), "Net", net, "Deal", d.ID)
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("button.approve"), Action: "approve", Value: cards.ApprovalValue(a), Style: chat.Primary},
	}}), nil
}
