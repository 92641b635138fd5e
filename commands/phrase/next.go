package phrase

import (
	"strings"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// NextStep reads what is to be done and until when: `"demo with CFO" next Tue 3pm`,
// "send quote Fri", "下周三报价", "周五前发报价". The date may come before, after or, if it
// cannot be anything else, within the text; it is removed from what. due is nil if there is
// no date.
//
// Problems: next.empty; those of When, if the text is in quotes and something else follows.
func NextStep(line string, now time.Time, work calendar.Worktime) (what string, due *Moment, err error) {
	if err := tooLong(line); err != nil {
		return "", nil, err
	}
	text := strings.TrimFunc(line, isSpace)
	if text == "" {
		return "", nil, sales.No("next.empty")
	}
	var open unclosed
	if w, ok := open.quoted(text, 0); ok {
		rest := strings.TrimFunc(text[w.End:], isSpace)
		if rest == "" {
			return w.Text, nil, nil
		}
		m, err := When(rest, now, work)
		if err == nil {
			return w.Text, &m, nil
		}
		if what, due = cutDate(text, now, work); due == nil {
			return "", nil, err
		}
		return what, due, nil
	}
	what, due = cutDate(text, now, work)
	return what, due, nil
}

// cutDate takes the date out of a text: the one at its start, or else at its end, or else
// one inside that is certainly a date, or else a time of day alone.
func cutDate(text string, now time.Time, work calendar.Worktime) (string, *Moment) {
	d := newDates(text, now, work)
	end := len(strings.TrimRight(text, " .。!！"))
	const none = 4
	best, from, to := none, 0, 0
	var pick found
	for !d.done() && best > 0 {
		start := d.i
		f, ok := d.moment()
		if !ok || f.dated && f.day.Before(d.today) || spokenOf(text[:start]) {
			d.i = start
			d.pass()
			continue
		}
		rank := none
		switch atStart, atEnd := start == 0, d.i >= end; {
		case !f.dated && (atStart || atEnd):
			rank = 3
		case !f.dated:
		case atStart:
			rank = 0
		case atEnd:
			rank = 1
		case !f.weak:
			rank = 2
		}
		if rank < best {
			best, from, to, pick = rank, start, d.i, f
		}
	}
	if best == none {
		return text, nil
	}
	m := pick.at(d)
	if best == 1 {
		to = len(text)
	}
	return join(text[:from], text[to:]), &m
}

// spokenOf reports whether a day is the subject, not the due date: "ask about Friday".
func spokenOf(before string) bool {
	before = strings.TrimRight(before, " ")
	return strings.HasSuffix(before, " about") || before == "about"
}

// pass moves to the next place where a date may begin: past an ASCII word or number, or past
// one rune of anything else.
func (c *scan) pass() {
	r, _ := c.peek()
	if !letter(r) && !digit(r) {
		c.next()
		return
	}
	for letter(r) || digit(r) || r == '\'' || r == '’' || r == '_' {
		c.next()
		r, _ = c.peek()
	}
}

// join puts together the text around a date, without the marks that set it off.
func join(a, b string) string {
	const edges = " ,，、:：;；\u00a0\u3000"
	a = strings.Trim(a, edges)
	for _, dash := range [...]string{" -", " –", " —"} {
		a = strings.TrimRight(strings.TrimSuffix(a, dash), edges)
	}
	b = strings.TrimRight(strings.TrimLeft(b, edges), edges+".。")
	for _, dash := range [...]string{"- ", "– ", "— "} {
		b = strings.TrimLeft(strings.TrimPrefix(b, dash), edges)
	}
	if a == "" || b == "" {
		return a + b
	}
	last, first := scan{a, len(a)}, scan{b, 0}
	if f, _ := first.peek(); han(f) && han(last.before()) {
		return a + b
	}
	return a + " " + b
}

// nextMarks announce the next step of a line; all except 下一步 need a colon.
var nextMarks = [...]string{"next steps", "next step", "next", "todo", "下一步计划", "下一步", "下步", "后续", "待办"}

// nextMark finds where a line announces what comes next: [from, to) is the mark itself. After
// an opening quotation mark, in an address or inside a word it is only text.
func nextMark(line string) (from, to int, ok bool) {
	for i := 0; i < len(line); i++ {
		if b := line[i] | 0x20; b != 'n' && b != 't' && line[i] != 0xe4 && line[i] != 0xe5 && line[i] != 0xef {
			continue
		}
		c := scan{line, i}
		r, _ := c.peek()
		if r != 'n' && r != 't' && r != '下' && r != '后' && r != '待' {
			continue
		}
		prev := c.before()
		if letter(prev) || digit(prev) || strings.ContainsRune("'-/\"“「『«", prev) && prev != 0 || han(prev) && r != '下' {
			continue
		}
		k := c.eatAny(nextMarks[:]...)
		if k < 0 {
			continue
		}
		afterMark := c.i
		c.spaces()
		if c.eat(":") {
			return i, c.i, true
		}
		if nextMarks[k] == "下一步" && !han(prev) {
			return i, afterMark, true
		}
	}
	return 0, 0, false
}
