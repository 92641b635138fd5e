package phrase

import (
	"cmp"
	"regexp"
	"strings"
)

// eachContact parts a line that tells of contacts with several customers, each with its length: "called Acme
// 10m and then Dell 5m".
func (r *saidReader) eachContact() {
	parts, from, joined := []string{}, 0, false
	for _, other := range r.said.Others {
		c := scan{s: r.line, i: other.End}
		c.skip(" ,:")
		c.eatWord("for", "about")
		c.spaces()
		minutes, ok := c.lengthInWords()
		cut := r.contactAt(other.Start)
		if !ok || minutes <= 0 || cut <= from || r.said.Minutes == 0 {
			continue
		}
		parts, from, joined = append(parts, r.line[from:cut]), cut, true
	}
	if !joined {
		return
	}
	for _, part := range append(parts, r.line[from:]) {
		part = strings.Trim(partJoin.ReplaceAllString(part, ""), " ,;.&+")
		if c := (scan{s: part}); len(r.said.Each) > 0 {
			if _, ok := c.actWord(); !ok {
				part = cmp.Or(r.said.Kind, "call") + " " + part
			}
		}
		r.said.Each = append(r.said.Each, part)
	}
}

// partJoin is what joins a part of a line to the one before or behind it.
var partJoin = regexp.MustCompile(`(?i)^(?:[\s,;.&+]|\b(?:and|then|also|plus|later|afterwards|after that)\b)+|` +
	`(?:[\s,;.&+]|\b(?:and|then|also|plus)\b)+$`)

// contactAt is where the contact with a customer named at a place begins: at its kind, if that stands there.
func (r *saidReader) contactAt(at int) int {
	from := max(0, at-nearby)
	for i, w := range Words(r.line[from:at]) {
		c := scan{s: r.line[:at], i: from + w.Start}
		if i == 0 && from > 0 {
			continue
		}
		if _, ok := c.actWord(); ok && smallWords(r.line[c.i:at]) && c.i > r.said.Spot.End {
			return from + w.Start
		}
	}
	return at
}
