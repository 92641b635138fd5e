package discount

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// ask requests a discount and special terms for a deal. Within the person's own limit they are
// granted at once; otherwise the request waits in the deal's room. A reason that may hide other terms
// is asked about first, because nobody would grant or see them.
func ask(c *call.Call) (chat.Reply, error) { return askFor(c, false) }

// askSure is ask for a reason that is only a reason.
func askSure(c *call.Call) (chat.Reply, error) { return askFor(c, true) }

func askFor(c *call.Call, sure bool) (chat.Reply, error) {
	d, typed, err := c.DealArg()
	if err != nil {
		return chat.Reply{}, err
	}
	bare, doubtful := doubtfulShare(c, typed)
	doubtful = doubtful && c.Req.Kind != chat.Submit
	if c.NothingTyped(typed) || doubtful {
		if err := call.MayDeal(c, sales.Edit, d); err != nil { // no form that could only be refused
			return chat.Reply{}, err
		}
		if err := d.CheckOpen(); err != nil {
			return chat.Reply{}, err
		}
		if doubtful {
			return askShare(c, d, bare, typed[bare.End:])
		}
		return askTerms(c, d, sales.Offer{Discount: d.Discount, Special: d.Special}, "")
	}
	offer, why, err := readTerms(c, sales.Offer{Discount: d.Discount, Special: d.Special}, typed)
	if err != nil {
		return chat.Reply{}, err
	}
	account, _, err := store.Accounts.Get(c.Read, d.Account)
	if err != nil {
		return chat.Reply{}, err
	}
	ask := sales.Ask{By: c.Me, Discount: offer.Discount, Special: offer.Special, Tier: account.Tier, Reason: why, On: c.Today}
	if ask.Roster, err = c.Desk.Cards.Roster(c.Read, d, sales.Approval{Requester: c.Me.ID}, c.Req.At); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.EndWaiting(c.Tx, d); err != nil {
		return chat.Reply{}, err
	}
	if err := checkAsk(c, d, &ask); err != nil {
		return chat.Reply{}, err
	}
	// Check the rule before taking a number, so that a refusal uses none.
	_, _, _, err = d.AskTerms(c.Desk.Cards.Company.Authority, ask)
	if problem, no := sales.AsProblem(err); no && problem.Code == "discount.already_waiting" {
		return replyWaiting(c, d, *ask.Waiting, problem)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if !sure && phrase.HiddenTerms(why) {
		return askHidden(c, d, offer, typed, why, "discount.hidden")
	}
	if !sure && c.Req.Kind != chat.Submit && (phrase.HoldsBack(why) || phrase.RefusesTerms(why)) {
		return askHidden(c, d, offer, typed, why, "discount.held_back")
	}
	if other, err := namesOther(c, d, why); err != nil || other && !sure && c.Req.Kind != chat.Submit {
		if err != nil {
			return chat.Reply{}, err
		}
		return askHidden(c, d, offer, typed, why, "discount.names_other")
	}
	call.Changed(c, "discount", d.ID, typed)
	ask.ID = c.Tx.Next(sales.KindApproval)
	a, granted, e, err := d.AskTerms(c.Desk.Cards.Company.Authority, ask)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := store.Approvals.Put(c.Tx, a); err != nil {
		return chat.Reply{}, err
	}
	if e != nil {
		reply, err := c.KeepMove(granted, *e)
		if err == nil {
			err = c.Desk.PostAskedBefore(c.Tx, granted)
		}
		if replaced := cards.Replaced(c.Words, d, granted); err == nil && replaced != "" {
			reply = call.Remark(reply, replaced)
		}
		return reply, err
	}
	if err := c.Desk.PostApproval(c.Tx, d, a, ask.Roster); err != nil {
		return chat.Reply{}, err
	}
	outcome, err := c.Desk.Cards.Outcome(c.Read, c.Words, a)
	if err != nil {
		return chat.Reply{}, err
	}
	asked := "discount.asked"
	if a.Discount == 0 {
		asked = "discount.asked_terms"
	}
	return c.Done(chat.Join("\n", c.Words.Say(asked, "ID", a.ID, "Discount", cards.Terms(c.Words, a.Offer()), "Net", a.Net()),
		cards.Replacing(c.Words, d, a), outcome)), nil
}

// namesOther reports whether a reason names a customer or a deal that the deal is not of: perhaps that one is meant.
func namesOther(c *call.Call, d sales.Deal, why string) (bool, error) {
	others, err := call.OtherCustomers(c, why, d.Account, d.ID)
	return slices.ContainsFunc(others, func(s phrase.Spot) bool { return !likened.MatchString(why[:s.Start]) }), err
}

// likened stands before a deal or a customer that only serves as an example: "as in D-9", 跟华星一样.
var likened = regexp.MustCompile(`(?i)\b(?:as|like|same as|than|the way)(?: (?:in|with|for|at|we did (?:in|for|with)))?\s*$|` +
	`(?:像|跟|和|同|参照|按|照|比)$`)

// replyWaiting refuses a second request. It shows the waiting one, which its requester can take back.
func replyWaiting(c *call.Call, d sales.Deal, a sales.Approval, problem *sales.Problem) (chat.Reply, error) {
	card, err := c.Desk.Cards.ApprovalCard(c.Read, c.Words, d, a)
	if err != nil {
		return chat.Reply{}, err
	}
	if a.Requester == c.Me.ID {
		card.Blocks = append(card.Blocks,
			chat.Block{Buttons: []chat.Button{{Label: c.Words.Plain("button.recall"), Action: "recall", Value: cards.ApprovalValue(a)}}})
	}
	return c.Answer(c.Desk.Cards.Problem(c.Words, problem), card.Blocks...), nil
}

// readTerms reads the requested terms from a form or from the front of a line. On a line, terms that
// are not named stay as in now, and the rest is the reason. "none" means the usual terms without a
// discount.
func readTerms(c *call.Call, now sales.Offer, typed string) (asked sales.Offer, reason string, err error) {
	if c.Req.Kind == chat.Submit {
		if !call.Picked(c) { // the form showed what there is
			now = sales.Offer{}
		}
		return filledTerms(c, now)
	}
	first, rest := phrase.CutWord(typed)
	of, _ := phrase.CutWord(rest) // "none of your business" takes nothing back
	if c.OneOf("common.", []string{"none"}, first) != "" && !strings.EqualFold(of, "of") {
		return sales.Offer{}, rest, nil
	}
	asked, end, err := phrase.Terms(typed, now)
	return asked, strings.TrimSpace(typed[end:]), err
}

// filledTerms returns the terms in a submitted form: an empty field is that term as it is now.
func filledTerms(c *call.Call, now sales.Offer) (o sales.Offer, reason string, err error) {
	o = now
	reason = strings.TrimSpace(c.Req.Fields["reason"])
	if share := strings.TrimSpace(c.Req.Fields["discount"]); share != "" && c.OneOf("common.", []string{"none"}, share) == "" {
		if bare, doubtful := doubtfulShare(c, share); doubtful {
			left := c.Words.Discount(bare.Left.Hundredths())
			return o, "", sales.No("percent.bare", "Text", bare.Text, "Left", left, "Off", bare.Off).At("discount")
		}
		var end int
		if o, end, err = phrase.Terms(share, o); err == nil && strings.TrimSpace(share[end:]) != "" {
			err = sales.No("percent.not_understood", "Text", share)
		}
		if err != nil {
			return o, "", sales.At("discount", err)
		}
	}
	for _, in := range []struct {
		field string
		to    *int
	}{{"payment_days", &o.Special.PaymentDays}, {"free_months", &o.Special.FreeMonths}} {
		if text := strings.TrimSpace(c.Req.Fields[in.field]); text != "" {
			var ok bool
			if *in.to, ok = phrase.Count(text); !ok {
				return o, "", sales.No("discount.count_not_understood", "Text", text).At(in.field)
			}
		}
	}
	o.Special.Custom = cmp.Or(strings.TrimSpace(c.Req.Fields["custom"]), o.Special.Custom)
	return o, reason, nil
}

// checkAsk adds to a new request what it needs from earlier ones: the waiting one, the returned one
// that it replaces, and what they and changes of the amount gave away.
func checkAsk(c *call.Call, d sales.Deal, ask *sales.Ask) error {
	for a, err := range store.ApprovalsOf(c.Read, d.ID) {
		if err != nil {
			return err
		}
		ask.Earlier = append(ask.Earlier, a)
		ask.Replaces = ""
		switch a.Status {
		case sales.Waiting:
			ask.Waiting = &a
		case sales.Returned:
			ask.Replaces = a.ID
		}
	}
	undone, err := store.UndoneGrantsOf(c.Read, d.ID)
	if err != nil {
		return err
	}
	ask.Earlier = append(ask.Earlier, undone...)
	ask.Moves, err = store.Collect(store.EventsOf(c.Read, d.ID))
	return err
}
