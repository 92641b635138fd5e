package phrase

import (
	"time"
)

var weekdays = map[string]time.Weekday{
	"mon": 1, "monday": 1, "tue": 2, "tues": 2, "tuesday": 2, "wed": 3, "weds": 3, "wednesday": 3,
	"thu": 4, "thur": 4, "thurs": 4, "thursday": 4, "fri": 5, "friday": 5, "sat": 6, "saturday": 6, "sun": 0, "sunday": 0,
}

var months = map[string]int{
	"jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5, "jun": 6, "june": 6,
	"jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "oct": 10, "october": 10,
	"nov": 11, "november": 11, "dec": 12, "december": 12,
}

var counts = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}

// numeric reads 2026-12-20, 2026/12/20, 12/20, 12/20/2026, 20.12.2026. Month first,
// unless only the day can be; two numbers with a hyphen, or the day first, are a date
// only where nothing else is said ("24/7 support").
func (d *dates) numeric(led bool) (found, bool) {
	if r, _ := d.peek(); !digit(r) || digit(d.before()) {
		return found{}, false
	}
	a, na := d.digits(4)
	sep, n := d.peek()
	if na == 0 || sep != '-' && sep != '/' && sep != '.' {
		return found{}, false
	}
	d.i += n
	b, nb := d.digits(2)
	if nb == 0 {
		return found{}, false
	}
	at := d.i
	third, nc := 0, 0
	if r, n := d.peek(); r == sep {
		d.i += n
		third, nc = d.digits(4)
	}
	if nc == 0 {
		d.i = at
	}
	if !d.numberDone(sep) {
		return found{}, false
	}
	switch {
	case na == 4 && nc > 0:
		return d.date(a, b, third)
	case na == 4 || na == 3 || nc == 1 || nc == 3 || sep == '.' && nc != 4:
		return found{}, false
	case nc > 0:
		if third < 100 {
			third += 2000
		}
		if sep == '.' || a > 12 {
			a, b = b, a
		}
		return d.date(third, a, b)
	case sep == '-' && !d.whole:
		return found{}, false
	case a > 12 && b <= 12 && led:
		a, b = b, a
	}
	f, ok := d.yearless(a, b)
	f.weak = true
	return f, ok
}

// numberDone refuses a date that goes on as another number or a word: 1/2/3/4, 12/20k.
func (d *dates) numberDone(sep rune) bool {
	r, n := d.peek()
	after := scan{d.s, d.i + n}
	follows, _ := after.peek()
	if r == 't' && digit(follows) { // 2026-12-20T15:00
		return true
	}
	return d.edge() && r != '%' && (r != sep || !digit(follows))
}

// hanDate reads 2026年12月20日, 明年3月1号, 12月20, 十二月二十日, 下个月5号, 5号, 12月底,
// 下月初, 12月中旬, 月底, and months and years alone.
func (d *dates) hanDate(led bool) (found, bool) {
	if r, _ := d.peek(); !digit(r) && !han(r) {
		return found{}, false
	}
	y, dated := d.hanYear()
	first, ok := time.Time{}, false
	if k := -3; !dated {
		switch d.eatAny("下下个月", "下个月", "下月", "本月", "这个月", "这月", "当月", "上个月", "上月") {
		case 0:
			k = 2
		case 1, 2:
			k = 1
		case 3, 4, 5, 6:
			k = 0
		case 7, 8:
			k = -1
		}
		if ok = k > -3; ok {
			first, dated = d.month(k), true
		}
	}
	if at := d.i; !ok {
		if m, read := d.integer(); read && d.eat("月") && m >= 1 && m <= 12 {
			d.eat("份")
			if first, ok = d.nextMonth(m), true; dated {
				first = time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
			}
		} else {
			d.i = at
		}
	}
	if at := d.i; ok { // a day of the month that is known
		if day, read := d.integer(); read && day >= 1 && day <= 31 {
			suffix := d.daySuffix() || !(dated && y == 0) && d.edge() && !d.hanNumberGoesOn()
			switch {
			case !suffix:
				d.i = at
			case y > 0:
				return d.date(y, int(first.Month()), day)
			case dated: // of a named month: clamped, the person meant its end
				return on(first.AddDate(0, 0, min(day, lastOf(first).Day())-1)), true
			default:
				return d.yearless(int(first.Month()), day)
			}
		} else if d.i = at; read {
			return found{}, false
		}
		return d.partOf(first, dated, led)
	}
	if y > 0 {
		return d.yearPart(y, led)
	}
	switch d.eatAny("月底", "月末", "月中", "月初") {
	case 0, 1:
		return on(lastOf(d.month(0))), true
	case 2:
		return d.monthless(15)
	case 3:
		return d.monthless(1)
	}
	if day, read := d.integer(); read && day >= 1 && day <= 31 && d.daySuffix() {
		f, ok := d.monthless(day)
		f.weak = true
		return f, ok
	}
	return found{}, false
}

