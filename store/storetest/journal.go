package storetest

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/store"
)

// entryKey is where the suite expects an entry or payload: the format is pinned.
func entryKey(seq uint64, kind byte) []byte {
	return append(binary.BigEndian.AppendUint64(nil, seq), kind)
}

func testJournal(t *testing.T, s Subject) {
	t.Run("every update leaves one entry with old and new values", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Name: "one"}, thing{ID: "D-2"})
		d.put(thing{ID: "D-2"}) // changes nothing
		c := d.change()
		c.Actor, c.What, c.Reason = "U2", "rename", "because"
		_, err := d.Update(t.Context(), c, func(tx *store.Tx) error {
			return errors.Join(things.Put(tx, thing{ID: "D-1", Name: "zwei"}), things.Put(tx, thing{ID: "D-1", Name: "two"}),
				things.Delete(tx, "D-2"))
		})
		if err != nil {
			t.Fatal(err)
		}
		d.view(func(r store.Reader) error {
			var all []store.Entry
			for e, err := range store.Entries(r, store.EntryQuery{}) {
				if err != nil {
					return err
				}
				all = append(all, e)
			}
			if len(all) != 3 || all[1].Payload != (store.Hash{}) || all[2].Prev != all[1].Hash {
				t.Fatal(all)
			}
			e := all[2]
			if e.Seq != 3 || e.Actor != "U2" || e.What != "rename" || e.Once != c.Once || !e.At.Equal(c.At) {
				t.Error(e)
			}
			p, err := store.PayloadOf(r, e)
			if err != nil {
				return err
			}
			got := ""
			for _, c := range p.Changes {
				got += fmt.Sprintf("%s %s %d %s -> %s\n", c.Table, c.ID, c.Prev, c.Old, c.New)
			}
			want := `thing D-1 1 {"id":"D-1","name":"one"} -> {"id":"D-1","name":"two"}
thing D-2 1 {"id":"D-2","name":""} -> ` + "\n"
			if got != want || p.Reason != "because" || len(p.Salt) != 32 {
				t.Errorf("%s %s", got, p.Reason)
			}
			return nil
		})
		d.sound()
	})
	t.Run("entries are found by actor, time and number", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		for i := range 10 {
			c := store.Change{Once: fmt.Sprint(i), Actor: fmt.Sprint("U", i%2), At: monday.Add(time.Duration(i) * time.Minute), What: "test"}
			if _, err := d.Update(t.Context(), c, func(*store.Tx) error { return nil }); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			q    store.EntryQuery
			want []uint64
		}{
			{store.EntryQuery{From: 9}, []uint64{9, 10}},
			{store.EntryQuery{To: 2}, []uint64{1, 2}},
			{store.EntryQuery{From: 3, To: 4, Reverse: true}, []uint64{4, 3}},
			{store.EntryQuery{Actor: "U1", Reverse: true, Limit: 2}, []uint64{10, 8}},
			{store.EntryQuery{Since: monday.Add(8 * time.Minute)}, []uint64{9, 10}},
			{store.EntryQuery{Since: monday.Add(8 * time.Minute), Reverse: true, Actor: "U1"}, []uint64{10}},
		} {
			d.view(func(r store.Reader) error {
				var got []uint64
				for e, err := range store.Entries(r, c.q) {
					if err != nil {
						return err
					}
					got = append(got, e.Seq)
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("%+v: %v", c.q, got)
				}
				return nil
			})
		}
	})
	t.Run("a single older entry does not hide what came before it", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		for i, minute := range []int{0, 10, -600, 11} { // the third is a retry, or the clock was wrong
			c := store.Change{Once: fmt.Sprint(i), Actor: "U1", At: monday.Add(time.Duration(minute) * time.Minute), What: "test"}
			if _, err := d.Update(t.Context(), c, func(*store.Tx) error { return nil }); err != nil {
				t.Fatal(err)
			}
		}
		d.view(func(r store.Reader) error {
			var got []uint64
			for e, err := range store.Entries(r, store.EntryQuery{Since: monday.Add(5 * time.Minute), Reverse: true}) {
				if err != nil {
					return err
				}
				got = append(got, e.Seq)
			}
			if !slices.Equal(got, []uint64{4, 2}) {
				t.Errorf("found %v", got)
			}
			return nil
		})
	})
	t.Run("an entry is named by what it turned out to do", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		r := d.do(func(tx *store.Tx) error { tx.Did("discount"); return nil })
		d.view(func(rd store.Reader) error {
			if e, _, err := store.EntryAt(rd, r.Seq); err != nil || e.What != "discount" {
				t.Errorf("%+v %v", e, err)
			}
			return nil
		})
		d.sound()
	})
	t.Run("a record's history is complete, its deletion included", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Name: "one"}, thing{ID: "D-2"})
		d.put(thing{ID: "D-2", Name: "other"})
		d.put(thing{ID: "D-1", Name: "two"})
		d.do(func(tx *store.Tx) error { return things.Delete(tx, "D-1") })
		d.put(thing{ID: "D-1", Name: "three"})
		d.view(func(r store.Reader) error {
			var seqs []uint64
			var news []string
			for touch, err := range store.History(r, "thing", "D-1") {
				if err != nil {
					return err
				}
				seqs = append(seqs, touch.Entry.Seq)
				news = append(news, string(touch.Change.New))
			}
			if !slices.Equal(seqs, []uint64{5, 4, 3, 1}) || news[1] != "" || !strings.Contains(news[0], "three") {
				t.Error(seqs, news)
			}
			for _, err := range store.History(r, "none", "D-1") {
				if err == nil {
					t.Error("a table that does not exist has a history")
				}
			}
			for touch := range store.History(r, "thing", "D-99") {
				t.Error("a record that never was has a history", touch)
			}
			return nil
		})
	})
	t.Run("an update in progress sees its own change in a record's history", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Name: "one"})
		d.put(thing{ID: "D-1", Name: "two"})
		c := d.change()
		c.Reason = "because"
		_, err := d.Update(t.Context(), c, func(tx *store.Tx) error {
			if err := errors.Join(things.Put(tx, thing{ID: "D-1", Name: "drei"}), things.Put(tx, thing{ID: "D-1", Name: "three"}),
				things.Put(tx, thing{ID: "D-2", Name: "new"}), things.Delete(tx, "D-2")); err != nil {
				return err
			}
			for id, want := range map[string]string{
				"D-1": `3 {"id":"D-1","name":"two"} -> {"id":"D-1","name":"three"} because;` +
					`2 {"id":"D-1","name":"one"} -> {"id":"D-1","name":"two"} ;1  -> {"id":"D-1","name":"one"} ;`,
				"D-2": "3  ->  because;",
			} {
				got := ""
				for touch, err := range store.History(tx, "thing", id) {
					if err != nil {
						return err
					}
					got += fmt.Sprintf("%d %s -> %s %s;", touch.Entry.Seq, touch.Change.Old, touch.Change.New, touch.Reason)
				}
				if got != want {
					t.Errorf("%s: %s", id, got)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		d.sound()
	})
	t.Run("any change, removal, reordering or truncation is found and named", func(t *testing.T) {
		const last = 8
		for name, c := range map[string]struct {
			damage     func(b store.Bytes) error
			want       uint64
			what       store.Tampering
			checkpoint bool // only a checkpoint shows it
		}{
			"a byte of an entry": {flipActor(entryKey(3, 'e')), 3, store.Changed, false},
			"a time":             {func(b store.Bytes) error { return flip(b, entryKey(4, 'e'), "2026", "2025") }, 4, store.Changed, false},
			"the last entry":     {flipActor(entryKey(last, 'e')), last, store.Changed, false},
			"a value":            {func(b store.Bytes) error { return flip(b, entryKey(5, 'p'), "name 5", "name 6") }, 5, store.Content, false},
			"a payload removed":  {func(b store.Bytes) error { return b.Delete("log", entryKey(5, 'p')) }, 5, store.Content, false},
			"an entry removed":   {func(b store.Bytes) error { return b.Delete("log", entryKey(5, 'e')) }, 5, store.Removed, false},
			"the first removed": {func(b store.Bytes) error {
				return errors.Join(b.Delete("log", entryKey(1, 'e')), b.Delete("log", entryKey(1, 'p')))
			}, 1, store.Removed, false},
			"two exchanged": {func(b store.Bytes) error { return exchange(b, 3, 6) }, 3, store.Reordered, false},
			"one doubled": {func(b store.Bytes) error {
				return b.Put("log", entryKey(last+1, 'e'), slices.Clone(b.Get("log", entryKey(last, 'e'))))
			}, last + 1, store.Reordered, false},
			"the end cut off": {func(b store.Bytes) error { return cut(b, last) }, last, store.Cut, false},
			"a foreign key":   {func(b store.Bytes) error { return b.Put("log", []byte("\x00\x00x"), nil) }, last + 1, store.Foreign, false},
			"the end cut off and the head set back": {func(b store.Bytes) error {
				if err := cut(b, last); err != nil {
					return err
				}
				return setHead(b, last-1)
			}, last, store.Cut, true},
			"everything rewritten from entry 5 on": {func(b store.Bytes) error { return rewrite(b, 5, last) }, last, store.Forged, true},
		} {
			d := s.open(t, t.TempDir())
			for i := 1; i <= last; i++ {
				d.put(thing{ID: fmt.Sprint("D-", i), Name: fmt.Sprint("name ", i)})
			}
			head := d.sound()
			d.tamper(c.damage)
			verify := func(against store.Checkpoint) error {
				return d.View(t.Context(), func(r store.Reader) error {
					_, err := store.Verify(t.Context(), r, against)
					return err
				})
			}
			var chain *store.ChainError
			if err := verify(head); !errors.As(err, &chain) || chain.Seq != c.want || chain.What != c.what ||
				!errors.Is(err, store.ErrCorrupt) {
				t.Errorf("%s: %v, want entry %d: %s", name, err, c.want, c.what)
			}
			if err := verify(store.Checkpoint{}); (err == nil) != c.checkpoint {
				t.Errorf("%s, without a checkpoint: %v", name, err)
			}
		}
	})
	t.Run("an earlier checkpoint stays valid", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1"})
		early := d.sound()
		for _, text := range []string{early.String(), "Sat: the journal has 1 entry. Its checkpoint: `" + early.String() +
			"`\ndealdesk audit verify --checkpoint " + early.String()} {
			if parsed, err := store.ParseCheckpoint(text); err != nil || parsed != early {
				t.Fatal(parsed, err)
			}
		}
		if c, err := store.ParseCheckpoint(early.String() + " 2" + early.String()); err == nil {
			t.Errorf("of two checkpoints one was taken: %s", c)
		}
		d.put(thing{ID: "D-2"})
		if _, err := d.Check(t.Context(), early); err != nil {
			t.Fatal(err)
		}
		early.Hash[0]++
		if _, err := d.Check(t.Context(), early); err == nil {
			t.Fatal("a checkpoint of another journal was accepted")
		}
	})
	t.Run("an answer or an id sequence that is not as it was written is found", func(t *testing.T) {
		answer, sequence := entryKey(1, 'a'), []byte("\xffsD")
		for name, damage := range map[string]func(b store.Bytes) error{
			"another answer": func(b store.Bytes) error {
				v := slices.Clone(b.Get("answer", answer))
				return b.Put("answer", answer, bytes.Replace(v, []byte("yes"), []byte("no!"), 1))
			},
			"an answer of another entry": func(b store.Bytes) error {
				return b.Put("answer", entryKey(2, 'a'), slices.Clone(b.Get("answer", answer)))
			},
			"an answer to nothing": func(b store.Bytes) error { return b.Put("answer", entryKey(9, 'a'), []byte(`"yes"`)) },
			"no answer at all":     func(b store.Bytes) error { return b.Put("answer", answer, []byte("yes")) },
			"a sequence set back":  func(b store.Bytes) error { return b.Put("log", sequence, make([]byte, 8)) },
			"a sequence cut short": func(b store.Bytes) error { return b.Put("log", sequence, nil) },
			"a sequence removed":   func(b store.Bytes) error { return b.Delete("log", sequence) },
		} {
			d := s.open(t, t.TempDir())
			for range 2 {
				d.do(func(tx *store.Tx) error { tx.Answer([]byte(`"yes"`)); return things.Put(tx, thing{ID: tx.Next("D")}) })
			}
			d.sound()
			d.tamper(damage)
			if _, err := d.Check(t.Context(), store.Checkpoint{}); !errors.Is(err, store.ErrCorrupt) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
	t.Run("a record that is not what its entry wrote is found", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Name: "one"})
		d.put(thing{ID: "D-1", Name: "two"})
		var early []byte
		d.tamper(func(b store.Bytes) error {
			early = slices.Clone(b.Get("thing", []byte("rD-\x00\x00\x00\x00\x00\x00\x00\x01")))
			return nil
		})
		d.put(thing{ID: "D-1", Name: "three"})
		d.tamper(func(b store.Bytes) error { return b.Put("thing", []byte("rD-\x00\x00\x00\x00\x00\x00\x00\x01"), early) })
		if d.get("D-1").Name != "two" {
			t.Fatal("the old bytes are not back")
		}
		if _, err := d.Check(t.Context(), store.Checkpoint{}); err == nil ||
			!strings.Contains(err.Error(), "thing D-1 is older than journal entry 3") {
			t.Errorf("an old state was put back: %v", err)
		}
		d.tamper(func(b store.Bytes) error { return b.Delete("thing", []byte("rD-\x00\x00\x00\x00\x00\x00\x00\x01")) })
		if _, err := d.Check(t.Context(), store.Checkpoint{}); err == nil {
			t.Error("a record was removed unnoticed")
		}
	})
}

