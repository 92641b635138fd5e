package phrase

import (
	"strings"
	"time"

	"dealdesk/sales"
)

// Log is one logged contact as it was typed (U2, R163).
type Log struct {
	Kind      string       // call, visit, meeting, email, demo, message, note; "" if none was named
	About     string       // raw text naming an account or deal: "Acme", "D-7", 华星科技
	Certain   bool         // About was in quotes, a record id or a known name; else it is only the first word
	Minutes   int          // 0 if none was named
	Amount    *sales.Money // in the header, or the first in the note
	Intent    int          // 1 to 5, 0 if none was named
	On        *Moment      // the day of the contact, today or before; nil if none was named
	Note      string       // cut from the raw text
	Next      string
	NextDue   *Moment
	NoteStart int // byte offset of Note in the line
}

// LogOptions is what the reader of a line has to know.
type LogOptions struct {
	Now      time.Time             // with the person's location
	Currency string                // of amounts that name none
	Known    func(text string) int // how many bytes at the start of text name a known record; may be nil
	Here     bool                  // the place (a deal's thread) says what it is about: About is never a mere first word
}

// ReadLog reads one line of /log: kind, what it is about, duration, day and amount in
// any order, then the note, then the next step.
//
//	call Acme 20m Talked pricing, they want 10% off. next: send quote Fri
//	拜访 华星科技 1小时 客户想要九折。下一步: 下周三报价
//
// What is recognised before the note is taken out of it; the first thing that is not
// recognised begins the note, and the note keeps all that was typed. An amount or an
// intent inside the note is reported and stays there. A date that cannot be is left as
// text: nobody loses a note to a slip in it.
//
// Problems: text.too_long, log.empty.
func ReadLog(line string, o LogOptions) (Log, error) {
	if err := tooLong(line); err != nil {
		return Log{}, err
	}
	if strings.TrimFunc(line, isSpace) == "" {
		return Log{}, sales.No("log.empty")
	}
	var l Log
	body := line
	if from, to, ok := nextMark(line); ok {
		body = line[:from]
		if next := strings.TrimFunc(line[to:], isSpace); next != "" {
			what, due, err := NextStep(next, o.Now)
			if err != nil {
				what, due = next, nil
			}
			l.Next, l.NextDue = what, due
		}
	}
	h := header{scan: scan{s: body}, o: o, l: &l}
	h.read()
	l.NoteStart, l.Note = trimNote(body, h.i)
	note := scan{s: l.Note}
	note.findAmount(&l, o.Currency)
	return l, nil
}

// trimNote cuts the note: what is left, without the spaces and marks that parted it
// from the header and from the next step. A dash or dot parts only before a space.
func trimNote(body string, from int) (start int, note string) {
	const edges = " \t\r\n\u00a0\u3000,，、:：;；"
	note = strings.TrimLeft(body[from:], edges+"。")
	for _, mark := range [...]string{". ", "- ", "— ", "– ", "-- "} {
		if rest, ok := strings.CutPrefix(note, mark); ok {
			note = strings.TrimLeft(rest, edges)
			break
		}
	}
	start = len(body) - len(note)
	return start, strings.TrimRight(note, edges)
}

var kindWords = map[string]string{
	"call": "call", "called": "call", "phone": "call", "phoned": "call", "tel": "call", "calling": "call",
	"visit": "visit", "visited": "visit",
	"meeting": "meeting", "meet": "meeting", "met": "meeting",
	"email": "email", "emailed": "email", "mail": "email", "mailed": "email",
	"demo": "demo", "demoed": "demo",
	"message": "message", "messaged": "message", "msg": "message", "text": "message", "texted": "message",
	"wechat": "message", "whatsapp": "message", "dm": "message", "sms": "message",
	"note": "note", "notes": "note",
}

// hanKindWords by their first rune, the longer before those they begin with.
var hanKindWords = map[rune][]struct{ word, kind string }{
	'电': {{"电话会议", "call"}, {"电话", "call"}}, '打': {{"打电话", "call"}, {"打了电话", "call"}}, '致': {{"致电", "call"}}, '语': {{"语音", "call"}},
	'通': {{"通电话", "call"}, {"通了电话", "call"}, {"通话", "call"}},
	'上': {{"上门拜访", "visit"}, {"上门", "visit"}}, '拜': {{"拜访", "visit"}}, '走': {{"走访", "visit"}}, '到': {{"到访", "visit"}},
	'视': {{"视频会议", "meeting"}}, '开': {{"开会", "meeting"}}, '会': {{"会议", "meeting"}, {"会面", "meeting"}}, '面': {{"面谈", "meeting"}}, '见': {{"见面", "meeting"}}, '座': {{"座谈", "meeting"}},
	'邮': {{"邮件", "email"}}, '产': {{"产品演示", "demo"}}, '做': {{"做演示", "demo"}}, '演': {{"演示", "demo"}},
	'发': {{"发邮件", "email"}, {"发了邮件", "email"}, {"发微信", "message"}, {"发消息", "message"}},
	'微': {{"微信", "message"}}, '消': {{"消息", "message"}}, '短': {{"短信", "message"}}, '企': {{"企微", "message"}}, '钉': {{"钉钉", "message"}}, '飞': {{"飞书", "message"}},
	'备': {{"备注", "note"}}, '笔': {{"笔记", "note"}}, '记': {{"记录", "note"}},
}

