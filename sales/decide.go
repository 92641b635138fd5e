package sales

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

// Verdict is what an approver says.
type Verdict string

const (
	Approve Verdict = "approve"
	Reject  Verdict = "reject"
	Change  Verdict = "change" // ask for a change: the requester may ask again
)

// Verdicts are all of them; the words are verdict.<verdict> in lang/.
var Verdicts = []Verdict{Approve, Reject, Change}

// Decision is a verdict and what it rests on.
type Decision struct {
	By      Person
	Verdict Verdict
	Reason  string
	Doubt   bool // the words read like a condition, another number or a no
	Seen    Seen // on the button, or on the card that was answered in words
	Roster
	On calendar.Date // local day of By
}

// Seen is what a person looked at: which version of the terms, and which step. So a double
// click never decides the next step as well, and nobody decides on terms they did not see.
type Seen struct {
	Terms int
	Step  int // from 1
}

// Seen returns what a request shows now.
func (r Approval) Seen() Seen {
	_, i, _ := r.Current()
	return Seen{r.Terms, i + 1}
}

// Decide takes By's verdict on r (P10). A rejection or a change ends r. An approval is a
// vote in the current step. If it completes the step, the next step's panel is asked; if it
// completes the last one, r is approved and the deal gets the terms. Otherwise r keeps
// waiting, with the vote. d is the deal r is about, read in the same transaction.
//
// Refusals are checked in a fixed order, so that the same click gets the same answer
// everywhere and no answer reveals more than it should:
//
//	approval.not_found         By may not see the request (an unknown id gets the same, and
//	                           so does anyone deactivated, a guest or of another company)
//	approval.already_decided, approval.recalled   who and when
//	approval.expired           its time has come, marked or not
//	approval.voided            the terms changed or the deal closed, marked or not
//	approval.stale             By looked at another version, or at another step
//	approval.own_request       By is the requester, in any of their identities (P11)
//	approval.own_deal          the deal is By's, perhaps since it was given to them
//	approval.other_step        By has decided in another step: one human fills one
//	approval.own_level         By is of a higher level, which has its own step
//	approval.outside_days      By is a delegate, but not today
//	approval.requesters_right, approval.owners_right   as a delegate, By has only the right
//	                           of whoever asked, or of the deal's owner
//	approval.former_owner      as a delegate, because the deal was By's lately
//	approval.not_authorised    By decides nothing here, or not in this step
//	approval.above_authority   a higher role must decide
//	approval.already_voted     By has voted, or someone has on the same right: who and when
//	approval.verdict_unknown
//	approval.reason_missing    of a rejection or a change
//	approval.doubtful          of an approval in words that may mean something else: it
//	                           cannot be taken back, so it must be meant
func (r Approval) Decide(d Deal, x Decision) (Approval, Deal, *Event, error) {
	h := hearing{r, d, x.Roster.with(x.By)}
	reason := strings.TrimSpace(x.Reason)
	whose, err := h.refusal(x, reason)
	if err != nil {
		return r, d, nil, err
	}
	if whose == x.By.ID {
		whose = ""
	}
	if x.Verdict != Approve {
		r = r.end(map[Verdict]ApprovalStatus{Reject: Rejected, Change: Returned}[x.Verdict], x.By.ID, reason, x.At)
		r.For = whose
		return r, d, nil, nil
	}
	s, i, _ := r.Current()
	s.Votes = append(slices.Clip(s.Votes), Vote{x.By.ID, whose, x.At.UTC(), reason})
	h.Approval = r.with(i, s)
	r, d, e := h.proceed(x.On)
	return r, d, e, nil
}

// proceed moves from a complete step to the next one, and from the last one to the grant.
// It acts in the name of the last voter.
func (h hearing) proceed(on calendar.Date) (Approval, Deal, *Event) {
	s, i, _ := h.Current()
	if !h.complete(s) {
		return h.Approval, h.deal, nil
	}
	s.Done = h.At.UTC()
	r := h.Approval.with(i, s)
	if next, i, ok := r.Current(); ok {
		next = h.ask(next)
		next.Since = s.Done
		return r.with(i, next), h.deal, nil
	}
	last := s.Votes[len(s.Votes)-1]
	r = r.end(Approved, last.By, last.Reason, h.At)
	r.For = last.For
	d, e := h.deal.grant(r, Act{last.By, h.At, on})
	return r, d, &e
}

// refusal returns why By may not decide like that, or else whose right By uses: their own
// before a lent one.
func (h hearing) refusal(x Decision, reason string) (whose string, err error) {
	if h.deal.ID != h.Deal || h.deal.Team != h.Roster.Team.ID || !h.shown(x.By) {
		return "", No("approval.not_found", "ID", h.ID)
	}
	if err := h.settled(h.deal, h.At); err != nil {
		return "", err
	}
	s, _, _ := h.Current()
	if x.Seen != h.Seen() {
		if i := x.Seen.Step - 1; x.Seen.Terms == h.Terms && i >= 0 && i < len(h.Steps) {
			if vote, voted := h.voted(h.Steps[i], x.By); voted { // a second click
				return "", No("approval.already_voted", "ID", h.ID, "By", vote.By, "At", vote.At)
			}
		}
		return "", No("approval.stale", "ID", h.ID, "Deal", h.Deal)
	}
	whose, err = h.may(s, x.By)
	switch {
	case err != nil:
		return "", err
	case x.Verdict != Approve && x.Verdict != Reject && x.Verdict != Change:
		return "", No("approval.verdict_unknown", "ID", h.ID, "Given", string(x.Verdict))
	case x.Verdict != Approve && reason == "":
		return "", No("approval.reason_missing", "ID", h.ID, "Verdict", x.Verdict).At("reason")
	case x.Verdict == Approve && x.Doubt:
		return "", No("approval.doubtful", "ID", h.ID)
	}
	return whose, short("reason", reason, TextMax)
}