// flipActor makes an entry somebody else's.
func flipActor(key []byte) func(store.Bytes) error {
	return func(b store.Bytes) error { return flip(b, key, `"actor":"U1"`, `"actor":"U9"`) }
}

// flip replaces text in a stored value.
func flip(b store.Bytes, key []byte, old, new string) error {
	v := slices.Clone(b.Get("log", key))
	if !bytes.Contains(v, []byte(old)) {
		return fmt.Errorf("%q does not hold %q", v, old)
	}
	return b.Put("log", key, bytes.Replace(v, []byte(old), []byte(new), 1))
}

func exchange(b store.Bytes, x, y uint64) error {
	for _, kind := range []byte("ep") {
		a, c := slices.Clone(b.Get("log", entryKey(x, kind))), slices.Clone(b.Get("log", entryKey(y, kind)))
		if err := errors.Join(b.Put("log", entryKey(x, kind), c), b.Put("log", entryKey(y, kind), a)); err != nil {
			return err
		}
	}
	return nil
}

func cut(b store.Bytes, seq uint64) error {
	return errors.Join(b.Delete("log", entryKey(seq, 'e')), b.Delete("log", entryKey(seq, 'p')))
}

// setHead makes an entry the last one, as someone covering their tracks would.
func setHead(b store.Bytes, seq uint64) error {
	sum := sha256.Sum256(b.Get("log", entryKey(seq, 'e')))
	return b.Put("log", []byte{0xff, 'h'}, append(binary.BigEndian.AppendUint64(nil, seq), sum[:]...))
}

// rewrite changes an entry and makes the chain after it fit again.
func rewrite(b store.Bytes, from, last uint64) error {
	prev := regexp.MustCompile(`"prev":"[0-9a-f]{64}"`)
	for seq := from; seq <= last; seq++ {
		before := sha256.Sum256(b.Get("log", entryKey(seq-1, 'e')))
		v := prev.ReplaceAll(b.Get("log", entryKey(seq, 'e')), fmt.Appendf(nil, `"prev":"%x"`, before))
		v = bytes.Replace(v, []byte(`"actor":"U1"`), []byte(`"actor":"U9"`), 1)
		if err := b.Put("log", entryKey(seq, 'e'), v); err != nil {
			return err
		}
	}
	return setHead(b, last)
}
