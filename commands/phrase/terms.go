package phrase

import (
	"strings"

	"dealdesk/sales"
)

// Terms reads the discount and special terms at the start of a text, and returns the
// byte where they end, so that a reason may follow:
//
//	15% net 60 2 months free terms "pays in two instalments" rival cut the price
//	八五折 账期60天 赠送2个月 条款“分两期付款” 同行降价
//
// What is not named stays as in now. Days, months and other terms come in any order, each
// once; 0 of them means the usual, and "usual terms" (常规条款) resets all. The discount comes
// first, or is marked after the number (15% off, 八五折), because "50% of it upfront" may be a
// reason. 0 % takes the discount back.
//
// Problems: those of LeadingDiscount, if a text begins with none of these; percent.on_top (another 5% where
// 10% are granted: 5 or 15 %?).
func Terms(s string, now sales.Offer) (asked sales.Offer, end int, err error) {
	if err := tooLong(s); err != nil {
		return now, 0, err
	}
	r := termReader{scan: scan{s: s}, is: now}
	for {
		r.joint()
		if !r.part() {
			break
		}
		r.skip(" ,、;")
		end = r.i
	}
	if r.wrong != nil {
		return now, 0, r.wrong
	}
	if end > 0 {
		return r.is, end, nil
	}
	if _, _, err = LeadingDiscount(s); err == nil {
		err = no("percent.not_understood", s)
	}
	return now, 0, err
}

// Count reads a field that asks for one number: "60", "60 days", "六十天", "2个月". An empty
// field is 0.
func Count(s string) (n int, ok bool) {
	c := scan{s: s}
	if c.spaces(); c.done() {
		return 0, true
	}
	n, ok = c.integer()
	c.spaces()
	if !c.eatWord("days", "day", "months", "month") {
		c.eatAny("天", "日", "个月", "月")
	}
	c.spaces()
	return n, ok && c.done()
}

// termReader reads each of the terms at most once.
type termReader struct {
	scan
	is                          sales.Offer
	open                        unclosed
	priced, paid, given, worded bool // what was read
	wrong                       error
}

// joint passes what stands between two terms. If no term follows, it belongs to the reason.
func (r *termReader) joint() {
	for at := -1; at != r.i; {
		at = r.i
		r.skip(" ,、;+&")
		if !r.eatWord("and", "with", "plus") {
			r.eatAny("并且", "并", "和", "加", "另")
		}
	}
}

// part reads one term. The discount is tried last because it may be a number alone.
func (r *termReader) part() bool {
	at := r.i
	for _, read := range [...]func(*termReader) bool{(*termReader).usual, (*termReader).payment, (*termReader).months, (*termReader).words,
		(*termReader).share} {
		if r.i = at; read(r) {
			return true
		}
	}
	r.i = at
	return false
}

func (r *termReader) usual() bool {
	if !r.eatWord("usual terms", "standard terms", "normal terms", "no special terms") && r.eatAny("常规条款", "标准条款", "无特殊条款", "取消特殊条款") < 0 {
		return false
	}
	r.is.Special = sales.Special{}
	return true
}

// payment reads net 60, 60 days to pay, payment in 60 days, 账期60天, 月结六十天, 60天账期.
func (r *termReader) payment() bool {
	said := r.eatWord("payment terms", "payment", "pay", "net") || !letter(r.before()) && r.eat("net") ||
		r.eatAny("付款账期", "账期", "付款期限", "付款期", "回款期", "月结") >= 0
	if said {
		r.skip(" :-")
		r.eatWord("in", "within", "of", "net")
		r.eatAny("延长到", "延长至", "延到", "改为", "为", "是")
		r.spaces()
	}
	n, ok := r.integer()
	ends := r.edge() && r.numberEnds()
	at := r.i
	r.skip(" -")
	switch {
	case !ok || r.paid:
		return false
	case r.eatWord("days", "day"), r.eatAny("天", "日") >= 0:
	case said && r.eat("个月"):
		n *= 30
	case said && ends:
		r.i = at
	default:
		return false
	}
	said = r.behind(said, []string{"to pay", "payment terms", "payment", "credit"}, "账期", "付款", "月结")
	if said {
		r.paid, r.is.Special.PaymentDays = true, n
	}
	return said
}