// hanYear reads 2026年, 今年, 明年.
func (d *dates) hanYear() (int, bool) {
	at := d.i
	switch d.eatAny("今年", "本年", "明年", "后年", "去年", "前年") {
	case 0, 1:
		return d.today.Year(), true
	case 2:
		return d.today.Year() + 1, true
	case 3:
		return d.today.Year() + 2, true
	case 4:
		return d.today.Year() - 1, true
	case 5:
		return d.today.Year() - 2, true
	}
	if y, ok := d.year(); ok && d.eat("年") {
		return y, true
	}
	d.i = at
	return 0, false
}

// daySuffix reads 日 or 号, but not the 号 of a house, a line or a hall.
func (d *dates) daySuffix() bool {
	if d.eat("日") {
		return true
	}
	at := d.i
	if !d.eat("号") {
		return false
	}
	switch r, _ := d.peek(); r {
	case '楼', '线', '厅', '门', '机', '馆', '院', '店', '库', '桥', '位', '码', '文', '方':
		d.i = at
		return false
	}
	return true
}

func (d *dates) hanNumberGoesOn() bool {
	r, _ := d.peek()
	return power(r) > 0 || numeral(r) >= 0 || r == '%' || r == '个' || r == '家' || r == '点' || r == ':'
}

// partOf reads the part of a month: 底, 初, 中旬; alone the month is its end.
func (d *dates) partOf(first time.Time, dated, led bool) (found, bool) {
	switch d.eatAny("底", "末", "下旬", "初", "上旬", "中旬", "中") {
	case 0, 1, 2:
		return on(lastOf(first)), true
	case 3:
		return on(first), true
	case 4:
		return on(first.AddDate(0, 0, 9)), true
	case 5:
		return on(first.AddDate(0, 0, 19)), true
	case 6:
		return on(first.AddDate(0, 0, 14)), true
	}
	f := ending(lastOf(first))
	f.weak = !dated
	return f, led || dated
}

// yearPart reads 底, 末 or a quarter after a year.
func (d *dates) yearPart(y int, led bool) (found, bool) {
	at := d.i
	if q, ok := d.hanQuarter(); ok {
		return ending(lastOf(time.Date(y, time.Month(q*3), 1, 0, 0, 0, 0, time.UTC))), true
	}
	d.i = at
	end := time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC)
	switch d.eatAny("底", "末", "初", "年中") {
	case 0, 1:
		return on(end), true
	case 2:
		return on(time.Date(y, 1, 31, 0, 0, 0, 0, time.UTC)), true
	case 3:
		return on(time.Date(y, 6, 30, 0, 0, 0, 0, time.UTC)), true
	}
	f := ending(end)
	f.weak = true
	return f, led
}

// named reads Dec 20, December 20th 2026, 20 Dec, the 20th of December, the 5th, Dec.
func (d *dates) named(led bool) (found, bool) {
	r, _ := d.peek()
	if !letter(r) && !digit(r) || digit(d.before()) {
		return found{}, false
	}
	start := d.i
	if letter(r) {
		if m, ok := months[d.word()]; ok {
			return d.afterMonth(m, led)
		}
		d.i = start
		if !d.eatWord("the") {
			return found{}, false
		}
		d.spaces()
		led = true
	}
	day, n := d.digits(2)
	if n == 0 || day < 1 || day > 31 {
		return found{}, false
	}
	ordinal := d.eatAny("st", "nd", "rd", "th") >= 0
	if !d.edge() {
		return found{}, false
	}
	at := d.i
	d.spaces()
	d.eatWord("of")
	d.spaces()
	if m, ok := months[d.word()]; ok && d.i > at {
		if y, ok := d.nearYear(); ok {
			return d.date(y, m, day)
		}
		return d.yearless(m, day)
	}
	d.i = at
	if !ordinal || !led {
		return found{}, false
	}
	f, ok := d.monthless(day)
	f.weak = true
	return f, ok
}

