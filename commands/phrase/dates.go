package phrase

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

var months = map[string]int{
	"jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5, "jun": 6, "june": 6,
	"jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "oct": 10, "october": 10,
	"nov": 11, "november": 11, "dec": 12, "december": 12,
}

// numeric reads 2026-12-20, 2026/12/20, 12/20, 12/20/2026, 20.12.2026. The month is first
// unless only the day can be. Two numbers with a hyphen, or with the day first, are a date
// only if nothing else is said ("24/7 support").
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
		if sep == '.' || a > 12 || d.dayFirst {
			a, b = b, a
		}
		f, ok := d.date(third, a, b)
		if other := time.Date(third, time.Month(b), a, 0, 0, 0, 0, time.UTC); ok && sep == '/' && d.eitherOrder(a, b) {
			f.other = other
		}
		return f, ok
	case sep == '-' && !d.whole:
		return found{}, false
	case a > 12 && b <= 12 && led, a <= 12 && b <= 12 && sep == '/' && d.dayFirst:
		a, b = b, a
	}
	f, ok := d.yearless(a, b)
	f.weak = true
	if ok && sep == '/' && d.eitherOrder(a, b) {
		other, _ := d.yearless(b, a)
		f.other = other.day
	}
	return f, ok
}

// eitherOrder reports whether 3/12 may be in March and in December. In Chinese the month is first.
func (d *dates) eitherOrder(a, b int) bool {
	return !d.dayFirst && a <= 12 && b <= 12 && a != b && !strings.ContainsFunc(d.s, han)
}

// nearDays is how far ahead people plan: of the readings of 3/12 in November, one is within it.
const nearDays = 92

// sure is a day whose order may be either, as it is meant: 3/12 is written on both sides of the
// Atlantic. Unless the month first makes it near, the person is asked; of the past it is the near one.
func (d *dates) sure(f found) found {
	switch {
	case f.other.IsZero():
	case d.past:
		if back := d.today.AddDate(0, 0, -nearDays); f.day.Before(back) && !f.other.Before(back) && !f.other.After(d.today) {
			f.day = f.other
		}
	case f.day.After(d.today.AddDate(0, 0, nearDays)) && !f.other.Before(d.today):
		d.twoReadings(f)
	}
	return f
}

// twoReadings refuses a day because it may be either of two.
func (d *dates) twoReadings(f found) {
	d.bad, d.either = "date.two_readings", [2]calendar.Date{calendar.DateOf(f.day), calendar.DateOf(f.other)}
	if d.either[1] < d.either[0] {
		d.either[0], d.either[1] = d.either[1], d.either[0]
	}
}

// no is the problem of a text that names a day which is not taken.
func (d *dates) no(text string) error {
	if d.bad == "date.two_readings" {
		return no(d.bad, text, "First", d.either[0], "Second", d.either[1])
	}
	return no(d.bad, text)
}

// slashed are the dates in a text whose order may be either: 12/20, 2/1/2027.
var slashed = regexp.MustCompile(`\b(\d{1,2})/(\d{1,2})\b`)

// monthFirst are the dates that only their writer's language puts into an order.
var monthFirst = regexp.MustCompile(`(^|[^\d/])(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])\b(/?)`)

// MonthFirst writes the dates of a text as they are meant in Chinese: 3/12 as 3月12日.
func MonthFirst(s string) string {
	if dayFirst(s) {
		return s
	}
	return monthFirst.ReplaceAllStringFunc(s, func(date string) string {
		m := monthFirst.FindStringSubmatch(date)
		if m[4] != "" {
			return date
		}
		return m[1] + m[2] + "月" + m[3] + "日"
	})
}

// dayFirst reports whether the dates of a line are written with the day first: in "24/12-2/1" the
// first can only be Christmas, so the second is in January.
func dayFirst(line string) bool {
	first := false
	for _, m := range slashed.FindAllStringSubmatch(line, -1) {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		switch {
		case b > 12 && a <= 12: // or the orders differ
			return false
		case m[0] != "24/7" && a > 12 && a <= 31 && b >= 1 && b <= 12:
			first = true
		}
	}
	return first
}

// numberDone refuses a date that continues as another number or word: 1/2/3/4, 12/20k.
func (d *dates) numberDone(sep rune) bool {
	r, n := d.peek()
	after := scan{d.s, d.i + n}
	follows, _ := after.peek()
	if r == 't' && digit(follows) { // 2026-12-20T15:00
		return true
	}
	return d.edge() && r != '%' && (r != sep || !digit(follows))
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

// nearYear reads the year after a day: "2026", ", 2026".
func (d *dates) nearYear() (int, bool) {
	at := d.i
	d.skip(" ,")
	if y, n := d.digits(4); n == 4 && y >= 1990 && y <= 2100 && d.i > at+4 && d.edge() {
		return y, true
	}
	d.i = at
	return 0, false
}
