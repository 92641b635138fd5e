package phrase

import (
	"cmp"
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

// Said is what a line in plain words tells about one customer: a contact, a try that reached nobody, or
// only what is planned.
type Said struct {
	Log
	Tried   bool
	Shorter int // the smaller length of two that are named: "20 or 30 minutes"
	Planned bool
	Moved   bool     // what was agreed is put off: the step that names it, if there is one, has a new day
	Further []string // what is to be done besides the next step, as typed; it is in the note, too
	Spot    Spot     // where the customer is named
	Others  []Spot   // further customers
	Each    []string // the line in parts, where it tells of a contact with each of several customers
	Done    bool     // words say that it took place, or its length does
}

// SaidOptions is what the reader of plain words needs to know.
type SaidOptions struct {
	Now      time.Time
	Work     calendar.Worktime
	Currency string
	Spots    func(line string) []Spot
	Kinds    Kinds // the company's own words for kinds of contact
	Here     bool  // the place says what the line is about
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
	if len(line) > MaxText || Foreign(line) {
		return s, false, nil
	}
	if line = lowerMinutes(apart(Plain(line))); strings.TrimSpace(line) == "" {
		return s, false, nil
	}
	line = pastDayAt.ReplaceAllString(line, "$1")
	if toOthers.MatchString(line) || toWrite.MatchString(line) || fears.MatchString(line) && !contacted(line) {
		return s, false, nil
	}
	r := &saidReader{line: line, o: o, dayFirst: dayFirst(line), spots: o.Spots(line)}
	if r.movedTo() {
		return r.said, true, nil
	}
	if Untrue(line, r.spots) {
		return r.said, false, nil
	}
	if r.inHan() {
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
	if err := r.untimely(); err != nil {
		return r.said, false, err
	}
	r.eachContact()
	r.doubt()
	return r.said, r.said.Kind != "" || r.said.Tried || r.said.Planned || r.said.Minutes > 0 && r.named() ||
		r.named() && spokeOf.MatchString(line), nil
}

// inHan reports whether a line has Chinese words besides names.
func (r *saidReader) inHan() bool {
	for i, letter := range r.line {
		if _, name := r.inName(i); han(letter) && !name {
			return true
		}
	}
	return false
}

// saidReader reads one line.
type saidReader struct {
	line     string
	plain    string // the line in small letters and simplified characters
	o        SaidOptions
	dayFirst bool // dates of the line have the day first: 20/11
	spots    []Spot
	clauses  []clause
	said     Said
	pieces   []piece
	stepText string // the next step, as typed
	scraps   bool   // what is left of a step says nothing
}

// clause is a part of the line between two marks.
type clause struct {
	start, end int
	plan       bool // it says what is to be done
	mark       int  // where the words begin that announce it
	stops      bool // its sentence ends with it
}

func (r *saidReader) text(c clause) string { return r.line[c.start:c.end] }

func (r *saidReader) named() bool { return r.said.Spot.End > 0 }

// clauseEnd ends a clause: a mark, but no decimal point, and no dot of an abbreviation.
var clauseEnd = reads(`[。！？；，\n]+|[!?;]+|[.,:：](?:\s|$)|\s[-–—]+\s|\s*(?:->|=>|→)\s*|……|…|，|\s(?:then|and then)\s|然后`)

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

var abbreviation = reads(`(?i)\b(approx|messrs|mr|mrs|ms|dr|inc|ltd|co|corp|no|min|mins|hr|hrs|st|vs|etc|` +
	`e\.g|i\.e|a\.m|p\.m)$`)

func abbreviated(before string) bool { return abbreviation.MatchString(endOfText(before)) }

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
	return r.misread()
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
			case !planned && spot.ID == r.said.Spot.ID && spot.Person != r.said.Spot.Person && r.besides(spot.Start, spot.End):
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
	withBefore = reads(`(?i)^\s+(with|w/)\s*$`)
	atBefore   = reads(`(?i)\b(at|in)( the)?\s*$`)
)

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
				c.passNumber()
			}
		}
	}
	return false
}

