package phrase

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
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

// companySuffixes end a company's name without being part of it.
var companySuffixes = map[string]bool{
	"inc": true, "incorporated": true, "ltd": true, "limited": true, "llc": true, "llp": true, "plc": true, "corp": true,
	"corporation": true, "co": true, "company": true, "gmbh": true, "ag": true, "kg": true, "sa": true, "sarl": true, "sas": true,
	"bv": true, "nv": true, "pty": true, "pte": true, "oy": true, "ab": true, "srl": true, "spa": true, "kk": true,
	"group": true, "holdings": true, "holding": true,
}

// hanSuffixes are listed so that a longer one comes before its own ending.
var hanSuffixes = [...]string{"股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "股份公司", "集团公司", "总公司", "公司", "集团", "股份"}

// Fold reduces a name to what distinguishes it: NFKC, lower case, without spaces,
// punctuation and company suffix (Inc., Ltd, GmbH, 有限公司, 集团). A name of nothing but
// suffixes is kept.
func Fold(name string) string {
	words := foldWords(name)
	for len(words) > 1 && companySuffixes[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	s := strings.Join(words, "")
	for again := true; again; {
		again = false
		for _, suffix := range hanSuffixes {
			if rest, ok := strings.CutSuffix(s, suffix); ok && len(rest) >= 2*len("华") {
				s, again = rest, true
				break
			}
		}
	}
	return s
}

// FoldFull is Fold with the company suffix kept: Acme Inc. and Acme Ltd may be two.
func FoldFull(name string) string { return strings.Join(foldWords(name), "") }

// foldWords splits a name into its words, folded.
func foldWords(name string) []string {
	text := strings.Map(fold, norm.NFKC.String(name))
	return strings.FieldsFunc(text, func(r rune) bool { return !nameRune(r) })
}

// nameRune reports what counts in a name: not the spaces and punctuation that people vary.
func nameRune(r rune) bool {
	if r < 0x80 {
		return letter(r) || digit(r) || r == '+' || r == '$' || 'A' <= r && r <= 'Z'
	}
	return !unicode.IsPunct(r) && !isSpace(r) && !unicode.IsControl(r)
}

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
