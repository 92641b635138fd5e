package phrase

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/commands/phrase/talk"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// Needle is a text that is looked for: each of its words, whatever their case and width.
type Needle struct {
	words []sought
	plain []sought // the same without what JSON escapes
}

// sought is one folded word, and the bytes with which it may begin.
type sought struct {
	runes  []rune
	begins [256]bool
}

// NewNeedle returns the needle of a text; Empty if it has no word.
func NewNeedle(text string) Needle {
	var n Needle
	for _, word := range strings.FieldsFunc(text, isSpace) {
		n.words = append(n.words, newSought(word))
		for _, part := range strings.FieldsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			n.plain = append(n.plain, newSought(part))
		}
	}
	return n
}

// Empty reports whether there is nothing to look for.
func (n Needle) Empty() bool { return len(n.words) == 0 }

func newSought(word string) sought {
	w := sought{}
	for _, r := range word {
		w.runes = append(w.runes, lowered(r))
	}
	first := w.runes[0]
	for r := first; ; {
		for _, as := range []rune{r, r + wide} {
			if as == r || r > ' ' && r < 0x7f {
				w.begins[string(as)[0]] = true
			}
		}
		if r = unicode.SimpleFold(r); r == first {
			return w
		}
	}
}

// wide is how far the wide forms of ASCII are from the narrow ones.
const wide = '！' - '!'

func lowered(r rune) rune {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	if r > '！'-1 && r < '！'+0x5e {
		r -= wide
	}
	return unicode.ToLower(r)
}

// Maybe reports whether stored JSON may contain the needle in one of its texts.
func (n Needle) Maybe(json []byte) bool {
	for i := range n.plain {
		if at, _ := n.plain[i].in(json, 0); at < 0 {
			return false
		}
	}
	return true
}

// In returns where the first word of the needle stands in a text; ok is false unless all its words do.
func (n Needle) In(text string) (from, to int, ok bool) {
	b := []byte(text)
	for i := range n.words {
		at, end := n.words[i].in(b, 0)
		if at < 0 {
			return 0, 0, false
		}
		if i == 0 {
			from, to = at, end
		}
	}
	return from, to, len(n.words) > 0
}

// in returns where the word stands in b from a place on, or -1.
func (w *sought) in(b []byte, i int) (from, to int) {
	for ; i < len(b); i++ {
		if !w.begins[b[i]] {
			continue
		}
		if end := w.at(b[i:]); end > 0 {
			return i, i + end
		}
	}
	return -1, -1
}

// at returns the length of the word at the beginning of b, 0 if it is not there.
func (w *sought) at(b []byte) int {
	i := 0
	for _, want := range w.runes {
		r, size := utf8.DecodeRune(b[i:])
		if size == 0 || lowered(r) != want {
			return 0
		}
		i += size
	}
	return i
}

// Around cuts a text to what stands around a match, on one line: the words before, the match, those after.
func Around(text string, from, to int) (before, match, after string) {
	const room = 60
	line := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	before, match, after = text[:from], text[from:to], text[to:]
	if i := wordEnd(after); match[len(match)-1] < 0x80 {
		match, after = match+after[:i], after[i:]
	}
	if i := len(before) - wordEnd(reversed(before)); match[0] < 0x80 {
		before, match = before[:i], before[i:]+match
	}
	if cut := []rune(before); len(cut) > room {
		before = "…" + string(cut[len(cut)-room:])
	}
	if cut := []rune(after); len(cut) > room {
		after = string(cut[:room]) + "…"
	}
	return line(before), line(match), line(after)
}

