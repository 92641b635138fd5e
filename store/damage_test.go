package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

// flip changes one bit of the first value of a bucket whose key begins with prefix, as a worn
// disk does.
func flip(t *testing.T, b store.Backend, bucket, prefix string, bit int) {
	t.Helper()
	err := b.Update(context.Background(), func(tx store.Bytes) error {
		for k, v := range tx.Scan(bucket, []byte(prefix), nil, false) {
			if !bytes.HasPrefix(k, []byte(prefix)) {
				break
			}
			key, value := bytes.Clone(k), bytes.Clone(v)
			at := bit % (8 * len(value))
			value[at/8] ^= 1 << (at % 8)
			return tx.Put(bucket, key, value)
		}
		return fmt.Errorf("%s has no key %q", bucket, prefix)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func do(t *testing.T, s *store.Store, once string, fn func(*store.Tx) error) store.Receipt {
	t.Helper()
	r, err := s.Update(t.Context(), store.Change{Once: once, Actor: "U1", At: monday, What: "test"}, fn)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func posts(keys ...string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		for _, k := range keys {
			if err := tx.Post(store.Post{Key: k, Channel: "C1", Message: chat.Message{Text: "x"}}); err != nil {
				return err
			}
		}
		return nil
	}
}

func dueKeys(t *testing.T, s *store.Store) (keys []string) {
	t.Helper()
	due, err := s.Due(t.Context(), monday.Add(time.Hour), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range due {
		keys = append(keys, p.Key)
	}
	return keys
}

// healed waits for a damaged record to be noticed, and has it healed.
func healed(t *testing.T, s *store.Store, want store.Healed) store.Damage {
	t.Helper()
	select {
	case d := <-s.Damaged():
		how, err := s.Heal(t.Context(), d)
		if err != nil || how != want {
			t.Fatalf("%s: %q, %v; want %q", d, how, err, want)
		}
		if again, err := s.Heal(t.Context(), d); err != nil || again != store.Sound && want != store.Lost {
			t.Errorf("%s was not healed: %q, %v", d, again, err)
		}
		return d
	default:
		t.Fatal("nobody noticed the damage")
		return store.Damage{}
	}
}

func sound(t *testing.T, s *store.Store) {
	t.Helper()
	if _, err := s.Check(t.Context(), store.Checkpoint{}); err != nil {
		t.Error(err)
	}
}

func TestADamagedPostHoldsUpNoOther(t *testing.T) {
	for bit := range 400 {
		s, b := open(t)
		do(t, s, "1", posts("a", "b", "c"))
		flip(t, b, "post", "rb", 7*bit)
		if keys := dueKeys(t, s); !slices.Equal(keys, []string{"a", "c"}) {
			t.Fatalf("bit %d: due are %v", 7*bit, keys)
		}
		err := s.View(t.Context(), func(r store.Reader) error {
			late, err := store.OverduePosts(r, monday.Add(time.Hour))
			if err == nil && len(late) != 2 {
				err = fmt.Errorf("%d posts are overdue", len(late))
			}
			return err
		})
		if err != nil {
			t.Fatalf("bit %d: %v", 7*bit, err)
		}
		if d := healed(t, s, store.SetAside); d.ID != "b" {
			t.Errorf("%s was found damaged", d)
		}
		sound(t, s)
		do(t, s, "2", posts("b"))
		if keys := dueKeys(t, s); len(keys) != 3 {
			t.Errorf("wanted again, due are %v", keys)
		}
		if bit > 20 && testing.Short() {
			break
		}
	}
}

func TestADamagedQueueIsMendedFromThePosts(t *testing.T) {
	s, b := open(t)
	do(t, s, "1", posts("a", "b", "c"))
	flip(t, b, "queue", "", 3)
	if keys := dueKeys(t, s); !slices.Equal(keys, []string{"b", "c"}) {
		t.Fatalf("due are %v", keys)
	}
	healed(t, s, store.Rewritten)
	if keys := dueKeys(t, s); !slices.Equal(keys, []string{"a", "b", "c"}) {
		t.Errorf("due are %v", keys)
	}
	sound(t, s)
}

func TestAMessageThatLeadsToAnotherPostIsMended(t *testing.T) {
	s, b := open(t)
	do(t, s, "1", posts("a", "b", "c"))
	for i, key := range []string{"a", "c"} { // whose keys differ in one bit
		err := s.Settle(t.Context(), []store.Outcome{{Key: key, Rev: 1, State: store.Posted, Channel: "C1", TS: fmt.Sprint(i), At: monday}})
		if err != nil {
			t.Fatal(err)
		}
	}
	at := func(ts string) (key string, err error) {
		err = s.View(t.Context(), func(r store.Reader) error {
			p, _, err := store.PostAt(r, "C1", ts)
			key = p.Key
			return err
		})
		return key, err
	}
	flip(t, b, "post", "c", 1)
	if key, err := at("0"); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("the message of a leads to %q, %v", key, err)
	}
	if _, err := s.Check(t.Context(), store.Checkpoint{}); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("the check says %v", err)
	}
	healed(t, s, store.Rewritten)
	for i, want := range []string{"a", "c"} {
		if key, err := at(fmt.Sprint(i)); err != nil || key != want {
			t.Errorf("message %d leads to %q, %v", i, key, err)
		}
	}
	sound(t, s)
}

func TestADamagedRecordComesBackFromTheJournal(t *testing.T) {
	run := func(subject string) store.Run {
		return store.Run{Job: "digest", Day: "2026-11-16", Subject: subject, State: store.RunDue, Due: monday}
	}
	for bit := range 100 {
		s, b := open(t)
		do(t, s, "1", func(tx *store.Tx) error {
			return errors.Join(store.Runs.Put(tx, run("east")), store.Runs.Put(tx, run("west")))
		})
		do(t, s, "2", func(tx *store.Tx) error {
			r := run("east")
			r.Note = "newer"
			return store.Runs.Put(tx, r)
		})
		flip(t, b, "run", "r", 11*bit)
		read := func() (all []store.Run, err error) {
			err = s.View(t.Context(), func(r store.Reader) error {
				all, err = store.Collect(store.DueRuns(r, monday))
				return err
			})
			return all, err
		}
		if _, err := read(); !errors.Is(err, store.ErrCorrupt) {
			t.Fatalf("bit %d: %v", 11*bit, err)
		}
		healed(t, s, store.Rewritten)
		if all, err := read(); err != nil || len(all) != 2 || all[0].Note != "newer" {
			t.Fatalf("bit %d: %v, %v", 11*bit, all, err)
		}
		sound(t, s)
	}
}

// What an erasure left of a record is what comes back, and not what was written before that entry. What
// the journal can no longer say is lost: an older value would pass for today's.
func TestARecordDamagedAfterAnErasureComesBackAsErased(t *testing.T) {
	erase := func(s *store.Store, once, word string) {
		hide := func(text string) string { return strings.ReplaceAll(text, word, "nobody") }
		do(t, s, once, func(tx *store.Tx) error {
			_, err := tx.Redact(store.Redaction{Text: hide, Own: func(string) bool { return false },
				Record: func(_, _ string, data []byte) ([]byte, error) { return store.RedactStrings(data, hide), nil }})
			return err
		})
	}
	note := func(s *store.Store, once, text string) {
		do(t, s, once, func(tx *store.Tx) error {
			return store.Runs.Put(tx, store.Run{Job: "digest", Day: "2026-11-16", Subject: "east", State: store.RunDue, Due: monday, Note: text})
		})
	}
	for _, journalToo := range []bool{false, true} {
		s, b := open(t)
		note(s, "1", "old")
		note(s, "2", "Dora called Emil")
		erase(s, "3", "Dora")
		erase(s, "4", "Emil")
		flip(t, b, "run", "r", 99)
		want := store.Rewritten
		if journalToo {
			flip(t, b, "log", "\x00\x00\x00\x00\x00\x00\x00\x02p", 300)
			want = store.Lost
		}
		read := func() (all []store.Run, err error) {
			err = s.View(t.Context(), func(r store.Reader) error {
				all, err = store.Collect(store.DueRuns(r, monday))
				return err
			})
			return all, err
		}
		if _, err := read(); !errors.Is(err, store.ErrCorrupt) {
			t.Fatal(err)
		}
		healed(t, s, want)
		if journalToo {
			continue
		}
		if all, err := read(); err != nil || len(all) != 1 || all[0].Note != "nobody called nobody" {
			t.Errorf("%v, %v", all, err)
		}
		sound(t, s)
	}
}

func TestADamagedSequenceGivesNoIDTwice(t *testing.T) {
	for bit := range 64 {
		s, b := open(t)
		next := func(once string) (id string) {
			do(t, s, once, func(tx *store.Tx) error {
				id = tx.Next(sales.KindDeal)
				return store.Deals.Put(tx, sales.Deal{ID: id, Name: id, Owner: "U1", Status: sales.Open})
			})
			return id
		}
		next("1")
		next("2")
		do(t, s, "3", func(tx *store.Tx) error { return store.Deals.Delete(tx, "D-2") })
		flip(t, b, "log", "\xffs"+string(sales.KindDeal), bit)
		if id := next("4"); id != "D-3" {
			t.Errorf("bit %d: the next id is %s", bit, id)
		}
		if id := next("5"); id != "D-4" {
			t.Errorf("bit %d: the one after is %s", bit, id)
		}
	}
}

func TestADamagedAnswerIsNotGiven(t *testing.T) {
	for bit := range 8 * 40 {
		s, b := open(t)
		answer := func(tx *store.Tx) error { tx.Answer([]byte(`{"message":{"text":"D-1"}}`)); return nil }
		do(t, s, "1", answer)
		flip(t, b, "answer", "", bit)
		r, err := s.Update(t.Context(), store.Change{Once: "1", Actor: "U1", At: monday, What: "test"}, answer)
		if err == nil && bit >= 8 || err == nil && !r.Repeat {
			t.Fatalf("bit %d: %q", bit, r.Answer)
		}
	}
}

// A clock that was two days ahead expires no keys and no answers.
func TestARepeatIsRecognisedAfterTheClockWasAhead(t *testing.T) {
	s, b := open(t)
	update := func(s *store.Store, once string, at time.Time) store.Receipt {
		r, err := s.Update(t.Context(), store.Change{Once: once, Actor: "U1", At: at, What: "test"}, func(tx *store.Tx) error {
			tx.Answer([]byte(`"done"`))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	update(s, "typed", monday)
	for i := range 600 { // old answers are dropped more than once
		update(s, fmt.Sprint("ahead ", i), monday.Add(49*time.Hour))
	}
	if r := update(s, "typed", monday.Add(time.Minute)); !r.Repeat || string(r.Answer) != `"done"` {
		t.Errorf("the repeat took effect: %+v", r)
	}
	again, err := store.Open(t.Context(), b, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r := update(again, "typed", monday.Add(time.Minute)); !r.Repeat || string(r.Answer) != `"done"` {
		t.Errorf("after a restart the repeat took effect: %+v", r)
	}
}

func TestAPostThatAWrongClockDelayedIsDue(t *testing.T) {
	s, _ := open(t)
	do(t, s, "1", posts("a"))
	do(t, s, "2", func(tx *store.Tx) error {
		return tx.Post(store.Post{Key: "later", Channel: "C1", NotBefore: monday.Add(24 * time.Hour), Message: chat.Message{Text: "x"}})
	})
	ahead := monday.Add(48 * time.Hour)
	if err := s.Settle(t.Context(),
		[]store.Outcome{{Key: "a", Rev: 1, State: store.Pending, Why: "down", At: ahead, Later: ahead.Add(time.Minute)}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Unstick(t.Context(), monday.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if keys := dueKeys(t, s); !slices.Equal(keys, []string{"a"}) {
		t.Errorf("due are %v", keys)
	}
	sound(t, s)
}
