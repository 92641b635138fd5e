package phrase

import (
	"cmp"
	"strconv"
	"strings"
)

// notLength is what stands before a length that is not the contact's.
var notLength = reads(`(?i)\b(within|in|every|after|over the|last|next|per|than|by|takes?|lasts?|lasting|needs?|their|its|his|each)\s*$`)

// ofThing is a length that a thing has which was talked of, behind a small word: the 2h workshop, a 30 min outage.
var ofThing = reads(`(?i)\b(?:the|an?|our|their|its)\s+\d+[\d.]*\s?-?(?:m|mins?|minutes?|h|hrs?|hours?)\s+(?:[a-z]+ )?` +
	`(?:outage|downtime|workshop|window|slot|delay|break|response|demo|training|session|webinar|course|commute|drive|trial|test|gap|wait|` +
	`sla)\b`)

// isOfThing reports whether the length from start to end is that of a thing in a sentence that goes on about it.
func isOfThing(line string, start, end int) bool {
	for _, at := range ofThing.FindAllStringIndex(line, -1) {
		if at[0] < start && end <= at[1] && aboutBefore.MatchString(endOfText(line[:at[0]])) {
			return true
		}
	}
	return false
}

// aboutBefore is what makes the thing behind it the subject: about the 2h workshop.
var aboutBefore = reads(`(?i)\b(?:about|re|regarding|because of|due to|after|before)\s*$`)

// length takes how long it was.
func (r *saidReader) length() {
	if r.span() {
		return
	}
	r.each(func(c *scan, in clause) bool {
		at := c.i
		minutes, spoken := c.lengthInWords()
		ok := spoken
		if !ok {
			minutes, ok = r.clockRange(c)
		}
		if !ok || minutes <= 0 || minutes > maxMinutes || c.momentGoesOn() || notLength.MatchString(endOfText(r.line[:at])) || isOfThing(r.line, at, c.i) ||
			spokenMoney(r.line[:at], r.line[at:c.i]) && !kindBehind.MatchString(r.line[c.i:]) || !r.namesLength(at, c.i) {
			return false
		}
		if r.said.Minutes == 0 {
			r.takeLength(at, c.i, minutes, spoken)
		}
		return true
	})
	if end := r.said.Spot.End; r.said.Minutes == 0 && end > 0 && !r.planned(end-1) {
		if r.said.Minutes = minutesBehind(r.line[end:]); r.said.Minutes > 0 {
			r.take(end, end+len(" for ")+len(strconv.Itoa(r.said.Minutes)))
		}
	}
}

// takeLength takes a length, and the smaller one in front of it where two are spoken of.
func (r *saidReader) takeLength(at, end, minutes int, spoken bool) {
	if r.said.Minutes = minutes; spoken {
		less, n := shorter(r.line[:at], r.line[at:end], minutes)
		r.said.Shorter, at = less, at-n
	}
	r.take(at, end)
}

// misread refuses a length and a day that stand behind a part of the head and cannot be.
func (r *saidReader) misread() error {
	for _, p := range r.pieces {
		if err := cmp.Or(noLength(r.line[p.end:]), noSuchDay(r.line[p.end:], r.o.Now)); err != nil {
			return err
		}
	}
	return nil
}

// kindBehind is the kind of a contact right behind its length: 20m call.
var kindBehind = reads(`(?i)^ (?:call|visit|meeting|zoom|demo|chat)\b`)

// clockRange reads a beginning and an end, such as 11:00-12:30, as a length.
func (r *saidReader) clockRange(c *scan) (minutes int, ok bool) {
	h := header{scan: *c, o: LogOptions{Now: r.o.Now, Work: r.o.Work}, l: &Log{Kind: "call", About: "x"}}
	if minutes, ok = h.clockRange(); ok {
		c.i = h.i
	}
	return minutes, ok
}

// spokenLen is a length in words.
type spokenLen struct {
	words   []string
	minutes int
}

