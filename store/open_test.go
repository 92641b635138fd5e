package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/store"
)

// What an index says in brief is what the deals say: also after they were moved, handed over, given a discount, closed.
func TestOpenDealsInBriefSayWhatTheDealsSay(t *testing.T) {
	s, _ := open(t)
	since := func(hour int) time.Time { return monday.Add(time.Duration(hour)*time.Hour + time.Millisecond) }
	do := func(name string, all ...sales.Deal) {
		t.Helper()
		_, err := s.Update(t.Context(), store.Change{Once: name, Actor: "test", At: monday}, func(tx *store.Tx) error {
			var errs []error
			for _, d := range all {
				errs = append(errs, store.Deals.Put(tx, d))
			}
			return errors.Join(errs...)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := func(ids ...string) {
		t.Helper()
		err := s.View(t.Context(), func(r store.Reader) error {
			brief, err := store.Collect(store.OpenDealsInBrief(r))
			if err != nil || len(brief) != len(ids) {
				t.Fatalf("%+v, %v, want %v", brief, err, ids)
			}
			for i, b := range brief {
				d, err := store.Deals.Find(r, b.ID)
				if err != nil || b.ID != ids[i] {
					t.Fatal(b.ID, ids[i], err)
				}
				is := func(d sales.Deal) string {
					return fmt.Sprint(d.Owner, d.Team, d.Status, d.Pipeline, d.Stage, d.Net(), d.StageSince.UTC().Truncate(time.Second),
						d.Created.UTC().Format(time.DateOnly))
				}
				if is(b) != is(d) {
					t.Errorf("%s in brief is %s, want %s", b.ID, is(b), is(d))
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	first := sales.Deal{ID: "D-1", Owner: "U1", Team: "east coast", Pipeline: "standard", Stage: "lead", Status: sales.Open,
		StageSince: since(2), Created: since(1), Amount: sales.Money{Minor: 1234, Currency: "CNY"}}
	second := sales.Deal{ID: "D-2", Status: sales.Open} // as some other system may leave it
	third := sales.Deal{ID: "D-3", Owner: "U2", Pipeline: "standard", Stage: "lead", Status: sales.Open, StageSince: since(1),
		Created: since(0)}
	do("new", first, second, third)
	want("D-2", "D-3", "D-1")
	first.Stage, first.StageSince, first.Discount, first.Owner = "proposal", since(0), 1000, "U3"
	second.Status = sales.Won
	do("moved", first, second)
	want("D-1", "D-3")
	if _, err := s.Check(t.Context(), store.Checkpoint{}); err != nil {
		t.Error(err)
	}
}
