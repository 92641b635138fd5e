// Package goal holds what a company, a team or a person is to reach by a day: what is measured,
// how a goal is broken down into smaller ones that add up to it, and whether it is on pace. It is
// pure: what was reached is handed to it.
package goal

import (
	"cmp"
	"slices"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Goal is a number to reach in a period. The zero Levels of Baseline, Stretch and Challenge mean
// that there is none.
type Goal struct {
	ID     string        `json:"id"` // G-1
	Metric kpi.Metric    `json:"metric"`
	Of     string        `json:"of,omitempty"`   // of Conversion the stage left, of Entered what is measured
	Unit   kpi.Unit      `json:"unit,omitempty"` // of Entered; every other metric has its own
	Scope  Scope         `json:"scope"`
	Filter Filter        `json:"filter,omitzero"`
	Period calendar.Span `json:"period"` // To is the due date

	Currency  string    `json:"currency,omitempty"` // of money; amounts in other currencies are shown beside it, never added
	Baseline  kpi.Level `json:"baseline,omitzero"`
	Target    kpi.Level `json:"target"`
	Stretch   kpi.Level `json:"stretch,omitzero"`
	Challenge kpi.Level `json:"challenge,omitzero"`

	Checkpoints []Checkpoint `json:"checkpoints,omitempty"` // by day
	Entries     []Entry      `json:"entries,omitempty"`     // of Entered, oldest first

	Parent string `json:"parent,omitempty"` // the goal it is a part of
	Split  Split  `json:"split,omitzero"`   // how it was broken down, if it was

	Agreement Agreement `json:"agreement,omitzero"`
	Cheered   string    `json:"cheered,omitempty"` // the highest level whose passing was told: target, stretch, challenge
	By        string    `json:"by"`                // who set it
	Created   time.Time `json:"created"`
	Dropped   bool      `json:"dropped,omitempty"` // given up; kept for its history
}

// Nothing reports whether a goal asks for nothing, as a part of a small number may.
func (g Goal) Nothing() bool { return g.Target.N == 0 && !g.Definition().Lower }

// Over reports whether the goal's last day has passed.
func (g Goal) Over(today calendar.Date) bool { return g.Period.To < today }

// Definition is that of the goal's metric. What is entered by hand has the unit that the goal gives it, and
// less of it is better if the target lies below the baseline.
func (g Goal) Definition() kpi.Definition {
	d, _ := kpi.DefinitionOf(g.Metric)
	if g.Metric == kpi.Entered {
		d.Unit = cmp.Or(g.Unit, kpi.Number)
		d.Lower = g.Baseline.Set && g.Target.N < g.Baseline.N
	}
	return d
}

// Counters names the counters from which the goal is read.
func (g Goal) Counters() (n, of []string) { return g.Metric.Counters(g.Of, g.Currency) }

// Scope is whose numbers count.
type Scope struct {
	Kind ScopeKind `json:"kind"`
	ID   string    `json:"id,omitempty"`   // of a team or a person
	Team string    `json:"team,omitempty"` // of a person: only what they reach in this team counts; "" is any
}

// ScopeKind is how many people a goal is for.
type ScopeKind string

const (
	OfCompany ScopeKind = "company"
	OfTeam    ScopeKind = "team"
	OfPerson  ScopeKind = "person"
)

// Filter narrows down which customers and deals count; the zero Filter lets all count. Texts are
// compared folded.
type Filter struct {
	Region    string `json:"region,omitempty"`   // of the customer
	Industry  string `json:"industry,omitempty"` // of the customer
	Product   string `json:"product,omitempty"`  // of the deal
	Source    string `json:"source,omitempty"`   // of the customer, a code
	Employees Range  `json:"employees,omitzero"` // of the customer
	Months    Range  `json:"months,omitzero"`    // since the customer's first win, on the day that counts
}

// Range is From to To, both included; a To of 0 has no end.
type Range struct {
	From int `json:"from,omitempty"`
	To   int `json:"to,omitempty"`
}

// Checkpoint is a share of the way that is to be covered by a day: 80 % by 30 September.
type Checkpoint struct {
	On    calendar.Date `json:"on"`
	Share sales.Percent `json:"share"`
}

// Entry is a number that somebody found out: a market share of 12.5 % on a day.
type Entry struct {
	On calendar.Date `json:"on"`
	N  int64         `json:"n"`
	By string        `json:"by"`
	At time.Time     `json:"at"`
}

// Enter is the goal with another number entered by hand, which replaces that of the same day.
func (g Goal) Enter(e Entry) (Goal, error) {
	if g.Definition().Unit == kpi.Share && (e.N < 0 || e.N > int64(sales.Hundred)) {
		return g, sales.No("goal.over_hundred", "Percent", sales.Percent(e.N))
	}
	at, found := slices.BinarySearchFunc(g.Entries, e.On, func(e Entry, on calendar.Date) int { return cmp.Compare(e.On, on) })
	g.Entries = slices.Clone(g.Entries)
	if found {
		g.Entries[at] = e
	} else {
		g.Entries = slices.Insert(g.Entries, at, e)
	}
	return g, nil
}

// Split is how a goal was broken down.
type Split struct {
	Into Into `json:"into,omitempty"`
	Way  Way  `json:"way,omitempty"`
}

// Into is what the parts of a goal are: shorter periods, or smaller scopes.
type Into string

const (
	Quarters Into = "quarters"
	Months   Into = "months"
	Weeks    Into = "weeks"
	Teams    Into = "teams"
	People   Into = "people"
)

// Way is what the size of a part follows.
type Way string

const (
	ByWorkdays Way = "workdays" // the working days of each one's own calendar, without leave
	BySeason   Way = "season"   // what the same parts reached a year before
	ByHand     Way = "hand"     // what somebody said
)

// Agreement is what the person of a goal says to it. Both numbers are kept.
type Agreement struct {
	State    AgreementState `json:"state,omitempty"`
	Proposed kpi.Level      `json:"proposed,omitzero"` // the other number, also after it was answered
	Note     string         `json:"note,omitempty"`
	By       string         `json:"by,omitempty"`
	At       time.Time      `json:"at,omitzero"`
}

// AgreementState is where the talk about a goal stands; "" needs none.
type AgreementState string

const (
	Asked    AgreementState = "asked"    // the person has not answered
	Accepted AgreementState = "accepted" // by the person, or by the manager who took the other number
	Proposed AgreementState = "proposed" // another number, which waits for the manager
	Kept     AgreementState = "kept"     // the manager kept the first number
)

// Erased is what is left of a goal once the data of a person is erased: the numbers, without what they wrote.
func (g Goal) Erased(e sales.Erasure) Goal {
	if e.Is(g.Agreement.By) && !e.KeepNotes {
		g.Agreement.Note = ""
	}
	return g
}
