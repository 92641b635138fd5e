package storetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dealdesk/store"
)

var errRefused = errors.New("a rule says no")

func testUpdate(t *testing.T, s Subject) {
	t.Run("a repeat of a key does not run and returns the first answer", func(t *testing.T) {
		dir := t.TempDir()
		d := s.open(t, dir)
		c := d.change()
		ran := 0
		fn := func(tx *store.Tx) error {
			ran++
			tx.Answer([]byte(fmt.Sprint("answer ", ran)))
			return things.Put(tx, thing{ID: tx.Next("D")})
		}
		first, err := d.Update(t.Context(), c, fn)
		if err != nil || first.Repeat || string(first.Answer) != "answer 1" {
			t.Fatal(first, err)
		}
		c.At = c.At.Add(time.Hour) // it arrives again later
		second, err := d.Update(t.Context(), c, fn)
		if err != nil || !second.Repeat || second.Seq != first.Seq || string(second.Answer) != "answer 1" {
			t.Fatal(second, err)
		}
		if ran != 1 || d.get("D-2").ID != "" {
			t.Fatalf("ran %d times", ran)
		}
	})
	t.Run("a repeat is recognised after a restart, even a day later", func(t *testing.T) {
		dir := t.TempDir()
		c := store.Change{Once: "envelope 1", Actor: "U1", At: monday, What: "log"}
		b := s.Open(t, dir)
		st, err := store.Open(t.Context(), b, store.Options{Tables: []store.AnyTable{things}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := st.Update(t.Context(), c, func(tx *store.Tx) error { tx.Answer([]byte("yes")); return nil }); err != nil {
			t.Fatal(err)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		d := s.open(t, dir)
		for i := range 600 { // a busy day
			at := monday.Add(time.Duration(i) * 4 * time.Minute)
			if _, err := d.Update(t.Context(), store.Change{Once: fmt.Sprint("other ", i), Actor: "U1", At: at, What: "log"},
				func(*store.Tx) error { return nil }); err != nil {
				t.Fatal(err)
			}
		}
		r, err := d.Update(t.Context(), c, func(*store.Tx) error { t.Error("ran again"); return nil })
		if err != nil || !r.Repeat || string(r.Answer) != "yes" {
			t.Fatal(r, err)
		}
	})
	t.Run("two deliveries at once take effect once", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		c := d.change()
		var ran, repeats atomic.Int32
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				r, err := d.Update(t.Context(), c, func(tx *store.Tx) error {
					ran.Add(1)
					tx.Answer([]byte("done"))
					return things.Put(tx, thing{ID: tx.Next("D")})
				})
				if err != nil || string(r.Answer) != "done" {
					t.Error(r, err)
				}
				if r.Repeat {
					repeats.Add(1)
				}
			})
		}
		wg.Wait()
		if ran.Load() != 1 || repeats.Load() != 15 {
			t.Fatalf("ran %d times, %d repeats", ran.Load(), repeats.Load())
		}
	})
	t.Run("a failed attempt leaves nothing and frees its key", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Name: "before", Owner: "U1", On: "2026-11-16", N: 5})
		before := d.dump()
		c := d.change()
		mess := func(tx *store.Tx) {
			if err := things.Put(tx, thing{ID: "D-1", Name: "after", Owner: "U2", On: "2026-11-17", N: 7}); err != nil {
				t.Error(err)
			}
			if err := things.Put(tx, thing{ID: tx.Next("E"), Owner: "U3"}); err != nil {
				t.Error(err)
			}
			if err := tx.Post(store.Post{Key: "card", Channel: "C1"}); err != nil {
				t.Error(err)
			}
			tx.Answer([]byte("half"))
		}
		_, err := d.Update(t.Context(), c, func(tx *store.Tx) error { mess(tx); return errRefused })
		wantErr(t, err, errRefused)
		d.same(before)

		func() {
			defer func() {
				if p := recover(); p != "oh no" {
					t.Errorf("recovered %v", p)
				}
			}()
			_, _ = d.Update(t.Context(), c, func(tx *store.Tx) error { mess(tx); panic("oh no") })
		}()
		d.same(before)

		var wg sync.WaitGroup
		wg.Go(func() {
			_, _ = d.Update(t.Context(), c, func(tx *store.Tx) error { mess(tx); runtime.Goexit(); return nil })
		})
		wg.Wait()
		d.same(before)

		r, err := d.Update(t.Context(), c, func(tx *store.Tx) error { mess(tx); return nil })
		if err != nil || r.Repeat || d.get("D-1").Name != "after" {
			t.Fatal(r, err)
		}
		d.sound()
	})
	t.Run("neighbours of failing updates notice nothing", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		const n = 60
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				defer func() { _ = recover() }()
				c := store.Change{Once: fmt.Sprint(i), Actor: "U1", At: monday, What: "test"}
				_, err := d.Update(t.Context(), c, func(tx *store.Tx) error {
					if err := things.Put(tx, thing{ID: fmt.Sprintf("D-%d", i+1), Owner: "U1", On: "2026-11-16", N: 1}); err != nil {
						return err
					}
					switch i % 3 {
					case 1:
						return errRefused
					case 2:
						panic("oh no")
					}
					return nil
				})
				if i%3 == 0 && err != nil || i%3 == 1 && err != errRefused {
					t.Error(i, err)
				}
			})
		}
		wg.Wait()
		d.view(func(r store.Reader) error {
			list, err := ids(r, store.Query{})
			if len(list) != n/3 {
				t.Errorf("%d of %d updates are kept: %v", len(list), n/3, list)
			}
			return err
		})
		if at := d.sound(); at.Seq != n/3 {
			t.Errorf("%d entries", at.Seq)
		}
	})
	t.Run("twenty increments at once lose none", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1"})
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				for j := range 10 {
					_, err := d.Update(t.Context(), store.Change{Once: fmt.Sprint(i, "/", j), Actor: "U1", At: monday, What: "test"},
						func(tx *store.Tx) error {
							v, err := things.Find(tx, "D-1")
							v.N++
							return errors.Join(err, things.Put(tx, v))
						})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n := d.get("D-1").N; n != 200 {
			t.Fatalf("%d increments of 200", n)
		}
	})
	t.Run("an update needs a key and a time", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		for _, c := range []store.Change{{At: monday}, {Once: "x"}} {
			if _, err := d.Update(t.Context(), c, func(*store.Tx) error { t.Error("ran"); return nil }); err == nil {
				t.Errorf("%+v was accepted", c)
			}
		}
	})
	t.Run("a view shows one state while others write, and holds nobody up", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Name: "first", Owner: "U1"})
		d.view(func(r store.Reader) error {
			written := make(chan struct{})
			go func() {
				defer close(written)
				for i := range 200 { // enough to grow the file
					d.put(thing{ID: "D-1", Name: "second", Owner: "U2"}, thing{ID: fmt.Sprintf("E-%d", i+1), Name: string(make([]byte, 20_000))})
				}
			}()
			select {
			case <-written:
			case <-time.After(30 * time.Second):
				t.Fatal("writers wait for a view")
			}
			v, _, err := things.Get(r, "D-1")
			if v.Name != "first" || err != nil {
				t.Error(v, err)
			}
			list, err := ids(r, store.Query{Index: "owner", Key: "U1"})
			if len(list) != 1 {
				t.Error("the index moved under the view", list)
			}
			return err
		})
		if d.get("D-1").Name != "second" {
			t.Error("the writes are lost")
		}
	})
	t.Run("an update whose caller has gone does not run", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := d.Update(ctx, d.change(), func(*store.Tx) error { t.Error("ran"); return nil })
		wantErr(t, err, context.Canceled)
		wantErr(t, err, store.ErrNotSaved)
	})
	t.Run("a closed store says so", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := d.Update(t.Context(), d.change(), func(*store.Tx) error { t.Error("ran"); return nil })
		wantErr(t, err, store.ErrNotSaved)
		wantErr(t, d.View(t.Context(), func(store.Reader) error { t.Error("ran"); return nil }), store.ErrClosed)
	})
}

// buckets that a store of things uses.
var buckets = []string{"thing", "count", "log", "answer", "post", "queue"}

// dump is everything that is kept.
func (d *subject) dump() map[string]string {
	d.t.Helper()
	all := map[string]string{}
	err := d.b.View(context.Background(), func(b store.Bytes) error {
		for _, name := range buckets {
			for k, v := range b.Scan(name, nil, nil, false) {
				all[name+"/"+string(k)] = string(v)
			}
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

// same fails if anything differs from an earlier dump.
func (d *subject) same(before map[string]string) {
	d.t.Helper()
	now := d.dump()
	for k, v := range now {
		if was, ok := before[k]; !ok || was != v {
			d.t.Errorf("%q was %q, is %q", k, was, v)
		}
	}
	for k := range before {
		if _, ok := now[k]; !ok {
			d.t.Errorf("%q is gone", k)
		}
	}
}
