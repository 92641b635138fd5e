package phrase

import (
	"regexp"
	"strings"
	"time"

	"dealdesk/sales/calendar"
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

// Later reads a day that is counted from the one there is: "1 month later", "2 weeks earlier",
// "pushed by a week", 推迟两周, 提前3天. ok is false for all else, so that 3天后, which is counted
// from today, is left to When.
func Later(s string, from calendar.Date, work calendar.Worktime) (to calendar.Date, ok bool) {
	text := strings.TrimFunc(s, isSpace)
	if from == "" || len(text) > MaxText {
		return "", false
	}
	d := newDates(text, from.In(time.UTC), work)
	said, back := d.moves()
	d.spaces()
	n, half, unit := d.count()
	if unit == 0 || unit == 'h' || unit == 'i' {
		return "", false
	}
	d.spaces()
	if !said {
		switch {
		case d.eatWord("later", "after that", "after this", "after the current date", "after the close date"):
		case d.eatWord("earlier", "sooner", "before that"):
			back = true
		default:
			return "", false
		}
	} else {
		d.eatWord("later", "earlier", "sooner")
	}
	d.skip(" .。!！")
	if !d.done() {
		return "", false
	}
	f, ok := d.shift(d.today, n, unit, half, back)
	return calendar.DateOf(f.day), ok
}

// moves reads the words that move a day before they say how far.
func (d *dates) moves() (said, back bool) {
	switch {
	case d.eatWord("by", "push by", "pushed by", "push back by", "pushed back by", "postpone by", "postponed by",
		"delay by", "delayed by", "slip by", "slipped by", "move back by"), d.eat("+"):
		return true, false
	case d.eatWord("bring forward by", "brought forward by", "pull in by", "pulled in by"):
		return true, true
	case d.eatAny("推迟", "延后", "延期", "顺延", "往后推", "往后延", "后延", "后推", "再推", "晚") >= 0:
	case d.eatAny("提前", "提早", "往前提", "早") >= 0:
		back = true
	default:
		return false, false
	}
	d.eat("了")
	d.spaces()
	return true, back
}

// count reads a number and its unit of time; unit is 0 if there is none.
func (d *dates) count() (n int, half bool, unit byte) {
	if half = d.eat("半"); !half {
		var ok bool
		if n, ok = d.integer(); !ok {
			if n, ok = counts[d.word()]; !ok {
				return 0, false, 0
			}
		}
	}
	d.spaces()
	if unit = d.offsetUnit(); half && unit != 'm' && unit != 'y' || n > 9999 {
		return 0, false, 0
	}
	return n, half, unit
}
