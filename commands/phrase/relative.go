package phrase

import (
	"time"

	"dealdesk/sales/calendar"
)

var counts = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
}

// relative reads tomorrow, 后天 and the like.
func (d *dates) relative(bool) (found, bool) {
	r, _ := d.peek()
	days, hour := 99, -1
	switch {
	case letter(r):
		switch {
		case d.eatWord("today"):
			days = 0
		case d.eatWord("tonight", "this evening"):
			days, hour = 0, evening
		case d.eatWord("this morning"):
			days, hour = 0, morning
		case d.eatWord("this afternoon"):
			days, hour = 0, afternoon
		case d.eatWord("tomorrow", "tmr", "tmrw"):
			days = 1
		case d.eatWord("the day after tomorrow", "day after tomorrow"):
			days = 2
		case d.eatWord("the day before yesterday", "day before yesterday"):
			days = -2
		case d.eatWord("yesterday", "yest.", "yest", "y'day", "y’day", "yday", "ydy"):
			days = -1
		case d.eatWord("last night"):
			days, hour = -1, evening
		}
	case r == '今' || r == '明' || r == '昨':
		d.next()
		days = map[rune]int{'今': 0, '明': 1, '昨': -1}[r]
		if at := d.i; d.eatAny("天", "日", "儿个", "儿") < 0 {
			if d.eatAny("早", "晚", "上午", "中午", "下午") < 0 {
				return found{}, false
			}
			d.i = at // the part of the day is read as a time
		}
	case r == '后' && d.eatAny("后天", "后儿个", "后儿") >= 0:
		days = 2
	case r == '前' && d.eat("前天"):
		days = -2
	case r == '大' && d.eat("大后天"):
		days = 3
	case r == '大' && d.eat("大前天"):
		days = -3
	}
	if days == 99 {
		return found{}, false
	}
	f := on(d.today.AddDate(0, 0, days))
	if hour >= 0 {
		f.clock = hour * 60
	}
	return f, true
}

// offset reads in 3 days, +3d, in a fortnight's time, 2 weeks ago, within a week, 3天后, 两周内, 半个月后, in 3 business
// days, 下个工作日, 2 business days before Fri.
func (d *dates) offset(bool) (found, bool) {
	r, _ := d.peek()
	if d.eatWord("the next business day", "next business day", "the next working day", "next working day") ||
		d.eatAny("下一个工作日", "下个工作日") >= 0 {
		return d.shift(d.today, 1, 'b', false, false)
	}
	if !letter(r) && !digit(r) && numeral(r) < 0 && power(r) != 1 && r != '半' && r != '过' && r != '+' {
		return found{}, false
	}
	ahead := d.eatWord("in", "within") || d.eatAny("过", "+") >= 0
	d.spaces()
	half := d.eat("半")
	n, ok := 0, half
	if at := d.i; !half {
		if n, ok = d.integer(); !ok {
			if n, ok = counts[d.word()]; !ok {
				d.i = at
			}
			if at = d.i; ok {
				d.spaces()
				if d.eatWord("couple of") {
					n = 2
				} else {
					d.i = at
				}
			}
		}
	}
	if !ok || n > 9999 {
		return found{}, false
	}
	d.spaces()
	unit := d.offsetUnit()
	if half && unit == 0 && d.eat("月") { // 半月后
		unit = 'm'
	}
	if unit == 0 || half && unit != 'm' && unit != 'y' && unit != 'h' {
		return found{}, false
	}
	at := d.i
	d.spaces()
	if back := d.eatWord("before"); d.countable(unit) && (back || d.eatWord("after")) {
		d.spaces()
		if day, ok := d.reference(); ok {
			return d.shift(day, n, unit, false, back)
		}
		return found{}, false
	}
	d.i = at
	back := false
	if !ahead {
		d.spaces()
		switch {
		case d.eatWord("from now", "from today", "later") || d.eatAny("之后", "以后", "后", "之内", "以内", "内") >= 0:
		case d.eatWord("ago") || d.eatAny("之前", "以前", "前") >= 0:
			back = true
		default:
			return found{}, false
		}
	} else if d.eatAny("之后", "以后", "后", "之内", "以内", "内") < 0 {
		d.i = at
	}
	return d.shift(d.today, n, unit, half, back)
}

// maxWorkdays, a year of them, bounds how many are counted one by one, as a text may ask often.
const maxWorkdays = 250

