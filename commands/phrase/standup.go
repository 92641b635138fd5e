package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Standup is what a typed stand-up says.
type Standup struct {
	Done, Plan, Blockers string
}

// standupHeads are the words that begin a part, longest first where one begins another.
// The loose ones are everyday words: they count only where a sentence begins.
var standupHeads = []struct {
	word  string
	part  int
	loose bool
}{
	{"yesterday", 0, true}, {"done", 0, false}, {"did", 0, true},
	{"today", 1, true}, {"plan", 1, false},
	{"blockers", 2, false}, {"blocker", 2, false}, {"blocked", 2, true},
	{"已完成", 0, true}, {"完成", 0, true}, {"昨天", 0, true}, {"昨日", 0, true}, {"上周五", 0, true},
	{"今日计划", 1, true}, {"今天计划", 1, true}, {"计划", 1, true}, {"今天", 1, true}, {"今日", 1, true},
	{"困难", 2, true}, {"障碍", 2, true}, {"卡点", 2, true}, {"问题", 2, true},
}

// ReadStandup splits a line like "done called Acme plan send quote blockers none" or
// "昨天拜访华星，今天发报价，困难：等法务" into its parts. A text that does not begin with a
// heading is all Done: nothing that was typed is lost.
func ReadStandup(line string) Standup {
	var parts [3]string
	text := strings.TrimSpace(line)
	part, size := heading(text, true)
	if size == 0 {
		return Standup{Done: text}
	}
	var seen [3]bool
	seen[part] = true
	text = text[size:]
	from := 0
	sentence := false // the text at hand begins a sentence
	word := false     // or at least a word
	for i := 0; i < len(text); {
		if next, size := heading(text[i:], sentence); size > 0 && word && !seen[next] {
			parts[part] = joinParts(parts[part], text[from:i])
			part, seen[next] = next, true
			i += size
			from, sentence, word = i, false, false
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case strings.ContainsRune("\n.;。；,，、!！", r):
			sentence, word = true, true
		case unicode.IsSpace(r):
			word = true
			if next, _ := utf8.DecodeRuneInString(text[i:]); unicode.Is(unicode.Han, next) {
				sentence = true
			}
		default:
			sentence, word = false, false
		}
	}
	parts[part] = joinParts(parts[part], text[from:])
	return Standup{parts[0], parts[1], parts[2]}
}

// heading measures the heading that text begins with, colon included; 0 is none. A loose
// one also counts within a sentence when a colon follows.
func heading(text string, sentence bool) (part, size int) {
	for _, h := range standupHeads {
		if len(text) < len(h.word) || !strings.EqualFold(text[:len(h.word)], h.word) {
			continue
		}
		rest := text[len(h.word):]
		bare := strings.TrimLeftFunc(rest, unicode.IsSpace)
		colon := strings.HasPrefix(bare, ":") || strings.HasPrefix(bare, "：")
		next, _ := utf8.DecodeRuneInString(rest)
		if h.word[0] < utf8.RuneSelf && (unicode.IsLetter(next) && next < 0x2E80 || unicode.IsDigit(next) || next == '-' || next == '\'') {
			continue // "planned", "done-for"
		}
		if h.loose && !sentence && !colon {
			continue
		}
		if colon {
			_, n := utf8.DecodeRuneInString(bare)
			bare = bare[n:]
		}
		return h.part, len(text) - len(bare)
	}
	return 0, 0
}

// joinParts trims what stood between two parts.
func joinParts(a, b string) string {
	b = strings.TrimFunc(b, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，;；、", r) })
	if a == "" {
		return b
	}
	return a + "\n" + b
}
