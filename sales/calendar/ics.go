package calendar

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// minYearlyHolidays is how many days off make a year known. An ICS file does not say which
// years it is complete for, and one holiday may reach over New Year's Eve.
const minYearlyHolidays = 5

// ReadICS reads the whole-day events of an iCalendar file (RFC 5545) as days off.
//
// Files for China mark the days that are worked, and usually the days off: with an
// X-APPLE-SPECIAL-DAY of ALTERNATE-WORKDAY or WORK-HOLIDAY, with 班 or 休 in the summary
// (春节（班）), or with 上班, 补班, 加班. If any days off are marked, an unmarked event is only
// the name of a festival. Years with at least five days off count as known.
//
// The error names the line and the reason. Events that repeat by a rule or have a time of
// day are refused, not skipped: a holiday must not be missing silently.
func ReadICS(data []byte) (Calendar, error) {
	if len(data) > MaxCalendar {
		return Calendar{}, fmt.Errorf("it is larger than %d KiB", MaxCalendar>>10)
	}
	events, err := readEvents(data)
	if err != nil {
		return Calendar{}, err
	}
	marked := slices.ContainsFunc(events, func(e icsEvent) bool { return e.mark() == DayOff })
	c := Calendar{days: map[Date]Day{}}
	off := map[int]int{}
	for _, e := range events {
		kind := e.mark()
		if kind == "" && !marked {
			kind = DayOff
		}
		if kind == "" || e.cancelled() {
			continue
		}
		from, to, err := e.days()
		if err != nil {
			return Calendar{}, fmt.Errorf("line %d: the event %.60q: %w", e.line, e.value["SUMMARY"], err)
		}
		for d := from; d <= to; d = d.AddDays(1) {
			was, twice := c.days[d]
			if twice && was.Kind != kind {
				return Calendar{}, fmt.Errorf("line %d: the event %.60q: %s is both a working day and a day off", e.line, e.value["SUMMARY"], d)
			}
			if !twice { // two holidays may fall on one day
				c.days[d] = Day{Kind: kind, Name: e.name()}
				if year := d.utc().Year(); kind == DayOff {
					off[year]++
				}
			}
		}
	}
	if len(c.days) == 0 {
		return Calendar{}, errors.New("it holds no whole-day event")
	}
	c.years = []int{}
	for year, n := range off {
		if n >= minYearlyHolidays {
			c.years = append(c.years, year)
		}
	}
	slices.Sort(c.years)
	return c, nil
}

// icsEvent is one VEVENT: the values of its properties by name.
type icsEvent struct {
	line  int // of its BEGIN
	value map[string]string
}

// readEvents unfolds the lines and collects the events. Parts nested inside an event, such
// as an alarm, do not belong to its properties.
func readEvents(data []byte) (events []icsEvent, err error) {
	var inside []string // the components that are open
	var e icsEvent
	for number, line := range unfolded(data) {
		if line == "" {
			continue
		}
		name, value, ok := property(line)
		switch {
		case !ok || !utf8.ValidString(line):
			return nil, fmt.Errorf("line %d: not a line of an iCalendar file in UTF-8", number)
		case len(inside) == 0 && (name != "BEGIN" || !strings.EqualFold(value, "VCALENDAR")):
			return nil, fmt.Errorf("line %d: an iCalendar file begins with BEGIN:VCALENDAR", number)
		case name == "BEGIN":
			if inside = append(inside, strings.ToUpper(value)); len(inside) == 2 && inside[1] == "VEVENT" {
				e = icsEvent{number, map[string]string{}}
			} else if len(inside) > 8 {
				return nil, fmt.Errorf("line %d: too many components within each other", number)
			}
		case name == "END":
			if last := inside[len(inside)-1]; !strings.EqualFold(value, last) {
				return nil, fmt.Errorf("line %d: END:%.20s where END:%.20s should be", number, value, last)
			}
			if len(inside) == 2 && inside[1] == "VEVENT" {
				events = append(events, e)
			}
			inside = inside[:len(inside)-1]
		case len(inside) == 2 && inside[1] == "VEVENT":
			e.value[name] = value
		}
	}
	if len(inside) > 0 {
		return nil, fmt.Errorf("it ends within %.20s: a part is missing", inside[len(inside)-1])
	}
	return events, nil
}

