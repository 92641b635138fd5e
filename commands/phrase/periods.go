package phrase

import "time"

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
	if d.eatAny("末", "底") >= 0 {
		return f.asDay(), true
	}
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
	case d.eatWord("eod", "end of day", "end of the day", "end of business", "close of business", "close of play", "cob", "eob", "cop"):
		return d.endOf(), true
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
		f, ok := d.quarterNumber()
		return f.asDay(), ok
	}
	if !led {
		return found{}, false
	}
	return d.quarterNumber()
}

// endOf is the day whose end was spoken of: "eod Friday"; today if none is named.
func (d *dates) endOf() found {
	at := d.i
	d.spaces()
	d.eatWord("on", "of")
	d.spaces()
	for _, rule := range [...]func(*dates, bool) (found, bool){(*dates).numeric, (*dates).named, (*dates).relative, (*dates).weekday} {
		from := d.i
		if f, ok := rule(d, true); ok && !f.period {
			f.weak = false
			return f
		}
		d.i = from
	}
	d.i = at
	return on(d.today)
}

// quarterNumber reads q3, q3 2026.
func (d *dates) quarterNumber() (found, bool) {
	if !d.eat("q") {
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
