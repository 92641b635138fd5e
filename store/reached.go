package store

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// Reached adds up what the goal measures on the days of a span, both ends included, for its scope and
// filter. It reads the counters of these days, by customer where it must, and no history: a deal or a contact
// stays with the person and the team of its day, and the customer of today decides whether the filter lets it
// count. What is entered by hand is the latest number of the span's last day or before.
func Reached(r Reader, g goal.Goal, s calendar.Span) (kpi.Tally, error) {
	if g.Metric == kpi.Entered {
		return entered(g, s.To), nil
	}
	q := Question{Filter: g.Filter, Days: s}
	switch g.Scope.Kind {
	case goal.OfTeam:
		q.Teams = []string{g.Scope.ID}
	case goal.OfPerson:
		if q.Person = g.Scope.ID; g.Scope.Team != "" {
			q.Teams = []string{g.Scope.Team}
		}
	}
	m, err := newMeasure(r, q)
	if err != nil {
		return kpi.Tally{}, err
	}
	if n, _ := g.Counters(); n != nil {
		err = m.counters(r)
	}
	if err == nil && g.Definition().Wins {
		m.wins(func(yield func(win) bool) {
			for w, failed := range wins(r) {
				if err = failed; err != nil || !yield(w) {
					return
				}
			}
		})
	}
	if err != nil {
		return kpi.Tally{}, err
	}
	return m.result()[0].Tally(g.Metric, g.Of, g.Currency), nil
}

func entered(g goal.Goal, on calendar.Date) (t kpi.Tally) {
	for _, e := range g.Entries {
		if e.On <= on {
			t.N, t.Of = e.N, 1
		}
	}
	return t
}

// dayNumber is a day as a number in the order of days: 20261121.
func dayNumber[T string | []byte | calendar.Date](day T) (n int) {
	for i := range len(day) {
		if c := day[i]; c != '-' {
			n = n*10 + int(c-'0')
		}
	}
	return n
}

// FirstCounted is the first day that anything was counted on; "" if nothing was.
func FirstCounted(r Reader) (calendar.Date, error) {
	for k, v := range r.bytes().Scan(countBucket, []byte("1900"), nil, false) { // behind the day of the names
		on, _, _, err := parseCounts(k, v)
		return calendar.Date(strings.TrimPrefix(string(on), customers)), err
	}
	return "", nil
}

// of reports whether a win counts for a scope.
func (w win) of(s goal.Scope) bool {
	switch s.Kind {
	case goal.OfTeam:
		return w.team == s.ID
	case goal.OfPerson:
		return w.person == s.ID && (s.Team == "" || s.Team == w.team)
	}
	return true
}

// wins yields those that stand by customer, each customer's in their order. It reads an index and no event.
func wins(r Reader) iter.Seq2[win, error] {
	return func(yield func(win, error) bool) {
		for key, err := range winKeys(r) {
			w, ok := parseWin(key)
			if err == nil && !ok {
				err = fmt.Errorf("%w: index of wins %q", ErrCorrupt, key)
			}
			if !yield(w, err) || err != nil {
				return
			}
		}
	}
}

// winKeys yields wins as the index has them: see win.key.
func winKeys(r Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		from := indexPrefix("won", "", false)
		for k := range r.bytes().Scan(Events.Name, from, after(from), false) {
			key, _, ok := bytes.Cut(k[len(from):], []byte{0})
			if !ok {
				yield(nil, fmt.Errorf("%w: index of wins %q", ErrCorrupt, k))
				return
			}
			if !yield(key, nil) {
				return
			}
		}
	}
}

// winners finds the wins that a goal for customers counts; it is told all in the order of wins.
type winners struct {
	g       goal.Goal
	s       calendar.Span
	some    *filter
	account string
	newTo   newcomers
	before  bool
}

func newWins(g goal.Goal, s calendar.Span, some *filter) *winners {
	return &winners{g: g, s: s, some: some, newTo: newcomers{byTeam: g.Scope.Kind != goal.OfCompany}}
}

// win takes in a win and reports whether it counts: of new customers the first one, which lies in the span and in
// the goal's scope, of a repurchase one in the span by a customer who had bought before, also in that scope. The
// age of a relation is that of the span's first day then.
func (c *winners) win(w win) bool {
	if w.account != c.account {
		c.account, c.before = w.account, false
	}
	first := c.newTo.first(w)
	in := w.on >= c.s.From && w.on <= c.s.To
	if c.g.Metric == kpi.Customers {
		return first && in && w.of(c.g.Scope) && c.some.letsWin(w, w.on)
	}
	if !w.of(c.g.Scope) || !c.some.letsWin(w, c.s.From) {
		return false
	}
	c.before = c.before || w.on < c.s.From
	return in && c.before
}
