package phrase

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"dealdesk/sales"
)

// maxMinor is the largest amount accepted, in minor units: ten thousand billion of a
// currency with cents. Sums of thousands of them still fit an int64.
const maxMinor = 1e15

// sign is a sign of a currency, folded, and the codes it may mean, the usual one first. The
// caller's own currency is preferred if it is among them.
type sign struct {
	text  string
	codes []string
}

var (
	dollars = []string{"USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MXN"}
	yuan    = []string{"CNY", "HKD", "TWD", "SGD", "JPY"}
)

// signs by their first rune; a longer sign comes before its own beginning.
var signs = map[rune][]sign{
	'$': {{"$", dollars}}, '¥': {{"¥", []string{"CNY", "JPY"}}}, '€': {{"€", []string{"EUR"}}}, '£': {{"£", []string{"GBP"}}},
	'₩': {{"₩", []string{"KRW"}}}, '₹': {{"₹", []string{"INR"}}}, '₫': {{"₫", []string{"VND"}}}, '฿': {{"฿", []string{"THB"}}},
	'₱': {{"₱", []string{"PHP"}}},
	'u': {{"us$", []string{"USD"}}}, 'h': {{"hk$", []string{"HKD"}}}, 's': {{"s$", []string{"SGD"}}}, 'r': {{"r$", []string{"BRL"}}},
	'n': {{"nt$", []string{"TWD"}}, {"nz$", []string{"NZD"}}}, 'm': {{"mx$", []string{"MXN"}}}, 'z': {{"zł", []string{"PLN"}}},
	'a': {{"a$", []string{"AUD"}}, {"au$", []string{"AUD"}}}, 'c': {{"c$", []string{"CAD"}}, {"ca$", []string{"CAD"}}},
	'元': {{"元整", yuan}, {"元", yuan}}, '块': {{"块钱", yuan}, {"块", yuan}}, '圆': {{"圆", yuan}},
	'人': {{"人民币", []string{"CNY"}}}, '欧': {{"欧元", []string{"EUR"}}}, '英': {{"英镑", []string{"GBP"}}},
	'美': {{"美元", []string{"USD"}}, {"美金", []string{"USD"}}, {"美刀", []string{"USD"}}},
	'日': {{"日元", []string{"JPY"}}, {"日圆", []string{"JPY"}}}, '円': {{"円", []string{"JPY"}}},
	'港': {{"港币", []string{"HKD"}}, {"港元", []string{"HKD"}}}, '台': {{"台币", []string{"TWD"}}},
	'新': {{"新台币", []string{"TWD"}}, {"新加坡元", []string{"SGD"}}, {"新西兰元", []string{"NZD"}}, {"新币", []string{"SGD"}}},
	'澳': {{"澳元", []string{"AUD"}}, {"澳币", []string{"AUD"}}}, '加': {{"加元", []string{"CAD"}}, {"加币", []string{"CAD"}}},
	'瑞': {{"瑞士法郎", []string{"CHF"}}, {"瑞郎", []string{"CHF"}}}, '韩': {{"韩元", []string{"KRW"}}, {"韩币", []string{"KRW"}}},
	'卢': {{"卢比", []string{"INR"}}}, '泰': {{"泰铢", []string{"THB"}}}, '越': {{"越南盾", []string{"VND"}}}, '林': {{"林吉特", []string{"MYR"}}},
}

// currencyWords are names of currencies in letters; three-letter codes need no entry.
var currencyWords = map[string][]string{
	"rmb": {"CNY"}, "yuan": {"CNY"}, "renminbi": {"CNY"}, "kuai": {"CNY"},
	"dollar": dollars, "dollars": dollars, "bucks": dollars, "euro": {"EUR"}, "euros": {"EUR"},
	"pound": {"GBP"}, "pounds": {"GBP"}, "quid": {"GBP"}, "yen": {"JPY"}, "won": {"KRW"}, "rupees": {"INR"},
	"francs": {"CHF"}, "baht": {"THB"}, "dong": {"VND"}, "ringgit": {"MYR"}, "rm": {"MYR"},
}

