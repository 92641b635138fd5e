package store_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"dealdesk/sales"
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