func (c *scan) lengthInWords() (minutes int, ok bool) {
	at := c.i
	for _, l := range englishLengths {
		if c.eatWord(roughWords...); c.spacesAnd(l.words...) {
			return l.minutes, true
		}
		c.i = at
	}
	m := clockLength.FindStringSubmatch(startOfText(c.s[c.i:]))
	if m != nil && m[1]+m[2] > "009" && !announces.MatchString(endOfText(c.s[:c.i])) {
		c.i += len(m[0])
		return int(m[1][0]-'0')*60 + int(m[2][0]-'0')*10 + int(m[2][1]-'0'), true
	}
	return c.duration()
}

// day takes the day of the contact, which is past. One that cannot be is refused.
func (r *saidReader) day() (err error) {
	r.each(func(c *scan, in clause) bool {
		if m, n := possessiveDay(c.s[c.i:], r.o.Now, r.o.Work); n > 0 && r.besides(c.i, c.i+n) {
			r.said.On = &m
			r.take(c.i, c.i+n)
			return true
		}
		d := newDates(c.s, r.o.Now, r.o.Work)
		d.i, d.past, d.dayFirst = c.i, true, r.dayFirst
		d.eatWord("on")
		d.spaces()
		if bad := impossible(c.s[d.i:min(len(c.s), d.i+len("31/11"))], r.o.Now); bad != "" && strings.HasPrefix(c.s[d.i:], bad) &&
			r.besides(c.i, d.i) {
			err = no("date.impossible", bad)
			return true
		}
		if !d.opens() {
			return false
		}
		from := d.i
		if ahead := r.aheadOf(from); ahead != nil {
			r.said.On = ahead
			return true
		}
		f, ok := d.moment()
		if !ok { // with the "on" it may be one: on 20/11
			d.i, d.bad = c.i, ""
			f, ok = d.moment()
		}
		if !ok || !f.dated || f.period || f.weak && f.day.Before(d.today.AddDate(0, 0, -maxContactDays)) ||
			!r.besides(c.i, d.i) || daySubject.MatchString(startOfText(r.line[d.i:])) ||
			weekdaySubject.MatchString(startOfText(r.line[from:])) &&
				!f.day.Equal(d.today.AddDate(0, 0, -1)) &&
				!f.day.Equal(d.today) || !r.tells(from, d, f) {
			return false
		}
		m := f.at(d)
		r.said.On = &m
		r.take(c.i, d.i)
		return true
	})
	return err
}

// aheadOf reads a day that is named as one to come for what is told as done, which the caller refuses:
// called Acme next Friday, 20m.
func (r *saidReader) aheadOf(from int) *Moment {
	d := newDates(r.line, r.o.Now, r.o.Work)
	d.i = from
	f, ok := d.moment()
	if !ok || !f.dated || !f.day.After(d.today) || !nextDay.MatchString(startOfText(r.line[from:])) || !r.besides(from, d.i) ||
		!(past.MatchString(r.line[:from]) && clauseMarkAt(r.line[d.i:]) || r.said.Minutes > 0 && r.touches(from, d.i)) {
		return nil
	}
	m := f.at(d)
	return &m
}

// touches reports whether a part of the line stands right behind the head, and ends the clause or goes on with the head.
func (r *saidReader) touches(from, to int) bool {
	behind, ends := false, clauseMarkAt(r.line[to:])
	for _, p := range r.pieces {
		behind = behind || p.end <= from && strings.TrimSpace(r.line[p.end:from]) == ""
		ends = ends || to <= p.start && strings.TrimSpace(r.line[to:p.start]) == ""
	}
	return behind && ends
}

// nextDay begins a day that can only be to come.
var nextDay = reads(`(?i)^(next|tomorrow|tmrw|tmr)\b`)

// clauseMarkAt reports whether a clause ends at the start of a text.
func clauseMarkAt(text string) bool { return (&scan{s: text}).clauseEnds() }

// tells reports whether a day is that of the contact, which is past.
func (r *saidReader) tells(from int, d *dates, f found) bool {
	if m, ahead := aheadAt(d.s, from, r.o.Now, r.o.Work); ahead && m.Date != "" {
		return false
	}
	yesterday := f.day.Equal(d.today.AddDate(0, 0, -1)) && strings.HasSuffix(strings.TrimSpace(d.s[:from]), "from")
	return yesterday || !f.day.After(d.today) && !saysNext.MatchString(endOfText(d.s[:from]))
}

