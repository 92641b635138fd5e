package phrase

import (
	"fmt"
	"strings"
)

// The hours a part of the day stands for when no hour is given.
const morning, noon, afternoon, evening = 9, 12, 14, 19

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// clockTime reads a time of day: 3pm, 15:00, 3:30 pm, at 3, noon, 下午3点半, 15点30分, 晚上.
// dated means that a day was found already, led that a word or the place announced a time;
// without either, "三点建议" is three proposals. over is midnight at the end of the day.
func (d *dates) clockTime(dated, led bool) (minutes int, over, ok bool) {
	at := d.i
	part := d.partOfDay(dated)
	if part.name {
		d.spaces()
	}
	alone := func(enough bool) (int, bool, bool) { // the part of the day without an hour
		d.i = part.end
		return part.hour * 60, false, part.name && enough
	}
	hour, ascii, padded, ok := d.clockHour()
	if !ok {
		return alone(dated || led || part.hour == noon)
	}
	minute, shape := d.minutes(hour, ascii, dated || led || part.name)
	if shape == 0 || minute > 59 || hour > 24 {
		if d.whole && shape != 0 {
			d.bad = "date.impossible"
		}
		if part.name && dated {
			return alone(true)
		}
		d.i = at
		return 0, false, false
	}
	pm, marked := d.meridiem()
	switch {
	case marked && (hour > 12 || hour == 0):
		d.i = at
		return 0, false, false
	case marked:
		return ofTwelve(hour, pm)*60 + minute, false, true
	case shape == 'b' && !d.bareHour(dated, led):
		return alone(dated || led)
	}
	return part.time(hour, minute, padded)
}

// clockHour reads an hour: 3, 15, 三. padded means that it has a leading zero.
func (d *dates) clockHour() (hour int, ascii, padded, ok bool) {
	hour, n := d.digits(2)
	if n > 0 {
		return hour, true, n == 2 && hour < 10, true
	}
	if r, _ := d.peek(); han(r) {
		hour, ok = d.integer()
	}
	return hour, false, false, ok
}

// ofTwelve turns an hour of twelve into one of 24.
func ofTwelve(hour int, pm bool) int {
	if hour %= 12; pm {
		hour += 12
	}
	return hour
}

// part is a part of the day: its usual hour, and whether hours named in it are pm.
type part struct {
	name, pm bool
	hour     int
	end      int
}

// time is what an hour without am or pm means in p. Without a part of the day, 1 to 6 are in
// the afternoon, unless padded.
func (p part) time(hour, minute int, padded bool) (minutes int, over, ok bool) {
	switch {
	case p.hour == evening && hour == 12: // 晚上12点
		return 0, true, true
	case hour == 24:
		return minute, true, minute == 0
	case p.pm && hour < 12 && !(p.hour == noon && hour > 9), // 中午11点 is before noon
		!p.name && !padded && 1 <= hour && hour <= 6:
		hour += 12
	}
	return hour*60 + minute, false, true
}

// hanParts are the Chinese parts of the day; a longer word comes before its own beginning.
var hanParts = [...]struct {
	word string
	hour int
	pm   bool
}{
	{"上午", morning, false}, {"早上", morning, false}, {"早晨", morning, false}, {"清晨", morning, false},
	{"凌晨", 1, false}, {"早", morning, false}, {"中午", noon, true}, {"正午", noon, true},
	{"下午", afternoon, true}, {"午后", afternoon, true}, {"傍晚", evening, true},
	{"晚上", evening, true}, {"晚间", evening, true}, {"晚", evening, true}, {"夜里", evening, true},
}

// partOfDay reads morning, noon, 下午 and the like. In English, all but noon count only with a
// day, or where the text is nothing but a date.
func (d *dates) partOfDay(dated bool) part {
	switch r, _ := d.peek(); {
	case han(r):
		for _, h := range hanParts {
			if d.eat(h.word) {
				return part{true, h.pm, h.hour, d.i}
			}
		}
	case !letter(r):
	case d.eatWord("noon", "midday"):
		return part{true, false, noon, d.i}
	case !dated && !d.whole:
	case d.eatWord("in the morning", "morning"):
		return part{true, false, morning, d.i}
	case d.eatWord("in the afternoon", "afternoon"):
		return part{true, true, afternoon, d.i}
	case d.eatWord("in the evening", "evening", "night"):
		return part{true, true, evening, d.i}
	}
	return part{end: d.i}
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
	if d.eatAny("点", "时") >= 0 {
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
