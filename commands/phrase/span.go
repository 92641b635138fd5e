package phrase

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

// Span reads a whole phrase as a run of days, both ends counted: 11/24-11/28,
// 11月24日到28日, Mon to Wed, tomorrow, next week, 本周, 2017-W23, week, q3, this month,
// last 7 days, 2017年6月, 2017. "until Fri", 到周五, begins today.
//
// A week is Monday to Sunday. A month or quarter without a year is the latest that has
// begun, because reports ask for it; days without a year are the next ones, because leave
// asks for them, unless they have only just passed: 11/23-11/27 on 24 November. The second
// day is the next one after the first. Both are in one order: 24/12-2/1 ends in January.
// Two days side by side are a run if the second is the next one: Thu and Fri, 周四周五.
//
// Problems: span.not_understood, span.backwards, span.open for "from Mon", date.impossible.
func Span(s string, now time.Time) (from, to calendar.Date, err error) {
	if err := tooLong(s); err != nil {
		return "", "", err
	}
	text := twoHanDays.ReplaceAllString(strings.TrimFunc(s, isSpace), "$1 $2")
	if m := forWeeks.FindStringSubmatch(text); m != nil {
		weeks := counts[strings.ToLower(m[1])]
		if n, err := strconv.Atoi(m[1]); err == nil {
			weeks = n
		}
		if first, _, err := Span(m[2], now); err == nil && weeks > 0 {
			return first, first.AddDays(7*weeks - 1), nil
		}
	}
	text = monthBehind.ReplaceAllString(text, "$1 $3 to $2 $3$4")
	d := newDates(text, now, calendar.Worktime{})
	d.dayFirst = dayFirst(text)
	if first, last, ok := d.stretch(); ok {
		return calendar.DateOf(first), calendar.DateOf(last), nil
	}
	d.justPassed = !strings.Contains(text, d.today.AddDate(1, 0, 0).Format("2006"))
	d.i, d.bad, d.whole = 0, "", true
	if d.eatWord("until", "till", "through", "thru") || d.eatAny("直到", "到", "至") >= 0 {
		d.spaces()
		last, ok := d.sureDay()
		if d.skip(" .。"); !ok || !d.done() {
			return "", "", d.noSpan(text)
		} else if last.day.Before(d.today) {
			return "", "", no("span.backwards", text)
		}
		return calendar.DateOf(d.today), calendar.DateOf(last.day), nil
	}
	open := d.eatWord("from") || d.eat("从")
	d.spaces()
	first, ok := d.sureDay()
	if !ok {
		return "", "", d.noSpan(text)
	}
	if d.skip(" "); d.done() && open {
		return "", "", no("span.open", text)
	} else if d.done() {
		return calendar.DateOf(first.day), calendar.DateOf(first.day), nil
	}
	if next, ok := d.both(first.day); ok {
		return calendar.DateOf(first.day), calendar.DateOf(next), nil
	}
	if !d.eatWord("to", "till", "until", "through", "thru") && d.eatAny("到", "至", "-", "~") < 0 {
		return "", "", d.noSpan(text)
	}
	d.skip(" ")
	last, ok := d.second(first.day)
	d.skip(" .。")
	switch {
	case !ok || !d.done():
		return "", "", d.noSpan(text)
	case last.Before(first.day), last.Sub(first.day) > halfYear && last.Year() > first.day.Year() &&
		!strings.Contains(text, last.Format("2006")): // 11/28-11/24
		return "", "", no("span.backwards", text)
	}
	return calendar.DateOf(first.day), calendar.DateOf(last), nil
}

// forWeeks are so many weeks from a day on: "for two weeks from monday".
var forWeeks = regexp.MustCompile(`(?i)^(?:for )(\d{1,2}|a|one|two|three|four|five|six) weeks? (?:from|starting(?: on)?|beginning(?: on)?|` +
	`as of) (.+)$`)

// twoHanDays are weekdays without a space between them; without one, 四周 would be four weeks.
var twoHanDays = reads(`((?:周|星期|礼拜)[一二三四五六日天])((?:周|星期|礼拜)[一二三四五六日天])`)

// monthBehind are two days that share the month behind the second: 7-11 Dec, the 7th to 11th of December.
var monthBehind = regexp.MustCompile(`(?i)^(?:from |between )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?\s*` +
	`(?:-|–|—|~|to|till|until|through|thru|and)\s*(?:the )?` +
	`(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s*((?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*)\b(.*)$`)

