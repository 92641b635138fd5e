package phrase

import (
	"regexp"
	"strings"

	"dealdesk/sales"
)

// pattern is a regular expression in simplified characters that reads traditional ones like them. What it finds
// are pieces of the text as it was typed.
type pattern struct{ re *regexp.Regexp }

func reads(expr string) pattern { return pattern{regexp.MustCompile(expr)} }

func (p pattern) MatchString(text string) bool { return p.re.MatchString(sales.Simplified(text)) }

func (p pattern) FindStringIndex(text string) []int {
	return p.re.FindStringIndex(sales.Simplified(text))
}

func (p pattern) FindStringSubmatchIndex(text string) []int {
	return p.re.FindStringSubmatchIndex(sales.Simplified(text))
}

func (p pattern) FindAllStringSubmatchIndex(text string, n int) [][]int {
	return p.re.FindAllStringSubmatchIndex(sales.Simplified(text), n)
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
		out = p.re.ExpandString(append(out, text[end:at[0]]...), by, text, at)
		end = at[1]
	}
	return string(append(out, text[end:]...))
}

// simply is a text in small letters and simplified characters, for comparing with words of ours.
func simply(text string) string { return sales.Simplified(strings.ToLower(text)) }

// Simplify is the simplified form of a traditional character. chat.Router finds commands with it.
func Simplify(r rune) rune { return sales.Simplify(r) }
