package sheet

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"dealdesk/sales/calendar"
)

// Order is the order of day and month in 3/1/2017, or of all three in 17/3/1.
type Order string

const (
	AnyOrder   Order = "" // only days with one possible reading
	MDY        Order = "mdy"
	DMY        Order = "dmy"
	YMD        Order = "ymd"
	MixedOrder Order = "?" // one cell shows one, another the other
)

// Orders that can be asked for.
var Orders = []Order{MDY, DMY, YMD}

// The years a cell may name; anything else is a typing mistake.
const firstYear, lastYear = 1970, 2100

var (
	yearFirst = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))$`)
	shortYear = regexp.MustCompile(`^(\d{2})年(\d{1,2})月(\d{1,2})[日号]?$`)
	threeNums = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4}|\d{1,2})$`)
	timeOfDay = regexp.MustCompile(`^(.*?(?:\d[日号]?|\pL\.?))(?:T| +)` +
		`((?:(?:上午|下午|中午|凌晨|晚上) ?)?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?)` +
		` ?(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?)?$`)
	midday  = regexp.MustCompile(`^((?:(?:上午|下午|中午|凌晨|晚上) ?)?)(\d{1,2}):(\d{2})(?::(\d{2}))?[.,\d]* ?([AaPp]?)`)
	serial  = regexp.MustCompile(`^\d{5}(?:\.\d+)?$`)
	epoch   = regexp.MustCompile(`^1\d{9}(?:\d{3})?$|^[2-3]\d{12}$`)
	weekday = regexp.MustCompile(`^(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +| *(?:星期|周)[一二三四五六日天]$`)
)

// monthWords are the months in letters, by number, as their first letters tell them in English,
// German, French, Spanish, Portuguese and Italian.
var monthWords = []string{"jan|ene|gen|janv", "feb|fev|fév|févr", "mar|mär|mrz|mars|maer", "apr|avr|abr", "may|mai|mag|mayo|maio",
	"jun|juin|giu", "jul|juil|lug",
	"aug|aoû|aou|ago", "sep|set|sept", "oct|okt|out|ott", "nov", "dec|dez|déc|dic"}

var lettered = []*regexp.Regexp{
	regexp.MustCompile(`^(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?(?: |-|/|\.)+(?:de )?(?P<m>\pL{3,12})\.?(?: |-|/)+(?:de )?(?P<y>\d{4}|\d{2})$`),
	regexp.MustCompile(`^(?P<m>\pL{3,12})\.?(?: |-)+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: |-)+(?P<y>\d{4})$`),
	regexp.MustCompile(`^(?P<y>\d{4})(?: |-)+(?P<m>\pL{3,12})\.?(?: |-)+(?P<d>\d{1,2})$`),
}

// Date reads a day: 2017-03-01, 2017/3/1, 20170301, 2017年3月1日, 1 Mar 2017, a spreadsheet's day
// number (42795), or the moment of a database, in seconds or milliseconds. A time of day is
// dropped, but one with an offset falls on its day in zone. 3/1/2017 is read only if the column,
// or a number above 12, shows which part is the month; a year of two digits in 26/12/31 may be
// the first. An empty cell is no day.
//
// Problems: import.date_unclear, import.date_unreadable.
func (c Column) Date(cell string, zone *time.Location) (calendar.Date, error) {
	unreadable := no("import.date_unreadable", cell)
	text, ok := value(cell)
	switch {
	case !ok:
		return "", unreadable
	case text == "" || text == "0" || text == "0.0":
		return "", nil
	}
	text = weekday.ReplaceAllString(text, "")
	if epoch.MatchString(text) {
		n, _ := strconv.ParseInt(text, 10, 64)
		at := time.Unix(n, 0)
		if len(text) == 13 {
			at = time.UnixMilli(n)
		}
		return within(calendar.DateOf(at.In(zone)), unreadable)
	}
	clock, offset := "", ""
	if m := timeOfDay.FindStringSubmatch(text); m != nil {
		text, clock, offset = strings.TrimSuffix(strings.TrimSpace(m[1]), ","), m[2], m[3]
	}
	d, err := c.day(text, cell)
	if err != nil || offset == "" {
		return d, err
	}
	return moment(d, clock, offset, zone, unreadable)
}

// day reads a day without a time.
func (c Column) day(text, cell string) (calendar.Date, error) {
	unreadable := no("import.date_unreadable", cell)
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		return day(m[1], m[2]+m[4]+m[6], m[3]+m[5]+m[7], unreadable)
	}
	if m := shortYear.FindStringSubmatch(text); m != nil {
		return day(century(m[1]), m[2], m[3], unreadable)
	}
	if m := threeNums.FindStringSubmatch(text); m != nil && m[2] == m[4] {
		return c.threeNumbers(m[1], m[2], m[3], m[5], cell)
	}
	if serial.MatchString(text) {
		days, _ := strconv.Atoi(text[:5])
		return within(calendar.Date("1899-12-30").AddDays(days+c.Epoch), unreadable)
	}
	plain := strings.Join(strings.Fields(strings.ReplaceAll(text, ",", " ")), " ")
	for _, form := range lettered {
		m := form.FindStringSubmatch(plain)
		if m == nil {
			continue
		}
		part := func(name string) string { return m[form.SubexpIndex(name)] }
		if month := monthOf(part("m")); month > 0 {
			return day(century(part("y")), strconv.Itoa(month), part("d"), unreadable)
		}
	}
	return "", unreadable
}

