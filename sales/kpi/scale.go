package kpi

import (
	"math"
	"math/bits"
)

// Scale is n × by ÷ of, rounded half up (half away from zero below it), computed in 128 bits, as n may be a
// sum of money. It is 0 if of is 0, and stays at the ends of int64.
func Scale(n, by, of int64) int64 {
	if of == 0 {
		return 0
	}
	q, rest, d := divide(n, by, of)
	if rest >= d-rest && q < math.MaxInt64 {
		q++
	}
	if negative(n, by, of) {
		return -q
	}
	return q
}

// ScaleUp is Scale, rounded up where that is more than zero.
func ScaleUp(n, by, of int64) int64 {
	if of == 0 {
		return 0
	}
	q, rest, _ := divide(n, by, of)
	if negative(n, by, of) {
		return -q
	}
	if rest > 0 && q < math.MaxInt64 {
		q++
	}
	return q
}

func negative(n, by, of int64) bool { return (n < 0) != (by < 0) != (of < 0) }

// divide is |n × by| ÷ |of| and what remains of |of|.
func divide(n, by, of int64) (q int64, rest, d uint64) {
	d = magnitude(of)
	high, low := bits.Mul64(magnitude(n), magnitude(by))
	if high >= d {
		return math.MaxInt64, 0, d
	}
	quotient, rest := bits.Div64(high, low, d)
	return int64(min(quotient, math.MaxInt64)), rest, d
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-(n + 1)) + 1
	}
	return uint64(n)
}
