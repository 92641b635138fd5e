package store_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// found are the ids a finder yields, in its order.
func found[T any](t *testing.T, table store.Table[T], records iter.Seq2[T, error]) string {
	t.Helper()
	all, err := store.Collect(records)
	return ids(t, table, all, err)
}

func decided(t *testing.T, r store.Reader, from, before time.Time) string {
	t.Helper()
	all, err := store.DecidedApprovals(r, "east", from, before)
	return ids(t, store.Approvals, all, err)
}

func ids[T any](t *testing.T, table store.Table[T], records []T, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	list := make([]string, len(records))
	for i, v := range records {
		list[i] = table.ID(v)
	}
	return strings.Join(list, " ")
}

func day(n int) calendar.Date { return calendar.Date(fmt.Sprintf("2026-11-%02d", n)) }

func TestFindersFindWhatTheirNamesSay(t *testing.T) {
	s, _ := open(t)
	_, err := s.Update(t.Context(), store.Change{Once: "fill", Actor: "test", At: monday}, func(tx *store.Tx) error {
		var errs []error
		for i, d := range []sales.Deal{
			{Owner: "U1", Team: "east", Account: "A-1", Status: sales.Won, Close: "2026-11-20"},
			{Owner: "U1", Team: "east", Account: "A-1", Status: sales.Open, Close: "2026-12-01"},
			{Owner: "U12", Team: "east-2", Account: "A-12", Status: sales.Open},
			{Owner: "U1", Team: "east-2", Status: sales.Open},
			{Owner: "U1", Team: "east", Account: "A-1", Status: sales.Won, Close: "2026-11-18"},
			{Owner: "U12", Team: "east", Status: sales.Lost, Close: "2026-11-19"},
			{Status: sales.Open},
		} {
			d.ID = fmt.Sprint("D-", i+7) // up to D-13: D-9 comes before D-10
			errs = append(errs, store.Deals.Put(tx, d))
		}
		for i, a := range []sales.Approval{
			{Deal: "D-7", Team: "east", Status: sales.Waiting, Expires: monday.Add(2 * time.Hour)},
			{Deal: "D-7", Team: "east", Status: sales.Waiting, Expires: monday.Add(time.Hour)},
			{Deal: "D-7", Team: "east", Status: sales.Approved, Requester: "U1", By: "U2", Decided: monday},
			{Deal: "D-8", Team: "east", Status: sales.Rejected, Decided: monday.Add(-time.Second)},
			{Deal: "D-9", Team: "east-2", Status: sales.Approved, Requester: "U1", By: "U2", Decided: monday},
		} {
			a.ID = fmt.Sprint("R-", i+1)
			errs = append(errs, store.Approvals.Put(tx, a))
		}
		for i, at := range []time.Time{monday, monday.Add(time.Second), monday.Add(-time.Hour)} {
			errs = append(errs,
				store.Runs.Put(tx, store.Run{Job: "digest", Day: day(10 + i), State: store.RunDue, Due: at}),
				store.Proposals.Put(tx, sales.Proposal{ID: fmt.Sprint("B-", i+1), Status: sales.Waiting, Expires: at}),
				store.Activities.Put(tx, sales.Activity{
					ID: fmt.Sprint("N-", i+1), Deal: "D-7", Account: "A-1", By: "U1", On: day(16), Source: fmt.Sprint("C1/", i),
				}))
		}
		errs = append(errs,
			store.Activities.Put(tx, sales.Activity{ID: "N-4", Account: "A-1", By: "U12", On: day(16)}),
			store.Runs.Put(tx, store.Run{Job: "digest", Day: day(9), State: store.RunDone, Due: monday}),
			store.Runs.Put(tx, store.Run{Job: "digests", Day: day(9), State: store.RunDone, Due: monday}))
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(context.Background(), func(r store.Reader) error {
		for _, c := range []struct{ what, got, want string }{
			{"deals with A-1", found(t, store.Deals, store.DealsOfAccount(r, "A-1")), "D-7 D-8 D-11"},
			{"deals with A-1, latest first", found(t, store.Deals, store.LatestDealsOfAccount(r, "A-1")), "D-11 D-8 D-7"},
			{"deals with no customer named", found(t, store.Deals, store.DealsOfAccount(r, "")), ""},
			{"deals of U1", found(t, store.Deals, store.DealsOf(r, "U1")), "D-8 D-10 D-11 D-7"},
			{"open deals of U1", found(t, store.Deals, store.OpenDealsOf(r, "U1")), "D-8 D-10"},
			{"open deals of nobody", found(t, store.Deals, store.OpenDealsOf(r, "")), "D-13"},
			{"deals of east", found(t, store.Deals, store.DealsOfTeam(r, "east")), "D-12 D-8 D-11 D-7"},
			{"open deals of east-2", found(t, store.Deals, store.OpenDealsOfTeam(r, "east-2")), "D-9 D-10"},
			{"won since the 18th", found(t, store.Deals, store.ClosedDealsOfTeam(r, "east", sales.Won, "2026-11-18")), "D-11 D-7"},
			{"won since the 19th", found(t, store.Deals, store.ClosedDealsOfTeam(r, "east", sales.Won, "2026-11-19")), "D-7"},
			{"lost since the 19th", found(t, store.Deals, store.ClosedDealsOfTeam(r, "east", sales.Lost, "2026-11-19")), "D-12"},
			{"requests for D-7", found(t, store.Approvals, store.ApprovalsOf(r, "D-7")), "R-1 R-2 R-3"},
			{"requests that wait", found(t, store.Approvals, store.WaitingApprovals(r)), "R-2 R-1"},
			{"settled from Monday nine", decided(t, r, monday, monday.Add(time.Hour)), "R-3"},
			{"settled until Monday nine", decided(t, r, monday.Add(-time.Hour), monday), "R-4"},
			{"proposals that wait", found(t, store.Proposals, store.WaitingProposals(r)), "B-3 B-1 B-2"},
			{"proposals whose time is over", found(t, store.Proposals, store.ExpiredProposals(r, monday)), "B-3 B-1"},
			{"planned runs", found(t, store.Runs, store.ScheduledRuns(r)), "digest|2026-11-12| digest|2026-11-10| digest|2026-11-11|"},
			{"due runs", found(t, store.Runs, store.DueRuns(r, monday)), "digest|2026-11-12| digest|2026-11-10|"},
			{
				"runs of the digest", found(t, store.Runs, store.RunsOf(r, "digest")),
				"digest|2026-11-09| digest|2026-11-10| digest|2026-11-11| digest|2026-11-12|",
			},
			{"about the deal", found(t, store.Activities, store.ActivitiesAbout(r, "D-7")), "N-1 N-2 N-3"},
			{"about the customer alone", found(t, store.Activities, store.ActivitiesAbout(r, "A-1")), "N-4"},
			{"the latest two about the deal", found(t, store.Activities, store.LatestActivitiesAbout(r, "D-7", 2)), "N-3 N-2"},
			{"logged by U1", found(t, store.Activities, store.ActivitiesOn(r, "2026-11-16", "U1")), "N-1 N-2 N-3"},
		} {
			if c.got != c.want {
				t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
			}
		}
		if a, ok, err := store.ActivityFrom(r, "C1/1"); err != nil || !ok || a.ID != "N-2" {
			t.Errorf("from the message: %v, %v, %v", a.ID, ok, err)
		}
		if a, ok, err := store.ActivityFrom(r, ""); err != nil || ok {
			t.Errorf("from no message: %v, %v, %v", a.ID, ok, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
