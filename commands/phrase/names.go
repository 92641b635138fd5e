package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
)

// Named is a record people call by name.
type Named struct{ ID, Name string }

// Match is a record that a query may mean. Score is 100 for the exact name, 95 for the name
// with another company suffix, 85 to 90 for the sound of the whole name, and below 75 for
// parts, slips and names that only sound alike; nothing below 50 is reported.
type Match struct {
	Named
	Score int
}

// closeMargin is how far ahead of the second the best match must be to be taken for sure.
const closeMargin = 8

// Close reports whether the best two are too close to choose between, so that the person
// must be asked. An exact name is never too close to another one.
func Close(m []Match) bool {
	if len(m) < 2 {
		return false
	}
	if m[0].Score >= 95 && m[1].Score < m[0].Score {
		return false
	}
	return m[0].Score-m[1].Score < closeMargin
}

// SureScore is the lowest score that is the name itself, its beginning or its sound. A part of
// a name or a slip may be another company: Bell is not Dell, and one is not Kone.
const SureScore = 75

// Sure reports whether the best match may be taken without asking.
func Sure(m []Match) bool { return len(m) > 0 && m[0].Score >= SureScore && !Close(m) }

// Distance counts the letters that were added, lost or replaced between two words; anything
// above two is three. chat.Router suggests commands with it.
func Distance(a, b string) int { return edits([]rune(a), []rune(b), 2, false) }

// edits counts the runes that were added, lost or replaced between a and b, up to limit;
// past it the answer is limit+1. With swaps, two exchanged neighbours count once.
func edits(a, b []rune, limit int, swaps bool) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var rows [3][65]int
	if len(b) >= len(rows[0]) {
		return limit + 1
	}
	older, old, row := rows[0][:], rows[1][:], rows[2][:]
	for j := range b {
		old[j+1] = j + 1
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(old[j]+cost, old[j+1]+1, row[j]+1)
			if swaps && i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
		older, old, row = old, row, older
	}
	return min(old[len(b)], limit+1)
}

// slipLimit is how many slips a name may have and still be recognised.
func slipLimit(runes []rune) int {
	n := len(runes)
	if slices.ContainsFunc(runes, han) {
		n *= 2
	}
	switch {
	case n < 4:
		return 0
	case n < 9:
		return 1
	}
	return 2
}

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
