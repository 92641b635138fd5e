package phrase

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// CutDay takes a day of the past off the front or the end of a text, today included: of
// "2026-11-27 they signed" and "they signed yesterday" it leaves "they signed". A day to come
// counts only in front, so that it can be refused, or as a date without a year that means the next
// one; "they pay tomorrow" stays in the text. Without a day all of the text is left.
func CutDay(s string, now time.Time, work calendar.Worktime) (day *Moment, rest string) {
	text := strings.TrimFunc(s, isSpace)
	if len(text) > MaxText {
		return nil, text
	}
	for _, past := range [...]bool{true, false} {
		d := newDates(text, now, work)
		d.past = past
		if m, ok := d.leadingDay(); ok {
			return &m, strings.TrimLeft(text[d.i:], " \u3000,，:：;；、")
		}
		if !past {
			break
		}
		words := Words(text)
		for _, w := range words[max(0, len(words)-longestDay):] {
			d := newDates(text[w.Start:], now, work)
			d.past, d.whole = true, true
			if m, ok := d.lastDay(); ok {
				return &m, strings.TrimRight(text[:w.Start], " \u3000,，;；、")
			}
		}
	}
	return nil, text
}

// longestDay is the most words that name a day at the end of a text: "on 27 November 2026".
const longestDay = 4

// leadingDay reads a day at the start that ends at a word's end.
func (d *dates) leadingDay() (Moment, bool) {
	d.eatWord("on")
	d.spaces()
	if !d.opens() {
		return Moment{}, false
	}
	next, ahead := aheadAt(d.s, d.i, d.now, d.work)
	f, ok := d.moment()
	m := f.at(d)
	if ahead {
		m = next
	}
	if !ok || !f.dated || f.period || d.bad != "" || !d.edge() || f.weak && d.past && f.day.Before(d.today.AddDate(0, 0, -maxContactDays)) {
		return Moment{}, false
	}
	return m, !d.past || !f.day.After(d.today)
}

// lastDay reads a text that is nothing but a day.
func (d *dates) lastDay() (Moment, bool) {
	next, ahead := aheadAt(d.s, d.i, d.now, d.work)
	f, ok := d.moment()
	m := f.at(d)
	if ahead {
		m = next
	}
	d.skip(" .。!")
	return m, ok && f.dated && !f.period && d.bad == "" && d.done() && !f.day.After(d.today)
}

// LeadingDay returns how many bytes at the start of a text name a day: the 昨天 of 昨天赢单.
func LeadingDay(s string) int {
	if len(s) > MaxText {
		return 0
	}
	// Which day it is does not matter here, only that it is one.
	d := newDates(s, time.Date(2000, 6, 15, 12, 0, 0, 0, time.UTC), calendar.Worktime{})
	d.past = true
	d.spaces()
	if !d.opens() {
		return 0
	}
	if f, ok := d.moment(); !ok || !f.dated || f.period {
		return 0
	}
	return d.i
}

// CutMoney takes an amount off the front of a text. Without one all of the text is left.
func CutMoney(s, currency string) (m sales.Money, rest string, ok bool) {
	text := strings.TrimFunc(s, isSpace)
	c := scan{s: text}
	if m, _, wrong := c.money(currency); wrong.code == "" {
		if next, _ := c.peek(); strings.ContainsRune(",;、。", next) && next != 0 {
			return m, strings.TrimLeft(text[c.i:], " \u3000,，;；、。"), true
		}
	}
	words := Words(text)
	for n := min(len(words), longestMoney); n > 0; n-- {
		if m, err := Money(text[:words[n-1].End], currency); err == nil {
			rest = strings.TrimLeft(text[words[n-1].End:], " \u3000,，;；、")
			if n == 1 && goesOn.MatchString(rest) {
				break
			}
			return m, rest, true
		}
	}
	return sales.Money{}, text, false
}

// Counts reports whether words go on from a number that counts something: "of 3 lots", "year contract", 天账期.
func Counts(words string) bool { return countsOn.MatchString(plainly(words)) }

var countsOn = reads(`^(-?(of|out|in|to|or|x|%|percent|st|nd|rd|th|more|other|extra|additional|new|years?|yrs?|months?|` +
	`weeks?|days?|hours?|minutes?|` +
	`sites?|seats?|lots?|users?|licen[cs]es?|units?|people|stores?|branches|offices|phases?|instal?ments?|times?|votes?|meetings?|calls?|` +
	`demos?|rounds?|signatures?|points?)\b)|^[个份年月天周次家套台批期轮票折%人项条店]`)

