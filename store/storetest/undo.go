package storetest

import (
	"errors"
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
