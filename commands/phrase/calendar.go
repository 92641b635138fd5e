package phrase

import (
	"strings"
	"time"
)

// on returns a found day.
func on(day time.Time) found { return found{day: day, dated: true, clock: -1} }

// ending returns a whole period, by its last day.
func ending(day time.Time) found { return found{day: day, dated: true, clock: -1, period: true} }

// date makes a day from numbers; if there is no such day, it marks the phrase as impossible.
func (d *dates) date(y, m, day int) (found, bool) {
	t := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC)
	if y < 1990 || y > 2100 || m < 1 || m > 12 || t.Day() != day {
		if d.whole {
			d.bad = "date.impossible"
		}
		return found{}, false
	}
	return on(t), true
}

// yearless finds the next (or last) year in which the day exists.
func (d *dates) yearless(m, day int) (found, bool) {
	step := 1
	if d.past {
		step = -1
	}
	for y, tries := d.base.Year(), 0; tries < 9; y, tries = y+step, tries+1 {
		t := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC)
		if t.Day() == day && m >= 1 && m <= 12 && (d.past && !t.After(d.base) || !d.past && !t.Before(d.base)) {
			if last := t.AddDate(-1, 0, 0); d.justPassed && last.Day() == day && t.Sub(d.base) > almostYear {
				t = last
			}
			return on(t), true
		}
	}
	if d.whole {
		d.bad = "date.impossible"
	}
	return found{}, false
}

// almostYear is how far off the next such day is when the last one is meant: 11/23 on 24 November.
const almostYear = 300 * 24 * time.Hour

// monthless finds the next (or last) month that has the day.
func (d *dates) monthless(day int) (found, bool) {
	step := 1
	if d.past {
		step = -1
	}
	for k := 0; k < 4; k++ {
		t := time.Date(d.base.Year(), d.base.Month()+time.Month(k*step), day, 0, 0, 0, 0, time.UTC)
		if day > 0 && t.Day() == day && (d.past && !t.After(d.base) || !d.past && !t.Before(d.base)) {
			return on(t), true
		}
	}
	return found{}, false
}

// month is the first of the month k months from today's.
func (d *dates) month(k int) time.Time {
	return time.Date(d.today.Year(), d.today.Month()+time.Month(k), 1, 0, 0, 0, 0, time.UTC)
}

// nextMonth is the first of the next month m that is not over (or the last that has begun).
func (d *dates) nextMonth(m int) time.Time {
	t := time.Date(d.base.Year(), time.Month(m), 1, 0, 0, 0, 0, time.UTC)
	switch {
	case d.past && t.After(d.base):
		return t.AddDate(-1, 0, 0)
	case !d.past && lastOf(t).Before(d.base):
		return t.AddDate(1, 0, 0)
	}
	return t
}

func lastOf(first time.Time) time.Time { return first.AddDate(0, 1, -1) }

// monday is the Monday of the week k weeks from today's.
func (d *dates) monday(k int) time.Time {
	return d.today.AddDate(0, 0, 7*k-(int(d.today.Weekday())+6)%7)
}

// An occasion is what people plan around. Only one that is the same day every year has a month.
type occasion struct {
	month, day int
	names      []string
}

var occasions = []occasion{
	{12, 24, []string{"christmas eve", "xmas eve"}}, {12, 31, []string{"new year's eve", "new years eve", "new year’s eve"}},
	{12, 25, []string{"christmas day", "christmas", "xmas day", "xmas"}}, {12, 26, []string{"boxing day"}},
	{1, 1, []string{"new year's day", "new year's", "new years", "new year’s", "new year"}},
	{0, 0, []string{"easter", "thanksgiving", "chinese new year", "lunar new year", "cny", "spring festival", "golden week", "national day",
		"diwali", "ramadan", "eid", "half-term", "half term", "labour day", "labor day", "memorial day", "black friday", "bank holiday",
		"summer", "winter", "spring", "autumn", "holidays", "holiday", "break", "shutdown"}},
}

var hanOccasions = []occasion{
	{12, 24, []string{"平安夜"}}, {12, 25, []string{"圣诞节", "圣诞"}}, {1, 1, []string{"元旦节", "元旦", "跨年"}},
	{5, 1, []string{"五一劳动节", "五一", "劳动节"}}, {10, 1, []string{"十一国庆", "国庆节", "国庆", "十一"}}, {6, 18, []string{"618"}},
	{11, 11, []string{"双十一", "双11"}}, {12, 12, []string{"双十二", "双12"}},
	{0, 0, []string{"春节", "过年", "除夕", "元宵节", "元宵", "端午节", "端午", "中秋节", "中秋", "清明节", "清明", "黄金周", "小长假", "长假", "假期",
		"放假", "暑假", "寒假", "年", "节"}},
}

// occasion reads before Xmas and 元旦前, which end the day before, and on Christmas Eve. After an
// occasion may be any day.
func (d *dates) occasion(led bool) (found, bool) {
	if r, _ := d.peek(); !letter(r) {
		return d.hanOccasion()
	}
	after := d.after || d.eatWord("after", "following", "over", "during") || d.eat("post-")
	d.skip(" -")
	d.eatWord("the")
	d.spaces()
	at := d.i
	for _, o := range occasions {
		if !d.eatWord(o.names...) {
			continue
		}
		eve := strings.HasSuffix(strings.ToLower(d.s[at:d.i]), "eve")
		if !led && !after && !eve && !d.whole {
			return found{}, false
		}
		end := d.i
		if d.then("holidays", "holiday", "break", "shutdown") {
			after = true
		} else {
			d.i = end
		}
		return d.dayOfOccasion(o, d.until && !eve, after)
	}
	return found{}, false
}