// PartOfPrice reports whether words behind an amount say that it is a part of the price: 50k upfront.
func PartOfPrice(words string) bool { return partOfPrice.MatchString(plainly(words)) }

var partOfPrice = reads(`^(up ?front|down|deposit|first|now|already|per|a|each|every|(per|a|each) (year|month|seat)|monthly|` +
	`yearly|annual\w*|in advance|` +
	`more|less|extra|off|of|instal?ments?|or|to|and)\b|^[/+-]|^(首付|预付|定金|订金|每|一年|一个月|先付|已付|尾款|多|少|或)`)

// CutFor takes the word that announces an amount off the front: the "for" of "for £38k".
func CutFor(s string) string {
	text := strings.TrimFunc(s, isSpace)
	c := scan{s: text}
	if !c.eatWord("for", "at") && c.eatAny("成交价", "金额", "以") < 0 {
		return text
	}
	c.skip(" :是为")
	if !StartsWithNumber(text[c.i:]) {
		return text
	}
	return text[c.i:]
}

// CutNow cuts the words off around a new value: the "is now" of "is now 31 Jan", the "now" of "92k now", the 改成 of 改成130万.
func CutNow(text string) string { return nowWords.ReplaceAllString(text, "") }

var nowWords = reads(`(?i)^\s*(?:(?:is|was|has|becomes|goes|moves|moved|changed|change)\b\s*)?(?:(?:now|to)\b\s*)+|^\s*is\s+|` +
	`\s+now[.!]*\s*$|` +
	`^\s*(?:现在)?(?:改成|改为|改到|变成|变为|调到|调整为|调整到|涨到|降到|加到|减到|推迟到|延到|提前到|定在|定为)\s*了?`)

// AmountIn returns the first amount inside a text: with a currency or a magnitude, or a number
// behind "for" or 以, as in "they signed for 18000".
func AmountIn(s, currency string) (sales.Money, bool) {
	var l Log
	c := scan{s: s}
	several := c.findAmount(&l, currency, func(int) bool { return true })
	if l.Amount != nil {
		return *l.Amount, true
	}
	if several {
		return sales.Money{}, false
	}
	for c.i = 0; !c.done(); c.pass() {
		if !c.eatWord("for", "at") && !c.eat("以") {
			continue
		}
		c.spaces()
		at := c.i
		if m, how, wrong := c.money(currency); wrong.code == "" && c.edge() && !c.counted(how) && m.Minor >= leastBare {
			return m, true
		}
		c.i = at
	}
	return sales.Money{}, false
}

// DiscountIn returns the first discount inside a text that calls itself one, and the text without it: of
// 九折签的 it leaves 签的. "50% upfront" is none.
func DiscountIn(s string) (share sales.Percent, rest string, ok bool) {
	if len(s) > MaxText {
		return 0, s, false
	}
	c := scan{s: s}
	for !c.done() {
		if p, n, err := LeadingDiscount(s[c.i:]); err == nil && asDiscount.MatchString(s[c.i:c.i+n]) {
			return p, strings.TrimFunc(s[:c.i]+" "+s[c.i+n:], isSpace), true
		}
		at := c.i
		if c.pass(); c.i == at {
			c.next()
		}
	}
	return 0, s, false
}

var asDiscount = reads(`(?i)\d.*\b(off|discount)\b|discount.*\d|折|优惠|便宜|[让降减]`)

// SaysWonOnly reports whether words repeat that a deal is won and give no reason: 签的, "signed".
func SaysWonOnly(words string) bool { return wonOnly.MatchString(plainly(words)) }

var wonOnly = reads(`^((it|was|got|is|just|finally|and|at|with|for|on|deal|contract) ?)*` +
	`(signed|won|closed|done|sealed|inked)?` +
	`( (it|at|with|for|on|deal))*[.!]*$|^(刚刚?|已经?|终于|正式|是|就|都|以|按|打|合同)*(签约|签单|签下来?|签字|签|成交|赢单|赢|拿下|搞定|敲定|谈成|谈妥)?` +
	`(合同)?(的|了|啦)*[.!]*$`)

// leastBare is the least number that is an amount without a currency, in minor units.
const leastBare = 1000_00

// longestMoney is the most words of an amount: "USD 1.2 million".
const longestMoney = 3

// StartsWithNumber reports whether the first word has a digit or a Chinese numeral in front:
// it may be an amount that could not be read.
func StartsWithNumber(s string) bool {
	c := scan{s: strings.TrimFunc(s, isSpace)}
	r, _ := c.peek()
	if !letter(r) && !han(r) && !digit(r) { // "$12o"
		c.next()
		r, _ = c.peek()
	}
	return digit(r)
}

