package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

func TestANewZoneMovesTheNextRunAndLosesNoDay(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-18 09:00")
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Zone: "America/New_York"})
	o.tick("2026-11-19 13:59")
	o.wantRun(cards.PromptJob, "2026-11-19", "UANA", store.RunDue, "")
	o.tick("2026-11-19 14:00")
	o.wantRun(cards.PromptJob, "2026-11-19", "UANA", store.RunDone, "")
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Gone: true})
	o.tick("2026-11-20 18:00")
	o.wantRun(cards.PromptJob, "2026-11-20", "UANA", store.RunCancelled, "gone")
}

func TestRunTicksUntilItIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		words, err := lang.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := bolt.Open(filepath.Join(t.TempDir(), "desk.db"), bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		o := &office{t: t, now: time.Now(), sent: map[string]store.Post{}} // midnight, Saturday 2000-01-01
		if o.store, err = store.Open(t.Context(), b, store.Options{Now: o.now}); err != nil {
			t.Fatal(err)
		}
		defer o.store.Close()
		o.desk = desk.New(o.store, words, plans())
		o.team(sales.Team{ID: "emea", Name: "EMEA", Channel: "C1"})
		runner, err := New(o.desk, time.Now, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { runner.Run(ctx, nil); close(done) }()
		<-time.After(58*time.Hour - time.Second) // Monday 10:00 is at hand
		synctest.Wait()
		o.wantKeys("digest")
		next, err := runner.NextDue(ctx, cards.DigestJob)
		if want := time.Date(2000, 1, 3, 10, 0, 0, 0, time.UTC); err != nil || !next.Equal(want) {
			t.Errorf("the next digest is due %s (%v), want %s", next, err, want)
		}
		<-time.After(tickEvery + time.Second)
		synctest.Wait()
		o.wantKeys("digest", "digest/emea/2000-01-03")
		stop()
		<-done
	})
}

// A year of nights, downtimes and clocks set back: in the end every working day of every
// team has one settled run, posted on the day or reported as missed.
func TestDowntimeAndClockStepsNeitherDoubleNorDropADay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := plans()
		c.Standup = sales.StandupPlan{Days: "*", Digest: rapid.SampledFrom([]string{"09:00", "02:30", "00:00"}).Draw(rt, "digest")}
		c.Review.At = ""
		c.Calendar = rapid.SampledFrom([]calendar.Calendar{{}, china(t)}).Draw(rt, "calendar")
		work := calendar.Worktime{Calendar: c.Calendar}
		o := open(t, c, rapid.SampledFrom([]string{"2026-03-05 00:00", "2026-03-26 00:00", "2026-04-01 00:00", "2026-09-03 00:00",
			"2026-10-01 00:00", "2026-10-22 00:00", "2026-02-12 00:00"}).Draw(rt, "start"))
		start := o.now
		var teams []string
		for i, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(zones), 3, 3, rapid.ID).Draw(rt, "zones") {
			id := fmt.Sprintf("t%d", i)
			teams = append(teams, name)
			o.team(sales.Team{ID: id, Name: name, Channel: fmt.Sprintf("C%d", i), Zone: name})
		}
		if err := o.runner.Tick(t.Context()); err != nil {
			rt.Fatal(err)
		}
		latest := o.now
		for range 25 {
			step := rapid.OneOf(rapid.IntRange(1, 180), rapid.IntRange(200, 3000), rapid.IntRange(-1500, -1)).Draw(rt, "minutes")
			o.now = o.now.Add(time.Duration(step) * time.Minute)
			if o.now.After(latest) {
				latest = o.now
			}
			if rapid.Bool().Draw(rt, "restart") {
				o.restart()
			}
			if err := o.runner.Tick(t.Context()); err != nil {
				rt.Fatal(err)
			}
		}
		posts := o.posts()
		for i, name := range teams {
			loc, id := zone(t, name), fmt.Sprintf("t%d", i)
			for day, at := o.runner.jobs[0].plan.after(calendar.DateOf(start.In(loc)).AddDays(-1), work, loc); !at.After(latest); day,
				at = o.runner.jobs[0].plan.after(day, work, loc) {
				if at.Before(start) {
					continue
				}
				row := o.run(cards.DigestJob, day, id)
				_, posted := posts["digest/"+id+"/"+string(day)]
				if want := row.State == store.RunDone || row.State == store.RunLate; !row.Due.Equal(at) || row.State == store.RunDue || posted != want {
					rt.Errorf("%s %s: due %s, want %s; %s, posted %v", name, day, row.Due, at, row.State, posted)
				}
				delete(posts, "digest/"+id+"/"+string(day))
			}
		}
		for key := range posts {
			rt.Errorf("an extra post %s", key)
		}
	})
}
