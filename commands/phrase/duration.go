package phrase

import (
	"strings"
	"time"
)

// maxMinutes is the longest plausible contact: a day.
const maxMinutes = 24 * 60

// Duration reads a whole string as a length of time, in minutes: 20m, 1h30, 1h30m,
// 1.5h, 90min, half an hour, 半小时, 20分钟, 一个半小时, 两小时, 1小时30分, also roughly: about 20 min,
// an hour or so, 大概二十分钟; a bare number is minutes.
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
	if c.i > 0 && ok {
		c.eatAny("-ish", "ish")
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
// none. A rough one is as long as it says: about 20 min, 大概二十分钟.
func (c *scan) duration() (minutes int, ok bool) {
	at := c.i
	if minutes, ok = c.length(); !ok {
		if minutes, ok = c.roughLength(); !ok {
			c.i = at
			return 0, false
		}
	}
	c.orSo()
	return minutes, true
}

// roughWords make the length behind them a rough one.
var roughWords = []string{"about", "around", "approximately", "approx.", "approx", "roughly", "circa", "nearly", "almost", "just under",
	"just over", "well over", "over", "under", "more than", "less than", "at least", "maybe", "a quick", "a brief", "a short", "a good",
	"a full", "a solid", "quick", "brief"}

var roughHan = []string{"差不多有", "差不多", "大概有", "大概", "大约", "约莫", "约", "将近", "接近", "近", "不到", "足足", "整整"}

// roughLength reads a length behind a word that makes it a rough one; "about 20 minutes of downtime" is
// what was talked about.
func (c *scan) roughLength() (minutes int, ok bool) {
	rough := c.eat("~")
	for words := 0; words < 3 && (c.eatWord(roughWords...) || c.eatAny(roughHan...) >= 0); words++ {
		rough = true
		c.spaces()
	}
	if !rough {
		return 0, false
	}
	c.spaces()
	minutes, ok = c.length()
	of := scan{s: c.s, i: c.i}
	return minutes, ok && !of.then("of")
}

// orSo passes what makes the length before it a rough one.
func (c *scan) orSo() {
	at := c.i
	c.spaces()
	switch {
	case c.eatWord("or so", "or thereabouts", "give or take", "ish", "in total", "altogether"), c.eat("-ish") && c.edge():
		return
	case c.eatAny("左右", "上下", "出头", "的样子") >= 0:
		return
	case c.eatAny("不到", "多") >= 0:
		if r, _ := c.peek(); !han(r) {
			return
		}
	}
	c.i = at
}

// length reads an exact length of time.
func (c *scan) length() (minutes int, ok bool) {
	at := c.i
	if minutes, ok = c.wordyDuration(); ok {
		return minutes, true
	}
	if minutes, ok = c.spokenLength(); ok {
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
	c.eatAny("-ish", "ish", "来", "多")
	c.spaces()
	if c.eatWord("or so") {
		c.spaces()
	}
	switch {
	case tenth < 0 && c.minutesUnit():
		return hours, true
	case c.eatAny("个半小时", "个半钟头", "个半钟", "个半来小时") >= 0: // 一个半小时
		return hours*60 + 30, tenth < 0
	case c.hoursUnit():
	default:
		c.i = at
		return 0, false
	}
	minutes = hours*60 + max(tenth, 0)
	if tenth >= 0 {
		return minutes, c.ends(at)
	}
	return minutes + c.minutesBehind(), c.ends(at)
}

// ends checks that a unit in letters ends at the cursor, and steps back to at if not.
func (c *scan) ends(at int) bool {
	if letter(c.before()) && !c.edge() {
		c.i = at
		return false
	}
	return true
}

// hours reads 2, 两, 1.5, 1½; tenth is the part of an hour in minutes, -1 if there is none.
func (c *scan) hours() (whole, tenth int, ok bool) {
	if whole, ok = c.integer(); !ok {
		return 0, 0, false
	}
	at := c.i
	if c.eat(".") || c.eat("点") || c.eat(",") { // 1,5h
		if d, n := c.digits(2); n > 0 {
			if n == 1 {
				d *= 10
			}
			return whole, d * 60 / 100, true
		}
	} else if c.halfMore() {
		return whole, 30, true
	}
	c.i = at
	return whole, -1, true
}

// halfMore reads the half of 1½, "1 1/2" and "one and a half".
func (c *scan) halfMore() bool {
	if c.eat("½") {
		return true
	}
	c.spaces()
	return c.eatWord("and a half") || c.eat("1/2") && c.edge()
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
	return c.eatAny("个小时", "小时", "个钟头", "钟头", "个钟", "个多小时", "个来小时", "个多钟头", "个来钟头", "个多钟") >= 0
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
	return c.eatAny("分钟", "分") >= 0
}

// wordyDuration reads lengths without a number, such as half an hour.
func (c *scan) wordyDuration() (int, bool) {
	r, _ := c.peek()
	for _, l := range wordyLengths {
		if letter(r) && c.eatWord(l.words...) || han(r) && c.eatAny(l.words...) >= 0 || digit(r) && c.eatAny(l.words...) >= 0 && c.edge() {
			return l.minutes, true
		}
	}
	return 0, false
}

var wordyLengths = []struct {
	minutes int
	words   []string
}{
	{30, []string{"half an hour", "half hour", "half-hour", "half a hour", "a half hour", "a half-hour", "a half an hour", "half an hr", "half hr",
		"1/2 hour", "1/2 hr", "1/2hr", "1/2h", "1/2 h"}},
	{15, []string{"a quarter of an hour", "quarter of an hour", "a quarter hour", "quarter hour", "1/4 hour"}},
	{45, []string{"three quarters of an hour", "three-quarters of an hour", "3/4 of an hour", "3/4 hour"}},
	{90, []string{"hour and a half"}},
	{120, []string{"a couple of hours", "a couple hours", "couple of hours", "couple hours"}},
	{240, []string{"half a day", "half day", "all morning", "all afternoon"}}, {480, []string{"all day"}},
	{30, []string{"半小时", "半个小时", "半个钟头", "半个钟", "半个多小时", "半个来小时", "半拉小时", "半拉钟头", "半钟头"}},
	{45, []string{"大半个小时", "大半小时", "大半个钟头", "大半个钟"}},
	{15, []string{"一刻钟", "1刻钟"}}, {30, []string{"两刻钟", "2刻钟"}}, {45, []string{"三刻钟", "3刻钟"}},
	{150, []string{"俩半小时", "俩半钟头"}}, {120, []string{"俩小时", "俩钟头", "俩多小时"}}, {180, []string{"仨小时", "仨钟头"}},
	{240, []string{"半天", "整个下午", "整个上午", "整个半天", "一下午", "一上午", "一个下午", "一个上午"}},
	{480, []string{"整整一天", "整天", "一整天"}},
}

// spokenLength reads lengths with a number in words: twenty minutes, two hours, one and a half hours.
func (c *scan) spokenLength() (int, bool) {
	if minutes, ok := c.spokenMinutes(); ok {
		return minutes, true
	}
	at := c.i
	if n, ok := c.spokenNumber(); ok {
		minutes := n * 60
		if c.halfMore() {
			minutes += 30
		}
		c.spaces()
		if c.eatWord("hours", "hour", "hrs", "hr") {
			if minutes == n*60 {
				minutes += c.minutesBehind()
			}
			return minutes, true
		}
	}
	c.i = at
	return 0, false
}

// spokenMinutes reads twenty minutes, or forty-five minutes. A minute is no length, but a moment.
func (c *scan) spokenMinutes() (int, bool) {
	at := c.i
	if c.eatWord("a couple of minutes", "a couple of mins", "a couple minutes", "couple of minutes", "couple of mins") {
		return 2, true
	}
	if n, ok := c.spokenNumber(); ok && n > 1 {
		c.eat("-ish")
		if c.spaces(); c.eatWord("minutes", "minute", "mins", "min") {
			return n, true
		}
	}
	c.i = at
	return 0, false
}

// spokenNumber reads a number in words: five, forty-five.
func (c *scan) spokenNumber() (int, bool) {
	n, ok := counts[c.word()]
	at := c.i
	if n >= 20 {
		c.skip(" -")
		if more := counts[c.word()]; 0 < more && more < 10 {
			return n + more, true
		}
		c.i = at
	}
	return n, ok
}

// noLength refuses what stands behind a part of a line where a length would, and is none that a contact has: 25h,
// 0 minutes, -5m.
func noLength(text string) error {
	c := scan{s: startOfText(text)}
	c.skip(" ,，:：")
	c.eatWord("for")
	c.spaces()
	at := c.i
	minus := c.eatAny("-", "−") >= 0
	minutes, ok := c.duration()
	if !ok || !minus && 0 < minutes && minutes <= maxMinutes || !lengthBehind.MatchString(c.s[c.i:]) {
		return nil
	}
	if minus {
		return no("duration.not_positive", c.s[at:c.i])
	}
	_, err := Duration(c.s[at:c.i])
	return err
}

// noSuchDay refuses a day that does not exist where the day of a contact would stand: on 30 February.
func noSuchDay(text string, now time.Time) error {
	c := scan{s: startOfText(text)}
	c.skip(" ,，:：")
	c.eatWord("on", "at")
	c.spaces()
	bad := impossible(c.s[c.i:], now)
	if rest, stands := strings.CutPrefix(c.s[c.i:], bad); bad != "" && stands && lengthBehind.MatchString(rest) {
		return no("date.impossible", bad)
	}
	return nil
}

// shorter is the smaller length of two that are named, of which a text ends in the first and the other, read, follows: the
// 20 of "20 or 30 minutes", 二三十分钟. n is how long its words are; minutes is 0 if there is none.
func shorter(before, read string, longer int) (minutes, n int) {
	before = endOfText(before)
	m := orLength.FindStringSubmatchIndex(before)
	tens := m == nil && longer > 10 && longer%10 == 0
	if m == nil {
		m = pairHan.FindStringSubmatchIndex(before)
	}
	if m == nil {
		return 0, 0
	}
	said := before[m[2]:m[3]]
	c := scan{s: said}
	if minutes, _ = c.integer(); minutes == 0 {
		minutes = counts[strings.ToLower(said)]
	}
	switch {
	case hourly.MatchString(before[m[3]:]), hourly.MatchString(read) && !minutely.MatchString(before[m[3]:]):
		minutes *= 60
	case tens:
		minutes *= 10
	}
	if minutes >= longer {
		return 0, 0
	}
	return minutes, len(before) - m[2]
}

var (
	orLength = reads(`(?i)(?:^|[^\w.,/:])(\d{1,3}|one|two|three|four|five|ten|fifteen|twenty|thirty|forty|[一二两三四五六七八九十]{1,3})` +
		`(?: ?(?:minutes?|mins?|m|hours?|hrs?|h|分钟|个?小时))?(?: ?(?:or|to|[-–~～]|或者?|到|至) ?)$`)
	// pairHan is the first of two digits that stand for either: the 二 of 二三十分钟.
	pairHan  = reads(`(?:^|[^一二三四五六七八九十])([一两二三四五六七八])$`)
	hourly   = reads(`(?i)h(?:ou)?rs?\b|\dh\b|\bh\b|时|钟头`)
	minutely = reads(`(?i)m|分`)
)