// lostBecause are the words people say why a deal was lost, by the code of the reason. The
// longest that is found wins, so "no budget" comes before "budget".
var lostBecause = []struct {
	code  string
	words []string
}{
	{"price", []string{"too expensive", "expensive", "overpriced", "too costly", "too dear", "cost too much",
		"costs too much", "price too high",
		"our price", "the price", "on price", "pricing", "cheaper", "太贵", "价格高", "价格太高", "报价高", "报价太高", "嫌贵", "便宜", "低价", "低价抢", "低价拿", "低价签"}},
	{"competitor", []string{"went with", "chose", "picked", "switched to", "competitor", "competition", "rival",
		"signed with", "bought from", "lost to", "lost out to",
		"输给", "抢走", "抢去", "抢了", "选了", "选择了", "竞争对手", "被抢", "同行", "友商", "对手"}},
	{"no_budget", []string{"no budget", "no money", "budget cut", "budget was cut", "budget is gone", "budget gone", "budget freeze",
		"budget frozen", "budget is frozen", "budget pulled", "without budget",
		"due to budget", "because of budget", "budget reasons", "budget issues", "froze all spending", "froze spending",
		"can't afford", "cannot afford",
		"没有预算", "没预算", "预算原因", "因为预算", "预算问题", "预算被砍", "预算冻结", "预算 冻结", "预算取消", "预算砍", "预算不足", "预算不够", "没钱", "资金"}},
	{"no_need", []string{"no need", "not needed", "don't need", "do not need", "no longer need", "not interested",
		"no interest", "没有需求", "没需求", "不需要", "用不上", "不感兴趣"}},
	{"timing", []string{"too early", "too late", "wrong time", "bad timing", "timing", "not now", "next year",
		"postponed", "太早", "太晚", "时机", "推迟", "明年再", "暂缓"}},
	{"product", []string{"missing feature", "feature missing", "features", "not good enough", "product gap", "lacks",
		"does not fit", "doesn't fit", "no integration",
		"功能不", "缺功能", "产品不", "不满足", "达不到要求"}},
	{"no_decision", []string{"no decision", "went quiet", "gone quiet", "went silent", "no answer", "no reply",
		"ghosted", "stalled", "never decided", "on hold",
		"没有决定", "没决定", "搁置", "不回复", "没回复", "没有回复", "没下文", "失联"}},
}

// beforeRival are those of the words above that a rival's name follows.
var beforeRival = []string{"went with", "chose", "picked", "switched to", "signed with",
	"bought from", "lost to", "lost out to", "选了", "选择了"}

// toRival matches a rival beside another reason: 太贵了 输给用友, 被金蝶抢走了, too expensive, lost to Initech.
var toRival = reads(`输给了?\s*([^\s，。；,;.!！了]+)|被([^\s，。；,;.!！]+?)(?:以|用|靠|给)?(?:超?低价|更?低的?价格?|便宜的?价格?)?(?:给)?(?:抢走|抢去|抢了|抢单|签走|拿走|拿下|截胡)|` +
	`(?:\b(?:lost (?:out )?to|went with|signed with|bought from|switched to)|^to)\s+(\p{L}[^,;.!]*?)` +
	`(?:\s+(?:on|over|because|due|for|since|as)\b|[,;.!]|$)`)

// noRival are words in the place of a rival that name none.
var noRival = reads(`(?i)^(?:一?[家个])?(?:同行|对手|竞争对手|竞品|友商|别人|别家|人家|其他(?:家|公司|人)?|另一家|另外一家)$|` +
	`^(?:an?|the|another|our|their|some|in|no|budget|price|nobody|someone|somebody|competitors?|rivals?)\b`)

// endedOn cuts the day on which a deal was won or lost out of the words for it, wherever it stands: "signed yesterday,
// 95k in the end", 签了，昨天签的. A day to come stays.
func endedOn(text string, o IntendOptions) (day, rest string) {
	var parts []string
	for _, at := range clauses.FindAllStringIndex(text, -1) {
		parts = append(parts, text[at[0]:at[1]])
	}
	for i, part := range parts {
		m, left := CutDay(strings.TrimFunc(part, func(r rune) bool { return isSpace(r) || strings.ContainsRune(",.;!，。；！、", r) }), o.Now, o.Work)
		if m == nil || m.Date > calendar.DateOf(o.Now) {
			continue
		}
		again := left == "" || endedAgain.MatchString(left)
		if !again && !wonSaid.MatchString(left) && !lostSaid.MatchString(left) {
			continue
		}
		others := strings.Join(slices.Concat(parts[:i], parts[i+1:]), "")
		if again && (wonSaid.MatchString(others) || lostSaid.MatchString(others)) {
			left = ""
		}
		if i+1 < len(parts) && left != "" {
			left += part[len(strings.TrimRight(part, ",.;!，。；！、 ")):]
		}
		parts[i] = left
		return string(m.Date), strings.TrimRight(strings.Join(parts, ""), " ,，")
	}
	return "", text
}