// threeNumbers reads 3/1/2017, 3.1.17 and the like.
func (c Column) threeNumbers(first, sign, second, third, cell string) (calendar.Date, error) {
	unreadable := no("import.date_unreadable", cell)
	a, _ := strconv.Atoi(first)
	b, _ := strconv.Atoi(second)
	year, order := century(third), c.Order
	if len(third) == 1 && order != YMD {
		return "", unreadable
	}
	if sign == "." && order != YMD { // nobody writes the month first with dots
		order = DMY
	}
	switch order {
	case YMD:
		if len(third) < 4 {
			return day(century(first), second, third, unreadable)
		}
	case MDY:
		return day(year, first, second, unreadable)
	case DMY:
		return day(year, second, first, unreadable)
	case MixedOrder, AnyOrder:
		switch long := len(third) == 4; {
		case b > 12, a == b && long:
			return day(year, first, second, unreadable)
		case a > 12 && long:
			return day(year, second, first, unreadable)
		}
	}
	return "", no("import.date_unclear", cell)
}

// century makes a year of two digits one of four.
func century(year string) string {
	switch {
	case len(year) == 4:
		return year
	case year < "70":
		return "20" + year
	}
	return "19" + year
}

func monthOf(word string) int {
	word = strings.ToLower(word)
	best, longest := 0, 0
	for i, names := range monthWords {
		for name := range strings.SplitSeq(names, "|") {
			if strings.HasPrefix(word, name) && len(name) > longest {
				best, longest = i+1, len(name)
			}
		}
	}
	return best
}

// moment is the day in zone of a clock with an offset.
func moment(d calendar.Date, clock, offset string, zone *time.Location, unreadable error) (calendar.Date, error) {
	m := midday.FindStringSubmatch(clock)
	if m == nil {
		return "", unreadable
	}
	hour, _ := strconv.Atoi(m[2])
	minute, _ := strconv.Atoi(m[3])
	second, _ := strconv.Atoi(m[4])
	switch half := strings.ToLower(m[5]); {
	case (half == "p" || strings.HasPrefix(m[1], "下午") || strings.HasPrefix(m[1], "晚上")) && hour < 12:
		hour += 12
	case half == "a" && hour == 12:
		hour = 0
	}
	if hour > 24 || minute > 59 || second > 60 {
		return "", unreadable
	}
	offset = strings.TrimPrefix(strings.TrimPrefix(offset, "UTC"), "GMT")
	ahead := 0
	if len(offset) >= 3 {
		digits := strings.ReplaceAll(offset[1:], ":", "")
		hours, _ := strconv.Atoi(digits[:2])
		minutes, _ := strconv.Atoi(digits[2:])
		if ahead = hours*60 + minutes; offset[0] == '-' {
			ahead = -ahead
		}
	}
	at := d.In(time.UTC).Add(time.Duration(hour)*time.Hour + time.Duration(minute-ahead)*time.Minute + time.Duration(second)*time.Second)
	return within(calendar.DateOf(at.In(zone)), unreadable)
}

func day(year, month, day string, unreadable error) (calendar.Date, error) {
	pad := func(s string) string { return ("0" + s)[len(s)-1:] }
	return within(calendar.Date(year+"-"+pad(month)+"-"+pad(day)), unreadable)
}

func within(d calendar.Date, unreadable error) (calendar.Date, error) {
	if !d.Valid() || d < calendar.Date(strconv.Itoa(firstYear)) || d > calendar.Date(strconv.Itoa(lastYear)) {
		return "", unreadable
	}
	return d, nil
}

// orders gathers what the cells of a column show of the order of their days.
type orders struct {
	month, day bool // one shows the month first, or the day
	first      bool // one shows a number above 12 first, before a year of two digits
	last       bool // one shows that the year is last
}

func (o *orders) add(cell string) {
	text, _ := value(cell)
	if m := timeOfDay.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	m := threeNums.FindStringSubmatch(text)
	if m == nil || m[2] != m[4] || m[2] == "." || len(m[5]) == 1 {
		return
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[3])
	long := len(m[5]) == 4
	o.last = o.last || long || len(m[1]) == 1 || b > 12 || m[5] > "31"
	switch {
	case b > 12:
		o.month = true
	case a > 12 && long:
		o.day = true
	case a > 12:
		o.first = true
	}
}

func (o orders) order() Order {
	day := o.day || o.first && o.last
	switch {
	case o.month && day:
		return MixedOrder
	case o.month:
		return MDY
	case day:
		return DMY
	}
	return AnyOrder
}
