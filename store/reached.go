package store

import (
	"bytes"
	"fmt"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// Reached adds up what the goal measures on the days of a span, both ends included, for its scope and
// filter. It reads the counters of these days, by customer where it must, and no history: a deal or a contact
// stays with the person and the team of its day, and the customer of today decides whether the filter lets it
// count. What is entered by hand is the latest number of the span's last day or before.
func Reached(r Reader, g goal.Goal, s calendar.Span) (kpi.Tally, error) {
	switch g.Metric {
	case kpi.Entered:
		return entered(g, s.To), nil
	case kpi.Customers, kpi.Repurchase:
		return bought(r, g, s)
	}
	return counted(r, g, s)
}

func entered(g goal.Goal, on calendar.Date) (t kpi.Tally) {
	for _, e := range g.Entries {
		if e.On <= on {
			t.N, t.Of = e.N, 1
		}
	}
	return t
}

// counted adds up counters.
func counted(r Reader, g goal.Goal, s calendar.Span) (kpi.Tally, error) {
	some, err := filterOf(r, g.Filter)
	if err != nil {
		return kpi.Tally{}, err
	}
	sum := newSummer(g)
	err = eachDay(r, g.Scope, s, some != nil, func(on []byte, of tallies) error {
		day := dayNumber(on)
		for of.next() {
			metric := of.metric
			if some != nil {
				var ok bool
				if metric, ok = some.lets(metric, day); !ok {
					continue
				}
			}
			if c := sum.counter(metric); c != nil {
				c.total += of.n
			}
		}
		if of.bad {
			return ErrCorrupt
		}
		return nil
	})
	return sum.tally(), err
}

// summer adds up the counters of a goal.
type summer struct {
	byLength [][]*counter
	all      []*counter
	money    bool // amounts in other currencies are wanted, too
	whole    bool // of what the number is, is not counted apart
}

// counter is one that a goal is read from.
type counter struct {
	metric []byte
	n, of  bool // it counts for the number, and for what it is of
	total  int64
}

func newSummer(g goal.Goal) *summer {
	n, of := g.Counters()
	sum := &summer{money: g.Definition().Unit == kpi.Amount, whole: of == nil}
	for _, m := range n {
		sum.add([]byte(m)).n = true
	}
	for _, m := range of {
		sum.add([]byte(m)).of = true
	}
	return sum
}

// add is the counter of a metric, a new one if there is none yet.
func (s *summer) add(metric []byte) *counter {
	for len(s.byLength) <= len(metric) {
		s.byLength = append(s.byLength, nil)
	}
	for _, c := range s.byLength[len(metric)] {
		if bytes.Equal(c.metric, metric) {
			return c
		}
	}
	c := &counter{metric: bytes.Clone(metric)}
	s.byLength[len(metric)] = append(s.byLength[len(metric)], c)
	s.all = append(s.all, c)
	return c
}

// otherAmounts is how the counters of what was won begin; the currency follows.
var otherAmounts = []byte(sales.CountWon + ":")

// counter is that of a metric, nil if the goal is not read from it. It is asked for each contact of a year, so the
// length of the metric tells most apart.
func (s *summer) counter(metric []byte) *counter {
	if len(metric) < len(s.byLength) {
		for _, c := range s.byLength[len(metric)] {
			if bytes.Equal(c.metric, metric) {
				return c
			}
		}
	}
	if s.money && bytes.HasPrefix(metric, otherAmounts) {
		return s.add(metric)
	}
	return nil
}

func (s *summer) tally() kpi.Tally {
	t := kpi.Tally{Other: sales.Totals{}}
	for _, c := range s.all {
		if c.n {
			t.N += c.total
		}
		if c.of {
			t.Of += c.total
		}
		if currency, ok := bytes.CutPrefix(c.metric, otherAmounts); ok && s.money && !c.n && c.total != 0 {
			t.Other.Add(sales.Money{Minor: c.total, Currency: string(currency)})
		}
	}
	if s.whole {
		t.Of = t.N
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
	for k, v := range r.bytes().Scan(countBucket, []byte("1900"), []byte(customers), false) { // behind the day of the names
		on, _, _, err := parseCounts(k, v)
		return on, err
	}
	return "", nil
}

// eachDay passes the counters of each day and person that a scope includes, by customer or not.
func eachDay(r Reader, of goal.Scope, s calendar.Span, byCustomer bool, fn func(on []byte, of tallies) error) error {
	day := func(on calendar.Date) calendar.Date {
		if byCustomer {
			return customerDay(on)
		}
		return on
	}
	if of.Kind != goal.OfPerson {
		return eachPerson(r, of, []byte(day(s.From)), []byte(day(s.To.AddDays(1))), fn)
	}
	for on := s.From; on <= s.To; on = on.AddDays(1) {
		from := countKey(sales.Count{On: day(on), Person: InTeam(of.ID, of.Team)})
		if err := eachPerson(r, of, from, after(from), fn); err != nil {
			return err
		}
	}
	return nil
}

func eachPerson(r Reader, of goal.Scope, from, to []byte, fn func(on []byte, of tallies) error) error {
	for k, v := range r.bytes().Scan(countBucket, from, to, false) {
		i := bytes.IndexByte(k, 0)
		if i < len("2006-01-02") || of.Kind == goal.OfTeam && !inTeam(k[i:], of.ID) || of.Team != "" && !inTeam(k[i:], of.Team) {
			continue
		}
		if err := fn(k[i-len("2006-01-02"):i], tallies{value: v}); err != nil {
			return fmt.Errorf("%w: counters of %q", err, k)
		}
	}
	return nil
}

// inTeam reports whether a counter's key names records of a team.
func inTeam(who []byte, team string) bool {
	i := bytes.IndexByte(who, ' ')
	return i >= 0 && string(who[i+1:]) == team
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
func wins(r Reader) func(yield func(win, error) bool) {
	return func(yield func(win, error) bool) {
		from := indexPrefix("won", "", false)
		for k := range r.bytes().Scan(Events.Name, from, after(from), false) {
			w, ok := parseWin(k[len(from) : len(from)+max(bytes.IndexByte(k[len(from):], 0), 0)])
			if !ok {
				yield(w, fmt.Errorf("%w: index of wins %q", ErrCorrupt, k))
				return
			}
			if !yield(w, nil) {
				return
			}
		}
	}
}

// winners counts customers by their wins, which it is told in the order of wins.
type winners struct {
	g             goal.Goal
	s             calendar.Span
	some          *filter
	account       string
	before, again bool
	t             kpi.Tally
}

func newWins(g goal.Goal, s calendar.Span, some *filter) *winners {
	return &winners{g: g, s: s, some: some}
}

// win takes in a win and reports whether it counts: of new customers the first one, which lies in the span and in
// the goal's scope, of a repurchase one in the span by a customer who had bought before, also in that scope. The
// age of a relation is that of the span's first day then.
func (c *winners) win(w win) bool {
	first := w.account != c.account
	if first {
		c.account, c.before, c.again = w.account, false, false
	}
	in := w.on >= c.s.From && w.on <= c.s.To
	if c.g.Metric == kpi.Customers {
		if !first || !in || !w.of(c.g.Scope) || !c.some.letsWin(w, w.on) {
			return false
		}
		c.t.N++
		c.t.Of++
		return true
	}
	switch {
	case !w.of(c.g.Scope) || !c.some.letsWin(w, c.s.From):
		return false
	case w.on < c.s.From && !c.before:
		c.before = true
		c.t.Of++
	case in && c.before && !c.again:
		c.again = true
		c.t.N++
	}
	return in && c.before
}

// bought counts new customers, or those of a repurchase.
func bought(r Reader, g goal.Goal, s calendar.Span) (kpi.Tally, error) {
	some, err := filterOf(r, g.Filter)
	if err != nil {
		return kpi.Tally{}, err
	}
	counts := newWins(g, s, some)
	for w, err := range wins(r) {
		if err != nil {
			return kpi.Tally{}, err
		}
		counts.win(w)
	}
	return counts.t, nil
}
