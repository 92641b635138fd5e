package phrase

import (
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

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
var vaguePast = reads(`(?i)^(?:[上本这]个?(?:周|星期|礼拜|月|季度)(?:初|中|底|末)?|[前这][几两些]天|前(?:阵子?|段时间|段日子|些日子|一阵子?)|` +
	`好?几天前|早几天|头几天|不久前|最近|近期|去年|(?:last|this|the other) (?:week|month|quarter|year)|the other day|` +
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
