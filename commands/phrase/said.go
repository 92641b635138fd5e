package phrase

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

// Said is what a line in plain words tells about one customer: a contact, a try that reached nobody, or
// only what is planned.
type Said struct {
	Log
	Tried   bool
	Planned bool
	Steps   []Step // what else is planned
	Spot    Spot   // where the customer is named
	Others  []Spot // further customers
	Done    bool   // words say that it took place, or its length does
}

// Step is something to do.
type Step struct {
	What string
	Due  *Moment
}

// SaidOptions is what the reader of plain words needs to know.
type SaidOptions struct {
	Now      time.Time
	Work     calendar.Worktime
	Currency string
	Spots    func(line string) []Spot
	Here     bool // the place says what the line is about
}

// ReadSaid reads a line in plain words, in which the customer, the kind of contact, its day, its length
// and what is to be done stand in any order:
//
//	Just got off the phone with Acme, 20 min, they want a discount, will send the quote Friday
//	刚跟王总通了个电话，二十分钟，他说产线那边还要再等等
//
// What is recognised and stands together is the head of the line; all the rest is the note. ok is false if
// the line tells of no contact and no plan.
//
// Problems: those of a next step: next.past, next.vague, date.impossible, date.two_readings.
func ReadSaid(line string, o SaidOptions) (s Said, ok bool, err error) {
	if len(line) > MaxText || notTold(line) {
		return s, false, nil
	}
	if line = lowerMinutes(apart(Plain(line))); strings.TrimSpace(line) == "" {
		return s, false, nil
	}
	r := &saidReader{line: line, o: o, spots: o.Spots(line)}
	if strings.ContainsFunc(line, han) {
		ok, err := r.readHan()
		return r.said, ok, err
	}
	r.cut()
	if err := r.plans(); err != nil {
		return r.said, false, err
	}
	if err := r.head(); err != nil {
		return r.said, false, err
	}
	if undone.MatchString(line) && r.said.NextDue == nil && !r.comes("") {
		return r.said, false, nil
	}
	r.outcome()
	return r.said, r.said.Kind != "" || r.said.Tried || r.said.Planned || r.said.Minutes > 0 && r.named(), nil
}

// saidReader reads one line.
type saidReader struct {
	line    string
	plain   string // the line in small letters and simplified characters
	o       SaidOptions
	spots   []Spot
	clauses []clause
	said    Said
	pieces  []piece
	further []string // steps behind the first, as typed
}

// clause is a part of the line between two marks.
type clause struct {
	start, end int
	plan       bool // it says what is to be done
	stops      bool // its sentence ends with it
	mark       int  // where the words begin that announce it
}

func (r *saidReader) text(c clause) string { return r.line[c.start:c.end] }

func (r *saidReader) named() bool { return r.said.Spot.End > 0 }

// clauseEnd ends a clause: a mark, but no decimal point, and no dot of an abbreviation.
var clauseEnd = regexp.MustCompile(`[。！？；，\n]+|[!?;]+|[.,:：](?:\s|$)|\s[-–—]+\s|\s*(?:->|=>|→)\s*|……|…|，|\s(?:then|and then)\s|然后`)

// cut splits the line into clauses. What is announced as to be done is one clause each.
func (r *saidReader) cut() {
	marked := r.marked()
	end := len(r.line)
	if len(marked) > 0 {
		end = marked[0].mark
	}
	add := func(from, to int) {
		if strings.TrimSpace(r.line[from:to]) != "" {
			r.clauses = append(r.clauses, clause{start: from, end: to})
		}
	}
	from := 0
	for _, m := range clauseEnd.FindAllStringIndex(r.line[:end], -1) {
		if !r.endsClause(m[0], m[1]) {
			continue
		}
		add(from, m[0])
		from = m[1]
	}
	add(from, end)
	r.clauses = append(r.clauses, marked...)
}

// endsClause reports whether a mark ends a clause: no dot of an abbreviation, no dash between two times.
func (r *saidReader) endsClause(from, to int) bool {
	if r.line[from] == '.' && abbreviated(r.line[:from]) {
		return false
	}
	before, behind := scan{r.line, from}, scan{r.line, to}
	next, _ := behind.peek()
	return r.line[from] != ' ' || !digit(before.before()) || !digit(next)
}

var abbreviation = regexp.MustCompile(`(?i)\b(approx|messrs|mr|mrs|ms|dr|inc|ltd|co|corp|no|min|mins|hr|hrs|st|vs|etc|e\.g|i\.e|a\.m|p\.m)$`)