var (
	clauses = reads(`[^,;.!，。；！]+(?:[,;.!，。；！]+|$)|[,;.!，。；！]+`)
	// endedAgain says once more that it ended.
	endedAgain = reads(`(?i)^(?:刚?(?:签|赢|丢|定|成交|拿下|黄|输)(?:下来)?(?:的|了)|(?:it was |they |we )?(?:signed|lost|won|closed))$`)
)

// LostBecause finds the reason in what somebody says of a lost deal, and the rival named
// beside words such as "went with" or 输给. code is "" if nothing is understood.
func LostBecause(text string) (code, rival string) {
	low, longest, end, by := simply(text), 0, 0, ""
	if len(low) != len(text) {
		low = text // no letter of ours changes its length; theirs may
	}
	for _, r := range lostBecause {
		for _, w := range r.words {
			i := strings.Index(low, w)
			if i < 0 || len(w) <= longest || w[0] < 0x80 && !wholeWords(low, i, i+len(w)) {
				continue
			}
			code, longest, end, by = r.code, len(w), i+len(w), w
		}
	}
	if m := toRival.FindStringSubmatch(text); m != nil {
		rival = strings.TrimFunc(cmp.Or(m[1], m[2], m[3]), isSpace)
		if noRival.MatchString(rival) || len(strings.Fields(rival)) > 4 {
			return cmp.Or(code, "competitor"), ""
		}
		if first, n := utf8.DecodeRuneInString(rival); rival == strings.ToLower(rival) {
			rival = string(unicode.ToUpper(first)) + rival[n:]
		}
		return cmp.Or(code, "competitor"), rival
	}
	if code == "competitor" && slices.Contains(beforeRival, by) {
		rival = strings.TrimFunc(text[end:], func(r rune) bool { return isSpace(r) || strings.ContainsRune(".,;!。，；！", r) })
		if rival == "公司" || utf8.RuneCountInString(rival) > 60 { // 对手公司 names nobody
			rival = ""
		}
	}
	return code, rival
}

// wholeWords reports whether no letter touches a stretch of the text.
func wholeWords(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	return !letter(before) && !letter(after)
}

var (
	// theirWin is a win of somebody else: signed with Globex, they won Acme, 签了迅捷软件.
	theirWin = reads(`(?i)\b(?:signed|gone|going|went) (?:up )?with (?:[^u\W]|u[^s\W]|us\w)|\b(?:they|he|she|rivals?|` +
		`competitors?) (?:have |has |'ve )?won\b|` +
		`对手|签了?(?:\p{Han}{2,8}(?:公司|集团|科技|软件|电子|系统|股份|实业|网络|信息|数据|[A-Za-z]+)|别家|对手|别人)`)
	// unreal is a win or a loss that is wished, feared, dreamt, taken back or a joke.
	unreal = reads(`(?i)\b(?:kidding|joking|joke|last year|wish|dream\w*|fear|afraid|almost|nearly)\b|` +
		`才怪|反悔|就好了|就完了|差点|差一点|几乎|以为|梦见|梦到|但愿|要是|假如|听说|据说|怕|不签|没签|没赢|没丢|没被|没有`)
)

// unwanted is a discount that nobody asks for now: refused, taken back, of another time.
var unwanted = reads(`(?i)\bbut\b|\b(?:said no|refused|declined|last (?:year|quarter|month|time)|used to|no longer|don'?t|` +
	`doesn'?t|didn'?t)\b|` +
	`不(?:要|需要|想要|用)|没(?:要|答应|同意|给)|才怪|去年|上次|以前|之前`)

// endsInLength is the length of a contact at the end of its note: no news of whether it took place.
var endsInLength = reads(`[ ,]+(\d+(\.\d+)?|半|[一二两三]|[一二三四五六七八九]?十[一二三四五六七八九]?)( ?(minutes?|mins?|hours?|hrs?|m|h)|个?半?(分钟|小时|钟头))$`)
