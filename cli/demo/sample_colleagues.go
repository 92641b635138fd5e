package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dealdesk/cli/demo/company"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// The colleagues of a visitor go on working as the clock moves. They type commands like anybody
// else: everything after the history is the work of the bot.

// shift is one thing that a colleague does at a time: answer the stand-up or, with logs, log an
// activity for the deal that has waited longest.
type shift struct {
	at   time.Time
	who  string
	book company.Book
	logs bool
}

// givesUpAfter is how long after the last contact colleagues stop calling a customer, so that
// stalled deals stay stalled.
const givesUpAfter = 14 * 24 * time.Hour

// shiftDays is how many days ahead the colleagues' work is planned.
const shiftDays = 14

// colleagues plans the rest of today and the next shiftDays days for every rep except the one
// whose seat the visitor takes.
func (s *sample) colleagues(from time.Time) []shift {
	var all []shift
	for _, b := range company.Books() {
		for day := 0; day <= shiftDays; day++ {
			on := calendar.DateOf(from.In(b.Zone)).AddDays(day)
			if on.Weekday() == time.Saturday || on.Weekday() == time.Sunday {
				continue
			}
			for _, rep := range b.Reps {
				if rep == s.seat.rep {
					continue
				}
				between := func(minute, span int) time.Time {
					return on.In(b.Zone).Add(time.Duration(minute+s.random.IntN(span)) * time.Minute)
				}
				all = append(all, shift{at: between(9*60+5, 45), who: rep, book: b})
				for _, hour := range []int{10, 13, 15} {
					all = append(all, shift{at: between(hour*60+15, 100), who: rep, book: b, logs: true})
				}
			}
		}
	}
	all = slices.DeleteFunc(all, func(x shift) bool { return !x.at.After(from) })
	slices.SortStableFunc(all, func(x, y shift) int { return x.at.Compare(y.at) })
	return all
}

// NextDue is that of local with two differences: for "" it includes the colleagues' shifts, and
// for a job it returns when the job is next due for the visitor's team or one of its people.
func (s *sample) NextDue(ctx context.Context, job string) (time.Time, error) {
	due, err := s.local.NextDue(ctx, job)
	if err != nil {
		return due, err
	}
	if job != "" {
		err := s.office.Store.View(ctx, func(r store.Reader) (err error) {
			due, err = nextOf(r, job, s.seat.team)
			return err
		})
		return due, err
	}
	if len(s.shifts) > 0 && (due.IsZero() || s.shifts[0].at.Before(due)) {
		due = s.shifts[0].at
	}
	return due, nil
}

// nextOf returns when a job is due next for a team or one of its people, zero if never.
func nextOf(r store.Reader, job, team string) (time.Time, error) {
	for row, err := range store.ScheduledRuns(r) {
		if err != nil {
			return time.Time{}, err
		}
		if row.Job != job {
			continue
		}
		p, _, err := store.People.Get(r, row.Subject)
		if err != nil || row.Subject == team || p.Team == team {
			return row.Due, err
		}
	}
	return time.Time{}, nil
}

// Tick runs the shifts that are due, then the jobs of the bot.
func (s *sample) Tick(ctx context.Context) error {
	for len(s.shifts) > 0 && !s.shifts[0].at.After(s.clock.Now()) {
		x := s.shifts[0]
		s.shifts = s.shifts[1:]
		if err := s.work(ctx, x); err != nil {
			return fmt.Errorf("sample: %s: %w", x.who, err)
		}
	}
	return s.local.Tick(ctx)
}

// work runs one shift. A colleague without an open deal does nothing. A stand-up that the visitor
// has already answered for them is not answered again.
func (s *sample) work(ctx context.Context, x shift) error {
	var waits sales.Deal
	answered := false
	err := s.office.Store.View(ctx, func(r store.Reader) (err error) {
		for d, err := range store.OpenDealsOf(r, x.who) {
			if err != nil {
				return err
			}
			if x.at.Sub(d.Touched()) < givesUpAfter && (waits.ID == "" || d.Touched().Before(waits.Touched())) {
				waits = d
			}
		}
		_, answered, err = store.Standups.Get(r, sales.StandupID(x.book.Team, calendar.DateOf(x.at), x.who))
		return err
	})
	if err != nil || waits.ID == "" || answered && !x.logs {
		return err
	}
	b, one := x.book, func(of []string) string { return of[s.random.IntN(len(of))] }
	command, text := "/standup", fmt.Sprintf(b.Plan, one(b.Steps))
	switch {
	case x.logs:
		kind := b.Kind(s.random)
		word := s.words.Printer(b.Language).Plain("kind." + string(kind))
		due := x.at.AddDate(0, 0, 7-int(x.at.Weekday())+1+s.random.IntN(5)) // next week
		command, text = "/log", fmt.Sprintf(b.Log, word, waits.ID, company.Lasts(kind, s.random), one(b.Notes[kind]), one(b.Steps),
			due.Format(b.Date))
	case s.random.IntN(3) == 0:
		text += fmt.Sprintf(b.Blocked, one(b.Blockers))
	}
	_ = s.slack.As(x.who).Slash(ctx, b.Channel, command, text) // Slack shows the error to the colleague, who tries again tomorrow
	return ctx.Err()
}
