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
		if fold, marked = true, true; c.eat("半") && v.LessThan(decimal.NewFromInt(10)) { // 八折半
			v = v.Add(decimal.NewFromFloat(0.5))
		}
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
		slip := v.GreaterThan(decimal.NewFromInt(10)) && v.LessThan(decimal.NewFromInt(20)) // 十五折 may be meant as 15 % off
		if v, ok = folded(v); !ok || slip {
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

var (
	discountSaid  = reads(`(?:申请|要)(?:个|一个)?(?:折扣|特价|优惠)|(?:折扣|特价)申请|申请.{0,12}[折%％‰]`)
	discountWords = reads(`[\s，,：:]*(?:我想|想|要|给|帮|为|请|申请|折扣|特价|优惠|一?个)+[\s，,：:]*`)
)

// discountAsked are the words by which its author asks for a discount, and how much.
var discountAsked = reads(`(?i)\b(?:get (?:me|us)|(?:i|we) need|request|ask for|apply for)\b.{0,20}?` +
	`\b(\d[\d.]*) ?(?:%|percent|per cent|pct)\s*(?:off|discount)\b|` +
	`^\W*(?:i|we)(?:['’]d| would) like (?:an? )?(\d[\d.]*) ?(?:%|percent|per cent|pct)`)

// offWords end a discount that was asked for.
var offWords = reads(`(?i)^\s*(?:off|discount)\b`)

// discountWanted is what the customer wants off, and why: "they want 15% off, rival is cheaper", 客户想要八五折.
var discountWanted = reads(`(?i)^\W*(?:(?:so|and|now|ok)\W+)*(?:they|he|she|(?:the |our )?(?:customer|client|buyer)s?|we|` +
	`i|can we|could we|shall we)?\s*` +
	`(?:would like|(?:do )?wants?|wanted|(?:is |are )?ask(?:s|ed|ing)? (?:me |us )?for|needs?|insists? on|give (?:them|him|her)|expects?|` +
	`demands?|(?:is |are )?push(?:es|ing)? for)\s+(?:an? |another )?(\d[\d.]* ?(?:%|percent|pct)) ?(?:off|discount|reduction|rebate|` +
	`price cut)\b\W*(.*)$|` +
	`^[\s\pP\pS]*(?:客户|他们?|她|对方|那边|我们?|咱们)?(?:还是?|又|就|现在)?(?:想要?|要求?|希望|需要|申请)(?:打|给|再|个)*` +
	`([一二三四五六七八九\d.]+折半?|\d[\d.]*[%％])(?:的?(?:折扣|优惠|特价))?[了吧]?[，,。.\s]*(.*)$`)

// Wishes reports whether a text tells what the customer wishes, rather than what its author asks for.
func Wishes(text string) bool { return wishes.MatchString(text) && !oursToAsk.MatchString(text) }

var (
	wishes = reads(`(?i)\b(?:wants?|wanted|would like|ask(?:s|ed|ing)?|needs?|demands?|insists?|expects?|push(?:es|ing)?|hop(?:es|ing))\b|` +
		`想|要求?|希望|需要|坚持|提出`)
	oursToAsk = reads(`(?i)^\W*(?:i|we|can|could|please|give|offer|need)\b|\b(?:i|we)(?:['’]d)? (?:want|would|need|like)\b|` +
		`\b(?:give|offer|grant|get me)\b|` +
		`我|咱|申请|能不能|能否|可不可以|可以`)
)

// AsksDiscount reports whether a text asks for a discount, and so decides on none.
func AsksDiscount(text string) bool { return discountAsked.MatchString(text) }

var (
	// discountGiven is a discount that we are to give: "give 5% off", "can we do 8%?", 打九折, 要再让3个点.
	discountGiven = reads(`(?i)^\W*(?:(?:please|pls|ok|so|let's|let us)\W+)*(?:(can|could|shall|may|should) (?:we|i|you) |(?:i|we)(?:'d|` +
		`’d| would) ` +
		`like to |(?:i|we) (?:want|need|have) to )?(?:please )?(?:give|offer|grant|do|go|get|approve|take|knock|drop|make it)(?: down| (?:by|` +
		`to|an?|another|an ` +
		`extra|them|him|her|it|a further))*\s+(\d[\d.]* ?(?:%|percent|pct|points?))((?: ?\b(?:off|discount|reduction|less|down|approved|` +
		`lower))*)` +
		`\s*(?:(?:for|to|on|with)\b)?\s*(?:[?.!]*$|[,;:–—-]\s*(.*)$|((?:because|since|as|due to)\b.*)$)`)
	givenHan = reads(`^[\s\pP\pS]*(?:请|帮我|麻烦|要不|那就|那|就|我们?|咱们)*(?:能不能|能否|可不可以|可以|能|想|要|希望)*\s*(?:(?:给|为|帮)\s*(?:他们?|她|客户|对方|那边)?)?` +
		`\s*(?:想要?|要求?|希望|需要|能不能|能否)*\s*((?:再|多|额外)?)(?:申请|降价?|优惠|让利|打|给|让|便宜|做|少|个)+\s*` +
		`([一二三四五六七八九\d.]+折半?|\d[\d.]*[%％]|[一二三四五六七八九\d.]+个点)(?:的?(?:折扣|优惠|特价))?[了吧么吗呢不]*(?:[，,。.？?！!\s]+(.*))?$`)
	// shallWe is a question by which one asks to be allowed something.
	shallWe = reads(`(?i)^\W*(?:please )?(?:can|could|shall|may|should) (?:we|i|you)\b|能不能|能否|可不可以|可以|能.*[吗么不]`)
)

// discountIn are the arguments of a discount that a text, without its customer, asks for; "" for none.
func discountIn(rest string) string {
	args := discountSaidIn(rest)
	_, end, err := LeadingDiscount(args)
	if err != nil || end == 0 {
		return args
	}
	return strings.TrimSpace(args[:end] + " " + toReason.ReplaceAllString(args[end:], ""))
}

// toReason stands between a discount and why it is asked for, once the customer is taken out: "for , because".
var toReason = reads(`(?i)^[\s,，.;:：-]*(?:(?:for|to|on|with|at)(?:\s*[,，.;:：-]+|\s*$|\s+(because|since|as)\b))?\s*` +
	`(?:because(?: of)?\b|since\b|as\b|reason(?: is|:)?|因为|由于|原因(?:是|[:：])?|理由(?:是|[:：])?)?[\s,，:：]*`)

func discountSaidIn(rest string) string {
	if m := discountAsked.FindStringSubmatch(rest); m != nil {
		_, why, _ := strings.Cut(rest, m[0])
		return strings.TrimSpace(m[1]+m[2]) + "% " + offWords.ReplaceAllString(why, "")
	}
	if unwanted.MatchString(rest) {
		return ""
	}
	if m := discountWanted.FindStringSubmatch(rest); m != nil {
		return strings.TrimSpace(m[1] + m[3] + " " + m[2] + m[4])
	}
	if m := discountGiven.FindStringSubmatch(rest); m != nil && (m[1] != "" || m[3] != "") {
		return strings.TrimSpace(m[2] + m[3] + " " + m[4] + m[5])
	}
	if m := givenHan.FindStringSubmatch(rest); m != nil {
		more := ""
		if m[1] != "" {
			more = m[1] + "让"
		}
		return strings.TrimSpace(more + m[2] + " " + m[3])
	}
	return ""
}

// withoutSpot is a text without the name of its first customer.
func withoutSpot(text string, spots []Spot) string {
	if len(spots) == 0 {
		return text
	}
	return strings.Join(strings.Fields(text[:spots[0].Start]+" "+text[spots[0].End:]), " ")
}
