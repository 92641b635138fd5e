package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dealdesk/store"
)

func testTables(t *testing.T, s Subject) {
	t.Run("ids come in the order people count", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		all := []string{"D-1", "D-9", "D-10", "D-256", "D-65536", "D-99999999", "D-0007", "U0AB", "华星-3", "华星-20", "a|2026-11-21|U1"}
		for _, id := range []int{7, 3, 0, 9, 5, 1, 10, 2, 6, 4, 8} {
			d.put(thing{ID: all[id], Owner: "U1"})
		}
		d.view(func(r store.Reader) error {
			for _, q := range []store.Query{{}, {Index: "owner", Key: "U1"}} {
				got, err := ids(r, q)
				if err != nil {
					return err
				}
				want := []string{"D-1", "D-9", "D-10", "D-256", "D-65536", "D-99999999", "D-0007", "U0AB", "a|2026-11-21|U1", "华星-3", "华星-20"}
				if !slices.Equal(got, want) {
					t.Errorf("%+v: %q", q, got)
				}
			}
			got, err := ids(r, store.Query{From: "D-9", To: "D-256"})
			if !slices.Equal(got, []string{"D-9", "D-10"}) {
				t.Errorf("from D-9 to D-256: %q", got)
			}
			return err
		})
	})
	t.Run("index ranges work both ways", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		var all []thing
		for i := range 20 {
			all = append(all, thing{ID: fmt.Sprintf("D-%d", i+1), Owner: fmt.Sprintf("U%d", i%4),
				Tags: []string{fmt.Sprintf("2026-11-%02d", i+1), "all"}})
		}
		all = append(all, thing{ID: "D-21"}, thing{ID: "D-22", Owner: "U", Tags: []string{"al", "alll"}})
		d.put(all...)
		for _, c := range []struct {
			q    store.Query
			want string
		}{
			{store.Query{Index: "owner", Key: "U1"}, "D-2 D-6 D-10 D-14 D-18"},
			{store.Query{Index: "owner", Key: "U1", Reverse: true, Limit: 2}, "D-18 D-14"},
			{store.Query{Index: "owner", Key: "U"}, "D-22"},
			{store.Query{Index: "owner", Prefix: "U", Limit: 3}, "D-22 D-1 D-5"},
			{store.Query{Index: "owner", From: "U2", To: "U3"}, "D-3 D-7 D-11 D-15 D-19"},
			{store.Query{Index: "tag", Key: "all", Limit: 3}, "D-1 D-2 D-3"},
			{store.Query{Index: "tag", Key: "al"}, "D-22"},
			{store.Query{Index: "tag", From: "2026-11-05", To: "2026-11-08"}, "D-5 D-6 D-7"},
			{store.Query{Index: "tag", From: "2026-11-05", To: "2026-11-08", Reverse: true}, "D-7 D-6 D-5"},
			{store.Query{Index: "tag", Prefix: "2026-11-1", Reverse: true, Limit: 2}, "D-19 D-18"},
			{store.Query{Index: "tag", Prefix: "2026", From: "2026-11-19"}, "D-19 D-20"},
			{store.Query{Index: "owner", Key: ""}, ""},
			{store.Query{Index: "owner", All: true, Limit: 3}, "D-21 D-22 D-1"},
			{store.Query{From: "D-20"}, "D-20 D-21 D-22"},
			{store.Query{To: "D-3"}, "D-1 D-2"},
			{store.Query{Prefix: "D-", Reverse: true, Limit: 1}, "D-22"},
			{store.Query{Prefix: "X"}, ""},
			{store.Query{Key: "D-2"}, "D-2"},
		} {
			d.view(func(r store.Reader) error {
				got, err := ids(r, c.q)
				if strings.Join(got, " ") != c.want {
					t.Errorf("%+v: %v, want %s", c.q, got, c.want)
				}
				return err
			})
		}
		d.view(func(r store.Reader) error {
			if _, err := ids(r, store.Query{Index: "none"}); err == nil {
				t.Error("an index that does not exist was listed")
			}
			return nil
		})
	})
	t.Run("a change moves index entries and a delete removes them", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Owner: "U1", Tags: []string{"a", "b", "b"}})
		d.put(thing{ID: "D-1", Owner: "U2", Tags: []string{"b", "c"}})
		d.view(func(r store.Reader) error {
			for tag, want := range map[string]int{"a": 0, "b": 1, "c": 1} {
				if got, _ := ids(r, store.Query{Index: "tag", Key: tag}); len(got) != want {
					t.Errorf("tag %s finds %v", tag, got)
				}
			}
			return nil
		})
		d.sound()
		d.do(func(tx *store.Tx) error { return things.Delete(tx, "D-1") })
		d.view(func(r store.Reader) error {
			if _, err := things.Find(r, "D-1"); !errors.Is(err, store.ErrNotFound) {
				t.Error(err)
			}
			for _, q := range []store.Query{{}, {Index: "tag", All: true}, {Index: "owner", All: true}} {
				if got, err := ids(r, q); len(got) != 0 || err != nil {
					t.Errorf("%+v finds %v, %v", q, got, err)
				}
			}
			return nil
		})
		d.sound()
	})
	t.Run("an update sees its own changes", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Owner: "U1"})
		d.do(func(tx *store.Tx) error {
			v, err := things.Find(tx, "D-1")
			if err != nil {
				return err
			}
			v.Owner, v.Name = "U2", "one"
			if err := things.Put(tx, v); err != nil {
				return err
			}
			v.Owner = "U3"
			if err := things.Put(tx, v); err != nil {
				return err
			}
			if got, _ := ids(tx, store.Query{Index: "owner", Key: "U3"}); len(got) != 1 {
				t.Error("not found under its new owner", got)
			}
			if got, _ := ids(tx, store.Query{Index: "owner", Prefix: "U"}); len(got) != 1 {
				t.Error("found under an old owner", got)
			}
			if err := things.Delete(tx, "D-1"); err != nil {
				return err
			}
			if _, ok, err := things.Get(tx, "D-1"); ok || err != nil {
				t.Error("not deleted", err)
			}
			return things.Put(tx, v)
		})
		if v := d.get("D-1"); v.Owner != "U3" || v.Name != "one" {
			t.Error(v)
		}
		d.sound()
	})
	t.Run("a list may be changed while it is read", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		for i := range 300 {
			d.put(thing{ID: fmt.Sprintf("D-%d", i+1), Owner: "U1"})
		}
		d.do(func(tx *store.Tx) error {
			for v, err := range things.List(tx, store.Query{Index: "owner", Key: "U1"}) {
				if err != nil {
					return err
				}
				v.Owner = "U2"
				if err := things.Put(tx, v); err != nil {
					return err
				}
			}
			return nil
		})
		d.view(func(r store.Reader) error {
			got, err := ids(r, store.Query{Index: "owner", Key: "U2"})
			if len(got) != 300 {
				t.Errorf("%d of 300 moved", len(got))
			}
			return err
		})
	})
	t.Run("an id is never given twice", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		next := func() (id string) {
			d.do(func(tx *store.Tx) error { id = tx.Next("D"); return nil })
			return id
		}
		if a, b := next(), next(); a != "D-1" || b != "D-2" {
			t.Fatal(a, b)
		}
		_, err := d.Update(t.Context(), d.change(), func(tx *store.Tx) error { tx.Next("D"); return errRefused })
		wantErr(t, err, errRefused)
		d.do(func(tx *store.Tx) error {
			id := tx.Next("D")
			if id != "D-3" {
				t.Error("a failed update kept its id:", id)
			}
			return errors.Join(things.Put(tx, thing{ID: id}), things.Delete(tx, id))
		})
		if id := next(); id != "D-4" {
			t.Error("the id of a deleted record was given again:", id)
		}
	})
	t.Run("ambiguous ids are refused", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		for _, id := range []string{"", "a\x00b", "D-\n1", "\x7f", strings.Repeat("x", 256), "\xff"} {
			_, err := d.Update(t.Context(), d.change(), func(tx *store.Tx) error { return things.Put(tx, thing{ID: id}) })
			if err == nil {
				t.Errorf("id %q was kept", id)
			}
		}
	})
	t.Run("bytes that are not UTF-8 are replaced alike everywhere", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		c := d.change()
		c.Once += "\xff"
		for range 2 {
			_, err := d.Update(t.Context(), c, func(tx *store.Tx) error {
				return things.Put(tx, thing{ID: tx.Next("D"), Name: "a\xffb", Owner: "U\xff", On: "2026-11-16", Tags: []string{`\ufffd`}})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		d.view(func(r store.Reader) error {
			found, err := ids(r, store.Query{Index: "owner", Key: "U\ufffd"})
			if len(found) != 1 {
				t.Error(found)
			}
			return err
		})
		d.do(func(tx *store.Tx) error { return things.Delete(tx, "D-1") })
		d.sound()
	})
	t.Run("a damaged record is named, not used", func(t *testing.T) {
		for name, damage := range map[string]func(store.Bytes, []byte, []byte) error{
			"a byte of it":   func(b store.Bytes, k, v []byte) error { v[len(v)-3] ^= 1; return b.Put("thing", k, v) },
			"its end":        func(b store.Bytes, k, v []byte) error { return b.Put("thing", k, v[:9]) },
			"another's data": func(b store.Bytes, k, v []byte) error { return b.Put("thing", append(k[:len(k)-1], 2), v) },
		} {
			d := s.open(t, t.TempDir())
			d.put(thing{ID: "D-1", Name: "one"})
			d.tamper(func(b store.Bytes) error {
				for k, v := range b.Scan("thing", []byte("r"), []byte("s"), false) {
					return damage(b, slices.Clone(k), slices.Clone(v))
				}
				return nil
			})
			err := d.View(t.Context(), func(r store.Reader) error { _, err := ids(r, store.Query{}); return err })
			if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), "thing D-") {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := d.Check(t.Context(), store.Checkpoint{}); !errors.Is(err, store.ErrCorrupt) {
				t.Errorf("%s: check says %v", name, err)
			}
		}
	})
	t.Run("a record of a newer version is refused", func(t *testing.T) {
		dir := t.TempDir()
		d := s.open(t, dir)
		newer := things
		newer.Version = 2
		d.do(func(tx *store.Tx) error { return newer.Put(tx, thing{ID: "D-1"}) })
		err := d.View(t.Context(), func(r store.Reader) error { _, _, err := things.Get(r, "D-1"); return err })
		wantErr(t, err, store.ErrNewer)
	})
}
