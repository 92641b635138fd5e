package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
)

// LongestName measures the name of one of these people at the beginning of a text: the
// whole one or the first word of it.
func LongestName(all []sales.Person, rest string) (n int) {
	for _, p := range all {
		for _, name := range []string{p.Name, firstName(p)} {
			if len(name) <= n || len(rest) < len(name) || !sales.SameSpelling(rest[:len(name)], name) {
				continue
			}
			last, _ := utf8.DecodeLastRuneInString(name)
			next, _ := utf8.DecodeRuneInString(rest[len(name):])
			if unicode.Is(unicode.Han, last) || !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				n = len(name)
			}
		}
	}
	return n
}

func firstName(p sales.Person) string {
	first, _, _ := strings.Cut(p.Name, " ")
	return first
}

// WhoIs finds the one of these people whom a text calls, by the whole name before the
// first word of it; -1 where it is none, or two.
func WhoIs(all []sales.Person, m Mention) int {
	if m.ID != "" {
		return slices.IndexFunc(all, func(p sales.Person) bool { return p.ID == m.ID })
	}
	for _, name := range []func(sales.Person) string{func(p sales.Person) string { return p.Name }, firstName} {
		var found []int
		for i, p := range all {
			if sales.SameSpelling(name(p), m.Name) {
				found = append(found, i)
			}
		}
		switch len(found) {
		case 0:
			continue
		case 1:
			return found[0]
		}
		return -1
	}
	return -1
}
