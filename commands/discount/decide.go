package discount

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// decide decides a request that is given by its button, form or ID, or by the deal's room. If the
// person may have seen other terms, it first offers the request as it is now. One transaction reads
// the request, the terms and the person's rights, and writes the decision (P10).
func decide(c *call.Call, v sales.Verdict) (chat.Reply, error) {
	if v == sales.Approve && c.Req.Code { // what is shown as code is quoted: that is no yes
		c.Req.Args = strings.TrimSpace(c.Req.Args + " ```")
	}
	bare := v == sales.Approve && c.Req.Kind.Typed() && strings.TrimSpace(c.Req.Args) == ""
	p, seen, reason, err := requestMeant(c, func(p call.Pending) bool { return forMe(c, p) })
	if err != nil {
		if bare {
			return elseGoal(c, err, "accept")
		}
		if v == sales.Change { // "change it to 45" of what was just logged
			return elseAnswer(c, "change "+c.Req.Args, err)
		}
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		reason = c.Req.Fields["reason"]
	}
	reason = strings.TrimLeft(phrase.CutParticle(reason), ":：,， ") // "!reject: too early"
	if v == sales.Approve && c.Req.Kind.Typed() {
		if reason = withoutRequester(c, p, reason); slices.Contains(pleas, strings.ToLower(strings.Trim(reason, " ,.!，。！"))) {
			reason = ""
		}
	}
	if seen == (sales.Seen{}) {
		if forMe(c, p) {
			return chat.Reply{}, whichApproval(c, reason, []call.Pending{p})
		}
		seen = p.Seen() // it will be refused for a better reason
	}
	if v == sales.Approve && c.Req.Kind != chat.Click && !namesRequest(c) && forMe(c, p) {
		if was, err := earlierAsked(c, p.Approval); err != nil {
			return chat.Reply{}, err
		} else if was != "" && !phrase.Doubtful(reason) {
			return askReplaced(c, p, was), nil
		}
		if said, other, err := remarkOn(c, p); err != nil {
			return chat.Reply{}, err
		} else if other && !phrase.Doubtful(reason) {
			return askFigure(c, p, said)
		}
	}
	if c.Req.Kind.Typed() && forMe(c, p) && wavers(v, reason) {
		return askMeant(c, p, c.Words.Say("approval.remark", "ID", p.ID, "Text", chat.Cut(chat.Escape(reason), 500)), reason)
	}
	if v != sales.Approve && forMe(c, p) && phrase.NoReason(reason) {
		reason = ""
	}
	decided, granted, e, err := p.Decide(p.Deal, sales.Decision{By: c.Me, Roster: p.Roster, Verdict: v, Reason: reason,
		Doubt: phrase.Doubtful(reason), Seen: seen, On: c.Today})
	switch problem, no := sales.AsProblem(err); {
	case no && problem.Code == "approval.reason_missing" && (c.Req.Kind == chat.Click || c.Req.Kind == chat.Slash):
		return askReason(c, v, p)
	case no && problem.Code == "approval.doubtful":
		return askMeant(c, p, c.Desk.Cards.Problem(c.Words, problem), reason)
	case err != nil:
		return chat.Reply{}, err
	}
	return keepDecided(c, granted, decided, p.Roster, e)
}

// wavers reports whether the words of a rejection, or of what to change, leave open which decision is meant.
func wavers(v sales.Verdict, words string) bool {
	terms := v == sales.Change && strings.ContainsAny(words, "%折") // what to change, perhaps on a condition
	return v != sales.Approve && !terms && phrase.Wavers(words)
}

// keepDecided stores a decided request, updates its posts, and answers.
func keepDecided(c *call.Call, d sales.Deal, a sales.Approval, ros sales.Roster, granted *sales.Event) (chat.Reply, error) {
	if err := c.Desk.KeepApproval(c.Tx, d, a, ros, granted); err != nil {
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
	if a.Status == sales.Approved || a.Status == sales.Waiting {
		text = chat.Join("\n", text, c.Words.Say("approval.terms", "Discount", cards.Terms(c.Words, a.Offer()), "Net", a.Net()))
	}
	return chat.Say(text, chat.Para(text)), nil
}

// askReason opens the form for the reason of Reject and Ask for change.
func askReason(c *call.Call, v sales.Verdict, p call.Pending) (chat.Reply, error) {
	form, err := c.AskForm(c.Req.Name, p.Deal,
		chat.Input{ID: "reason", Kind: chat.Area, Label: c.Words.Plain("approval.why_" + string(v)), Max: sales.TextMax})
	if err == nil {
		form.Modal.Value = cards.ApprovalValue(p.Approval)
	}
	return form, err
}

// pleas are no reason to approve something.
var pleas = []string{"please", "pls", "plz", "请", "拜托", "麻烦了", "辛苦了"}

// leadingID cuts a record id off the front of a text, with the mark behind it: "R-6, 10% is enough".
func leadingID(text string) (id, rest string, ok bool) {
	first, rest := phrase.CutWord(text)
	id, ok = phrase.ID(strings.TrimRight(first, ",:;，：；"))
	return id, rest, ok
}

// requestMeant returns the request that is meant and the version of the terms that the person has
// seen: that of the button; for a request named by its ID, the request's own; in the deal's room,
// that of the card there. seen is zero if only a deal was named or the card has not been posted yet.
// If nothing was named, the error offers the requests that fit. A hidden request and an unknown one
// get the same error.
func requestMeant(c *call.Call, fits func(call.Pending) bool) (p call.Pending, seen sales.Seen, reason string, err error) {
	if id, seen, ok := cards.ParseApprovalValue(c.Req.Value); ok {
		p, err = c.ApprovalByID(id)
		return p, seen, c.Req.Args, undoneByID(c, id, err)
	}
	id, rest, isID := leadingID(c.Req.Args)
	if c.Req.Value == "" && isID && sales.KindOf(id) == sales.KindApproval {
		p, err = c.ApprovalByID(id)
		return p, p.Seen(), rest, undoneByID(c, id, err)
	}
	here, inRoom, err := c.DealHere()
	if err != nil {
		return p, seen, "", err
	}
	if c.Req.Value == "" && !inRoom && !isID {
		named, rest, err := c.DealsNamed(c.Req.Args)
		switch {
		case err == nil && len(named) == 0:
			err = offerPending(c, fits)
		case err == nil && len(named) > 1:
			err = offerWaiting(c, rest, named, fits)
		}
		if err != nil {
			return p, seen, "", err
		}
	}
	d, reason, err := c.DealArg()
	if err != nil {
		return p, seen, "", err
	}
	a, err := latestApproval(c, d)
	if _, none := sales.AsProblem(err); none || err == nil && a.Status != sales.Waiting {
		if undone := undoneSince(c, d, a); undone != nil {
			return p, seen, "", undone
		}
	}
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
	p, _, err = c.PendingOf(a)
	return p, seen, reason, err
}

// offerPending returns a Choice of the requests that fit, or a problem if there are none.
func offerPending(c *call.Call, fits func(call.Pending) bool) error {
	all, err := allPending(c)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(p call.Pending) bool { return !fits(p) })
	if len(all) == 0 {
		return sales.No("approval.none_waits")
	}
	return whichApproval(c, strings.TrimSpace(c.Req.Args), all)
}

