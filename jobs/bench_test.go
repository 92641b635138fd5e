package jobs

import (
	"flag"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// How much history the benchmarks run on: go test ./jobs -run '^$' -bench . -activities 1000000
var histories = flag.String("activities", "10000,100000", "activities in the store, one benchmark for each number")

// The company of the benchmarks: every rep logs 20 contacts a day, so a day is the same
// however many came before it.
const (
	benchTeams = 10
	benchReps  = 20 // in each team
	perDay     = 20
	benchDeals = 200 // open, in each team
	perBatch   = 10_000
)

var benchDay = calendar.Date("2026-11-20")

func benchRep(i int) string  { return fmt.Sprintf("U%d", i%(benchTeams*benchReps)) }
func benchTeam(i int) string { return fmt.Sprintf("team-%d", i%benchTeams) }

// history fills a company with n activities, the last ones on the day before benchDay.
func history(b *testing.B, n int) *office {
	b.Helper()
	o := open(b, plans(), string(benchDay)+" 10:00")
	for i := range benchTeams {
		o.team(sales.Team{ID: benchTeam(i), Name: benchTeam(i), Channel: fmt.Sprintf("C%d", i)})
	}
	for i := range benchTeams * benchReps {
		o.person(sales.Person{ID: benchRep(i), Name: "Rep " + benchRep(i), Team: benchTeam(i)})
	}
	o.do(func(tx *store.Tx) error {
		for i := range benchTeams * benchDeals {
			d := sales.Deal{ID: tx.Next(sales.KindDeal), Name: "Data platform", Owner: benchRep(i), Team: benchTeam(i), Pipeline: "standard",
				Stage: "proposal", Status: sales.Open,
				Amount: sales.Money{Minor: 12_000_000, Currency: "CNY"}, Terms: 1, Close: "2026-12-20", Created: o.now.AddDate(0, 0, -30),
				Contacted: o.now.AddDate(0, 0, -i%5),
				Next:      sales.NextStep{What: "send quote", Due: benchDay.AddDays(i%5 - 1)}}
			if err := store.Deals.Put(tx, d); err != nil {
				return err
			}
			e := sales.Event{ID: tx.Next(sales.KindEvent), Deal: d.ID, Team: d.Team, Owner: d.Owner, By: d.Owner, Kind: sales.Advanced,
				From: "discovery", To: "proposal", Amount: d.Amount, At: o.now, On: benchDay.AddDays(-1 - i/benchTeams%28)}
			if err := store.Events.Put(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	for from := 0; from < n; from += perBatch {
		o.do(func(tx *store.Tx) error {
			for i := from; i < min(from+perBatch, n); i++ {
				on := benchDay.AddDays(-1 - (n-1-i)/(benchTeams*benchReps*perDay))
				a := sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.ActivityKinds[i/7%6], Account: fmt.Sprintf("A-%d", i*7919%20_000),
					Team: benchTeam(i), By: benchRep(i),
					On: on, At: o.now, Minutes: 20, Note: "Talked pricing, they want 10% off before the end of the quarter."}
				if err := store.Activities.Put(tx, a); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return o
}

// BenchmarkHistory measures a team's stand-up digest and weekly review after a long history,
// and for comparison reading the activities they report on.
func BenchmarkHistory(b *testing.B) {
	for text := range strings.SplitSeq(*histories, ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		o := history(b, n)
		team := sales.Team{ID: benchTeam(0), Name: benchTeam(0), Channel: "C0"}
		p := o.desk.Cards.Printer("en", o.now)
		yesterday := benchDay.AddDays(-1)
		week := calendar.Week(yesterday)
		measure := func(name string, fn func(store.Reader) error) {
			b.Run(fmt.Sprintf("activities=%d/%s", n, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := o.store.View(b.Context(), fn); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		measure("digest", func(r store.Reader) error {
			head, _, err := o.desk.Cards.DigestOf(r, p, team, benchDay, o.now)
			return want(err, string(head.Text), "400 contacts")
		})
		measure("digest rows", func(r store.Reader) error { return read(r, calendar.Span{From: yesterday, To: yesterday}, 400) })
		measure("review", func(r store.Reader) error {
			head, _, err := o.desk.Cards.ReviewOf(r, p, team, week, o.now)
			return want(err, string(head.Text), "ontacts")
		})
		measure("review rows", func(r store.Reader) error { return read(r, week, 400) })
	}
}

func want(err error, text, words string) error {
	if err == nil && !strings.Contains(text, words) {
		err = fmt.Errorf("no %q in %s", words, text)
	}
	return err
}

// read decodes the activities of the first team's people in the days, as a digest without
// counters would.
func read(r store.Reader, days calendar.Span, atLeast int) error {
	n := 0
	for on := days.From; on <= days.To; on = on.AddDays(1) {
		for i := range benchReps {
			for _, err := range store.ActivitiesOn(r, on, benchRep(i*benchTeams)) {
				if err != nil {
					return err
				}
				n++
			}
		}
	}
	if n < atLeast {
		return fmt.Errorf("%d activities, want at least %d", n, atLeast)
	}
	return nil
}
