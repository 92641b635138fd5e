package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "dealdesk/dice" // fixes what rapid draws
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// testModel applies random operations to a store and to plain maps, and compares them.
func testModel(t *testing.T, s Subject) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &model{rt: rt, s: s, t: t, dir: t.TempDir(), things: map[string]thing{}, answers: map[string]string{}, last: map[string]int{},
			standing: map[string][]int{}}
		m.reopen()
		defer func() { m.st.Close() }()
		rt.Repeat(map[string]func(*rapid.T){
			"put":    func(rt *rapid.T) { m.update(rt, false) },
			"fail":   func(rt *rapid.T) { m.update(rt, true) },
			"repeat": m.repeat,
			"undo":   m.undo,
			"list":   m.list,
			"reopen": func(rt *rapid.T) { m.close(rt); m.reopen() },
			"check":  m.check,
		})
		m.check(rt)
	})
}

type model struct {
	rt       *rapid.T
	t        *testing.T
	s        Subject
	dir      string
	st       *store.Store
	things   map[string]thing
	answers  map[string]string // by once-key
	entries  []entry
	last     map[string]int   // the entry that touched an id last
	standing map[string][]int // the entries whose changes of an id stand, oldest first
}

// entry is what an update did.
type entry struct {
	was    map[string]*thing // what it touched, by id: the value before, nil if there was none
	change int               // the entry whose change it made (or made again), or took back
	takes  bool              // whether it took that change back
}

func (m *model) reopen() {
	st, err := store.Open(context.Background(), m.s.Open(m.t, m.dir), store.Options{Tables: []store.AnyTable{things}})
	if err != nil {
		m.rt.Fatal(err)
	}
	m.st = st
}

func (m *model) close(rt *rapid.T) {
	if err := m.st.Close(); err != nil {
		rt.Fatal(err)
	}
}

var (
	genID    = rapid.SampledFrom([]string{"D-1", "D-2", "D-9", "D-10", "D-11", "x", "y"})
	genOwner = rapid.SampledFrom([]string{"U1", "U10", "U2", ""})
	genDay   = rapid.SampledFrom([]calendar.Date{"2026-11-16", "2026-11-17", "2026-12-01", ""})
)

func (m *model) update(rt *rapid.T, fail bool) {
	once := fmt.Sprint("key ", len(m.answers), " ", fail)
	next := maps.Clone(m.things)
	e := entry{was: map[string]*thing{}, change: len(m.entries)}
	_, err := m.st.Update(context.Background(), store.Change{Once: once, Actor: "U1", At: monday, What: "test"}, func(tx *store.Tx) error {
		for range rapid.IntRange(0, 4).Draw(rt, "changes") {
			id := genID.Draw(rt, "id")
			var err error
			if rapid.Bool().Draw(rt, "delete") {
				e.touch(m.things, next, id, nil)
				err = things.Delete(tx, id)
			} else {
				v := thing{ID: id, Owner: genOwner.Draw(rt, "owner"), On: genDay.Draw(rt, "day"), N: rapid.Int64Range(-3, 3).Draw(rt, "n"),
					Tags: rapid.SliceOfN(rapid.SampledFrom([]string{"a", "ab", "b"}), 0, 3).Draw(rt, "tags")}
				e.touch(m.things, next, id, &v)
				err = things.Put(tx, v)
			}
			if err != nil {
				return err
			}
		}
		if fail {
			return errRefused
		}
		tx.Answer([]byte(once))
		return nil
	})
	if fail {
		if err != errRefused {
			rt.Fatal(err)
		}
		return
	}
	if err != nil {
		rt.Fatal(err)
	}
	m.keep(e, next, once)
}

// touch makes v the value of id in next, unless it already is.
func (e entry) touch(before, next map[string]thing, id string, v *thing) {
	now, has := next[id]
	if v == nil && !has || v != nil && has && fmt.Sprint(*v) == fmt.Sprint(now) {
		return
	}
	e.was[id] = nil
	if old, had := before[id]; had {
		e.was[id] = &old
	}
	delete(next, id)
	if v != nil {
		next[id] = *v
	}
}

func (m *model) keep(e entry, next map[string]thing, once string) {
	for id := range e.was {
		if e.takes {
			m.standing[id] = m.standing[id][:len(m.standing[id])-1]
		} else {
			m.standing[id] = append(m.standing[id], e.change)
		}
		m.last[id] = len(m.entries)
	}
	m.entries, m.things, m.answers[once] = append(m.entries, e), next, once
}

