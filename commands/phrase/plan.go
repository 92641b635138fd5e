package phrase

import (
	"regexp"
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

// followUp is a last clause that says what is to be done: ", follow up monday".
var followUp = regexp.MustCompile(`(?i)[,.;]\s*(follow up\b|chase\b|call (?:them |him |her )?back\b)[^,.;]*$`)

// followUpHan is such a clause in Chinese: ，我周四催一下.
var followUpHan = reads(`[,.;，。；\s]\s*(?:接下来我?|我们?)((?:这?周|下周|这?个?星期|下个?星期|明天|后天|月底|\d)[^,.;，。；]*` +
	`(?:催|跟进|发|打电话|约|联系|回访|送|报价|拜访)[^,.;，。；]*)[.。]?$`)

// reported ends words of somebody else, whose plan is not ours: 客户说，我周四发合同.
var reported = reads(`(说|问|表示|讲|回复|[:：])\s*$`)

// laterClause reads the last clause of a line as the next step, if it is one that is due on a day.
func (l *Log) laterClause(line string, o LogOptions) (end int) {
	m := followUp.FindStringSubmatchIndex(line)
	if m == nil {
		m = followUpHan.FindStringSubmatchIndex(line)
	}
	if m == nil || reported.MatchString(line[:m[0]]) {
		return len(line)
	}
	what, due, err := stepIn(o.dayFirst, line[m[2]:], o.Now, o.Work)
	if err != nil || due == nil {
		return len(line)
	}
	l.Next, l.NextDue = what, due
	return m[0]
}

// plan takes a note that is nothing but a call to be made for the next step: "Acme call back in 2
// weeks" and "call Acme back on Friday" are no calls yet.
func (l *Log) plan(line string, o LogOptions) {
	c := scan{s: l.Note}
	back := c.eatWord("back", "again")
	called := l.Kind == "call" && back && !strings.Contains(strings.ToLower(line), "called")
	if l.Next != "" || l.Minutes > 0 || !called && (l.Kind != "" || !c.eatWord("call back", "ring back", "call again", "call them back")) {
		return
	}
	what, due, err := stepIn(o.dayFirst, l.Note, o.Now, o.Work)
	if err != nil || due == nil {
		return
	}
	if called {
		what, l.Kind = "call "+strings.TrimSpace(what), ""
	}
	l.Next, l.NextDue, l.Note = what, due, ""
}

// Later reads a day that is counted from the one there is: "1 month later", "2 weeks earlier",
// "pushed by a week", 推迟两周, 提前3天. ok is false for all else, so that 3天后, which is counted
// from today, is left to When.
func Later(s string, from calendar.Date, work calendar.Worktime) (to calendar.Date, ok bool) {
	text := strings.TrimFunc(s, isSpace)
	if from == "" || len(text) > MaxText {
		return "", false
	}
	d := newDates(text, from.In(time.UTC), work)
	said, back := d.moves()
	d.spaces()
	n, half, unit := d.count()
	if unit == 0 || unit == 'h' || unit == 'i' {
		return "", false
	}
	d.spaces()
	if !said {
		switch {
		case d.eatWord("later", "after that", "after this", "after the current date", "after the close date"):
		case d.eatWord("earlier", "sooner", "before that"):
			back = true
		default:
			return "", false
		}
	} else {
		d.eatWord("later", "earlier", "sooner")
	}
	d.skip(" .。!！")
	if !d.done() {
		return "", false
	}
	f, ok := d.shift(d.today, n, unit, half, back)
	return calendar.DateOf(f.day), ok
}

// closeMoved reads the day to which a line moves the close of a deal: a date, or how much later or earlier than it is
// now. What the line says of a next step is left.
func closeMoved(rest string, o IntendOptions) (day, left string) {
	if at := stepBehind.FindStringSubmatchIndex(rest); at != nil {
		rest, left = rest[:at[0]], rest[at[2]:at[3]]
	}
	if m := signsOn.FindStringSubmatch(rest); m != nil {
		if when, err := CloseDay(m[1], o.Now, o.Work); err == nil {
			return string(when.Date), left
		}
	}
	if !closesThen.MatchString(rest) || meetingMoved.MatchString(rest) || doneThen.MatchString(rest) {
		return "", ""
	}
	for i := range rest {
		if i > 0 && rest[i-1] >= '0' && rest[i-1] <= '9' {
			continue
		}
		if _, ok := Later(strings.TrimRight(rest[i:], " 吧了"), calendar.DateOf(o.Now), o.Work); ok {
			return strings.TrimRight(rest[i:], " 吧了"), left
		}
	}
	for _, says := range [...]pattern{closeTo, closesOn} {
		if m := says.FindStringSubmatch(rest); m != nil {
			if when, err := CloseDay(monthAlone.ReplaceAllString(m[1], "end of $1"), o.Now, o.Work); err == nil {
				return string(when.Date), left
			}
		}
	}
	return "", ""
}

var (
	closesThen = reads(`(?i)成交|签约|签单|结单|才能?签|再签|(?:单子?|项目|商机|合同).{0,20}(?:改到|拖到|推到|延到|挪到|调到)|` +
		`\bclos(?:e|es|ing)\b|\bsign(?:ing|ature) date\b|` +
		`^\W*(?:please |we |let's |can you |i )*(?:push|pushed|delay|delayed|postpone|postponed|slip|slipped|move|moved)\b\W*(?:it |` +
		`this |the deal )?(?:back|out)\b`)
	closeTo = reads(`(?:改到|改成|改为|拖到|推到|延到|挪到|调到|定到|定在|推迟到|延期到|延后到|提前到)(.+?)(?:才|再)?能?(?:成交|签约|签单|结单|签下来|签)?[了吧。!！]*$`)
	// signsOn is when the customer signs, with nobody else named: 预计15号签, 下周五之前必须签.
	signsOn = reads(`^[\s，,]*(?:那个?单子?|这个?单子?|合同|项目)?(?:预计|估计|大概|应该|争取|必须|最晚|最迟|要|得|在|能|说)*([^，,。\s跟和与去]{2,10}?)(?:之前|以前|前|左右|前后)?` +
		`(?:必须|要|得|能|可以|才能|会|再)*签(?:约|单|下来|掉)?[了吧。!！]*$`)
	closesOn = reads(`(?i)\bclos(?:es|ing|e)(?: date)?(?: is| now| to| on|:)* (.+?)[.!]*$`)
	// stepBehind is a next step behind what is said of the close.
	stepBehind = reads(`(?i)[,;.，；。]\s*((?:(?:and|then) )*(?:next(?: step)?\b|call|send|meet|visit|demo|e-?mail|chase|follow up|下一步|` +
		`打|发|拜访|约|联系|跟进).+)$`)
	// closesNot is a close that does not happen, or of something else than our deal.
	closesNot = reads(`(?i)\bclos(?:es?|ing) (?:its|their|his|her|the|down|early)\b|\b(?:contract|deal|agreement) with (?-i:[A-Z])|` +
		`(?:不会?|不能|没法|无法).{0,12}(?:成交|签约|签单|结单)|(?:成交|签约|结单)(?:日期?)?(?:不是|并非|不在)|` +
		`\b(?:not|never|n['’]t) (?:\w+ )?clos(?:e|ing)\b|\bclos(?:es?|ing)(?: date)? (?:is|was) (?:not|never)\b`)
)

// moves reads the words that move a day before they say how far.
func (d *dates) moves() (said, back bool) {
	switch {
	case d.eatWord("by", "back", "back by", "push back", "pushed back", "slipped", "push by", "pushed by", "push back by",
		"pushed back by", "postpone by", "postponed by",
		"delay by", "delayed by", "slip by", "slipped by", "move back by"), d.eat("+"):
		return true, false
	case d.eatWord("bring forward by", "brought forward by", "pull in by", "pulled in by"):
		return true, true
	case d.eatAny("推迟", "延后", "延期", "顺延", "往后推", "往后延", "往后移", "往后挪", "推后", "拖后", "后延", "后推", "后移", "再推", "再拖", "晚") >= 0:
	case d.eatAny("提前", "提早", "往前提", "早") >= 0:
		back = true
	default:
		return false, false
	}
	d.eat("了")
	d.spaces()
	return true, back
}

// count reads a number and its unit of time; unit is 0 if there is none.
func (d *dates) count() (n int, half bool, unit byte) {
	if half = d.eat("半"); !half {
		var ok bool
		if n, ok = d.integer(); !ok {
			if n, ok = counts[d.word()]; !ok {
				return 0, false, 0
			}
		}
	}
	d.spaces()
	if unit = d.offsetUnit(); half && unit != 'm' && unit != 'y' || n > 9999 {
		return 0, false, 0
	}
	return n, half, unit
}

// A contact is over: a day to come in its place is taken as its day, so that the caller can
// refuse it, and never left in the note of something that would be logged as done today.

// jumpBack is how far back a date without a year must lie for the next such date, if that is
// nearer, to be the one that is meant: 12月3号 in November.
const jumpBack = 28 * 24 * time.Hour

// dayAhead reads a day to come in the place of the day of the contact. Before plain words it
// is part of the note: "tomorrow is fine".
func (h *header) dayAhead() (ok bool) {
	if h.l.About == "" && h.l.Kind != "" && !h.o.Here {
		return false // call Tomorrow Ltd
	}
	d := newDates(h.s, h.o.Now, h.o.Work)
	d.i = h.i
	d.eatWord("on")
	d.spaces()
	if !d.opens() {
		return false
	}
	from := d.i
	if h.wrong = h.noDay(from); h.wrong != nil {
		return false
	}
	f, ok := d.moment()
	if !ok || !f.dated || !f.day.After(d.today) || d.wordGoesOn() ||
		(f.weak || !h.meansAhead(from) && !h.plainNote(d.i)) && !h.dayStands(d.i) {
		return false
	}
	m := f.at(d)
	h.l.On, h.i = &m, d.i
	return true
}

// plainNote reports whether the Latin words behind a day make no sentence of it, as "tomorrow is
// fine" and "tomorrow they sign" do: then it is the day of the contact.
func (h *header) plainNote(at int) bool {
	c := scan{s: h.s, i: at}
	c.spaces()
	if c.i == at {
		return false
	}
	r, _ := c.peek()
	return r < 0x80 && letter(r) && !c.eatWord("is", "are", "was", "works", "work", "suits", "will", "would", "could", "should", "can", "may",
		"might", "seems", "looks", "sounds", "they", "we", "i", "he", "she", "it", "you", "the", "or", "and", "if", "but", "morning",
		"afternoon", "evening", "meeting", "call", "demo", "visit")
}

// meansAhead reports whether a date without a year at a place is nearer in the future than in
// the past, where it lies a month or more back.
func (h *header) meansAhead(at int) bool {
	_, ahead := aheadAt(h.s, at, h.o.Now, h.o.Work)
	return ahead
}

// aheadAt returns the day to come that a date without a year at a place of s means, if it is nearer
// than the same date in the past, which lies a month or more back.
func aheadAt(s string, at int, now time.Time, work calendar.Worktime) (m Moment, ahead bool) {
	back := newDates(s, now, work)
	back.i, back.past = at, true
	next := newDates(s, now, work)
	next.i = at
	was, ok := back.moment()
	to, again := next.moment()
	ahead = ok && again && was.dated && to.dated && to.day.After(back.today) && back.today.Sub(was.day) >= jumpBack &&
		to.day.Sub(back.today) < back.today.Sub(was.day)
	return to.at(next), ahead
}

// noDay refuses a day of the shape 32/11 that does not exist.
func (h *header) noDay(from int) error {
	c := scan{s: h.s, i: from}
	a, na := c.digits(2)
	if na == 0 || !c.eat("/") && !c.eat("月") {
		return nil
	}
	b, nb := c.digits(2)
	c.eatAny("日", "号")
	if r, _ := c.peek(); nb == 0 || a > 12 && b > 12 || digit(r) || r == '/' || !h.dayStands(c.i) {
		return nil
	}
	d := newDates(h.s[from:c.i], h.o.Now, h.o.Work)
	d.whole = true
	if _, ok := d.moment(); ok && d.bad == "" && d.done() {
		return nil
	}
	return no("date.impossible", d.s)
}

// dayStands reports whether a day that ends at a place stands alone: what follows is the end,
// a mark, a length, the rest of the header, or words that begin anew.
func (h *header) dayStands(at int) bool {
	c := header{scan: scan{s: h.s, i: at}, o: h.o, l: h.l}
	r, _ := c.peek()
	spaced := r == ' '
	c.spaces()
	r, _ = c.peek()
	switch {
	case c.done():
		return true
	case r < 0x80 && !letter(r) && !digit(r):
		return r == ',' || r == '.' || r == ';' || r == ':' || r == '-' || r == '!'
	case h.l.About == "" && c.known() > 0:
		return true
	}
	if _, ok := (&scan{s: c.s, i: c.i}).duration(); ok {
		return true
	}
	if _, ok := (&scan{s: c.s, i: c.i}).kindWord(); ok {
		return h.l.Kind == ""
	}
	if h.l.About == "" && h.l.Kind == "" {
		return c.eatAny("给", "跟", "和", "去") >= 0
	}
	return spaced && han(r) || c.eatWord("about", "with", "to", "at", "for", "re", "regarding")
}

// vaguePast are times gone by that no one day is meant by.
var vaguePast = reads(`(?i)^(?:[上本这]个?(?:周|星期|礼拜|月|季度)(?:初|中|底|末|最后一天)?|[前这][几两些]天|前(?:阵子?|段时间|段日子|些日子|一阵子?)|` +
	`好?几天前|早几天|头几天|不久前|最近|近期|[去前]年|this (?:day|time) last (?:week|month|year)|(?:earlier )?(?:last|this|the other) (?:week|month|quarter|year)|` +
	`the other day|` +
	`(?:a )?(?:few|couple(?: of)?|several|some) (?:days|weeks|months) (?:ago|back)|(?:a while|some time|ages) (?:ago|back)|recently)`)

// vagueDay refuses such a time in the place of the day of the contact, which would be logged for today.
func (h *header) vagueDay() bool {
	said := vaguePast.FindString(h.s[h.i:min(len(h.s), h.i+longestVague)])
	end := scan{s: h.s, i: h.i + len(said)}
	if said == "" || letter(h.before()) || !end.edge() && letter(fold(rune(said[len(said)-1]))) || h.l.Kind == "" && h.l.About != "" {
		return false
	}
	if h.l.About == "" && h.l.Kind != "" && !h.o.Here { // call Recently Ltd
		return false
	}
	if dated := (&header{scan: h.scan, o: h.o, l: &Log{Kind: h.l.Kind, About: h.l.About}}); dated.contactDay() && dated.i > h.i+len(said) {
		return false
	}
	if !h.dayStands(end.i) && !h.plainNote(end.i) {
		return false
	}
	h.wrong = no("log.vague_day", said)
	return true
}

var dotted = reads(`^(\d{1,2})\.(\d{2})(?:号|日)?[\s，,]`)

// dottedDay reads 11.23, the month and the day, in a Chinese line where it stands before the customer or the kind.
func (h *header) dottedDay() bool {
	m := dotted.FindStringSubmatch(h.s[h.i:] + " ")
	if m == nil || h.l.About != "" && h.l.Kind != "" || !strings.ContainsFunc(h.s, han) || h.i > 0 && !isSpaceBefore(h.s, h.i) {
		return false
	}
	d := newDates(m[1]+"/"+m[2], h.o.Now, h.o.Work)
	d.past = true
	f, ok := d.moment()
	if !ok || !f.dated || f.period || !d.done() || f.day.After(d.today) || f.day.Before(d.today.AddDate(0, 0, -maxContactDays)) {
		return false
	}
	at := f.at(d)
	h.l.On = &at
	h.i += len(m[0]) - 1
	return true
}

// dayThenDeed reports whether a text begins with a day to come and goes on with something we do: Friday send prices.
func (r *saidReader) dayThenDeed(text string) bool {
	d := newDates(text, r.o.Now, r.o.Work)
	d.spaces()
	if !d.opens() {
		return false
	}
	f, ok := d.moment()
	if !ok || d.bad != "" || f.dated && f.day.Before(d.today) {
		return false
	}
	rest := strings.TrimSpace(text[d.i:])
	if f.day.Sub(d.today) > mostAhead && anyLength.MatchString(rest) { // nov 20 call Acme 10m, on the 24th
		return false
	}
	return f.dated && f.day.After(d.today) && stepVerb.MatchString(rest)
}

// dayAtDeed is a day with its hour, and then what is to be done: "tomorrow at 11 I'll visit Acme".
var dayAtDeed = reads(`(?i)^\s*(.{3,25}?),? at (\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?),? ((?:i|we)(?:'ll|’ll| will| need to| have to|'m|’m) .+)$`)

// mostAhead is how far ahead a plan of a certain length may be.
const mostAhead = 270 * 24 * time.Hour

var anyLength = reads(`(?i)\d ?(?:m|mins?|minutes?|h|hrs?|hours?)\b`)

// pastDayAt is a day gone by with its hour at the start of a line, of which the day is kept: "Yesterday afternoon at 3".
var pastDayAt = reads(`(?i)^((?:yesterday|last (?:mon|tues|wednes|thurs|fri|satur|sun)day)(?: morning| afternoon| evening)?),? at ` +
	`\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?\b`)

var (
	// loneVerb is what is left of a step whose other words stand before its day.
	loneVerb = reads(`^(?:去|交|发|签|做|催|会|开始|给|寄|送|见|聊|谈|打|报)$`)
	// putOffHan ends what was put off to a day.
	putOffHan = reads(`的?(?:又|也|要|先|时间)*(?:改|推|挪|延|移|拖|顺延)(?:期|迟|约|后)?(?:到|至)了?$`)
	// noWhat is said of a step and is none: 下一步是啥, 下一步不要了.
	noWhat = reads(`^的?(?:是(?:啥|什么|哪个?)|(?:先)?不要了?|不用了?|没了|取消了?|呢|怎么办|做什么|干啥)[?？!！。]*$`)
)

// onlyName reports whether a step is nothing but the name of a customer.
func (r *saidReader) onlyName(what string) bool {
	for _, s := range r.spots {
		what = strings.ReplaceAll(what, r.line[s.Start:s.End], "")
	}
	return smallWords(what)
}

// laterToday begins what is to be done in a later part of today.
var laterToday = reads(`^\s*(?:我们?)?(?:今天)?(?:下午|傍晚|晚上|今晚|待会儿?|一会儿?|等下)(?:我们?)?(?:要|得|准备|打算)?(?:去|见|拜访|约|跟|和|请|陪)`)

// orderHan begins an order to oneself, 电话 海川, unless toldHan says that it was done.
var (
	orderHan = reads(`^\s*(?:打?电话|致电|拜访|联系|邮件|演示|微信)`)
	toldHan  = reads(`[了过完刚已]`)
)
