package discount

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
)

// Overheard returns the route for a message that is not addressed to the bot but may concern it: a
// yes in a thread. It returns "" for all other messages, which the bot ignores.
func Overheard(text string) string {
	if phrase.Assent(text) {
		return "assent"
	}
	return ""
}

// assent answers a typed yes with the button that decides; the yes itself never decides. In a deal's
// room it needs a request that waits for the person there; in a message to the bot, any request
// that waits for them. It ignores every other yes.
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
