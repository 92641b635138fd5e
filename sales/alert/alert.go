// Package alert says which numbers of a team deserve a warning, by which limits, and whom it is for. It is pure.
package alert

import (
	"cmp"
	"slices"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Kind is what a warning is about.
type Kind string

const (
	Missed     Kind = "missed"     // a goal was missed several cycles running
	Drop       Kind = "drop"       // a number of a month fell against the month before
	Conversion Kind = "conversion" // fewer deals go on from a stage
	Slower     Kind = "cycle"      // deals take longer until they are won
	OffPace    Kind = "pace"       // a goal is far behind what was expected by now
)

// Kinds are all of them; the words are alert.<kind>_….
var Kinds = []Kind{Missed, Drop, Conversion, Slower, OffPace}

// ReviewAfter is how many missed cycles open a review with the team.
const ReviewAfter = 3

// WindowDays are the days over which conversions and cycles are compared with as many before: a month has too few.
const WindowDays = 90

// Rule is the limit of a kind, and who gets it: "" is the manager of the team, else a person or a channel.
type Rule struct {
	ID    Kind          `json:"id"`
	Limit sales.Percent `json:"limit"`           // of Missed how many cycles; 0: never
	Set   bool          `json:"set,omitempty"`   // the limit is not that of the configuration
	To    string        `json:"to,omitempty"`    //
	Place bool          `json:"place,omitempty"` // To is a channel
}

// Count reports whether the limit of a kind is a number, not a share.
func (k Kind) Count() bool { return k == Missed }

// Configured is the rule of the configuration.
func Configured(k Kind, a sales.Alerts) Rule {
	return Rule{ID: k, Limit: map[Kind]sales.Percent{Missed: sales.Percent(a.Missed), Drop: a.Drop, Conversion: a.Conversion, Slower: a.Slower,
		OffPace: a.OffPace}[k]}
}

// Alert is a warning about a team's number. It is given once a cycle.
type Alert struct {
	ID       string        `json:"id"` // kind|team|what|the first day of the cycle
	Kind     Kind          `json:"kind"`
	Team     string        `json:"team"`
	What     string        `json:"what,omitempty"` // a metric, a stage, a goal
	Currency string        `json:"currency,omitempty"`
	Cycle    calendar.Span `json:"cycle"`
	Was      int64         `json:"was"`
	Now      int64         `json:"now"`
	WasOf    int           `json:"was_of,omitempty"` // cases of a rate or a median
	NowOf    int           `json:"now_of,omitempty"`
	Drivers  []Driver      `json:"drivers,omitempty"`
	To       string        `json:"to,omitempty"` // who was told
	On       calendar.Date `json:"on,omitempty"` // and when
}

// Driver is a person's part in a drop, or the number of wins behind an amount.
type Driver struct {
	Person string `json:"person"`
	By     int64  `json:"by"`
}

// New gives an alert its id.
func New(a Alert) Alert {
	a.ID = string(a.Kind) + "|" + a.Team + "|" + a.What + a.Currency + "|" + string(a.Cycle.From)
	return a
}

// Beyond reports whether n is more than a limit away from was, downwards or, with more, upwards; exactly the limit is
// not. A limit of 0 never is.
func Beyond(was, n int64, limit sales.Percent, more bool) bool {
	by := was - n
	if more {
		by = -by
	}
	return limit > 0 && was > 0 && by > 0 && kpi.Scale(by, int64(sales.Hundred), was) >= int64(limit) && exceeds(by, was, limit)
}

// exceeds compares by/was with a limit without rounding.
func exceeds(by, was int64, limit sales.Percent) bool {
	const den = int64(sales.Hundred)
	return by > was/den*int64(limit)+was%den*int64(limit)/den
}

// Stages finds the stages from which a smaller share of deals goes on than before.
func Stages(team string, now, was kpi.Counts, stages []sales.Stage, cycle calendar.Span, limit sales.Percent) (all []Alert) {
	for _, s := range stages {
		n, before := conversion(now, s.ID), conversion(was, s.ID)
		if n.Enough() && before.Enough() && Beyond(int64(before.Percent()), int64(n.Percent()), limit, false) {
			all = append(all, New(Alert{Kind: Conversion, Team: team, What: s.ID, Cycle: cycle,
				Was: int64(before.Percent()), Now: int64(n.Percent()),
				WasOf: before.Of, NowOf: n.Of}))
		}
	}
	return all
}

func conversion(c kpi.Counts, stage string) sales.Ratio {
	t := c.Tally(kpi.Conversion, stage, "")
	return sales.Ratio{N: int(t.N), Of: int(t.Of)}
}

// Cycles warns if deals took longer until they were won.
func Cycles(team string, now, was kpi.Counts, cycle calendar.Span, limit sales.Percent) (all []Alert) {
	n, before := median(now), median(was)
	if n.Enough() && before.Enough() && Beyond(int64(before.Days), int64(n.Days), limit, true) {
		all = append(all, New(Alert{Kind: Slower, Team: team, Cycle: cycle, Was: int64(before.Days), Now: int64(n.Days),
			WasOf: before.N, NowOf: n.N}))
	}
	return all
}

// median is that of the cycle in whole days; half days are rounded up.
func median(c kpi.Counts) sales.Median {
	t := c.Tally(kpi.MedianCycle, "", "")
	return sales.Median{Days: int(t.N+50) / 100, N: int(t.Of)}
}

// Drops warns of the numbers of a month that fell.
func Drops(team string, now, was kpi.Counts, cycle calendar.Span, limit sales.Percent) (all []Alert) {
	if limit <= 0 {
		return nil
	}
	for _, d := range sales.Drops(numbers(now), numbers(was), limit) {
		all = append(all, New(Alert{Kind: Drop, Team: team, What: d.Metric, Currency: d.Currency, Cycle: cycle, Was: d.Was, Now: d.Now}))
	}
	return all
}

func numbers(c kpi.Counts) sales.Numbers {
	n := sales.Numbers{Created: int(c[sales.CountCreated]), Won: int(c[sales.CountWon]), WonTotal: c.Won(),
		Metrics: map[string]int64{sales.Contacts: c[sales.Contacts]}}
	for _, m := range n.WonTotal.Money() {
		n.DealSize = append(n.DealSize, sales.Average{Money: m, N: int(c[sales.CountPriced+":"+m.Currency])})
	}
	return n
}

// mostDrivers is how many people a drop names.
const mostDrivers = 3

// DriversOf finds who has most part in a drop, from the numbers of each person.
func DriversOf(a Alert, now, was map[string]kpi.Counts) (all []Driver) {
	metric := a.What
	if a.Currency != "" {
		metric += ":" + a.Currency
	}
	by := map[string]int64{}
	for person, c := range now {
		by[person] += c[metric]
	}
	for person, c := range was {
		by[person] -= c[metric]
	}
	for person, n := range by {
		if n < 0 {
			all = append(all, Driver{person, n})
		}
	}
	slices.SortFunc(all, func(a, b Driver) int { return cmp.Or(cmp.Compare(a.By, b.By), cmp.Compare(a.Person, b.Person)) })
	return all[:min(len(all), mostDrivers)]
}
