// Package storetest specifies what every store must do. A backend's own test calls Run
// with a way to open one; the suite knows nothing else about it.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Subject is the backend under test.
type Subject struct {
	// Open opens the store in dir, a new one if dir is empty.
	Open func(t testing.TB, dir string) store.Backend
	// OpenSmall opens one with room for about that many bytes; nil if it cannot be bounded.
	OpenSmall func(t testing.TB, dir string, bytes int) store.Backend
	// Sound checks the backend's own structure after a test; nil if there is nothing to check.
	Sound func(t testing.TB, b store.Backend)
}

// Run runs the whole suite.
func Run(t *testing.T, s Subject) {
	for _, part := range []struct {
		name string
		run  func(*testing.T, Subject)
	}{
		{"bytes", testBytes},
		{"update", testUpdate},
		{"tables", testTables},
		{"counters", testCounters},
		{"journal", testJournal},
		{"undo", testUndo},
		{"redact", testRedact},
		{"posts", testPosts},
		{"schema", testSchema},
		{"room", testRoom},
		{"model", testModel},
	} {
		t.Run(part.name, func(t *testing.T) { part.run(t, s) })
	}
}

// thing is the noun of the suite.
type thing struct {
	ID    string        `json:"id"`
	Name  string        `json:"name"`
	Owner string        `json:"owner,omitempty"`
	On    calendar.Date `json:"on,omitempty"`
	N     int64         `json:"n,omitempty"`
	Tags  []string      `json:"tags,omitempty"`
}

var things = store.Table[thing]{
	Name: "thing", Version: 1,
	ID: func(v thing) string { return v.ID },
	Indexes: []store.Index[thing]{
		{Name: "owner", Keys: func(v thing) []string { return []string{v.Owner} }},
		{Name: "tag", Keys: func(v thing) []string { return v.Tags }},
	},
	Counts: func(v thing) []sales.Count {
		if v.On == "" {
			return nil
		}
		return []sales.Count{{On: v.On, Person: v.Owner, Metric: "things", N: 1}, {On: v.On, Person: v.Owner, Metric: "n", N: v.N}}
	},
}

var monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

// subject is an open store and what a test needs around it.
type subject struct {
	*store.Store
	t testing.TB
	b store.Backend
	n int // numbers once-keys
}

// open opens a store in dir; it is checked and closed when the test ends.
func (s Subject) open(t testing.TB, dir string, migrations ...store.Migration) *subject {
	t.Helper()
	return s.on(t, s.Open(t, dir), migrations...)
}

func (s Subject) on(t testing.TB, b store.Backend, migrations ...store.Migration) *subject {
	t.Helper()
	st, err := store.Open(context.Background(), b, store.Options{
		Tables: []store.AnyTable{things}, Migrations: migrations, Now: monday, BackupBefore: func(int) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	d := &subject{Store: st, t: t, b: b}
	t.Cleanup(func() {
		closed := errors.Is(b.View(context.Background(), func(store.Bytes) error { return nil }), store.ErrClosed)
		if s.Sound != nil && !closed && !t.Failed() {
			s.Sound(t, b)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// change returns a Change with a fresh once-key.
func (d *subject) change() store.Change {
	d.n++
	return store.Change{Once: fmt.Sprintf("%s/%d", d.t.Name(), d.n), Actor: "U1", At: monday.Add(time.Duration(d.n) * time.Second),
		What: "test"}
}

// do is an Update that must succeed.
func (d *subject) do(fn func(*store.Tx) error) store.Receipt {
	d.t.Helper()
	r, err := d.Update(context.Background(), d.change(), fn)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// put is an Update that puts things.
func (d *subject) put(all ...thing) store.Receipt {
	d.t.Helper()
	return d.do(func(tx *store.Tx) error {
		for _, v := range all {
			if err := things.Put(tx, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// view is a View that must succeed.
func (d *subject) view(fn func(store.Reader) error) {
	d.t.Helper()
	if err := d.View(context.Background(), fn); err != nil {
		d.t.Fatal(err)
	}
}

// get returns the thing with this id; the zero thing if there is none.
func (d *subject) get(id string) (v thing) {
	d.t.Helper()
	d.view(func(r store.Reader) (err error) {
		v, _, err = things.Get(r, id)
		return err
	})
	return v
}

// ids lists what a query finds.
func ids(r store.Reader, q store.Query) ([]string, error) {
	list := []string{}
	for v, err := range things.List(r, q) {
		if err != nil {
			return nil, err
		}
		list = append(list, v.ID)
	}
	return list, nil
}

// sound checks everything the store promises about its content.
func (d *subject) sound() store.Checkpoint {
	d.t.Helper()
	at, err := d.Check(context.Background(), store.Checkpoint{})
	if err != nil {
		d.t.Fatal(err)
	}
	return at
}

// tamper changes stored bytes behind the store's back.
func (d *subject) tamper(fn func(store.Bytes) error) {
	d.t.Helper()
	if err := d.b.Update(context.Background(), fn); err != nil {
		d.t.Fatal(err)
	}
}

// wantErr fails unless err is want.
func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error is %v, want %v", err, want)
	}
}
