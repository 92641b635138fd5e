package storetest

import (
	"errors"
	"strings"
	"testing"

	"dealdesk/store"
)

func testUndo(t *testing.T, s Subject) {
	undo := func(d *subject, seq uint64) error {
		_, err := d.Update(t.Context(), d.change(), func(tx *store.Tx) error { _, err := tx.Undo(seq); return err })
		return err
	}
	t.Run("old values come back, as a new entry", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Name: "one", Owner: "U1"}, thing{ID: "D-2", Owner: "U1"})
		was := d.do(func(tx *store.Tx) error {
			return errors.Join(things.Put(tx, thing{ID: "D-1", Name: "two", Owner: "U2"}), things.Delete(tx, "D-2"),
				things.Put(tx, thing{ID: "D-3", Owner: "U2"}))
		})
		r := d.do(func(tx *store.Tx) error {
			changes, err := tx.Undo(was.Seq)
			if len(changes) != 3 {
				t.Error(changes)
			}
			return err
		})
		if d.get("D-1").Name != "one" || d.get("D-2").Owner != "U1" || d.get("D-3").ID != "" {
			t.Error(d.get("D-1"), d.get("D-2"), d.get("D-3"))
		}
		d.view(func(rd store.Reader) error {
			e, ok, err := store.EntryAt(rd, r.Seq)
			if !ok || e.Undoes != was.Seq {
				t.Error(e)
			}
			found, _ := ids(rd, store.Query{Index: "owner", Key: "U2"})
			if len(found) != 0 {
				t.Error("the index still knows the undone owner", found)
			}
			return err
		})
		d.sound()
		if err := undo(d, r.Seq); err != nil { // and again
			t.Fatal(err)
		}
		if d.get("D-1").Name != "two" || d.get("D-2").ID != "" || d.get("D-3").Owner != "U2" {
			t.Error("undoing the undo")
		}
		d.sound()
	})
	t.Run("undo is refused as a whole when anything newer touched a record", func(t *testing.T) {
		for name, later := range map[string]func(*store.Tx) error{
			"changed": func(tx *store.Tx) error { return things.Put(tx, thing{ID: "D-2", Name: "newer"}) },
			"deleted": func(tx *store.Tx) error { return things.Delete(tx, "D-2") },
		} {
			d := s.open(t, t.TempDir())
			first := d.put(thing{ID: "D-1", Name: "one"}, thing{ID: "D-2"})
			second := d.do(later)
			err := undo(d, first.Seq)
			var newer *store.Newer
			if !errors.As(err, &newer) || newer.Table != "thing" || newer.ID != "D-2" || newer.Seq != second.Seq {
				t.Errorf("%s: %v", name, err)
			}
			if d.get("D-1").Name != "one" {
				t.Error(name, "half of it was undone")
			}
			d.sound()
		}
	})
	t.Run("what an undo changed beyond its entry counts as newer", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		first := d.put(thing{ID: "D-1", Name: "one"})
		second := d.put(thing{ID: "D-2", Name: "two"})
		back := d.do(func(tx *store.Tx) error {
			_, err := tx.Undo(second.Seq)
			return errors.Join(err, things.Put(tx, thing{ID: "D-1", Name: "changed by the undo"}))
		})
		var newer *store.Newer
		if err := undo(d, first.Seq); !errors.As(err, &newer) || newer.ID != "D-1" || newer.Seq != back.Seq {
			t.Error(err)
		}
		d.sound()
	})
	t.Run("undoing twice is refused", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		r := d.put(thing{ID: "D-1"})
		if err := undo(d, r.Seq); err != nil {
			t.Fatal(err)
		}
		var newer *store.Newer
		if err := undo(d, r.Seq); !errors.As(err, &newer) {
			t.Error(err)
		}
		wantErr(t, undo(d, 99), store.ErrNotFound)
	})
}

func testErase(t *testing.T, s Subject) {
	t.Run("erased values are gone, the chain and all other history stay", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		c := d.change()
		c.Reason = "Anna asked"
		_, err := d.Update(t.Context(), c, func(tx *store.Tx) error {
			return errors.Join(things.Put(tx, thing{ID: "D-1", Name: "Anna"}), things.Put(tx, thing{ID: "D-2", Name: "Bert"}))
		})
		if err != nil {
			t.Fatal(err)
		}
		d.put(thing{ID: "D-1", Name: "Anna B."})
		before := d.sound()
		d.put(thing{ID: "D-1", Name: "-"})
		erase := func(word string) (n int) {
			d.do(func(tx *store.Tx) (err error) {
				n, err = tx.Erase(func(e store.Entry, c store.RecordChange) bool {
					return strings.Contains(string(c.Old)+string(c.New), word)
				})
				return err
			})
			return n
		}
		if n := erase("Anna"); n != 3 {
			t.Errorf("%d changes erased", n)
		}
		for k, v := range d.dump() {
			if strings.Contains(v, "Anna") {
				t.Errorf("%q still holds the name: %s", k, v)
			}
		}
		if _, err := d.Check(t.Context(), before); err != nil {
			t.Fatal(err)
		}
		d.view(func(r store.Reader) error {
			n := 0
			for touch, err := range store.History(r, "thing", "D-1") {
				if err != nil || !touch.Change.Erased {
					t.Error(touch, err)
				}
				n++
			}
			if n != 3 {
				t.Errorf("%d touches are left", n)
			}
			for touch, err := range store.History(r, "thing", "D-2") {
				if err != nil || !strings.Contains(string(touch.Change.New), "Bert") {
					t.Error(touch, err)
				}
			}
			return nil
		})
		_, err = d.Update(t.Context(), d.change(), func(tx *store.Tx) error { _, err := tx.Undo(3); return err })
		wantErr(t, err, store.ErrErased)

		if n := erase("Bert"); n != 1 { // the same payload once more
			t.Errorf("%d changes erased", n)
		}
		d.sound()
	})
	t.Run("what is left of an erased payload cannot be changed either", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Name: "Anna"}, thing{ID: "D-2", Name: "Bert"})
		d.do(func(tx *store.Tx) error {
			_, err := tx.Erase(func(_ store.Entry, c store.RecordChange) bool { return c.ID == "D-1" })
			return err
		})
		d.tamper(func(b store.Bytes) error { return flip(b, entryKey(1, 'p'), "Bert", "Carl") })
		var chain *store.ChainError
		_, err := d.Check(t.Context(), store.Checkpoint{})
		if !errors.As(err, &chain) || chain.Seq != 1 {
			t.Error(err)
		}
	})
}
