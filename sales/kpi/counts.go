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

// What the index of wins adds to the counters of a period.
const (
	CountCustomers = "customers" // customers whose first win lies in the period
	CountBefore    = "before"    // that had bought before the period
	CountAgain     = "again"     // of them, that bought again in the period
	CountBought    = "bought"    // that have bought by the end of the period
	CountBuys      = "buys"      // their wins by then
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
	case Lifetime: // deal size × wins per customer: the second division is left to Value
		size := c.Tally(DealSize, "", currency)
		t = Tally{N: Scale(size.N, c[CountBuys], size.Of), Of: c[CountBought]}
	default:
		if of == nil {
			t.Of = t.N
		}
	}
	if d, _ := DefinitionOf(m); d.Unit == Amount {
		t.Other = c.won()
		delete(t.Other, currency)
	}
	return t
}

// Currencies are those in which something was won, the one with the most wins first.
func (c Counts) Currencies() []string {
	var all []string
	for name := range c.won() {
		all = append(all, name)
	}
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(c[sales.CountPriced+":"+b], c[sales.CountPriced+":"+a]), cmp.Compare(a, b))
	})
	return all
}

func (c Counts) won() sales.Totals {
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
