package sales

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// How discounts are decided (R80-R82, U11-U13, P10-P12).
//
// A discount is a share off the deal's amount. Its level is the lowest role that may
// grant it. Who asks for a discount within their own authority has it at once: the
// request is written down as approved by the requester, and Own tells it apart from a
// decision. Any other request waits for someone else:
//
//   - a rep's request waits for the level of the discount;
//   - so does a manager's above the manager's limit: a director decides;
//   - above the manager's limit nobody grants alone, not even a director. Another
//     director of the team decides a director's request. Where there is none, asking is
//     refused at once (discount.nobody_can_decide): the rep or the manager can ask, and
//     the director decide, so that two people have seen it;
//   - an admin may ask like a rep, and decides nothing: keeping the bot is no sales role.
//
// A request is for exactly one version of the deal's terms, Deal.Terms. Changing the
// amount or the discount makes a new version, taking the change back makes another one
// (Restored), and closing the deal ends it too. Whatever waited is void then: the caller
// calls Void in the same transaction, and Decide refuses even if it forgot.

// DefaultAuthority is what holds unless configured: below 10 % the rep's own, below 20 %
// the manager's, above the director's; a request waits three days.
func DefaultAuthority() Authority {
	return Authority{Rep: 1000, Manager: 2000, Expires: 72 * time.Hour}
}

// Level is the lowest role that may grant p. The limits themselves belong to the next
// level. Taking a discount back (0 %) gives nothing away: any rep may.
func (a Authority) Level(p Percent) Role {
	switch {
	case p <= 0 || p < a.Rep:
		return Rep
	case p < a.Manager:
		return Manager
	}
	return Director
}

// Alone reports whether r may grant p without anybody else.
func (a Authority) Alone(r Role, p Percent) bool {
	switch a.Level(p) {
	case Rep:
		return rank(r) > 0
	case Manager:
		return rank(r) >= rank(Manager)
	}
	return false
}

// rank orders the roles by what they may grant. An admin asks like a rep.
func rank(r Role) int {
	switch r {
	case Rep, Admin:
		return 1
	case Manager:
		return 2
	case Director:
		return 3
	}
	return 0
}

// Ask is a wish for a discount.
type Ask struct {
	ID        string // of the new request
	By        Person
	Team      Team // the deal's
	Discount  Percent
	Reason    string
	Waiting   *Approval // the deal's request that waits, if there is one
	Replaces  string    // id of the returned request this one answers, if any
	Approvers []Person  // everyone who might decide; see Deciders
	At        time.Time
	On        Date // local day of By
}

// AskDiscount asks for a discount on d's present terms. Within the asker's own authority
// the deal comes back with it, with an Event and an approval that is Own; otherwise the
// approval waits, the deal is unchanged and there is no Event. A request that waits longer
// than it may, or for older terms, does not stand in the way; the caller ends it.
func (d Deal) AskDiscount(a Authority, ask Ask) (Approval, Deal, *Event, error) {
	no := func(err error) (Approval, Deal, *Event, error) { return Approval{}, d, nil, err }
	whose := Record{d.Owner, ask.Team}
	level, reason := a.Level(ask.Discount), strings.TrimSpace(ask.Reason)
	switch {
	case d.Team != ask.Team.ID || !Visible(ask.By, whose):
		return no(No("deal.not_found", "ID", d.ID))
	case !May(ask.By, Edit, whose):
		return no(No("deal.not_yours", "ID", d.ID, "Owner", d.Owner))
	case d.Status != Open:
		return no(d.open())
	case d.Amount.Zero():
		return no(No("deal.amount_missing", "ID", d.ID).At("amount"))
	case ask.Discount < 0 || ask.Discount >= Hundred:
		return no(No("discount.out_of_range", "Discount", ask.Discount).At("discount"))
	case ask.Discount == d.Discount:
		return no(No("discount.unchanged", "ID", d.ID, "Discount", d.Discount).At("discount"))
	}
	if w := ask.Waiting; w != nil && w.Status == Waiting && !w.late(ask.At) && w.fits(d) {
		return no(No("discount.already_waiting", "ID", w.ID, "Deal", d.ID, "Discount", w.Discount))
	}
	if err := short("reason", reason, TextMax); err != nil {
		return no(err)
	}
	r := Approval{ID: ask.ID, Deal: d.ID, Account: d.Account, Team: d.Team, Requester: ask.By.ID,
		Terms: d.Terms, Amount: d.Amount, Discount: ask.Discount, Reason: reason, Level: level,
		Status: Waiting, Created: ask.At.UTC(), Replaces: ask.Replaces}
	if a.Alone(ask.By.Role, ask.Discount) {
		r.Status, r.By, r.Decided = Approved, ask.By.ID, r.Created
		d, e := d.grant(r, Act{ask.By.ID, ask.At, ask.On})
		return r, d, &e, nil
	}
	if reason == "" {
		return no(No("discount.reason_missing", "ID", d.ID).At("reason"))
	}
	deciders := r.Deciders(d, ask.Team, ask.Approvers)
	if len(deciders) == 0 {
		return no(No("discount.nobody_can_decide", "ID", d.ID, "Discount", ask.Discount, "Level", level))
	}
	for _, p := range deciders {
		if p.Role == deciders[0].Role {
			r.Asked = strings.TrimSpace(r.Asked + " " + p.ID)
		}
	}
	if a.Expires > 0 {
		r.Expires = r.Created.Add(a.Expires)
	}
	return r, d, nil, nil
}

