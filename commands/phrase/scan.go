package phrase

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dealdesk/sales"
)

// scan is a cursor over a raw text that sees it folded: lower case, simplified characters, ASCII for full-width
// forms, one kind of space and one kind of dash. Offsets are those of the raw text, so
// whatever it finds can be cut out of what was typed.
type scan struct {
	s string
	i int
}

// fold maps one rune to the form all tables of this package are written in.
func fold(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r < 0x80:
		if r == '\t' || r == '\n' || r == '\r' || r == '\v' || r == '\f' {
			return ' '
		}
		return r
	case 0xFF01 <= r && r <= 0xFF5E: // full-width ASCII
		return fold(r - 0xFEE0)
	case 0x4E00 <= r && r <= 0x9FFF:
		return sales.Simplify(r)
	case r == '￥':
		return '¥'
	case r == '‐', r == '‑', r == '–', r == '—', r == '−':
		return '-'
	case r == '〇':
		return '零'
	case isSpace(r):
		return ' '
	}
	return unicode.ToLower(r)
}

// isSpace also counts NBSP, U+3000 and the zero-width characters that people paste.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\ufeff'
}

// peek returns the next rune, folded, and its width in the raw text; 0, 0 at the end.
func (c *scan) peek() (rune, int) {
	if c.i >= len(c.s) {
		return 0, 0
	}
	if b := c.s[c.i]; b < utf8.RuneSelf {
		return fold(rune(b)), 1
	}
	r, n := utf8.DecodeRuneInString(c.s[c.i:])
	return fold(r), n
}

// before returns the folded rune just before the cursor, 0 at the start.
func (c *scan) before() rune {
	if c.i == 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(c.s[:c.i])
	return fold(r)
}

func (c *scan) done() bool { return c.i >= len(c.s) }

func (c *scan) next() { _, n := c.peek(); c.i += n }

func (c *scan) spaces() {
	for {
		r, n := c.peek()
		if r != ' ' {
			return
		}
		c.i += n
	}
}

// at reports whether r comes next.
func (c *scan) at(r rune) bool { next, _ := c.peek(); return next == r }

// skip passes over every rune of set (which may hold a space).
func (c *scan) skip(set string) {
	for {
		r, n := c.peek()
		if n == 0 || !strings.ContainsRune(set, r) {
			return
		}
		c.i += n
	}
}

// eat passes over lit, written folded, if it comes next.
func (c *scan) eat(lit string) bool {
	at := c.i
	for _, want := range lit {
		r, n := c.peek()
		if n == 0 || r != want {
			c.i = at
			return false
		}
		c.i += n
	}
	return true
}

// eatAny passes over the first of lits that comes next and returns its index, or -1. A longer
// literal must be listed before its own beginning.
func (c *scan) eatAny(lits ...string) int {
	next, _ := c.peek()
	for k, lit := range lits {
		if first, _ := utf8.DecodeRuneInString(lit); first == next && c.eat(lit) {
			return k
		}
	}
	return -1
}

// word returns the run of ASCII letters that comes next, in lower case, and passes it. It is
// "" unless the run starts and ends at a word's edge: not inside "v2k" or "Fri's".
func (c *scan) word() string {
	if letter(c.before()) || digit(c.before()) {
		return ""
	}
	at, plain := c.i, true
	for {
		r, n := c.peek()
		if !letter(r) {
			break
		}
		plain = plain && n == 1
		c.i += n
	}
	if c.i == at || !c.edge() {
		c.i = at
		return ""
	}
	if plain {
		return strings.ToLower(c.s[at:c.i])
	}
	return strings.Map(fold, c.s[at:c.i])
}

// eatWord passes over one of the words, and over "a b" as two words with any spaces.
func (c *scan) eatWord(words ...string) bool {
	first, _ := c.peek()
	if !letter(first) || letter(c.before()) || digit(c.before()) {
		return false
	}
	at := c.i
	for _, w := range words {
		if rune(w[0]) == first && c.eatPhrase(w) {
			return true
		}
		c.i = at
	}
	return false
}

func (c *scan) eatPhrase(w string) bool {
	for k := 0; k < len(w); k++ {
		if w[k] == ' ' {
			if r, _ := c.peek(); r != ' ' {
				return false
			}
			c.spaces()
			continue
		}
		r, n := c.peek()
		if r != rune(w[k]) {
			return false
		}
		c.i += n
	}
	return c.edge()
}

// edge reports whether a word or number can end at the cursor.
func (c *scan) edge() bool {
	r, _ := c.peek()
	return !letter(r) && !digit(r) && r != '\'' && r != '’' && r != '_'
}

func letter(r rune) bool { return 'a' <= r && r <= 'z' }
func digit(r rune) bool  { return '0' <= r && r <= '9' }

func han(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF || r > 0x2E00 && unicode.Is(unicode.Han, r)
}

// pattern is a regular expression in simplified characters that reads traditional ones like them. What it finds
// are pieces of the text as it was typed.
type pattern struct{ compiled func() *regexp.Regexp }

// reads returns the pattern of an expression. It is compiled when it is first used: there are hundreds, and
// most commands of the shell need none.
func reads(expr string) pattern {
	return pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
}

func (p pattern) MatchString(text string) bool {
	return p.compiled().MatchString(sales.Simplified(text))
}

func (p pattern) FindStringIndex(text string) []int {
	return p.compiled().FindStringIndex(sales.Simplified(text))
}

func (p pattern) FindStringSubmatchIndex(text string) []int {
	return p.compiled().FindStringSubmatchIndex(sales.Simplified(text))
}

func (p pattern) FindAllStringSubmatchIndex(text string, n int) [][]int {
	return p.compiled().FindAllStringSubmatchIndex(sales.Simplified(text), n)
}

func (p pattern) FindAllStringIndex(text string, n int) [][]int {
	return p.compiled().FindAllStringIndex(sales.Simplified(text), n)
}

// ReplaceAllStringFunc replaces each match by what f makes of it as it was typed.
func (p pattern) ReplaceAllStringFunc(text string, f func(string) string) string {
	var out strings.Builder
	end := 0
	for _, at := range p.FindAllStringIndex(text, -1) {
		out.WriteString(text[end:at[0]])
		out.WriteString(f(text[at[0]:at[1]]))
		end = at[1]
	}
	out.WriteString(text[end:])
	return out.String()
}

func (p pattern) FindString(text string) string {
	if at := p.FindStringIndex(text); at != nil {
		return text[at[0]:at[1]]
	}
	return ""
}

// FindStringSubmatch returns "" for a group that took no part, as package regexp does.
func (p pattern) FindStringSubmatch(text string) []string {
	at := p.FindStringSubmatchIndex(text)
	if at == nil {
		return nil
	}
	groups := make([]string, len(at)/2)
	for i := range groups {
		if at[2*i] >= 0 {
			groups[i] = text[at[2*i]:at[2*i+1]]
		}
	}
	return groups
}

func (p pattern) ReplaceAllString(text, by string) string {
	var out []byte
	end := 0
	for _, at := range p.FindAllStringSubmatchIndex(text, -1) {
		out = p.compiled().ExpandString(append(out, text[end:at[0]]...), by, text, at)
		end = at[1]
	}
	return string(append(out, text[end:]...))
}

// simply is a text in small letters and simplified characters, for comparing with words of ours.
func simply(text string) string { return sales.Simplified(strings.ToLower(text)) }

// Simplify is the simplified form of a traditional character. chat.Router finds commands with it.
func Simplify(r rune) rune { return sales.Simplify(r) }
