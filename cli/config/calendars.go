package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// worktimes reads the calendars, working days and hours of the company and its teams.
func (r *reader) worktimes(s *Settings) {
	w, all := r.config.Workspace, map[string]calendar.Calendar{}
	s.Company.Calendar = r.calendar("workspace.calendar", w.Calendar, all)
	s.Company.Days, _ = calendar.ReadWeekdays(r.weekdays("workspace.days", w.Days))
	s.Company.Hours = r.hours("workspace.hours", w.Hours)
	for i, t := range r.config.Teams {
		at := func(key string) string { return fmt.Sprintf("team.%d.%s", i, key) }
		own := &s.Staff.Teams[i]
		own.Calendar = r.calendar(at("calendar"), t.Calendar, all).Name
		if t.Days != "" {
			own.Days = r.weekdays(at("days"), t.Days)
		}
		if t.Hours != "" {
			own.Hours = r.hours(at("hours"), t.Hours).String()
		}
	}
	s.Company.Calendars = all
}

// calendar reads the calendars in a comma-separated setting: shipped ones by name, others by
// file. Each overrides the ones before it. The result is added to all under its name.
func (r *reader) calendar(at, names string, all map[string]calendar.Calendar) calendar.Calendar {
	var c calendar.Calendar
	for name := range strings.SplitSeq(names, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		one, shipped := calendar.Shipped(strings.ToLower(name))
		if !shipped {
			var wrong string
			var args []any
			if one, wrong, args = readCalendar(name); wrong != "" {
				r.wrong(at, wrong, append(args, "Text", name)...)
				return calendar.Calendar{}
			}
		}
		if c.Name == "" {
			c = one
		} else {
			c = c.With(one)
		}
	}
	if c.Name != "" {
		all[c.Name] = c
	}
	return c
}

// readCalendar reads a calendar file, or returns what is wrong with it. The extension of its name
// gives the format.
func readCalendar(path string) (c calendar.Calendar, wrong string, args []any) {
	read := map[string]func([]byte) (calendar.Calendar, error){".json": calendar.ReadJSON,
		".ics": calendar.ReadICS}[strings.ToLower(filepath.Ext(path))]
	if read == nil {
		return c, "config.calendar_unknown", []any{"Known", calendar.ShippedNames()}
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, "config.calendar_missing", nil
	}
	if err != nil {
		return c, "config.calendar_unreadable", []any{"Error", err}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, calendar.MaxCalendar+1))
	if err != nil {
		return c, "config.calendar_unreadable", []any{"Error", err}
	}
	if c, err = read(data); err != nil {
		return c, "config.calendar_wrong", []any{"Error", err}
	}
	c.Name = path
	return c, "", nil
}

// Missing describes the years that a calendar should cover and does not.
func Missing(g sales.Gap) string {
	return fmt.Sprintf("%s does not cover %s: holidays there count as working days; add a file for it (docs/admin.md, Calendars)", g.Calendar,
		YearList(g.Years))
}

// YearList returns years separated by commas, or "no year".
func YearList(years []int) string {
	if len(years) == 0 {
		return "no year"
	}
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(years), "[]"), " ", ", ")
}
