package phrase

import (
	"slices"
	"strings"

	"dealdesk/sales"

	"github.com/shopspring/decimal"
)

// maxMinor is the largest amount taken, in minor units: ten thousand billion of a
// currency with cents. Sums of thousands of them still fit an int64.
const maxMinor = 1e15

// currencies maps each sign and name of a currency, folded, to the codes it may stand
// for, the usual one first; the caller's own currency is preferred where it is among
// them. Longer ones come before those they begin with.
var currencies = []struct {
	sign  string
	codes []string
}{
	{"us$", []string{"USD"}}, {"hk$", []string{"HKD"}}, {"nt$", []string{"TWD"}}, {"a$", []string{"AUD"}},
	{"au$", []string{"AUD"}}, {"c$", []string{"CAD"}}, {"ca$", []string{"CAD"}}, {"nz$", []string{"NZD"}},
	{"s$", []string{"SGD"}}, {"r$", []string{"BRL"}}, {"mx$", []string{"MXN"}},
	{"$", []string{"USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MXN"}},
	{"¥", []string{"CNY", "JPY"}}, {"€", []string{"EUR"}}, {"£", []string{"GBP"}}, {"₩", []string{"KRW"}},
	{"₹", []string{"INR"}}, {"₫", []string{"VND"}}, {"฿", []string{"THB"}}, {"₱", []string{"PHP"}}, {"zł", []string{"PLN"}},
	{"人民币", []string{"CNY"}}, {"美元", []string{"USD"}}, {"美金", []string{"USD"}}, {"美刀", []string{"USD"}},
	{"欧元", []string{"EUR"}}, {"英镑", []string{"GBP"}}, {"日元", []string{"JPY"}}, {"日圆", []string{"JPY"}}, {"円", []string{"JPY"}},
	{"港币", []string{"HKD"}}, {"港元", []string{"HKD"}}, {"港幣", []string{"HKD"}}, {"新台币", []string{"TWD"}}, {"台币", []string{"TWD"}},
	{"新加坡元", []string{"SGD"}}, {"新币", []string{"SGD"}}, {"澳元", []string{"AUD"}}, {"澳币", []string{"AUD"}},
	{"加元", []string{"CAD"}}, {"加币", []string{"CAD"}}, {"瑞士法郎", []string{"CHF"}}, {"瑞郎", []string{"CHF"}},
	{"韩元", []string{"KRW"}}, {"韩币", []string{"KRW"}}, {"卢比", []string{"INR"}}, {"泰铢", []string{"THB"}},
	{"越南盾", []string{"VND"}}, {"林吉特", []string{"MYR"}}, {"新西兰元", []string{"NZD"}},
	{"块钱", yuan}, {"块", yuan}, {"元整", yuan}, {"元", yuan}, {"圆", yuan},
}

var yuan = []string{"CNY", "HKD", "TWD", "SGD", "JPY"}

// words for currencies, in letters; three-letter codes need no entry.
var currencyWords = map[string][]string{
	"rmb": {"CNY"}, "yuan": {"CNY"}, "renminbi": {"CNY"}, "kuai": {"CNY"},
	"dollar": dollars, "dollars": dollars, "bucks": dollars, "euro": {"EUR"}, "euros": {"EUR"},
	"pound": {"GBP"}, "pounds": {"GBP"}, "quid": {"GBP"}, "yen": {"JPY"}, "won": {"KRW"}, "rupees": {"INR"},
	"francs": {"CHF"}, "baht": {"THB"}, "dong": {"VND"}, "ringgit": {"MYR"}, "rm": {"MYR"},
}

var dollars = []string{"USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD"}

// Money reads a whole string as an amount: 120k, 1.2m, 12万, 1.2亿, 1.5w, 两百万,
// ¥1,200.50, ￥１２０，０００, 3万美元, USD 12,000, or a bare number. What names no currency
// is in defaultCurrency; "$" and "元" mean the caller's own dollar or yuan where there
// is one (R15, U2).
//
// Problems: money.not_understood, money.two_currencies, money.odd_commas,
// money.too_large, money.too_precise, money.not_positive, money.unknown_currency.
func Money(s, defaultCurrency string) (sales.Money, error) {
	if err := tooLong(s); err != nil {
		return sales.Money{}, err
	}
	text := strings.TrimFunc(s, isSpace)
	c := scan{s: text}
	c.eatAny("约", "大约", "大概", "about ", "approx ", "~")
	c.spaces()
	if r, _ := c.peek(); r == '-' {
		c.next()
		if _, _, err := c.money(defaultCurrency); err == nil && c.done() {
			return sales.Money{}, no("money.not_positive", text)
		}
		return sales.Money{}, no("money.not_understood", text)
	}
	m, _, err := c.money(defaultCurrency)
	if err != nil {
		return sales.Money{}, err.(*sales.Problem)
	}
	end := c.i
	c.spaces()
	c.eatAny("左右", "上下")
	c.skip(".。 ")
	if c.done() {
		return m, nil
	}
	c.i = end
	c.skip(" +,/、和")
	if more, how, err := c.money(defaultCurrency); err == nil && how.currency && more.Currency != m.Currency {
		return sales.Money{}, no("money.two_currencies", text)
	}
	return sales.Money{}, no("money.not_understood", text)
}