// wordEnd counts the ASCII letters and digits at the beginning of s.
func wordEnd(s string) int {
	return len(s) - len(strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
}

func reversed(s string) string {
	b := bytes.Clone([]byte(s))
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// Sought are the words that somebody wants found, without the small words in front and the quotation marks around.
func Sought(text string) string {
	text = strings.TrimSpace(text)
	for _, small := range []string{"for ", "一下", "下", "有没有", "：", ":"} {
		text = strings.TrimSpace(strings.TrimPrefix(text, small))
	}
	return Unquoted(text)
}

// beforeColon is a name of a few words that a colon ends, and where the colon does: Lumen Optics: Mobile app.
func beforeColon(text string) (name string, end int) {
	at := strings.IndexAny(text, ":：")
	if at < 0 || strings.ContainsAny(text[:at], "\"“,，;；。.") || len(strings.Fields(text[:at])) > 5 || strings.ContainsFunc(text[:at],
		unicode.IsDigit) {
		return "", 0
	}
	_, n := utf8.DecodeRuneInString(text[at:])
	return strings.TrimSpace(text[:at]), at + n
}

// closeWord reads a word for closing a deal.
func (r *dealReader) closeWord() bool {
	if r.eatWord("close date", "closing date", "close", "closes", "closing", "closed", "eta") ||
		r.eatWord(signWords...) || r.eatAny("预计成交", "成交日期", "成交时间", "成交日", "成交", "签约日期", "签约时间", "签约", "签单日期", "签单时间", "签单", "签合同", "签下来",
		"签下", "结单", "关单", "成单", "拿下来", "拿下") >= 0 {
		return true
	}
	at := r.i
	if r.eat("签") {
		r.eat("了")
		if next, _ := r.peek(); !han(next) {
			return true
		}
	}
	r.i = at
	return false
}

// fears are no plan of ours: "I think we'll lose Acme".
var fears = reads(`(?i)(?:'ll|’ll|\b(?:will|might|may|could|going to|gonna|about to)) (?:probably |likely |surely |still )?(?:lose|` +
	`win)\b`)

// toOthers is said to us or to others, and tells of no contact: "can you call me", 你能给我打个电话吗.
var toOthers = reads(`(?i)^\W*(?:can|could|would|will) (?:you|someone|somebody|anyone|anybody)\b|^\W*(?:please )?(?:call|` +
	`ring|phone|text|ping|message) me\b|` +
	`^\W*let(?:'|’)?s (?:meet|talk|speak|chat|catch up)(?: up)?(?: (?:at|on|around|later|tomorrow|today|soon|again)\b.*)?\W*$|` +
	`^(?:你|您|谁|有人|哪位)(?:能|可以|帮|来|方便).{0,16}(?:电话|联系|拜访|打)|^(?:我们|咱们)?(?:今天|明天|下午|晚上)?[\d一二三四五六七八九十]+点(?:半|钟)?(?:见|碰|聊|开会)`)

// Untrue reports whether a line that names these customers tells of a contact that was none, or was none of the author's.
func Untrue(line string, spots []Spot) bool {
	if len(line) > longestMove {
		return false
	}
	masked, end := "", 0
	for _, s := range spots {
		if !s.Person && s.Start >= end && s.End <= len(line) {
			masked += line[end:s.Start] + talk.Customer
			end = s.End
		}
	}
	masked += line[end:]
	who := visitedHan.FindStringSubmatch(masked)
	by := doneByHan.FindStringSubmatch(masked)
	return talk.Untrue(masked) || talk.Unclear(masked) || who != nil && !titled.MatchString(who[1]) ||
		by != nil && !titled.MatchString(by[1]) && !slices.ContainsFunc(spots, func(s Spot) bool { return line[s.Start:s.End] == by[1] })
}

// doneByHan says behind a contact by whom it was had: 是李雷去的.
var doneByHan = reads(`[\s，,。；;（(](?:其实)?(?:不?是我?，?是?)?([` + surnames + `]\p{Han}{1,2}?)(?:自己)?(?:去|打|见|谈|聊|跑|发|做|讲|写|联系|拜访|接待)的[\s，,。.！!）)]*$`)

// visitedHan is a customer who visited somebody with a name: 华星科技拜访了魏华. With a title it is who was visited there.
var visitedHan = reads(`(?:^|[^给跟和与去到])\x00(?:今天|昨天|前天|刚才?)?(?:拜访|约见|走访|见)[了过]([` + surnames + `]\p{Han}{1,2})\W*$`)

// didHanNow tells of a contact that was had, whatever is planned behind it: 刚给智云打了电话.
var didHanNow = reads(`刚才?刚?(?:给|跟|和|与|去|打|见|拜访)|(?:打了?个?电话|拜访|见面?|通话|聊|谈)(?:完|了|过)|打了个?电话`)

// brokenDemo are words by which a demo did not work, so that nothing was shown to the end.
var brokenDemo = reads(`(?i)\bfailed to (?:start|run|load|launch|work|connect)\b|\b(?:didn'?t|did not|wouldn'?t|couldn'?t) ` +
	`(?:start|load|launch|run)\b|` +
	`\bpower (?:went|cut|outage|failed|failure)|\bblackout\b|\bdemo failed\b|\bcrashed\b|` +
	`失败|停电|断电|断网|中断|没成功|没演成|死机|崩溃|崩了|没跑起来|启动不了|黑屏`)

// brokeOff reports whether a demo failed.
func (r *saidReader) brokeOff() bool {
	return r.said.Kind == "demo" && len(r.line) <= longestMove && brokenDemo.MatchString(r.line) && !heldAfterAll.MatchString(plainly(r.line))
}

// longestToday is the longest contact, in minutes, that is believed without a question.
const longestToday = 14 * 60

// Times that a contact may be told to have been at, and that have not come or never do.
var (
	timeOfDay = reads(`(?i)(?:\bat |@ ?)\d{1,2}:\d\d\b|` +
		`\b\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|\b\d{1,2}:\d\d ?(?:-|–|to|until|till) ?\d{1,2}:\d\d\b|\b(?:tonight|this evening|this afternoon)\b|` +
		`\bat (?:\d{1,2}|noon|midday)\b|` +
		`今晚|今夜|(?:今天)?(?:下午|傍晚|晚上)(?:\d{1,2}|[一二两三四五六七八九十]{1,3})点半?`)
	afternoonSaid = reads(`(?i)\bthis afternoon\b`)
	rangeStart    = reads(`^(\d{1,2}:\d\d) ?(?:-|–|to|until|till).*$`)
	yearAhead     = reads(`20\d\d年|\b20\d\d\b`)
	noHourHan     = reads(`(?:2[5-9]|[3-9]\d)点钟?`)
)

// untimely refuses a contact that took place, at a time that is still to come or does not exist, on a day that may be any
// of several, or for longer than anybody stays.
func (r *saidReader) untimely() error {
	s, today := &r.said, calendar.DateOf(r.o.Now)
	if s.Kind == "" || s.Kind == "note" || s.Planned || s.Tried || len(r.line) > MaxText/2 {
		return nil
	}
	if s.Minutes > longestToday {
		return no("duration.too_long", strconv.Itoa(s.Minutes/60)+" h", "Max", longestToday/60)
	}
	beside := func(p pattern) string {
		for _, at := range p.FindAllStringIndex(r.line, -1) {
			if !r.planned(at[0]) && (r.isRead(at[0]) || r.besides(at[0], at[1])) {
				return r.line[at[0]:at[1]]
			}
		}
		return ""
	}
	if hour := beside(noHourHan); hour != "" {
		return no("date.impossible", hour)
	}
	if year := beside(yearAhead); len(year) >= 4 && year[:4] > string(today)[:4] {
		return sales.No("log.future", "Date", year)
	}
	if bareDate.MatchString(s.Note) {
		return no("log.vague_day", s.Note)
	}
	if day := r.dayBehind(s.Note); day != "" {
		return sales.No("log.future", "Date", day)
	}
	begun := afternoonSaid.MatchString(r.line) && r.o.Now.Hour() >= 12
	if clock := beside(timeOfDay); clock != "" && !begun && (s.On == nil || s.On.Date == today) {
		_, due, err := stepIn(r.dayFirst, "call "+rangeStart.ReplaceAllString(clock, "$1"), r.o.Now, r.o.Work)
		if err == nil && due != nil && due.Date == today && due.Clock > r.o.Now.Format("15:04") {
			return sales.No("log.future", "Date", clock)
		}
	}
	return r.someDay()
}

// bareDate is a note that can only be a date, though not which: 24.12., 12-31.
var bareDate = reads(`^(?i)(?:on )?\d{1,2}[./-]\d{1,2}(?:[./-](?:\d\d)?\d\d)?[. ]*$`)

// dayBehind is the day to come that a note is, or begins with before a mark; "" for all other notes.
func (r *saidReader) dayBehind(note string) calendar.Date {
	d := newDates(note, r.o.Now, r.o.Work)
	d.dayFirst = r.dayFirst
	d.eatWord("on")
	d.spaces()
	f, ok := d.moment()
	d.skip(" .")
	if !ok || !f.dated || f.weak || !f.day.After(d.today) || !d.done() {
		return ""
	}
	return calendar.DateOf(f.day)
}

// someDay refuses a time gone by in the place of the day of the contact: called Acme last week.
func (r *saidReader) someDay() error {
	for _, in := range r.clauses {
		at := in.start + len(r.line[in.start:in.end]) - len(strings.TrimLeft(r.line[in.start:in.end], " "))
		said := vaguePast.FindString(r.line[at:in.end])
		if _, name := r.inName(at); said != "" && !name && !in.plan && r.besides(at, at+len(said)) && !r.isRead(at) {
			return no("log.vague_day", said)
		}
	}
	for _, p := range r.pieces {
		behind := strings.TrimLeft(r.line[p.end:], " 是在") // 是上周的
		said := vaguePast.FindString(behind)
		if rest := strings.TrimPrefix(behind[len(said):], "的"); said != "" && (rest == "" || strings.ContainsRune(".,;!", rune(rest[0]))) &&
			!r.isRead(len(r.line)-len(behind)) {
			return no("log.vague_day", said)
		}
	}
	return nil
}

// isRead reports whether a place is within the head.
func (r *saidReader) isRead(at int) bool {
	return slices.ContainsFunc(r.pieces, func(p piece) bool { return p.start <= at && at < p.end })
}