func (d *dates) afterMonth(m int, led bool) (found, bool) {
	d.eat(".")
	at := d.i
	if y, ok := d.nearYear(); ok {
		return ending(lastOf(time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC))), true
	}
	d.spaces()
	if day, n := d.digits(2); n > 0 {
		d.eatAny("st", "nd", "rd", "th")
		if r, _ := d.peek(); d.edge() && r != '%' && r != ':' {
			if y, ok := d.nearYear(); ok {
				return d.date(y, m, day)
			}
			return d.yearless(m, day)
		}
	}
	d.i = at
	f := ending(lastOf(d.nextMonth(m)))
	f.weak = true
	return f, led
}

// nearYear reads the year behind a day: "2026", ", 2026".
func (d *dates) nearYear() (int, bool) {
	at := d.i
	d.skip(" ,")
	if y, n := d.digits(4); n == 4 && y >= 1990 && y <= 2100 && d.i > at+4 && d.edge() {
		return y, true
	}
	d.i = at
	return 0, false
}

// relative reads tomorrow, 后天 and their kin.
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
		case d.eatWord("yesterday"):
			days = -1
		case d.eatWord("last night"):
			days, hour = -1, evening
		}
	case r == '今' || r == '明' || r == '昨':
		d.next()
		days = map[rune]int{'今': 0, '明': 1, '昨': -1}[r]
		if at := d.i; d.eatAny("天", "日") < 0 {
			if d.eatAny("早", "晚") < 0 {
				return found{}, false
			}
			d.i = at // the part of the day is read as a time
		}
	case r == '后' && d.eat("后天"):
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

// weekday reads Fri, next Tue, Tue next week, this Fri, last Fri, 周五, 下周三, 本周, 周末.
func (d *dates) weekday(bool) (found, bool) {
	r, _ := d.peek()
	if letter(r) {
		return d.englishWeekday()
	}
	if !han(r) {
		return found{}, false
	}
	prev := d.before()
	k := d.eatAny("下下个", "下下", "下个", "下", "本", "这个", "这", "上上个", "上上", "上个", "上")
	week := [...]int{2, 2, 1, 1, 0, 0, 0, -2, -2, -1, -1, 0}[(k+12)%12]
	if d.eatAny("周", "星期", "礼拜") < 0 {
		return found{}, false
	}
	if k < 0 && (prev == '每' || prev == '几' || prev == '半' || prev == '个' || digit(prev) || numeral(prev) >= 0 || power(prev) > 0) {
		return found{}, false // 每周五, 一周一次
	}
	at := d.i
	if d.eat("末") {
		sat := d.monday(week).AddDate(0, 0, 5)
		if k < 0 && !d.past && d.today.After(sat) {
			sat = d.today
		}
		return found{day: sat, dated: true, clock: -1}, true
	}
	if k >= 0 {
		d.eat("的")
		d.spaces()
		if d.eatAny("周", "星期", "礼拜") < 0 && d.i > at {
			d.i = at
		}
	}
	if day, ok := d.hanWeekday(); ok {
		if k >= 0 {
			return on(d.monday(week).AddDate(0, 0, (int(day)+6)%7)), true
		}
		return d.nearest(day), true
	}
	d.i = at
	if k < 0 {
		return found{}, false
	}
	return d.weekEnd(week), true
}

// weekEnd is the Friday of a week; what is left of this week may be less.
func (d *dates) weekEnd(week int) found {
	end := d.monday(week).AddDate(0, 0, 4)
	if week == 0 && end.Before(d.today) {
		end = d.today
	}
	return ending(end)
}

