package commands

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/sales"
)

// dealGive hands a deal to a colleague, who is told in the deal's room.
func dealGive(c *call) (chat.Reply, error) {
	d, typed, err := c.dealArg()
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		typed = c.Req.Fields["owner"]
	}
	if err := c.may(sales.Give, d.Owner, d.Team); err != nil {
		return chat.Reply{}, err
	}
	if c.asked(strings.TrimSpace(typed)) {
		return c.ask(c.Req.Name, d, chat.Input{ID: "owner", Kind: chat.Member, Label: c.Words.Plain("field.owner")})
	}
	to, err := c.personNamed(typed)
	if err != nil {
		return chat.Reply{}, At("owner", err)
	}
	moved, e, err := d.Handover(to, c.act())
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := c.keepMove(moved, e)
	if err == nil && moved.Team != d.Team {
		err = c.Desk.ChangeTeam(c.Tx, d, moved)
	}
	return reply, err
}
