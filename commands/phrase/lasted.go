package phrase

import (
	"regexp"
	"strings"

	"dealdesk/sales"
)

// longestRange is the longest contact that is named by its beginning and its end, in minutes.
const longestRange = 12 * 60

// length reads how long the contact was: 20m, "for an hour", 打了20分钟电话, 11:00-12:30, and behind a call
// and its customer a number alone.
func (h *header) length() bool {
	at, l := h.i, h.l
	act := !h.eatWord("for") && l.Kind == "" &&
		(h.eatWord("spent", "a", "another") || h.eatWord(lightVerbs...) || h.eatAny(acts...) >= 0 && h.eatAny("了", "过") >= 0)
	h.spaces()
	if m, ok := h.duration(); ok && m > 0 && m <= maxMinutes && !h.momentGoesOn() {
		if h.eat("的"); act {
			h.actKind()
		}
		l.Minutes = m
		return true
	}
	h.i = at
	if l.Kind == "" && l.About == "" {
		return false
	}
	m, ok := h.clockRange()
	if !ok {
		m, ok = h.minutesAlone()
	}
	if ok {
		l.Minutes = m
	}
	return ok
}

// acts are verbs of a contact in Chinese that its length stands between: 打了20分钟电话.
var acts = []string{"打", "开", "通", "聊", "谈", "做"}

// actKind reads the kind of contact behind its length: the 会 of 开了一个小时的会.
func (h *header) actKind() {
	if kind, ok := h.kindWord(); ok {
		h.l.Kind = kind
		return
	}
	at := h.i
	switch r, _ := (&scan{s: h.s, i: at + len("会")}).peek(); {
	case han(r):
	case h.eat("会"):
		h.l.Kind = "meeting"
	case h.eat("话"):
		h.l.Kind = "call"
	}
}

// longestAlone is the greatest number that is minutes without a unit.
const longestAlone = 120

// minutesAlone reads the 20 of "call Acme 20 talked about price": minutes, where nothing else is counted.
func (h *header) minutesAlone() (minutes int, ok bool) {
	c := scan{s: h.s, i: h.i}
	m, n := c.digits(3)
	if at := c.i; c.eatAny("-ish", "ish") < 0 || !c.edge() {
		c.i = at
	}
	if n == 0 || m == 0 || m > longestAlone || h.l.About == "" && !h.o.Here || !c.edge() {
		return 0, false
	}
	switch h.l.Kind {
	case "call":
	case "visit", "meeting", "demo":
		if m < 25 || m%5 > 0 { // 2 may be hours, and 15 an hour of the day
			return 0, false
		}
	default:
		return 0, false
	}
	end := c.i
	if c.eatAny(" - ", " – ", " — ") >= 0 || c.clauseEnds() {
		c.skip(" .,:;!、。")
		r, _ := c.peek()
		ok = !digit(r)
	} else {
		c.spaces()
		ok = c.eatWord(spokeWords...) || c.eatAny(spokeHan...) >= 0
	}
	if ok {
		h.i = end
	}
	return m, ok
}

// spokeWords begin what was said in a contact: what stands before them is not counted.
var spokeWords = []string{"talked", "spoke", "discussed", "chatted", "went", "told", "asked", "agreed", "covered", "reviewed", "explained",
	"heard", "said", "about", "regarding", "re", "they", "we", "he", "she", "no answer", "pricing"}

var spokeHan = []string{"聊", "谈", "说", "讲", "问", "沟通", "讨论", "交流", "客户", "对方", "没接", "他", "她", "确认", "约"}