// both reads the day behind another if it is the next one: Thu and Fri, 周四周五. Any other day does
// not make a run with it.
func (d *dates) both(first time.Time) (next time.Time, ok bool) {
	at := d.i
	d.skip(" ,，、&+")
	if !d.eatWord("and") {
		d.eatAny("和", "及", "跟")
	}
	d.spaces()
	if next, ok = d.second(first); ok {
		d.skip(" .。")
		ok = d.done() && next.Equal(first.AddDate(0, 0, 1))
	}
	if !ok {
		d.i = at
	}
	return next, ok
}

// halfYear is how far apart the two days of a span without years may be.
const halfYear = 183 * 24 * time.Hour

func (d *dates) noSpan(text string) error {
	if d.bad != "" {
		return d.no(text)
	}
	return no("span.not_understood", text)
}

// sureDay reads a day of a span, unless it may be either of two.
func (d *dates) sureDay() (found, bool) {
	f, ok := d.day(true)
	if ok {
		f = d.sure(f)
	}
	return f, ok && d.bad == ""
}

// second reads the last day of a span: 28 alone is the 28th after the first.
func (d *dates) second(first time.Time) (time.Time, bool) {
	at := d.i
	d.base = first
	if f, ok := d.sureDay(); d.bad == "date.two_readings" || ok && (d.done() || !d.atDigit()) {
		return f.day, ok
	}
	d.i = at
	if day, n := d.digits(2); n > 0 {
		f, ok := d.monthless(day)
		return f.day, ok
	}
	return time.Time{}, false
}

func (d *dates) atDigit() bool { r, _ := d.peek(); return digit(r) }

// stretch reads a phrase that names a whole run of days.
func (d *dates) stretch() (first, last time.Time, ok bool) {
	for _, rule := range [...]func(*dates) (time.Time, time.Time, bool){
		(*dates).weekStretch, (*dates).numberedWeek, (*dates).quarterStretch, (*dates).monthStretch, (*dates).yearStretch, (*dates).lastDays,
	} {
		d.i = 0
		if first, last, ok = rule(d); ok {
			if d.skip(" .。"); d.done() {
				return first, last, true
			}
		}
	}
	return first, last, false
}

// ago reads this, last, next or nothing before a unit: 0, -1, 1.
func (d *dates) ago() (k int, ok bool) {
	at := d.i
	switch r, _ := d.peek(); {
	case letter(r):
		switch d.word() {
		case "this", "current":
		case "last", "previous", "past":
			k = -1
		case "next":
			k = 1
		default:
			d.i = at
		}
		d.spaces()
	default:
		switch d.eatAny("下下个", "下下", "下个", "下", "上上个", "上上", "上个", "上", "本", "这个", "这", "当") {
		case 0, 1:
			k = 2
		case 2, 3:
			k = 1
		case 4, 5:
			k = -2
		case 6, 7:
			k = -1
		}
	}
	return k, d.i > at
}

func (d *dates) weekStretch() (time.Time, time.Time, bool) {
	k, _ := d.ago()
	if d.eatWord("the week after next", "week after next") {
		return d.monday(2), d.monday(2).AddDate(0, 0, 6), true
	}
	if !d.eatWord("week") && d.eatAny("周", "星期", "礼拜") < 0 {
		return time.Time{}, time.Time{}, false
	}
	return d.monday(k), d.monday(k).AddDate(0, 0, 6), true
}

// numberedWeek reads 2017-W23, W23, week 23, 2017年第23周: ISO weeks.
func (d *dates) numberedWeek() (time.Time, time.Time, bool) {
	year, given := d.spanYear()
	if !d.eatWord("week") && d.eatAny("第", "w") < 0 {
		return time.Time{}, time.Time{}, false
	}
	d.spaces()
	week, ok := d.integer()
	d.spaces()
	d.eatAny("周", "个星期")
	if !ok || week < 1 || week > 53 {
		return time.Time{}, time.Time{}, false
	}
	monday := isoWeek(year, week)
	if !given && monday.After(d.today) {
		year--
		monday = isoWeek(year, week)
	}
	if y, w := monday.ISOWeek(); y != year || w != week { // a year without week 53
		return time.Time{}, time.Time{}, false
	}
	return monday, monday.AddDate(0, 0, 6), true
}

