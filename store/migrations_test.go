package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

func TestAMigrationMarksWhatWasTakenBack(t *testing.T) {
	b, err := bolt.Open(filepath.Join(t.TempDir(), "sales.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	first := store.Events // as in version 1
	first.Indexes = first.Indexes[:2]
	tables := store.Tables()
	tables[slices.IndexFunc(tables, func(t store.AnyTable) bool { return t.TableName() == first.Name })] = first
	s, err := store.Open(t.Context(), b, store.Options{Tables: tables})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Update(t.Context(), store.Change{Once: "then", Actor: "U0ANNA", At: monday, What: "deal"}, func(tx *store.Tx) error {
		var errs []error
		for _, e := range []sales.Event{
			{ID: "E-1", Deal: "D-1", Kind: sales.ClosedWon}, {ID: "E-2", Deal: "D-2", Kind: sales.ClosedWon},
			{ID: "E-3", Deal: "D-1", Kind: sales.Reopened, From: "won"}, {ID: "E-4", Deal: "D-1", Kind: sales.ClosedLost},
			{ID: "E-5", Deal: "D-1", Kind: sales.Reopened, From: "lost"}, {ID: "E-6", Deal: "D-1", Kind: sales.ClosedWon, Told: "2026-11-17"},
		} {
			e.Owner, e.Team, e.On, e.At = "U0ANNA", "north", "2026-11-16", monday
			errs = append(errs, first.Put(tx, e))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
	backups := 0
	s, err = store.Open(t.Context(), b, store.Options{Now: monday, BackupBefore: func(version int) error { backups += version; return nil }})
	if err != nil || backups != 1 {
		t.Fatal(backups, err)
	}
	if _, err := s.Check(t.Context(), store.Checkpoint{}); err != nil {
		t.Error(err)
	}
	err = s.View(t.Context(), func(r store.Reader) error {
		for id, want := range map[string]string{"E-1": "E-3", "E-2": "", "E-4": "E-5", "E-6": ""} {
			if e, err := store.Events.Find(r, id); err != nil || e.TakenBack != want {
				t.Errorf("%s is taken back by %q, want %q, %v", id, e.TakenBack, want, err)
			}
		}
		late, err := store.Collect(store.EventsToldOn(r, "2026-11-17", "north"))
		if err != nil || len(late) != 1 || late[0].ID != "E-6" {
			t.Errorf("entered late: %v, %v", late, err)
		}
		sums := map[string]int64{}
		for c, err := range store.SumOf(r, []string{store.InTeam("U0ANNA", "north")}, "2026-11-16", "2026-11-16") {
			if err != nil {
				return err
			}
			sums[c.Metric] += c.N
		}
		if sums["won"] != 2 || sums["lost"] != 0 {
			t.Errorf("counters %v", sums)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAMigrationCountsTheDaysOfTheStageInWhichADealClosed(t *testing.T) {
	b, err := bolt.Open(filepath.Join(t.TempDir(), "sales.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	s, err := store.Open(t.Context(), b, store.Options{Tables: store.Tables(), Migrations: store.Migrations()[:3]})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Update(t.Context(), store.Change{Once: "then", Actor: "U0ANNA", At: monday, What: "deal"}, func(tx *store.Tx) error {
		var errs []error
		for i, e := range []sales.Event{
			{Deal: "D-1", Kind: sales.Created, To: "lead", On: "2026-11-01"},
			{Deal: "D-2", Kind: sales.Created, To: "quote", On: "2026-06-01"}, // an import brought it
			{Deal: "D-1", Kind: sales.Advanced, From: "lead", To: "quote", On: "2026-11-05", Days: 4},
			{Deal: "D-1", Kind: sales.ClosedWon, From: "quote", On: "2026-11-12", TakenBack: "E-5"},
			{Deal: "D-1", Kind: sales.Reopened, From: "won", On: "2026-11-13"},
			{Deal: "D-1", Kind: sales.ClosedWon, From: "quote", On: "2026-11-15", Amount: sales.Money{Minor: 500, Currency: "CNY"}},
			{Deal: "D-2", Kind: sales.ClosedLost, From: "quote", On: "2026-11-16"},
		} {
			e.ID, e.Owner, e.Team, e.At = fmt.Sprint("E-", i+1), "U0ANNA", "north", monday
			errs = append(errs, store.Events.Put(tx, e))
		}
		return errors.Join(append(errs, store.Deals.Put(tx, sales.Deal{ID: "D-1", Owner: "U0BERT", Team: "south", Status: sales.Won}),
			store.Deals.Put(tx, sales.Deal{ID: "D-2", Owner: "U0ANNA", Team: "north", Status: sales.Lost, External: "7"}))...)
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err = store.Open(t.Context(), b, store.Options{Now: monday, BackupBefore: func(int) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	if diffs, err := s.Recount(t.Context()); err != nil || len(diffs) > 0 {
		t.Error(diffs, err)
	}
	if _, err := s.Check(t.Context(), store.Checkpoint{}); err != nil {
		t.Error(err)
	}
	err = s.View(t.Context(), func(r store.Reader) error {
		days := calendar.Span{From: "2026-11-01", To: "2026-11-30"}
		groups, err := store.Measure(r, store.Question{Days: days})
		if err != nil {
			return err
		}
		if stay := groups[0].Tally(kpi.Stay, "quote", ""); stay.Of != 1 || stay.N != 2*100 {
			t.Errorf("days in the last stage: %+v", stay)
		}
		sold, err := store.SoldBy(r, "north", days)
		if err != nil || len(sold) != 1 || sold[0].Owner != "U0ANNA" || sold[0].ID != "D-1" {
			t.Errorf("won by the team: %+v, %v", sold, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