// kindWord reads the word for a kind of contact.
func (c *scan) kindWord() (string, bool) {
	r, _ := c.peek()
	if letter(r) {
		at := c.i
		if k, ok := kindWords[c.word()]; ok {
			return k, true
		}
		c.i = at
		return "", false
	}
	for _, k := range hanKindWords[r] {
		if c.eat(k.word) {
			c.eat("了")
			return k.kind, true
		}
	}
	return "", false
}

// header reads the front of a log line, piece by piece.
type header struct {
	scan
	o LogOptions
	l *Log
}

func (h *header) read() {
	for {
		at := h.i
		h.skip(" ,、:;·")
		if h.done() || !h.piece() {
			h.i = at
			return
		}
	}
}

// piece reads one more part of the header, if there is one.
func (h *header) piece() bool {
	at, l := h.i, h.l
	known := 0
	if l.About == "" {
		known = h.known()
	}
	if l.Kind == "" {
		if kind, ok := h.kindWord(); ok && h.i-at >= known {
			l.Kind = kind
			return true
		}
		h.i = at
	}
	if known > 0 {
		h.i = at + known
		l.About, l.Certain = h.s[at:h.i], true
		return true
	}
	if l.Intent == 0 && h.intent(l) {
		return true
	}
	if l.Minutes == 0 {
		h.eatWord("for")
		h.spaces()
		if m, ok := h.duration(); ok && m > 0 && m <= maxMinutes && !h.dayGoesOn() {
			l.Minutes = m
			return true
		}
		h.i = at
	}
	if l.On == nil && h.contactDay() {
		return true
	}
	h.i = at
	if l.Amount == nil && (l.About != "" || l.Kind != "") {
		if m, how, wrong := h.money(h.o.Currency); wrong.code == "" && (how.currency || how.marked && l.About != "") && h.amountStands() {
			l.Amount = &m
			return true
		}
		h.i = at
	}
	if l.About == "" {
		return h.about()
	}
	return false
}

// known is how many bytes here name a known record.
func (h *header) known() int {
	if h.o.Known == nil {
		return 0
	}
	n := h.o.Known(h.s[h.i:])
	if n < 0 || n > len(h.s)-h.i {
		return 0
	}
	return n
}

// dayGoesOn: "2小时后", "20分钟前" are moments, not lengths.
func (h *header) dayGoesOn() bool {
	r, _ := h.peek()
	return r == '后' || r == '前'
}

// intent reads "intent 4", "意向4", "意向度：4".
func (c *scan) intent(l *Log) bool {
	at := c.i
	if !c.eatWord("intent", "buying intent") && c.eatAny("意向度", "意向") < 0 {
		return false
	}
	c.skip(" :=为是")
	v, n := c.digits(1)
	if r, _ := c.peek(); n == 0 || v < 1 || v > 5 || digit(r) || r == '.' || r == '%' || !c.edge() {
		c.i = at
		return false
	}
	if at := c.i; c.eat("/") {
		if c.digits(1); !c.edge() {
			c.i = at
		}
	}
	c.eatAny("分", "级", "星")
	l.Intent = v
	return true
}

// contactDay reads the day of the contact: today or before. In front of the kind it may
// touch the next word (昨天拜访…); later it stands alone, for 周五签合同 is a plan.
func (h *header) contactDay() bool {
	d := newDates(h.s, h.o.Now)
	d.i, d.past = h.i, true
	f, ok := d.moment()
	if !ok || !f.dated || f.period || f.day.After(d.today) {
		return false
	}
	if r, _ := d.peek(); han(r) && h.l.Kind != "" && h.l.About != "" {
		return false
	}
	m := f.at(d)
	h.l.On, h.i = &m, d.i
	return true
}

