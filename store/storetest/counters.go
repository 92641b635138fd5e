package storetest

import (
	"slices"
	"testing"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func testCounters(t *testing.T, s Subject) {
	sums := func(d *subject, from, to calendar.Date, people ...string) (out []sales.Count) {
		d.view(func(r store.Reader) error {
			for c, err := range store.SumOf(r, people, from, to) {
				if err != nil {
					return err
				}
				out = append(out, c)
			}
			return nil
		})
		return out
	}
	t.Run("they follow every put, edit, delete and undo", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Owner: "U1", On: "2026-11-16", N: 5}, thing{ID: "D-2", Owner: "U1", On: "2026-11-16", N: -2},
			thing{ID: "D-3", Owner: "U2", On: "2026-11-17", N: 1})
		want := []sales.Count{{On: "2026-11-16", Person: "U1", Metric: "n", N: 3}, {On: "2026-11-16", Person: "U1", Metric: "things", N: 2},
			{On: "2026-11-17", Person: "U2", Metric: "n", N: 1}, {On: "2026-11-17", Person: "U2", Metric: "things", N: 1}}
		if got := sums(d, "2026-11-16", "2026-11-17", "U1", "U2"); !slices.Equal(got, want) {
			t.Fatal(got)
		}
		if got := sums(d, "2026-11-17", "2026-11-30", "U1", "U2"); !slices.Equal(got, want[2:]) {
			t.Fatal(got)
		}
		if got := sums(d, "2026-11-16", "2026-11-17", "U2", "U9"); !slices.Equal(got, want[2:]) {
			t.Error("of U2 and U9:", got)
		}
		moved := d.put(thing{ID: "D-1", Owner: "U2", On: "2026-11-17", N: 6})
		d.do(func(tx *store.Tx) error { return things.Delete(tx, "D-2") })
		if got := sums(d, "2026-11-01", "2026-11-16", "U1", "U2"); len(got) != 0 {
			t.Error("nothing is left on that day, but", got)
		}
		if got := sums(d, "2026-11-01", "2026-11-30", "U1", "U2"); !slices.Equal(got,
			[]sales.Count{{On: "2026-11-17", Person: "U2", Metric: "n", N: 7}, {On: "2026-11-17", Person: "U2", Metric: "things", N: 2}}) {
			t.Error(got)
		}
		d.do(func(tx *store.Tx) error { _, err := tx.Undo(moved.Seq); return err })
		if got := sums(d, "2026-11-16", "2026-11-16", "U1", "U2"); !slices.Equal(got,
			[]sales.Count{{On: "2026-11-16", Person: "U1", Metric: "n", N: 5}, {On: "2026-11-16", Person: "U1", Metric: "things", N: 1}}) {
			t.Error(got)
		}
		d.sound()
	})
	t.Run("a team's are those of its records, whoever made them", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Owner: store.InTeam("U2", "east"), On: "2026-11-16", N: 5},
			thing{ID: "D-2", Owner: store.InTeam("U1", "east"), On: "2026-11-17", N: 1},
			thing{ID: "D-3", Owner: store.InTeam("U1", "far east"), On: "2026-11-17", N: 1},
			thing{ID: "D-4", Owner: store.InTeam("U1", "west"), On: "2026-11-17", N: 1},
			thing{ID: "D-5", Owner: store.InTeam("U1", "east"), On: "2026-11-18", N: 1},
			thing{ID: "D-6", Owner: store.InTeam("U1", ""), On: "2026-11-17", N: 1})
		var got []sales.Count
		d.view(func(r store.Reader) error {
			for c, err := range store.SumOfTeam(r, "east", "2026-11-16", "2026-11-17") {
				if err != nil {
					return err
				}
				got = append(got, c)
			}
			return nil
		})
		want := []sales.Count{{On: "2026-11-16", Person: "U2", Metric: "n", N: 5}, {On: "2026-11-16", Person: "U2", Metric: "things", N: 1},
			{On: "2026-11-17", Person: "U1", Metric: "n", N: 1}, {On: "2026-11-17", Person: "U1", Metric: "things", N: 1}}
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("a recount finds what is wrong and puts it right", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-1", Owner: "U1", On: "2026-11-16", N: 5}, thing{ID: "D-2", Owner: "U2", On: "2026-11-16", N: 1})
		if diffs, err := d.Recount(t.Context()); len(diffs) != 0 || err != nil {
			t.Fatal(diffs, err)
		}
		before := d.dump()
		d.tamper(func(b store.Bytes) error { // U2's numbers become U1's, U2 has none
			key := func(who string) []byte { return []byte("2026-11-16\x00" + who) }
			if err := b.Put("count", key("U1"), slices.Clone(b.Get("count", key("U2")))); err != nil {
				return err
			}
			return b.Delete("count", key("U2"))
		})
		if _, err := d.Check(t.Context(), store.Checkpoint{}); err == nil {
			t.Error("the check did not see it")
		}
		diffs, err := d.Recount(t.Context())
		if err != nil || len(diffs) != 3 {
			t.Fatal(diffs, err)
		}
		for _, diff := range diffs {
			if diff.Person == "U1" && (diff.Metric != "n" || diff.N != 1 || diff.Want != 5) {
				t.Error(diff)
			}
		}
		d.same(before)
	})
}