// nearest is the next (or last) such weekday, today included.
func (d *dates) nearest(day time.Weekday) found {
	ahead := (int(day-d.base.Weekday()) + 7) % 7
	if d.past && ahead > 0 {
		ahead -= 7
	}
	f := on(d.base.AddDate(0, 0, ahead))
	f.bareWeekday = true
	return f
}

func (d *dates) hanWeekday() (time.Weekday, bool) {
	at := d.i
	r, n := d.peek()
	d.i += n
	day := numeral(r)
	switch {
	case r == '日' || r == '天':
		return 0, true
	case '1' <= r && r <= '7' && d.edge():
		day = int(r - '0')
	case r == '两' || r == '零' || r > 0x7f && day > 6:
		day = -1
	}
	if day < 1 {
		d.i = at
		return 0, false
	}
	return time.Weekday(day % 7), true
}

func (d *dates) englishWeekday() (found, bool) {
	start := d.i
	week, given := 0, true
	switch {
	case d.eatWord("next"):
		week = 1
	case d.eatWord("last", "past"):
		week = -1
	case d.eatWord("this coming", "coming"):
		given = false
	case d.eatWord("this"):
	default:
		given = false
	}
	d.spaces()
	word := d.word()
	day, ok := weekdays[word]
	switch {
	case !ok && given && word == "weekend":
		return on(d.monday(week).AddDate(0, 0, 5)), true
	case !ok && given && word == "week":
		at := d.i
		d.spaces()
		d.eatWord("on")
		d.spaces()
		if day, ok := weekdays[d.word()]; ok {
			return on(d.monday(week).AddDate(0, 0, (int(day)+6)%7)), true
		}
		d.i = at
		return d.weekEnd(week), true
	case !ok:
		d.i = start
		return found{}, false
	}
	if at := d.i; !given {
		d.spaces()
		d.eatWord("of", "in")
		d.spaces()
		switch {
		case d.eatWord("next week"):
			week, given = 1, true
		case d.eatWord("this week"):
			given = true
		case d.eatWord("last week"):
			week, given = -1, true
		default:
			d.i = at
		}
	}
	if given {
		return on(d.monday(week).AddDate(0, 0, (int(day)+6)%7)), true
	}
	f := d.nearest(day)
	f.weak = true
	return f, true
}

// offset reads in 3 days, 2 weeks ago, within a week, 3天后, 两周内, 半个月后.
func (d *dates) offset(bool) (found, bool) {
	r, _ := d.peek()
	if !letter(r) && !digit(r) && numeral(r) < 0 && power(r) != 1 && r != '半' && r != '过' {
		return found{}, false
	}
	ahead := d.eatWord("in", "within") || d.eat("过")
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
	if unit == 0 || half && unit != 'm' && unit != 'y' && unit != 'h' {
		return found{}, false
	}
	at := d.i
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
	return d.shift(n, unit, half, back), true
}

// offsetUnit reads a unit of time: d, w, m(onth), q, y, h, i (minute); 0 for none.
func (d *dates) offsetUnit() byte {
	if r, _ := d.peek(); letter(r) {
		switch d.word() {
		case "day", "days":
			return 'd'
		case "week", "weeks", "wk", "wks":
			return 'w'
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
		}
		return 0
	}
	k := d.eatAny("天", "日", "周", "个星期", "星期", "个礼拜", "礼拜", "个月", "个季度", "年", "个小时", "小时", "分钟")
	if k < 0 {
		return 0
	}
	return "ddwwwwwmqyhhi"[k]
}

// shift moves from today. Months clamp: a month after 31 January is the last of February.
func (d *dates) shift(n int, unit byte, half, back bool) found {
	sign := 1
	if back {
		sign = -1
	}
	day, months := 0, 0
	switch unit {
	case 'd':
		day = n
	case 'w':
		day = 7 * n
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
		return f
	}
	first := d.month(sign * months)
	clamped := first.AddDate(0, 0, min(d.today.Day(), lastOf(first).Day())-1)
	if months == 0 {
		clamped = d.today
	}
	return on(clamped.AddDate(0, 0, sign*day))
}