func abbreviated(before string) bool { return abbreviation.MatchString(before) }

// piece is a part of the head: where it stands.
type piece struct{ start, end int }

// head reads the customer, the kind, the length and the day.
func (r *saidReader) head() error {
	r.customer()
	r.kind()
	r.length()
	if err := r.day(); err != nil {
		return err
	}
	r.amount()
	r.intent()
	r.note()
	return nil
}

// take marks a part of the line as read.
func (r *saidReader) take(start, end int) { r.pieces = append(r.pieces, piece{start, end}) }

// customer takes the first customer that is named outside of plans, or else within one.
func (r *saidReader) customer() {
	for _, planned := range []bool{false, true} {
		for _, spot := range r.spots {
			if r.planned(spot.Start) != planned {
				continue
			}
			switch {
			case !r.named() || !planned && r.with(spot):
				r.said.Spot = spot
				r.said.About, r.said.Certain = r.line[spot.Start:spot.End], spot.ID != "" && !spot.Person
				if !planned {
					r.take(spot.Start, spot.End)
				}
			case spot.ID != r.said.Spot.ID && !planned:
				r.said.Others = append(r.said.Others, spot)
			case !planned && spot.ID == r.said.Spot.ID && spot.Person != r.said.Spot.Person && r.near(spot):
				r.take(spot.Start, spot.End)
			}
		}
	}
}

// with reports whether a customer is whom it was with, so that the one named just before is the place: lunch
// at the Dell with Brightwell.
func (r *saidReader) with(spot Spot) bool {
	was := r.said.Spot
	return was.ID != "" && spot.ID != was.ID && !spot.Person && was.End <= spot.Start &&
		withBefore.MatchString(r.line[was.End:spot.Start]) && atBefore.MatchString(r.line[:was.Start])
}

var (
	withBefore = regexp.MustCompile(`(?i)^\s+(with|w/)\s*$`)
	atBefore   = regexp.MustCompile(`(?i)\b(at|in)( the)?\s*$`)
)

// near reports whether a spot stands next to what is read already.
func (r *saidReader) near(spot Spot) bool {
	for _, p := range r.pieces {
		if p.end <= spot.Start && smallWords(r.line[p.end:spot.Start]) || spot.End <= p.start && smallWords(r.line[spot.End:p.start]) {
			return true
		}
	}
	return false
}

// planned reports whether a place is within a clause that says what is to be done.
func (r *saidReader) planned(at int) bool {
	for _, c := range r.clauses {
		if c.plan && c.start <= at && at < c.end {
			return true
		}
	}
	return false
}

// inName reports whether a place is within the name of a customer or a person, and where that ends.
func (r *saidReader) inName(at int) (end int, in bool) {
	for _, s := range r.spots {
		if s.Start <= at && at < s.End {
			return s.End, true
		}
	}
	return 0, false
}

// each calls f at every place of the clauses that are no plans where a word may begin, until it returns
// true.
func (r *saidReader) each(f func(c *scan, in clause) bool) bool {
	for _, in := range r.clauses {
		if in.plan {
			continue
		}
		c := &scan{s: r.line[:in.end], i: in.start}
		for !c.done() {
			c.spaces()
			if end, name := r.inName(c.i); name {
				c.i = end
				continue
			}
			at := c.i
			if f(c, in) {
				return true
			}
			if c.i = at; c.i < len(c.s) {
				c.pass()
			}
		}
	}
	return false
}

// kind takes the first kind of contact: that of what happened rather than of what it was about.
func (r *saidReader) kind() {
	r.each(func(c *scan, in clause) bool {
		at := c.i
		kind, ok := c.actWord()
		if !ok {
			kind, ok = c.talkWord()
		}
		if !ok || r.said.Tried && kind == "note" {
			return false
		}
		if end, name := r.inName(at); name && end > at {
			return false
		}
		if r.said.Kind == "" || kind != "note" {
			r.said.Kind = kind
			r.take(at, c.i)
		}
		return kind != "note"
	})
}

// talkWords are words for a kind of contact that only plain words have.
type talkWords struct {
	kind  string
	words []string
}

