package phrase

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
)

// leastBeginning is the fewest letters of a name that stand for it once its record was picked.
const leastBeginning = 3

// Beginning returns how many bytes at the start of a text are the beginning of a name, or its first
// word with a slip: the "Lumne" of Lumen Optics, the 华星 of 华星科技. It is for a record that was picked.
func Beginning(text, name string) int {
	c := scan{s: text}
	r, _ := c.peek()
	if han(r) {
		n := scan{s: name}
		runes := 0
		for want, _ := n.peek(); !c.done() && c.at(want); want, _ = n.peek() {
			c.next()
			n.next()
			runes++
		}
		if runes < 2 {
			return 0
		}
		return c.i
	}
	word := strings.TrimRight(bareWord(text, 0).Text, ".,;:!?")
	typed := []rune(sales.FoldFull(word))
	all := sales.FoldWords(name)
	if len(typed) < leastBeginning || len(all) == 0 || everyday(word) {
		return 0
	}
	limit := slipLimit(typed)
	if strings.HasPrefix(all[0], string(typed)) || edits(typed, []rune(all[0]), limit, true) <= limit {
		return len(word)
	}
	return 0
}

// ReadFrom reads a line from where the name of a record that was picked stands in it. What stands before is
// read for the kind and the day, and its words stay in the note. ok is false if the name is not in the line.
func ReadFrom(line, name string, o LogOptions) (l Log, ok bool) {
	for at := range line {
		if at == 0 || Beginning(line[at:], name) == 0 {
			continue
		}
		before := strings.TrimSpace(line[:at])
		o.Known = func(text string) int { return Beginning(text, name) }
		l, err := ReadLog(line[at:], o)
		if err != nil {
			return l, false
		}
		o.Here, o.Known = true, nil
		if head, err := ReadLog(before, o); err == nil && head.Next == "" {
			l.Kind, l.Minutes, l.On = cmp.Or(l.Kind, head.Kind), cmp.Or(l.Minutes, head.Minutes), cmp.Or(l.On, head.On)
			before = head.Note
		}
		l.Note = strings.TrimSpace(before + " " + l.Note)
		return l, true
	}
	return l, false
}

// Capital reports whether a word may be somebody's name: it begins with a capital, or is in Chinese and
// no verb.
func Capital(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) && !everyday(word) ||
		han(first) && !strings.HasSuffix(word, "了") && !strings.HasSuffix(sales.Simplified(word), "过")
}

// LongerName returns the customer's name of a new deal with the capitalised words of the deal's name
// that stand right behind it, if there are any: Northgate Logistics, of a line that was read as the
// deal Logistics with Northgate.
func (l DealLine) LongerName(line string) (longer string, ok bool) {
	line = strings.TrimSpace(line)
	longer = l.Account
	for _, word := range strings.Fields(l.Name) {
		if first, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(first) || !Capital(word) || !strings.HasPrefix(line, longer+" "+word) {
			break
		}
		longer, ok = longer+" "+word, true
	}
	return longer, ok
}

// BeforeNumber returns what stands before a number at the end of a name: Acme of Acme 5.
func BeforeNumber(name string) (string, bool) {
	words := strings.Fields(name)
	last := len(words) - 1
	if last < 1 || strings.Trim(words[last], "0123456789") != "" {
		return "", false
	}
	return strings.Join(words[:last], " "), true
}
