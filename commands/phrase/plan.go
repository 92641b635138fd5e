package phrase

import (
	"regexp"
	"strings"
)

// followUp is a last clause that says what is to be done: ", follow up monday".
var followUp = regexp.MustCompile(`(?i)[,.;]\s*(follow up\b|chase\b|call (?:them |him |her )?back\b)[^,.;]*$`)

// followUpHan is such a clause in Chinese: ，我周四催一下.
var followUpHan = reads(`[,.;，。；\s]\s*(?:接下来我?|我们?)((?:这?周|下周|这?个?星期|下个?星期|明天|后天|月底|\d)[^,.;，。；]*` +
	`(?:催|跟进|发|打电话|约|联系|回访|送|报价|拜访)[^,.;，。；]*)[.。]?$`)

// reported ends words of somebody else, whose plan is not ours: 客户说，我周四发合同.
var reported = reads(`(说|问|表示|讲|回复|[:：])\s*$`)

// laterClause reads the last clause of a line as the next step, if it is one that is due on a day.
func (l *Log) laterClause(line string, o LogOptions) (end int) {
	m := followUp.FindStringSubmatchIndex(line)
	if m == nil {
		m = followUpHan.FindStringSubmatchIndex(line)
	}
	if m == nil || reported.MatchString(line[:m[0]]) {
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
