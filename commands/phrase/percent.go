package phrase

import (
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"dealdesk/sales"
)

// LeadingDiscount reads the discount at the start of a text and returns the byte where it
// ends, for commands in which a reason or other words follow: "15% rival cut the price",
// "九折 对手降价". It understands 15%, 15, 12.5 %, 百分之十五, 15个点, and the Chinese way of
// naming what is left to pay: 九折 is 10 % off, 八五折, 85折 and 8.5折 are 15 % off. The words of a sentence
// may stand around it: "knock 10% off", 便宜10个点.
//
// Problems: percent.not_understood, percent.not_positive, percent.too_large (100 % and
// more), percent.too_precise (more than two decimals), percent.fraction (0.15 alone:
// 15 % or 0.15 %?).
func LeadingDiscount(s string) (p sales.Percent, end int, err error) {
	p, end, _, err = leadingDiscount(s)
	return p, end, err
}

// leadingDiscount is LeadingDiscount. more reports that it was said to come on top of something: 再降5个点.
func leadingDiscount(s string) (p sales.Percent, end int, more bool, err error) {
	c := scan{s: s}
	c.spaces()
	more, said := c.discountLead()
	share := c.eat("百分之")
	negative := c.eat("-")
	v, ok := c.share()
	if !ok {
		n, spoken := c.spokenNumber()
		at := c.i
		if ok = spoken && c.percentSign() >= 0; !ok {
			return 0, 0, false, no("percent.not_understood", s)
		}
		v, c.i = decimal.NewFromInt(int64(n)), at
	}
	afterNumber := c.i
	fold, marked := false, share
	switch {
	case share:
	case c.percentSign() >= 0:
		marked = true
	case c.foldBehind():
		fold, marked = true, true
	default:
		c.i = afterNumber
		if c.edge() && !c.numberEnds() || !c.edge() {
			return 0, 0, false, no("percent.not_understood", s)
		}
		if v.IsPositive() && v.LessThan(decimal.NewFromInt(1)) {
			return 0, 0, false, no("percent.fraction", v.String(), "Share", v.Shift(2).String())
		}
	}
	if !c.discountTail() && !marked && said {
		return 0, 0, false, no("percent.not_understood", s)
	}
	text := s[:c.i]
	if fold {
		if v, ok = folded(v); !ok {
			return 0, 0, false, no("percent.not_understood", text)
		}
	}
	v = v.Shift(2)
	switch {
	case negative || v.Sign() <= 0:
		return 0, 0, false, no("percent.not_positive", text)
	case v.GreaterThanOrEqual(decimal.NewFromInt(int64(sales.Hundred))):
		return 0, 0, false, no("percent.too_large", text)
	case !v.IsInteger():
		return 0, 0, false, no("percent.too_precise", text)
	}
	return sales.Percent(v.IntPart()), c.i, more, nil
}

// discountVerbs announce a discount; behind one, a number alone is none: give them 15.
var (
	discountVerbs = []string{"please", "knock", "give", "take", "cut", "drop", "lower", "reduce", "shave", "offer", "offering",
		"ask for", "asking for",
		"request", "requesting", "need", "want", "let", "go down", "come down", "down", "discount", "a discount", "a",
		"the price", "price", "prices", "them", "him", "her", "it", "the customer", "customer", "have", "by", "of", "to get", "get", "for"}
	discountHan = []string{"申请", "想要", "需要", "给他们", "给客户", "给对方", "给他", "给她", "给到", "给个", "给", "打个", "打折", "打", "便宜", "让利", "让",
		"少", "下调", "下浮", "折扣", "折让", "要"}
	moreWords = []string{"another", "an extra", "extra", "a further", "further", "an additional", "additional"}
)

// discountLead passes the words in front of a discount: "knock", 便宜, 再降. said reports whether the number
// behind them has to be marked as a share.
func (c *scan) discountLead() (more, said bool) {
	c.eatAny("优惠", "降价", "降", "减")
	c.spaces()
	for at := -1; at != c.i; {
		at = c.i
		if c.eatWord(moreWords...) || c.eatAny("再", "额外") >= 0 {
			more = true
			c.eatAny("优惠", "降价", "降了", "降", "减", "打", "让")
		}
		if c.eatWord(discountVerbs...) || c.eatAny(discountHan...) >= 0 || c.eatAny("优惠", "降价", "降了", "降", "减") >= 0 {
			said = true
		}
		c.eat("了")
		c.skip(" :")
	}
	return more, said || more
}

// percentSign reads the sign of a share, or the word for it.
func (c *scan) percentSign() int {
	at := c.i
	if c.spaces(); c.eatWord("percent", "per cent", "pct", "percents", "precent", "persent", "percnt") {
		return 0
	}
	k := c.eatAny("%", "个百分点", "百分点", "个点", "点")
	if k < 0 {
		c.i = at
	}
	return k
}

func (c *scan) foldBehind() bool { c.spaces(); return c.eat("折") }

// discountTail passes what stands behind a discount and says that it is one.
func (c *scan) discountTail() bool {
	at := c.i
	if c.spaces(); c.eatWord("off the list price", "off the price", "off list price", "off list", "off", "discount") ||
		c.eatAny("的折扣", "折扣", "的优惠", "优惠") >= 0 {
		return true
	}
	c.i = at
	return false
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

// BareShare is a number that asks for a discount without a sign: 85 may be what is left to pay or what is
// taken off.
type BareShare struct {
	Text      string
	Left, Off sales.Percent // the discount, if the number is what is left, and if it is what is taken off
	End       int
	han       bool // in Chinese numerals
}

// Doubtful reports whether a reader may mean the other one: in Chinese any number, elsewhere more than half off.
func (b BareShare) Doubtful(language string) bool {
	return b.han || strings.HasPrefix(language, "zh") || b.Off > sales.Hundred/2
}

// LeadingBare reads a number alone at the start of a text that LeadingDiscount would take for a discount.
func LeadingBare(s string) (b BareShare, ok bool) {
	c := termReader{scan: scan{s: s}}
	c.spaces()
	from := c.i
	v, ok := c.scan.share()
	if !ok || c.unit() {
		return b, false
	}
	b.End, b.Text = c.i, s[from:c.i]
	if c.percentSign() >= 0 || c.foldBehind() || c.discountTail() {
		return b, false
	}
	if c.i = b.End; !c.edge() || !c.numberEnds() {
		return b, false
	}
	if v.LessThan(decimal.NewFromInt(1)) {
		v = v.Shift(2)
	}
	left, _ := folded(v)
	b.han = strings.ContainsFunc(b.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	for _, one := range [...]struct {
		to *sales.Percent
		v  decimal.Decimal
	}{{&b.Left, left.Shift(2)}, {&b.Off, v.Shift(2)}} {
		if !one.v.IsInteger() || !one.v.IsPositive() || one.v.GreaterThanOrEqual(decimal.NewFromInt(int64(sales.Hundred))) {
			return b, false
		}
		*one.to = sales.Percent(one.v.IntPart())
	}
	asked, _, err := Terms(s, sales.Offer{})
	return b, b.Left != b.Off && (err != nil || asked.Discount == b.Off) // 2 free months
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
