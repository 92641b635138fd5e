package store

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
)

// Reached adds up what the goal measures on the days of a span, both ends included, for its scope and
// filter. It reads the counters of these days, by customer where it must, and no history: a deal or a contact
// stays with the person and the team of its day, and the customer of today decides whether the filter lets it
// count. What is entered by hand is the latest number of the span's last day or before.
func Reached(r Reader, g goal.Goal, s calendar.Span) (goal.Tally, error) {
	switch g.Metric {
	case goal.Entered:
		return entered(g, s.To), nil
	case goal.Customers:
		return newCustomers(r, g, s)
	case goal.Repurchase:
		return repurchase(r, g, s)
	}
	return counted(r, g, s)
}

func entered(g goal.Goal, on calendar.Date) (t goal.Tally) {
	for _, e := range g.Entries {
		if e.On <= on {
			t.N, t.Of = e.N, 1
		}
	}
	return t
}

// counted adds up counters.
func counted(r Reader, g goal.Goal, s calendar.Span) (goal.Tally, error) {
	some, err := filterOf(r, g.Filter)
	if err != nil {
		return goal.Tally{}, err
	}
	sum := newSummer(g)
	err = eachDay(r, g.Scope, s, some != nil, func(on calendar.Date, value []byte) error {
		return eachTally(value, func(metric []byte, n int64) error {
			if some != nil {
				account, deal, rest := splitMetric(metric)
				if ok, err := some.lets(account, deal, on); !ok || err != nil {
					return err
				}
				metric = rest
			}
			sum.add(metric, n)
			return nil
		})
	})
	return sum.tally(), err
}

// summer adds up the counters of a goal.
type summer struct {
	n, of [][]byte
	other []byte // amounts in other currencies begin with it
	t     goal.Tally
}

func newSummer(g goal.Goal) *summer {
	n, of := g.Counters()
	sum := &summer{t: goal.Tally{Other: sales.Totals{}}}
	for _, m := range n {
		sum.n = append(sum.n, []byte(m))
	}
	for _, m := range of {
		sum.of = append(sum.of, []byte(m))
	}
	if g.Definition().Unit == goal.Amount {
		sum.other = []byte(sales.CountWon + ":")
	}
	return sum
}

func (s *summer) add(metric []byte, n int64) {
	own := false
	for _, m := range s.n {
		if bytes.Equal(m, metric) {
			s.t.N += n
			own = true
		}
	}
	for _, m := range s.of {
		if bytes.Equal(m, metric) {
			s.t.Of += n
		}
	}
	if currency, ok := bytes.CutPrefix(metric, s.other); ok && !own && s.other != nil {
		s.t.Other.Add(sales.Money{Minor: n, Currency: string(currency)})
	}
}

func (s *summer) tally() goal.Tally {
	if s.of == nil {
		s.t.Of = s.t.N
	}
	return s.t
}

// FirstCounted is the first day that anything was counted on; "" if nothing was.
func FirstCounted(r Reader) (calendar.Date, error) {
	for k, v := range r.bytes().Scan(countBucket, []byte("1900"), nil, false) { // behind the day of the names
		on, _, _, err := parseCounts(k, v)
		return on, err
	}
	return "", nil
}

// eachDay passes the counters of each day and person that a scope includes, by customer or not.
func eachDay(r Reader, of goal.Scope, s calendar.Span, byCustomer bool, fn func(calendar.Date, []byte) error) error {
	if of.Kind == goal.OfPerson {
		for on := s.From; on <= s.To; on = on.AddDays(1) {
			from := countKey(sales.Count{On: on, Person: InTeam(of.ID, of.Team)})
			if err := eachPerson(r, of, from, after(from), byCustomer, fn); err != nil {
				return err
			}
		}
		return nil
	}
	return eachPerson(r, of, []byte(s.From), []byte(s.To.AddDays(1)), byCustomer, fn)
}

func eachPerson(r Reader, of goal.Scope, from, to []byte, byCustomer bool, fn func(calendar.Date, []byte) error) error {
	var on calendar.Date
	for k, v := range r.bytes().Scan(countBucket, from, to, false) {
		day, who, ok := bytes.Cut(k, []byte{0})
		who, customers := bytes.CutSuffix(who, []byte(ofCustomers))
		if !ok || customers != byCustomer || of.Kind == goal.OfTeam && !inTeam(who, of.ID) || of.Team != "" && !inTeam(who, of.Team) {
			continue
		}
		if string(on) != string(day) {
			on = calendar.Date(day)
		}
		if err := fn(on, v); err != nil {
			return fmt.Errorf("counters of %q: %w", k, err)
		}
	}
	return nil
}

