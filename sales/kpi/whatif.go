package kpi

import "dealdesk/sales"

// Change is by how much something is to be more: a share of what it is, or, of a rate, points.
type Change struct {
	By     sales.Percent // may be negative
	Points bool
}

// WhatIf is what some days brought, and what is to change.
type WhatIf struct {
	Ended, Won                int64 // deals that were won or lost, and those won
	Amount                    int64 // won, in one currency
	Sold                      int64 // deals won in that currency; 0 is all
	Volume, Conversion, Price Change
}

// Outcome is how many deals end, which share of them is won, what one brings, and what all bring.
type Outcome struct {
	Ended  int64         // hundredths of a deal
	Rate   sales.Percent // at most 100 %
	Size   int64
	Amount int64
}

// Now is what was; Then what would be if nothing else changed: deals ended × win rate × deal size, times the part of the
// wins that is in this currency, since deals end in all of them. Both amounts are
// computed from the same rounded parts, so that they can be checked by hand. ok is false if nothing was won.
func (w WhatIf) Outcome() (now, then Outcome, ok bool) {
	if w.Won <= 0 || w.Ended <= 0 || w.Amount <= 0 {
		return now, then, false
	}
	sold := w.Won
	if w.Sold > 0 {
		sold = w.Sold
	}
	now = Outcome{Ended: 100 * w.Ended, Rate: sales.Percent(Scale(w.Won, int64(sales.Hundred), w.Ended)), Size: Scale(w.Amount, 1, sold)}
	then = Outcome{Ended: w.Volume.of(now.Ended), Rate: sales.Percent(w.Conversion.of(int64(now.Rate))), Size: w.Price.of(now.Size)}
	then.Rate = min(then.Rate, sales.Hundred)
	now.Amount, then.Amount = w.Amount, Scale(then.brings(), sold, w.Won)
	if w.Volume == (Change{}) && w.Conversion == (Change{}) && w.Price == (Change{}) {
		then.Amount = now.Amount
	}
	return now, then, true
}

func (o Outcome) brings() int64 {
	return Scale(Scale(o.Ended, int64(o.Rate), int64(sales.Hundred)), o.Size, 100)
}

func (c Change) of(n int64) int64 {
	if c.Points {
		return max(n+int64(c.By), 0)
	}
	return max(Scale(n, int64(sales.Hundred+c.By), int64(sales.Hundred)), 0)
}
