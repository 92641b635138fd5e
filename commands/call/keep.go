package call

import (
	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// WhyDeal is the route that says what the chance of a deal rests on.
const WhyDeal = "why deal"

// KeepMove stores a moved deal with its event, posts both in the deal's room, and returns the answer.
func (c *Call) KeepMove(d sales.Deal, e sales.Event) (chat.Reply, error) {
	return Voiding(c, d, func() (chat.Reply, error) {
		if err := c.PutMove(d, e); err != nil {
			return chat.Reply{}, err
		}
		return c.TellMove(d, e)
	})
}

// Voiding runs keep, which stores d, and adds to its answer which waiting requests d no longer fits.
func Voiding(c *Call, d sales.Deal, keep func() (chat.Reply, error)) (chat.Reply, error) {
	var voided chat.Safe
	for a, err := range store.ApprovalsOf(c.Read, d.ID) {
		if err != nil {
			return chat.Reply{}, err
		}
		if why := a.Outdated(d); why != "" {
			voided = chat.Join("\n", voided, c.Words.Say("deal.request_gone", "ID", a.ID, "Why", c.Words.Plain("void."+why)))
		}
	}
	reply, err := keep()
	if err == nil && voided != "" {
		reply = Remark(reply, voided)
	}
	return reply, err
}

// PutMove is KeepMove without the answer. It voids a waiting request for terms that the deal no
// longer has.
func (c *Call) PutMove(d sales.Deal, e sales.Event) error {
	if err := c.Desk.KeepMove(c.Tx, d, e); err != nil {
		return err
	}
	return c.Desk.EndWaiting(c.Tx, d)
}

// TellMove returns the answer about moves, with an undo button.
func (c *Call) TellMove(d sales.Deal, moves ...sales.Event) (chat.Reply, error) {
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return chat.Reply{}, err
	}
	text := chat.Bold(title)
	for _, e := range moves {
		what, err := c.Desk.Cards.Event(c.Read, c.Words, e)
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", text, what)
	}
	if len(moves) > 0 && moves[0].Kind == sales.Created && d.Close != "" {
		text = chat.Join("\n", text, c.Words.Say("card.close", "Date", d.Close))
	}
	if d.Status == sales.Open {
		text = chat.Join("\n", text, c.Words.Say("card.next", "Next", cards.Next(c.Words, d.Next)))
	}
	return c.Done(text), nil
}
