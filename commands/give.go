package commands

import (
	"strings"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
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
		return chat.Reply{}, at("owner", err)
	}
	moved, e, err := d.Handover(to, c.act())
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := c.keepMove(moved, e)
	if err == nil && moved.Team != d.Team {
		err = c.Desk.changeTeam(c.Tx, d, moved)
	}
	return reply, err
}

// changeTeam takes a deal that has gone to another team out of its old team's channel and
// lets the new team decide what waits: from now on it is theirs to see (P13).
func (d *Desk) changeTeam(tx *store.Tx, was, moved sales.Deal) error {
	if err := tx.Unpost(cards.DealKey(was.ID, was.Team)); err != nil {
		return err
	}
	for a, err := range store.Approvals.List(tx, store.Query{Index: "deal", Key: was.ID}) {
		if err != nil {
			return err
		}
		if a.Status != sales.Waiting {
			continue
		}
		if err := tx.Unpost(cards.RoomKey(was.ID, was.Team, a.ID)); err != nil {
			return err
		}
		ros, err := d.Cards.Roster(tx, moved, a, tx.Change().At)
		if err != nil {
			return err
		}
		a = a.Moved(moved, ros)
		if err := store.Approvals.Put(tx, a); err != nil {
			return err
		}
		if err := d.Cards.Approval(tx, moved, a); err != nil {
			return err
		}
	}
	return d.reword(tx, was.Team)
}

// reword writes anew what waits to be told to a team that a deal has left or come back to.
func (d *Desk) reword(tx *store.Tx, team string) error {
	t, ok, err := store.Teams.Get(tx, team)
	if err != nil || !ok {
		return err
	}
	return d.Cards.Reword(tx, t)
}
