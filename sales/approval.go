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
// deal's terms. It keeps the steps it started with, whatever the policy says later.
type Approval struct {
	ID        string         `json:"id"`
	Deal      string         `json:"deal"`
	Account   string         `json:"account,omitempty"`
	Team      string         `json:"team"`
	Requester string         `json:"requester"`
	Terms     int            `json:"terms"`          // Deal.Terms the request is for
	Amount    Money          `json:"amount"`         // before discount, as it stood
	Goods     Goods          `json:"goods,omitzero"` // zero in requests of earlier versions
	Discount  Percent        `json:"discount"`
	Special   Special        `json:"special,omitzero"`
	Reason    string         `json:"reason,omitempty"`
	Steps     []Step         `json:"steps,omitempty"` // in order; none: within the requester's own authority
	Told      []string       `json:"told,omitempty"`  // Person.IDs of everyone who was ever asked
	Status    ApprovalStatus `json:"status"`
	Created   time.Time      `json:"created"`
	Expires   time.Time      `json:"expires"`
	Decided   time.Time      `json:"decided,omitzero"`
	By        string         `json:"by,omitempty"`     // who ended it
	For       string         `json:"for,omitempty"`    // on whose behalf, if By decided as a delegate
	Answer    string         `json:"answer,omitempty"` // the reason of a rejection, or the change asked for
	Replaces  string         `json:"replaces,omitempty"`
	List      Money          `json:"list,omitzero"`  // see Ask.List; zero: Amount
	Given     Percent        `json:"given,omitzero"` // share of List that is given away in all
}

// Goods are what a deal sells, as its approvers read it.
type Goods struct {
	Name    string `json:"name"`
	Product string `json:"product,omitempty"`
}

// Goods are those of d.
func (d Deal) Goods() Goods { return Goods{d.Name, d.Product} }

// Step is one panel's part in a decision.
type Step struct {
	Why []string `json:"why"` // names of the policies that require it; WhyLevel: the limits
	Panel
	Asked     []Seat    `json:"asked,omitempty"`
	Votes     []Vote    `json:"votes,omitempty"` // approvals only: any other verdict ends the request
	Fell      Fall      `json:"fell,omitempty"`
	Since     time.Time `json:"since,omitzero"`     // when its turn came
	Escalated time.Time `json:"escalated,omitzero"` // when the next level was asked too
	Done      time.Time `json:"done,omitzero"`
}

// WhyLevel is the reason of a step required by the limits of Authority.
const WhyLevel = "level"

// Seat is a place in a panel: someone who is asked.
type Seat struct {
	By       string    `json:"by"`
	For      string    `json:"for,omitempty"` // the person they are asked for as a delegate
	Up       bool      `json:"up,omitempty"`  // asked as the next level
	Since    time.Time `json:"since"`
	Reminded time.Time `json:"reminded,omitzero"`
}

// Vote is someone's approval in a step.
type Vote struct {
	By     string    `json:"by"`
	For    string    `json:"for,omitempty"` // the person they approved for as a delegate
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
}

// Fall says why a step also asks the next level, the directors of the deal's team; the
// words are fell.<code> in lang/.
type Fall string

const (
	FellEmpty  Fall = "empty"  // too few of the panel may decide on this request
	FellAway   Fall = "away"   // too few of those are here
	FellSlow   Fall = "slow"   // they did not answer in time
	FellNobody Fall = "nobody" // and nobody can be asked in the next level
)

// Falls are all of them.
var Falls = []Fall{FellEmpty, FellAway, FellSlow, FellNobody}

// whose returns the person whose right a seat or a vote rests on.
func (s Seat) whose() string { return cmp.Or(s.For, s.By) }
func (v Vote) whose() string { return cmp.Or(v.For, v.By) }

// Net is what the customer would pay.
func (a Approval) Net() Money { return a.Amount.Less(a.Discount) }

// Counted is the share that limits and policies are applied to: what is asked for together
// with what was given away on the deal before.
func (a Approval) Counted() Percent { return max(a.Discount, a.Given) }

// Waits is whom s waits for: those it is meant for or, where others had to be asked, those.
func (s Step) Waits() Who {
	if s.Fell == "" || len(s.Asked) == 0 {
		return s.Who
	}
	var who Who
	for _, seat := range s.Asked {
		who = append(who, seat.By)
	}
	return who
}

// Offer returns what a asks for.
func (a Approval) Offer() Offer {
	return Offer{Amount: a.Amount, Discount: a.Discount, Special: a.Special}
}

// Grants reports whether a is an approval of what d has now.
func (a Approval) Grants(d Deal) bool {
	return a.Status == Approved && a.Deal == d.ID && a.Offer() == Offer{Amount: d.Amount, Discount: d.Discount, Special: d.Special}
}

// Own reports whether a was within the requester's authority, so that nobody was asked.
func (a Approval) Own() bool { return a.Status == Approved && a.By == a.Requester }

// Voters are the people who approved a, each once.
func (a Approval) Voters() (by []string) {
	for _, s := range a.Steps {
		for _, v := range s.Votes {
			if !slices.Contains(by, v.By) {
				by = append(by, v.By)
			}
		}
	}
	return by
}

// Current returns the step that is being decided and its index; ok is false if none is left.
func (a Approval) Current() (s Step, i int, ok bool) {
	for i, s := range a.Steps {
		if s.Done.IsZero() {
			return s, i, true
		}
	}
	return Step{}, len(a.Steps), false
}

// Asks reports whether a person is asked in the current step and has not answered.
func (a Approval) Asks(person string) bool {
	_, asked := a.Seat(person)
	return asked
}

// Seat returns how a person is asked in the current step; ok is false once they, or
// someone using the same right, have answered.
func (a Approval) Seat(person string) (seat Seat, ok bool) {
	s, _, open := a.Current()
	i := slices.IndexFunc(s.Asked, func(seat Seat) bool { return seat.By == person })
	if a.Status != Waiting || !open || i < 0 {
		return Seat{}, false
	}
	seat = s.Asked[i]
	return seat, !slices.ContainsFunc(s.Votes, func(v Vote) bool { return v.By == person || v.whose() == seat.whose() })
}

// Votes counts the approvals given so far.
func (a Approval) Votes() (n int) {
	for _, s := range a.Steps {
		n += len(s.Votes)
	}
	return n
}

// LastVote is when somebody last approved, zero if nobody has.
func (a Approval) LastVote() (last time.Time) {
	for _, s := range a.Steps {
		for _, v := range s.Votes {
			last = v.At
		}
	}
	return last
}

// Waited is how long a took to be decided, or has taken until now.
func (a Approval) Waited(now time.Time) time.Duration {
	if a.Status != Waiting {
		now = a.Decided
	}
	return max(0, now.Sub(a.Created))
}

// with returns a with step i replaced. The original keeps its steps: a refused decision
// must change nothing.
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
