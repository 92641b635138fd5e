package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// inSight finds the one known name in the first clause that "to", "with" or the like points to,
// where the word at the cursor names nobody: "popped in at Linden". After a kind of contact, a word
// with a capital is a name, though an unknown one.
func (h *header) inSight() (name string) {
	first := bareWord(h.s, h.i).Text
	called := func(word string) bool { return word != "" && h.o.Called != nil && h.o.Called(word) }
	if r, _ := utf8.DecodeRuneInString(first); h.l.Kind != "" && !unicode.IsLower(r) || called(first) {
		return ""
	}
	c := header{scan: h.scan, o: h.o}
	for ended := false; !c.done() && !ended; ended = c.passClauseWord() {
		c.spaces()
		at := c.i
		if !c.eatWord("to", "with", "at", "from", "of") && !c.eat("w/") {
			continue
		}
		c.spaces()
		found := ""
		if n := c.known(); n > 0 {
			found = c.s[c.i : c.i+n]
		} else if word := strings.TrimRight(bareWord(c.s, c.i).Text, ".,;:!?"); called(word) {
			found = word
		}
		c.i = at
		if found == "" {
			continue
		}
		if name != "" && !sameName(name, found) {
			return ""
		}
		name = found
	}
	return name
}

// hanTitles end how people are called: 王总, 李经理.
var hanTitles = []string{"总监", "总", "经理", "主任", "老师", "工", "董事长", "董", "处长", "科长", "局长", "院长", "校长", "老板", "女士", "先生", "姐", "哥"}

// personThenKind reads whom the contact was with and its kind behind the customer, as in
// 给蓝海电子|王总打了个电话. The person stays in the note.
func (h *header) personThenKind() string {
	c := scan{s: h.s, i: h.i}
	for range 3 {
		r, _ := c.peek()
		if !han(r) {
			return ""
		}
		c.next()
		if c.eatAny(hanTitles...) < 0 {
			continue
		}
		c.spaces()
		kind, _ := c.kindWord()
		return kind
	}
	return ""
}