// period reads end of month, EOW, month end, next quarter, q3 2026, 年底, 季度末, 三季度.
func (d *dates) period(led bool) (found, bool) {
	r, _ := d.peek()
	if letter(r) {
		return d.englishPeriod(led)
	}
	if !han(r) && !digit(r) {
		return found{}, false
	}
	year := d.today.Year()
	switch d.eatAny("年底", "年末", "年终", "季度末", "季末", "本季度末", "这个季度末", "本季度", "这个季度", "下季度末", "下季度", "下个季度", "上季度", "上个季度") {
	case 0, 1, 2:
		return on(time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC)), true
	case 3, 4, 5, 6:
		return on(d.quarterEnd(0)), true
	case 7, 8:
		return ending(d.quarterEnd(0)), true
	case 9:
		return on(d.quarterEnd(1)), true
	case 10, 11:
		return ending(d.quarterEnd(1)), true
	case 12, 13:
		return ending(d.quarterEnd(-1)), true
	}
	q, ok := d.hanQuarter()
	if !ok {
		return found{}, false
	}
	f := ending(lastOf(d.nextMonth(q * 3)))
	f.weak = true
	return f, led
}

// hanQuarter reads 三季度, 第3季度.
func (d *dates) hanQuarter() (int, bool) {
	d.eat("第")
	q, ok := d.integer()
	return q, ok && q >= 1 && q <= 4 && d.eat("季度")
}

// quarterEnd is the last day of the quarter k quarters from today's.
func (d *dates) quarterEnd(k int) time.Time {
	into := (int(d.today.Month()) - 1) % 3
	return lastOf(d.month(3*k + 2 - into))
}

func (d *dates) englishPeriod(led bool) (found, bool) {
	switch {
	case d.eatWord("eod", "end of day", "end of the day", "close of business", "cob"):
		return on(d.today), true
	case d.eatWord("eow", "end of week", "end of the week", "end of this week"):
		return d.weekEnd(0).asDay(), true
	case d.eatWord("eom", "month end", "end of month", "end of the month", "end of this month"):
		return on(lastOf(d.month(0))), true
	case d.eatWord("eoq", "quarter end", "end of quarter", "end of the quarter", "end of this quarter"):
		return on(d.quarterEnd(0)), true
	case d.eatWord("eoy", "year end", "end of year", "end of the year", "end of this year"):
		return on(time.Date(d.today.Year(), 12, 31, 0, 0, 0, 0, time.UTC)), true
	case d.eatWord("end of next week"):
		return d.weekEnd(1).asDay(), true
	case d.eatWord("next month", "end of next month"):
		return ending(lastOf(d.month(1))), true
	case d.eatWord("this month"):
		return ending(lastOf(d.month(0))), true
	case d.eatWord("last month"):
		return ending(lastOf(d.month(-1))), true
	case d.eatWord("next quarter", "end of next quarter"):
		return ending(d.quarterEnd(1)), true
	case d.eatWord("this quarter"):
		return ending(d.quarterEnd(0)), true
	case d.eatWord("last quarter"):
		return ending(d.quarterEnd(-1)), true
	case d.eatWord("next year"):
		return ending(time.Date(d.today.Year()+1, 12, 31, 0, 0, 0, 0, time.UTC)), true
	case d.eatWord("this year"):
		return ending(time.Date(d.today.Year(), 12, 31, 0, 0, 0, 0, time.UTC)), true
	case d.eatWord("end of"):
		d.spaces()
		if m, ok := months[d.word()]; ok {
			if y, ok := d.nearYear(); ok {
				return on(lastOf(time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC))), true
			}
			return on(lastOf(d.nextMonth(m))), true
		}
		return found{}, false
	}
	if !led || !d.eat("q") {
		return found{}, false
	}
	q, n := d.digits(1)
	if n == 0 || q < 1 || q > 4 || !d.edge() {
		return found{}, false
	}
	if y, ok := d.nearYear(); ok {
		return ending(lastOf(time.Date(y, time.Month(q*3), 1, 0, 0, 0, 0, time.UTC))), true
	}
	return ending(lastOf(d.nextMonth(q * 3))), true
}

func (f found) asDay() found { f.period = false; return f }