// Money reads a whole string as an amount: 120k, 1.2m, 12万, 1.2亿, 1.5w, 两百万,
// ¥1,200.50, ￥１２０，０００, 3万美元, USD 12,000, or a bare number. An amount without a
// currency is in defaultCurrency; "$" and "元" mean the caller's own dollar or yuan if
// there is one.
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
		if _, _, wrong := c.money(defaultCurrency); wrong.code == "" && c.done() {
			return sales.Money{}, no("money.not_positive", text)
		}
		return sales.Money{}, no("money.not_understood", text)
	}
	m, _, wrong := c.money(defaultCurrency)
	if wrong.code == "money.not_understood" {
		return sales.Money{}, notMoney(text)
	} else if wrong.code != "" {
		return sales.Money{}, wrong.problem()
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
	if more, how, wrong := c.money(defaultCurrency); wrong.code == "" && how.currency && more.Currency != m.Currency {
		return sales.Money{}, no("money.two_currencies", text)
	}
	return sales.Money{}, notMoney(text)
}

// Currency reads a whole string as a currency: GBP, £, 英镑. "$" and "元" are own if that is a
// dollar or yuan.
func Currency(s, own string) (string, error) {
	c := scan{s: strings.TrimFunc(s, isSpace)}
	codes, ok := c.currency(true)
	if !ok || !c.done() {
		return "", sales.No("amount.currency_unknown", "Currency", c.s)
	}
	return agree(codes, codes, own), nil
}

func notMoney(text string) error {
	if code := unknownCurrency(text); code != "" {
		return no("money.unknown_currency", text, "Currency", code)
	}
	for _, limit := range bounds {
		if n := len(limit); len(text) > n && strings.EqualFold(text[:n], limit) {
			try := strings.TrimSpace(text[n:])
			c := scan{s: try}
			if _, _, wrong := c.money("USD"); wrong.code == "" && c.done() {
				return no("money.limit", text, "Try", try)
			}
		}
	}
	return no("money.not_understood", text)
}

// written says how an amount was written, which decides whether a number in a note is an
// amount.
type written struct {
	currency bool // with a sign, name or code
	marked   bool // with a magnitude
	minute   bool // like "20m"
}

// amiss says why something is no amount. It becomes a Problem only if the person is told:
// most numbers in a note are not amounts.
type amiss struct{ code, text, currency string }

func (a amiss) problem() error {
	if a.currency == "" {
		return no(a.code, a.text)
	}
	if places, ok := sales.Exponent(a.currency); ok {
		return no(a.code, a.text, "Currency", a.currency, "Places", places)
	}
	return no(a.code, a.text, "Currency", a.currency)
}

// money reads the amount at the cursor and passes it; on failure the cursor may be
// anywhere.
func (c *scan) money(own string) (sales.Money, written, amiss) {
	at := c.i
	before, foundBefore := c.currency(true)
	if foundBefore {
		c.spaces()
	}
	a, ok := c.amount()
	if !ok || !c.numberEnds() {
		return sales.Money{}, written{}, amiss{code: "money.not_understood", text: c.s[at:]}
	}
	end := c.i
	c.spaces()
	after, foundAfter := c.currency(false)
	if !foundAfter {
		c.i = end
	}
	text := c.s[at:c.i]
	how := written{foundBefore || foundAfter, a.marked, a.minute}
	if a.odd {
		return sales.Money{}, how, amiss{code: "money.odd_commas", text: text}
	}
	code := own
	switch {
	case foundBefore && foundAfter:
		if code = agree(before, after, own); code == "" {
			return sales.Money{}, how, amiss{code: "money.two_currencies", text: text}
		}
	case foundBefore:
		code = agree(before, before, own)
	case foundAfter:
		code = agree(after, after, own)
	}
	if places, _ := sales.Exponent(code); a.three && places < 3 {
		return sales.Money{}, how, amiss{code: "money.odd_commas", text: text}
	}
	m, wrong := minor(a.value, code, text)
	return m, how, wrong
}

