package main

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
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// talk is what people said to each other while something happened. None of it is for the
// bot, and it keeps none of it.
type talk struct {
	channel string // its id
	day     int    // so many days back; today's is said while the bot is there
	at      string // local time
	under   string // said in the thread of this customer's deal; "" in the channel
	line
	answers []line // in the thread, a few minutes later each
}

type line struct {
	who, text string
	cheers    []fakeslack.Reaction
}

// pause is how long people take to answer.
const pause = 3 * time.Minute

func (b book) when(t talk, answer int) time.Time {
	return b.clock(t.day, t.at).Add(time.Duration(answer) * pause)
}

// saidBefore puts what was said before today into the channels, where the bot was not
// told of it.
func saidBefore(channels []fakeslack.Channel) {
	for i, c := range channels {
		for _, b := range books() {
			for _, t := range b.talks {
				if t.channel != c.ID || t.day == 0 {
					continue
				}
				for n, l := range append([]line{t.line}, t.answers...) {
					m := &fakeslack.Message{Channel: c.ID, TS: stampOf(b.when(t, n)), User: l.who, Text: l.text, Reactions: l.cheers}
					if len(t.answers) > 0 {
						m.ThreadTS = stampOf(b.when(t, 0))
					}
					channels[i].Messages = append(channels[i].Messages, m)
				}
			}
		}
		slices.SortStableFunc(channels[i].Messages, func(a, b *fakeslack.Message) int { return cmp.Compare(a.TS, b.TS) })
	}
}

func stampOf(t time.Time) string { return fmt.Sprintf("%d.000000", t.Unix()) }

// talk has people say what they said this morning, below the cards and under them, and
// lets the clock come to where the demo begins.
func (s *sample) talk(ctx context.Context) error {
	type saying struct {
		line
		at    time.Time
		where *spot // of the whole talk
	}
	var all []saying
	for _, b := range books() {
		facts, err := s.standing(ctx, b)
		if err != nil {
			return err
		}
		for _, t := range b.talks {
			if t.day > 0 {
				continue
			}
			where, err := s.place(ctx, b, t)
			if err != nil {
				return err
			}
			for n, l := range append([]line{t.line}, t.answers...) {
				l.text = facts.Replace(l.text)
				all = append(all, saying{l, b.when(t, n), &where})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b saying) int { return a.at.Compare(b.at) })
	for _, x := range all {
		if err := s.until(ctx, x.at); err != nil {
			return err
		}
		if err := s.say(x.line, x.where); err != nil {
			return fmt.Errorf("sample: %s: %w", x.text, err)
		}
	}
	return s.until(ctx, demoBegins)
}

// say has somebody say something, and others cheer; what comes after it answers it.
func (s *sample) say(l line, where *spot) error {
	ts, err := s.slack.As(l.who).Say(where.channel, where.thread, l.text)
	if err != nil {
		return err
	}
	where.thread = cmp.Or(where.thread, ts)
	for _, r := range l.cheers {
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
func (s *sample) place(ctx context.Context, b book, t talk) (at spot, err error) {
	if t.under == "" {
		return spot{channel: t.channel}, nil
	}
	var id string
	err = s.office.store.View(ctx, func(r store.Reader) error {
		for d, err := range store.Deals.List(r, store.Query{Index: "team", Key: b.team + " " + string(sales.Open)}) {
			if err != nil {
				return err
			}
			a, err := store.Accounts.Find(r, d.Account)
			if err != nil {
				return err
			}
			if a.Name == t.under {
				id = d.ID
			}
		}
		return nil
	})
	if err == nil {
		at.channel, at.thread, err = room(ctx, s.office.store, id)
	}
	return at, err
}

// standing writes how a team's contest stands into what its manager says: {total} first
// meetings with new customers this month, {front} has most, {most} of them. Whoever has
// less is not named.
func (s *sample) standing(ctx context.Context, b book) (*strings.Replacer, error) {
	var won map[string]int
	people := map[string]string{}
	err := s.office.store.View(ctx, func(r store.Reader) (err error) {
		if won, err = firstMeetings(r, b.team, sales.DateOf(demoBegins)); err != nil {
			return err
		}
		for _, rep := range b.reps {
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
	for _, rep := range b.reps {
		if won[rep] == most {
			front = append(front, chat.Escape(people[rep]))
		}
	}
	names := lang.Unmark(s.words.Printer(b.language).List(front, false))
	return strings.NewReplacer("{total}", strconv.Itoa(total), "{most}", strconv.Itoa(most), "{front}", names), err
}

// firstMeetings counts the customers of a team who were met for the first time in the
// month of a day, by who met them: a meeting, a visit or a demo counts.
func firstMeetings(r store.Reader, team string, in sales.Date) (map[string]int, error) {
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
