package phrase

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// Log is one logged contact as it was typed.
type Log struct {
	Kind      string       // call, visit, meeting, email, demo, message, note; "" if none was named
	About     string       // raw text naming an account or deal: "Acme", "D-7", 华星科技
	Certain   bool         // About was in quotes, a record id or a known name; otherwise it is only the first word
	Person    string       // who was there, between the customer and the rest: 张工
	Minutes   int          // 0 if none was named
	Amount    *sales.Money // in the header, or the first in the note
	Intent    int          // 1 to 5, 0 if none was named
	On        *Moment      // the day of the contact; one to come is for the caller to refuse; nil if none was named
	Note      string       // cut from the raw text
	Next      string
	NextDue   *Moment
	NoteStart int    // byte offset of Note in the line
	With      string // whom a second contact in the note was with, if there is one
	WithStart int    // byte offset of that contact in the line
}

// LogOptions is what the reader of a line needs to know.
type LogOptions struct {
	Now      time.Time              // with the person's location
	Work     calendar.Worktime      // of the person, for "in 3 business days"
	Currency string                 // for amounts that name none
	Known    func(text string) int  // how many bytes at the start of text name a known record; may be nil
	Called   func(word string) bool // whether a word begins the name of one known record; may be nil
	dayFirst bool                   // the line has dates like 23/11
	Here     bool                   // the place (a deal's thread) already says what it is about: a mere first word is not About
}

// ReadLog reads one line of /log: kind, what it is about, duration, day and amount in
// any order, then the note, then the next step.
//
//	call Acme 20m Talked pricing, they want 10% off. next: send quote Fri
//	拜访 华星科技 1小时 客户想要九折。下一步: 下周三报价
//
// What is recognised before the note is taken out of it. The first thing that is not
// recognised begins the note, which keeps everything typed from there on. An amount or an
// intent inside the note is reported and stays there. An impossible date is left as text:
// nobody loses a note to a slip in it; in the place of the contact's day it is refused.
//
// Problems: text.too_long, log.empty, log.no_contact, date.impossible, next.past, next.vague.
func ReadLog(line string, o LogOptions) (Log, error) {
	if err := tooLong(line); err != nil {
		return Log{}, err
	}
	if strings.TrimFunc(line, isSpace) == "" {
		return Log{}, sales.No("log.empty")
	}
	line = lowerMinutes(line)
	o.dayFirst = dayFirst(line)
	var l Log
	var body, rest string
	if from, to, ok := nextMark(line); ok {
		body, rest = line[:from], line[:from]
		next := strings.TrimFunc(line[to:], isSpace)
		what, due, err := stepIn(o.dayFirst, next, o.Now, o.Work)
		switch problem, no := sales.AsProblem(err); {
		case Nothing(next) || sales.Filled(next) == "": // it stays in the note, and the step that there is stays too
			rest = line
		case no && slices.Contains([]string{"next.past", "next.vague", "date.weekday_differs", "date.two_readings"}, problem.Code):
			return Log{}, err
		case err != nil:
			what = next
		}
		l.Next, l.NextDue = what, due
	} else {
		body = line[:l.laterClause(line, o)]
		rest = body
	}
	h := header{scan: scan{s: body}, o: o, l: &l}
	h.read()
	h.reconsider()
	if h.wrong == nil {
		h.wrong = h.noContact()
	}
	if h.wrong != nil {
		return Log{}, h.wrong
	}
	l.NoteStart, l.Note = trimNote(rest, h.i)
	l.plan(line, o)
	if l.Kind == "" && leftVoicemail(l.Note) {
		l.Kind = "call"
	}
	own := len(l.Note)
	if at, about := l.second(l.Note, o); at >= 0 {
		own, l.With, l.WithStart = at, about, l.NoteStart+at
	}
	minutes, at := companions(l.Note[:own])
	if minutes == 0 {
		minutes, at = lasted(l.Note[:own])
	}
	l.Minutes = cmp.Or(l.Minutes, minutes)
	note := scan{s: l.Note}
	note.findAmount(&l, o.Currency, func(i int) bool { return i == at || i >= own || l.Minutes == 0 })
	return l, nil
}

// Contacted reports whether a line is certainly a contact to log, though it names no command: it begins with
// the kind of contact, perhaps behind its day, and says how long it was.
func Contacted(line string, now time.Time) bool {
	if strings.ContainsAny(line, "?？吗吧") || len(line) > MaxText {
		return false
	}
	c := scan{s: line, i: LeadingDay(line)}
	c.spaces()
	c.eatAny(partsOfDay...)
	c.spaces()
	if _, kind := c.actWord(); !kind && c.eatAny("给", "跟", "和") < 0 {
		return false
	}
	l, err := ReadLog(line, LogOptions{Now: now})
	return err == nil && l.Kind != "" && l.Kind != "note" && l.Minutes > 0 && (l.On == nil || l.On.Date <= calendar.DateOf(now))
}

// trimNote cuts out the note, without the spaces and marks that separate it from the header
// and the next step. A dash or dot separates only before a space.
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
