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

// talk has people say what they said this morning, below the cards and under them, and
// lets the clock come to where the demo begins.
func (s *sample) talk(ctx context.Context) error {
	type saying struct {
		company.Line
		at    time.Time
		where *spot // of the whole talk
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

// say has somebody say something, and others cheer; what comes after it answers it.
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

// until lets the clock show t, once what was said has reached the bot or will be sent
// again.
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

// place is where a talk is held: in a channel, or in the room of a customer's open deal.
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

// standing writes how a team's contest stands into what its manager says: {total} first
// meetings with new customers this month, {front} has most, {most} of them. Whoever has
// less is not named.
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

// firstMeetings counts the customers of a team who were met for the first time in the
// month of a day, by who met them: a meeting, a visit or a demo counts.
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
