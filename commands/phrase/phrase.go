// Package phrase reads what people type, in English and Simplified Chinese: words, amounts,
// percents, durations, dates, names, record ids, and the lines made of them (/log, /deal
// new, a next step). The commands call it. It keeps nothing, reads no clock (the time is an
// argument) and knows no record beyond the names it is given.
//
// Three promises hold for every function. Nothing a person types makes it panic or slow: the
// work grows with the length of the text, and text over MaxText is refused. Nothing typed is
// lost: notes are cut out of the raw line by offset, and what is not understood stays in
// them. Refusals are *sales.Problems.
package phrase

import (
	"unicode/utf8"

	"dealdesk/sales"
)

// MaxText is the longest text, in characters, that is read.
const MaxText = 10000

// maxQuote is how much of a text a Problem quotes back to the person.
const maxQuote = 60

func tooLong(s string) error {
	if len(s) <= MaxText || utf8.RuneCountInString(s) <= MaxText {
		return nil
	}
	return sales.No("text.too_long", "Max", MaxText)
}

// no makes a Problem that quotes the offending text, shortened.
func no(code, text string, args ...any) *sales.Problem {
	if n := 0; len(text) > maxQuote {
		for i := range text {
			if n++; n > maxQuote {
				text = text[:i] + "…"
				break
			}
		}
	}
	return sales.No(code, append([]any{"Text", text}, args...)...)
}
