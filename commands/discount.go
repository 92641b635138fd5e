package commands

import (
	"strings"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

func discountVerbs() []verb {
	return []verb{
		{Route: chat.Route{Name: "discount", Slash: "discount", Help: true}, do: discountAsk},
		{Route: chat.Route{Name: "approve", Help: true}, do: func(c *call) (chat.Reply, error) { return c.decide(sales.Approve) }},
		{Route: chat.Route{Name: "reject", Help: true}, do: func(c *call) (chat.Reply, error) { return c.decide(sales.Reject) }},
		{Route: chat.Route{Name: "change", Help: true}, do: func(c *call) (chat.Reply, error) { return c.decide(sales.Change) }},
		{Route: chat.Route{Name: "assent"}, do: assent, reads: true},
		{Route: chat.Route{Name: "recall", Help: true}, do: recall},
		{Route: chat.Route{Name: "approvals", Help: true}, do: approvals, reads: true},
	}
}

// discountAsk asks for a discount on a deal's present terms. Within one's own authority
// it is granted at once; otherwise the request waits in the deal's room (R80-R82).
func discountAsk(c *call) (chat.Reply, error) {
	d, typed, err := c.dealArg()
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Kind == chat.Submit {
		typed = c.Fields["discount"] + " " + c.Fields["reason"]
	}
	if c.asked(typed) {
		return c.ask(c.Name, d,
			chat.Input{ID: "discount", Kind: chat.Line, Label: c.Plain("field.discount"), Placeholder: c.Plain("discount.hint")},
			chat.Input{ID: "reason", Kind: chat.Area, Label: c.Plain("field.reason"), Max: sales.TextMax, Optional: true})
	}
	special := d.Special
	percent, why, err := c.readDiscount(typed)
	if err != nil {
		return chat.Reply{}, at("discount", err)
	}
	account, _, err := store.Accounts.Get(c.r, d.Account)
	if err != nil {
		return chat.Reply{}, err
	}
	ask := sales.Ask{By: c.me, Discount: percent, Special: special, Tier: account.Tier, Reason: why, On: c.today}
	if ask.Roster, err = c.Roster(c.r, d, sales.Approval{Requester: c.me.ID}, c.At); err != nil {
		return chat.Reply{}, err
	}
	if err := c.endWaiting(c.tx, d); err != nil {
		return chat.Reply{}, err
	}
	if err := c.requests(d, &ask); err != nil {
		return chat.Reply{}, err
	}
	// The rule is pure and is asked before a number is taken: a refusal uses none up.
	_, _, _, err = d.AskTerms(c.Company.Authority, ask)
	if problem, no := sales.AsProblem(err); no && problem.Code == "discount.already_waiting" {
		return c.showWaiting(d, *ask.Waiting, problem)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	ask.ID = c.tx.Next("R")
	a, granted, e, err := d.AskTerms(c.Company.Authority, ask)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := store.Approvals.Put(c.tx, a); err != nil {
		return chat.Reply{}, err
	}
	if e != nil {
		return c.keepMove(granted, *e)
	}
	if err := c.Approval(c.tx, d, a); err != nil {
		return chat.Reply{}, err
	}
	outcome, err := c.Outcome(c.r, c.Printer, a)
	if err != nil {
		return chat.Reply{}, err
	}
	return c.done(chat.Join("\n", c.Say("discount.asked", "ID", a.ID, "Discount", cards.Terms(c.Printer, a.Offer()), "Net", a.Net()), outcome)), nil
}

// showWaiting refuses a second request by showing the one that waits, and lets its
// requester take it back.
func (c *call) showWaiting(d sales.Deal, a sales.Approval, problem *sales.Problem) (chat.Reply, error) {
	card, err := c.ApprovalCard(c.r, c.Printer, d, a)
	if err != nil {
		return chat.Reply{}, err
	}
	if a.Requester == c.me.ID {
		card.Blocks = append(card.Blocks, chat.Block{Buttons: []chat.Button{{Label: c.Plain("button.recall"), Action: "recall", Value: cards.ApprovalValue(a)}}})
	}
	return c.answer(c.Problem(c.Printer, problem), card.Blocks...), nil
}

// readDiscount takes the discount off the front; the rest is the reason. "none" and 0 %
// take a granted discount back.
func (c *call) readDiscount(typed string) (sales.Percent, string, error) {
	first, rest := cutWord(typed)
	if first == "0" || first == "0%" || c.oneOf("common.", []string{"none"}, first) != "" {
		return 0, rest, nil // taken back
	}
	percent, end, err := phrase.LeadingPercent(typed)
	return percent, strings.TrimSpace(typed[end:]), err
}

// requests finds what a new request has to know of earlier ones: the one that waits,
// and the one sent back for a change, which it answers.
func (c *call) requests(d sales.Deal, ask *sales.Ask) error {
	for a, err := range store.Approvals.List(c.r, store.Query{Index: "deal", Key: d.ID}) {
		if err != nil {
			return err
		}
		ask.Replaces = ""
		switch a.Status {
		case sales.Waiting:
			ask.Waiting = &a
		case sales.Returned:
			ask.Replaces = a.ID
		}
	}
	return nil
}

// endWaiting ends the requests on a deal that nobody can decide any more, because their
// time has come or because they are for terms the deal no longer has (U12). It says so in
// the room and to the requester.
func (d *Desk) endWaiting(tx *store.Tx, deal sales.Deal) error {
	for a, err := range store.Approvals.List(tx, store.Query{Index: "deal", Key: deal.ID}) {
		if err != nil {
			return err
		}
		change := tx.Change()
		ended, ok := a.Expire(change.At)
		if why := a.Outdated(deal); !ok && why != "" {
			ended, ok = a.Void(why, change.Actor, change.At)
		}
		if !ok {
			continue
		}
		if err := store.Approvals.Put(tx, ended); err != nil {
			return err
		}
		if err := d.Approval(tx, deal, ended); err != nil {
			return err
		}
		if err := d.TellRequester(tx, deal, ended); err != nil {
			return err
		}
	}
	return nil
}
