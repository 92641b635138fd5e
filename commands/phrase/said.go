package phrase

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"dealdesk/sales"
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
	line = Plain(line)
	if len(line) > MaxText || strings.TrimSpace(line) == "" {
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
	r.head()
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
}

// clause is a part of the line between two marks.
type clause struct {
	start, end int
	plan       bool // it says what is to be done
	stops      bool // its sentence ends with it
}

func (r *saidReader) text(c clause) string { return r.line[c.start:c.end] }

func (r *saidReader) named() bool { return r.said.Spot.End > 0 }

// clauseEnd ends a clause: a mark, but no decimal point, and no dot of an abbreviation.
var clauseEnd = regexp.MustCompile(`[。！？；，\n]+|[!?;]+|[.,:：](?:\s|$)|\s[-–—]+\s|\s*(?:->|=>|→)\s*|……|…|，|\s(?:then|and then)\s|然后`)

// cut splits the line into clauses, outside quotation marks.
func (r *saidReader) cut() {
	from := 0
	for _, m := range clauseEnd.FindAllStringIndex(r.line, -1) {
		if abbreviated(r.line[:m[0]]) && strings.HasPrefix(r.line[m[0]:], ".") {
			continue
		}
		if strings.TrimSpace(r.line[from:m[0]]) != "" {
			r.clauses = append(r.clauses, clause{start: from, end: m[0]})
		}
		from = m[1]
	}
	if strings.TrimSpace(r.line[from:]) != "" {
		r.clauses = append(r.clauses, clause{start: from, end: len(r.line)})
	}
}

var abbreviation = regexp.MustCompile(`(?i)\b(approx|mr|mrs|ms|dr|inc|ltd|co|corp|no|min|mins|hr|hrs|st|vs|etc|e\.g|i\.e|a\.m|p\.m)$`)

func abbreviated(before string) bool { return abbreviation.MatchString(before) }

// piece is a part of the head: where it stands.
type piece struct{ start, end int }

// head reads the customer, the kind, the length and the day.
func (r *saidReader) head() {
	r.customer()
	r.kind()
	r.length()
	r.day()
	r.amount()
	r.note()
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
			case !r.named():
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
		r.said.Kind = kind
		r.take(at, c.i)
		return true
	})
}

// moreActs are further words for a contact, which only plain words have.
var moreActs = []struct {
	kind  string
	words []string
}{
	{"meeting", []string{"google meet", "teams meeting", "zoom meeting", "meet-up", "workshop", "f2f", "face to face", "training", "breakfast", "drinks",
		"teams", "ran a workshop", "培训", "会面", "碰头", "飯局", "饭局", "请吃饭", "喝酒", "会"}},
	{"visit", []string{"onsite", "on-site", "on site", "popped", "来访", "参观", "驻场", "勘察", "现场", "出来"}},
	{"call", []string{"spoke", "chat", "chatted", "catch-up", "catch up", "spk", "tel", "cal", "phone call", "rang up", "got hold of",
		"打电话", "打完电话", "打过电话", "微信语音", "视频了", "通了话", "打了", "打给", "聊了", "聊", "谈了", "谈", "说了"}},
	{"email", []string{"wrote", "mailed over", "emailed", "寄了封", "发了封", "信件", "寄信"}},
	{"message", []string{"pinged", "slacked", "texted", "whatsapped", "linkedin", "msgd", "发短信", "发了个", "发信息", "发了信息"}},
	{"demo", []string{"showed", "presented", "walkthrough", "演示"}},
}

// talkWord reads a word for a contact that only plain words have.
func (c *scan) talkWord() (kind string, ok bool) {
	at := c.i
	for _, act := range moreActs {
		if c.eatWord(act.words...) || c.eatAny(act.words...) >= 0 && han(c.before()) {
			return act.kind, true
		}
		c.i = at
	}
	return "", false
}

// notLength is what stands before a length that is not the contact's.
var notLength = regexp.MustCompile(`(?i)\b(within|in|every|after|over the|last|next|per|than|by)\s*$`)

