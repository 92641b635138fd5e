package storetest

import (
	"errors"
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/store"
)

// hide is a redaction of one word, and of all that U9 said.
func hide(word string) store.Redaction {
	text := func(s string) string { return strings.ReplaceAll(s, word, "nobody") }
	return store.Redaction{Text: text, Own: func(actor string) bool { return actor == "U9" },
		Record: func(_, _ string, data []byte) ([]byte, error) { return store.RedactStrings(data, text), nil }}
}

func testRedact(t *testing.T, s Subject) {
	t.Run("what is redacted is gone everywhere, and chain, totals, history and undo stay", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		c := d.change()
		c.Reason = "Anna asked"
		_, err := d.Update(t.Context(), c, func(tx *store.Tx) error {
			tx.Answer([]byte(`{"text":"Anna \\"is\\" here"}`))
			return errors.Join(things.Put(tx, thing{ID: "D-1", Name: "Anna", Owner: "Anna", On: "2026-11-16", N: 3}),
				things.Put(tx, thing{ID: "D-2", Name: "Bert", On: "2026-11-16", N: 4}),
				tx.Post(store.Post{Key: "card", Channel: "C1", Message: chat.Message{Text: "Anna came"}}))
		})
		if err != nil {
			t.Fatal(err)
		}
		c = d.change()
		c.Actor, c.Reason = "U9", "my own words"
		if _, err := d.Update(t.Context(), c, func(tx *store.Tx) error {
			tx.Answer([]byte(`{"text":"my own words"}`))
			return things.Put(tx, thing{ID: "D-1", Name: "Anna B.", Owner: "Anna", On: "2026-11-16", N: 3})
		}); err != nil {
			t.Fatal(err)
		}
		before := d.sound()
		var done store.Redacted
		r := d.do(func(tx *store.Tx) (err error) { done, err = tx.Redact(hide("Anna")); return err })
		if len(done.Records) != 1 || done.Entries != 2 || done.Posts != 1 || done.Answers != 2 {
			t.Errorf("redacted %+v", done)
		}
		for k, v := range d.dump() {
			if strings.Contains(k+v, "Anna") || strings.Contains(v, "my own words") {
				t.Errorf("%q still holds it: %s", k, v)
			}
		}
		if _, err := d.Check(t.Context(), before); err != nil {
			t.Fatal(err)
		}
		d.view(func(rd store.Reader) error {
			n := 0
			for touch, err := range store.History(rd, "thing", "D-1") {
				if err != nil || !strings.Contains(string(touch.Change.New), "nobody") {
					t.Error(touch, err)
				}
				n++
			}
			if e, _, err := store.EntryAt(rd, r.Seq); n != 2 || err != nil || len(e.Erased) != 2 || e.Erased[0].Seq != 1 {
				t.Errorf("%d touches, %+v", n, e)
			}
			found, err := ids(rd, store.Query{Index: "owner", Key: "nobody"})
			if len(found) != 1 {
				t.Error("the index does not know what is left")
			}
			return err
		})
		d.do(func(tx *store.Tx) error { _, err := tx.Undo(2); return err })
		if got := d.get("D-1"); got.Name != "nobody" || got.N != 3 {
			t.Errorf("undone: %+v", got)
		}
		d.do(func(tx *store.Tx) (err error) { done, err = tx.Redact(hide("Bert")); return err })
		if done.Entries != 1 { // the same payload once more
			t.Errorf("redacted %+v", done)
		}
		d.sound()
	})
	t.Run("what is left cannot be changed, and its hash confirms no guess", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Name: "Anna"}, thing{ID: "D-2", Name: "Bert"})
		salt := func() (salt string) {
			d.view(func(r store.Reader) error {
				e, _, err := store.EntryAt(r, 1)
				if err != nil {
					return err
				}
				p, err := store.PayloadOf(r, e)
				salt = p.Salt
				return err
			})
			return salt
		}
		was := salt()
		d.do(func(tx *store.Tx) error { _, err := tx.Redact(hide("Anna")); return err })
		if is := salt(); is == was || len(is) != len(was) {
			t.Errorf("the salt is %q, was %q", is, was)
		}
		d.tamper(func(b store.Bytes) error { return flip(b, entryKey(1, 'p'), "Bert", "Carl") })
		var chain *store.ChainError
		_, err := d.Check(t.Context(), store.Checkpoint{})
		if !errors.As(err, &chain) || chain.Seq != 1 || chain.What != store.Content {
			t.Error(err)
		}
	})
}