// hanTalk are those in Chinese.
var hanTalk = []talkWords{
	{"meeting", []string{"培训", "会面", "碰头", "飯局", "饭局", "请吃饭", "喝酒", "会"}},
	{"visit", []string{"来访", "参观", "驻场", "勘察", "现场", "出来"}},
	{"call", []string{"打电话", "打完电话", "打过电话", "微信语音", "视频了", "通了话", "打了", "打给", "聊了", "聊", "谈了", "谈", "说了"}},
	{"email", []string{"寄了封", "发了封", "信件", "寄信"}},
	{"message", []string{"发短信", "发了个", "发信息", "发了信息"}},
	{"demo", []string{"演示"}},
}

// talkWord reads a word for a contact that only plain words have.
func (c *scan) talkWord() (kind string, ok bool) {
	at := c.i
	if r, _ := c.peek(); letter(r) {
		for _, act := range englishTalk {
			if c.eatWord(lightVerbs...); c.spacesAnd(act.words...) {
				return act.kind, true
			}
			c.i = at
		}
		return "", false
	}
	for _, act := range hanTalk {
		if c.eatAny(act.words...) >= 0 {
			return act.kind, true
		}
	}
	return "", false
}

// spacesAnd passes spaces and one of the words behind them.
func (c *scan) spacesAnd(words ...string) bool {
	c.spaces()
	return c.eatWord(words...)
}

// notLength is what stands before a length that is not the contact's.
var notLength = regexp.MustCompile(`(?i)\b(within|in|every|after|over the|last|next|per|than|by)\s*$`)

// length takes how long it was.
func (r *saidReader) length() {
	if r.span() {
		return
	}
	r.each(func(c *scan, in clause) bool {
		at := c.i
		minutes, ok := c.lengthInWords()
		if !ok {
			if h := (header{scan: *c, o: LogOptions{Now: r.o.Now, Work: r.o.Work}, l: &Log{Kind: "call", About: "x"}}); true {
				if minutes, ok = h.clockRange(); ok {
					c.i = h.i
				}
			}
		}
		if !ok || minutes <= 0 || minutes > maxMinutes || c.momentGoesOn() || notLength.MatchString(r.line[:at]) ||
			strings.HasPrefix(r.line[c.i:], "内") || spokenMoney(r.line[:at], r.line[at:c.i]) || !han(c.before()) && !r.namesLength(at, c.i) {
			return false
		}
		if r.said.Minutes == 0 {
			r.said.Minutes = minutes
			r.take(at, c.i)
		}
		return true
	})
}

// spokenLen is a length in words.
type spokenLen struct {
	words   []string
	minutes int
}

// hanLengths are lengths in words that are said only in plain talk.
var hanLengths = []spokenLen{
	{[]string{"一个半钟头", "一个半小时", "個半鐘"}, 90}, {[]string{"三刻钟"}, 45}, {[]string{"一刻钟"}, 15},
	{[]string{"俩钟头", "俩小时", "两个钟头"}, 120}, {[]string{"半个小时", "半小时", "半个钟头", "半个钟"}, 30}, {[]string{"一个钟头", "一个钟"}, 60},
}

func (c *scan) lengthInWords() (minutes int, ok bool) {
	at := c.i
	for _, l := range englishLengths {
		if c.eatWord(roughWords...); c.spacesAnd(l.words...) {
			return l.minutes, true
		}
		c.i = at
	}
	for _, l := range hanLengths {
		if c.eatAny(l.words...) >= 0 {
			return l.minutes, true
		}
	}
	if m := clockLength.FindStringSubmatch(c.s[c.i:]); m != nil && m[1]+m[2] > "009" && !announces.MatchString(c.s[:c.i]) {
		c.i += len(m[0])
		return int(m[1][0]-'0')*60 + int(m[2][0]-'0')*10 + int(m[2][1]-'0'), true
	}
	return c.duration()
}