// length takes how long it was.
func (r *saidReader) length() {
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
			strings.HasPrefix(r.line[c.i:], "内") || spokenMoney(r.line[:at], r.line[at:c.i]) {
			return false
		}
		if r.said.Minutes == 0 {
			r.said.Minutes = minutes
			r.take(at, c.i)
		}
		return true
	})
}

// lengthWords are lengths in words that are said only in plain talk.
var lengthWords = []struct {
	words   []string
	minutes int
}{
	{[]string{"an hour and a half", "one and a half hours", "hour and a half", "一个半钟头", "一个半小时", "個半鐘"}, 90},
	{[]string{"three quarters of an hour", "three-quarters of an hour", "三刻钟"}, 45},
	{[]string{"a quarter of an hour", "quarter of an hour", "一刻钟"}, 15},
	{[]string{"a couple of hours", "couple of hours", "俩钟头", "俩小时", "两个钟头"}, 120},
	{[]string{"half an hour", "half hour", "半个小时", "半小时", "半个钟头", "半个钟"}, 30},
	{[]string{"an hour and ten", "an hour ten"}, 70}, {[]string{"an hour and a quarter"}, 75},
	{[]string{"twenty minutes", "twenty mins"}, 20}, {[]string{"ten minutes", "ten mins"}, 10},
	{[]string{"一个钟头", "一个钟"}, 60},
}

func (c *scan) lengthInWords() (minutes int, ok bool) {
	at := c.i
	for _, l := range lengthWords {
		if c.eatWord(l.words...) || c.eatAny(l.words...) >= 0 && han(c.before()) {
			return l.minutes, true
		}
		c.i = at
	}
	return c.duration()
}