// Deciders picks who of people may decide r, the lowest role first: whom to ask (R82).
func (r Approval) Deciders(d Deal, team Team, people []Person) []Person {
	var can []Person
	for _, p := range people {
		if p.ID != r.Requester && May(p, Decide, Record{d.Owner, team}) && rank(p.Role) >= rank(r.Level) {
			can = append(can, p)
		}
	}
	slices.SortStableFunc(can, func(x, y Person) int { return cmp.Compare(rank(x.Role), rank(y.Role)) })
	return can
}

// Own reports whether r was within the requester's authority and needed nobody.
func (r Approval) Own() bool { return r.Status == Approved && r.By == r.Requester }

// Verdict is what an approver says.
type Verdict string

const (
	Approve Verdict = "approve"
	Reject  Verdict = "reject"
	Change  Verdict = "change" // ask for a change: the requester may ask again
)

// Decision is a verdict and what it rests on.
type Decision struct {
	By      Person
	Team    Team // the deal's
	Verdict Verdict
	Reason  string
	Seen    int // the terms version on the button, or on the card the typed words answer
	At      time.Time
	On      Date // local day of By
}

// Decide settles r, once (P10). d is the deal r is about, read in the same transaction.
// The refusals come in a fixed order, so that the same click gets the same answer
// everywhere, and none of them tells more than the one before it:
//
//	approval.not_found         By may not see the deal (an unknown id gets the same; so does
//	                           who is deactivated, a guest or of another company)
//	approval.already_decided, approval.recalled   who and when (U11)
//	approval.expired           its time has come, marked or not
//	approval.voided            the terms changed or the deal closed, marked or not
//	approval.stale             By looked at another version
//	approval.own_request       (P11)
//	approval.not_authorised    By's role decides nothing here
//	approval.above_authority   a higher role must decide
//	approval.verdict_unknown
//	approval.reason_missing    of a rejection or a change
func (r Approval) Decide(d Deal, x Decision) (Approval, Deal, *Event, error) {
	reason := strings.TrimSpace(x.Reason)
	if err := r.refusal(d, x, reason); err != nil {
		return r, d, nil, err
	}
	r.By, r.Decided, r.Answer = x.By.ID, x.At.UTC(), reason
	switch x.Verdict {
	case Reject:
		r.Status = Rejected
		return r, d, nil, nil
	case Change:
		r.Status = Returned
		return r, d, nil, nil
	}
	r.Status = Approved
	d, e := d.grant(r, Act{x.By.ID, x.At, x.On})
	return r, d, &e, nil
}

func (r Approval) refusal(d Deal, x Decision, reason string) error {
	whose := Record{d.Owner, x.Team}
	if r.Deal != d.ID || d.Team != x.Team.ID || !Visible(x.By, whose) {
		return No("approval.not_found", "ID", r.ID)
	}
	if err := r.settled(d, x.At); err != nil {
		return err
	}
	switch {
	case x.Seen != r.Terms:
		return No("approval.stale", "ID", r.ID, "Deal", r.Deal)
	case x.By.ID == r.Requester:
		return No("approval.own_request", "ID", r.ID, "Level", r.Level)
	case !May(x.By, Decide, whose):
		return No("approval.not_authorised", "ID", r.ID, "Level", r.Level)
	case rank(x.By.Role) < rank(r.Level):
		return No("approval.above_authority", "ID", r.ID, "Level", r.Level, "Discount", r.Discount)
	case x.Verdict != Approve && x.Verdict != Reject && x.Verdict != Change:
		return No("approval.verdict_unknown", "ID", r.ID, "Given", string(x.Verdict))
	case x.Verdict != Approve && reason == "":
		return No("approval.reason_missing", "ID", r.ID, "Verdict", x.Verdict).At("reason")
	}
	return short("reason", reason, TextMax)
}

