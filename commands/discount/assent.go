package discount

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
)

// Overheard returns the route for a message that is not addressed to the bot but may concern it: a
// yes in a thread, or an "approve" with a condition. It returns "" for all other messages, which the
// bot ignores.
func Overheard(text string) string {
	switch {
	case phrase.Assent(text):
		return "assent"
	case phrase.DoubtfulYes(text):
		return "doubt"
	}
	return ""
}

// assent answers a typed yes with the button that decides; the yes itself never decides. In a deal's
// room it needs a request that waits for the person there; in a message to the bot, any request
// that waits for them. It ignores every other yes.
func assent(c *call.Call) (chat.Reply, error) {
	d, here, err := c.DealHere()
	if err == nil && !here && c.Req.Kind != chat.Overheard {
		err = offerPending(c, func(p call.Pending) bool { return forMe(c, p) })
	}
	if err != nil {
		return chat.Reply{}, err
	}
	p, err := waitingHere(c, d)
	if err != nil {
		return chat.Reply{}, err
	}
	text := confirm(c, p)
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{approveButton(c, "approve", p)}}), nil
}

// doubt answers an overheard "approve" with a condition as decide answers one that is addressed to
// the bot.
func doubt(c *call.Call) (chat.Reply, error) {
	d, _, err := c.DealHere()
	if err != nil {
		return chat.Reply{}, err
	}
	p, err := waitingHere(c, d)
	if err != nil {
		return chat.Reply{}, err
	}
	return askMeant(c, p, c.Req.Args)
}

// waitingHere returns the request on a deal that waits for the person. Nobody reads the problem that
// there is none unless they spoke to the bot.
func waitingHere(c *call.Call, d sales.Deal) (p call.Pending, err error) {
	a, err := latestApproval(c, d)
	if _, none := sales.AsProblem(err); none {
		return p, sales.No("approval.none_waits")
	}
	if err == nil {
		p, _, err = c.PendingOf(a)
	}
	if err == nil && !forMe(c, p) {
		err = sales.No("approval.none_waits")
	}
	return p, err
}

// askMeant asks what an approval in doubtful words means: a decision cannot be taken back. The words
// wait as a draft for the button that asks for a change with them.
func askMeant(c *call.Call, p call.Pending, words string) (chat.Reply, error) {
	draft, err := c.KeepDraft(chat.Draft{Route: "change", Args: words})
	if err != nil {
		return chat.Reply{}, err
	}
	text := chat.Join("\n", c.Desk.Cards.Problem(c.Words, sales.No("approval.doubtful", "ID", p.ID)), confirm(c, p))
	return c.Answer(text, chat.Block{Buttons: []chat.Button{
		approveButton(c, "approve_as_asked", p),
		{Label: c.Words.Plain("button.change_words"), Action: "pick", Value: draft + "/" + cards.ApprovalValue(p.Approval)},
	}}), nil
}

// askReplaced asks whether an approval without a number means the newest of several requests: the
// person may have seen only an earlier one (P10).
func askReplaced(c *call.Call, p call.Pending, earlier string) chat.Reply {
	text := chat.Join("\n", c.Words.Say("approval.replaced", "ID", p.ID, "Earlier", earlier, "Deal", p.Deal.ID), confirm(c, p))
	return c.Answer(text, chat.Block{Buttons: []chat.Button{approveButton(c, "approve_as_asked", p)}})
}

func confirm(c *call.Call, p call.Pending) chat.Safe {
	key := "approval.confirm"
	if p.Discount == 0 {
		key = "approval.confirm_terms"
	}
	return c.Words.Say(key, "ID", p.ID, "Discount", cards.Terms(c.Words, p.Offer()), "Net", p.Net(), "Deal", p.Deal.ID)
}

func approveButton(c *call.Call, label string, p call.Pending) chat.Button {
	return chat.Button{Label: c.Words.Plain("button." + label), Action: "approve", Value: cards.ApprovalValue(p.Approval), Style: chat.Primary}
}
