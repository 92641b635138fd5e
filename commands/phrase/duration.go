package phrase

import (
	"strings"
)

// maxMinutes is the longest plausible contact: a day.
const maxMinutes = 24 * 60

// Duration reads a whole string as a length of time, in minutes: 20m, 1h30, 1h30m,
// 1.5h, 90min, half an hour, 半小时, 20分钟, 一个半小时, 两小时, 1小时30分; a bare number is
// minutes.
//
// Problems: duration.not_understood, duration.not_positive, duration.too_long (over a
// day).
func Duration(s string) (minutes int, err error) {
	if err := tooLong(s); err != nil {
		return 0, err
	}
	text := strings.TrimFunc(s, isSpace)
	c := scan{s: text}
	minutes, ok := c.duration()
	if !ok {
		c.i = 0
		minutes, ok = c.integer()
	}
	c.skip(" .。")
	switch {
	case !ok || !c.done():
		return 0, no("duration.not_understood", text)
	case minutes <= 0:
		return 0, no("duration.not_positive", text)
	case minutes > maxMinutes:
		return 0, no("duration.too_long", text, "Max", maxMinutes/60)
	}
	return minutes, nil
}

// duration reads the length of time at the cursor and passes it; a number without a unit is
// none.
func (c *scan) duration() (minutes int, ok bool) {
	at := c.i
	if minutes, ok = c.wordyDuration(); ok {
		return minutes, true
	}
	hours, tenth, ok := c.hours()
	if !ok {
		c.i = at
		return 0, false
	}
	if tenth < 0 && c.eat(":") { // 1:30h
		m, n := c.digits(2)
		c.spaces()
		if n == 2 && m < 60 && c.hoursUnit() {
			return hours*60 + m, c.ends(at)
		}
		c.i = at
		return 0, false
	}
	c.spaces()
	switch {
	case tenth < 0 && c.minutesUnit():
		return hours, true
	case c.eatAny("个半小时", "个半钟头") >= 0: // 一个半小时
		return hours*60 + 30, tenth < 0
	case c.hoursUnit():
	default:
		c.i = at
		return 0, false
	}
	minutes = hours*60 + max(tenth, 0)
	afterHours := c.i
	if tenth >= 0 {
		return minutes, c.ends(at)
	}
	if c.eat("半") {
		return minutes + 30, true
	}
	c.spaces()
	c.eatWord("and")
	c.spaces()
	m, n := c.digits(2)
	switch {
	case n == 0 || m > 59:
		c.i = afterHours
	default:
		afterNumber := c.i
		c.spaces()
		if c.minutesUnit() {
			return minutes + m, true
		}
		if c.i = afterNumber; n == 2 && c.edge() && c.s[afterHours:afterHours+1] != " " {
			return minutes + m, true // 1h30
		}
		c.i = afterHours
	}
	return minutes, c.ends(at)
}

// ends checks that a unit in letters ends at the cursor, and steps back to at if not.
func (c *scan) ends(at int) bool {
	if letter(c.before()) && !c.edge() {
		c.i = at
		return false
	}
	return true
}

// hours reads 2, 两, 1.5; tenth is the decimals in minutes, -1 if there are none.
func (c *scan) hours() (whole, tenth int, ok bool) {
	if whole, ok = c.integer(); !ok {
		return 0, 0, false
	}
	at := c.i
	if c.eat(".") || c.eat("点") {
		if d, n := c.digits(2); n > 0 {
			if n == 1 {
				d *= 10
			}
			return whole, d * 60 / 100, true
		}
		c.i = at
	}
	return whole, -1, true
}

func (c *scan) hoursUnit() bool {
	at := c.i
	for _, unit := range [...]string{"hours", "hour", "hrs", "hr", "h"} {
		if c.eat(unit) {
			if r, _ := c.peek(); !letter(r) {
				return true
			}
			c.i = at
		}
	}
	return c.eatAny("个小时", "小时", "个钟头", "钟头", "个钟") >= 0
}

func (c *scan) minutesUnit() bool {
	at := c.i
	for _, unit := range [...]string{"minutes", "minute", "mins", "min", "m", "'", "’"} {
		if c.eat(unit) {
			if c.edge() && c.s[c.i-1] != 'M' { // 3M is a company or three million
				return true
			}
			c.i = at
		}
	}
	return c.eatAny("分钟", "分鐘", "分") >= 0
}

// wordyDuration reads lengths without a number, such as half an hour.
func (c *scan) wordyDuration() (int, bool) {
	switch r, _ := c.peek(); r {
	case 'a', 'h':
		switch {
		case c.eatWord("half an hour", "half hour", "half a hour", "a half hour"):
			return 30, true
		case c.eatWord("an hour and a half"):
			return 90, true
		case c.eatWord("an hour", "a hour"):
			return 60, true
		case c.eatWord("half a day", "half day", "all morning", "all afternoon"):
			return 240, true
		case c.eatWord("all day"):
			return 480, true
		}
	case '整':
		switch {
		case c.eatAny("整个下午", "整个上午", "整个半天") >= 0:
			return 240, true
		case c.eatAny("整整一天", "整天") >= 0:
			return 480, true
		}
	case '半':
		if c.eatAny("半小时", "半个小时", "半个钟头", "半个钟") >= 0 {
			return 30, true
		}
		if c.eat("半天") {
			return 240, true
		}
	case '一', '三':
		switch {
		case c.eat("一刻钟"):
			return 15, true
		case c.eatAny("一下午", "一上午", "一个下午", "一个上午") >= 0:
			return 240, true
		case c.eat("一整天"):
			return 480, true
		case c.eat("三刻钟"):
			return 45, true
		}
	default:
		return c.spokenMinutes()
	}
	return 0, false
}

// spokenNumbers are the lengths in minutes that people write as words.
var spokenNumbers = map[string]int{"five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}

// spokenMinutes reads twenty minutes, or forty-five minutes.
func (c *scan) spokenMinutes() (int, bool) {
	at := c.i
	m := spokenNumbers[c.word()]
	if c.skip(" -"); m >= 20 && c.eatWord("five") {
		m += 5
	}
	c.spaces()
	if m > 0 && c.eatWord("minutes", "mins", "min") {
		return m, true
	}
	c.i = at
	return 0, false
}
