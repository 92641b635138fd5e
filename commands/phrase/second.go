package phrase

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
)

// clauseMarks end a clause; those of ASCII only before a space or at the end.
const clauseMarks = ".,;!?\n。，；！？、"

// second finds where another contact begins in a note, and with whom: the "call Stonebridge 10m"
// of "call Acme 20m. call Stonebridge 10m". at is -1 where there is none.
func (l *Log) second(note string, o LogOptions) (at int, about string) {
	start := true
	h := header{scan: scan{s: note}, o: o, l: &Log{}}
	for !h.done() {
		h.spaces()
		from := h.i
		joined := false
		for words := 0; words < 3 && (h.eatWord("and", "then", "also", "plus", "later", "afterwards") || h.eatAny(hanJoins...) >= 0); words++ {
			joined = true
			h.spaces()
		}
		dayAhead := h.eatAny(daysGone...) >= 0 || h.eatWord("today", "yesterday", "this morning", "this afternoon")
		if dayAhead {
			h.spaces()
		}
		if start || joined || dayAhead {
			h.eatAny(partsOfDay...)
			if about := h.contactWith(from == 0, joined, o.sure(*l)); about != "" && !sameName(about, l.About) {
				return from, about
			}
		}
		h.i = from
		start = h.passClauseWord()
	}
	return -1, ""
}

// passClauseWord passes a word, or one rune of anything else, and reports whether a clause ends
// behind it.
func (c *scan) passClauseWord() bool {
	c.pass()
	at := c.i
	c.skip(clauseMarks)
	if c.i == at {
		return false
	}
	if mark, _ := utf8.DecodeLastRuneInString(c.s[:c.i]); mark < 0x80 && mark != '\n' && !c.done() {
		r, _ := c.peek()
		return r == ' ' || han(r)
	}
	return true
}

// hanJoins join another contact to one, and parts of the day stand before it.
var (
	hanJoins   = []string{"&", "+", "然后", "还有", "另外", "以及", "又", "顺便", "后来", "接着", "随后", "再"}
	daysGone   = []string{"今天", "今早", "今儿", "昨天", "昨晚", "昨儿", "前天", "前晚"}
	partsOfDay = []string{"早上", "上午", "中午", "下午", "傍晚", "晚上"}
)

// contactWith reads with whom a contact was: its kind and a known name or one with a length of time
// behind it, a known name with a length or a time, or a known name joined to the first one. listed says
// that the first contact's name is certain, so that the name first in the note is another one.
func (h *header) contactWith(first, joined, listed bool) (about string) {
	kind, named := h.actWord()
	if kind == "note" {
		return ""
	}
	h.spaces()
	if named {
		h.eatWord("with", "to", "at", "for")
	} else {
		named = h.eatAny("去了", "去过", "去", "到了") >= 0
	}
	h.spaces()
	at := h.i
	nameIsEnough := first && joined
	n := h.someName(named || joined || first && listed)
	if n == 0 && h.eatAny("给", "跟", "和", "与", "同", "请", "约") >= 0 {
		h.spaces()
		nameIsEnough = nameIsEnough || at == 0
		at, n = h.i, h.someName(true)
		if n > 0 && h.deedBehind(at+n) {
			return h.s[at : at+n]
		}
	}
	switch {
	case n > 0 && (named || nameIsEnough):
		return h.s[at : at+n]
	case n > 0:
		h.i = at + n
		if first && listed && (h.clauseEnds() || h.listGoesOn()) || h.eat("也") || (first || joined) && h.timeBehind() {
			return h.s[at : at+n]
		}
		if (first || joined) && h.noAnswer() {
			return h.s[at : at+n]
		}
	case named:
		w := bareWord(h.s, at)
		r, _ := utf8.DecodeRuneInString(w.Text)
		if !unicode.IsUpper(r) && !(han(r) && at > 0 && isSpaceBefore(h.s, at)) {
			return ""
		}
		n, h.i = len(w.Text), w.End
	default:
		return ""
	}
	h.skip(" ,:")
	h.eatWord("for")
	h.eatAny("各")
	h.spaces()
	if _, ok := h.duration(); !ok {
		return ""
	}
	return h.s[at : at+n]
}

// deedBehind reports whether a kind of contact stands behind a customer and a person there: 请远洋|的张总吃饭.
func (h *header) deedBehind(at int) bool {
	c := header{scan: scan{s: h.s, i: at}, o: h.o, l: &Log{About: h.s[:at]}}
	if c.person(); c.l.Kind != "" {
		return true
	}
	c.spaces()
	if _, kind := c.kindWord(); kind {
		return true
	}
	return c.eatAny(hanActs...) >= 0
}

