package phrase

import (
	"fmt"
	"strings"
)

// The hours a part of the day stands for when no hour is given.
const morning, noon, afternoon, evening = 9, 12, 14, 19

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// clockTime reads a time of day: 3pm, 15:00, 3:30 pm, at 3, noon, 下午3点半, 15点30分, 晚上.
// dated says a day was found already, led that a word or the place announced a time;
// without either "三点建议" is three proposals. over is midnight at the end of the day.
func (d *dates) clockTime(dated, led bool) (minutes int, over, ok bool) {
	at := d.i
	part := d.partOfDay(dated)
	if part.name {
		d.spaces()
	}
	hour, n := d.digits(2)
	leadingZero := n == 2 && hour < 10
	hanHour := false
	if n == 0 {
		if r, _ := d.peek(); han(r) {
			hour, hanHour = d.integer()
		}
	}
	if n == 0 && !hanHour {
		d.i = part.end
		return part.hour * 60, false, part.name && (dated || led || part.hour == noon)
	}
	minute, shape := d.minutes(hour, n > 0, dated || led || part.name)
	if shape == 0 || minute > 59 || hour > 24 {
		if d.whole && shape != 0 {
			d.bad = "date.impossible"
		}
		if d.i = at; part.name && dated {
			d.i = part.end
			return part.hour * 60, false, true
		}
		return 0, false, false
	}
	pm, marked := d.meridiem()
	switch {
	case shape == 'b' && !marked && !d.bareHour(dated, led):
		d.i = part.end
		return part.hour * 60, false, part.name && (dated || led)
	case marked && (hour > 12 || hour == 0):
		d.i = at
		return 0, false, false
	case marked:
		if hour %= 12; pm {
			hour += 12
		}
	case part.pm && hour < 12 && !(part.hour == noon && hour > 9):
		hour += 12
	case part.hour == evening && hour == 12:
		return 0, true, true
	case !part.name && !leadingZero && hour >= 1 && hour <= 6:
		hour += 12
	}
	if hour == 24 {
		return minute, true, minute == 0
	}
	return hour*60 + minute, false, true
}

// part is a part of the day: its usual hour, and whether hours named in it are pm.
type part struct {
	name, pm bool
	hour     int
	end      int
}

func (d *dates) partOfDay(dated bool) part {
	p := part{end: d.i}
	r, _ := d.peek()
	switch {
	case letter(r):
		switch {
		case d.eatWord("noon", "midday"):
			p.hour = noon
		case !dated && !d.whole:
			return p
		case d.eatWord("in the morning", "morning"):
			p.hour = morning
		case d.eatWord("in the afternoon", "afternoon"):
			p.hour, p.pm = afternoon, true
		case d.eatWord("in the evening", "evening", "night"):
			p.hour, p.pm = evening, true
		default:
			return p
		}
	case han(r):
		switch d.eatAny("上午", "早上", "早晨", "清晨", "凌晨", "早", "中午", "正午", "下午", "午后", "傍晚", "晚上", "晚间", "晚", "夜里") {
		case 0, 1, 2, 3, 5:
			p.hour = morning
		case 4:
			p.hour = 1
		case 6, 7:
			p.hour, p.pm = noon, true
		case 8, 9:
			p.hour, p.pm = afternoon, true
		case 10, 11, 12, 13, 14:
			p.hour, p.pm = evening, true
		default:
			return p
		}
	default:
		return p
	}
	p.name, p.end = true, d.i
	return p
}

// minutes reads what follows an hour. shape is ':' (15:30), 'h' (15点半), 'b' for an hour
// alone (3pm, at 3), or 0 for no time at all.
func (d *dates) minutes(hour int, ascii, sure bool) (minute int, shape rune) {
	at := d.i
	if ascii && d.eat(":") {
		m, n := d.digits(2)
		if n != 2 {
			return 0, 0
		}
		if at := d.i; d.eat(":") { // seconds are read and dropped
			if _, n := d.digits(2); n != 2 {
				d.i = at
			}
		}
		return m, ':'
	}
	if d.eatAny("点", "點", "时") >= 0 {
		switch {
		case d.eat("半"):
			return 30, 'h'
		case d.eatAny("一刻", "1刻") >= 0:
			return 15, 'h'
		case d.eatAny("三刻", "3刻") >= 0:
			return 45, 'h'
		case d.eatAny("钟", "整") >= 0:
			return 0, 'h'
		}
		mark := d.i
		if m, ok := d.integer(); ok && (d.eat("分") || d.edge() && !d.hanNumberGoesOn()) {
			return m, 'h'
		}
		d.i = mark
		if r, _ := d.peek(); !sure && (han(r) || letter(r)) {
			return 0, 0
		}
		return 0, 'h'
	}
	if d.i = at; !ascii {
		return 0, 0
	}
	return 0, 'b'
}

func (d *dates) meridiem() (pm, ok bool) {
	at := d.i
	d.spaces()
	if k := d.eatAny("a.m.", "p.m.", "am", "pm"); k >= 0 && d.edge() {
		return k%2 == 1, true
	}
	d.i = at
	return false, false
}

// bareHour accepts the 3 of "at 3": a number alone that is announced and counts nothing.
// After a day it must end the phrase: "tomorrow at 3 sites" is no time.
func (d *dates) bareHour(dated, led bool) bool {
	r, _ := d.peek()
	last := strings.TrimLeft(d.s[d.i:], " .。!！") == ""
	return (led || dated && last) && d.announced() && d.edge() && r != '%' && r != '/' && r != '-' && r != '.' && r != ',' && !han(r)
}

// announced reports whether "at" or "@" comes before the hour just read.
func (d *dates) announced() bool {
	k := d.i
	for k > 0 && d.s[k-1] >= '0' && d.s[k-1] <= '9' {
		k--
	}
	for k > 0 && d.s[k-1] == ' ' {
		k--
	}
	return k > 0 && d.s[k-1] == '@' || k > 1 && (d.s[k-2:k] == "at" || d.s[k-2:k] == "AT" || d.s[k-2:k] == "At")
}
