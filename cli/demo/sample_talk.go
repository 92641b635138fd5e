package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/chat"
	"dealdesk/cli/demo/company"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// talk has people say what they said this morning, in the channels and in the threads of cards,
// and moves the clock to where the demo begins.
func (s *sample) talk(ctx context.Context) error {
	type saying struct {
		company.Line
		at    time.Time
		where *spot // shared by all lines of a talk
	}
	var all []saying
	for _, b := range company.Books() {
		facts, err := s.standing(ctx, b)
		if err != nil {
			return err
		}
		for _, t := range b.Talks {
			if t.Day > 0 {
				continue
			}
			where, err := s.place(ctx, b, t)
			if err != nil {
				return err
			}
			for n, l := range append([]company.Line{t.Line}, t.Answers...) {
				l.Text = facts.Replace(l.Text)
				all = append(all, saying{l, b.When(t, n), &where})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b saying) int { return a.at.Compare(b.at) })
	for _, x := range all {
		if err := s.until(ctx, x.at); err != nil {
			return err
		}
		if err := s.say(x.Line, x.where); err != nil {
			return fmt.Errorf("sample: %s: %w", x.Text, err)
		}
	}
	return s.until(ctx, company.Begins)
}

// say has a person say a line and others react to it. If where is no thread yet, it becomes the
// thread of the line, so that the next lines answer it.
func (s *sample) say(l company.Line, where *spot) error {
	ts, err := s.slack.As(l.Who).Say(where.channel, where.thread, l.Text)
	if err != nil {
		return err
	}
	where.thread = cmp.Or(where.thread, ts)
	for _, r := range l.Cheers {
		for _, who := range r.Users {
			if err := s.slack.As(who).React(where.channel, ts, r.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

// until sets the clock to t once the bot has received what was said, or Slack has planned to
// send it again.
func (s *sample) until(ctx context.Context, t time.Time) error {
	heard := func(st *fakeslack.State) bool { return st.Idle() || !st.Retry().IsZero() }
	if err := s.slack.WaitFor(ctx, heard); err != nil {
		return err
	}
	err := s.clock.Sleep(ctx, t.Sub(s.clock.Now()))
	s.slack.Tick()
	return err
}

// spot is a channel, or a thread in it.
type spot struct{ channel, thread string }

// place returns where a talk takes place: in a channel, or in the thread of the open deal of a
// customer.
func (s *sample) place(ctx context.Context, b company.Book, t company.Talk) (at spot, err error) {
	if t.Under == "" {
		return spot{channel: t.Channel}, nil
	}
	var id string
	err = s.office.Store.View(ctx, func(r store.Reader) error {
		for d, err := range store.OpenDealsOfTeam(r, b.Team) {
			if err != nil {
				return err
			}
			a, err := store.Accounts.Find(r, d.Account)
			if err != nil {
				return err
			}
			if a.Name == t.Under {
				id = d.ID
			}
		}
		return nil
	})
	if err == nil {
		at.channel, at.thread, err = room(ctx, s.office.Store, id)
	}
	return at, err
}

// standing returns the words for the placeholders in what a manager says about the contest:
// {total} is the number of first meetings with new customers this month, {front} the names of
// those who have most, and {most} how many that is.
func (s *sample) standing(ctx context.Context, b company.Book) (*strings.Replacer, error) {
	var won map[string]int
	people := map[string]string{}
	err := s.office.Store.View(ctx, func(r store.Reader) (err error) {
		if won, err = firstMeetings(r, b.Team, calendar.DateOf(company.Begins)); err != nil {
			return err
		}
		for _, rep := range b.Reps {
			p, err := store.People.Find(r, rep)
			if err != nil {
				return err
			}
			people[rep] = p.Name
		}
		return nil
	})
	total, most := 0, 0
	for _, n := range won {
		total, most = total+n, max(most, n)
	}
	var front []chat.Safe
	for _, rep := range b.Reps {
		if won[rep] == most {
			front = append(front, chat.Escape(people[rep]))
		}
	}
	names := lang.Unmark(s.words.Printer(b.Language).List(front, false))
	return strings.NewReplacer("{total}", strconv.Itoa(total), "{most}", strconv.Itoa(most), "{front}", names), err
}

// firstMeetings counts, by person, the customers of a team who were first met in the month of
// in. A meeting, a visit and a demo count.
func firstMeetings(r store.Reader, team string, in calendar.Date) (map[string]int, error) {
	first := map[string]sales.Activity{} // by customer
	for a, err := range store.Activities.List(r, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if a.Team != team || a.Kind != sales.Meeting && a.Kind != sales.Visit && a.Kind != sales.Demo {
			continue
		}
		if f, met := first[a.Account]; !met || a.At.Before(f.At) {
			first[a.Account] = a
		}
	}
	won := map[string]int{}
	for _, a := range first {
		if a.On[:len("2006-01")] == in[:len("2006-01")] {
			won[a.By]++
		}
	}
	return won, nil
}
