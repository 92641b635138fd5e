package phrase

import (
	"regexp"
	"strings"
)

// followUp is a last clause that says what is to be done: ", follow up monday".
var followUp = regexp.MustCompile(`(?i)[,.;]\s*(follow up\b|chase\b|call (?:them |him |her )?back\b)[^,.;]*$`)

// laterClause reads the last clause of a line as the next step, if it is one that is due on a day.
func (l *Log) laterClause(line string, o LogOptions) (end int) {
	m := followUp.FindStringSubmatchIndex(line)
	if m == nil {
		return len(line)
	}
	what, due, err := stepIn(o.dayFirst, line[m[2]:], o.Now, o.Work)
	if err != nil || due == nil {
		return len(line)
	}
	l.Next, l.NextDue = what, due
	return m[0]
}

// plan takes a note that is nothing but a call to be made for the next step: "Acme call back in 2
// weeks" and "call Acme back on Friday" are no calls yet.
func (l *Log) plan(line string, o LogOptions) {
	c := scan{s: l.Note}
	back := c.eatWord("back", "again")
	called := l.Kind == "call" && back && !strings.Contains(strings.ToLower(line), "called")
	if l.Next != "" || l.Minutes > 0 || !called && (l.Kind != "" || !c.eatWord("call back", "ring back", "call again", "call them back")) {
		return
	}
	what, due, err := stepIn(o.dayFirst, l.Note, o.Now, o.Work)
	if err != nil || due == nil {
		return
	}
	if called {
		what, l.Kind = "call "+strings.TrimSpace(what), ""
	}
	l.Next, l.NextDue, l.Note = what, due, ""
}
