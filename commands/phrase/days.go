package phrase

import (
	"strings"
	"time"
)

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
	if at := d.i; ok { // a day of a known month
		if day, read := d.integer(); read && day >= 1 && day <= 31 {
			suffix := d.daySuffix() || !(dated && y == 0) && d.edge() && !d.hanNumberGoesOn()
			switch {
			case !suffix:
				d.i = at
			case y > 0:
				return d.date(y, int(first.Month()), day)
			case dated: // of a named month: clamped, because its end was meant
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

// daySuffix reads 日 or 号, unless it is the 号 of a house, a line or a hall.
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

// partOf reads the part of a month: 底, 初, 中旬; the month alone means its end.
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
		f := ending(lastOf(time.Date(y, time.Month(q*3), 1, 0, 0, 0, 0, time.UTC)))
		if d.eatAny("末", "底") >= 0 {
			f = f.asDay()
		}
		return f, true
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

var weekdays = map[string]time.Weekday{
	"mon": 1, "monday": 1, "tue": 2, "tues": 2, "tuesday": 2, "wed": 3, "weds": 3, "wednesday": 3,
	"thu": 4, "thur": 4, "thurs": 4, "thursday": 4, "fri": 5, "friday": 5, "sat": 6, "saturday": 6, "sun": 0, "sunday": 0,
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
			f := on(d.monday(week).AddDate(0, 0, (int(day)+6)%7))
			f.bareWeekday = true
			return f, true
		}
		return d.nearest(day), true
	}
	d.i = at
	if k < 0 {
		return found{}, false
	}
	if r, _ := (&scan{s: d.s, i: d.i + len("中")}).peek(); d.at('中') && !strings.ContainsRune("午秋旬", r) {
		d.next()
		return on(d.monday(week).AddDate(0, 0, 2)), true
	}
	return d.weekEnd(week), true
}

// weekLater is the weekday some weeks after the next one: a week on Monday.
func (d *dates) weekLater(day time.Weekday, weeks int) found {
	f := d.nearest(day)
	f.day = f.day.AddDate(0, 0, 7*weeks)
	return f
}

// weeksOn reads a week on Monday, a week today, a fortnight from Thursday.
func (d *dates) weeksOn() (found, bool) {
	weeks := 1
	a := d.eatWord("a week")
	if !a && !d.eatWord("week") {
		if weeks = 2; !d.eatWord("a fortnight", "fortnight", "two weeks") {
			return found{}, false
		}
	}
	if d.spaces(); !d.eatWord("on", "from") && !a {
		return found{}, false
	}
	d.spaces()
	for days, word := range [...]string{"today", "tomorrow"} {
		if d.eatWord(word) {
			return on(d.today.AddDate(0, 0, days+7*weeks)), true
		}
	}
	day, ok := weekdays[d.word()]
	return d.weekLater(day, weeks), ok
}

// weekEnd is the Friday of a week, or today if this week's is past.
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
	if f, ok := d.weeksOn(); ok {
		return f, true
	}
	d.i = start
	week, given := 0, true
	switch {
	case d.eatWord("next", "nxt"):
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
	case !ok && given && (word == "week" || word == "wk"):
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
		if d.eatWord("week", "wk") { // Monday week
			return d.weekLater(day, 1), true
		}
		d.eatWord("of", "in")
		d.spaces()
		switch {
		case d.eatWord("next week", "next wk", "nxt wk", "nxt week"):
			week, given = 1, true
		case d.eatWord("this week", "this wk"):
			given = true
		case d.eatWord("last week"):
			week, given = -1, true
		default:
			d.i = at
		}
	}
	if given {
		f := on(d.monday(week).AddDate(0, 0, (int(day)+6)%7))
		f.bareWeekday = true
		return f, true
	}
	f := d.nearest(day)
	f.weak = true
	return f, true
}
