package lang

import (
	"fmt"
	"strconv"
	"strings"

	"dealdesk/chat"
)

// Number writes n with separated thousands: 12,345.
func (p Printer) Number(n int64) string { return p.decimals(n, 0) }

// decimals writes n / 10^places exactly, without a fraction of zeros: 1,200.50 and 1,200.
func (p Printer) decimals(n int64, places int) string {
	digits, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	if places == 0 && len(digits) <= 3 {
		return sign + digits
	}
	if missing := places + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	whole, fraction := digits[:len(digits)-places], digits[len(digits)-places:]
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(p.group)
		}
		b.WriteByte(whole[i])
	}
	if strings.Trim(fraction, "0") != "" {
		b.WriteString(p.decimal + fraction)
	}
	return b.String()
}

// unit is a short way to say a power of ten: {3, "k"}, {4, "万"}.
type unit struct {
	power int
	name  string
}

// units reads "3 k 6 M" from the files.
func units(list string) ([]unit, error) {
	fields := strings.Fields(list)
	if len(fields) == 0 || len(fields)%2 != 0 {
		return nil, fmt.Errorf("number.short: %q is no list of powers of ten and units", list)
	}
	var us []unit
	for i := 0; i < len(fields); i += 2 {
		power, err := strconv.Atoi(fields[i])
		if err != nil || power < 2 || power > 18 {
			return nil, fmt.Errorf("number.short: %q is no power of ten from 2 to 18", fields[i])
		}
		us = append(us, unit{power, fields[i+1]})
	}
	return us, nil
}

// Short writes a number in few characters, for charts and tables: 1.23M, 123万. It keeps
// three digits and rounds the rest half away from zero; below the language's smallest unit
// it is exact.
func (p Printer) Short(n int64) string {
	if size(n) < power(p.short[0].power) {
		return p.Number(n)
	}
	n = round(n, len(strconv.FormatInt(size(n), 10))-3)
	u := p.short[0]
	for _, larger := range p.short[1:] {
		if size(n) >= power(larger.power) {
			u = larger
		}
	}
	// Two places hold all three digits, for the value is at least one unit.
	return trimZeros(p.decimals(n/power(u.power-2), 2), p.decimal) + u.name
}

// trimZeros shortens 1.20 to 1.2.
func trimZeros(s, decimal string) string {
	if strings.Contains(s, decimal) {
		return strings.TrimRight(s, "0")
	}
	return s
}

// round to a multiple of 10^places, half away from zero.
func round(n int64, places int) int64 {
	if places <= 0 {
		return n
	}
	unit := power(places)
	rest := n % unit
	n -= rest
	switch {
	case rest >= unit/2:
		n += unit
	case -rest >= unit/2:
		n -= unit
	}
	return n
}

func size(n int64) int64 { return max(n, -n) }

func power(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// symbols are how currencies are written; one without a symbol is written as its code. The
// tables of golang.org/x/text write ¥ for the yen; here ¥ is always the yuan, and $ always
// says whose.
var symbols = map[string]string{
	"CNY": "¥", "USD": "US$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$", "SGD": "S$", "AUD": "A$", "CAD": "C$",
	"NZD": "NZ$", "MXN": "MX$", "BRL": "R$", "INR": "₹", "PHP": "₱", "THB": "฿", "JPY": "JP¥", "KRW": "₩", "VND": "₫",
	"": "",
}

// symbol is what is written before an amount.
func symbol(currency string) string {
	if s, ok := symbols[currency]; ok {
		return s
	}
	return currency + " "
}

// Money writes an amount exactly: ¥120,000, US$1,200.50.
func (p Printer) Money(m Amount) string {
	minor, currency := m.Amount()
	return signed(symbol(currency), p.decimals(minor, m.Places()))
}

// MoneyShort writes an amount in few characters, rounded, for charts and tables: ¥120k,
// ¥12万.
func (p Printer) MoneyShort(m Amount) string {
	minor, currency := m.Amount()
	return signed(symbol(currency), p.Short(round(minor, m.Places())/power(m.Places())))
}

func signed(symbol, digits string) string {
	if rest, negative := strings.CutPrefix(digits, "-"); negative {
		return "-" + symbol + rest
	}
	return symbol + digits
}

// Percent writes hundredths of a percent: 1500 is 15%, 1250 is 12.5%.
func (p Printer) Percent(hundredths int) string {
	return trimZeros(p.decimals(int64(hundredths), 2), p.decimal) + "%"
}

// Discount writes what is taken off, in hundredths of a percent, as salespeople say it:
// 15% off; 85折（优惠15%）.
func (p Printer) Discount(hundredths int) string {
	percent := chat.Safe(p.Percent(hundredths))
	switch {
	case hundredths == 0:
		return p.Plain("format.no_discount")
	case hundredths < 0 || hundredths >= 100_00:
		return p.Plain("format.discount_odd", "Percent", percent)
	}
	return p.Plain("format.discount", "Percent", percent, "Fold", chat.Safe(p.fold(100_00-hundredths)))
}

// fold is the share left to pay as Chinese counts it, in tenths: 9折 is 90 %. Two whole
// digits are written without the point, 85折, unless that would puzzle, as 15折 would:
// 8.75折, 1.5折.
func (p Printer) fold(left int) string {
	if left%1000 != 0 && left%100 == 0 && left > 2000 {
		return strconv.Itoa(left / 100)
	}
	return trimZeros(p.decimals(int64(left), 3), p.decimal)
}