// listGoesOn reports whether a list of customers goes on behind one: 绿源 蓝海 各10分钟.
func (h *header) listGoesOn() bool {
	c := header{scan: h.scan, o: h.o, l: h.l}
	c.spaces()
	if c.eatAny("各", "都") >= 0 || c.eatWord("each") {
		return true
	}
	if c.eatWord("and") || c.eatAny("和", "与", "跟") >= 0 {
		c.spaces()
	}
	return c.someName(true) > 0
}

// noAnswer reports whether nobody answered: what follows a customer and is a contact for the log.
func (h *header) noAnswer() bool {
	c := h.scan
	c.spaces()
	return c.eatWord("no answer", "didn't answer", "did not answer", "didn't pick up", "voicemail", "left a voicemail", "not in") ||
		c.eatAny("没接", "没人接", "未接", "没打通", "没通", "无人接", "没人", "没在", "不在") >= 0
}

// someName measures the name of a record here: a known one, an id, or, where one is expected, the
// beginning of a known one.
func (h *header) someName(expected bool) int {
	at := h.i
	if n := h.known(); n > 0 {
		return n
	}
	if _, ok := h.id(); ok {
		n := h.i - at
		h.i = at
		return n
	}
	word := strings.TrimRight(bareWord(h.s, at).Text, ".,;:!?")
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case h.o.Called == nil || !expected || lower(word) || everyday(word):
	case han(r):
		return calledHan(word, h.o.Called)
	case h.o.Called(word):
		return len(word)
	}
	return 0
}

// calledHan measures the beginning of a customer's name at the start of a Chinese text, where its clause
// ends behind it or goes on with an everyday word.
func calledHan(text string, called func(string) bool) int {
	c := scan{s: text}
	for runes := 0; runes < 6 && !c.done(); runes++ {
		if runes > 1 && nameStops(c) && called(text[:c.i]) {
			return c.i
		}
		c.next()
	}
	if c.done() && called(text) {
		return len(text)
	}
	return 0
}

// nameStops reports whether a customer's short name may stop here: a mark, a length, a kind, a person or an
// everyday word follows.
func nameStops(c scan) bool {
	at := c.i
	if r, _ := c.peek(); r == ' ' || c.clauseEnds() || c.eatAny(afterName...) >= 0 || c.eatAny("各", "没", "也", "和", "与", "跟") >= 0 {
		return true
	}
	c.i = at
	if _, ok := c.duration(); ok {
		return true
	}
	c.i = at
	if _, ok := c.kindWord(); ok {
		return true
	}
	return titledNext(c.s[at:])
}

// timeBehind reports whether a time of the contact follows: "at 2", "this afternoon", 下午.
func (h *header) timeBehind() bool {
	c := h.scan
	c.spaces()
	if c.eatWord("at") {
		c.spaces()
		_, n := c.digits(2)
		return n > 0
	}
	return c.eatWord("this morning", "this afternoon", "this evening", "in the morning", "in the afternoon", "today", "yesterday", "later") ||
		c.eatAny(partsOfDay...) >= 0
}

// betweenTwo are the words between two contacts in a line.
var betweenTwo = reads(`(?i)([\s,，、;；。.&+]|\b(and|then|also|plus|later|afterwards)\b|早上|上午|中午|下午|傍晚|晚上|然后|还有|另外|以及|又|` +
	`顺便|后来|接着|随后|再|先|和|与|跟)+$`)

var beforeSecond = reads(`(?i)^([\s,，、;；。.&+]|(and|then|also|plus|later|afterwards)\b|还有|另外|以及|然后|又|顺便|后来|接着|随后|再|和|与)`)

// SplitLine parts a line where its second contact begins, without the words between the two.
func SplitLine(line string, at int, known func(text string) int) (before, behind string) {
	before = betweenTwo.ReplaceAllString(line[:at], "")
	behind = strings.TrimRight(line[at:], " .。")
	for known == nil || known(behind) == 0 {
		joint := beforeSecond.FindString(behind)
		if joint == "" {
			break
		}
		behind = behind[len(joint):]
	}
	return before, behind
}

// maxLines is how many contacts of a line are told apart.
const maxLines = 10

