package demo

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"dealdesk/cli/demo/company"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func samplePlan(t *testing.T) Plan {
	return Plan{Listen: "127.0.0.1:0", Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler)}
}

// all returns the records of a table.
func all[T any](t *testing.T, r store.Reader, table store.Table[T]) (list []T) {
	t.Helper()
	for v, err := range table.List(r, store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

// written returns a store with the history of a seed and nothing else.
func written(t *testing.T, seed uint64) *store.Store {
	t.Helper()
	s, err := newSample(t.Context(), samplePlan(t), "en", seed, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.slack.Close)
	st, err := s.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// exported returns everything in a store: every table, every waiting message, and the journal
// without its salts, which are random.
func exported(t *testing.T, st *store.Store) string {
	t.Helper()
	var out bytes.Buffer
	err := st.View(t.Context(), func(r store.Reader) error {
		err := store.Export(r, store.JSON, func(name string) (io.WriteCloser, error) {
			fmt.Fprintln(&out, name)
			return unclosed{&out}, nil
		})
		for e, err := range store.Entries(r, store.EntryQuery{}) {
			if err != nil {
				return err
			}
			fmt.Fprintln(&out, e.Seq, e.Once, e.At, e.Actor, e.What)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

func TestSeedAlwaysMakesTheSameHistory(t *testing.T) {
	st := written(t, 1)
	once := exported(t, st)
	if once != exported(t, written(t, 1)) {
		t.Error("the same seed made another history")
	}
	if once == exported(t, written(t, 2)) {
		t.Error("another seed made the same history")
	}
	if diff, err := st.Recount(t.Context()); err != nil || len(diff) > 0 {
		t.Errorf("the counters do not equal a recount: %v %v", diff, err)
	}
	if deals, contacts := strings.Count(once, `{"id":"D-`), strings.Count(once, `{"id":"N-`); deals < 50 || contacts < 500 {
		t.Errorf("only %d deals and %d contacts in ninety days of seven people", deals, contacts)
	}
}

func TestHistoryKeepsToTheWorkingHoursOfEachTeam(t *testing.T) {
	err := written(t, 1).View(t.Context(), func(r store.Reader) error {
		hours := map[string]map[int]bool{"east": {}, "south": {}} // UTC
		check := func(what, team string, at time.Time, on calendar.Date) {
			zone := map[string]string{"east": "Europe/London", "south": "Asia/Shanghai"}[team]
			loc, err := time.LoadLocation(zone)
			if err != nil {
				t.Fatal(err)
			}
			local := at.In(loc)
			if local.Hour() < 9 || local.Hour() >= 18 || local.Weekday() == time.Saturday || local.Weekday() == time.Sunday ||
				at.After(company.BotStarts) {
				t.Errorf("%s of %s happened on %s", what, team, local)
			}
			if on != calendar.DateOf(local) {
				t.Errorf("%s of %s at %s counts for %s", what, team, local, on)
			}
			hours[team][at.UTC().Hour()] = true
		}
		for _, a := range all(t, r, store.Activities) {
			check(a.ID, a.Team, a.At, a.On)
		}
		for _, e := range all(t, r, store.Events) {
			check(e.ID, e.Team, e.At, e.On)
		}
		for _, s := range all(t, r, store.Standups) {
			check(s.ID, s.Team, s.At, s.On)
		}
		// London's clocks go back within the ninety days; Shanghai's never do.
		if !hours["east"][8] || hours["east"][7] || !hours["east"][17] || hours["south"][0] || hours["south"][10] {
			t.Errorf("the hours of work, in UTC: %v", hours)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// tellings are the records of a seed in a form that the tests of its stories can search.
type tellings struct {
	deals     []sales.Deal
	approvals []sales.Approval
	events    []sales.Event
	contacts  []sales.Activity
}

func tellingsOf(t *testing.T, seed uint64) (x tellings) {
	t.Helper()
	err := written(t, seed).View(t.Context(), func(r store.Reader) error {
		x = tellings{all(t, r, store.Deals), all(t, r, store.Approvals), all(t, r, store.Events), all(t, r, store.Activities)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestSampleRecordsContainItsStories(t *testing.T) {
	today := calendar.DateOf(company.Begins)
	for _, seed := range []uint64{1, 2, 3} {
		x := tellingsOf(t, seed)
		for _, team := range []string{"east", "south"} {
			stalled, wars, renewals := 0, 0, 0
			for _, d := range x.deals {
				if d.Team != team {
					continue
				}
				var moved bool
				var met, asked int
				var granted, refused, waits sales.Percent
				for _, e := range x.events {
					moved = moved || e.Deal == d.ID && e.Kind == sales.Advanced
				}
				for _, a := range x.contacts {
					if a.Deal == d.ID {
						met++
					}
				}
				for _, a := range x.approvals {
					if a.Deal != d.ID {
						continue
					}
					asked++
					switch a.Status {
					case sales.Approved:
						granted = a.Discount
					case sales.Waiting:
						waits = a.Discount
					default:
						refused = max(refused, a.Discount)
					}
				}
				if d.Status == sales.Open && moved && met > 3 && company.Begins.Sub(d.Contacted) > 20*24*time.Hour &&
					d.Next.Overdue(today.AddDays(-14)) {
					stalled++
				}
				if d.Status == sales.Open && asked >= 3 && refused > granted && granted > 0 && d.Discount == granted && waits > granted {
					wars++
				}
				renewal := strings.Contains(d.Name, "renewal") || strings.Contains(d.Name, "续约")
				if renewal && d.Status == sales.Lost && d.Reason != "" && d.Competitor != "" && met > 3 &&
					company.Begins.Sub(d.Closed) < 14*24*time.Hour {
					renewals++
				}
			}
			if stalled == 0 || wars == 0 || renewals == 0 {
				t.Errorf("seed %d, %s: %d deals have stalled, %d discount wars, %d lost renewals", seed, team, stalled, wars, renewals)
			}
		}
	}
}