// kind takes the first kind of contact: that of what happened rather than of what it was about.
func (r *saidReader) kind() {
	r.each(func(c *scan, in clause) bool {
		at := c.i
		kind, ok := c.own(r.o.Kinds)
		if !ok {
			kind, ok = c.actWord()
		}
		if !ok {
			kind, ok = c.talkWord()
		}
		if !ok || r.said.Tried && kind == "note" || theirNumber.MatchString(r.line[at:]) ||
			prefers.MatchString(endOfText(r.line[:at])) {
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
	if r.said.Kind == "" && r.named() && (newsOfThem.MatchString(r.line) || prefersAt(r.line)) {
		r.said.Kind, r.said.Certain = "note", false
	}
}

var (
	// theirNumber begins with a word of contact and names only where somebody is reached: her mail is mary@acme.com.
	theirNumber = reads(`(?i)^(?:e-?mail|mail|phone|mobile|cell|tel|number)(?: address| number| no)?(?: is|'s|:)? *:?[+\d(][\d ()-]{4,}|` +
		`^(?:e-?mail|mail)(?: address)?(?: is|'s|:)? *\S+@\S`)
	// newsOfThem are news that are worth a note: who is new there, where they are reached, and a paper that was sent.
	newsOfThem = reads(`(?i)\b(?:e-?mail|mail|phone|mobile|cell|tel|number)(?: address| number| no)?(?: is|'s|` +
		`:)? *:?(?:[+\d(][\d ()-]{4,}|\S+@\S)|^\W*(?:i |we |just )*(?:sent|posted|couriered|delivered)\b[^.;]{0,50}\b(?:contracts?|` +
		`quotes?|offers?|proposals?|forms?|docs?|documents?|samples?|invoices?|decks?|brochures?|price lists?|agreements?|nda|specs?|reports?)\b`)
	// spokeOf tells of talk whose kind is asked.
	spokeOf = reads(`(?i)^\W*(?:i |we |just )*(?:discussed|went over|talked through|ran through)\b`)
)

// KindAlone is the kind of contact that a text names if it says nothing else, "" if there is none.
func KindAlone(text string, own Kinds) string {
	c := scan{s: strings.Trim(text, " ,.;!，。！")}
	c.eatWord("a", "an", "the")
	c.spaces()
	kind, ok := c.own(own)
	for _, read := range []func() (string, bool){c.actWord, c.talkWord, func() (string, bool) { return c.talkHan(strongHan) }} {
		if !ok {
			kind, ok = read()
		}
	}
	if !ok || !c.done() {
		return ""
	}
	return kind
}

// talkWords are words for a kind of contact that only plain words have.
type talkWords struct {
	kind  string
	words []string
}

// talkWord reads a word for a contact that only plain words have.
func (c *scan) talkWord() (kind string, ok bool) {
	at := c.i
	for _, act := range englishTalk {
		if c.eatWord(lightVerbs...); c.spacesAnd(act.words...) {
			return act.kind, true
		}
		c.i = at
	}
	return "", false
}

// spacesAnd passes spaces and one of the words behind them.
func (c *scan) spacesAnd(words ...string) bool {
	c.spaces()
	return c.eatWord(words...)
}

// eachContact parts a line that tells of contacts with several customers, each with its length: "called Acme
// 10m and then Dell 5m".
func (r *saidReader) eachContact() {
	parts, from, joined := []string{}, 0, false
	for _, other := range r.said.Others {
		c := scan{s: r.line, i: other.End}
		c.skip(" ,:")
		c.eatWord("for", "about")
		c.spaces()
		minutes, ok := c.lengthInWords()
		cut := r.contactAt(other.Start)
		if !ok || minutes <= 0 || cut <= from || r.said.Minutes == 0 {
			continue
		}
		parts, from, joined = append(parts, r.line[from:cut]), cut, true
	}
	if !joined {
		r.said.Each = r.twoTimed()
		return
	}
	for _, part := range append(parts, r.line[from:]) {
		part = strings.Trim(partJoin.ReplaceAllString(part, ""), " ,;.&+")
		if c := (scan{s: part}); len(r.said.Each) > 0 {
			if _, ok := c.actWord(); !ok {
				part = cmp.Or(r.said.Kind, "call") + " " + part
			}
		}
		r.said.Each = append(r.said.Each, part)
	}
}

// partJoin is what joins a part of a line to the one before or behind it.
var partJoin = reads(`(?i)^(?:[\s,;.&+]|\b(?:and|then|also|plus|later|afterwards|after that)\b)+|` +
	`(?:[\s,;.&+]|\b(?:and|then|also|plus)\b)+$`)

// contactAt is where the contact with a customer named at a place begins: at its kind, if that stands there.
func (r *saidReader) contactAt(at int) int {
	from := max(0, at-nearby)
	for i, w := range Words(r.line[from:at]) {
		c := scan{s: r.line[:at], i: from + w.Start}
		if i == 0 && from > 0 {
			continue
		}
		if _, ok := c.actWord(); ok && smallWords(r.line[c.i:at]) && c.i > r.said.Spot.End {
			return from + w.Start
		}
	}
	return at
}