// OneEach parts a line with several contacts into lines of one each, with the kind, the day and the length
// that the line says for all of them. kind is the word for the first one's.
func OneEach(line, kind string, o LogOptions) (lines []string) {
	day := strings.TrimSpace(line[:LeadingDay(line)])
	last, length := "", ""
	for {
		l, err := ReadLog(line, o)
		if err != nil || l.With == "" || len(lines) == maxLines {
			break
		}
		before, behind := SplitLine(line, l.WithStart, o.Known)
		lines = append(lines, before)
		if strings.HasPrefix(behind, l.With) {
			behind = kind + " " + behind
		}
		if day != "" && LeadingDay(behind) == 0 {
			behind = day + " " + behind
		}
		line, o.Here = behind, false
	}
	if last, length = lengthOfEach(line); length == "" {
		return append(lines, line)
	}
	for i, other := range lines {
		if l, err := ReadLog(other, o); err == nil && l.Minutes == 0 {
			lines[i] = other + " " + length
		}
	}
	return append(lines, last)
}

// lengthOfEach cuts the word out of a line that says that all contacts were as long, and returns the length.
func lengthOfEach(line string) (rest, length string) {
	if m := eachLength.FindStringSubmatchIndex(line); m != nil {
		length = line[max(m[2], m[4]):max(m[3], m[5])]
		return strings.TrimSpace(line[:m[0]]) + " " + length + line[m[1]:], length
	}
	return line, ""
}

var eachLength = reads(`(?i)\s*\b([\w.]+ ?(?:m|mins?|minutes?|h|hours?)) each\b|\s*各\s*([\p{Han}\d.]+?(?:分钟|小时|分|钟头|h|min))`)

// SplitLog reads a line with two contacts as both of them. ok is false where anything in the line may belong
// to either, so that the person has to say.
func SplitLog(line string, o LogOptions) (first, second Log, ok bool) {
	l, err := ReadLog(line, o)
	if err != nil || l.With == "" || l.Next != "" {
		return l, l, false
	}
	before, behind := SplitLine(line, l.WithStart, o.Known)
	alone := strings.Replace(each.ReplaceAllString(behind, ""), "各", "", 1)
	same := alone != behind
	first, err = ReadLog(before, o)
	if err != nil {
		return l, l, false
	}
	o.Here = false
	second, err = ReadLog(alone, o)
	if err != nil || first.Next != "" || second.Next != "" || first.With != "" || second.With != "" || !o.sure(first) || !o.sure(second) {
		return l, l, false
	}
	if first.Amount != nil || second.Amount != nil { // of which of them it may be
		return l, l, false
	}
	if second.Kind == "" {
		return alike(first, second, alone, same)
	}
	if first.On == nil && second.On != nil || saidDone(before) && !saidDone(behind) && second.Minutes == 0 {
		return l, l, false // called Acme, email Linden Fri
	}
	if first.On != nil && second.On == nil {
		if LeadingDay(line) == 0 { // called Acme yesterday, visited Linden
			return l, l, false
		}
		second.On = first.On
	}
	return first, second, first.Kind != ""
}

// done are the words of a contact that took place; one without them, next to one with them, may be a plan.
var done = reads(`(?i)\w{2,}ed\b|\b(met|spoke|had|went|rang|sent|saw|left)\b|[了过]`)

func saidDone(text string) bool { return done.MatchString(text) }

// sure reports whether a line names a record for certain.
func (o LogOptions) sure(l Log) bool {
	return l.Certain || l.About != "" && o.Called != nil && o.Called(l.About)
}

// each says that both contacts were as long.
var each = regexp.MustCompile(`(?i)\s*\beach\b`)

// alike makes two contacts of a list of names: called Acme and Linden 10m each, both fine.
func alike(first, second Log, text string, each bool) (Log, Log, bool) {
	if first.Kind == "" || first.Note != "" || second.Minutes > 0 && first.Minutes == 0 && !each {
		return first, second, false
	}
	behind := scan{s: text, i: strings.Index(text, second.About) + len(second.About)}
	if marked := behind.clauseEnds(); second.Note != "" && !marked && !each {
		return first, second, false
	}
	if each {
		first.Minutes = second.Minutes
	}
	if second.On == nil {
		second.On = first.On
	}
	second.Kind, first.Note = first.Kind, second.Note
	return first, second, true
}

func isSpaceBefore(s string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	return isSpace(r)
}

// sameName reports whether one name is the other or its beginning.
func sameName(a, b string) bool {
	a, b = sales.Fold(a), sales.Fold(b)
	return b != "" && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}