func isoWeek(year, week int) time.Time {
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	return fourth.AddDate(0, 0, 7*(week-1)-(int(fourth.Weekday())+6)%7)
}

// spanYear reads the year before a week, quarter or month: 2017-, 2017年, 去年.
func (d *dates) spanYear() (year int, given bool) {
	if y, ok := d.hanYear(); ok {
		return y, true
	}
	at := d.i
	if y, n := d.digits(4); n == 4 && y >= 1990 && y <= 2100 {
		d.skip(" -/.")
		return y, true
	}
	d.i = at
	return d.today.Year(), false
}

// quarterStretch reads q3, Q3 2017, 2017q3, last quarter, 三季度, 去年第四季度, 上季度.
func (d *dates) quarterStretch() (time.Time, time.Time, bool) {
	if k, _ := d.ago(); d.eatWord("quarter") || d.eat("季度") || d.eat("季") {
		end := d.quarterEnd(k)
		return end.AddDate(0, 0, 1).AddDate(0, -3, 0), end, true
	}
	d.i = 0
	year, given := d.spanYear()
	q, ok := 0, false
	if d.eat("q") {
		n := 0
		q, n = d.digits(1)
		ok = n == 1 && q >= 1 && q <= 4 && d.edge()
	} else {
		q, ok = d.hanQuarter()
	}
	if !ok {
		return time.Time{}, time.Time{}, false
	}
	if y, behind := d.nearYear(); behind && !given {
		year, given = y, true
	}
	first := time.Date(year, time.Month(q*3-2), 1, 0, 0, 0, 0, time.UTC)
	if !given && first.After(d.today) {
		first = first.AddDate(-1, 0, 0)
	}
	return first, first.AddDate(0, 3, -1), true
}

// monthStretch reads this month, 上个月, June, June 2017, 2017-06, 2017年6月, 6月.
func (d *dates) monthStretch() (time.Time, time.Time, bool) {
	if k, _ := d.ago(); d.eatWord("month") || d.eatAny("月份", "月") >= 0 {
		return d.month(k), lastOf(d.month(k)), true
	}
	d.i = 0
	year, given := d.spanYear()
	m, ok := 0, false
	if r, _ := d.peek(); letter(r) {
		if m, ok = months[d.word()]; ok && !given {
			year, given = d.nearYear()
		}
	} else if m, ok = d.integer(); ok {
		bare := given && d.done()
		ok = d.eatAny("月份", "月") >= 0 || bare
	}
	if !ok || m < 1 || m > 12 {
		return time.Time{}, time.Time{}, false
	}
	if !given {
		year = d.today.Year()
	}
	first := time.Date(year, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
	if !given && first.After(d.today) {
		first = first.AddDate(-1, 0, 0)
	}
	return first, lastOf(first), true
}

// yearStretch reads this year, 去年, 2017, 2017年.
func (d *dates) yearStretch() (time.Time, time.Time, bool) {
	year, ok := d.hanYear()
	if !ok {
		k, _ := d.ago()
		if ok = d.eatWord("year"); ok {
			year = d.today.Year() + k
		} else {
			d.i = 0
			year, ok = d.spanYear()
		}
	}
	return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC), ok
}

// lastDays reads last 7 days, past 2 weeks, 最近7天, 过去30天, 近两周, 未来7天: today is
// the last, or the first, of them.
func (d *dates) lastDays() (time.Time, time.Time, bool) {
	ahead := false
	if !d.eatWord("last", "past", "the last", "the past") && d.eatAny("最近", "过去", "近") < 0 {
		if ahead = d.eatWord("next", "the next") || d.eatAny("未来", "接下来") >= 0; !ahead {
			return time.Time{}, time.Time{}, false
		}
	}
	d.spaces()
	n, ok := d.integer()
	if !ok {
		n, ok = counts[d.word()]
	}
	d.spaces()
	unit := d.offsetUnit()
	if !ok || n < 1 || n > 3660 || unit != 'd' && unit != 'w' && unit != 'm' {
		return time.Time{}, time.Time{}, false
	}
	f, _ := d.shift(d.today, n, unit, false, !ahead)
	if ahead {
		return d.today, f.day.AddDate(0, 0, -1), true
	}
	return f.day.AddDate(0, 0, 1), d.today, true
}