// Pending reports whether r can still be decided.
func (r Approval) Pending(d Deal, now time.Time) bool { return r.settled(d, now) == nil }

// settled says why r can no longer be decided, nil while it can.
func (r Approval) settled(d Deal, now time.Time) error {
	switch {
	case r.Status == Recalled:
		return No("approval.recalled", "ID", r.ID, "By", r.By, "At", r.Decided)
	case r.Status == Expired || r.Status == Waiting && r.late(now):
		return No("approval.expired", "ID", r.ID, "Deal", r.Deal, "At", r.Expires)
	case r.Status == Voided || r.Status == Waiting && !r.fits(d):
		return No("approval.voided", "ID", r.ID, "Deal", r.Deal)
	case r.Status != Waiting:
		return No("approval.already_decided", "ID", r.ID, "Status", r.Status, "By", r.By, "At", r.Decided)
	}
	return nil
}

// Recall lets the requester take a waiting request back.
func (r Approval) Recall(d Deal, by Person, team Team, at time.Time) (Approval, error) {
	if !Visible(by, Record{d.Owner, team}) {
		return r, No("approval.not_found", "ID", r.ID)
	}
	if err := r.settled(d, at); err != nil {
		return r, err
	}
	if by.ID != r.Requester {
		return r, No("approval.not_requester", "ID", r.ID, "By", r.Requester)
	}
	return r.end(Recalled, by.ID, "", at), nil
}

// Why a request was voided: Approval.Answer holds the code, void.<code> in lang/.
const (
	VoidAmount   = "amount"   // the amount changed
	VoidDiscount = "discount" // the discount changed
	VoidClosed   = "closed"   // the deal was won or lost
)

// Void ends a waiting request whose terms are gone; by is who changed them. ok is false,
// and nothing changes, when r no longer waits.
func (r Approval) Void(why, by string, at time.Time) (a Approval, ok bool) {
	if r.Status != Waiting {
		return r, false
	}
	return r.end(Voided, by, why, at), true
}

// Outdated says why a waiting request no longer fits d, as Void wants it; "" while it
// fits or does not wait.
func (r Approval) Outdated(d Deal) string {
	switch {
	case r.Status != Waiting || r.fits(d):
		return ""
	case d.Status != Open:
		return VoidClosed
	case r.Amount != d.Amount:
		return VoidAmount
	}
	return VoidDiscount
}

// Expire ends a waiting request whose time has come: from Expires on, that instant
// included. ok is false, and nothing changes, otherwise.
func (r Approval) Expire(now time.Time) (a Approval, ok bool) {
	if r.Status != Waiting || !r.late(now) {
		return r, false
	}
	return r.end(Expired, "", "", r.Expires), true
}

func (r Approval) end(s ApprovalStatus, by, answer string, at time.Time) Approval {
	r.Status, r.By, r.Answer, r.Decided = s, by, answer, at.UTC()
	return r
}

func (r Approval) late(now time.Time) bool { return !r.Expires.IsZero() && !now.Before(r.Expires) }

// fits reports whether d still has the terms r is for.
func (r Approval) fits(d Deal) bool {
	return d.Status == Open && d.Terms == r.Terms && d.Amount == r.Amount
}

// Restored is d with its earlier values taken from old, for an undo. A version of the
// terms is never used twice: going back to other terms makes a new one, so that a request
// asked for on the way does not fit what is sold later under its number (P10).
func (d Deal) Restored(old Deal) Deal {
	old.Terms = d.Terms
	if old.Amount != d.Amount || old.Discount != d.Discount {
		old.Terms++
	}
	return old
}

func (d Deal) grant(r Approval, a Act) (Deal, Event) {
	before := d.Net()
	d.Discount = r.Discount
	d.Terms++
	e := d.event(Granted, a)
	e.Before, e.To, e.Reason = before, r.ID, r.Reason
	return d, e
}
