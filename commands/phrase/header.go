package phrase

import (
	"strings"
	"unicode/utf8"

	"dealdesk/sales"
)

// header reads the front of a log line, piece by piece.
type header struct {
	scan
	o      LogOptions
	l      *Log
	front  int    // where the pieces behind the kind begin
	guess  [2]int // the first word that was taken as About
	lasted bool   // a length stood before that word
	wrong  error  // a day that does not exist
	forced bool   // what stands at front is About, whatever else it may be
}

// reconsider reads the line again if something stands between the kind and a word that is only
// taken for a name: a length, a day or an amount may itself be the beginning of the name, as in
// Sun 20m or 24 Hour Fitness 20m.
func (h *header) reconsider() {
	if h.guess[0] <= h.front {
		return
	}
	word := bareWord(h.s, h.front).Text
	next := scan{s: h.s, i: h.guess[1]}
	next.spaces()
	again := &header{scan: scan{s: h.s}, o: h.o, forced: true, front: h.front, l: &Log{Next: h.l.Next, NextDue: h.l.NextDue}}
	if h.o.Called != nil && h.o.Called(word) && !h.o.Called(h.l.About) {
		again.guess[1] = h.front + len(word)
	} else if m, ok := next.duration(); ok && h.lasted && m <= maxMinutes {
		again.guess[1] = h.guess[1]
	} else {
		return
	}
	again.read()
	*h.l = *again.l
	h.i, h.wrong = again.i, again.wrong
}

func (h *header) read() {
	for {
		at := h.i
		h.skip(" ,、:;·")
		if h.i > 0 && h.eat("- ") { // call Acme - 25 min - went well
			h.spaces()
		}
		if h.forced && h.i >= h.front && h.l.About == "" {
			h.l.About = strings.TrimFunc(h.s[h.front:h.guess[1]], isSpace)
			h.i = h.guess[1]
			continue
		}
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
		read := h.kindWord
		if l.About == "" {
			read = h.actWord
		}
		if kind, ok := read(); ok && h.i-at >= known {
			l.Kind = kind
			if l.About == "" && !h.forced {
				h.front = h.i
				h.front += len(h.s[h.i:]) - len(strings.TrimLeftFunc(h.s[h.i:], isSpace))
			}
			return true
		}
		h.i = at
	}
	if known > 0 {
		h.i = at + known
		l.About, l.Certain = h.s[at:h.i], true
		if whose := h.scan; whose.eatAny("'s", "’s") >= 0 && whose.edge() { // Acme's new warehouse
			h.i = whose.i
		}
		return true
	}
	if l.Intent == 0 && h.intent(l) {
		return true
	}
	if l.Minutes == 0 && h.length() {
		return true
	}
	h.i = at
	if l.On == nil && h.vagueDay() {
		return false
	}
	if l.On == nil && (h.dottedDay() || h.contactDay() || h.dayAhead() || h.earlier()) {
		return true
	}
	h.i = at
	// Before the name, letters with a number are no amount: Nok 20m is Nokia, not Norwegian kroner.
	if r, _ := h.peek(); l.Amount == nil && (l.About != "" || l.Kind != "" && !letter(r)) {
		if m, how, wrong := h.money(h.o.Currency); wrong.code == "" && (how.currency || how.marked && l.About != "") && h.amountStands() {
			l.Amount = &m
			return true
		}
		h.i = at
	}
	if l.About == "" {
		return h.about()
	}
	return l.Person == "" && h.person()
}

// known returns how many bytes here name a known record.
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

