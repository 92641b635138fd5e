package phrase

import (
	"regexp"
	"time"
)

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
	case d.eatWord("eow"):
		return d.weekEnd(0).asDay(), true
	case d.eatWord("eom", "month end"):
		return on(lastOf(d.month(0))), true
	case d.eatWord("eoq", "quarter end"):
		return on(d.quarterEnd(0)), true
	case d.eatWord("eoy", "year end"):
		return on(d.yearEnd(0)), true
	case d.eatWord("the week after next", "week after next"):
		return d.weekEnd(2), true
	case d.eatWord("the month after next", "month after next"):
		return ending(lastOf(d.month(2))), true
	case d.eatWord("end of", "the end of", "eo", "end"):
		s, ok := d.interval()
		if s.unit == 'w' && s.to.Before(d.today) {
			s.to = d.today
		}
		return on(s.to), ok
	case d.eatWord("start of", "the start of", "beginning of", "the beginning of"):
		s, ok := d.interval()
		return d.comes(s, s.from), ok
	case d.eatWord("middle of", "the middle of", "mid"):
		s, ok := d.interval()
		if s.unit == 'w' {
			return on(s.from.AddDate(0, 0, 2)), ok
		}
		return d.comes(s, s.from.AddDate(0, 0, 14)), ok && s.unit == 'm'
	}
	at := d.i
	if s, ok := d.interval(); ok && s.said && s.unit != 'w' {
		return ending(s.to), true
	}
	d.i = at
	q, ok := d.quarterNumber()
	return q, ok && (led || !q.period)
}

// interval is a week of five days, a month, a quarter or a year.
type interval struct {
	from, to time.Time
	unit     byte // w, m, q or y
	said     bool // which one was said: next month
}

// interval reads the week, next month, this quarter, Jan, q1 2027.
func (d *dates) interval() (s interval, ok bool) {
	d.skip(" -")
	d.eatWord("the")
	d.spaces()
	k := 0
	switch s.said = true; {
	case d.eatWord("next", "nxt"):
		k = 1
	case d.eatWord("this"):
	case d.eatWord("last"):
		k = -1
	default:
		s.said = false
	}
	d.spaces()
	at := d.i
	switch word := d.word(); word {
	case "week", "wk":
		return interval{d.monday(k), d.monday(k).AddDate(0, 0, 4), 'w', s.said}, true
	case "month":
		return interval{d.month(k), lastOf(d.month(k)), 'm', s.said}, true
	case "quarter":
		return interval{firstOfQuarter(d.quarterEnd(k)), d.quarterEnd(k), 'q', s.said}, true
	case "year":
		return interval{d.yearEnd(k-1).AddDate(0, 0, 1), d.yearEnd(k), 'y', s.said}, true
	default:
		m, named := months[word]
		if !named || s.said {
			break
		}
		first := d.nextMonth(m)
		if y, ok := d.nearYear(); ok {
			first = time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
		}
		return interval{first, lastOf(first), 'm', false}, true
	}
	d.i = at
	f, ok := d.quarterNumber()
	return interval{firstOfQuarter(f.day), f.day, 'q', false}, ok && !s.said
}

// comes is a day of an interval, or of the next month if it is over and nobody said which one.
func (d *dates) comes(s interval, day time.Time) found {
	if !s.said && s.unit == 'm' && !d.past && day.Before(d.today) {
		day = day.AddDate(0, 1, 0)
	}
	return on(day)
}

func firstOfQuarter(end time.Time) time.Time { return end.AddDate(0, 0, 1).AddDate(0, -3, 0) }

// yearEnd is the last day of the year k years from today's.
func (d *dates) yearEnd(k int) time.Time {
	return time.Date(d.today.Year()+k, 12, 31, 0, 0, 0, 0, time.UTC)
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

// quarterNumber reads q3, q3 2026, Q1末.
func (d *dates) quarterNumber() (found, bool) {
	if !d.eat("q") {
		return found{}, false
	}
	q, n := d.digits(1)
	if n == 0 || q < 1 || q > 4 || !d.edge() {
		return found{}, false
	}
	f := ending(lastOf(d.nextMonth(q * 3)))
	if y, ok := d.nearYear(); ok {
		f = ending(lastOf(time.Date(y, time.Month(q*3), 1, 0, 0, 0, 0, time.UTC)))
	}
	if d.eatAny("末", "底", "结束前") >= 0 {
		f = f.asDay()
	}
	return f, true
}

func (f found) asDay() found { f.period = false; return f }

// lastQuarter is a quarter that ends a text.
var lastQuarter = regexp.MustCompile(`(?i)^q[1-4][\s.]*$`)
