package deal

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/sales"
)

// handOver gets what is known so far to the new owner: as a message, or with the answer to
// whoever took the deal themselves.
func handOver(c *call.Call, d sales.Deal, to sales.Person, reply *chat.Reply) error {
	if to.ID != c.Me.ID {
		return c.Desk.PostHandover(c.Tx, d, to)
	}
	known, err := c.Desk.Cards.Handover(c.Read, c.Words, d, c.Me.ID)
	if err != nil {
		return err
	}
	reply.Message.Text = chat.Join("\n", reply.Message.Text, known.Text)
	reply.Message.Blocks = append(reply.Message.Blocks, known.Blocks...)
	return nil
}
