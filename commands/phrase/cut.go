package phrase

import (
	"regexp"
	"strings"
)

// CutWord splits the first word off, quotes taken away.
func CutWord(s string) (first, rest string) {
	words := Words(s)
	if len(words) == 0 {
		return "", ""
	}
	return words[0].Text, strings.TrimSpace(s[words[0].End:])
}

var (
	Mentioned    = regexp.MustCompile(`<@[UW][A-Z0-9]+(?:\|[^>]*)?>`)
	ChannelTyped = regexp.MustCompile(`<#[CG][A-Z0-9]+>|#\S+|\b[CG][A-Z0-9]{8,}\b`)
)

// CutMatch takes the first match of re out of text.
func CutMatch(re *regexp.Regexp, text string) (match, rest string) {
	at := re.FindStringIndex(text)
	if at == nil {
		return "", text
	}
	return text[at[0]:at[1]], strings.TrimSpace(strings.TrimSpace(text[:at[0]]) + " " + strings.TrimSpace(text[at[1]:]))
}
