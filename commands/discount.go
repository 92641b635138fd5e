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
		{Route: chat.Route{Name: "discount", Slash: "discount", Help: true, Bang: true}, do: discountAsk},
		{Route: chat.Route{Name: "approve", Help: true, Bang: true}, do: func(c *call) (chat.Reply, error) { return c.decide(sales.Approve) }},
		{Route: chat.Route{Name: "reject", Help: true, Bang: true}, do: func(c *call) (chat.Reply, error) { return c.decide(sales.Reject) }},
		{Route: chat.Route{Name: "change", Help: true, Bang: true}, do: func(c *call) (chat.Reply, error) { return c.decide(sales.Change) }},
		{Route: chat.Route{Name: "recall", Help: true, Bang: true}, do: recall},
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
	percent, why, err := c.readDiscount(typed)
	if err != nil {
		return chat.Reply{}, at("discount", err)
	}
	team, _, err := store.Teams.Get(c.r, d.Team)
	if err != nil {
		return chat.Reply{}, err
	}
	ask := sales.Ask{By: c.me, Team: team, Discount: percent, Reason: why, At: c.At, On: c.today}
	if ask.Approvers, err = c.approvers(team); err != nil {
		return chat.Reply{}, err
	}
	if err := c.requests(d, &ask); err != nil {
		return chat.Reply{}, err
	}
	a, granted, e, err := d.AskDiscount(c.Company.Authority, ask)
	if err != nil {
		return chat.Reply{}, err
	}
	a.ID = c.tx.Next("R")
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
	return c.done(chat.Join("\n", c.Say("discount.asked", "ID", a.ID, "Discount", c.Discount(int(percent)), "Net", a.Net()), outcome)), nil
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