// goesOn matches words behind a number that may belong to it: 30 000, 30 m.
var goesOn = regexp.MustCompile(`^(?i:\d{3}|[mb]|lakhs?|crores?)([\s,.;，。；]|$)`)

// agree picks the currency that two signs mean together: the caller's own, or else what one
// of them usually means; "" if they contradict each other.
func agree(a, b []string, own string) string {
	for _, code := range [...]string{own, a[0], b[0]} {
		if slices.Contains(a, code) && slices.Contains(b, code) {
			return code
		}
	}
	return ""
}

// currency reads a sign, a name or a code. Before a number, letters may touch it (usd120k);
// after it, the word must end.
func (c *scan) currency(front bool) (codes []string, ok bool) {
	r, _ := c.peek()
	if letter(r) && (letter(c.before()) || front && digit(c.before())) {
		return nil, false
	}
	at := c.i
	for _, sign := range signs[r] {
		if c.eat(sign.text) {
			if c.at('旦') || c.at('宵') { // 元旦前
				break
			}
			return sign.codes, true
		}
	}
	c.i = at
	for letter(r) && c.i-at < 3*9 {
		c.next()
		r, _ = c.peek()
	}
	if c.i > at && (front || c.edge()) {
		name := strings.Map(fold, c.s[at:c.i])
		if codes, ok := currencyWords[name]; ok {
			return codes, true
		}
		code := strings.ToUpper(name)
		if sales.Usual(code) {
			return []string{code}, true
		}
	}
	c.i = at
	return nil, false
}

// unknownCurrency finds the code in "5k RUB": three capitals with at most a magnitude beside
// them.
func unknownCurrency(text string) string {
	letters := strings.FieldsFunc(text, func(r rune) bool { return !letter(fold(r)) })
	if len(letters) > 2 || strings.IndexFunc(text, func(r rune) bool { return digit(fold(r)) }) < 0 {
		return ""
	}
	for _, w := range letters {
		if !sales.Usual(w) && len(w) == 3 && w == strings.ToUpper(w) {
			return w
		}
	}
	return ""
}

// numberEnds refuses a number that continues as something else: 1e6, 1.2.3, 15%, 3-5.
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
	_, ok := c.currency(false) // 120USD
	c.i = end
	return ok
}

func minor(v decimal.Decimal, currency, text string) (sales.Money, amiss) {
	places, ok := sales.Exponent(currency)
	if !ok {
		return sales.Money{}, amiss{"money.unknown_currency", text, currency}
	}
	v = v.Shift(int32(places))
	switch {
	case v.Sign() <= 0:
		return sales.Money{}, amiss{code: "money.not_positive", text: text}
	case v.GreaterThan(decimal.New(maxMinor, 0)):
		return sales.Money{}, amiss{code: "money.too_large", text: text}
	case !v.IsInteger():
		return sales.Money{}, amiss{"money.too_precise", text, currency}
	}
	return sales.Money{Minor: v.IntPart(), Currency: currency}, amiss{}
}

// moneyRange is an amount that may be either of two: 5-6k, 5到6万.
var moneyRange = reads(`(?i)\d(?:k|m|万)?(?:-|–|~|到|至)\d[\d.]*(?:k|m|万|亿)$`)

// unread reports whether a word is no part of a deal's name but an amount or, as the last one, a day that
// was not read as such.
func unread(word string, last bool) bool {
	_, month := months[strings.ToLower(strings.TrimRight(word, "."))]
	return moneyRange.MatchString(word) || last && month
}

// MoneyCame reports whether words behind an advance tell of a payment, which is an advance as well: "advance Acme
// payment of 5k received".
func MoneyCame(words string) bool { return moneyCame.MatchString(plainly(words)) }

