package store

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// Record is what a goal's number is made from: a contact, or a step of a deal. The other one is zero.
type Record struct {
	Activity sales.Activity
	Event    sales.Event
}

// ID of the record.
func (r Record) ID() string { return cmp.Or(r.Activity.ID, r.Event.ID) }

// On is the day it counts for.
func (r Record) On() calendar.Date { return cmp.Or(r.Activity.On, r.Event.On) }

// at is when it was entered.
func (r Record) at() time.Time {
	if r.Event.ID != "" {
		return r.Event.At
	}
	return r.Activity.At
}

// RecordsOf yields the records behind Reached of the same goal and span, the latest first: those that add to one
// of its counters, of a repurchase the wins of those who had bought before. after is the record that the page
// before ended with; the zero Record begins. What is entered by hand has no records.
func RecordsOf(r Reader, g goal.Goal, s calendar.Span, after Record) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		pick, err := pickerOf(r, g, s)
		if err != nil {
			yield(Record{}, err)
			return
		}
		last := s.To
		if after.ID() != "" {
			last = min(last, after.On())
		}
		for on := last; on >= s.From && pick.any(); on = on.AddDays(-1) {
			day, err := pick.day(r, on)
			if err != nil {
				yield(Record{}, err)
				return
			}
			if on == after.On() {
				i := slices.IndexFunc(day, func(rec Record) bool { return rec.ID() == after.ID() })
				day = day[i+1:]
			}
			for _, rec := range day {
				if !yield(rec, nil) {
					return
				}
			}
		}
	}
}

// picker finds the records of a goal.
type picker struct {
	scope    goal.Scope
	some     *filter
	counters map[string]bool
	contacts bool            // activities add to them
	wins     map[string]bool // nil: all; else the keys of those that count
}

func pickerOf(r Reader, g goal.Goal, s calendar.Span) (p picker, err error) {
	p = picker{scope: g.Scope, counters: map[string]bool{}}
	n, of := g.Counters()
	for _, m := range slices.Concat(n, of) {
		p.counters[m] = true
		p.contacts = p.contacts || sales.OfActivities(m)
	}
	if p.some, err = filterOf(r, g.Filter); err != nil {
		return p, err
	}
	if g.Metric != kpi.Customers && g.Metric != kpi.Repurchase {
		return p, nil
	}
	p.counters[sales.CountWon], p.wins = true, map[string]bool{}
	counts := newWins(g, s, p.some)
	for w, err := range wins(r) {
		if err != nil {
			return p, err
		}
		if counts.win(w) {
			p.wins[w.key()] = true
		}
	}
	return p, nil
}

func (p picker) any() bool { return len(p.counters) > 0 }

// day returns the records of a day, the latest first.
func (p picker) day(r Reader, on calendar.Date) (all []Record, err error) {
	activities, events := Query{Index: "day", Prefix: string(on) + " "}, Query{Index: "day", Prefix: string(on) + " "}
	switch p.scope.Kind {
	case goal.OfPerson:
		activities.Key, activities.Prefix = activities.Prefix+p.scope.ID, ""
	case goal.OfTeam:
		events.Key, events.Prefix = events.Prefix+p.scope.ID, ""
	}
	list := Activities.List(r, activities)
	if !p.contacts {
		list = func(func(sales.Activity, error) bool) {}
	}
	for a, err := range list {
		if err != nil {
			return nil, err
		}
		if p.takes(a.By, a.Team, a.Account, a.Deal, on, sales.ActivityCounts(a)) {
			all = append(all, Record{Activity: a})
		}
	}
	for e, err := range Events.List(r, events) {
		if err != nil {
			return nil, err
		}
		if p.takes(e.Owner, e.Team, e.Account, e.Deal, on, sales.EventCounts(e)) && (p.wins == nil || p.wins[winOf(e).key()]) {
			all = append(all, Record{Event: e})
		}
	}
	slices.SortStableFunc(all, func(a, b Record) int {
		return cmp.Or(b.at().Compare(a.at()), cmp.Compare(a.ID(), b.ID()))
	})
	return all, nil
}

// takes reports whether what a record adds is counted.
func (p picker) takes(person, team, account, deal string, on calendar.Date, adds []sales.Tally) bool {
	w := win{account: account, deal: deal, person: person, team: team}
	return w.of(p.scope) && p.some.letsWin(w, on) && slices.ContainsFunc(adds, func(t sales.Tally) bool { return p.counters[t.Metric] })
}
