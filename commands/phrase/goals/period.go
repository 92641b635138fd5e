package goals

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// A goal looks ahead: q1 said in November is the next one, q4 the one that runs.

const (
	monthName = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:em` +
		`ber)?|dec(?:ember)?`
	yearHan = `(今年|明年|后年|去年|20\d\d年)?`
	// A year of two figures has a mark before it: in "Q4 20 calls" the calls are twenty.
	yearBehind = `(?:[ ,'’-]*(20\d\d)| ?['’/-](\d\d))?`
	which      = `(this|next|last|previous|current|coming|the)`
)

// stretch is a way to name a run of days. Its groups are as read wants them.
type stretch struct {
	re   *regexp.Regexp
	read func(p pen, m []string) (calendar.Span, bool)
}

func says(pattern string, read func(p pen, m []string) (calendar.Span, bool)) stretch {
	return stretch{regexp.MustCompile(`(?i)` + pattern), read}
}

var stretches = []stretch{
	says(`\b(20\d\d)[ -]?h([12])\b`, func(p pen, m []string) (calendar.Span, bool) { return p.half(m[1], m[2]) }),
	says(`\bh([12])`+yearBehind+`\b`, func(p pen, m []string) (calendar.Span, bool) { return p.half(m[2]+m[3], m[1]) }),
	says(`\b(first|second) half(?: of)?(?: the| this| next)?(?: year)?(?: (20\d\d))?\b`, func(p pen, m []string) (calendar.Span, bool) {
		return p.half(m[2], map[string]string{"first": "1", "second": "2"}[strings.ToLower(m[1])])
	}),
	says(yearHan+`的?(上|下)半年`, func(p pen, m []string) (calendar.Span, bool) {
		return p.half(m[1], map[string]string{"上": "1", "下": "2"}[m[2]])
	}),
	says(`\b(20\d\d)[ -]?q([1-4])\b`, func(p pen, m []string) (calendar.Span, bool) { return p.quarter(m[1], m[2]) }),
	says(yearHan+`\bq([1-4])`+yearBehind+`\b季?度?`, func(p pen, m []string) (calendar.Span, bool) {
		return p.quarter(m[1]+m[3]+m[4], m[2])
	}),
	says(yearHan+`第?([一二三四1-4])季度`, func(p pen, m []string) (calendar.Span, bool) { return p.quarter(m[1], m[2]) }),
	says(`\b`+which+` (year|half|quarter|month|week)\b`, func(p pen, m []string) (calendar.Span, bool) { return p.near(m[1], m[2]) }),
	says(`(下下|下|上|本|这|当)一?个?(年度|季度|季|月份|月|周|星期)`, func(p pen, m []string) (calendar.Span, bool) { return p.near(m[1], m[2]) }),
	says(`(今年|明年|后年|去年|20\d\d年)(\d{1,2}|[一二三四五六七八九十]{1,2})月份?`, func(p pen, m []string) (calendar.Span,
		bool) {
		return p.month(m[1], m[2])
	}),
	says(`\b(`+monthName+`)\.?,? (20\d\d)\b`, func(p pen, m []string) (calendar.Span, bool) { return p.month(m[2], m[1]) }),
	says(`\b(20\d\d)-(0[1-9]|1[0-2])\b`, func(p pen, m []string) (calendar.Span, bool) { return p.month(m[1], m[2]) }),
	says(`(\d{1,2}|[一二三四五六七八九十]{1,2})月份?`, func(p pen, m []string) (calendar.Span, bool) { return p.month("", m[1]) }),
	says(`\b(january|february|march|april|may|june|july|august|september|october|november|december)\b`,
		func(p pen, m []string) (calendar.Span, bool) { return p.month("", m[1]) }),
	says(`\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b`, func(p pen, m []string) (calendar.Span, bool) { return p.month("", m[1]) }),
	says(`\b(20\d\d-)?(?:week |w)(\d{1,2})\b`, func(p pen, m []string) (calendar.Span, bool) { return p.week(m[0]) }),
	says(`\bnext (\d{1,3}|two|three|four|six|twelve) (days|weeks|months)\b`, func(p pen, m []string) (calendar.Span,
		bool) {
		return p.ahead(m[1], m[2])
	}),
	says(`\b(?:in|within) (\d{1,3}|two|three|four|six|twelve) (weeks|months)\b`, func(p pen, m []string) (calendar.Span,
		bool) {
		return p.ahead(m[1], m[2])
	}),
	says(`(?:未来|今后|接下来)?(\d{1,3}|[一二两三四五六七八九十]{1,2})(个月|周)(?:之内|以内|内)`, func(p pen, m []string) (calendar.Span,
		bool) {
		return p.ahead(m[1], m[2])
	}),
	says(`(?:未来|今后|接下来)(\d{1,3}|[一二两三四五六七八九十]{1,2})(个月|周)`, func(p pen, m []string) (calendar.Span, bool) { return p.ahead(m[1], m[2]) }),
	says(`(今年|明年|后年|去年|20\d\d年度?|本年度|全年|年度)`, func(p pen, m []string) (calendar.Span, bool) { return p.year(m[1]) }),
	says(`\b(?:fy ?|year )?(20\d\d)\b`, func(p pen, m []string) (calendar.Span, bool) { return p.year(m[1]) }),
}

var (
	day = `20\d\d-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?|\d{1,2}(?:st|nd|rd|th)? (?:` + monthName + `)\.?(?:,? 20\d\d)?` +
		`|(?:` + monthName + `)\.? \d{1,2}(?:st|nd|rd|th)?\b(?:,? 20\d\d)?`
	dayZh = yearOff(yearHan) + `\d{1,2}月\d{1,2}[日号]?`

	looksLikeDay = regexp.MustCompile(`(?i)^(?:` + day + `)`)

	dayRange   = regexp.MustCompile(`(?i)(?:\bfrom |从)?\b(` + day + `)\s*(?:-|~|to|until|till|through)\s*(` + day + `)\b`)
	dayRangeZh = regexp.MustCompile(`从?(` + dayZh + `)\s*(?:-|~|到|至)\s*(` + dayZh + `)`)
	months     = regexp.MustCompile(`(?i)\b(` + monthName + `)\.?\s*(?:-|~|to|until|through)\s*(` + monthName + `)\b\.?(?: (20\d\d))?`)
	monthsZh   = regexp.MustCompile(yearHan + `(\d{1,2})月?\s*(?:-|~|到|至)\s*(\d{1,2})月份?`)

	by   = regexp.MustCompile(`(?i)\b(?:by|until|till|before|no later than|due(?: by| on)?|deadline)\b:?\s*([^` + gap + `();,]+)`)
	byZh = regexp.MustCompile(`(?:截至|截止到?|在|于|到|至)?\s*(` + untilZh + `)\s*(?:之前|以前|前|为止|止)(?:达到|完成|达成)?|(?:截至|截止到?|到|至)\s*` +
		`(` + untilZh + `)|(` +
		yearOff(yearHan) + `(?:年底|年末|季度末|季末|月底|月末|\d{1,2}月底|\d{1,2}月末))`)
	untilZh = `(?:` + dayZh + `|20\d\d-\d{1,2}-\d{1,2}|` + yearOff(yearHan) + `(?:第?[一二三四1-4]季度|[Qq][1-4]|(?:本|这个?|下个?)季度|(?:本|这个?|` +
		`下个?)月|\d{1,2}月|年|季|月)?[底末]|` +
		yearOff(yearHan) + `(?:第?[一二三四1-4]季度|[Qq][1-4]|\d{1,2}月)|春节|元旦|国庆节?)`
)

// yearOff is a pattern without its group.
func yearOff(pattern string) string { return strings.Replace(pattern, "(", "(?:", 1) }

// readPeriod takes the days of the goal out of the text.
func readPeriod(t *text, s *Said, o Options) error {
	p := pen{o.Now}
	for _, re := range []*regexp.Regexp{dayRange, dayRangeZh} {
		if m := t.cut(re); m != nil {
			from, to, err := phrase.Span(m[1]+" - "+m[2], o.Now)
			if err != nil {
				return sales.No("goal_line.no_period", "Text", strings.TrimSpace(m[0]))
			}
			s.Period = calendar.Span{From: from, To: to}
			readEach(t, s, p)
			return nil
		}
	}
	for _, run := range []struct {
		re                *regexp.Regexp
		year, first, last int
	}{{months, 3, 1, 2}, {monthsZh, 1, 2, 3}} {
		if m := t.cut(run.re); m != nil {
			err := p.monthsTo(s, m[run.year], m[run.first], m[run.last])
			readEach(t, s, p)
			return err
		}
	}
	due, err := readDue(t, o)
	if err != nil {
		return err
	}
	for i, st := range stretches {
		at := st.re.FindStringSubmatch(t.s)
		if at == nil {
			continue
		}
		span, ok := st.read(p, at)
		if !ok {
			continue
		}
		t.cut(stretches[i].re)
		s.Period = span
		break
	}
	if due != "" {
		if s.Period.From == "" || s.Period.From > due {
			s.Period.From = min(calendar.DateOf(o.Now), due)
		}
		s.Period.To = due
	}
	readEach(t, s, p)
	return nil
}

// readDue takes the day by which out: by 30 September, by the end of q3, 9月30日前, 年底.
func readDue(t *text, o Options) (calendar.Date, error) {
	if m := by.FindStringSubmatchIndex(t.s); m != nil {
		words := phrase.Words(t.s[m[2]:m[3]])
		for n := min(len(words), 7); n > 0; n-- {
			end := words[n-1].End
			if on, ok := Due(t.s[m[2]:m[2]+end], o); ok {
				t.s = t.s[:m[0]] + " " + gap + " " + t.s[m[2]+end:]
				return on, nil
			}
		}
		if looksLikeDay.MatchString(t.s[m[2]:m[3]]) {
			return "", sales.No("goal_line.no_period", "Text", strings.TrimSpace(t.s[m[0]:m[3]]))
		}
	}
	at := byZh.FindStringSubmatch(t.s)
	if at == nil {
		return "", nil
	}
	said := at[1] + at[2] + at[3]
	on, ok := Due(said, o)
	if !ok {
		return "", sales.No("goal_line.no_period", "Text", said)
	}
	t.cut(byZh)
	return on, nil
}

var ends = regexp.MustCompile(`(?i)^(?:the )?end of (?:the )?|^(?:the )?(?:close of )|\bend$|[底末]$`)

// Due reads a text that is nothing but a day, or a period whose last day is meant.
func Due(said string, o Options) (calendar.Date, bool) {
	said = strings.TrimSpace(said)
	name := strings.TrimSpace(ends.ReplaceAllString(said, ""))
	switch name {
	case "年", "year":
		name = "this year"
	case "月", "month":
		name = "this month"
	case "季", "季度", "quarter":
		name = "this quarter"
	case "week":
		name = "this week"
	}
	for _, st := range stretches {
		at := st.re.FindStringSubmatch(name)
		if at == nil || at[0] != name {
			continue
		}
		if span, ok := st.read(pen{o.Now}, at); ok {
			return span.To, true
		}
	}
	m, err := phrase.When(said, o.Now, o.Work)
	return m.Date, err == nil
}

// pen writes down runs of days as seen from a day.
type pen struct{ now time.Time }

func (p pen) today() calendar.Date { return calendar.DateOf(p.now) }

// yearOf reads a year, 0 if none is said.
func (p pen) yearOf(said string) int {
	switch strings.TrimSuffix(said, "度") {
	case "":
		return 0
	case "今年", "本年", "全年", "年":
		return p.now.Year()
	case "明年":
		return p.now.Year() + 1
	case "后年":
		return p.now.Year() + 2
	case "去年":
		return p.now.Year() - 1
	}
	n, err := strconv.Atoi(strings.Trim(said, "年度"))
	if err != nil {
		return 0
	}
	if n < 100 {
		n += 2000
	}
	return n
}

func spanOf(year, month, length int) calendar.Span {
	first := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	return calendar.Span{From: calendar.DateOf(first), To: calendar.DateOf(first.AddDate(0, length, -1))}
}

// stretchOf is a run of months of a year; without a year the one that runs or comes next.
func (p pen) stretchOf(year string, month, length int) calendar.Span {
	y := p.yearOf(year)
	if y > 0 {
		return spanOf(y, month, length)
	}
	span := spanOf(p.now.Year(), month, length)
	if span.To < p.today() {
		span = spanOf(p.now.Year()+1, month, length)
	}
	return span
}

func (p pen) half(year, n string) (calendar.Span, bool) {
	return p.stretchOf(year, map[string]int{"1": 1, "2": 7}[n], 6), true
}

func (p pen) quarter(year, n string) (calendar.Span, bool) {
	return p.stretchOf(year, count(n)*3-2, 3), true
}

func (p pen) month(year, name string) (calendar.Span, bool) {
	n := monthOf(name)
	return p.stretchOf(year, max(n, 1), 1), n >= 1 && n <= 12
}

func (p pen) year(said string) (calendar.Span, bool) { return spanOf(p.yearOf(said), 1, 12), true }

func (p pen) week(said string) (calendar.Span, bool) {
	from, to, err := phrase.Span(said, p.now)
	if err == nil && to < p.today() && !strings.HasPrefix(said, "20") { // the week of that number to come
		from, to, err = phrase.Span(strconv.Itoa(p.now.Year()+1)+"-W"+strings.TrimLeft(strings.ToLower(said), "wek "), p.now)
	}
	return calendar.Span{From: from, To: to}, err == nil
}

// near is this, the next or the last of a unit.
func (p pen) near(word, unit string) (calendar.Span, bool) {
	k := 0
	switch strings.ToLower(word) {
	case "next", "coming", "下":
		k = 1
	case "下下":
		k = 2
	case "last", "previous", "上":
		k = -1
	}
	y, m := p.now.Year(), int(p.now.Month())
	switch strings.ToLower(unit) {
	case "year", "yearly", "annually", "annual", "年", "年度":
		return spanOf(y+k, 1, 12), true
	case "half":
		return spanOf(y, (m-1)/6*6+1+6*k, 6), true
	case "quarter", "quarterly", "季度", "季":
		return spanOf(y, (m-1)/3*3+1+3*k, 3), true
	case "month", "monthly", "月份", "月", "月度":
		return spanOf(y, m+k, 1), true
	}
	return calendar.Week(p.today().AddDays(7 * k)), true
}

// ahead are some days, weeks or months that begin today.
func (p pen) ahead(n, unit string) (calendar.Span, bool) {
	k := count(n)
	y, m, d := p.now.Date()
	end := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	switch strings.ToLower(unit) {
	case "days":
		end = end.AddDate(0, 0, k)
	case "weeks", "周":
		end = end.AddDate(0, 0, 7*k)
	default:
		end = end.AddDate(0, k, 0)
	}
	return calendar.Span{From: p.today(), To: calendar.DateOf(end).AddDays(-1)}, k > 0 && k <= 366
}

func (p pen) monthsTo(s *Said, year, first, last string) error {
	a, b := monthOf(first), monthOf(last)
	if a < 1 || b < 1 || a > 12 || b > 12 {
		return sales.No("goal_line.no_period", "Text", first+" - "+last)
	}
	s.Period = p.stretchOf(year, a, (b-a+12)%12+1)
	return nil
}

// monthOf reads the name or number of a month.
func monthOf(name string) int {
	if n := count(name); n > 0 {
		return n
	}
	if len(name) < 3 {
		return 0
	}
	i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(name[:3]))
	if i < 0 || i%3 != 0 {
		return 0
	}
	return i/3 + 1
}

// count reads a small number in figures or words, 0 if it is none.
func count(said string) int {
	if n, ok := map[string]int{"two": 2, "three": 3, "four": 4, "six": 6, "twelve": 12, "两": 2}[strings.ToLower(said)]; ok {
		return n
	}
	if n, ok := phrase.Count(said); ok {
		return n
	}
	digits := []rune("一二三四五六七八九")
	n := 0
	for i, r := range []rune(said) {
		at := strings.IndexRune(string(digits), r)
		switch {
		case r == '十' && i == 0:
			n = 10
		case r == '十':
			n *= 10
		case at >= 0:
			n += at/3 + 1
		default:
			return 0
		}
	}
	return n
}
