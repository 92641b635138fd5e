package phrase

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

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
	Kinds    Kinds                  // the company's own words for kinds of contact
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
	if h.wrong == nil && (l.Kind != "" || l.About != "") {
		behind := body[len(strings.TrimRight(body[:h.i], " -")):]
		h.wrong = cmp.Or(noLength(behind), noSuchDay(behind, o.Now))
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
	at := c.i
	_, kind := c.actWord()
	if !kind {
		c.i = at
		_, kind = c.talkWord()
	}
	if !kind && c.eatAny("给", "跟", "和") < 0 {
		return false
	}
	l, err := ReadLog(line, LogOptions{Now: now})
	return err == nil && l.Kind != "" && l.Kind != "note" && l.Minutes > 0 && (l.On == nil || l.On.Date <= calendar.DateOf(now))
}

// sentences begin as a command does, and go on as none: "next for Acme: ...", "the close date of D-5 is now ...".
var sentences = regexp.MustCompile(`(?i)^\s*(?:客户(?:想|要|说|希望|觉得|刚|嫌|那边)|(?:the |our )?customers? (?:wants?|asks?|asked|` +
	`says?|said|needs?|is|are|has|would)\b|` +
	`change (?:the |our )?[^\n]{2,40} (?:deal|amount|value|price) to\b|(?:won|lost|move|push|advance|bump) (?:it|this|that|` +
	`the|them|our|their|my|an?)\b|(?:(?:set|add|put) )?(?:an? |the )?next(?: steps?| actions?)? (?:for|on|` +
	`with) [^:\n]{2,60}:\s|(?:the )?next (?:steps?|actions?) (?:for|on|with|at) [^:\n]{2,60}? is\s|` +
	`(?:the )?(?:(?:expected )?close(?: date)?|date|amount|value|stage|owner) ` +
	`(?:of|for) [^\n]{2,60}? (?:is|moved|went|changed|slipped|grew)\b)`)

// Sentence reports whether a line that begins with the name of a command is a sentence all the same: it tells
// of a contact, as "teams call Acme 45m" does, announces a step for somebody, or says how things are with a deal.
func Sentence(line string, now time.Time) bool {
	return sentences.MatchString(line) || Contacted(line, now)
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

// JoinNote is a note with more behind it.
func JoinNote(note, more string) string {
	note, more = strings.TrimSpace(note), strings.TrimSpace(more)
	last, _ := utf8.DecodeLastRuneInString(note)
	switch {
	case note == "" || more == "":
		return note + more
	case strings.ContainsRune(".!?。！？；;\n", last):
		if han(last) || last >= 0x3000 {
			return note + more
		}
		return note + " " + more
	case strings.ContainsFunc(more, han):
		return note + "，" + more
	}
	return note + ", " + more
}

// findAmount looks for the first amount and the first intent in a note, looking at every
// place only once: a word or number that is neither is passed as a whole. minutes reports whether a
// "20m" at an offset may be a length of time. Of several amounts that differ, none is taken.
func (c *scan) findAmount(l *Log, own string, minutes func(at int) bool) (several bool) {
	had := l.Amount != nil
	for !c.done() && (!had && !several || l.Intent == 0) {
		r, n := c.peek()
		at := c.i
		if l.Intent == 0 && (r == 'i' || r == '意') && c.intent(l) {
			continue
		}
		if !had && !several && c.amountMayBegin(r) {
			m, how, wrong := c.money(own)
			ambiguous := how.minute && !how.currency && minutes(at)
			if wrong.code == "" && (how.currency || how.marked) && !ambiguous && !c.counted(how) {
				if several = l.Amount != nil && *l.Amount != m; several {
					l.Amount = nil
				} else {
					l.Amount = &m
				}
				continue
			}
			c.i = at
		}
		if c.i += n; letter(r) || digit(r) {
			c.passWord()
		}
	}
	return several
}

// passWord moves past a word, or a number with its commas.
func (c *scan) passWord() {
	for {
		r, n := c.peek()
		if !letter(r) && !digit(r) && (r != ',' && r != '.' || !digit(c.before())) {
			return
		}
		c.i += n
	}
}

// amountMayBegin reports whether an amount can begin with r, the rune at the cursor.
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

// counted reports whether a number without a currency counts things: 3万台, 10k users.
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

// CutArticle cuts the article of a contact from the start of what is to be logged: a call with Acme. What else begins so
// is a note.
func CutArticle(line string) (rest string, ok bool) {
	if day := possessive.FindString(line); day != "" { // yesterday's call
		_, kind := CutArticle("a" + line[len(day):])
		return line, kind
	}
	n := len(articleOf.FindString(line))
	for i, w := range Words(startOfText(line[n:])) {
		c := scan{s: line, i: n + w.Start}
		_, kind := c.actWord()
		if !kind {
			c.i = n + w.Start
			_, kind = c.talkWord()
		}
		if n == 0 || i > 3 || kind {
			if anHour.MatchString(line) {
				n = 0
			}
			return line[n:], articleOf.MatchString(line) && kind
		}
	}
	return line, false
}

// anHour is a length that begins with an article.
var anHour = reads(`(?i)^\s*an (?:hour|afternoon)`)

var articleOf = reads(`(?i)^\s*(?:an?|the|my|our|another|one)\s+(?:(?:an?|the)\s+)?`)
