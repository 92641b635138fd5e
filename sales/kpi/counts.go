package kpi

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dealdesk/sales"
)

// Counts are counters that were added up over some days and people, by their names.
type Counts map[string]int64

// What the index of wins adds to the counters of a period. The first and the last two are counted with ":" and a currency,
// too, of the wins in that one.
const (
	CountCustomers = "customers" // customers whose first win lies in the period
	CountBefore    = "before"    // that had bought before the period
	CountAgain     = "again"     // of them, that bought again in the period
	CountBought    = "bought"    // that have bought by the end of the period
	CountBuys      = "buys"      // their wins by then
)

// What is added from costs and forecasts, each with ":" and a currency: what was spent, what was first submitted for
// periods that ended, what was won in these, and how many there were.
const (
	CountCost      = "cost"
	CountSubmitted = "submitted"
	CountLanded    = "landed"
	CountPeriods   = "periods"
)

// Tally reads a metric from counters. Stage is the one that Conversion and Stay are of; amounts are those of one
// currency.
func (c Counts) Tally(m Metric, stage, currency string) Tally {
	switch m {
	case Customers:
		return Tally{N: c[CountCustomers], Of: c[CountCustomers]}
	case Repurchase:
		return Tally{N: c[CountAgain], Of: c[CountBefore]}
	case Bought:
		return Tally{N: c[CountBought], Of: c[CountBought]}
	case Acquisition:
		if spent := c[CountCost+":"+currency]; spent > 0 {
			return Tally{N: spent, Of: c.Cases(m, currency)}
		}
		return Tally{}
	case Return:
		spent := c[CountCost+":"+currency]
		if spent <= 0 {
			return Tally{}
		}
		won := c.Tally(DealSize, "", currency)
		return Tally{N: Scale(won.N-spent, int64(sales.Hundred), spent), Of: won.Of}
	case Accuracy:
		submitted := c[CountSubmitted+":"+currency]
		if submitted <= 0 {
			return Tally{}
		}
		return Tally{N: Scale(c[CountLanded+":"+currency], int64(sales.Hundred), submitted), Of: c[CountPeriods+":"+currency]}
	case MedianCycle:
		return c.median(sales.CountCycle + ":")
	case Stay:
		return c.median(sales.CountStay + ":" + stage + ":")
	}
	var t Tally
	n, of := m.Counters(stage, currency)
	for _, name := range n {
		t.N += c[name]
	}
	for _, name := range of {
		t.Of += c[name]
	}
	switch m {
	case ComplaintRate:
		t.Of = c[CountBought]
	case Lifetime: // deal size × wins per customer of this currency: the second division is left to Value
		size := c.Tally(DealSize, "", currency)
		t = Tally{N: Scale(size.N, c[CountBuys+":"+currency], size.Of), Of: c[CountBought+":"+currency]}
	default:
		if of == nil {
			t.Of = t.N
		}
	}
	if d, _ := DefinitionOf(m); d.Unit == Amount && !d.NoGoal {
		t.Other = c.Won()
		delete(t.Other, currency)
	}
	return t
}

// Judged is the number of a metric with how many cases it rests on; it is not set where these are too few. A lifetime
// value rests on the deals of these days, too.
func (c Counts) Judged(d Definition, stage, currency string) (level Level, cases int64) {
	t := c.Tally(d.Metric, stage, currency)
	level = d.Value(t)
	if d.Metric == Lifetime {
		t.Of = min(t.Of, c.Tally(DealSize, "", currency).Of)
	}
	if !d.Enough(t) {
		return Level{}, t.Of
	}
	return level, t.Of
}

// CurrenciesOf are those in which a metric is counted, each by itself; none for one that is no money.
func (c Counts) CurrenciesOf(d Definition) (all []string) {
	name := CountCost + ":"
	switch {
	case d.Metric == Accuracy:
		name = CountPeriods + ":"
	case d.Metric != Acquisition && d.Metric != Return:
		if d.Unit == Amount {
			all = c.Currencies()
		}
		return all
	}
	for of, n := range c {
		if in, ok := strings.CutPrefix(of, name); ok && n > 0 {
			all = append(all, in)
		}
	}
	slices.Sort(all)
	return all
}

// Currencies are those in which something was won, the one with the most wins first.
func (c Counts) Currencies() []string {
	var all []string
	for name := range c.Won() {
		all = append(all, name)
	}
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(c[sales.CountPriced+":"+b], c[sales.CountPriced+":"+a]), cmp.Compare(a, b))
	})
	return all
}

// Won is what was won, currency by currency.
func (c Counts) Won() sales.Totals {
	t := sales.Totals{}
	for name, n := range c {
		if currency, ok := sales.WonIn(name); ok {
			t.Add(sales.Money{Minor: n, Currency: currency})
		}
	}
	return t
}

// median reads the middle one of the numbers behind a prefix, in hundredths: "cycle:37" counts the deals of 37 days.
func (c Counts) median(prefix string) Tally {
	type many struct{ days, n int64 }
	var all []many
	var t Tally
	for name, n := range c {
		if text, ok := strings.CutPrefix(name, prefix); ok && n > 0 {
			if days, err := strconv.ParseInt(text, 10, 64); err == nil {
				all = append(all, many{days, n})
				t.Of += n
			}
		}
	}
	slices.SortFunc(all, func(a, b many) int { return cmp.Compare(a.days, b.days) })
	at := func(place int64) int64 {
		for _, m := range all {
			if place -= m.n; place < 0 {
				return m.days
			}
		}
		return 0
	}
	t.N = (at((t.Of-1)/2) + at(t.Of/2)) * 50
	return t
}

// Add adds other counters up.
func (c Counts) Add(other Counts) {
	for name, n := range other {
		c[name] += n
	}
}
