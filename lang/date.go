package lang

import (
	"fmt"
	"strings"
	"time"

	"dealdesk/chat"
)

// Date writes a day with its weekday: Sat 21 Nov 2026; 2026年11月21日 周六. The current year is
// left out, see Year.
func (p Printer) Date(year int, month time.Month, day int) string {
	key := "format.date"
	if year == p.year {
		key = "format.date_in_year"
	}
	return p.date(key, time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Day is Date for a day in the form of sales.Date, "2026-11-21". No date is "".
func (p Printer) Day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return chat.Clean(date)
	}
	return p.Date(t.Date())
}

// Weekday in short: Sat; 周六.
func (p Printer) Weekday(d time.Weekday) string { return p.Plain("weekday." + abbreviated(d)) }

// Month in short: Nov; 11月.
func (p Printer) Month(m time.Month) string { return p.Plain("month." + abbreviated(m)) }

func abbreviated(name fmt.Stringer) string { return strings.ToLower(name.String()[:3]) }

func (p Printer) date(key string, t time.Time) string {
	return p.Plain(key, "Weekday", p.Weekday(t.Weekday()), "Day", t.Day(), "Month", p.Month(t.Month()),
		"Year", chat.Safe(t.Format("2006")))
}

// Clock is the time of day in t's location, on 24 hours.
func (p Printer) Clock(t time.Time) string { return t.Format("15:04") }

// Moment is day and time in t's location: Sat 21 Nov 2026, 09:00.
func (p Printer) Moment(t time.Time) string {
	return p.Plain("format.moment", "Date", p.Date(t.Date()), "Clock", p.Clock(t))
}

// Zone is t's offset, for readers who may be elsewhere: UTC+8, UTC-03:30. Abbreviations are
// ambiguous: CST is both Chicago's and Shanghai's.
func (p Printer) Zone(t time.Time) string {
	_, seconds := t.Zone()
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	hours, minutes := seconds/3600, seconds%3600/60
	switch {
	case seconds == 0:
		return "UTC"
	case minutes == 0:
		return fmt.Sprintf("UTC%c%d", sign, hours)
	}
	return fmt.Sprintf("UTC%c%02d:%02d", sign, hours, minutes)
}

// Minutes is a duration: 1 h 20 min; 1小时20分钟.
func (p Printer) Minutes(n int) string {
	switch hours, rest := n/60, n%60; {
	case hours == 0:
		return p.Plain("format.minutes", "Minutes", rest)
	case rest == 0:
		return p.Plain("format.hours", "Hours", hours)
	default:
		return p.Plain("format.hours_minutes", "Hours", hours, "Minutes", rest)
	}
}

// Long is how long something took, more roughly the longer it was: 5 min; 3 h 20 min; 30 h;
// from two days on 3 days.
func (p Printer) Long(d time.Duration) string {
	switch hours := int(d.Hours()); {
	case hours >= 48:
		return p.Plain("format.days", "Count", hours/24)
	case hours >= 24:
		return p.Minutes(hours * 60)
	}
	return p.Minutes(int(d.Minutes()))
}

// Ago is how far from now a moment lies, roughly: 3 days ago; 3天前. A future moment is
// "in 3 days". Days have 24 hours; callers that mean calendar days count them themselves.
func (p Printer) Ago(from, now time.Time) string {
	table, d := "ago.", now.Sub(from)
	if d < 0 {
		table, d = "ahead.", -d
	}
	const day = 24 * time.Hour
	for _, step := range []struct {
		below, unit time.Duration
		key         string
	}{
		{time.Hour, time.Minute, "minutes"},
		{day, time.Hour, "hours"},
		{60 * day, day, "days"},
		{2 * 365 * day, 30 * day, "months"},
	} {
		if d < time.Minute {
			return p.Plain("format.now")
		}
		if d < step.below {
			return p.Plain(table+step.key, "Count", int(d/step.unit))
		}
	}
	return p.Plain(table+"years", "Count", int(d/(365*day)))
}
