package sheet

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// Unit is what a header says its amounts are counted in: "k€", "万元", "USD".
type Unit struct {
	Times    int64
	Currency string // a code or a sign that phrase.Money reads
}

var bracketed, behind = regexp.MustCompile(`^(.+?)\s*[\[(【]\s*([^\[()\]【】]+?)\s*[\])】]$`),
	regexp.MustCompile(`^(.+?)(?:\s*[,:/]\s*|\s+in\s+|\s+)(\S+(?:\s\S+)?)$`)

// unitOf parts a column's name from its unit; the zero Unit if it has none.
func unitOf(column string) (name string, u Unit) {
	text := width.Narrow.String(column)
	for _, split := range []*regexp.Regexp{bracketed, behind} {
		if m := split.FindStringSubmatch(text); m != nil {
			if u, ok := readUnit(m[2]); ok {
				return m[1], u
			}
		}
	}
	if name, ok := strings.CutSuffix(text, "万元"); ok && name != "" {
		return name, Unit{1e4, "元"}
	}
	return column, Unit{}
}

// magnitudes in headers, folded, the longer before those they begin or end with.
var magnitudes = []struct {
	words string
	times int64
}{
	{"billions|billion|mrd|bn|十亿", 1e9}, {"亿", 1e8}, {"crores|crore", 1e7}, {"millions|million|mio|mln|mm|mn|百万|m", 1e6},
	{"lakhs|lakh", 1e5}, {"万|wan", 1e4}, {"thousands|thousand|tsd|千|000s|000|k", 1e3},
}

// readUnit reads a currency, a magnitude, or both in either order.
func readUnit(text string) (Unit, bool) {
	shouted := text == strings.ToUpper(text)
	word := strings.ToLower(strings.NewReplacer(" ", "", ".", "", "'", "", "’", "").Replace(strings.TrimPrefix(text, "in ")))
	if sign, ok := strings.CutPrefix(word, "t"); ok && slices.Contains([]string{"eur", "€", "usd", "chf", "gbp"}, sign) {
		return Unit{1e3, strings.ToUpper(sign)}, true
	}
	if isCurrency(word, shouted) {
		return Unit{1, strings.ToUpper(word)}, true
	}
	for _, m := range magnitudes {
		for name := range strings.SplitSeq(m.words, "|") {
			for _, cut := range []func(string, string) (string, bool){strings.CutPrefix, strings.CutSuffix} {
				rest, ok := cut(word, name)
				if ok && (rest == "" || isCurrency(rest, shouted)) {
					return Unit{m.times, strings.ToUpper(rest)}, true
				}
			}
		}
	}
	return Unit{}, false
}

// isCurrency reports whether text is a sign, name or code of a currency and nothing else. Codes
// that are words as well, such as ALL and TRY, must have been in capitals.
func isCurrency(text string, shouted bool) bool {
	if text == "" || text == "won" || strings.ContainsAny(text, "0123456789一二两三四五六七八九十百千万亿") {
		return false
	}
	if code := strings.ToUpper(text); len(code) == 3 {
		if _, iso := sales.Exponent(code); iso {
			return shouted || sales.Usual(code)
		}
	}
	for _, one := range []string{"1 " + strings.ToUpper(text), "1" + text} {
		m, err := phrase.Money(one, "USD")
		if places, _ := sales.Exponent(m.Currency); err == nil && m.Minor == power10(places) {
			return true
		}
	}
	return false
}

func power10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}