// inTeam reports whether a counter's key names records of a team.
func inTeam(who []byte, team string) bool {
	i := bytes.IndexByte(who, ' ')
	return i >= 0 && string(who[i+1:]) == team
}

// eachTally passes the counters of one value.
func eachTally(value []byte, fn func(metric []byte, n int64) error) error {
	for len(value) > 0 {
		size, at := binary.Uvarint(value)
		if at <= 0 || size >= uint64(len(value)-at) {
			return ErrCorrupt
		}
		metric := value[at : at+int(size)]
		value = value[at+int(size):]
		n, at := binary.Varint(value)
		if at <= 0 {
			return ErrCorrupt
		}
		value = value[at:]
		if err := fn(metric, n); err != nil {
			return err
		}
	}
	return nil
}

// splitMetric takes a counter by customer apart.
func splitMetric(metric []byte) (account, deal, rest []byte) {
	i := max(bytes.IndexByte(metric, ' '), 0)
	j := i + 1 + max(bytes.IndexByte(metric[min(i+1, len(metric)):], ' '), 0)
	if j >= len(metric) {
		return metric, nil, nil
	}
	return metric[:i], metric[i+1 : j], metric[j+1:]
}

// newCustomers counts the customers whose first win lies in the span, and was made in the goal's scope.
func newCustomers(r Reader, g goal.Goal, s calendar.Span) (t goal.Tally, err error) {
	some, err := filterOf(r, g.Filter)
	if err != nil {
		return t, err
	}
	var seen idSet
	won := []byte(sales.CountWon)
	err = eachDay(r, g.Scope, s, true, func(on calendar.Date, value []byte) error {
		return eachTally(value, func(metric []byte, n int64) error {
			account, deal, rest := splitMetric(metric)
			if !bytes.Equal(rest, won) || seen.has(account) {
				return nil
			}
			if ok, err := some.lets(account, deal, on); !ok || err != nil {
				return err
			}
			seen.add(string(account))
			first, err := firstWin(r, string(account))
			if err == nil && first.on >= s.From && first.on <= s.To && first.of(g.Scope) && some.letsDeal([]byte(first.deal)) {
				t.N++
			}
			return err
		})
	})
	t.Of = t.N
	return t, err
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

// firstWin is a customer's first win that stands, the zero win if there is none.
func firstWin(r Reader, account string) (win, error) {
	for w, err := range wins(r, account+" ") {
		return w, err
	}
	return win{}, nil
}

// wins yields those that stand by customer, each customer's in their order. account is "" for all, or an id and a
// space.
func wins(r Reader, account string) func(yield func(win, error) bool) {
	return func(yield func(win, error) bool) {
		from := indexPrefix("won", account, false)
		start := len(indexPrefix("won", "", false))
		for k := range r.bytes().Scan(Events.Name, from, after(from), false) {
			end := max(bytes.IndexByte(k[start:], 0), 0)
			w, ok := parseWin(string(k[start : start+end]))
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

// repurchase counts the customers who had bought before the span, in the goal's scope, and those of them who
// bought again in it. The age of their relation is that of the span's first day.
func repurchase(r Reader, g goal.Goal, s calendar.Span) (t goal.Tally, err error) {
	some, err := filterOf(r, g.Filter)
	if err != nil {
		return t, err
	}
	account, before, again := "", false, false
	count := func() {
		if before {
			t.Of++
			if again {
				t.N++
			}
		}
	}
	for w, err := range wins(r, "") {
		if err != nil {
			return t, err
		}
		if w.account != account {
			count()
			account, before, again = w.account, false, false
		}
		if !w.of(g.Scope) {
			continue
		}
		ok, err := some.lets([]byte(w.account), []byte(w.deal), s.From)
		if err != nil {
			return t, err
		}
		before = before || ok && w.on < s.From
		again = again || ok && w.on >= s.From && w.on <= s.To
	}
	count()
	return t, nil
}
