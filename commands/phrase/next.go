package phrase

import (
	"cmp"
	"strings"
	"time"
	"unicode/utf8"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// NextStep reads what is to be done and until when: `"demo with CFO" next Tue 3pm`,
// "send quote Fri", "下周三报价", "周五前发报价". The date may come before, after or, if it
// cannot be anything else, within the text; it is removed from what. due is nil if there is
// no date.
//
// Problems: next.empty, also for "none"; next.past, if its day is over; those of When, if the text
// is in quotes and something else follows; date.weekday_differs and date.two_readings; next.vague, if
// its only day may be several, as in "after Easter".
func NextStep(line string, now time.Time, work calendar.Worktime) (what string, due *Moment, err error) {
	return stepIn(dayFirst(line), line, now, work)
}

// stepIn is NextStep for a step in a longer line, whose dates are all in one order.
func stepIn(dayFirst bool, step string, now time.Time, work calendar.Worktime) (what string, due *Moment, err error) {
	if err := tooLong(step); err != nil {
		return "", nil, err
	}
	text := strings.TrimFunc(step, isSpace)
	if text == "" || Nothing(text) {
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
		if what, due, wrong := cutDate(dayFirst, text, now, work); wrong != nil || due != nil {
			return what, due, wrong
		}
		return "", nil, err
	}
	if what, due, err = cutDate(dayFirst, text, now, work); err == nil && due == nil && datedBefore(text, now, work) {
		return "", nil, no("next.past", text)
	}
	return what, due, err
}

// datedBefore reports whether a text begins or ends with a day that is certainly over.
func datedBefore(text string, now time.Time, work calendar.Worktime) bool {
	over := func(from int) (end int, ok bool) {
		d := newDates(text, now, work)
		d.past, d.i = true, from
		if !d.opens() {
			return 0, false
		}
		f, ok := d.moment()
		return d.i, ok && f.dated && !f.weak && d.bad == "" && f.day.Before(d.today)
	}
	if end, ok := over(0); ok {
		c := scan{s: text, i: end}
		r, _ := c.peek()
		return c.edge() && r != '的'
	}
	words := Words(text)
	for _, w := range words[max(0, len(words)-longestDay):] {
		if end, ok := over(w.Start); ok && strings.Trim(text[end:], " .。!！") == "" && !spokenOf(text[:w.Start]) {
			return true
		}
	}
	return false
}

// cutDate takes the date out of a text: the one at its start, or else at its end, or else
// one inside that is certainly a date, or else a time of day alone.
func cutDate(dayFirst bool, text string, now time.Time, work calendar.Worktime) (string, *Moment, error) {
	d := newDates(text, now, work)
	d.dayFirst = dayFirst
	end := len(strings.TrimRight(text, " .。!！"))
	const none = 4
	best, from, to := none, 0, 0
	var vague [2]int
	var pick found
	for !d.done() && best > 0 {
		start := d.i
		f, ok := d.moment()
		if ok && (d.bad == "date.weekday_differs" || d.bad == "date.two_readings" && (!f.weak || start == 0 || d.i >= end)) {
			return "", nil, d.no(text[start:d.i])
		}
		if !ok && d.bad == "date.vague" && d.i > start && !spokenOf(text[:start]) {
			if vague[1] == 0 {
				vague = [2]int{start, d.i}
			}
			continue
		}
		if ok && f.dated && !f.weak && f.day.Before(d.today) && d.i > start {
			continue // whole: the Friday of "last Friday" is not the next one
		}
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
	if vague[1] > 0 && best > 2 {
		what := join(text[:vague[0]], text[vague[1]:])
		return "", nil, no("next.vague", strings.Trim(text[vague[0]:vague[1]], " "), "Step", cmp.Or(what, text))
	}
	if best == none {
		return text, nil, nil
	}
	m := pick.at(d)
	if best == 1 {
		to = len(text)
	}
	return join(text[:from], text[to:]), &m, nil
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

// passNumber passes a number with its decimals, 2.4m, and anything else as pass does.
func (c *scan) passNumber() {
	for digits := true; digits; {
		c.pass()
		point := scan{s: c.s, i: c.i}
		digits = digit(c.before()) && point.eat(".")
		if next, _ := point.peek(); digits && digit(next) {
			c.i = point.i
		} else {
			return
		}
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

// nextMarks announce the next step of a line; most need a colon.
var nextMarks = [...]string{"next steps", "next step", "next", "todo", "下一步计划", "下一步", "下步", "后续", "待办"}

// OnlyNext returns the next step that is all that a line says: "next: send the contract on Friday".
func OnlyNext(line string) (step string, ok bool) {
	line = strings.TrimFunc(line, isSpace)
	from, to, ok := nextMark(line)
	step = strings.TrimFunc(line[to:], isSpace)
	return step, ok && from == 0 && step != ""
}

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
		if letter(r) && c.eatWord("is to", "will be to", "would be to") && clauseBegins(line[:i]) {
			return i, c.i, true
		}
		if set := setsNext.FindStringIndex(endOfText(line[:i])); letter(r) && set != nil && c.eatWord("to be", "to", "as") {
			return max(0, i-nearby) + set[0], c.i, true
		}
		if c.eat(":") || c.i > afterMark && c.eatAny("->", "=>", "- ") >= 0 {
			return i, c.i, true
		}
		if (nextMarks[k] == "下一步" || nextMarks[k] == "下步") && !han(prev) {
			return i, afterMark, true
		}
		if next, _ := c.peek(); letter(r) && han(next) && c.i > afterMark { // next 周五 再call
			return i, afterMark, true
		}
		if c.i = afterMark; letter(r) && clauseBegins(line[:i]) && c.stepToDo() {
			return i, afterMark, true
		}
	}
	return 0, 0, false
}

// setsNext orders a next step behind a contact: "..., and set the next step to a review on Friday".
var setsNext = reads(`(?i)[\s,;.]+(?:(?:and|then|also|please) )*(?:set|make|put|change|update)(?: (?:the|our|my|their|its|a|as|down))*\s+$`)

// clauseBegins reports whether a clause begins behind a text.
func clauseBegins(before string) bool {
	before = strings.TrimRight(before, " \t\u00a0\u3000")
	last, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(clauseMarks, last)
}

// stepVerbs begin what is to be done: ", next send the quote".
var stepVerbs = []string{
	"call", "ring", "phone", "email", "mail", "send", "visit", "meet", "demo", "quote", "follow", "chase", "prepare", "draft", "write", "book",
	"schedule", "arrange", "organise", "organize", "check", "ask", "tell", "invite", "share", "show", "present", "discuss", "confirm", "get",
	"set", "sign", "speak", "talk", "bring", "remind", "offer",
}

// stepToDo reports whether what follows "next" is to be done, and not a thing that comes next: "next
// call them back", not "next call is on Friday" or "next quarter".
func (c *scan) stepToDo() bool {
	c.spaces()
	if !c.eatWord(stepVerbs...) {
		return false
	}
	c.spaces()
	r, _ := c.peek()
	return r != 0 && !strings.ContainsRune(clauseMarks, r) &&
		!c.eatWord("is", "was", "are", "were", "will", "would", "should", "has", "had", "went", "can", "may", "might", "of")
}

// AsStep is what stands behind the words for a next step as a line of its own: "is a demo on Friday" of the line "next
// step is a demo on Friday".
func AsStep(step string) string {
	c := scan{s: strings.TrimLeft(step, " :：-–—,，")}
	for c.eatWord("is to", "is", "will be", "would be", "a", "an", "the") || c.eatAny("就是", "是", "要") >= 0 {
		c.spaces()
	}
	if step = c.s[c.i:]; strings.ContainsFunc(step, han) {
		return "下一步：" + step
	}
	return "next: " + step
}

// CutDone reports whether a text in the place of a next step says that it was done, and returns what is to be
// done instead, behind a mark: "done", "done, send contract Fri", 完成，周五发合同.
func CutDone(text string) (rest string, done bool) {
	c := scan{s: strings.TrimFunc(text, isSpace)}
	c.eat("✅")
	c.spaces()
	if !c.eatWord(doneWords...) && c.eatAny(doneWords...) < 0 && c.i == 0 {
		return "", false
	}
	at := c.i
	c.skip(" .,;!:，。；！-–—✅👍")
	if c.done() {
		return "", true
	}
	marked := strings.ContainsAny(c.s[at:c.i], ".,;!:，。；！-–—")
	c.eatWord("next", "now", "then")
	c.eatAny("下一步", "接下来", "然后")
	c.skip(" :：")
	return c.s[c.i:], marked
}