// intent reads "intent 4", "意向4", "意向度：4".
func (c *scan) intent(l *Log) bool {
	at := c.i
	if !c.eatWord("intent", "buying intent") && c.eatAny("意向度", "意向") < 0 {
		return false
	}
	c.skip(" :=为是")
	v, n := c.digits(1)
	if n == 0 || v < 1 || v > 5 || !c.numberEnds() && !c.at('/') || !c.edge() {
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

// maxContactDays is how long ago a contact dated "11/16" or "5号" alone may be; further back,
// "1/2" is a half.
const maxContactDays = 45

// contactDay reads the day of the contact: today or before. Before the kind it may touch the
// next word (昨天拜访…); after it, it must stand alone, for 周五签合同 is a plan.
func (h *header) contactDay() bool {
	d := newDates(h.s, h.o.Now, h.o.Work)
	d.i, d.past, d.dayFirst = h.i, true, h.o.dayFirst
	if d.eatWord("on") {
		d.spaces()
	}
	if !d.opens() {
		return false
	}
	from := d.i
	d.i = h.i // where "on" announces the day
	if d.i == from {
		d.whole = d.dayFirstAlone(h.l.Minutes > 0)
	}
	f, ok := d.moment()
	d.whole = false
	if ok && f.dated && h.meansAhead(from) {
		return false
	}
	if !ok || !f.dated || f.period || f.day.After(d.today) || f.weak && f.day.Before(d.today.AddDate(0, 0, -maxContactDays)) {
		return false
	}
	if end := (header{scan: d.scan, o: h.o}); h.l.Minutes == 0 && f.clock >= 0 {
		if m, ok := end.until(&dates{scan: d.scan, now: d.now, work: d.work, today: d.today, base: d.base}, f.clock); ok {
			h.l.Minutes, d.i = m, end.i
		}
	}
	if r, _ := d.peek(); han(r) && h.l.Kind != "" && h.l.About != "" || d.wordGoesOn() {
		return false
	}
	m := f.at(d)
	h.l.On, h.i = &m, d.i
	return true
}

// earlier passes a part of today before the contact or its length: 下午|给华星科技打了个电话, 刚才|3分钟.
func (h *header) earlier() bool {
	at := h.i
	if h.eatAny("刚才", "刚刚", "刚", "早上", "上午", "中午", "下午", "傍晚", "晚上") >= 0 || h.eatWord("just now") {
		r, _ := h.peek()
		c := h.scan
		if _, kind := c.kindWord(); kind || strings.ContainsRune("给跟和与同去", r) || h.known() > 0 {
			return true
		}
		c = h.scan
		c.skip(" 打了聊了")
		if _, length := c.duration(); length && !c.momentGoesOn() {
			return true
		}
	}
	h.i = at
	return false
}

// dayFirstAlone reports whether "23/11" comes next, with the day first and nothing behind it in its
// clause but a length, if that does not stand before it: "24/7 support" is no day.
func (d *dates) dayFirstAlone(lengthKnown bool) bool {
	c := d.scan
	day, n := c.digits(2)
	if n == 0 || day < 13 || !c.eat("/") {
		return false
	}
	month, n := c.digits(2)
	if n == 0 || month > 12 || !c.edge() {
		return false
	}
	if c.clauseEnds() {
		return true
	}
	if day == 24 && month == 7 || c.eatWord("of") {
		return false
	}
	_, length := c.duration()
	return length || lengthKnown
}

// wordGoesOn reports whether what was read is only the beginning of a word: Monday.com, 7-Eleven.
func (c *scan) wordGoesOn() bool {
	rest := scan{s: c.s, i: c.i}
	rest.skip(".-&+")
	r, _ := rest.peek()
	return rest.i > c.i && (letter(r) || digit(r))
}

// amountStands reports whether an amount stands alone, and so belongs to the header.
func (h *header) amountStands() bool {
	r, _ := h.peek()
	return !han(r) && r != '%'
}

// about reads what the contact was about if no known name comes next: quotes, a record id,
// or the first word.
func (h *header) about() bool {
	at, l := h.i, h.l
	var open unclosed
	if w, ok := open.quoted(h.s, at); ok && strings.TrimFunc(w.Text, isSpace) != "" {
		l.About, l.Certain, h.i = w.Text, true, w.End
		return true
	}
	if id, ok := h.id(); ok && (sales.KindOf(id) == sales.KindDeal || sales.KindOf(id) == sales.KindAccount) {
		l.About, l.Certain = h.s[at:h.i], true
		return true
	}
	h.i = at
	if l.Kind != "" && (h.eatWord("with", "to", "at", "for") || h.eat("w/")) {
		h.spaces()
		return h.piece()
	}
	if l.Kind == "" && h.eatAny("去了", "去过", "到了") >= 0 {
		if n := h.known(); n > 0 {
			l.Kind, l.About, l.Certain = "visit", h.s[h.i:h.i+n], true
			h.i += n
			h.eatAny("现场", "公司", "那边")
			return true
		}
		h.i = at
	}
	deed := h.eatAny(hanDeeds...) >= 0
	if deed || h.eatAny(hanVerbs...) >= 0 || h.eatAny("请", "和", "与", "向", "去", "到", "同", "打", "见到", "见") >= 0 {
		// These may begin a company's name: 和平饭店.
		h.spaces()
		if n := h.someName(true); n > 0 {
			l.About, l.Certain = h.s[h.i:h.i+n], true
			if h.i += n; deed {
				h.i = at
			}
			return !deed
		}
		h.i = at
	}
	if h.o.Here {
		return false
	}
	if name := h.inSight(); name != "" { // the words before it begin the note
		l.About = name
		return false
	}
	if first := bareWord(h.s, h.i).Text; everyday(first) || l.Kind == "" && verb(first) && !h.calledBy(first) {
		l.About = h.objectOf()
		return false
	}
	return h.firstWord()
}

// firstWord takes the next word as About. Chinese is written without spaces, so there it
// ends where a kind or a length of time begins: 华星科技|拜访|1小时.
func (h *header) firstWord() bool {
	if h.l.Kind == "" && h.eatAny("去了", "去过", "到了") >= 0 {
		h.l.Kind = "visit"
	}
	deed := h.i
	if h.eatAny(hanDeeds...) < 0 {
		deed = -1
		if h.eatAny(hanVerbs...) < 0 {
			h.eat("请")
		}
	}
	at := h.i
	for runes := 0; !h.done(); runes++ {
		r, _ := h.peek()
		if strings.ContainsRune(" ,、:;。!?", r) {
			break
		}
		if end := h.scan; runes > 1 && han(r) && end.eatAny(hanActs...) >= 0 {
			break
		}
		if here := h.i; here > at {
			if digit(r) && !digit(h.before()) || numeral(r) > 0 || strings.ContainsRune("半俩仨大差约将近", r) {
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
	h.hanName(at)
	if r, _ := h.peek(); r != 0 && r != ' ' && r > 0x7f {
		lead := scan{s: h.s, i: at}
		if lead.eatAny("和", "与", "向", "到") >= 0 && !strings.ContainsRune(afterLead, lead.first()) {
			at = lead.i
		}
	}
	h.i = h.marksOfName()
	h.guess, h.lasted = [2]int{at, h.i}, h.l.Minutes > 0
	if base := strings.TrimSuffix(strings.TrimSuffix(h.s[at:h.i], "'s"), "’s"); base != h.s[at:h.i] && h.calledBy(base) {
		h.l.About = base
		return true
	}
	h.l.About, h.l.Person = withoutPerson(strings.TrimRight(h.s[at:h.i], "."))
	if deed >= 0 {
		h.i, h.l.Person = deed, ""
		return false
	}
	return true
}

// afterName are what goes on behind the beginning of a customer's name in one word: 华星|开了个会.
var afterName = []string{"开了", "开会", "开个", "聊", "谈", "打了", "打电话", "发了", "说", "问", "约了", "见了", "通了", "的", "那边", "这边", "反馈", "表示"}

// hanName cuts a word in Chinese that was taken as About from a place behind the beginning of a known
// customer's name, if it goes on there with an everyday word.
func (h *header) hanName(at int) {
	word := h.s[at:h.i]
	if r, _ := utf8.DecodeRuneInString(word); !han(r) || h.o.Called == nil {
		return
	}
	for end, runes := 0, 0; runes < 6 && end < len(word); runes++ {
		if runes > 1 && nameStops(scan{s: word, i: end}) && h.o.Called(word[:end]) {
			h.i = at + end
			return
		}
		_, n := utf8.DecodeRuneInString(word[end:])
		end += n
	}
}
