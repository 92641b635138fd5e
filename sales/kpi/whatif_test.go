package kpi

import (
	"math"
	"testing"
)

func TestWhatIfIsPlainArithmetic(t *testing.T) {
	base := WhatIf{Ended: 100, Won: 40} // for 400,000
	for _, c := range []struct {
		name                      string
		volume, conversion, price Change
		want                      Outcome
		amount                    int64
	}{
		{"nothing", Change{}, Change{}, Change{}, Outcome{100_00, 40_00}, 400_000_00},
		{"a tenth more deals", Change{By: 10_00}, Change{}, Change{}, Outcome{110_00, 40_00}, 440_000_00},
		{"five per cent more of them won", Change{}, Change{By: 5_00}, Change{}, Outcome{100_00, 42_00}, 420_000_00},
		{"five points more of them won", Change{}, Change{By: 5_00, Points: true}, Change{}, Outcome{100_00, 45_00}, 450_000_00},
		{"three per cent cheaper", Change{}, Change{}, Change{By: -3_00}, Outcome{100_00, 40_00}, 388_000_00},
		{"all at once", Change{By: 10_00}, Change{By: 5_00}, Change{By: -3_00}, Outcome{110_00, 42_00}, 448_140_00},
		{"no more than all are won", Change{}, Change{By: 200_00}, Change{}, Outcome{100_00, 100_00}, 1_000_000_00},
		{"no less than none", Change{}, Change{By: -50_00, Points: true}, Change{}, Outcome{100_00, 0}, 0},
		{"nothing is left", Change{}, Change{}, Change{By: -100_00}, Outcome{100_00, 40_00}, 0},
	} {
		w := base
		w.Volume, w.Conversion, w.Price = c.volume, c.conversion, c.price
		if _, then, by, ok := w.Outcome(); !ok || then != c.want || by.Of(400_000_00) != c.amount {
			t.Errorf("%s: %+v and %d, not %+v and %d", c.name, then, by.Of(400_000_00), c.want, c.amount)
		}
	}
	for _, w := range []WhatIf{{}, {Ended: 3}} {
		if _, _, _, ok := w.Outcome(); ok {
			t.Errorf("%+v has an outcome", w)
		}
	}
	if huge := (Factors{9999_00, 9999_00, 9999_00}).Of(math.MaxInt64 / 2); huge != math.MaxInt64 {
		t.Errorf("more than can be counted: %d", huge)
	}
}

func TestTheMedianOfCountersIsExact(t *testing.T) {
	for _, c := range []struct {
		counts Counts
		want   Tally
	}{
		{Counts{}, Tally{}},
		{Counts{"cycle:7": 1}, Tally{N: 700, Of: 1}},
		{Counts{"cycle:7": 1, "cycle:10": 1}, Tally{N: 850, Of: 2}},
		{Counts{"cycle:9": 1, "cycle:10": 1, "cycle:100": 1}, Tally{N: 1000, Of: 3}},
		{Counts{"cycle:0": 3, "cycle:5": 1, "cycles": 4, "cycle": 5}, Tally{N: 0, Of: 4}},
	} {
		if got := c.counts.Tally(MedianCycle, "", ""); got.N != c.want.N || got.Of != c.want.Of {
			t.Errorf("%v: %+v, not %+v", c.counts, got, c.want)
		}
	}
}

func TestCurrenciesAreKeptApart(t *testing.T) {
	c := Counts{"won": 3, "won:CNY": 300, "priced:CNY": 1, "won:USD": 50, "priced:USD": 2,
		"bought": 2, "buys": 5, "buys:USD": 3, "bought:USD": 2,
		"buys:CNY": 2, "bought:CNY": 1}
	d, _ := DefinitionOf(DealSize)
	for currency, want := range map[string]int64{"CNY": 300, "USD": 25} {
		if got := d.Value(c.Tally(DealSize, "", currency)); got != To(want) {
			t.Errorf("a deal in %s brings %+v, not %d", currency, got, want)
		}
	}
	if got := c.Currencies(); len(got) != 2 || got[0] != "USD" {
		t.Errorf("the currency with the most wins comes first: %v", got)
	}
	if other := c.Tally(Revenue, "", "USD").Other; other["CNY"] != 300 || len(other) != 1 {
		t.Errorf("beside dollars there are %v", other)
	}
	d, _ = DefinitionOf(Lifetime)
	if got := d.Value(c.Tally(Lifetime, "", "USD")); got != To(38) { // 25 × 3 ÷ 2, rounded
		t.Errorf("a customer brings %+v", got)
	}
	if got := d.Value(c.Tally(Lifetime, "", "CNY")); got != To(600) { // what was sold in dollars adds nothing
		t.Errorf("a customer brings %+v", got)
	}
	if got := d.Value(Counts{}.Tally(Lifetime, "", "USD")); got.Set {
		t.Errorf("without wins a customer brings %+v", got)
	}
}