// approvers are the people who might decide a request of a team: its members, its
// manager and its director.
func (c *call) approvers(team sales.Team) ([]sales.Person, error) {
	var all []sales.Person
	for p, err := range store.People.List(c.r, store.Query{Index: "team", Key: team.ID}) {
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	for _, id := range []string{team.Manager, team.Director} {
		p, ok, err := store.People.Get(c.r, id)
		if err != nil {
			return nil, err
		}
		if ok && p.Team != team.ID {
			all = append(all, p)
		}
	}
	return all, nil
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

// decide settles a request: by its button or form, by its id, or typed in the deal's
// room. One transaction reads the request, the terms, and what the person may do now,
// and writes the decision (P10).
func (c *call) decide(v sales.Verdict) (chat.Reply, error) {
	a, seen, reason, err := c.request()
	if err != nil {
		return chat.Reply{}, err
	}
	d, ok, err := store.Deals.Get(c.r, a.Deal)
	if err != nil || !ok {
		return chat.Reply{}, err
	}
	if c.Kind == chat.Submit {
		reason = c.Fields["reason"]
	}
	team, _, err := store.Teams.Get(c.r, d.Team)
	if err != nil {
		return chat.Reply{}, err
	}
	decided, granted, e, err := a.Decide(d, sales.Decision{By: c.me, Team: team, Verdict: v, Reason: reason, Seen: seen, At: c.At, On: c.today})
	if problem, no := sales.AsProblem(err); no && problem.Code == "approval.reason_missing" && c.Kind == chat.Click {
		return c.askReason(v, a)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if err := store.Approvals.Put(c.tx, decided); err != nil {
		return chat.Reply{}, err
	}
	if e != nil {
		if _, err := c.keepMove(granted, *e); err != nil {
			return chat.Reply{}, err
		}
		d = granted
	}
	return c.tellDecided(d, decided)
}

// tellDecided shows the outcome in the room, tells the requester, and answers.
func (c *call) tellDecided(d sales.Deal, a sales.Approval) (chat.Reply, error) {
	if err := c.Approval(c.tx, d, a); err != nil {
		return chat.Reply{}, err
	}
	if err := c.TellRequester(c.tx, d, a); err != nil {
		return chat.Reply{}, err
	}
	text, err := c.Outcome(c.r, c.Printer, a)
	if err != nil {
		return chat.Reply{}, err
	}
	text = chat.Join(" ", c.Say("approval.about", "ID", a.ID, "Deal", d.ID), text)
	return chat.Say(text, chat.Para(text)), nil
}

// askReason is the form behind Reject and Ask for change.
func (c *call) askReason(v sales.Verdict, a sales.Approval) (chat.Reply, error) {
	return chat.Reply{Modal: &chat.Modal{
		Action: c.Name, Value: cards.ApprovalValue(a), Title: c.Plain("button." + string(v)),
		Submit: c.Plain("common.send"), Close: c.Plain("common.cancel"),
		Blocks: []chat.Block{chat.Ask(chat.Input{ID: "reason", Kind: chat.Area, Label: c.Plain("approval.why_" + string(v)), Max: sales.TextMax})},
	}}, nil
}

// request finds which request is meant and which version of the terms the person was
// looking at: the button's; for a typed line the request's own, because the card in the
// room shows it. An unknown request and an invisible one get the same words.
func (c *call) request() (a sales.Approval, seen int, reason string, err error) {
	if c.Value != "" {
		id, terms, ok := cards.ParseApprovalValue(c.Value)
		if !ok {
			return a, 0, "", sales.No("approval.not_found", "ID", c.Value)
		}
		a, err = c.requestByID(id)
		return a, terms, "", err
	}
	first, rest := cutWord(c.Args)
	if id, ok := phrase.ID(first); ok && id[0] == 'R' {
		a, err = c.requestByID(id)
		return a, a.Terms, rest, err
	}
	d, rest, err := c.dealArg()
	if err != nil {
		return a, 0, "", err
	}
	found := false
	for one, err := range store.Approvals.List(c.r, store.Query{Index: "deal", Key: d.ID}) {
		if err != nil {
			return a, 0, "", err
		}
		if !found || one.Status == sales.Waiting || a.Status != sales.Waiting {
			a, found = one, true
		}
	}
	if !found {
		return a, 0, "", sales.No("approval.none", "ID", d.ID)
	}
	return a, a.Terms, rest, nil
}

func (c *call) requestByID(id string) (sales.Approval, error) {
	a, ok, err := store.Approvals.Get(c.r, id)
	if err != nil {
		return a, err
	}
	if ok {
		if _, err = c.dealByID(a.Deal); err == nil {
			return a, nil
		}
	}
	return sales.Approval{}, sales.No("approval.not_found", "ID", id)
}

// recall takes back one's own waiting request.
func recall(c *call) (chat.Reply, error) {
	a, _, _, err := c.request()
	if err != nil {
		return chat.Reply{}, err
	}
	d, err := c.dealByID(a.Deal)
	if err != nil {
		return chat.Reply{}, err
	}
	team, _, err := store.Teams.Get(c.r, d.Team)
	if err != nil {
		return chat.Reply{}, err
	}
	if a, err = a.Recall(d, c.me, team, c.At); err != nil {
		return chat.Reply{}, err
	}
	if err := store.Approvals.Put(c.tx, a); err != nil {
		return chat.Reply{}, err
	}
	return c.tellDecided(d, a)
}

// voidWaiting ends a request that waits for terms the deal no longer has (U12), and says
// so in the room and to the requester.
func (c *call) voidWaiting(d sales.Deal) error {
	for a, err := range store.Approvals.List(c.r, store.Query{Index: "deal", Key: d.ID}) {
		if err != nil {
			return err
		}
		why := a.Outdated(d)
		if why == "" {
			continue
		}
		a, ok := a.Void(why, c.me.ID, c.At)
		if !ok {
			continue
		}
		if err := store.Approvals.Put(c.tx, a); err != nil {
			return err
		}
		if err := c.Approval(c.tx, d, a); err != nil {
			return err
		}
		if err := c.TellRequester(c.tx, d, a); err != nil {
			return err
		}
	}
	return nil
}

// approvals lists what waits for the person's decision, the oldest first, and what they
// wait for themselves.
func approvals(c *call) (chat.Reply, error) {
	var mine, asked []chat.Block
	var told []chat.Safe
	for a, err := range store.Approvals.List(c.r, store.Query{Index: "waiting", All: true}) {
		if err != nil {
			return chat.Reply{}, err
		}
		d, err := c.dealByID(a.Deal)
		if _, hidden := sales.AsProblem(err); hidden {
			continue
		} else if err != nil {
			return chat.Reply{}, err
		}
		team, _, err := store.Teams.Get(c.r, d.Team)
		if err != nil {
			return chat.Reply{}, err
		}
		card, err := c.ApprovalCard(c.r, c.Printer, d, a)
		if err != nil {
			return chat.Reply{}, err
		}
		switch {
		case len(a.Deciders(d, team, []sales.Person{c.me})) > 0:
			mine, told = append(mine, card.Blocks...), append(told, card.Text)
		case a.Requester == c.me.ID:
			asked, told = append(asked, card.Blocks[:len(card.Blocks)-1]...), append(told, card.Text)
		}
	}
	if len(told) == 0 {
		return chat.Say(c.Say("approval.queue_empty")), nil
	}
	return chat.Say(chat.Join("\n\n", told...), append(mine, asked...)...), nil
}
