package chat

import (
	"regexp"
	"strings"
	"unicode"
)

// Safe is harmless text in Slack's markup: nothing a user wrote in it becomes a mention, a
// link, formatting or a hidden change of direction. Only Escape, the functions below and
// the printer of lang produce it; converting a user's string with Safe(s) is forbidden.
type Safe string

// Escape makes user text harmless: it escapes & < >, removes control, bidirectional and
// zero-width characters, and breaks formatting marks so that they stay what was typed.
// Newlines stay.
func Escape(s string) Safe {
	var b strings.Builder
	b.Grow(len(s) + 8)
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '\n':
			b.WriteByte('\n')
		case r == '\t':
			b.WriteByte(' ')
		case Hidden(r):
		case r == '*' || r == '_' || r == '~' || r == '`':
			b.WriteRune(r)
			b.WriteString(wordJoiner)
		default:
			b.WriteRune(r)
		}
	}
	return Safe(b.String())
}

// EscapeLine is Escape for names and other user text inside a line of ours.
func EscapeLine(s string) Safe { return Escape(OneLine(s)) }

// verdictMarks begin our lines about decisions, as characters and as Slack's emoji names.
var verdictMarks = regexp.MustCompile(`[✅☑✔⛔⏳✏]\x{fe0f}?|` +
	`:(white_check_mark|heavy_check_mark|ballot_box_with_check|no_entry|hourglass_flowing_sand|hourglass|pencil2):`)

// OneLine returns user text as one line that cannot be taken for one of ours: without line
// breaks, and without the marks of our lines about decisions.
func OneLine(s string) string {
	if !strings.ContainsAny(s, "\n\r\v\f\u0085\u2028\u2029✅☑✔⛔⏳✏:") {
		return s
	}
	s = verdictMarks.ReplaceAllString(s, "")
	if !strings.ContainsAny(s, "\n\r\v\f\u0085\u2028\u2029") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)), " ")
}

// wordJoiner is invisible and keeps two formatting marks from forming a pair.
const wordJoiner = "\u2060"

// Hidden reports whether r is invisible but changes what people see: controls,
// bidirectional marks, zero-width characters, letters and symbols that are blank.
func Hidden(r rune) bool {
	if ' ' <= r && r < 0x7f { // most text
		return false
	}
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.In(r, unseen...) || r == '\u2028' || r == '\u2029' ||
		r == blankBraille || r == nullNote || r == utf8Bad)
}

// unseen are the characters that fonts show as nothing or as a blank.
var unseen = []*unicode.RangeTable{unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector}

const (
	blankBraille = '\u2800'
	nullNote     = '\U0001D159'
)

const utf8Bad = '\uFFFD'

// Clean is Escape for plain-text places (labels, options, form fields), where markup has no
// meaning and only hidden characters can deceive. An accent without a letter below it is
// dropped, too: nobody sees what it belongs to.
func Clean(s string) string {
	based := false
	return strings.Map(func(r rune) rune {
		switch {
		case Hidden(r), !based && r >= 0x80 && unicode.In(r, unicode.Mn, unicode.Me):
			return -1
		case r < 0x80 || !unicode.IsMark(r):
			based = unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r) || r == '#' || r == '*'
		}
		return r
	}, s)
}

// ChannelLink names a channel. id must come from the store or the workspace, never from
// text; anything that is not an id is shown as text.
func ChannelLink(id string) Safe {
	if !channelID(id) {
		return Escape(id)
	}
	return Safe("<#" + id + ">")
}

func channelID(s string) bool {
	if len(s) < 2 || !strings.ContainsRune("CGD", rune(s[0])) {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) < 0
}

// Bold formats safe text in bold.
func Bold(s Safe) Safe { return "*" + s + "*" }

// Join concatenates the parts that are not empty, with sep between them.
func Join(sep string, parts ...Safe) Safe {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		b.WriteString(string(p))
	}
	return Safe(b.String())
}

// Cut shortens s to at most n characters, with an ellipsis, and never inside an escape or a
// mention.
func Cut(s Safe, n int) Safe {
	if len(s) <= n {
		return s
	}
	rs := []rune(string(s))
	if len(rs) <= n {
		return s
	}
	rs = rs[:max(n-1, 0)]
	out := string(rs)
	for _, pair := range [][2]string{{"<", ">"}, {"&", ";"}} {
		if i := strings.LastIndex(out, pair[0]); i >= 0 && !strings.Contains(out[i:], pair[1]) && (pair[0] == "<" || len(out)-i < 6) {
			out = out[:i]
		}
	}
	return Safe(out + "…")
}
