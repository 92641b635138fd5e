package phrase

import (
	"regexp"
	"strings"
)

// address is a mail address with the word that may stand before it; number is a telephone
// number of at least six digits.
var (
	address = regexp.MustCompile(`(?i)(?:(?:\be-?mail|\bmail|邮箱|邮件)\s*[:：]?\s*)?([A-Z0-9._%+'-]+@[A-Z0-9-]+(?:\.[A-Z0-9-]+)+)`)
	number  = regexp.MustCompile(`(?i)(?:(?:\bphone|\btel|\bmobile|\bcell|电话|手机号?)\.?\s*[:：]?\s*)?(\+?\(?\d[\d()./ \-]{4,}\d)`)
)

// Reach takes the first mail address and the first telephone number out of a text. rest is
// what is left; a second one stays in it.
func Reach(text string) (rest, phone, email string) {
	rest = text
	if m := address.FindStringSubmatchIndex(rest); m != nil {
		email = rest[m[2]:m[3]]
		rest = rest[:m[0]] + " " + rest[m[1]:]
	}
	for _, m := range number.FindAllStringSubmatchIndex(rest, -1) {
		if at := rest[m[2]:m[3]]; digitsIn(at) >= 6 && digitsIn(at) <= 15 {
			phone, rest = strings.TrimSpace(at), rest[:m[0]]+" "+rest[m[1]:]
			break
		}
	}
	return strings.TrimSpace(rest), phone, email
}

func digitsIn(s string) (n int) {
	for _, r := range s {
		if digit(r) {
			n++
		}
	}
	return n
}
