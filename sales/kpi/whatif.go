package kpi

import (
	"math"
	"math/big"

	"dealdesk/sales"
)

// Change is by how much something is to be more: a share of what it is, or, of a rate, points.
type Change struct {
	By     sales.Percent // may be negative
	Points bool
}

// WhatIf is how many deals ended and were won in some days, in all currencies, and what is to change.
type WhatIf struct {
	Ended, Won                int64
	Volume, Conversion, Price Change
}

// Outcome is how many deals end and which share of them is won.
type Outcome struct {
	Ended int64         // hundredths of a deal
	Rate  sales.Percent // at most 100 %
}

// Factors are what an amount is multiplied by, in any currency: since more or fewer deals end, another share of them is won,
// and one brings another amount. 100 % is no change. They are as exact as they are printed, so that whoever multiplies
// what is printed gets the result.
type Factors struct{ Volume, Conversion, Price sales.Percent }

// Outcome is what was, what would be if nothing else changed, and the factors between the two. ok is false if nothing was
// won.
func (w WhatIf) Outcome() (now, then Outcome, by Factors, ok bool) {
	if w.Won <= 0 || w.Ended <= 0 {
		return now, then, by, false
	}
	by = Factors{sales.Hundred + w.Volume.By, sales.Hundred + w.Conversion.By, sales.Hundred + w.Price.By}
	now = Outcome{Ended: 100 * w.Ended, Rate: max(sales.Percent(Scale(w.Won, int64(sales.Hundred), w.Ended)), 1)}
	then = Outcome{Ended: share(now.Ended, by.Volume), Rate: sales.Percent(share(int64(now.Rate), by.Conversion))}
	if w.Conversion.Points {
		then.Rate = max(now.Rate+w.Conversion.By, 0)
	}
	if w.Conversion.Points || then.Rate > sales.Hundred {
		then.Rate = min(then.Rate, sales.Hundred)
		by.Conversion = sales.Percent(Scale(int64(then.Rate), int64(sales.Hundred), int64(now.Rate)))
	}
	return now, then, by, true
}

// Of is an amount times all factors, rounded once.
func (f Factors) Of(amount int64) int64 {
	product, of := big.NewInt(amount), big.NewInt(1)
	for _, by := range []sales.Percent{f.Volume, f.Conversion, f.Price} {
		product.Mul(product, big.NewInt(int64(by)))
		of.Mul(of, big.NewInt(int64(sales.Hundred)))
	}
	product.Add(product, new(big.Int).Rsh(of, 1)) // no amount and no factor is below nothing
	if product.Div(product, of); !product.IsInt64() {
		return math.MaxInt64
	}
	return product.Int64()
}

func share(n int64, by sales.Percent) int64 { return Scale(n, int64(by), int64(sales.Hundred)) }
