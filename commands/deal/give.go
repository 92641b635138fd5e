package deal

import (
	"errors"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// called is the name without the word that leads to it: "to Bob", "给李雷".
func called(typed string) string {
	typed = strings.TrimSpace(typed)
	if first, rest, found := strings.Cut(typed, " "); found && strings.EqualFold(first, "to") {
		return rest
	}
	if strings.HasPrefix(sales.Simplified(typed), "给") {
		return typed[len("给"):]
	}
	return typed
}

// give gives a deal to a colleague, who is notified in the deal's room.
func give(c *call.Call) (chat.Reply, error) {
	d, typed, err := c.DealArg()
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		typed = c.Req.Fields["owner"]
	}
	if err := call.MayDeal(c, sales.Give, d); err != nil {
		return chat.Reply{}, err
	}
	if c.NothingTyped(strings.TrimSpace(typed)) {
		return c.AskForm(c.Req.Name, d, giveFields(c, d)...)
	}
	name, words := phrase.CutMention(called(typed))
	to, err := c.PersonNamed(name)
	if err != nil {
		return chat.Reply{}, sales.At("owner", err)
	}
	moved, e, err := d.Handover(to, c.Act())
	if err != nil {
		return chat.Reply{}, err
	}
	if heldBack(c, words, phrase.HoldsBack) {
		reply, err := c.AskForm(c.Req.Name, d, call.PersonInput(c, "owner", to))
		if err == nil {
			reply.Modal.Blocks = slices.Insert(reply.Modal.Blocks, 1, heldBackNote(c, words))
		}
		return reply, err
	}
	reply, err := c.KeepMove(moved, e)
	if err == nil && moved.Team != d.Team {
		err = errors.Join(c.Desk.ChangeTeam(c.Tx, d, moved), c.Desk.PostGone(c.Tx, d, moved))
	}
	if err == nil {
		err = handOver(c, moved, to, &reply)
	}
	return reply, err
}
