package jobs

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"dealdesk/sales/calendar"
)

// plan is a time of day on some days of the week, in whatever zone it is applied to.
type plan struct {
	days   calendar.Weekdays
	at     time.Duration
	weekly bool // no week goes without: what falls on a day off comes earlier
	work   bool // on every working day, whatever days says
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
	return plan{days: bits, at: time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute}, nil
}

// weekdays reads a cron day-of-week field. cron is only a parser here: its own clock skips a
// run in a spring gap, doubles one in autumn and loses one during downtime, and its parser
// panics on a bare TZ=.
func weekdays(field string) (days calendar.Weekdays, err error) {
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
	days = calendar.Weekdays(parsed.(*cron.SpecSchedule).Dow & week)
	if days == 0 { // cron takes a lone comma for a list of none
		return 0, fmt.Errorf("%q is not a list of weekdays like 1-5 or mon,wed,fri", field)
	}
	return days, nil
}

// on reports whether the plan holds on d for a team with worktime w.
func (p plan) on(d calendar.Date, w calendar.Worktime) bool {
	switch {
	case p.weekly:
		return w.HoldsOrEarlier(d, p.days)
	case p.work:
		return w.Workday(d)
	}
	return w.Holds(d, p.days)
}

// after returns the first local day after d on which the plan holds, and its instant. A day
// that a zone skipped (Samoa had no 30 December 2011) does not count.
func (p plan) after(d calendar.Date, w calendar.Worktime, loc *time.Location) (calendar.Date, time.Time) {
	for {
		d = d.AddDays(1)
		if p.on(d, w) && calendar.DateOf(d.In(loc)) == d {
			return d, d.At(p.at, loc)
		}
	}
}
