package call

import (
	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
)

// KeepMove stores a moved deal with its event, posts both in the deal's room, and returns the answer.
func (c *Call) KeepMove(d sales.Deal, e sales.Event) (chat.Reply, error) {
	if err := c.PutMove(d, e); err != nil {
		return chat.Reply{}, err
	}
	return c.TellMove(d, e)
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
