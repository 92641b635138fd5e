package phrase

import (
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

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
	case d.eatWord("by", "push by", "pushed by", "push back by", "pushed back by", "postpone by", "postponed by", "delay by", "delayed by", "slip by",
		"slipped by", "move back by"), d.eat("+"):
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