// amountStands: an amount is a part of the header when it stands alone.
func (h *header) amountStands() bool {
	r, _ := h.peek()
	return !han(r) && r != '%'
}

// about reads what the contact was about where no known name stands: quotes, a record
// id, else the first word.
func (h *header) about() bool {
	at, l := h.i, h.l
	var open unclosed
	if w, ok := open.quoted(h.s, at); ok && strings.TrimFunc(w.Text, isSpace) != "" {
		l.About, l.Certain, h.i = w.Text, true, w.End
		return true
	}
	if r, ok := h.ref(false); ok {
		l.About, l.Certain = r.ID, true
		return true
	}
	if l.Kind != "" && h.eatWord("with", "to", "at", "for") {
		h.spaces()
		return h.piece()
	}
	if h.eatAny("给", "跟", "和", "与", "向", "去", "同") >= 0 { // of a company, perhaps: 和平饭店
		h.spaces()
		if n := h.known(); n > 0 {
			l.About, l.Certain = h.s[h.i:h.i+n], true
			h.i += n
			return true
		}
		h.i = at
	}
	if h.o.Here {
		return false
	}
	return h.firstWord()
}

// firstWord takes the next word as About. Chinese runs on without spaces, so there it
// ends where a kind or a length of time begins: 华星科技|拜访|1小时.
func (h *header) firstWord() bool {
	h.eatAny("给", "跟")
	at := h.i
	for !h.done() {
		r, _ := h.peek()
		if strings.ContainsRune(" ,、:;。!?", r) {
			break
		}
		if here := h.i; here > at {
			if digit(r) && !digit(h.before()) || numeral(r) > 0 || r == '半' {
				if _, ok := h.duration(); ok {
					h.i = here
					break
				}
			}
			if h.l.Kind == "" && han(r) {
				if _, ok := h.kindWord(); ok {
					h.i = here
					break
				}
			}
			h.i = here
		}
		h.next()
	}
	if h.i == at {
		return false
	}
	h.l.About = strings.TrimRight(h.s[at:h.i], ".")
	return true
}

// findAmount looks for the first amount and the first intent in a note. Every place is
// looked at once: a word or number that is neither is passed whole.
func (c *scan) findAmount(l *Log, own string) {
	for !c.done() && (l.Amount == nil || l.Intent == 0) {
		r, n := c.peek()
		at := c.i
		if l.Intent == 0 && (r == 'i' || r == '意') && c.intent(l) {
			continue
		}
		if l.Amount == nil && c.amountMayBegin(r) {
			m, how, wrong := c.money(own)
			ambiguous := how.minute && !how.currency && l.Minutes == 0 // 20m in a note may be minutes
			if wrong.code == "" && (how.currency || how.marked) && !ambiguous && !c.counted(how) {
				l.Amount = &m
				continue
			}
			c.i = at
		}
		if c.i += n; letter(r) || digit(r) {
			c.passWord()
		}
	}
}

// passWord moves behind a word, or a number with its commas.
func (c *scan) passWord() {
	for {
		r, n := c.peek()
		if !letter(r) && !digit(r) && (r != ',' && r != '.' || !digit(c.before())) {
			return
		}
		c.i += n
	}
}

// amountMayBegin tells whether an amount can begin with r, the rune at the cursor.
func (c *scan) amountMayBegin(r rune) bool {
	switch {
	case letter(r): // USD 12,000
		probe := scan{c.s, c.i}
		for next, n := probe.peek(); (letter(next) || next == '$') && probe.i-c.i < 12; next, n = probe.peek() {
			probe.i += n
		}
		probe.spaces()
		next, _ := probe.peek()
		return digit(next)
	case digit(r):
		prev := c.before()
		return prev != '_' && prev != '#' && prev != '-'
	case r == '$', r == '¥', r == '十':
		return true
	case r < 0x80:
		return false
	case numeral(r) > 0:
		return numeral(c.before()) < 0
	}
	return len(signs[r]) > 0
}

// counted tells that a number without a currency counts something: 3万台, 10k users.
func (c *scan) counted(how written) bool {
	if how.currency {
		return false
	}
	r, _ := c.peek()
	if han(r) && strings.ContainsRune("人个台家户用套次件条名位吨字行页步只支张本辆间公平升克米年月天小分点倍股粉多", r) {
		return true
	}
	at := c.i
	c.spaces()
	counted := c.eatWord("users", "user", "seats", "seat", "units", "licences", "licenses", "people", "employees", "staff",
		"devices", "records", "rows", "customers", "accounts", "leads", "visitors", "steps", "rpm", "views", "orders", "pcs")
	c.i = at
	return counted
}