// may returns whose right p may use in s now.
func (h hearing) may(s Step, p Person) (whose string, err error) {
	if h.asker(p) {
		return "", No("approval.own_request", "ID", h.ID, "Level", s.Who)
	}
	if h.partial(p) {
		return "", No("approval.own_deal", "ID", h.ID, "Deal", h.Deal)
	}
	rights := h.rights(s, p)
	if len(rights) == 0 {
		return "", h.noRight(s, p)
	}
	from := rights[0]
	if rights = slices.DeleteFunc(rights, h.partial); len(rights) == 0 {
		if h.asker(from) {
			return "", No("approval.requesters_right", "ID", h.ID, "By", h.Requester)
		}
		return "", No("approval.owners_right", "ID", h.ID, "By", h.deal.Owner, "Deal", h.Deal)
	}
	vote, voted := h.voted(s, p)
	if !voted {
		for _, from := range rights {
			if vote, voted = h.voted(s, from); !voted {
				return from.ID, nil
			}
		}
	}
	return "", No("approval.already_voted", "ID", h.ID, "By", vote.By, "At", vote.At)
}

// noRight says why p decides nothing in s.
func (h hearing) noRight(s Step, p Person) error {
	able := func(q Person) bool { return h.entitled(s, q) }
	lent := func(g Delegation) bool { return g.Lends(h.person(g.From), p, h.At) && able(h.person(g.From)) }
	if h.former(p) && !able(p) && slices.ContainsFunc(h.Delegations, lent) {
		return No("approval.former_owner", "ID", h.ID, "Deal", h.Deal, "Days", OftenDays)
	}
	if able(p) || slices.ContainsFunc(h.Delegations, lent) {
		if vote, elsewhere := h.elsewhere(s, p); elsewhere {
			return No("approval.other_step", "ID", h.ID, "By", vote.By, "At", vote.At)
		}
		return No("approval.own_level", "ID", h.ID, "Level", s.Waits())
	}
	for _, g := range h.Delegations {
		if from := h.person(g.From); g.To == p.ID && g.Revoked.IsZero() && !g.Active(h.At) && h.fills(s, from) {
			return No("approval.outside_days", "ID", h.ID, "By", g.From, "Start", g.Start, "End", g.End.Add(-time.Minute))
		}
	}
	if s.Who.has(Manager, Director) && May(p, Decide, Record{h.deal.Owner, h.Roster.Team}) {
		return No("approval.above_authority", "ID", h.ID, "Level", s.Waits(), "Discount", h.Offer())
	}
	return No("approval.not_authorised", "ID", h.ID, "Level", s.Waits())
}

// shown reports whether p sees the request: along with its deal, or as the delegate of
// someone who may decide on it.
func (h hearing) shown(p Person) bool {
	return Visible(p, Record{h.deal.Owner, h.Roster.Team}) ||
		slices.ContainsFunc(h.Steps, func(s Step) bool { return len(h.rights(s, p)) > 0 })
}

// ShownTo reports whether p sees r; a delegate may see r without seeing its deal (P13).
func (r Approval) ShownTo(p Person, d Deal, ros Roster) bool { return hearing{r, d, ros}.shown(p) }

// MayDecide reports whether p could decide on r now.
func (r Approval) MayDecide(p Person, d Deal, ros Roster) bool {
	h := hearing{r, d, ros}
	s, _, open := r.Current()
	if !open || r.settled(d, ros.At) != nil {
		return false
	}
	_, err := h.may(s, p)
	return err == nil
}

// Pending reports whether r can still be decided.
func (r Approval) Pending(d Deal, now time.Time) bool { return r.settled(d, now) == nil }

// settled returns why r can no longer be decided, nil while it can.
func (r Approval) settled(d Deal, now time.Time) error {
	switch {
	case r.Status == Recalled:
		return No("approval.recalled", "ID", r.ID, "By", r.By, "At", r.Decided)
	case r.Status == Expired || r.Status == Waiting && r.late(now):
		return No("approval.expired", "ID", r.ID, "Deal", r.Deal, "At", r.Expires)
	case r.Status == Voided || r.Status == Waiting && !r.fits(d):
		return No("approval.voided", "ID", r.ID, "Deal", r.Deal, "Why", VoidReason(cmp.Or(r.Outdated(d), r.Answer, VoidTerms)))
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
	VoidTerms    = "terms"    // the discount or the special terms changed
	VoidGoods    = "goods"    // the name or the product of the deal changed
	VoidCustomer = "customer" // the customer has another name
	VoidClosed   = "closed"   // the deal was won or lost
)

// VoidReason is one of them as an argument of a Problem.
type VoidReason string

// Voids are all of them.
var Voids = []string{VoidAmount, VoidTerms, VoidGoods, VoidCustomer, VoidClosed}

// Void ends a waiting request whose terms have changed; by is who changed them. If r no
// longer waits, ok is false and nothing changes.
func (r Approval) Void(why, by string, at time.Time) (a Approval, ok bool) {
	if r.Status != Waiting {
		return r, false
	}
	return r.end(Voided, by, why, at), true
}

// Outdated returns why a waiting request no longer fits d, as a reason for Void; "" if it
// fits or does not wait.
func (r Approval) Outdated(d Deal) string {
	switch {
	case r.Status != Waiting || r.fits(d):
		return ""
	case d.Status != Open:
		return VoidClosed
	case r.Amount != d.Amount:
		return VoidAmount
	case !r.SameGoods(d):
		return VoidGoods
	}
	return VoidTerms
}

// Expire ends a waiting request from the instant Expires on. Otherwise ok is false and
// nothing changes.
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