// clockRange reads a contact's beginning and end, "11:00-12:30" or 下午2点到4点, as its length.
func (h *header) clockRange() (minutes int, ok bool) {
	start := h.i
	d := newDates(h.s, h.o.Now, h.o.Work)
	d.i = h.i
	d.eatWord("from", "at")
	d.eat("从")
	d.spaces()
	at := d.i
	if hour, n := d.digits(2); n > 0 && hour <= 12 && d.at('-') { // 2-3pm
		dash := d.i
		for _, from := range [...]int{hour%12*60 + 12*60, hour % 12 * 60} {
			d.i = dash
			if m, ok := h.until(d, from); ok && m < 12*60 && strings.HasSuffix(strings.ToLower(h.s[:h.i]), "m") {
				return m, true
			}
		}
		h.i = start
	}
	d.i = at
	from, _, ok := d.clockTime(true, true)
	if !ok || !d.sureClock(at) {
		return 0, false
	}
	c := scan{s: d.s, i: d.i}
	c.spaces()
	if c.eatWord("for") { // at 9:15 for 20 min
		c.spaces()
		if minutes, ok = c.duration(); ok && minutes > 0 && minutes <= maxMinutes {
			h.i = c.i
			return minutes, true
		}
	}
	return h.until(d, from)
}

// until reads the end of a contact that began at a time of the day.
func (h *header) until(d *dates, from int) (minutes int, ok bool) {
	d.spaces()
	if !d.eatWord("to", "till", "until") && d.eatAny("-", "~", "到", "至") < 0 {
		return 0, false
	}
	d.spaces()
	at := d.i
	to, _, ok := d.clockTime(true, true)
	if !ok || !d.sureClock(at) || !d.edge() {
		return 0, false
	}
	if to <= from && to < 12*60 { // 11:30-1:00
		to += 12 * 60
	}
	if to <= from || to-from > longestRange {
		return 0, false
	}
	h.i = d.i
	return to - from, true
}

// sureClock reports whether what was read since at can only be a time of the day.
func (d *dates) sureClock(at int) bool {
	return strings.ContainsAny(sales.Simplified(d.s[at:d.i]), ":：点时") || strings.HasSuffix(strings.ToLower(d.s[at:d.i]), "m")
}

// lasted finds the length of the contact in a note, and where it stands: in a clause of its own, as
// in "with their CFO. 2 hours.", or behind a word that says so, as in 聊了半小时. Two different ones
// are none.
func lasted(note string) (minutes, found int) {
	found = -1
	c := scan{s: note}
	begins := true
	for !c.done() {
		c.spaces()
		at := c.i
		said := c.lastedWord()
		c.spaces()
		c.eatWord("for")
		c.spaces()
		from := c.i
		m, ok := c.duration()
		switch {
		case !ok || m <= 0 || m > maxMinutes:
			c.i = at
		case said && !c.momentGoesOn(), begins && c.clauseEnds() && !spokenMoney(note[:at], note[from:c.i]):
			if minutes > 0 && minutes != m {
				return 0, from
			}
			minutes, found = m, from
			continue
		default:
			c.i = at
		}
		begins = c.passClauseWord()
	}
	return minutes, found
}

// lastedWord reads a word that a contact's length follows.
func (c *scan) lastedWord() bool {
	if c.eatWord("took", "lasted", "talked for", "spoke for", "met for", "we talked", "we spoke", "talked", "spoke", "spent") {
		return true
	}
	at := c.i
	if c.eatAny("聊", "谈", "讲", "说", "开会", "开", "沟通", "交流", "讨论", "通话", "演示", "拜访", "见", "会谈") >= 0 {
		if c.eatAny("了", "过") >= 0 {
			return true
		}
	} else if c.eatAny("历时", "用时", "耗时", "时长", "持续了", "持续") >= 0 {
		c.skip(" :")
		return true
	}
	c.i = at
	return false
}

// momentGoesOn reports whether the length just read is part of a moment or a wait: 聊了半小时后, "an hour ago".
func (c *scan) momentGoesOn() bool {
	r, _ := c.peek()
	rest := scan{s: c.s, i: c.i}
	return r == '后' || r == '前' || r == '内' || rest.then("ago", "later", "late", "early", "from now")
}

// clauseEnds reports whether a clause ends at the cursor.
func (c *scan) clauseEnds() bool {
	c.spaces()
	r, _ := c.peek()
	return r == 0 || strings.ContainsRune(".,;!?。、", r)
}

