package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dealdesk/store"
)

func testSchema(t *testing.T, s Subject) {
	upper := store.Migration{What: "names in capitals", Do: func(tx *store.Tx) error {
		return tx.Rewrite("thing", func(raw store.Raw) ([]byte, error) {
			var v thing
			if err := json.Unmarshal(raw.JSON, &v); err != nil {
				return nil, err
			}
			v.Name, v.Owner, v.N = strings.ToUpper(v.Name), "U9", v.N*2
			return json.Marshal(v)
		})
	}}
	old := func(t *testing.T) string {
		dir := t.TempDir()
		b := s.Open(t, dir)
		defer b.Close()
		st, err := store.Open(t.Context(), b, store.Options{Tables: []store.AnyTable{things}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = st.Update(t.Context(), store.Change{Once: "1", Actor: "U1", At: monday, What: "seed"}, func(tx *store.Tx) error {
			for i := range 50 {
				if err := things.Put(tx, thing{ID: fmt.Sprint("D-", i+1), Name: "name", Owner: "U1", On: "2026-11-16", N: 1}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return dir
	}
	t.Run("older data is migrated once, after a backup, and journaled", func(t *testing.T) {
		dir := old(t)
		b := s.Open(t, dir)
		var versions []int
		st, err := store.Open(t.Context(), b, store.Options{Tables: []store.AnyTable{things}, Migrations: []store.Migration{upper}, Now: monday,
			BackupBefore: func(v int) error { versions = append(versions, v); return nil }})
		if err != nil {
			t.Fatal(err)
		}
		if len(versions) != 1 || versions[0] != 1 {
			t.Error("backups of", versions)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		d := s.open(t, dir, upper)
		if v := d.get("D-7"); v.Name != "NAME" || v.N != 2 {
			t.Error(v)
		}
		d.view(func(r store.Reader) error {
			if found, _ := ids(r, store.Query{Index: "owner", Key: "U9"}); len(found) != 50 {
				t.Error("the index is not that of the new shape", len(found))
			}
			var n int64
			for c, err := range store.SumOf(r, []string{"U1", "U9"}, "2026-11-16", "2026-11-16") {
				if err != nil || c.Person == "U1" {
					t.Error("the counters are not those of the new shape", c, err)
				}
				if c.Metric == "n" {
					n = c.N
				}
			}
			if n != 100 {
				t.Error("U9 has", n)
			}
			e, _, err := store.EntryAt(r, 2)
			if e.What != "migrate names in capitals" {
				t.Error(e)
			}
			return err
		})
		if at := d.sound(); at.Seq != 2 {
			t.Error("migrated", at.Seq-1, "times")
		}
	})
	t.Run("without a backup nothing is migrated", func(t *testing.T) {
		dir := old(t)
		b := s.Open(t, dir)
		defer b.Close()
		for _, backup := range []func(int) error{nil, func(int) error { return errRefused }} {
			if _, err := store.Open(t.Context(), b,
				store.Options{Tables: []store.AnyTable{things}, Migrations: []store.Migration{upper}, BackupBefore: backup, Now: monday}); err == nil {
				t.Fatal("it was migrated")
			}
		}
		st, err := store.Open(t.Context(), b, store.Options{Tables: []store.AnyTable{things}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := st.Check(t.Context(), store.Checkpoint{}); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("a failed migration leaves everything as it was", func(t *testing.T) {
		dir := old(t)
		bad := store.Migration{What: "break off", Do: func(tx *store.Tx) error { return errors.Join(upper.Do(tx), errRefused) }}
		b := s.Open(t, dir)
		_, err := store.Open(context.Background(), b,
			store.Options{Tables: []store.AnyTable{things}, Migrations: []store.Migration{bad}, Now: monday,
				BackupBefore: func(int) error { return nil }})
		wantErr(t, err, errRefused)
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		d := s.open(t, dir)
		if v := d.get("D-7"); v.Name != "name" {
			t.Error(v)
		}
		d.sound()
	})
	t.Run("data of a newer version is refused", func(t *testing.T) {
		dir := t.TempDir()
		b := s.Open(t, dir)
		newer := store.Options{Tables: []store.AnyTable{things}, Migrations: []store.Migration{upper}}
		if _, err := store.Open(t.Context(), b, newer); err != nil {
			t.Fatal(err)
		}
		_, err := store.Open(t.Context(), b, store.Options{Tables: []store.AnyTable{things}})
		wantErr(t, err, store.ErrNewer)
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
