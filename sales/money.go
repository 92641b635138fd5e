package sales

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// Money is an amount in the minor unit of its currency: fen, cents, or whole yen, which
// have none. It is never a float: what a review adds up must equal what was typed. The
// zero Money means "no amount".
type Money struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"` // ISO 4217, upper case
}

// exponents holds the number of decimal places of every currency of ISO 4217 that pays for
// goods, and of those that old files still name.
var exponents = places(
	0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
	2, "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUC CUP CVE "+
		"CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD "+
		"KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN "+
		"QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS "+
		"VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL",
	3, "BHD IQD JOD KWD LYD OMR TND",
)

func places(list ...any) map[string]int {
	all := map[string]int{}
	for i := 0; i+1 < len(list); i += 2 {
		for code := range strings.FieldsSeq(list[i+1].(string)) {
			all[code] = list[i].(int)
		}
	}
	return all
}

// usual are the codes that the chat takes for a currency wherever they stand. It takes no other
// for one: "TOP 5" and "try 3" are no money.
var usual = strings.Fields("CNY USD EUR GBP HKD TWD SGD AUD CAD CHF INR MYR THB NZD BRL MXN SEK NOK DKK PLN AED ZAR PHP IDR JPY KRW VND")

// Usual reports whether people in the chat mean a currency when they write its code.
func Usual(currency string) bool { return slices.Contains(usual, currency) }

// Exponent returns the decimal places of a currency; ok is false for one we do not accept.
func Exponent(currency string) (places int, ok bool) {
	places, ok = exponents[currency]
	return places, ok
}

// Zero reports whether there is no amount.
func (m Money) Zero() bool { return m.Minor == 0 }

// Amount takes m apart, for printing.
func (m Money) Amount() (minor int64, currency string) { return m.Minor, m.Currency }

// Places is how many decimal places m has, for printing: two in a currency we do not accept.
func (m Money) Places() int {
	if places, ok := exponents[m.Currency]; ok {
		return places
	}
	return 2
}

// Add returns m + n. Adding amounts of different currencies is a mistake of the program
// and panics; group by currency first (see Totals).
func (m Money) Add(n Money) Money {
	switch {
	case n.Zero():
		return m
	case m.Zero():
		return n
	case m.Currency != n.Currency:
		panic(fmt.Sprintf("sales: %s and %s added", m.Currency, n.Currency))
	}
	return Money{m.Minor + n.Minor, m.Currency}
}

// Less takes p off m, rounding half away from zero to the minor unit, so 15 % off
// 0.10 leaves 0.09.
func (m Money) Less(p Percent) Money { return m.Part(Hundred - p) }

// share is how much of m is off at net, rounded up, so that rounding takes nothing below a limit.
func (m Money) share(net Money) Percent {
	if net.Minor >= m.Minor {
		return 0
	}
	high, low := bits.Mul64(uint64(m.Minor-net.Minor), uint64(Hundred))
	p, rest := bits.Div64(high, low, uint64(m.Minor))
	if rest > 0 {
		p++
	}
	return Percent(p)
}

// Part returns p of m, rounded half away from zero: a weighted amount, a tax. It takes out
// whole multiples of 100 % first, so that no product overflows the int64.
func (m Money) Part(p Percent) Money {
	const den = int64(Hundred)
	rest, half := m.Minor%den*int64(p), den/2
	if rest < 0 {
		half = -half
	}
	return Money{m.Minor/den*int64(p) + (rest+half)/den, m.Currency}
}

// Percent is a share in hundredths of a percent: 1500 is 15 %, so 12.5 % is exact.
type Percent int

// Hundredths of a percent, for printing.
func (p Percent) Hundredths() int { return int(p) }

// Hundred is 100 %.
const Hundred Percent = 10000

// Totals adds amounts up currency by currency; the key is the currency, the value its
// minor units.
type Totals map[string]int64

// Add adds m to the sum of its currency.
func (t Totals) Add(m Money) {
	if !m.Zero() {
		t[m.Currency] += m.Minor
	}
}

// Money lists the sums in the order of their currency codes.
func (t Totals) Money() []Money {
	list := make([]Money, 0, len(t))
	for currency, minor := range t {
		list = append(list, Money{minor, currency})
	}
	slices.SortFunc(list, func(a, b Money) int { return cmp.Compare(a.Currency, b.Currency) })
	return list
}