// saysNext stands before a day that is to come.
var saysNext = reads(`(?i)\b(next|coming|until|till|by|before|from|to|for)\s*$`)

// besides reports whether a part of the line stands next to the head, with only small words between.
func (r *saidReader) besides(start, end int) bool {
	for _, p := range r.pieces {
		if p.end <= start && smallWords(r.line[p.end:start]) || end <= p.start && smallWords(r.line[end:p.start]) {
			return true
		}
	}
	return false
}

// amount takes what was said to be the customer's budget.
func (r *saidReader) amount() {
	if m := budget.FindStringIndex(r.line); m != nil && !r.planned(m[0]) {
		c := scan{s: r.line, i: m[1]}
		if money, how, wrong := c.money(r.o.Currency); wrong.code == "" && (how.currency || how.marked ||
			money.Minor >= leastBare) && !c.rangeGoesOn() {
			r.said.Amount = &money
		}
	}
}

// intent takes how much they mean to buy, which stays in the note.
func (r *saidReader) intent() {
	if m := intentSaid.FindStringSubmatch(r.line); m != nil {
		r.said.Intent = int(m[1][0] - '0')
	}
}

// rangeGoesOn reports whether an amount is the first of two.
func (c *scan) rangeGoesOn() bool {
	c.spaces()
	return c.eatWord("to", "or") || c.eatAny("-", "~", "到", "至") >= 0 || strings.HasPrefix(c.s[c.i:], "and ")
}

var budget = reads(`(?i)\b(budgets?( is| was| of|:| =| now)*( about| around| roughly| only)?\s+)`)

// fillers are small words that may stand between the parts of the head.
var fillers = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields("i we just had have has been a an the with w at to from for about of on in my our " +
		"their them got get off out did was is " +
		"this that it quick brief short long nice good great first intro so um yeah er well ok okay and re log please pls hey hi up over by " +
		"morning afternoon today evening again go went came back only minutes minute mins hour call meeting roughly circa 's approx s 2 4 u " +
		"uh like basically jst messrs mr mrs ms lasted took lasting which just ran gave there here after one " +
		"phone team office site people guys folks lads weekly monthly regular usual yday am me back") {
		all[w] = true
	}
	return all
}()

const hanFillers = "刚才跟和与给对去到了过完的个通次一场顿今天早上午中下晚在大概约左右差不多吧呢啊呀嘛我们那边这公司电话里前后就又还也从打开聊谈说会议做了是有点下子趟回来您你帮记麻烦一下陪笔"

// mostSmall is the longest text, in bytes, that is looked through for small words.
const mostSmall = 120

// smallWords reports whether a text is nothing but small words and marks.
func smallWords(text string) bool {
	if len(text) > mostSmall {
		return false
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return isSpace(r) || strings.ContainsRune(",.:;!-–—~()（），。：；、！…\"“”'’`*@/·|", r)
	}) {
		if !fillers[w] && strings.ContainsFunc(w, func(r rune) bool { return !strings.ContainsRune(hanFillers, r) }) {
			return false
		}
	}
	return true
}

