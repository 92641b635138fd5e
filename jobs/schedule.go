package jobs

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"dealdesk/sales"
)

// plan is a time of day on some days of the week, in whichever zone it is asked about.
type plan struct {
	days uint64 // bit 1<<time.Weekday
	at   time.Duration
}

// newPlan reads a cron day-of-week field and a local time, "1-5" and "09:00".
func newPlan(days, at string) (plan, error) {
	bits, err := weekdays(days)
	if err != nil {
		return plan{}, err
	}
	clock, err := time.Parse("15:04", at)
	if err != nil {
		return plan{}, fmt.Errorf("%q is not a time like 09:00", at)
	}
	return plan{bits, time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute}, nil
}

// weekdays reads a cron day-of-week field. cron is a parser here and nothing else: its
// own clock skips a run in a spring gap, doubles one in autumn and forgets one during
// downtime, and its parser panics on a bare TZ=.
func weekdays(field string) (bits uint64, err error) {
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("%q is not a list of weekdays like 1-5 or mon,wed,fri", field)
		}
	}()
	if strings.ContainsAny(field, "=@") || len(field) > 40 {
		return 0, fmt.Errorf("%q is not a list of weekdays like 1-5 or mon,wed,fri", field)
	}
	parsed, err := cron.NewParser(cron.Dow).Parse(field)
	if err != nil {
		return 0, fmt.Errorf("%q is not a list of weekdays like 1-5 or mon,wed,fri: %w", field, err)
	}
	const week = 1<<7 - 1
	return parsed.(*cron.SpecSchedule).Dow & week, nil
}

// on reports whether the plan holds on d.
func (p plan) on(d sales.Date) bool { return p.days&(1<<d.Weekday()) != 0 }

// after returns the first local day behind d on which the plan holds, and its instant.
// A day that a zone left out (Samoa had no 30 December 2011) is not a day.
func (p plan) after(d sales.Date, loc *time.Location) (sales.Date, time.Time) {
	for {
		d = d.AddDays(1)
		if p.on(d) && sales.DateOf(first(d, 0, loc)) == d {
			return d, first(d, p.at, loc)
		}
	}
}

// first returns the first instant at which the clocks of loc show the time at on day d
// or later. So a time that a clock change skips becomes the first one behind the gap,
// and of a time that comes twice the first one counts: every local day has exactly one
// (P7, U18).
func first(d sales.Date, at time.Duration, loc *time.Location) time.Time {
	wall := d.In(time.UTC).Add(at) // what the clocks show, written down as if it were UTC
	t := wall.Add(-24 * time.Hour).In(loc)
	for {
		_, offset := t.Zone()
		start, end := t.ZoneBounds()
		hit := wall.Add(-time.Duration(offset) * time.Second).In(loc)
		if hit.Before(start) {
			hit = start
		}
		if end.IsZero() || hit.Before(end) {
			return hit
		}
		t = end
	}
}

// endOf returns the first instant of the local day behind d.
func endOf(d sales.Date, loc *time.Location) time.Time { return first(d.AddDays(1), 0, loc) }