// unfolded yields the lines with their numbers; a line that begins with a space continues
// the one before.
func unfolded(data []byte) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		var line []byte
		begins, number := 1, 0
		for raw := range bytes.SplitSeq(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("\n")) {
			number++
			raw = bytes.TrimSuffix(raw, []byte("\r"))
			if number > 1 && len(raw) > 0 && (raw[0] == ' ' || raw[0] == '\t') {
				line = append(line, raw[1:]...)
				continue
			}
			if number > 1 && !yield(begins, string(line)) {
				return
			}
			line, begins = append(line[:0], raw...), number
		}
		yield(begins, string(line))
	}
}

var marks = strings.NewReplacer("（休）", "", "（班）", "", "(休)", "", "(班)", "")

var unescaped = strings.NewReplacer(`\n`, " ", `\N`, " ", `\,`, ",", `\;`, ";", `\\`, `\`)

// property splits NAME;PARAMETER="a:b":VALUE.
func property(line string) (name, value string, ok bool) {
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			name, _, _ = strings.Cut(line[:i], ";")
			return strings.ToUpper(name), strings.TrimSpace(unescaped.Replace(line[i+1:])), name != ""
		}
	}
	return "", "", false
}

func (e icsEvent) cancelled() bool { return strings.EqualFold(e.value["STATUS"], "CANCELLED") }

// mark returns what the event says about its day, "" if nothing.
func (e icsEvent) mark() DayKind {
	switch strings.ToUpper(e.value["X-APPLE-SPECIAL-DAY"]) {
	case "WORK-HOLIDAY":
		return DayOff
	case "ALTERNATE-WORKDAY":
		return DayWork
	}
	for _, word := range [...]string{"上班", "补班", "加班"} {
		if strings.Contains(e.value["SUMMARY"], word) {
			return DayWork
		}
	}
	for _, word := range strings.FieldsFunc(e.value["SUMMARY"], func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch word {
		case "班":
			return DayWork
		case "休":
			return DayOff
		}
	}
	return ""
}

// name is the summary for people to read: without the mark, and cut if too long.
func (e icsEvent) name() string {
	name := strings.TrimSpace(marks.Replace(e.value["SUMMARY"]))
	if rs := []rune(name); len(rs) > maxName {
		return string(rs[:maxName])
	}
	return name
}

// days returns the first and last day of the event. DTEND is the day after the last; the
// event lasts one day if DTEND is missing or, as some programs write it, the same day.
func (e icsEvent) days() (from, to Date, err error) {
	for _, name := range [...]string{"RRULE", "RDATE"} {
		if e.value[name] != "" {
			return "", "", fmt.Errorf("it repeats (%s); write out its day of each year", name)
		}
	}
	if from, err = icsDay(e.value["DTSTART"]); err != nil {
		return "", "", fmt.Errorf("DTSTART: %w", err)
	}
	to = from
	if end := e.value["DTEND"]; end != "" {
		if to, err = icsDay(end); err != nil {
			return "", "", fmt.Errorf("DTEND: %w", err)
		}
		if to > from {
			to = to.AddDays(-1)
		}
	} else if length := e.value["DURATION"]; length != "" {
		n := 0
		if _, err := fmt.Sscanf(length, "P%dD", &n); err != nil || length != fmt.Sprintf("P%dD", n) || n < 1 || n > maxStretch {
			return "", "", fmt.Errorf("DURATION: %.20q is not a number of days like P3D", length)
		}
		to = from.AddDays(n - 1)
	}
	if to < from || from.DaysTo(to) >= maxStretch {
		return "", "", fmt.Errorf("it ends on %s, before it begins or much later", to)
	}
	return from, to, nil
}

// icsDay reads 20260214.
func icsDay(text string) (Date, error) {
	t, err := time.Parse("20060102", text)
	switch {
	case err == nil && t.Year() >= 1990 && t.Year() <= 2100:
		return DateOf(t), nil
	case strings.Contains(text, "T"):
		return "", fmt.Errorf("%.20q has a time of day; only whole days are read", text)
	default:
		return "", fmt.Errorf("%.20q is not a day like 20260214", text)
	}
}
