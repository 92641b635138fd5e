package phrase

import (
	"strings"

	"github.com/shopspring/decimal"
)

// maxDigits bounds every number read: longer runs of digits are not an amount of anything.
const maxDigits = 40

// digits reads up to max ASCII or full-width digits; count is 0 if there are none or more
// than max.
func (c *scan) digits(max int) (value, count int) {
	at := c.i
	for {
		r, n := c.peek()
		if !digit(r) {
			return value, count
		}
		if count++; count > max {
			c.i = at
			return 0, 0
		}
		value = value*10 + int(r-'0')
		c.i += n
	}
}

// numeral returns the digit a Chinese numeral stands for, or -1.
func numeral(r rune) int {
	switch r {
	case '零':
		return 0
	case '一', '壹':
		return 1
	case '二', '两', '贰':
		return 2
	case '三', '叁':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// power returns the power of ten a Chinese unit stands for, or 0.
func power(r rune) int {
	switch r {
	case '十', '拾':
		return 1
	case '百', '佰':
		return 2
	case '千', '仟':
		return 3
	case '万', 'w':
		return 4
	case '亿':
		return 8
	}
	return 0
}

// integer reads a small whole number, 20 or 二十, as in dates and durations.
func (c *scan) integer() (int, bool) {
	if v, n := c.digits(6); n > 0 {
		return v, true
	}
	at, total, cur, last := c.i, 0, -1, 4
	for {
		r, n := c.peek()
		if d := numeral(r); d >= 0 && cur < 1 {
			cur = d
		} else if p := power(r); 0 < p && p < last && r != 'w' && (cur > 0 || p == 1 && cur < 0) {
			last = p
			total += max(cur, 1) * [...]int{1, 10, 100, 1000}[p]
			cur = -1
		} else {
			break
		}
		c.i += n
	}
	return total + max(cur, 0), c.i > at
}

// year reads 2026 or 二〇二六, without 年.
func (c *scan) year() (int, bool) {
	at := c.i
	if v, n := c.digits(4); n == 4 {
		return v, true
	} else if n > 0 {
		c.i = at
		return 0, false
	}
	v := 0
	for k := 0; k < 4; k++ {
		r, n := c.peek()
		d := numeral(r)
		if d < 0 {
			c.i = at
			return 0, false
		}
		v = v*10 + d
		c.i += n
	}
	return v, true
}

// amount is a number as money has it. Marked means a magnitude was written (k, 万).
type amount struct {
	value  decimal.Decimal
	marked bool
	minute bool // a whole number with a small m: in a log that is minutes
	odd    bool // its commas are in odd places
	three  bool // 1.000: one, or a thousand
	round  bool // 5.000k: nobody writes the noughts of five thousand
}

// amount reads 1,200.50, 120k, 1.2m, 1.5w, 12万, 3千5百万, 两百万, 十二万五千, 3万5.
func (c *scan) amount() (amount, bool) {
	if a, ok := c.pointed(); ok {
		return a, true
	}
	at := c.i
	r := amountReader{scan: c, high: 99}
	for r.terms < maxTerms {
		start := c.i
		t, ok := r.term()
		if !ok || !r.follows(t.power) {
			c.i = start
			break
		}
		if t.decimals > 0 && r.terms > 0 {
			c.i = at
			return r.found, false
		}
		if r.counts(t) {
			c.i = start
			break
		}
		r.add(t)
		if t.power == 0 || t.unit == 'w' {
			break
		}
	}
	if c.i == at {
		return r.found, false
	}
	r.found.value = r.sum.Add(r.section)
	if r.last == 0 {
		c.magnitude(&r.found)
	}
	r.found.three = r.found.three && (!r.found.marked || r.found.round)
	return r.found, true
}

// pointed reads Chinese numerals with a point: 十二点五万. Without a magnitude 三点五 may be an hour.
func (c *scan) pointed() (amount, bool) {
	at := c.i
	if first, _ := c.peek(); digit(first) {
		return amount{}, false
	}
	whole, ok := c.integer()
	if !ok || !c.eat("点") {
		c.i = at
		return amount{}, false
	}
	value, places := int64(whole), int32(0)
	r, n := c.peek()
	for ; numeral(r) >= 0 && places < 4; r, n = c.peek() {
		value, places = value*10+int64(numeral(r)), places+1
		c.i += n
	}
	if places == 0 || power(r) < 4 || r == 'w' {
		c.i = at
		return amount{}, false
	}
	c.i += n
	return amount{value: decimal.New(value, int32(power(r))-places), marked: true}, true
}

// maxTerms is how many terms an amount may have.
const maxTerms = 10

// amountReader adds up an amount term by term: 3千|5百|万.
type amountReader struct {
	*scan
	found        amount
	sum, section decimal.Decimal // section is what the next 万 or 亿 multiplies
	last, high   int             // powers of the last unit, and of the last 万 or 亿
	terms        int
}

// term is a coefficient and its unit: 3千, 5百, or 2 alone.
type term struct {
	value            decimal.Decimal
	decimals, digits int
	zero             bool // 零 stands before it
	unit             rune // the rune after the coefficient
	width            int  // bytes of unit
	power            int  // of ten; 0 if unit is no unit
}

// term reads one term up to its unit.
func (r *amountReader) term() (t term, ok bool) {
	t.zero = r.eat("零")
	t.value, t.decimals, t.digits, ok = r.coefficient(&r.found)
	t.unit, t.width = r.peek()
	t.power = power(t.unit)
	if t.unit == 'w' && !(&scan{r.s, r.i + t.width}).edge() { // 5w is 五万, 5 weeks is not
		t.power = 0
	}
	switch {
	case ok || t.zero:
	case t.power == 1 && (r.terms == 0 || r.last > 1): // 十二万, 一百十二
		t.value, ok = decimal.NewFromInt(1), true
	case t.power >= 4 && r.terms > 0 && t.power != r.last: // 3百|万
		t.value, ok = decimal.Decimal{}, true
	}
	return t, ok
}

// follows reports whether a unit may follow the last one: 三千五百 but not 五百三千. 亿 may
// follow 万, which it multiplies.
func (r *amountReader) follows(power int) bool {
	if power >= 4 {
		return power < r.high || power == 8 && r.high == 4
	}
	return power == 0 || r.last == 0 || r.last >= 4 || power < r.last
}

// counts reports whether a term after others begins something else: 15万|12月20日.
func (r *amountReader) counts(t term) bool {
	return t.power == 0 && r.terms > 0 && t.width > 0 && strings.ContainsRune("月日号年天周点时分个", t.unit)
}

// add adds a term and passes its unit.
func (r *amountReader) add(t term) {
	r.terms++
	switch {
	case t.power == 0:
		if t.digits == 1 && r.last > 1 && !t.zero { // 3万5 is 35,000, 三千五 is 3,500, 一万零五 is 10,005
			t.value = t.value.Shift(int32(r.last - 1))
		}
		r.section = r.section.Add(t.value)
		return
	case t.power < 4:
		r.section = r.section.Add(t.value.Shift(int32(t.power)))
	case t.power == 8:
		r.sum, r.section = r.sum.Add(r.section).Add(t.value).Shift(8), decimal.Decimal{}
	default:
		r.sum, r.section = r.sum.Add(r.section.Add(t.value).Shift(4)), decimal.Decimal{}
	}
	r.i += t.width
	if r.last = t.power; t.power >= 4 {
		r.high, r.found.marked = t.power, true
	}
}

// coefficient reads digits with commas and decimals, or one Chinese numeral. n counts
// its digits.
func (c *scan) coefficient(a *amount) (v decimal.Decimal, decimals, n int, ok bool) {
	r, width := c.peek()
	if d := numeral(r); d > 0 {
		c.i += width
		return decimal.NewFromInt(int64(d)), 0, 1, true
	}
	decimals = -1 // until there is a point
	if !digit(r) {
		return v, 0, 0, false
	}
	start := c.i
	group, grouped := 0, false // digits since the last comma
	mantissa := int64(0)       // correct up to 18 digits
	for {
		r, width = c.peek()
		if digit(r) {
			mantissa = mantissa*10 + int64(r-'0')
			if decimals >= 0 {
				decimals++
			}
			n++
			group++
			if c.i += width; n > maxDigits {
				return v, 0, 0, false
			}
			continue
		}
		after := scan{c.s, c.i + width}
		follows, _ := after.peek()
		if !digit(follows) || r != ',' && r != '.' || decimals >= 0 && r == '.' {
			break
		}
		if r == '.' {
			a.odd = a.odd || grouped && group != 3
			decimals, grouped, group = 0, false, 0
		} else {
			a.odd = a.odd || decimals >= 0 || group > 3 || grouped && group != 3
			grouped, group = true, 0
		}
		c.i += width
	}
	a.odd = a.odd || grouped && group != 3
	decimals = max(decimals, 0)
	a.three = decimals == 3 && n > 3 && n <= 6 && mantissa >= 1000
	a.round = a.three && mantissa%10 == 0
	if n <= 18 {
		return decimal.New(mantissa, int32(-decimals)), decimals, n, true
	}
	v, err := decimal.NewFromString(strings.Map(func(r rune) rune {
		if r = fold(r); r == ',' {
			return -1
		}
		return r
	}, c.s[start:c.i]))
	return v, decimals, n, err == nil
}

// magnitude reads the k, m or bn after a plain number.
func (c *scan) magnitude(a *amount) {
	at := c.i
	c.spaces()
	spaced := c.i > at
	mark := c.i
	var w strings.Builder
	for {
		r, n := c.peek()
		if !letter(r) || w.Len() > 8 {
			break
		}
		w.WriteByte(byte(r))
		c.i += n
	}
	shift := int32(0)
	switch w.String() {
	case "k", "thousand", "grand":
		shift = 3
	case "m", "mn", "mio", "mil", "million":
		shift = 6
	case "b", "bn", "billion":
		shift = 9
	}
	if shift == 0 || !c.edge() || spaced && c.i == mark+1 && shift != 3 || c.s[mark] == 'G' { // 5 m is metres, 3 Grand Hotels a name
		c.i = at
		return
	}
	a.marked = true
	a.minute = c.s[mark:c.i] == "m" && a.value.IsInteger()
	a.value = a.value.Shift(shift)
}

// numberBehind reports whether a number stands at the start of a text.
func numberBehind(text string) bool {
	r, _ := (&scan{s: strings.TrimLeft(text, " ")}).peek()
	return digit(r)
}
