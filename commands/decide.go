package commands

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// decide settles a request: by its button or form, by its id, or typed in the deal's
// room. Where the person may have seen another one, the present one is offered first. One
// transaction reads the request, the terms, and what the person may do now, and writes
// the decision (P10).
func (c *call) decide(v sales.Verdict) (chat.Reply, error) {
	p, seen, reason, err := c.request(func(p pending) bool { return c.forMe(p) })
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		reason = c.Req.Fields["reason"]
	}
	if seen == (sales.Seen{}) {
		if c.forMe(p) {
			return chat.Reply{}, c.whichRequest(reason, []pending{p})
		}
		seen = p.Seen() // it will be refused for a better reason
	}
	decided, granted, e, err := p.Decide(p.deal, sales.Decision{By: c.Me, Roster: p.roster, Verdict: v, Reason: reason, Seen: seen, On: c.Today})
	if problem, no := sales.AsProblem(err); no && problem.Code == "approval.reason_missing" && c.Req.Kind == chat.Click {
		return c.askReason(v, p.Approval)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	return c.keepDecided(granted, decided, e)
}

// keepDecided keeps what a request has become, shows it everywhere, and answers.
func (c *call) keepDecided(d sales.Deal, a sales.Approval, granted *sales.Event) (chat.Reply, error) {
	if err := c.Desk.KeepApproval(c.Tx, d, a, granted); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.EndWaiting(c.Tx, d); err != nil {
		return chat.Reply{}, err
	}
	text, err := c.Desk.Cards.Outcome(c.Read, c.Words, a)
	if err != nil {
		return chat.Reply{}, err
	}
	text = chat.Join(" ", c.Words.Say("approval.about", "ID", a.ID, "Deal", d.ID), text)
	return chat.Say(text, chat.Para(text)), nil
}

// askReason is the form behind Reject and Ask for change.
func (c *call) askReason(v sales.Verdict, a sales.Approval) (chat.Reply, error) {
	return chat.Reply{Modal: &chat.Modal{
		Action: c.Req.Name, Value: cards.ApprovalValue(a), Title: c.Words.Plain("button." + string(v)),
		Submit: c.Words.Plain("common.send"), Close: c.Words.Plain("common.cancel"),
		Blocks: []chat.Block{chat.Ask(chat.Input{ID: "reason", Kind: chat.Area, Label: c.Words.Plain("approval.why_" + string(v)), Max: sales.TextMax})},
	}}, nil
}

// request finds which request is meant and which version of the terms the person was
// looking at: the button's; of a request named by its id, its own; typed in the deal's
// room, that of the card there. It is 0 where only a deal was named, or the card is not
// shown yet. With nothing named, those that fit are offered. An unknown request and an
// invisible one get the same words.
func (c *call) request(fits func(pending) bool) (p pending, seen sales.Seen, reason string, err error) {
	if id, seen, ok := cards.ParseApprovalValue(c.Req.Value); ok {
		p, err = c.requestByID(id)
		return p, seen, c.Req.Args, err
	}
	first, rest := cutWord(c.Req.Args)
	id, isID := phrase.ID(first)
	if c.Req.Value == "" && isID && id[0] == 'R' {
		p, err = c.requestByID(id)
		return p, p.Seen(), rest, err
	}
	here, inRoom, err := c.dealHere()
	if err != nil {
		return p, seen, "", err
	}
	if c.Req.Value == "" && !inRoom && !isID {
		named, _, err := c.dealsNamed(c.Req.Args)
		if err == nil && len(named) == 0 {
			err = c.offerPending(fits)
		}
		if err != nil {
			return p, seen, "", err
		}
	}
	d, reason, err := c.dealArg()
	if err != nil {
		return p, seen, "", err
	}
	a, err := c.latestRequest(d)
	if err != nil {
		return p, seen, "", err
	}
	if inRoom && here.ID == d.ID {
		card, _, err := store.PostByKey(c.Read, cards.RoomKey(d.ID, d.Team, a.ID))
		if err != nil {
			return p, seen, "", err
		}
		if card.TS != "" {
			seen = a.Seen()
		}
	}
	p, _, err = c.heard(a)
	return p, seen, reason, err
}

// offerPending offers the requests that fit, and refuses where none does.
func (c *call) offerPending(fits func(pending) bool) error {
	all, err := c.pending()
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(p pending) bool { return !fits(p) })
	if len(all) == 0 {
		return sales.No("approval.none_waits")
	}
	return c.whichRequest(strings.TrimSpace(c.Req.Args), all)
}

// latestRequest on a deal: the one that waits, else the last one asked for.
func (c *call) latestRequest(d sales.Deal) (a sales.Approval, err error) {
	found := false
	for one, err := range store.Approvals.List(c.Read, store.Query{Index: "deal", Key: d.ID}) {
		if err != nil {
			return a, err
		}
		if !found || one.Status == sales.Waiting || a.Status != sales.Waiting {
			a, found = one, true
		}
	}
	if !found {
		return a, sales.No("approval.none", "ID", d.ID)
	}
	return a, nil
}

// requestByID finds a request that the person sees: with its deal, or because they may
// decide on it for somebody.
func (c *call) requestByID(id string) (pending, error) {
	a, ok, err := store.Approvals.Get(c.Read, id)
	if err != nil {
		return pending{}, err
	}
	if ok {
		if p, shown, err := c.heard(a); err != nil || shown {
			return p, err
		}
	}
	return pending{}, sales.No("approval.not_found", "ID", id)
}

// heard is a request with what decides about it, and whether the person sees it.
func (c *call) heard(a sales.Approval) (p pending, shown bool, err error) {
	d, ok, err := store.Deals.Get(c.Read, a.Deal)
	if err != nil || !ok { // an import may have taken it back
		return pending{}, false, err
	}
	ros, err := c.Desk.Cards.Roster(c.Read, d, a, c.Req.At)
	return pending{a, d, ros}, a.ShownTo(c.Me, d, ros), err
}

// recall takes back one's own waiting request.
func recall(c *call) (chat.Reply, error) {
	p, _, _, err := c.request(func(p pending) bool { return c.fromMe(p) })
	if err != nil {
		return chat.Reply{}, err
	}
	a, err := p.Recall(p.deal, c.Me, p.roster.Team, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	reply, err := c.keepDecided(p.deal, a, nil)
	if err == nil {
		reply.Message.Blocks = append(reply.Message.Blocks, chat.Block{Buttons: []chat.Button{c.undoButton()}})
	}
	return reply, err
}

// whichRequest offers requests as they are now, so that the pick is a decision on just
// that (P10); rest is what else was typed.
func (c *call) whichRequest(rest string, from []pending) error {
	which := &choice{text: c.Words.Say("approval.which"), rest: rest}
	for _, p := range from[:min(len(from), most)] {
		net := p.Net()
		label := strings.Join([]string{p.ID, lang.Unmark(cards.Terms(c.Words, p.Offer())), p.deal.ID + " " + p.deal.Name, c.Words.Money(net)}, " · ")
		which.options = append(which.options, chat.Option{Label: label, Value: cards.ApprovalValue(p.Approval)})
	}
	return which
}