var moneyCame = reads(`^((an?|the|of|first|down|advance|pre-?|part|partial|their|our|final) )*(pre-?)?(payments?|deposit|` +
	`instal?ments?|invoice|money|` +
	`retainer|cash|funds)\b|\b(paid|wired|transferred)( us)? \W?\d|^(项目|工程|预付|首付|尾|货|合同|定金|进度|服务|回)?款|^(定金|订金|首付|回款|预付)|\d+(千|万|` +
	`百|k)?元?(已经?)?(到账|到帐|入账)`)

// amountBehind finds an amount, but not the one it was before: the second of 从120万加到132万. One that it grows or
// shrinks by has its sign: +10k, -5万. It is "" if either of two is meant, or a part or a bound of the amount.
func amountBehind(rest string) (text string, found bool) {
	if eitherAmount.MatchString(rest) {
		return "", true
	}
	c, all := scan{s: rest}, 0
	for !c.done() {
		c.spaces()
		at := c.i
		if r, _ := c.peek(); digit(r) || numeral(r) > 0 || power(r) == 1 || strings.ContainsRune("$¥£€", r) {
			m, how, wrong := c.money("CNY")
			if wrong.code == "money.odd_commas" {
				return "", true
			}
			if wrong.code == "" && (how.currency || how.marked || m.Minor >= leastBare) {
				before, behind := endOfText(rest[:at]), rest[c.i:]
				if text, found, all = rest[at:c.i], true, all+1; wasBefore.MatchString(before) || isNow.MatchString(behind) {
					continue
				}
				if partBefore.MatchString(before) || partBehind.MatchString(behind) {
					return "", true
				}
				if by := amountBy(before); all == 1 && !namesAmount(behind) {
					text = by + text
				}
				return text, true
			}
			c.i = at
		}
		c.pass()
	}
	return text, found
}

// namesAmount reports whether a text goes on to another amount: "up by 10k to 130k".
func namesAmount(text string) bool {
	_, found := amountBehind(text)
	return found
}

// amountBy is the sign of an amount that the words before it add or take off, "" for none.
func amountBy(before string) string {
	switch {
	case amountAdds.MatchString(before):
		return "+"
	case amountTakes.MatchString(before):
		return "-"
	}
	return ""
}

var (
	eitherAmount = reads(`(?i)[一二三四五六七八九][一二三四五六七八九][十百千]?[万亿]|[一二三四五六七八九\d万][-~到至][一二三四五六七八九\d][\d十百千]*[万亿]|` +
		`[£$€]?\d[\d.]*[km]?(?: ?[-–~] ?| or )[£$€]?\d[\d.]*[km]\b`)
	wasBefore  = reads(`(?i)(?:从|由|原来是?|原先是?|之前是?|本来是?|\bfrom|\bwas)\s*$`)
	isNow      = reads(`(?i)^\s*(?:改成|改为|改到|变成|变为|调到|调整到|涨到|降到|->|→|now\s\S*\d)`)
	partBefore = reads(`(?i)(?:不到|不足|超过|超|至少|最多|接近|将近|小于|大于|首付|预付|定金|订金|首期|每月|每年|\b(?:more|less) than|\bat (?:least|most)|\bover|` +
		`\bunder|\babove|\bbelow|\balmost|\bnearly)\s*$`)
	partBehind = reads(`(?i)^\s*(?:(?:per|a|each|every|/) ?(?:year|month|week|seat|user|quarter|site)s?\b|/|monthly|yearly|annually|` +
		`up ?front|` +
		`down payment|deposit|to (?:our|the|their|a|an)\b|每|一年|一个?月|以上|以下|首付|定金)`)
	amountAdds = reads(`(?i)(?:\+|\bplus|\b(?:up|grew|grown|increased?|raised?|rose) by|\badd|(?:增加|再加|加|上调|上浮|多|涨|提高|增)了?)\s*$`)
	// A minus is one behind no number: 130-150k is none.
	amountTakes = reads(`(?i)(?:(?:^|[^\d\w])[-−]|负|\bminus|\b(?:down|shrunk|shrank|decreased?|reduced?|lowered?|cut|less) by|` +
		`\bless|(?:减少|减|少|下调|降低|降|砍)了?)\s*$`)
)
