package deal

import (
	"errors"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
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

// give gives a deal to a colleague, who is notified in the deal's room. It asks before the deal leaves its team.
func give(c *call.Call) (chat.Reply, error) { return giveTo(c, false) }

// giveSure is give for a deal that is meant to leave its team.
func giveSure(c *call.Call) (chat.Reply, error) { return giveTo(c, true) }

func giveTo(c *call.Call, sure bool) (chat.Reply, error) {
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
		return c.AskForm("deal give", d, giveFields(c, d)...)
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
		reply, err := c.AskForm("deal give", d, call.PersonInput(c, "owner", to))
		if err == nil {
			reply.Modal.Blocks = slices.Insert(reply.Modal.Blocks, 1, heldBackNote(c, words))
		}
		return reply, err
	}
	if moved.Team != d.Team {
		if err := nothingWaits(c, d, moved); err != nil {
			return chat.Reply{}, err
		}
		if text, err := call.AwayFromTeam(c, d, to); err != nil || !sure {
			return askAway(c, d, to, text, err)
		}
	}
	reply, err := c.KeepMove(moved, e)
	if err == nil && moved.Team != d.Team {
		err = errors.Join(c.Desk.ChangeTeam(c.Tx, d, moved), c.Desk.PostGone(c.Tx, d, moved),
			c.Desk.PostGrantedElsewhere(c.Tx, moved))
	}
	if err == nil {
		err = handOver(c, moved, to, &reply)
	}
	return reply, err
}

// askAway asks whether a deal is to leave its team.
func askAway(c *call.Call, d sales.Deal, to sales.Person, text chat.Safe, err error) (chat.Reply, error) {
	if err != nil {
		return chat.Reply{}, err
	}
	draft, err := c.KeepDraft(chat.Draft{Route: call.GiveAway, Args: to.ID})
	return call.YesOrDiscard(c, text, draft, d.ID), err
}

// nothingWaits refuses to move a deal to another team whose request waits: others would decide on it than those
// who were asked.
func nothingWaits(c *call.Call, d, moved sales.Deal) error {
	team, _, err := store.Teams.Get(c.Read, moved.Team)
	if err != nil {
		return err
	}
	for a, err := range store.ApprovalsOf(c.Read, d.ID) {
		if err != nil {
			return err
		}
		if a.Pending(d, c.Req.At) {
			return sales.No("deal.give_waiting", "ID", a.ID, "Deal", d.ID, "Discount", cards.Terms(c.Words, a.Offer()), "Team", team.Name).
				At("owner")
		}
	}
	return nil
}
