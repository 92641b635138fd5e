package sales

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestRoundingGoesHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		minor int64
		less  Percent
		want  int64
	}{
		{10, 1500, 9}, // 8.5
		{30, 1500, 26},
		{-10, 1500, -9},
		{1, 5000, 1},
		{-1, 5000, -1},
		{12000000, 1500, 10200000},
		{100, 0, 100},
		{100, Hundred, 0},
		{333, 3333, 222},
		{AmountMax, 1, AmountMax - AmountMax/10000},
	} {
		if got := (Money{c.minor, "CNY"}).Less(c.less); got != (Money{c.want, "CNY"}) {
			t.Errorf("%d less %d is %v, want %d", c.minor, c.less, got, c.want)
		}
	}
}

func amounts() *rapid.Generator[Money] {
	return rapid.Custom(func(t *rapid.T) Money {
		return Money{rapid.Int64Range(-AmountMax, AmountMax).Draw(t, "minor"),
			rapid.SampledFrom([]string{"CNY", "USD", "JPY"}).Draw(t, "currency")}
	})
}

// exactly is the nearest minor unit, computed with exact fractions.
func exactly(minor int64, p Percent) int64 {
	x := big.NewRat(minor, 1)
	x.Mul(x, big.NewRat(int64(p), int64(Hundred)))
	half := big.NewRat(int64(x.Sign()), 2)
	x.Add(x, half)
	return new(big.Int).Quo(x.Num(), x.Denom()).Int64()
}

func TestAPartOfAnAmountIsTheNearestMinorUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, p := amounts().Draw(t, "amount"), Percent(rapid.IntRange(0, int(Hundred)).Draw(t, "percent"))
		part, rest := m.Part(p), m.Less(p)
		if want := exactly(m.Minor, p); part.Minor != want || part.Currency != m.Currency {
			t.Fatalf("%d of %v is %v, want %d", p, m, part, want)
		}
		if off := part.Minor + rest.Minor - m.Minor; off < -1 || off > 1 {
			t.Fatalf("%v and %v are not %v", part, rest, m)
		}
		if (Money{-m.Minor, m.Currency}).Part(p).Minor != -part.Minor {
			t.Fatal("a negative amount rounds differently")
		}
	})
}

func TestABiggerDiscountNeverCostsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Money{rapid.Int64Range(0, AmountMax).Draw(t, "minor"), "CNY"}
		p, q := Percent(rapid.IntRange(0, int(Hundred)).Draw(t, "p")), Percent(rapid.IntRange(0, int(Hundred)).Draw(t, "q"))
		if m.Less(max(p, q)).Minor > m.Less(min(p, q)).Minor {
			t.Fatalf("%v costs more with %d off than with %d", m, max(p, q), min(p, q))
		}
	})
}

func TestTotalsNeverMixCurrencies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(amounts()).Draw(t, "amounts")
		totals := Totals{}
		for _, m := range list {
			totals.Add(m)
		}
		seen := ""
		for _, sum := range totals.Money() {
			if sum.Currency <= seen {
				t.Fatalf("%s after %s", sum.Currency, seen)
			}
			seen = sum.Currency
			want := int64(0)
			for _, m := range list {
				if m.Currency == sum.Currency {
					want += m.Minor
				}
			}
			if sum.Minor != want {
				t.Fatalf("%s: %d, want %d", sum.Currency, sum.Minor, want)
			}
		}
	})
}

func TestAddingDifferentCurrenciesPanics(t *testing.T) {
	if got := (Money{}).Add(Money{5, "CNY"}).Add(Money{}).Add(Money{2, "CNY"}); got != (Money{7, "CNY"}) {
		t.Errorf("5 and 2 are %v", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("yuan and dollars were added")
		}
	}()
	Money{1, "CNY"}.Add(Money{1, "USD"})
}
