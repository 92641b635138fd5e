package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dealdesk/commands/commandstest"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func TestAGoalFollowsItsRules(t *testing.T) {
	calls := func(w *commandstest.World, at time.Time, n int) {
		now := w.Now
		w.Now = at
		for range n {
			w.Say(ana, "log call D-1 20m talked")
		}
		w.Now = now
	}
	t.Run("a team of another currency gets no part", func(t *testing.T) {
		w := acme(t)
		w.Say(commandstest.Adm, "team currency West USD")
		w.Say(dan, "goal new company revenue 10m 2027")
		w.Want(w.Say(dan, "goal split G-1 by team, by hand: East 10m"), "East: ¥10,000,000", "No part for West", "exactly the goal")
	})
	t.Run("the nearest goal above is the parent", func(t *testing.T) {
		w := acme(t)
		w.Say(dan, "goal new company revenue 10m 2027")
		w.Want(w.Say(dan, "goal new East revenue 2m 2027"), "G-2", "Part of G-1")
		w.Want(w.Say(dan, "goal new East revenue 500k q1"), "G-3", "Part of G-2")
		w.Want(w.Say(dan, "goal new Ana revenue 200k q1"), "G-4", "Part of G-3")
		w.Want(w.Say(dan, "goal new Ana 20 calls q1"), "G-5", "part of no larger goal")
		w.Say(dan, "goal new company revenue 2m q1") // as long as East's, and farther away
		w.Want(w.Say(dan, "goal new Bob revenue 100k q1"), "G-7", "Part of G-3")
	})
	t.Run("a baseline that is passed is remarked", func(t *testing.T) {
		w := acme(t)
		now := w.Now
		calls(w, now.AddDate(0, -3, 0), 1)
		for i := range 12 {
			w.Now = now.AddDate(0, -1, -i)
			w.Say(ana, fmt.Sprintf("deal new Acme Corporation %q 120k", "Line "+string(rune('A'+i))))
			w.Want(w.Say(ana, fmt.Sprintf("deal won D-%d signed at their fair", i+2)), "won")
		}
		w.Now = now
		w.Want(w.Say(mei, "goal new East win rate from 12% to 100% q1"), "which is better than the baseline of 12% already")
	})
	t.Run("a stretch is cheered once", func(t *testing.T) {
		w := acme(t)
		w.Say(mei, "goal new East 2 calls this month stretch 3")
		on := calendar.DateOf(w.Now)
		cheer := func() {
			change := store.Change{Once: fmt.Sprint("cheer", w.Now), At: w.Now, What: "digest"}
			_, err := w.Store.Update(t.Context(), change, func(tx *store.Tx) error {
				east, _, err := store.Teams.Get(tx, "east")
				if err != nil {
					return err
				}
				return w.Desk.CheerGoals(tx, east, on)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		calls(w, w.Now, 3)
		cheer()
		if text := string(w.Message("goal/G-1/cheer/stretch").Message.Text); !strings.Contains(text, "passed Stretch") {
			t.Error(text)
		}
		was := w.Message("goal/G-1/cheer/stretch")
		w.Now = w.Now.Add(time.Hour)
		calls(w, w.Now, 1)
		cheer()
		if is := w.Message("goal/G-1/cheer/stretch"); is.Message.Text != was.Message.Text {
			t.Errorf("cheered again: %s", is.Message.Text)
		}
	})
	t.Run("a season follows the year before", func(t *testing.T) {
		w := acme(t)
		for i, n := range []int{1, 2, 1} {
			calls(w, time.Date(2026, time.Month(i+1), 14, 10, 0, 0, 0, w.Now.Location()), n)
		}
		reply := w.Say(mei, "goal new East 100 calls q1")
		if reply.Message != nil && strings.Contains(string(reply.Message.Text), "⚠️") {
			w.Click(mei, reply.Message, "Set anyway")
		}
		w.Want(w.Say(mei, "goal split G-1 by month by season"), "Jan 2027: 25", "Feb 2027: 50", "Mar 2027: 25", "as in the year before")
	})
}
