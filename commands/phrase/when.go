package phrase

import (
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

// Moment is a day and, if given, a time of that day on the person's wall clock: "15:00". The
// caller turns it into an instant in the person's zone.
type Moment struct {
	Date  calendar.Date
	Clock string
}

// When reads a whole phrase as a day, with or without a time: next Tue 3pm, tomorrow,
// Fri, 2026-12-20, 12/20, in 3 days, end of month, 下周三下午3点, 明天, 后天, 周五, 月底,
// 下个月5号, 3天后. now carries the person's location.
// "next Fri" and "下周五" are in the next calendar week, which begins on Monday; a bare "Fri"
// is the nearest to come, today included; a date without a year is the next one. A whole
// period means its end, as in a deadline: "next week" its Friday, "12月" the 31st. Hours from
// 1 to 6 without am or pm are in the afternoon ("3点" is 15:00, but "03:00" is not), and a
// part of the day is its usual hour ("明天上午" is 09:00). Working days, as in "in 3 business
// days" and 三个工作日后, are those of work. The person is always shown what was understood.
// Problems: date.not_understood, date.vague (after Easter), date.impossible (2月30日, 25:00),
// date.weekday_differs (Fri 12/22 if that is a Tuesday).
func When(s string, now time.Time, work calendar.Worktime) (Moment, error) {
	return whole(s, now, work, false)
}

// WhenPast is When for the past: "周五" is the last one, "11/18" the last one there was. It
// may be today; a future day is refused as date.not_past.
func WhenPast(s string, now time.Time, work calendar.Worktime) (Moment, error) {
	m, err := whole(s, now, work, true)
	if err == nil && m.Date > calendar.DateOf(now) {
		return Moment{}, no("date.not_past", s)
	}
	return m, err
}

func whole(s string, now time.Time, work calendar.Worktime, past bool) (Moment, error) {
	if err := tooLong(s); err != nil {
		return Moment{}, err
	}
	text := strings.TrimFunc(s, isSpace)
	d := newDates(text, now, work)
	d.past, d.whole, d.dayFirst = past, true, dayFirst(text)
	f, ok := d.moment()
	d.skip(" .。!！")
	switch {
	case d.bad != "":
		return Moment{}, d.no(text)
	case !ok || !d.done():
		return Moment{}, no("date.not_understood", text)
	}
	return f.at(d), nil
}

// dates reads days out of a text. Days are midnights in UTC, so that counting them never
// meets a clock change.
type dates struct {
	scan
	now         time.Time // the person's wall clock
	work        calendar.Worktime
	today       time.Time
	base        time.Time // a date without year or month is the next one on or after it
	past, whole bool      // look back; the text is nothing but a date
	bad         string    // the code of a date that was understood but is impossible
	after       bool      // "after" stands in front of the day
	until       bool      // "by" or "before" stands in front of the day
	counting    bool      // the day is the one that others are counted from
	dayFirst    bool      // 2/1 is in January
	justPassed  bool      // a day without a year may have just passed

	either [2]calendar.Date // the two days of date.two_readings
}

func newDates(s string, now time.Time, work calendar.Worktime) *dates {
	y, m, d := now.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return &dates{scan: scan{s: s}, now: now, work: work, today: today, base: today}
}

// found is the result of a date phrase. A weak one (a bare "Sat", "3pm", "1/2") means a date
// only where a date is expected: at the start or the end of a text.
type found struct {
	day    time.Time
	dated  bool
	clock  int // minutes of the day, -1 for none
	weak   bool
	period bool // a whole week, month, quarter or year; day is its end
	vague  bool // it names no one day

	bareWeekday bool      // "Fri": a date may follow
	other       time.Time // what 2/12 is with the day first
}

func (f found) at(d *dates) Moment {
	if !f.dated {
		f.day = d.today
		if hour, minute, _ := d.now.Clock(); f.clock < hour*60+minute && !d.past {
			f.day = f.day.AddDate(0, 0, 1)
		}
	}
	m := Moment{Date: calendar.DateOf(f.day)}
	if f.clock >= 0 {
		m.Clock = clock(f.clock)
	}
	return m
}

// moment reads a day and a time in either order, with the words around them: "by Fri
// 3pm", "3pm on Friday", "12月20日(周日)前".
func (d *dates) moment() (found, bool) {
	start := d.i
	f := found{clock: -1}
	if d.bad = ""; d.insideNumber() {
		return f, false
	}
	led := d.lead()
	for parts := 0; parts < 4; parts++ {
		at := d.i
		if parts > 0 {
			d.link()
		}
		before := d.i
		if !f.dated {
			if day, ok := d.day(led || d.whole); ok {
				if day.clock < 0 {
					day.clock = f.clock
				}
				f = day
				f.weak = f.weak && !led
				continue
			}
			if d.bad == "date.vague" {
				return f, false
			}
			d.i = before
		} else if day, ok := d.dayOf(f); ok {
			clock := f.clock
			f = d.readAs(day, f.day.Weekday())
			f.clock = clock
			continue
		} else if weekday, ok := d.sameWeekday(f); ok {
			f = d.readAs(f, weekday)
			continue
		}
		if f.clock < 0 {
			if minute, over, ok := d.clockTime(f.dated, led || d.whole); ok {
				f.clock = minute
				if over && f.dated {
					f.day = f.day.AddDate(0, 0, 1)
				}
				continue
			}
		}
		d.i = at
		break
	}
	if !f.dated && f.clock < 0 {
		d.i = start
		return f, false
	}
	f = d.sure(f)
	f.weak = f.weak || !f.dated
	d.deadline()
	if f.dated && (d.after || d.behind() || d.orAnother()) {
		d.bad = "date.vague"
		return f, false
	}
	return f, true
}

// insideNumber reports whether the cursor is in a longer date: the 30日 of 2月30日 is no day.
func (d *dates) insideNumber() bool {
	r, _ := d.peek()
	if !digit(r) && numeral(r) < 0 && power(r) != 1 {
		return false
	}
	prev := d.before()
	return digit(prev) || prev == '月' || prev == '年' || prev == '/' || prev == '-' || prev == '.' || prev == ':' ||
		numeral(prev) >= 0 || power(prev) > 0 || prev == '第'
}

// lead passes the words that announce a date, and reports whether there were any.
func (d *dates) lead() bool {
	d.until, d.after = false, false
	switch r, _ := d.peek(); {
	case d.eatWord("w/c", "week commencing", "week of", "wk of", "the week of"):
	case letter(r):
		at := d.i
		switch d.word() {
		case "by", "before", "until", "till":
			d.until = true
		case "after":
			d.after = true
		case "at":
		case "sometime", "anytime", "later":
			if mark := d.i; !d.then("in", "on") {
				d.i = mark
			}
		case "about", "around": // "ask about Friday" is not by Friday
			if !d.whole {
				d.i = at
				return false
			}
		case "on":
			if mark := d.i; !d.then("or before") {
				d.i = mark
			}
		case "due":
			if mark := d.i; !d.then("by", "on") {
				d.i = mark
			}
		case "no":
			if !d.then("later than") {
				d.i = at
				return false
			}
		default:
			d.i = at
			return false
		}
	case r == '在' || r == '于' || r == '约' || r == '大' || r == '最' || r == '截':
		if d.eatAny("大约在", "大约", "最晚", "最迟", "截止到", "截止", "截至", "约在", "约", "在", "于") < 0 {
			return false
		}
	case r == '~' || r == '@':
		d.next()
	default:
		return false
	}
	d.skip(" :")
	return true
}

// then passes spaces and one of the words.
func (c *scan) then(words ...string) bool {
	c.spaces()
	return c.eatWord(words...)
}

// link passes what stands between a day and its time.
func (d *dates) link() {
	iso := digit(d.before())
	d.skip(" ,的(")
	if r, n := d.peek(); r == '@' {
		d.next()
	} else if follows, _ := (&scan{d.s, d.i + n}).peek(); iso && r == 't' && digit(follows) {
		d.next() // 2026-12-20T15:00
	} else if letter(r) {
		d.eatWord("at", "on", "by", "around")
	}
	d.spaces()
}

// dayOf reads the date that says which Friday is meant: "Fri 12/18".
func (d *dates) dayOf(f found) (found, bool) {
	at := d.i
	if f.bareWeekday {
		for _, rule := range [...]func(*dates, bool) (found, bool){(*dates).numeric, (*dates).hanDate, (*dates).named} {
			if day, ok := rule(d, true); ok && !day.period {
				day.weak = false
				return day, true
			}
			d.i = at
		}
	}
	return found{}, false
}

// sameWeekday reads a weekday that repeats a day already found.
func (d *dates) sameWeekday(f found) (day time.Weekday, ok bool) {
	at := d.i
	if d.eatAny("周", "星期", "礼拜") >= 0 {
		day, ok = d.hanWeekday()
	} else {
		day, ok = weekdays[d.word()]
	}
	if !ok || f.period {
		d.i = at
		return day, false
	}
	d.eat(")")
	return day, true
}

// readAs is a day as the weekday beside it says: of the two readings of 2/12 the one that fits.
// Where none does, or both do, the person is asked.
func (d *dates) readAs(f found, weekday time.Weekday) found {
	first := f.day.Weekday() == weekday
	second := !f.other.IsZero() && f.other.Weekday() == weekday
	switch {
	case first && second:
		d.twoReadings(f)
	case second:
		f.day = f.other
	case !first:
		d.bad = "date.weekday_differs"
	}
	f.other = time.Time{}
	return f
}

// day tries all rules; the one that reads furthest wins: 12月底 over 12月.
func (d *dates) day(led bool) (best found, ok bool) {
	start, end := d.i, d.i
	if !d.opens() {
		return found{}, false
	}
	for _, rule := range [...]func(d *dates, led bool) (found, bool){
		(*dates).numeric,  // 2026-12-20, 12/20, 20.12.2026
		(*dates).hanDate,  // 2026年12月20日, 下个月5号, 月底, 12月中旬
		(*dates).named,    // Dec 20, 20 Dec 2026, the 5th
		(*dates).relative, // tomorrow, 明天
		(*dates).weekday,  // Fri, next Tue, 下周三, 下周
		(*dates).offset,   // in 3 days, 3天后, 2 weeks ago, 2 business days before Fri
		(*dates).period,   // end of month, EOM, next quarter, q3, 年底
		(*dates).occasion, // before Xmas, 元旦前
		(*dates).vague,    // early next week, 过几天
	} {
		d.i = start
		if f, hit := rule(d, led); hit && d.i > end {
			best, ok, end = f, true, d.i
		}
	}
	if d.i = end; !ok {
		return best, false
	}
	if d.bad = ""; best.vague {
		d.bad = "date.vague"
		return found{}, false
	}
	return d.countedBefore(best), true
}

// opens reports whether a date may begin at the cursor; this one look dismisses most of a
// note.
func (d *dates) opens() bool {
	r, _ := d.peek()
	if !letter(r) {
		return digit(r) || numeral(r) >= 0 || strings.ContainsRune(hanOpeners, r)
	}
	at := d.i
	w := d.word()
	d.i = at
	if w == "" { // at most a letter and digits: q3, y'day
		return r == 'q' || r == 'y'
	}
	_, weekday := weekdays[w]
	_, month := months[w]
	return weekday || month || counts[w] > 0 || openers[w]
}

const hanOpeners = "十今明昨后前大下上本这当去周星礼月年季第半过+平圣元跨劳国双春除端中清黄小长假放暑寒节改几近最"

var openers = map[string]bool{
	"next": true, "nxt": true, "last": true, "past": true, "this": true, "coming": true, "today": true, "tonight": true,
	"tomorrow": true, "tmr": true, "tmrw": true, "yesterday": true, "yday": true, "ydy": true, "yest": true, "day": true,
	"the": true, "in": true, "within": true,
	"eod": true, "eob": true, "cop": true, "eow": true, "eom": true, "eoq": true, "eoy": true, "end": true, "close": true, "cob": true,
	"month": true, "quarter": true, "year": true, "week": true, "eo": true, "start": true, "beginning": true, "middle": true, "mid": true,
	"fortnight": true, "early": true, "late": true, "first": true, "second": true, "third": true, "over": true, "during": true, "after": true,
	"following": true, "post": true, "boxing": true, "christmas": true, "xmas": true, "new": true, "easter": true,
}