// note is what is said besides the head and the plans, as it was typed. If the parts of the head stand
// apart, all of their clauses belong to it.
func (r *saidReader) note() {
	start, end := len(r.line), 0
	for _, p := range r.pieces {
		start, end = min(start, p.start), max(end, p.end)
	}
	whole := start < end && r.together(start, end)
	var kept []piece
	keep := func(from, to int) {
		text := r.line[from:to]
		if smallWords(text) && !(from >= end && verdict.MatchString(text)) {
			return
		}
		if n := len(kept); n > 0 && r.nothingRead(kept[n-1].end, from, whole, start, end) {
			kept[n-1].end = to
			return
		}
		kept = append(kept, piece{from, to})
	}
	for _, c := range r.clauses {
		switch {
		case c.plan:
		case !whole || c.end <= start || c.start >= end:
			keep(c.start, c.end)
		default:
			before, behind := r.line[c.start:max(c.start, start)], r.line[min(end, c.end):c.end]
			if !smallWords(before) && !smallWords(behind) { // cut in two it is no sentence any more
				keep(c.start, c.end)
				break
			}
			if c.start < start {
				keep(c.start, start)
			}
			if c.end > end && !(len(behind) < 12 && smallWords(behind) && !verdict.MatchString(behind)) {
				keep(end, c.end)
			}
		}
	}
	var parts []string
	for _, k := range kept {
		if text := strings.Trim(r.line[k.start:k.end], " \t\n,，、:：;；.。-–—`*\"“”'’)"); text != "" {
			parts = append(parts, text)
		}
	}
	r.said.Note = strings.Join(append(parts, r.said.Further...), ", ")
	if scrap.MatchString(r.said.Note) && len(r.said.Further) == 0 && r.stepText == "" {
		r.said.Note = strings.TrimSpace(r.line)
	}
}

// scrap begins what is left of a sentence, and reads as none.
var scrap = reads(`(?i)^(?:them|him|her|us|me|of|to|from|tried|trying)\b`)

// nothingRead reports whether nothing between two parts of the note was taken for the head or a plan.
func (r *saidReader) nothingRead(from, to int, whole bool, start, end int) bool {
	for _, c := range r.clauses {
		if c.plan && from <= c.start && c.start < to {
			return false
		}
	}
	return !whole || to <= start || end <= from
}

// together reports whether nothing but small words stands between the parts of the head.
func (r *saidReader) together(start, end int) bool {
	read := make([]bool, end-start)
	for _, p := range r.pieces {
		for i := p.start; i < p.end; i++ {
			read[i-start] = true
		}
	}
	from := 0
	for i := 0; i <= len(read); i++ {
		if i < len(read) && !read[i] {
			continue
		}
		if !smallWords(r.line[start+from : start+i]) {
			return false
		}
		from = i + 1
	}
	return true
}

// newNames stand behind the words that say whom a contact was with: "call with Woodgrove Bank", 跟飞鸿机械打了.
var newNames = []pattern{
	reads(`(?:^|\s)(?:(?i:with|at|to|from|met|visited|called|rang|phoned|emailed|saw|` +
		`demo for))\s+((?:\p{Lu}[\p{L}\d&'’-]*)(?:\s+(?:&|of|\p{Lu}[\p{L}\d&'’-]*))*)`),
	reads(`(?:跟|和|与|同|给)(\p{Han}{2,10}?)(?:的\p{Han}{1,3}(?:总|经理|工|先生|女士|主任))?(?:打|聊|通|开|谈|吃|见|沟通|视频|电话|做了|演示|发了|喝)`),
	reads(`(?:拜访|走访|见|回访|电话|联系)了?(?:一下)?(\p{Han}{2,10}?)(?:[，,。\s]|\d|的|$)`),
}

// NewName is the name of a customer that a line tells of a contact with and that nobody knows yet; "" if none of
// its words may be one.
func NewName(line string, own Kinds) string {
	for _, stands := range newNames {
		m := stands.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		name := strings.Trim(m[1], " '’&-")
		if PlausibleName(name) && KindAlone(name, own) == "" && LeadingDay(name) == 0 && !noCompany.MatchString(name) {
			return name
		}
	}
	return ""
}

// noCompany are words that no new customer is called by, whatever their case.
var noCompany = reads(`(?i)^(?:zoom|teams|webex|skype|slack|whatsapp|google|the|my|our|their|i|ceo|cfo|cto|coo|vp|it|hr|` +
	`legal|purchasing|procurement|mr|mrs|ms|dr)\b|` +
	`\p{Han}{2}(?:和|与|跟|及|、)\p{Han}{2}|^(?:客户|对方|他们|他|她|他们|我们|老板|领导|采购|财务|技术|公司|同事|大家|甲方|厂里|现场|王总|李总|张总|\p{Han}(?:总|工|经理|先生|女士|主任))|(?:总|` +
	`经理|先生|女士|主任|老师)$`)