// written says how an amount was written, which decides whether it is one where
// nobody asked for one.
type written struct {
	currency bool // with a sign, name or code
	marked   bool // with a magnitude
	minute   bool // like "20m"
}

// money reads the amount at the cursor and passes it; at an error the cursor is
// anywhere.
func (c *scan) money(own string) (sales.Money, written, error) {
	at := c.i
	before, foundBefore, unknown := c.currency(true)
	if foundBefore {
		c.spaces()
	}
	a, ok := c.amount()
	if !ok || !c.numberEnds() {
		return sales.Money{}, written{}, no("money.not_understood", c.s[at:])
	}
	end := c.i
	c.spaces()
	after, foundAfter, unknownAfter := c.currency(false)
	if !foundAfter {
		c.i = end
	}
	text := c.s[at:c.i]
	how := written{foundBefore || foundAfter, a.marked, a.minute}
	if unknown += unknownAfter; unknown != "" {
		return sales.Money{}, how, no("money.unknown_currency", text, "Currency", unknown)
	}
	if a.odd {
		return sales.Money{}, how, no("money.odd_commas", text)
	}
	code := own
	switch {
	case foundBefore && foundAfter:
		if code = agree(before, after, own); code == "" {
			return sales.Money{}, how, no("money.two_currencies", text)
		}
	case foundBefore:
		code = agree(before, before, own)
	case foundAfter:
		code = agree(after, after, own)
	}
	m, err := minor(a.value, code, text)
	return m, how, err
}

// agree picks the currency both lists allow: the caller's own, else the first.
func agree(a, b []string, own string) string {
	first := ""
	for _, code := range a {
		if slices.Contains(b, code) {
			if code == own {
				return own
			}
			if first == "" {
				first = code
			}
		}
	}
	return first
}

// currency reads a sign, a name or a code. In front of a number a code is any three
// letters before a digit; behind it, three capitals: "20 per month" names none.
// unknown is a code we do not take.
func (c *scan) currency(front bool) (codes []string, ok bool, unknown string) {
	r, _ := c.peek()
	if r < 0x80 && r != '$' && !letter(r) || r == 0 || r >= 0x80 && (numeral(r) >= 0 || power(r) > 0) {
		return nil, false, ""
	}
	at := c.i
	if letter(r) && (letter(c.before()) || front && digit(c.before())) {
		return nil, false, ""
	}
	for k := range currencies {
		if cur := &currencies[k]; c.eat(cur.sign) {
			return cur.codes, true, ""
		}
	}
	if !letter(r) {
		return nil, false, ""
	}
	for letter(r) && c.i-at < 3*9 {
		c.next()
		r, _ = c.peek()
	}
	if !front && !c.edge() {
		c.i = at
		return nil, false, ""
	}
	raw := c.s[at:c.i]
	name := strings.Map(fold, raw)
	if codes, ok := currencyWords[name]; ok {
		return codes, true, ""
	}
	code := strings.ToUpper(name)
	if _, ok := sales.Exponent(code); ok {
		return []string{code}, true, ""
	}
	c.spaces()
	next, _ := c.peek()
	if len(name) == 3 && raw == code && (!front || digit(next)) {
		return nil, true, code
	}
	c.i = at
	return nil, false, ""
}

// numberEnds refuses a number that goes on as something else: 1e6, 1.2.3, 15%, 3-5.
func (c *scan) numberEnds() bool {
	r, n := c.peek()
	after := scan{c.s, c.i + n}
	follows, _ := after.peek()
	switch r {
	case '.', ',', '-', '/', ':', '~':
		return !digit(follows)
	case '%', '+', '*', '#', '_', '\'', '’':
		return false
	}
	if digit(r) || numeral(r) >= 0 || power(r) > 0 {
		return han(c.before()) // 15万|12月20日
	}
	if !letter(r) {
		return true
	}
	end := c.i
	_, ok, _ := c.currency(false) // 120USD
	c.i = end
	return ok
}

func minor(v decimal.Decimal, code, text string) (sales.Money, error) {
	places, ok := sales.Exponent(code)
	if !ok {
		return sales.Money{}, no("money.unknown_currency", text, "Currency", code)
	}
	v = v.Shift(int32(places))
	switch {
	case v.Sign() <= 0:
		return sales.Money{}, no("money.not_positive", text)
	case v.GreaterThan(decimal.New(maxMinor, 0)):
		return sales.Money{}, no("money.too_large", text)
	case !v.IsInteger():
		return sales.Money{}, no("money.too_precise", text, "Currency", code, "Places", places)
	}
	return sales.Money{Minor: v.IntPart(), Currency: code}, nil
}
