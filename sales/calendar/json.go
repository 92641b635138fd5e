package calendar

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// MaxCalendar is the size limit of a calendar file in bytes; ten years of a country's
// holidays take a tenth of it.
const MaxCalendar = 1 << 20

// maxStretch is how many days in a row one entry of a calendar file may cover.
const maxStretch = 60

// maxName is how many characters the name of a day may have.
const maxName = 120

// calendarFile is the format described in docs/admin.md. The yearly files of holiday-cn are
// read too: year instead of years, isOffDay instead of kind.
type calendarFile struct {
	Country string        `json:"country"`
	Source  string        `json:"source"`
	Years   []int         `json:"years"`
	Days    []calendarDay `json:"days"`

	Schema string   `json:"$schema"`
	ID     string   `json:"$id"`
	Papers []string `json:"papers"`
	Year   int      `json:"year"`
}

type calendarDay struct {
	Date     Date    `json:"date"`
	To       Date    `json:"to"`
	Kind     DayKind `json:"kind"`
	IsOffDay *bool   `json:"isOffDay"`
	Name     string  `json:"name"`
	NameZh   string  `json:"name_zh"`
	Until    string  `json:"until"`
}

// ReadJSON reads a calendar file. Its error names the wrong entry and the reason.
func ReadJSON(data []byte) (Calendar, error) {
	var f calendarFile
	if len(data) > MaxCalendar {
		return Calendar{}, fmt.Errorf("it is larger than %d KiB", MaxCalendar>>10)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return Calendar{}, fmt.Errorf("line %d: %w", lineAt(data, err, d), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Calendar{}, fmt.Errorf("line %d: something follows the calendar", lineAt(data, nil, d))
	}
	if f.Year != 0 {
		f.Years = append(f.Years, f.Year)
	}
	c := Calendar{Country: f.Country, years: f.Years, days: map[Date]Day{}}
	if len(c.years) == 0 {
		return Calendar{}, errors.New(`it does not say which years it is complete for; write "years": [2026]`)
	}
	slices.Sort(c.years)
	for i, year := range c.years {
		if year < 1990 || year > 2100 || i > 0 && year == c.years[i-1] {
			return Calendar{}, fmt.Errorf("years: %d is not a year or is there twice", year)
		}
	}
	for i, entry := range f.Days {
		if err := c.add(entry, f.Year); err != nil {
			return Calendar{}, fmt.Errorf("entry %d (%.10s) of days: %w", i+1, entry.Date, err)
		}
	}
	return c, nil
}

// lineAt returns the line in which decoding stopped.
func lineAt(data []byte, err error, d *json.Decoder) int {
	at := d.InputOffset()
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) {
		at = syntax.Offset
	} else if errors.As(err, &kind) {
		at = kind.Offset
	}
	return 1 + bytes.Count(data[:min(max(at, 0), int64(len(data)))], []byte("\n"))
}

// add takes in one entry. year is set for a file of a single year, whose first holiday may
// begin in the December before.
func (c *Calendar) add(e calendarDay, year int) error {
	if e.To == "" {
		e.To = e.Date
	}
	if e.IsOffDay != nil {
		if e.Kind != "" {
			return errors.New("it has both kind and isOffDay")
		}
		if e.Kind = DayWork; *e.IsOffDay {
			e.Kind = DayOff
		}
	}
	switch {
	case !e.Date.Valid():
		return fmt.Errorf("%q is not a date like 2026-02-14", e.Date)
	case !e.To.Valid() || e.To < e.Date || e.Date.DaysTo(e.To) >= maxStretch:
		return fmt.Errorf("%q cannot be its last day", e.To)
	case e.Kind != DayOff && e.Kind != DayWork && e.Kind != DayHalf:
		return fmt.Errorf("kind %q is not one of off, work and half", e.Kind)
	case e.Kind == DayHalf && MinuteOf(e.Until) <= 0, e.Kind != DayHalf && e.Until != "":
		return errors.New(`a half day, and no other, says until when it is worked: "until": "12:00"`)
	case utf8.RuneCountInString(e.Name) > maxName || utf8.RuneCountInString(e.NameZh) > maxName:
		return fmt.Errorf("its name is longer than %d characters", maxName)
	}
	for d := e.Date; d <= e.To; d = d.AddDays(1) {
		if !slices.Contains(c.years, d.utc().Year()) && d.AddDays(31).utc().Year() != year {
			return fmt.Errorf("%s is in none of the file's years", d)
		}
		if was, twice := c.days[d]; twice {
			return fmt.Errorf("%s is there twice: as %s already", d, was.Kind)
		}
		c.days[d] = Day{Kind: e.Kind, Name: e.Name, NameZh: e.NameZh, Until: e.Until}
	}
	return nil
}