func (m *model) repeat(rt *rapid.T) {
	if len(m.answers) == 0 {
		return
	}
	once := rapid.SampledFrom(slices.Sorted(maps.Keys(m.answers))).Draw(rt, "once")
	r, err := m.st.Update(context.Background(), store.Change{Once: once, Actor: "U1", At: monday, What: "test"}, func(*store.Tx) error {
		rt.Error("a repeat ran")
		return nil
	})
	if err != nil || !r.Repeat || string(r.Answer) != m.answers[once] {
		rt.Fatal(r, err)
	}
}

// undo is allowed if no later entry touched any of its records, or none that still
// stands.
func (m *model) undo(rt *rapid.T) {
	if len(m.entries) == 0 {
		return
	}
	i := rapid.IntRange(0, len(m.entries)-1).Draw(rt, "entry")
	e := m.entries[i]
	allowed := true
	for id := range e.was {
		standing := m.standing[id]
		allowed = allowed && (m.last[id] == i || len(standing) > 0 && standing[len(standing)-1] == i)
	}
	once := fmt.Sprint("key ", len(m.answers), " undo")
	_, err := m.st.Update(context.Background(), store.Change{Once: once, Actor: "U1", At: monday, What: "undo"}, func(tx *store.Tx) error {
		tx.Answer([]byte(once))
		_, err := tx.Undo(uint64(i + 1))
		return err
	})
	var newer *store.Newer
	if errors.As(err, &newer) != !allowed || err != nil && !errors.As(err, &newer) {
		rt.Fatalf("undo of entry %d: %v, allowed %v", i+1, err, allowed)
	}
	if !allowed {
		return
	}
	next, undone := maps.Clone(m.things), entry{was: map[string]*thing{}, takes: !e.takes, change: e.change}
	for id, v := range e.was {
		undone.touch(m.things, next, id, v)
	}
	m.keep(undone, next, once)
}

func (m *model) list(rt *rapid.T) {
	q := store.Query{Reverse: rapid.Bool().Draw(rt, "reverse"), Limit: rapid.IntRange(0, 4).Draw(rt, "limit")}
	keys := func(v thing) []string { return []string{v.ID} }
	switch rapid.SampledFrom([]string{"id", "owner", "tag"}).Draw(rt, "by") {
	case "owner":
		q.Index, keys = "owner", func(v thing) []string { return []string{v.Owner} }
		q.Key = genOwner.Draw(rt, "key")
		q.All = q.Key == ""
	case "tag":
		q.Index, keys = "tag", func(v thing) []string { return slices.Compact(slices.Sorted(slices.Values(v.Tags))) }
		q.Prefix = rapid.SampledFrom([]string{"", "a", "ab", "c"}).Draw(rt, "prefix")
		q.All = q.Prefix == ""
	}
	type hit struct{ key, id string }
	var hits []hit
	for _, v := range m.things {
		for _, k := range keys(v) {
			if (q.Key == "" || k == q.Key) && strings.HasPrefix(k, q.Prefix) {
				hits = append(hits, hit{k, v.ID})
			}
		}
	}
	order := []string{"D-1", "D-2", "D-9", "D-10", "D-11", "x", "y"}
	slices.SortFunc(hits, func(a, b hit) int {
		if c := strings.Compare(a.key, b.key); c != 0 && q.Index != "" {
			return c
		}
		return slices.Index(order, a.id) - slices.Index(order, b.id)
	})
	if q.Reverse {
		slices.Reverse(hits)
	}
	if q.Limit > 0 && len(hits) > q.Limit {
		hits = hits[:q.Limit]
	}
	want := []string{}
	for _, h := range hits {
		want = append(want, h.id)
	}
	err := m.st.View(context.Background(), func(r store.Reader) error {
		got, err := ids(r, q)
		if !slices.Equal(got, want) {
			rt.Errorf("%+v finds %v, want %v", q, got, want)
		}
		return err
	})
	if err != nil {
		rt.Fatal(err)
	}
}

// check compares everything, and lets the store check itself: journal, indexes, counters.
func (m *model) check(rt *rapid.T) {
	err := m.st.View(context.Background(), func(r store.Reader) error {
		n := 0
		for v, err := range things.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			if fmt.Sprint(v) != fmt.Sprint(m.things[v.ID]) {
				rt.Errorf("%+v, want %+v", v, m.things[v.ID])
			}
			n++
		}
		if n != len(m.things) {
			rt.Errorf("%d records, want %d", n, len(m.things))
		}
		return nil
	})
	if err != nil {
		rt.Fatal(err)
	}
	at, err := m.st.Check(context.Background(), store.Checkpoint{})
	if err != nil || at.Seq != uint64(len(m.entries)) {
		rt.Fatal(at, len(m.entries), err)
	}
}
