package phrase

import (
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
		joined := h.eatWord("and", "then", "also", "plus") || h.eatAny("&", "+", "然后", "还有", "另外", "以及", "又") >= 0
		if start || joined {
			h.spaces()
			if about := h.contactWith(joined && from == 0); about != "" && !sameName(about, l.About) {
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

// contactWith reads with whom a contact was: its kind and a known name or one with a length of time
// behind it, a known name with a length, or, where one is enough, a known name.
func (h *header) contactWith(nameIsEnough bool) (about string) {
	kind, named := h.kindWord()
	if kind == "note" {
		return ""
	}
	h.spaces()
	if named {
		h.eatWord("with", "to", "at", "for")
	}
	h.spaces()
	at := h.i
	n := h.known()
	if n == 0 && h.eatAny("给", "跟", "和", "与", "同") >= 0 {
		h.spaces()
		at, n, nameIsEnough = h.i, h.known(), nameIsEnough || at == 0
	}
	if n == 0 {
		if _, ok := h.id(); ok {
			n = h.i - at
		}
	}
	if word := strings.TrimRight(bareWord(h.s, at).Text, ".,;:!?"); n == 0 && nameIsEnough && !lower(word) && !everyday(word) &&
		h.o.Called != nil && h.o.Called(word) {
		n = len(word)
	}
	switch {
	case n > 0 && (named || nameIsEnough):
		return h.s[at : at+n]
	case n > 0:
		h.i = at + n
	case named:
		w := bareWord(h.s, at)
		first, _ := utf8.DecodeRuneInString(w.Text)
		if !unicode.IsUpper(first) && !(han(first) && at > 0 && isSpaceBefore(h.s, at)) {
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

func isSpaceBefore(s string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	return isSpace(r)
}

// sameName reports whether one name is the other or its beginning.
func sameName(a, b string) bool {
	a, b = sales.Fold(a), sales.Fold(b)
	return b != "" && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}
