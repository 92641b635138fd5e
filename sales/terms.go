package sales

import (
	"slices"
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

// How discounts and special terms are asked for. policy.go and step.go
// say who decides, decide.go how.
//
// A request within the requester's own authority, for which no policy asks more, is granted
// at once: it is recorded as approved by the requester, and Own tells it apart from a
// decision. Any other request waits for others:
//
//   - a rep's request waits for the level of its terms;
//   - so does a manager's above the manager's limit: a director decides;
//   - above the manager's limit nobody grants alone, not even a director. Another
//     director of the team decides a director's request. If there is none, asking is
//     refused at once (discount.nobody_can_decide): the rep or the manager can ask and
//     the director decide, so that two people have seen it;
//   - whoever may change a deal only as an admin asks like a rep, grants nothing alone and
//     decides nothing: running the bot is not a sales role;
//   - the limits and policies see what is given away on a deal within 90 days together;
//   - after that it waits for the panels of every policy that applies, one after the other.
//
// A request is for exactly one version of the deal's terms, Deal.Terms. Changing the
// amount, the discount or the special terms makes a new version, taking the change back
// makes another one (Restored), and closing the deal ends it too. Waiting requests are then
// void: the caller calls Void in the same transaction, and Decide refuses even if it
// forgot.

// Special are the terms of a sale besides its price. The zero Special is the
// company's usual terms.
type Special struct {
	PaymentDays int    `json:"payment_days,omitempty"` // time to pay; 0: as usual
	FreeMonths  int    `json:"free_months,omitempty"`
	Custom      string `json:"custom,omitempty"` // anything else that was promised
}

// How far special terms may go. Anything more is a typing mistake.
const (
	PaymentDaysMax = 365
	FreeMonthsMax  = 36
	CustomMax      = 500
)

func (s Special) check() error {
	switch {
	case s.PaymentDays < 0 || s.PaymentDays > PaymentDaysMax:
		return No("discount.payment_out_of_range", "Days", s.PaymentDays, "Max", PaymentDaysMax).At("payment_days")
	case s.FreeMonths < 0 || s.FreeMonths > FreeMonthsMax:
		return No("discount.free_out_of_range", "Months", s.FreeMonths, "Max", FreeMonthsMax).At("free_months")
	}
	return short("custom", s.Custom, CustomMax)
}

// Ask is a wish for other terms. Discount and Special are what the deal shall have in all,
// not what is to be added.
type Ask struct {
	ID       string // of the new request
	By       Person
	Discount Percent
	Special  Special
	Tier     Tier // the customer's
	Reason   string
	Waiting  *Approval  // the deal's waiting request, if there is one
	Replaces string     // id of the returned request this one answers, if any
	Earlier  []Approval // the deal's earlier requests, also those that were granted and undone
	Moves    []Event    // of the deal
	Roster
	On calendar.Date // local day of By
}

// AskTerms asks for a discount and special terms on d's current terms. Within the asker's
// own authority it returns the deal with them, an Event, and an approval that is Own.
// Otherwise the approval waits, the deal is unchanged and there is no Event. A waiting
// request that has expired, or is for older terms, does not stand in the way; the caller
// ends it.
func (d Deal) AskTerms(a Authority, ask Ask) (Approval, Deal, *Event, error) {
	no := func(err error) (Approval, Deal, *Event, error) { return Approval{}, d, nil, err }
	ask.Special.Custom = strings.TrimSpace(ask.Special.Custom)
	whose, reason := Record{d.Owner, ask.Team}, strings.TrimSpace(ask.Reason)
	switch {
	case d.Team != ask.Team.ID || !Visible(ask.By, whose):
		return no(No("deal.not_found", "ID", d.ID))
	case !May(ask.By, Edit, whose):
		return no(No("deal.not_yours", "ID", d.ID, "Owner", d.Owner))
	case d.Status != Open:
		return no(d.CheckOpen())
	case d.Amount.Zero():
		return no(No("deal.amount_missing", "ID", d.ID).At("amount"))
	case ask.Discount < 0 || ask.Discount >= Hundred:
		return no(No("discount.out_of_range", "Discount", ask.Discount).At("discount"))
	}
	if err := ask.Special.check(); err != nil {
		return no(err)
	}
	if ask.Discount == d.Discount && ask.Special == d.Special {
		return no(No("discount.unchanged", "ID", d.ID, "Discount", Offer{d.Amount, d.Discount, d.Special, ask.Tier}).At("discount"))
	}
	if w := ask.Waiting; w != nil && w.Status == Waiting && !w.late(ask.At) && w.fits(d) {
		return no(No("discount.already_waiting", "ID", w.ID, "Deal", d.ID, "Discount", w.Offer()))
	}
	if err := short("reason", reason, TextMax); err != nil {
		return no(err)
	}
	r := Approval{ID: ask.ID, Deal: d.ID, Account: d.Account, Team: d.Team, Requester: ask.By.ID,
		Terms: d.Terms, Amount: d.Amount, Goods: d.Goods(), Discount: ask.Discount, Special: ask.Special, Reason: reason,
		Status: Waiting, Created: ask.At.UTC(), Replaces: ask.Replaces}
	if ask.Discount > 0 {
		list := d.listed(ask.Earlier, ask.At)
		if _, was := d.CutFrom(ask.Moves, ask.At); was.Minor > list.Minor {
			list = was
		}
		if list != d.Amount {
			r.List, r.Given = list, list.share(r.Net())
		}
	}
	role := ask.By.Role
	if !sells(ask.By, whose) && (ask.Discount > 0 || a.special(ask.Special)) {
		role = "" // running the bot is not a sales role
	}
	r.Steps = a.Of(ask.By).Steps(role, Offer{d.Amount, r.Counted(), ask.Special, ask.Tier})
	if len(r.Steps) == 0 {
		r.Status, r.By, r.Decided = Approved, ask.By.ID, r.Created
		d, e := d.grant(r, Act{ask.By.ID, ask.At, ask.On})
		return r, d, &e, nil
	}
	if reason == "" {
		return no(No("discount.reason_missing", "ID", d.ID).At("reason"))
	}
	ask.Authority = a
	h := hearing{r, d, ask.Roster.with(ask.By)}
	for i, s := range r.Steps {
		if s = h.ask(s); s.Fell == FellNobody {
			return no(No("discount.nobody_can_decide", "ID", d.ID, "Discount", r.Offer(), "Level", s.Who))
		} else if i == 0 {
			s.Since = r.Created
			r = r.with(0, s)
		}
	}
	if !h.spread(Step{}, nil) {
		return no(No("discount.too_few", "ID", d.ID, "Discount", r.Offer()))
	}
	if a.Expires > 0 {
		r.Expires = r.Created.Add(a.Expires)
	}
	return r, d, nil, nil
}

// listed is the highest amount at which a discount was granted on d lately, d's own amount
// if none was on a higher one. Whoever lowers the amount and asks again gives away more of
// the same sale, whatever it is called.
func (d Deal) listed(earlier []Approval, at time.Time) Money {
	list := d.Amount
	for _, a := range earlier {
		if a.Deal == d.ID && a.Status == Approved && a.Discount > 0 && a.Amount.Currency == list.Currency &&
			a.Amount.Minor > list.Minor && a.Decided.After(at.AddDate(0, 0, -OftenDays)) {
			list = a.Amount
		}
	}
	return list
}

// GivenAway is the share of the highest amount that d had within OftenDays that is given away by now,
// and that amount; ok is false if no discount was granted since at a higher amount than now.
func (d Deal) GivenAway(earlier []Approval, moves []Event, at time.Time) (share Percent, of Money, ok bool) {
	of = d.listed(earlier, at)
	ok = of != d.Amount
	if _, was := d.CutFrom(moves, at); was.Minor > of.Minor {
		of = was
	}
	return of.share(d.Net()), of, ok
}

// SoldBelow is the share by which d's price is below the highest amount that d had within OftenDays,
// and that amount; 0 if d's amount is that amount, or somebody else than the requester approved the
// whole of it.
func (d Deal) SoldBelow(earlier []Approval, moves []Event, at time.Time) (share Percent, was Money) {
	if share, was = d.CutFrom(moves, at); share == 0 {
		return 0, was
	}
	share = was.share(d.Net())
	if slices.ContainsFunc(earlier, func(a Approval) bool {
		return a.Status == Approved && !a.Own() && a.Net() == d.Net() && a.Counted() >= share
	}) {
		return 0, was
	}
	return share, was
}

// UndoWindow is how long people can undo their own change. An amount that is corrected within it
// counts as a slip of the keyboard, as one that was undone does.
const UndoWindow = 10 * time.Minute

// CutFrom is the highest amount that d had within OftenDays, and the share of it by which d's
// own amount is lower. A changed amount that was corrected within UndoWindow does not count; that
// of a new deal does.
func (d Deal) CutFrom(moves []Event, at time.Time) (share Percent, was Money) {
	was = d.Amount
	var set time.Time // when the amount before the move was changed to
	for _, e := range slices.SortedStableFunc(slices.Values(moves), func(x, y Event) int { return x.At.Compare(y.At) }) {
		if e.Kind == Repriced && e.Before.Currency == was.Currency && e.Before.Minor > was.Minor &&
			e.At.After(at.AddDate(0, 0, -OftenDays)) && e.At.Sub(set) > UndoWindow {
			was = e.Before
		}
		if e.Kind == Repriced {
			set = e.At
		}
	}
	return was.share(d.Amount), was
}

// sells reports whether p may change a record without an admin's rights, or because it is
// their own.
func sells(p Person, whose Record) bool {
	p.Admin = false
	return May(p, Edit, whose) && (p.Role != Admin || RelationOf(p, whose) == Own)
}

// late reports whether r has expired; the instant Expires counts.
func (r Approval) late(now time.Time) bool { return !r.Expires.IsZero() && !now.Before(r.Expires) }

// fits reports whether d is still what r is for: with the same terms, and by its name and product the
// same goods.
func (r Approval) fits(d Deal) bool {
	return d.Status == Open && d.Terms == r.Terms && d.Amount == r.Amount && r.SameGoods(d)
}

// SameGoods reports whether d's name and product are what the approvers of r read.
func (r Approval) SameGoods(d Deal) bool {
	return r.Goods == (Goods{}) || r.Goods == d.Goods()
}

// Restored returns d with the earlier values of old, for an undo. A version of the terms is
// never used twice: going back to other terms makes a new one, so that a request made in
// between cannot fit what is later sold under its number (P10).
func (d Deal) Restored(old Deal) Deal {
	old.Terms = d.Terms
	if old.Amount != d.Amount || old.Discount != d.Discount || old.Special != d.Special {
		old.Terms++
	}
	return old
}

func (d Deal) grant(r Approval, a Act) (Deal, Event) {
	before := d.Net()
	d.Discount, d.Special = r.Discount, r.Special
	d.Terms++
	e := d.event(Granted, a)
	e.Before, e.Special, e.To, e.Reason = before, r.Special, r.ID, r.Reason
	return d, e
}