func (d *dates) hanOccasion() (found, bool) {
	prev, at := d.before(), d.i
	for _, o := range hanOccasions {
		if d.eatAny(o.names...) < 0 {
			continue
		}
		alone := han(prev) && !strings.ContainsRune("等到在于约，", prev) || digit(prev)
		if d.i-at == len("年") && alone { // 环节后, 3年后
			return found{}, false
		}
		d.eatAny("放假", "假期", "长假", "假")
		switch d.eatAny("前后", "前台", "前期", "之前", "以前", "前", "之后", "以后", "过后", "结束后", "后", "期间", "左右") {
		case -1, 1, 2:
			return found{}, false
		case 3, 4, 5:
			return d.dayOfOccasion(o, true, false)
		}
		return d.dayOfOccasion(o, false, true)
	}
	return found{}, false
}

// dayOfOccasion is the day of an occasion, or the one before it. vague says that there is none.
func (d *dates) dayOfOccasion(o occasion, before, vague bool) (found, bool) {
	if vague || o.month == 0 {
		return found{day: d.today, dated: true, clock: -1, vague: true}, true
	}
	f, ok := d.yearless(o.month, o.day)
	if before {
		f.day = f.day.AddDate(0, 0, -1)
	}
	return f, ok
}

// vagueWords are times that no one day is meant by: early next week, in a few days, 下周初, 过几天.
var vagueWords = reads(`(?i)^(?:(?:(?:in|over|during|within) )?(?:a |the )?(?:` +
	`(?:early|late|(?:first|second|third|last|1st|2nd|3rd|4th) (?:week|wk|half|part|days|few days|few weeks|couple of weeks))` +
	`(?: (?:in|of|on))?` +
	`(?: the)?(?: (?:next|nxt|this|coming|following|new))? ?(?:week|wk|month|quarter|year|spring|summer|autumn|winter|q[1-4]|` +
	`jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|` +
	`dec(?:ember)?)|` +
	`(?:next |coming |following )?(?:few|several|couple of) (?:days|weeks|wks|months)|coming (?:days|weeks|months)|` +
	`(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)? after next)\b|` +
	`in (?:a while|due course|the new year|the near future|(?:the )?(?:spring|summer|autumn|winter))\b|` +
	`(?:下下|下|本|这)个?(?:周|星期|礼拜)初|` +
	`(?:\d{1,2}月|[一二三四五六七八九十]{1,2}月|下个?月|本月|这个月)份?的?(?:第[一二三四五1-5]|头一?|前两|最后一)个?(?:周|星期|礼拜)|` +
	`过(?:几|两三|三五|一两|些)(?:天|日|周|个?星期|个月)|过一?(?:阵子?|段时间|些日子|些时候)|改[天日]|明后[天两]天?|今明[天两]天?|(?:这|近|最近)[几两三]天内?|` +
	`(?:几|一两|两三|三四|三五|四五|十几)(?:天|日|周|个?星期|个?礼拜|个月|个工作日)(?:之?后|以后|之?内|以内))`)

// longestVague is the most bytes that vague words are looked for in.
const longestVague = 64

func (d *dates) vague(bool) (found, bool) {
	m := vagueWords.FindString(d.s[d.i:min(len(d.s), d.i+longestVague)])
	d.i += len(m)
	return found{day: d.today, dated: true, clock: -1, vague: true}, m != "" && !letter(d.before()) || m != "" && d.edge()
}

// behind reads what makes a day only the beginning: 周五以后, 12月20日之后.
func (d *dates) behind() bool {
	if d.eatAny("之后", "以后") >= 0 {
		return true
	}
	if r, _ := (&scan{s: d.s, i: d.i + len("后")}).peek(); d.at('后') && !strings.ContainsRune("续台期勤面天半", r) {
		d.next()
		return true
	}
	return false
}

// orAnother reads what makes the day before it one of several: Mon or Tue, in a week or so, 周一或周二.
func (d *dates) orAnother() bool {
	c := *d
	c.spaces()
	if c.eatWord("or so", "or two", "or thereabouts", "or the week after", "or the day after", "or the one after", "or later") {
		d.i = c.i
		return true
	}
	if !c.eatWord("or") && !c.eat("/") && c.eatAny("或者", "或", "还是") < 0 {
		return false
	}
	c.spaces()
	if _, ok := c.day(true); !ok {
		return false
	}
	d.i = c.i
	return true
}

// deadline passes the word behind a day that makes it one: 周五前, 本周内.
func (d *dates) deadline() {
	if d.eatAny("之前", "以前", "前后", "前", "左右", "之内", "以内") >= 0 {
		return
	}
	if r, _ := (&scan{s: d.s, i: d.i + len("内")}).peek(); d.at('内') && !strings.ContainsRune("部容测训外", r) {
		d.next()
	}
}
