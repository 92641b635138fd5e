package phrase

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Word is one word of a line. Text is the raw text, without the quotation marks if Quoted;
// Start and End are byte offsets into the line and include the marks.
type Word struct {
	Text       string
	Start, End int
	Quoted     bool
}

// quotes pairs each opening mark with every mark that closes it, because phones and Chinese
// keyboards mix straight and curly ones. Apostrophes are letters, never quotes.
var quotes = map[rune]string{
	'"': doubles, '“': doubles, '”': doubles, '„': doubles, '＂': doubles,
	'「': "」』", '『': "」』", '«': "»", '»': "«", '`': "`",
}

const doubles = "\"”“＂"

// Words splits a line at spaces (NBSP and U+3000 too). A quotation mark opens only at
// the start of a word; one that is never closed is a letter.
func Words(line string) []Word {
	out := make([]Word, 0, 16)
	var open unclosed
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		if isSpace(r) {
			i += n
			continue
		}
		w, ok := open.quoted(line, i)
		if !ok {
			w = bareWord(line, i)
		}
		out = append(out, w)
		i = w.End
	}
	return out
}

// unclosed remembers which families of quotes have no closing mark in the rest of the line,
// so that a line of ten thousand opening marks is still read only once.
type unclosed [5]string

// quoted reads the quoted word that starts at byte i.
func (u *unclosed) quoted(line string, i int) (Word, bool) {
	r, n := utf8.DecodeRuneInString(line[i:])
	if r < 0x80 && r != '"' && r != '`' {
		return Word{}, false
	}
	closers, ok := quotes[r]
	if !ok {
		return Word{}, false
	}
	for k, c := range u {
		if c == closers {
			return Word{}, false
		}
		if c == "" {
			end := strings.IndexAny(line[i+n:], closers)
			if end < 0 {
				u[k] = closers
				return Word{}, false
			}
			text := line[i+n : i+n+end]
			_, m := utf8.DecodeRuneInString(line[i+n+end:])
			return Word{Text: text, Start: i, End: i + n + end + m, Quoted: true}, true
		}
	}
	return Word{}, false
}

func bareWord(line string, i int) Word {
	end := len(line)
	for k, r := range line[i:] {
		if isSpace(r) {
			end = i + k
			break
		}
	}
	return Word{Text: line[i:end], Start: i, End: end}
}

// Unquoted is a text without the quotation marks around all of it.
func Unquoted(text string) string {
	if words := Words(text); len(words) == 1 && words[0].Quoted {
		return strings.TrimSpace(words[0].Text)
	}
	return text
}

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