// spokenMoney reports whether "20m" may be an amount: there was talk of money.
func spokenMoney(before, text string) bool {
	if c := (scan{s: text}); !c.bareMinutes() {
		return false
	}
	before = simply(before)
	for _, word := range [...]string{"budget", "price", "pricing", "pay", "cost", "worth", "value", "spend", "deal", "quote", "revenue",
		"预算", "价", "金额", "钱"} {
		if strings.Contains(before, word) {
			return true
		}
	}
	return false
}

// bareMinutes reads a number with a mere m, which may be millions.
func (c *scan) bareMinutes() bool {
	_, n := c.digits(6)
	c.spaces()
	return n > 0 && c.eat("m") && c.done()
}

// maxCompanions is the most words that name who was there: "with the CFO and Tom from finance".
const maxCompanions = 6

// companions reads "with their CFO 2h" at the start of a note: who was there, before the length of
// the contact.
func companions(note string) (minutes, found int) {
	c := scan{s: note}
	if !c.eatWord("with") && !c.eat("w/") {
		return 0, -1
	}
	for range maxCompanions + 1 {
		c.spaces()
		at := c.i
		if m, ok := c.duration(); ok && m > 0 && m <= maxMinutes {
			return m, at
		}
		c.pass()
		for r, _ := c.peek(); c.i > at && r == '-'; r, _ = c.peek() {
			c.next()
			c.pass()
		}
		if r, _ := c.peek(); r != ' ' {
			break
		}
	}
	return 0, -1
}

func (c *scan) lengthOfHan() (minutes int, ok bool) {
	at := c.i
	for _, l := range spokenHan {
		if c.eatAny(l.words...) >= 0 {
			return l.minutes, true
		}
	}
	if minutes, ok = c.duration(); !ok {
		c.i = at
	}
	return minutes, ok
}

// spokenHan are lengths that are said only in talk.
var spokenHan = []struct {
	minutes int
	words   []string
}{
	{60, []string{"个把小时", "个把钟头", "一个钟头", "一个钟"}}, {90, []string{"一个半钟"}}, {30, []string{"半个钟"}},
}

// prefers stands before a way to reach somebody that they like best, which is news and no contact.
var prefers = reads(`(?i)\b(?:prefers?|preferring|likes?|only reads?|reached by|wants? (?:it )?by|best (?:reached )?by) $|` +
	`(?:喜欢|偏好|习惯|爱用|只看|不看|常用|首选|偏爱)(?:用|看|发|走|通过)?$`)

// prefersAt reports whether a text says how somebody likes to be reached.
func prefersAt(text string) bool {
	for i := range text {
		if i > 0 && prefers.MatchString(endOfText(text[:i])) {
			return true
		}
	}
	return false
}

// minutesBehind reads what stands behind whole hours: 1h30, 1 hour and 5 minutes, 一小时半.
func (c *scan) minutesBehind() int {
	afterHours := c.i
	if c.eat("半") {
		return 30
	}
	if c.eatAny("一刻钟", "一刻", "1刻钟", "1刻") >= 0 {
		return 15
	}
	c.spaces()
	switch {
	case c.eatWord("and a half"):
		return 30
	case c.eatWord("and a quarter"):
		return 15
	case c.eatWord("and"):
		c.spaces()
	}
	if m, ok := c.spokenMinutes(); ok {
		return m
	}
	from := c.i
	m, ok := c.integer()
	afterNumber := c.i
	c.spaces()
	switch {
	case !ok || m > 59:
	case c.minutesUnit():
		return m
	case m%5 == 0 && afterNumber == from+2 && letter(rune(c.s[afterHours-1])) && endsLength.MatchString(c.s[afterNumber:]): // 1h 15
		c.i = afterNumber
		return m
	case afterNumber == afterHours+2 && digit(rune(c.s[afterHours])): // 1h30
		if c.i = afterNumber; from == afterHours && c.edge() {
			return m
		}
	}
	c.i = afterHours
	return 0
}

// endsLength is what stands behind minutes without a unit: nothing, or the end of a clause.
var endsLength = regexp.MustCompile(`^\s*(?:$|[,.;:!?)])`)