// countable reports whether a unit can count from a named day: 2 business days before Fri.
func (d *dates) countable(unit byte) bool {
	return !d.counting && (unit == 'd' || unit == 'b' || unit == 'w' || unit == 'f')
}

// reference reads the day to count from.
func (d *dates) reference() (time.Time, bool) {
	d.counting = true
	f, ok := d.day(true)
	d.counting = false
	return f.day, ok && f.clock < 0
}

// countedBefore reads the Chinese count after a day: 12月20日前3个工作日.
func (d *dates) countedBefore(f found) found {
	at := d.i
	if d.eatAny("之前", "前") >= 0 {
		if n, ok := d.integer(); ok && n <= 9999 {
			if unit := d.offsetUnit(); d.countable(unit) && !letter(d.before()) && f.clock < 0 {
				if earlier, ok := d.shift(f.day, n, unit, false, true); ok {
					return earlier
				}
			}
		}
	}
	d.i = at
	return f
}

// timeUnit reads the unit of "a week's time" and of "2 weeks time".
func (d *dates) timeUnit() byte {
	at := d.i
	k := d.eatAny("day", "week", "fortnight", "month")
	if k < 0 {
		return 0
	}
	d.eat("s")
	d.eatAny("'s", "’s", "'", "’")
	if !d.then("time") {
		d.i = at
		return 0
	}
	return "dwfm"[k]
}

// offsetUnit reads a unit of time: d, b(usiness day), w, f(ortnight), m(onth), q, y, h, i (minute);
// 0 if there is none.
func (d *dates) offsetUnit() byte {
	if digit(d.before()) { // 3d, 2wks
		at := d.i
		if k := d.eatAny("days", "day", "d", "weeks", "week", "wks", "wk", "w"); k >= 0 && d.edge() {
			return "dddwwwww"[k]
		}
		d.i = at
	}
	if r, _ := d.peek(); letter(r) {
		if unit := d.timeUnit(); unit != 0 {
			return unit
		}
		switch d.word() {
		case "day", "days":
			return 'd'
		case "week", "weeks", "wk", "wks":
			return 'w'
		case "fortnight", "fortnights":
			return 'f'
		case "month", "months":
			return 'm'
		case "quarter", "quarters":
			return 'q'
		case "year", "years":
			return 'y'
		case "hour", "hours", "hr", "hrs":
			return 'h'
		case "minute", "minutes", "min", "mins":
			return 'i'
		case "workday", "workdays":
			return 'b'
		case "business", "working", "work":
			if d.then("days", "day") {
				return 'b'
			}
		}
		return 0
	}
	k := d.eatAny("个工作日", "工作日", "天", "日", "周", "个星期", "星期", "个礼拜", "礼拜", "个月", "个季度", "年", "个小时", "小时", "分钟")
	if k < 0 {
		return 0
	}
	return "bbddwwwwwmqyhhi"[k]
}

// shift moves by n units: from a day, or from now for minutes and hours. Months clamp: a
// month after 31 January is the last of February. A working day may not be found.
func (d *dates) shift(from time.Time, n int, unit byte, half, back bool) (found, bool) {
	sign := 1
	if back {
		sign = -1
	}
	day, months := 0, 0
	switch unit {
	case 'd':
		day = n
	case 'b':
		if n > maxWorkdays {
			return found{}, false
		}
		to, ok := d.work.AddWorkdays(calendar.DateOf(from), sign*n)
		return on(to.In(time.UTC)), ok
	case 'w':
		day = 7 * n
	case 'f':
		day = 14 * n
	case 'm':
		if months = n; half {
			day = 15
		}
	case 'q':
		months = 3 * n
	case 'y':
		if months = 12 * n; half {
			months = 6
		}
	case 'h', 'i':
		minutes := n
		if unit == 'h' {
			minutes = 60 * n
		}
		if half {
			minutes = 30
		}
		hour, minute, _ := d.now.Clock()
		at := d.today.Add(time.Duration(hour*60+minute+sign*minutes) * time.Minute)
		f := on(at.Truncate(24 * time.Hour))
		f.clock = int(at.Sub(f.day) / time.Minute)
		return f, true
	}
	if months > 0 {
		first := time.Date(from.Year(), from.Month()+time.Month(sign*months), 1, 0, 0, 0, 0, time.UTC)
		from = first.AddDate(0, 0, min(from.Day(), lastOf(first).Day())-1)
	}
	return on(from.AddDate(0, 0, sign*day)), true
}