// offerWaiting returns a Choice of the requests on these deals that fit, nil if there are none.
func offerWaiting(c *call.Call, rest string, deals []sales.Deal, fits func(call.Pending) bool) error {
	all, err := allPending(c)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(p call.Pending) bool { return !fits(p) || !among(deals, p) })
	if len(all) == 0 {
		return nil
	}
	return whichApproval(c, rest, all)
}

func among(deals []sales.Deal, p call.Pending) bool {
	return slices.ContainsFunc(deals, func(d sales.Deal) bool { return d.ID == p.Deal.ID })
}

// latestApproval returns the waiting request on a deal, else the latest one.
func latestApproval(c *call.Call, d sales.Deal) (a sales.Approval, err error) {
	found := false
	for one, err := range store.ApprovalsOf(c.Read, d.ID) {
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

// namesRequest reports whether a request is named by its ID, by a button or in words.
func namesRequest(c *call.Call) bool {
	if _, _, ok := cards.ParseApprovalValue(c.Req.Value); ok {
		return true
	}
	id, _, isID := leadingID(c.Req.Args)
	return c.Req.Value == "" && isID && sales.KindOf(id) == sales.KindApproval
}

// earlierAsked returns the latest other request on the deal that somebody was asked to decide, "" if
// there is none. Whoever approves without a number may mean that one.
func earlierAsked(c *call.Call, a sales.Approval) (id string, err error) {
	for one, err := range store.ApprovalsOf(c.Read, a.Deal) {
		if err != nil {
			return "", err
		}
		if one.ID != a.ID && len(one.Steps) > 0 {
			id = one.ID
		}
	}
	return id, nil
}

// recall takes back the person's own waiting request.
func recall(c *call.Call) (chat.Reply, error) {
	p, _, words, err := requestMeant(c, func(p call.Pending) bool { return fromMe(c, p) })
	if err != nil {
		return chat.Reply{}, err
	}
	a, err := p.Recall(p.Deal, c.Me, p.Roster.Team, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	talk := c.Req.Kind.Typed() && c.Req.Kind != chat.Slash
	if c.Req.Kind != chat.Click && (phrase.NotYet(words) || talk && phrase.Doubtful(words) && !phrase.HoldsBack(words)) {
		return c.Answer(c.Words.Say("common.held_back", "Text", words), chat.Block{Buttons: []chat.Button{
			{Label: c.Words.Plain("button.recall"), Action: "recall", Value: cards.ApprovalValue(p.Approval)}}}), nil
	}
	reply, err := keepDecided(c, p.Deal, a, p.Roster, nil)
	if err == nil {
		reply.Message.Blocks = append(reply.Message.Blocks, chat.Block{Buttons: []chat.Button{c.UndoButton()}})
	}
	return reply, err
}

// deciding are the routes whose buttons say what they do.
var deciding = []string{"approve", "reject", "change", "recall"}

// whichApproval returns a Choice of requests in their current version, so that the pick decides
// exactly that version (P10). rest is what else was typed.
func whichApproval(c *call.Call, rest string, from []call.Pending) error {
	which := &call.Choice{Text: c.Words.Say("approval.which"), Rest: rest}
	var does []string // what the buttons do
	if v := sales.Verdict(c.Req.Name); (v == sales.Reject || v == sales.Change) && wavers(v, rest) {
		c.Req.Name = "remark" // which asks, once the request is known
	}
	if slices.Contains(deciding, c.Req.Name) {
		does = append(does, c.Words.Plain("button."+c.Req.Name))
	}
	for _, p := range from[:min(len(from), call.ChoiceLimit)] {
		net := p.Net()
		label := strings.Join(append(slices.Clip(does), p.ID, lang.Unmark(cards.Terms(c.Words, p.Offer())), p.Deal.ID+" "+p.Deal.Name,
			c.Words.Money(net)), " · ")
		which.Options = append(which.Options, chat.Option{Label: label, Value: cards.ApprovalValue(p.Approval)})
	}
	return which
}