// months reads 2 months free, two free months, free 2 months, 赠送2个月, 免费半年, 两个月免费.
func (r *termReader) months() bool {
	said := r.eatWord("free") || r.eatAny("免费赠送", "免费使用", "免费送", "免费", "赠送", "加送", "赠", "送") >= 0
	r.spaces()
	n, ok := r.integer()
	half := !ok && r.eat("半")
	if !ok && !half {
		n, ok = counts[r.word()]
	}
	r.skip(" -")
	said = r.eatWord("free") || said
	r.spaces()
	switch {
	case r.given || !ok && !half:
		return false
	case half && r.eat("年"):
		n = 6
	case half:
		return false
	case r.eatWord("months", "month"), r.eatAny("个月", "月") >= 0:
	case r.eatWord("years", "year"), r.eat("年"):
		n *= 12
	default:
		return false
	}
	said = r.behind(said, []string{"free of charge", "for free", "free"}, "免费", "使用", "服务") && !besides.MatchString(r.s[r.i:])
	if said {
		r.given, r.is.Special.FreeMonths = true, n
	}
	return said
}

// besides matches what may be free for some months and is not the use of the product: 送半年维保,
// six months free support. Whether it is promised is asked, so it is left to the reason.
var besides = reads(`(?i)^\s*((of|the|our|all|any|extra|extended|premium|standard|technical|product|user|staff|phone|` +
	`on-?site) ){0,3}` +
	`(support|maintenance|warrant(y|ies)|guarantee|training|onboarding|set-?up|installation|consulting|consultancy|hosting|servicing|` +
	`repairs?|upgrades?|updates?|spare|parts|delivery|insurance|coaching|helpdesk)\b|` +
	`^[\s的]*(原厂|现场|上门|远程|产品|系统|专属|全年|基础|标准)?(维保|维护|运维|维修|质保|保修|保养|保固|延保|培训|支持|技术支持|技术服务|售后|驻场|` +
	`巡检|升级|实施|安装|咨询|陪跑|流量|耗材|配件|保险)`)

// behind passes the words after a number that may say what it counts, and reports whether
// something has said so. What was said before the number is not repeated after it, except
// for what Chinese attaches to it: 送一年服务.
func (r *termReader) behind(said bool, english []string, chinese ...string) bool {
	if said {
		r.eatAny(chinese...)
		return true
	}
	r.spaces()
	return r.eatWord(english...) || r.eatAny(chinese...) >= 0
}

// words reads what else was promised, in quotation marks: terms "two instalments",
// 条款“分两期付款”.
func (r *termReader) words() bool {
	if r.worded || !r.eatWord("special terms", "other terms", "terms", "term", "conditions", "condition") &&
		r.eatAny("特殊条款", "附加条款", "其他条款", "条款", "附加条件", "条件") < 0 {
		return false
	}
	r.skip(" :")
	w, ok := r.open.quoted(r.s, r.i)
	if ok {
		r.worded, r.i = true, w.End
		r.is.Special.Custom = strings.TrimFunc(w.Text, isSpace)
	}
	return ok
}

// share reads the discount. A number alone must not count anything: 60 days are no share.
func (r *termReader) share() bool {
	first, at := !r.paid && !r.given && !r.worded, r.i
	if r.priced {
		return false
	}
	if first && r.eat("0") && r.edge() {
		r.spaces()
		if r.priced = r.eatAny("%", "％") >= 0 || r.numberEnds(); r.priced {
			r.is.Discount = 0
			return true
		}
	}
	share, n, more, err := leadingDiscount(r.s[at:])
	r.i = at + n
	text := strings.ToLower(r.s[at:r.i])
	named := strings.Contains(text, "off") || strings.Contains(text, "discount") || strings.Contains(text, "折")
	if err != nil || !first && !named || r.unit() {
		return false
	}
	if more && r.is.Discount > 0 { // a discount is always off the list amount
		r.wrong = no("percent.on_top", strings.TrimSpace(r.s[at:r.i]), "Now", r.is.Discount, "Share", share, "Total", r.is.Discount+share)
	}
	r.priced, r.is.Discount = true, share
	return true
}

// unit reports whether the number before the cursor counts time.
func (r *termReader) unit() bool {
	if c := r.before(); !digit(c) && numeral(c) < 0 && power(c) == 0 {
		return false
	}
	after := r.scan
	after.skip(" -")
	return after.eatWord("days", "day", "weeks", "week", "months", "month", "years", "year") ||
		after.eatAny("天", "日", "周", "个月", "月", "年") >= 0
}
