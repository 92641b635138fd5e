package phrase

import (
	"strings"

	"github.com/shopspring/decimal"

	"dealdesk/sales"
)

// LeadingDiscount reads the discount at the start of a text and returns the byte where it
// ends, for commands in which a reason or other words follow: "15% rival cut the price",
// "九折 对手降价". It understands 15%, 15, 12.5 %, 百分之十五, 15个点, and the Chinese way of
// naming what is left to pay: 九折 is 10 % off, 八五折, 85折 and 8.5折 are 15 % off.
//
// Problems: percent.not_understood, percent.not_positive, percent.too_large (100 % and
// more), percent.too_precise (more than two decimals), percent.fraction (0.15 alone:
// 15 % or 0.15 %?).
func LeadingDiscount(s string) (p sales.Percent, end int, err error) {
	c := scan{s: s}
	c.spaces()
	c.eatAny("打", "优惠", "降价", "降", "减")
	c.spaces()
	share := c.eat("百分之")
	negative := c.eat("-")
	v, ok := c.share()
	if !ok {
		return 0, 0, no("percent.not_understood", s)
	}
	afterNumber := c.i
	c.spaces()
	fold := false
	switch {
	case share:
		c.i = afterNumber
	case c.eatAny("%", "％", "个百分点", "百分点", "个点") >= 0, c.eatWord("percent", "pct"):
	case c.eat("折"):
		fold = true
	default:
		c.i = afterNumber
		if c.edge() && !c.numberEnds() || !c.edge() {
			return 0, 0, no("percent.not_understood", s)
		}
		if v.IsPositive() && v.LessThan(decimal.NewFromInt(1)) {
			return 0, 0, no("percent.fraction", v.String(), "Share", v.Shift(2).String())
		}
	}
	at := c.i
	if c.spaces(); !c.eatWord("off", "discount") {
		c.i = at
	}
	text := s[:c.i]
	if fold {
		if v, ok = folded(v); !ok {
			return 0, 0, no("percent.not_understood", text)
		}
	}
	v = v.Shift(2)
	switch {
	case negative || v.Sign() <= 0:
		return 0, 0, no("percent.not_positive", text)
	case v.GreaterThanOrEqual(decimal.NewFromInt(int64(sales.Hundred))):
		return 0, 0, no("percent.too_large", text)
	case !v.IsInteger():
		return 0, 0, no("percent.too_precise", text)
	}
	return sales.Percent(v.IntPart()), c.i, nil
}

// folded turns the share left to pay into the share taken off: 9折 and 90折 leave nine
// tenths, 85折 and 8.5折 leave 85 %.
func folded(v decimal.Decimal) (decimal.Decimal, bool) {
	if v.LessThanOrEqual(decimal.NewFromInt(10)) {
		v = v.Shift(1)
	}
	hundred := decimal.NewFromInt(100)
	return hundred.Sub(v), v.LessThanOrEqual(hundred)
}

// share reads 15, 12.5, 十五, 八五 (as in 八五折), 八点五, 对 (对折).
func (c *scan) share() (decimal.Decimal, bool) {
	if c.eat("对") || c.eat("半") {
		r, _ := c.peek()
		return decimal.NewFromInt(5), r == '折'
	}
	at := c.i
	var text strings.Builder
	point := false
	for text.Len() < maxDigits {
		r, n := c.peek()
		d := numeral(r)
		if digit(r) {
			d = int(r - '0')
		}
		if d < 0 {
			if point || text.Len() == 0 || r != '.' && r != '点' {
				break
			}
			after := scan{c.s, c.i + n}
			if f, _ := after.peek(); !digit(f) && numeral(f) < 0 {
				break
			}
			point = true
			text.WriteByte('.')
		} else {
			text.WriteByte('0' + byte(d))
		}
		c.i += n
	}
	if r, _ := c.peek(); power(r) == 1 && !point { // 十五, 二十五
		c.i = at
		v, ok := c.integer()
		return decimal.NewFromInt(int64(v)), ok
	}
	v, err := decimal.NewFromString(text.String())
	return v, err == nil
}
