package sales

import (
	"cmp"
	"slices"
	"time"
)

// ApprovalStatus of a request. Only Waiting can change.
type ApprovalStatus string

const (
	Waiting  ApprovalStatus = "waiting"
	Approved ApprovalStatus = "approved"
	Rejected ApprovalStatus = "rejected"
	Returned ApprovalStatus = "returned" // the approver asked for a change
	Voided   ApprovalStatus = "voided"   // the terms it was bound to changed
	Expired  ApprovalStatus = "expired"
	Recalled ApprovalStatus = "recalled" // by the requester
)

// ApprovalStatuses are all of them; the words are approval_status.<status> in lang/.
var ApprovalStatuses = []ApprovalStatus{Waiting, Approved, Rejected, Returned, Voided, Expired, Recalled}

// Approval is a request for a discount and special terms on exactly one version of a
// deal's terms. It keeps the steps it was asked with, whatever the policy says later.
type Approval struct {
	ID        string         `json:"id"`
	Deal      string         `json:"deal"`
	Account   string         `json:"account,omitempty"`
	Team      string         `json:"team"`
	Requester string         `json:"requester"`
	Terms     int            `json:"terms"`  // Deal.Terms the request is for (U12)
	Amount    Money          `json:"amount"` // before discount, as it stood
	Discount  Percent        `json:"discount"`
	Special   Special        `json:"special,omitzero"`
	Reason    string         `json:"reason,omitempty"`
	Steps     []Step         `json:"steps,omitempty"` // in their order; none: within the requester's own authority
	Told      []string       `json:"told,omitempty"`  // Person.IDs of everybody who was ever asked
	Status    ApprovalStatus `json:"status"`
	Created   time.Time      `json:"created"`
	Expires   time.Time      `json:"expires"`
	Decided   time.Time      `json:"decided,omitzero"`
	By        string         `json:"by,omitempty"`     // whose word ended it
	For       string         `json:"for,omitempty"`    // on whose behalf, where By decided as a delegate
	Answer    string         `json:"answer,omitempty"` // reason of a rejection, the change asked for
	Replaces  string         `json:"replaces,omitempty"`
}

// Step is one panel's part of a decision.
type Step struct {
	Why []string `json:"why"` // names of the policies that ask for it; WhyLevel: the limits
	Panel
	Asked     []Seat    `json:"asked,omitempty"`
	Votes     []Vote    `json:"votes,omitempty"` // approvals only: anything else ends the request
	Fell      Fall      `json:"fell,omitempty"`
	Since     time.Time `json:"since,omitzero"`     // when its turn came
	Escalated time.Time `json:"escalated,omitzero"` // when the next level was asked too
	Done      time.Time `json:"done,omitzero"`
}

// WhyLevel is the reason of a step that comes from the limits of Authority.
const WhyLevel = "level"

// Seat is someone who is asked.
type Seat struct {
	By       string    `json:"by"`
	For      string    `json:"for,omitempty"` // whose delegate they are
	Up       bool      `json:"up,omitempty"`  // asked as the next level
	Since    time.Time `json:"since"`
	Reminded time.Time `json:"reminded,omitzero"`
}

// Vote is someone's approval in a step.
type Vote struct {
	By     string    `json:"by"`
	For    string    `json:"for,omitempty"` // on whose behalf, as their delegate
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
}

// Fall says why the next level, the directors of the deal's team, is asked in a step too;
// the words are fell.<code> in lang/.
type Fall string

const (
	FellEmpty  Fall = "empty"  // too few of the panel may decide on this request
	FellAway   Fall = "away"   // too few of them are here
	FellSlow   Fall = "slow"   // they did not answer in time
	FellNobody Fall = "nobody" // and in the next level there is nobody either
)

// Falls are all of them.
var Falls = []Fall{FellEmpty, FellAway, FellSlow, FellNobody}

// whose right a seat or a vote rests on.
func (s Seat) whose() string { return cmp.Or(s.For, s.By) }
func (v Vote) whose() string { return cmp.Or(v.For, v.By) }

// Net is what the customer would pay.
func (a Approval) Net() Money { return a.Amount.Less(a.Discount) }

// Offer is what a is about.
func (a Approval) Offer() Offer {
	return Offer{Amount: a.Amount, Discount: a.Discount, Special: a.Special}
}

// Own reports whether a was within the requester's authority and needed nobody.
func (a Approval) Own() bool { return a.Status == Approved && a.By == a.Requester }

// Current is the step whose turn it is and its index; ok is false where none is left.
func (a Approval) Current() (s Step, i int, ok bool) {
	for i, s := range a.Steps {
		if s.Done.IsZero() {
			return s, i, true
		}
	}
	return Step{}, len(a.Steps), false
}

// Asks reports whether a person is asked in the present step and has not answered.
func (a Approval) Asks(person string) bool {
	_, asked := a.Seat(person)
	return asked
}

// Seat is how a person is asked in the present step; ok is false once they, or somebody
// in their right, have answered.
func (a Approval) Seat(person string) (seat Seat, ok bool) {
	s, _, open := a.Current()
	i := slices.IndexFunc(s.Asked, func(seat Seat) bool { return seat.By == person })
	if a.Status != Waiting || !open || i < 0 {
		return Seat{}, false
	}
	seat = s.Asked[i]
	return seat, !slices.ContainsFunc(s.Votes, func(v Vote) bool { return v.By == person || v.whose() == seat.whose() })
}

// Votes counts the approvals that were given so far.
func (a Approval) Votes() (n int) {
	for _, s := range a.Steps {
		n += len(s.Votes)
	}
	return n
}

// Waited is how long a took to be decided, or has taken until now (R82).
func (a Approval) Waited(now time.Time) time.Duration {
	if a.Status != Waiting {
		now = a.Decided
	}
	return max(0, now.Sub(a.Created))
}

// with is a with step i changed. The steps of the original stay: a refused decision must
// leave no trace.
func (a Approval) with(i int, s Step) Approval {
	steps := slices.Clone(a.Steps)
	steps[i] = s
	a.Steps = steps
	for _, seat := range s.Asked {
		if !slices.Contains(a.Told, seat.By) {
			a.Told = append(slices.Clip(a.Told), seat.By)
		}
	}
	return a
}