// day takes the day of the contact, which is past. One that cannot be is refused.
func (r *saidReader) day() (err error) {
	first := dayFirst(r.line)
	r.each(func(c *scan, in clause) bool {
		if m, n := possessiveDay(c.s[c.i:], r.o.Now, r.o.Work); n > 0 && r.besides(c.i, c.i+n) {
			r.said.On = &m
			r.take(c.i, c.i+n)
			return true
		}
		d := newDates(c.s, r.o.Now, r.o.Work)
		d.i, d.past, d.dayFirst = c.i, true, first
		d.eatWord("on")
		d.spaces()
		if bad := impossible(c.s[d.i:min(len(c.s), d.i+len("31/11"))], r.o.Now); bad != "" && strings.HasPrefix(c.s[d.i:], bad) && r.besides(c.i, d.i) {
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
			!r.besides(c.i, d.i) || daySubject.MatchString(r.line[d.i:]) || weekdaySubject.MatchString(r.line[from:]) && !f.day.Equal(d.today.AddDate(0, 0, -1)) &&
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
	if !ok || !f.dated || !f.day.After(d.today) || !nextDay.MatchString(r.line[from:]) || !r.besides(from, d.i) ||
		!past.MatchString(r.line[:from]) || !clauseMarkAt(r.line[d.i:]) {
		return nil
	}
	m := f.at(d)
	return &m
}

// nextDay begins a day that can only be to come.
var nextDay = regexp.MustCompile(`(?i)^(next|tomorrow|tmrw|tmr)\b`)

// clauseMarkAt reports whether a clause ends at the start of a text.
func clauseMarkAt(text string) bool { return (&scan{s: text}).clauseEnds() }

// tells reports whether a day is that of the contact, which is past.
func (r *saidReader) tells(from int, d *dates, f found) bool {
	if m, ahead := aheadAt(d.s, from, r.o.Now, r.o.Work); ahead && m.Date != "" {
		return false
	}
	return !f.day.After(d.today) && !saysNext.MatchString(d.s[:from])
}

// saysNext stands before a day that is to come.
var saysNext = regexp.MustCompile(`(?i)\b(next|coming|until|till|by|before|from|to|for)\s*$`)

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
		if money, how, wrong := c.money(r.o.Currency); wrong.code == "" && (how.currency || how.marked || money.Minor >= leastBare) && !c.rangeGoesOn() {
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

var budget = regexp.MustCompile(`(?i)(\bbudgets?( is| was| of|:| =)?( about| around| roughly| only)?\s+|预算(有|是|为|在|只有|大概|大约|约)*\s*)`)

// fillers are small words that may stand between the parts of the head.
var fillers = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields("i we just had have has been a an the with w at to from for about of on in my our their them got get off out did was is " +
		"this that it quick brief short long nice good great first intro so um yeah er well ok okay and re log please pls hey hi up over by " +
		"morning afternoon today evening again go went came back only minutes minute mins hour call meeting roughly circa 's approx s 2 4 u " +
		"uh like basically jst messrs mr mrs ms lasted took lasting which just ran gave there here after one phone team office site people guys folks lads") {
		all[w] = true
	}
	return all
}()

const hanFillers = "刚才跟和与给对去到了过完的个通次一场顿今天早上午中下晚在大概约左右差不多吧呢啊呀嘛我们那边这公司电话里前后就又还也从打开聊谈说会议做了是有点下子趟回来您你帮记麻烦一下"

// smallWords reports whether a text is nothing but small words and marks.
func smallWords(text string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return isSpace(r) || strings.ContainsRune(",.:;!-–—~()（），。：；、！…\"“”'’`*@/·|", r)
	}) {
		if fillers[w] {
			continue
		}
		if strings.ContainsFunc(w, func(r rune) bool { return !strings.ContainsRune(hanFillers, r) }) {
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
			if c.start < start {
				keep(c.start, start)
			}
			if c.end > end && !(len(r.line[end:c.end]) < 12 && smallWords(r.line[end:c.end]) && !verdict.MatchString(r.line[end:c.end])) {
				keep(end, c.end)
			}
		}
	}
	sep := ", "
	if strings.ContainsFunc(r.line, han) {
		sep = "，"
	}
	var parts []string
	for _, k := range kept {
		if text := strings.Trim(r.line[k.start:k.end], " \t\n,，、:：;；.。-–—`*\"“”'’)"); text != "" {
			parts = append(parts, text)
		}
	}
	r.said.Note = strings.Join(append(parts, r.further...), sep)
}

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

// outcome says whether anybody was reached, and whether anything happened at all.
func (r *saidReader) outcome() {
	s := &r.said
	told := r.told()
	s.Done = s.Minutes > 0 || past.MatchString(told) || strings.ContainsFunc(told, han)
	switch {
	case r.postponed() || s.Kind != "" && s.Kind != "note" && s.Minutes == 0 && (!past.MatchString(told) || undone.MatchString(told)) && r.comes(told):
	case r.failed():
		s.Tried, s.Minutes = true, 0
		s.Note = cmp.Or(s.Note, strings.TrimSpace(r.line))
		s.Kind = cmp.Or(s.Kind, "call")
	case s.Next == "" && s.NextDue == nil || s.Minutes > 0:
		if s.Kind != "" && s.Minutes == 0 && (s.Note == "" && !s.Done && bareOrder.MatchString(told) || callBack.MatchString(told)) {
			s.Planned, s.Next, s.Kind = true, strings.Trim(told, " .,;!"), ""
		}
	case s.Kind == "" || smallWords(told):
		s.Planned, s.Kind = true, ""
	}
}

// bareOrder is nothing but an order to oneself: call Acme.
var bareOrder = regexp.MustCompile(`(?i)^\s*(call|ring|phone|email|visit|meet|text|message)\b`)

// told is what the line says besides plans.
func (r *saidReader) told() (text string) {
	for _, c := range r.clauses {
		if !c.plan {
			text += r.text(c) + " "
		}
	}
	return text
}

// failed reports whether nobody was reached, or nothing took place. Behind a contact with a length only a
// clause of its own says so: "20m, no answer yet on price" is news.
func (r *saidReader) failed() bool {
	if heldAfterAll.MatchString(plainly(r.line)) || reachedAfterAll.MatchString(r.line) {
		return false
	}
	for i, c := range r.clauses {
		text := r.text(c)
		if c.plan || !tried.MatchString(text) && !notReached.MatchString(text) && !fellThrough.MatchString(text) &&
			!(triedTo.MatchString(text) && i == 0 && r.said.Minutes == 0) {
			continue
		}
		if r.said.Minutes == 0 || r.holdsHead(c) || len(strings.Fields(text)) <= 4 {
			return true
		}
	}
	return false
}

// holdsHead reports whether the customer is named in a clause.
func (r *saidReader) holdsHead(c clause) bool {
	return c.start <= r.said.Spot.Start && r.said.Spot.Start < c.end
}

// postponed reads a contact that was put off to a day.
func (r *saidReader) postponed() bool {
	if r.said.Minutes > 0 || !moved.MatchString(r.told()) || r.said.Kind == "" {
		return false
	}
	return r.comes(r.told())
}

// comes takes a contact on a day to come, or at a time, as the next step.
func (r *saidReader) comes(told string) bool {
	what, due := "", (*Moment)(nil)
	for _, c := range r.clauses {
		if c.plan || due != nil || told != "" && !r.holdsHead(c) && !r.onlyDay(c) && !undone.MatchString(told) {
			continue
		}
		text, on, err := stepIn(dayFirst(r.line), inFull(r.text(c)), r.o.Now, r.o.Work)
		if err == nil && on != nil && (string(on.Date) > r.o.Now.Format(time.DateOnly) || clockSaid.MatchString(r.text(c))) && !daySubject.MatchString(r.line[c.start:]) {
			due, what = on, text
		}
	}
	if due == nil || told == "" {
		return due != nil
	}
	if !r.saysKind(what) {
		what = strings.TrimSpace(r.said.Kind + " " + r.said.About)
	}
	s := &r.said
	s.Planned, s.Next, s.NextDue, s.Kind, s.On = true, strings.Trim(trailing.ReplaceAllString(what, ""), " ,.;"), due, "", nil
	return true
}

// onlyDay reports whether a clause is nothing but a day.
func (r *saidReader) onlyDay(c clause) bool {
	what, due, err := stepIn(dayFirst(r.line), inFull(r.text(c)), r.o.Now, r.o.Work)
	return err == nil && due != nil && smallWords(what)
}

// saysKind reports whether a text holds a word for a contact.
func (r *saidReader) saysKind(text string) bool {
	c := scan{s: text}
	for ; !c.done(); c.pass() {
		c.spaces()
		at := c.i
		if _, ok := c.actWord(); ok {
			return true
		}
		if _, ok := c.talkWord(); ok {
			return true
		}
		c.i = at
	}
	return false
}

// trailing are the small words that stood before a day which was taken out.
var trailing = regexp.MustCompile(`(?i)(\s+(to|until|till|by|on|for|from|at|2))+\s*$`)

var tried = regexp.MustCompile(`没人?接|没有接|没打通|打不通|没通|无人接听|占线|关机|没联系上|联系不上|没见到人|没见着人|扑了个空|撲了個空|扑空|没约上|不在服务区|未接`)

// announces stands before a time of the day.
var announces = regexp.MustCompile(`(?i)\b(at|from|to|till|until|by|before|after|tomorrow|today|\w+day)\s*$|[-–~]\s*$`)
