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

// The colleagues of a visitor go on working when the clock moves. They type what anybody
// would, so what comes of it is the bot's work, as everything after the history is.

// shift is when a colleague does something: answers the stand-up, or logs a contact with
// the customer who has waited longest.
type shift struct {
	at   time.Time
	who  string
	book company.Book
	logs bool
}

// givenUp is after how long a colleague calls a customer no more: what has stalled stays
// stalled.
const givenUp = 14 * 24 * time.Hour

// shiftDays is for how many days they have plans.
const shiftDays = 14

// colleagues plans the days to come of every rep but the one whose seat is taken, and what
// is left of today.
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

// NextDue stops the clock at what colleagues do, too. The next of a job is that of the
// visitor's own team, for the team or for one of its people.
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

// nextOf is when a job is due next for a team or one of its people, zero if never.
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

// Tick lets the colleagues do what the clock has come to, and then the bot.
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

// work is one shift. Who has no deal has nothing to tell; a stand-up that is in already,
// because the visitor has answered it for them, stays.
func (s *sample) work(ctx context.Context, x shift) error {
	var waits sales.Deal
	answered := false
	err := s.office.Store.View(ctx, func(r store.Reader) (err error) {
		for d, err := range store.OpenDealsOf(r, x.who) {
			if err != nil {
				return err
			}
			if x.at.Sub(d.Touched()) < givenUp && (waits.ID == "" || d.Touched().Before(waits.Touched())) {
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
		command, text = "/log", fmt.Sprintf(b.Log, word, waits.ID, company.Lasts(kind, s.random), one(b.Notes[kind]), one(b.Steps), due.Format(b.Date))
	case s.random.IntN(3) == 0:
		text += fmt.Sprintf(b.Blocked, one(b.Blockers))
	}
	_ = s.slack.As(x.who).Slash(ctx, b.Channel, command, text) // an error is what Slack shows them; they try again tomorrow
	return ctx.Err()
}