// day takes the day of the contact, which is past.
func (r *saidReader) day() {
	r.each(func(c *scan, in clause) bool {
		d := newDates(c.s, r.o.Now, r.o.Work)
		d.i, d.past = c.i, true
		d.eatWord("on")
		d.spaces()
		if !d.opens() {
			return false
		}
		f, ok := d.moment()
		if !ok || !f.dated || f.period || f.day.After(d.today) || f.weak && f.day.Before(d.today.AddDate(0, 0, -maxContactDays)) ||
			!r.besides(c.i, d.i) {
			return false
		}
		if _, ahead := aheadAt(c.s, c.i, r.o.Now, r.o.Work); ahead {
			return false
		}
		m := f.at(d)
		r.said.On = &m
		r.take(c.i, d.i)
		return true
	})
}

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
		"ran gave there here after one phone team office site people guys folks lads") {
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

// note is what is said besides the head and the plans, as it was typed.
func (r *saidReader) note() {
	start, end := len(r.line), 0
	for _, p := range r.pieces {
		start, end = min(start, p.start), max(end, p.end)
	}
	whole := start < end && r.together(start, end)
	var parts []string
	for _, c := range r.clauses {
		text := ""
		switch {
		case c.plan:
			continue
		case !whole || c.end <= start || c.start >= end:
			text = r.text(c)
		default:
			before, behind := "", ""
			if c.start < start {
				before = r.line[c.start:start]
			}
			if c.end > end {
				behind = r.line[end:c.end]
			}
			if smallWords(before) {
				before = ""
			}
			if smallWords(behind) && len(behind) < 12 {
				behind = ""
			}
			text = strings.TrimSpace(before) + " " + strings.TrimSpace(behind)
		}
		if text = strings.Trim(text, " \t\n,，、:：;；.。-–—`*\"“”"); text != "" && !smallWords(text) {
			parts = append(parts, text)
		}
	}
	sep := ", "
	if strings.ContainsFunc(r.line, han) {
		sep = "，"
	}
	r.said.Note = strings.Join(parts, sep)
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
	if tried.MatchString(r.line) && !heldAfterAll.MatchString(plainly(r.line)) {
		s.Tried = true
		s.Note = cmp.Or(s.Note, strings.TrimSpace(r.line))
		if s.Kind == "" {
			s.Kind = "call"
		}
		s.Minutes = 0
		return
	}
	if s.Next == "" && s.NextDue == nil || s.Minutes > 0 {
		return
	}
	rest := ""
	for _, c := range r.clauses {
		if !c.plan {
			rest += r.text(c)
		}
	}
	if s.Kind == "" || smallWords(rest) {
		s.Planned, s.Kind = true, ""
	}
}

var tried = regexp.MustCompile(`(?i)\bno (answer|ans|reply|response|luck)\b|\b(didn'?t|did not|wouldn'?t|not) (pick(ing)? up|answer(ing)?|reach|get through)\b|` +
	`\b(left|leave|lft)( (him|her|them|me))?( an?)? (voice ?mail|vm|voice message|message)\b|\b(vm|voicemail) left\b|^(vm|voicemail)\b|straight to voicemail|` +
	`\bline (was )?(engaged|busy)\b|\bno[- ]?show\b|\b(never|couldn'?t|could not|can'?t|unable to) (get|got|reach|reached)\b|\bunreachable\b|` +
	`没人?接|没有接|没打通|打不通|没通|无人接听|占线|关机|没联系上|联系不上|没见到人|没见着人|扑了个空|撲了個空|扑空|没约上|不在服务区|未接`)

// Plain takes away what people put around a line: formatting, quotation marks, greetings and the words
// that ask for it to be written down.
func Plain(line string) string {
	line = strings.TrimSpace(line)
	for again := true; again; {
		was := line
		for _, mark := range []string{"```", "**", "`", "*", "_", "~"} {
			if strings.HasPrefix(line, mark) && strings.Count(line, mark) > 1 {
				line = strings.TrimSpace(strings.Replace(strings.TrimPrefix(line, mark), mark, " ", 1))
			}
		}
		line = strings.TrimSpace(lead.ReplaceAllString(line, ""))
		again = line != was && line != ""
	}
	return tail.ReplaceAllString(line, "")
}

var lead = regexp.MustCompile(`(?i)^(@dealdesk|hey dealdesk|hi dealdesk|dealdesk|hey|hi|hello|morning( all)?|ok so|so|um+|uh|er|well|fyi|btw|quick (one|update|note)|update|` +
	`/?sales log|/log|please log|log( an?)?:?|(could|can|would) you (please )?(put down|log|note)( that)?|put down( that)?|note that|` +
	`那个|嗯+|呃|麻烦(你)?(帮我)?|请(帮我)?|帮我|记一下|記一下|记一笔|記一筆|记录一下|记录|記錄|登记一下|汇报一下|跟进|/sales log)([,，:：;；.…\s]+|$|)`)

var tail = regexp.MustCompile(`(?i)[\s,，.。!！?？]*(thx|thanks|thank you|cheers|pls|please|谢谢|多谢|🙏)[\s.!！。?？]*$`)

// plans takes the clauses that say what is to be done.
func (r *saidReader) plans() error {
	first := dayFirst(r.line)
	for i := range r.clauses {
		c := &r.clauses[i]
		at, ok := r.planAt(*c, i)
		if !ok {
			continue
		}
		what, due, err := stepIn(first, r.line[at:c.end], r.o.Now, r.o.Work)
		if problem, no := sales.AsProblem(err); no && problem.Code != "next.empty" {
			return err
		} else if err != nil {
			continue
		}
		what = strings.TrimSpace(planLead.ReplaceAllString(what, ""))
		what = strings.Trim(planTail.ReplaceAllString(what, ""), " ,，.。:：")
		if at > c.start {
			rest := clause{start: c.start, end: at}
			c.start = at
			c.plan = true
			r.clauses = append(r.clauses[:i], append([]clause{rest}, r.clauses[i:]...)...)
			c = &r.clauses[i+1]
		}
		c.plan = true
		if r.said.Next == "" && r.said.NextDue == nil {
			r.said.Next, r.said.NextDue = what, due
		} else {
			r.said.Steps = append(r.said.Steps, Step{what, due})
		}
	}
	return nil
}
