// Package calendar holds dates without a time, working hours, weeks and holidays, and reads
// calendar files. It is pure: no clock, no storage, nothing about selling.
package calendar

import (
	"cmp"
	"embed"
	"maps"
	"slices"
	"strings"
)

// Calendar lists the days that are worked, or not, against their weekday: public holidays,
// the weekend days worked instead of them, and half days. The zero Calendar has no
// such days and reports no year as missing.
type Calendar struct {
	Name    string // what the configuration calls it, "cn"
	Country string // for people, "China"; may be empty
	years   []int  // the years it is complete for, in order
	days    map[Date]Day
}

// Day is a day of a calendar that does not follow its weekday.
type Day struct {
	Kind   DayKind
	Name   string // of the holiday, English or the company's language; may be empty
	NameZh string // Chinese; may be empty
	Until  string // of a half day: local "12:00", when work ends
}

// In returns the day's name in a language or, if there is none, in another one. It may be
// empty.
func (d Day) In(language string) string {
	if strings.HasPrefix(language, "zh") {
		return cmp.Or(d.NameZh, d.Name)
	}
	return cmp.Or(d.Name, d.NameZh)
}

// DayKind is what a Day is; "" is an ordinary day.
type DayKind string

const (
	DayOff  DayKind = "off"  // nobody works
	DayWork DayKind = "work" // worked even on a weekend: China's make-up days
	DayHalf DayKind = "half" // worked until Day.Until
)

// Day returns the calendar's entry for d, zero for an ordinary day.
func (c Calendar) Day(d Date) Day { return c.days[d] }

// Years lists the years the calendar is complete for.
func (c Calendar) Years() []int { return slices.Clone(c.years) }

// Known reports whether the calendar is complete for a year.
func (c Calendar) Known(year int) bool {
	return c.years == nil && c.days == nil || slices.Contains(c.years, year)
}

// Missing lists which of this year and the next the calendar does not cover: there,
// holidays would be taken for working days.
func (c Calendar) Missing(today Date) (years []int) {
	this := today.utc().Year()
	for _, year := range []int{this, this + 1} {
		if !c.Known(year) {
			years = append(years, year)
		}
	}
	return years
}

// With returns c with everything from other added; where both have a day, other wins. This
// lays a company's own days over its country's.
func (c Calendar) With(other Calendar) Calendar {
	both := Calendar{Name: other.Name, Country: other.Country, days: map[Date]Day{}}
	if c.Name != "" {
		both.Name = c.Name + "," + other.Name
	}
	if c.Country != "" {
		both.Country = c.Country
	}
	both.years = append(c.Years(), other.years...)
	slices.Sort(both.years)
	both.years = slices.Compact(both.years)
	maps.Copy(both.days, c.days)
	maps.Copy(both.days, other.days)
	return both
}

// The calendars that ship are files of the format that ReadCalendarJSON reads.
//
//go:embed calendars/*.json
var shipped embed.FS

// Shipped returns the calendar that ships for a country, by its two letters: "cn".
func Shipped(name string) (Calendar, bool) {
	data, err := shipped.ReadFile("calendars/" + name + ".json")
	if err != nil {
		return Calendar{}, false
	}
	c, err := ReadJSON(data)
	c.Name = name
	return c, err == nil
}

// ShippedNames lists their names.
func ShippedNames() (names []string) {
	files, _ := shipped.ReadDir("calendars") // embedded, so it cannot fail
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".json"))
	}
	return names
}
