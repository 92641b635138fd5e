package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"strings"

	"dealdesk/sales"
)

const countBucket = "count"

// A counter's key is its day, person and metric; a record says what it adds to which
// (Table.Counts). The sums are kept in the transaction that keeps the record, so digests
// never scan history, and undo, import and edits keep them right.
func countKey(c sales.Count) []byte {
	b := make([]byte, 0, len(c.On)+len(c.Person)+len(c.Metric)+2)
	b = append(append(b, c.On...), 0)
	b = append(append(b, c.Person...), 0)
	return append(b, c.Metric...)
}

func countOf(key, value []byte) (sales.Count, error) {
	parts := bytes.SplitN(key, []byte{0}, 3)
	if len(parts) != 3 || len(value) != 8 {
		return sales.Count{}, fmt.Errorf("%w: counter %q", ErrCorrupt, key)
	}
	return sales.Count{On: sales.Date(parts[0]), Person: string(parts[1]), Metric: string(parts[2]), N: int64(binary.BigEndian.Uint64(value))}, nil
}

// recount replaces what the old value added by what the new one adds.
func (t Table[T]) recount(b Bytes, was, v *T) error {
	if t.Counts == nil {
		return nil
	}
	var diff []sales.Count
	if was != nil {
		for _, c := range t.Counts(*was) {
			c.N = -c.N
			diff = merge(diff, c)
		}
	}
	if v != nil {
		for _, c := range t.Counts(*v) {
			diff = merge(diff, c)
		}
	}
	for _, c := range diff {
		if err := addCount(b, c); err != nil {
			return err
		}
	}
	return nil
}

func merge(counts []sales.Count, c sales.Count) []sales.Count {
	for i := range counts {
		if have := &counts[i]; have.On == c.On && have.Person == c.Person && have.Metric == c.Metric {
			have.N += c.N
			return counts
		}
	}
	return append(counts, c)
}

// addCount changes a sum; a sum of zero is not kept.
func addCount(b Bytes, c sales.Count) error {
	if c.N == 0 {
		return nil
	}
	if !c.On.Valid() || c.Metric == "" || strings.ContainsRune(c.Person+c.Metric, 0) {
		return fmt.Errorf("store: counter of day %q, metric %q", c.On, c.Metric)
	}
	key := countKey(c)
	if old := b.Get(countBucket, key); old != nil {
		have, err := countOf(key, old)
		if err != nil {
			return err
		}
		c.N += have.N
	}
	if c.N == 0 {
		return b.Delete(countBucket, key)
	}
	return b.Put(countBucket, key, binary.BigEndian.AppendUint64(nil, uint64(c.N)))
}

// Sum yields the counters of the days from..to, both included, by day, person, metric.
// It reads those days and nothing else, however much history there is.
func Sum(r Reader, from, to sales.Date) iter.Seq2[sales.Count, error] {
	return func(yield func(sales.Count, error) bool) {
		for k, v := range r.bytes().Scan(countBucket, []byte(from), after([]byte(to)), false) {
			c, err := countOf(k, v)
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// Sums adds the days from..to up, by person and metric: Sums(...)["U1"]["call"].
func Sums(r Reader, from, to sales.Date) (map[string]map[string]int64, error) {
	sums := map[string]map[string]int64{}
	for c, err := range Sum(r, from, to) {
		if err != nil {
			return nil, err
		}
		if sums[c.Person] == nil {
			sums[c.Person] = map[string]int64{}
		}
		sums[c.Person][c.Metric] += c.N
	}
	return sums, nil
}

// Difference is a counter that does not equal what the records add up to.
type Difference struct {
	sales.Count       // as kept
	Want        int64 // as the records add up
}

// Recount adds all records up again, returns every counter that was wrong, and corrects
// them. Updates go on meanwhile.
func (s *Store) Recount(ctx context.Context) ([]Difference, error) {
	var diffs []Difference
	err := s.View(ctx, func(r Reader) (err error) {
		diffs, err = differences(ctx, r)
		return err
	})
	if err != nil || len(diffs) == 0 {
		return diffs, err
	}
	// What changed since the snapshot changed both sides alike: adding the gap is right.
	return diffs, s.b.Update(ctx, func(b Bytes) error {
		for _, d := range diffs {
			if err := addCount(b, d.gap()); err != nil {
				return err
			}
		}
		return nil
	})
}

// gap is what has to be added to make it right.
func (d Difference) gap() sales.Count {
	c := d.Count
	c.N = d.Want - d.N
	return c
}

func differences(ctx context.Context, r Reader) ([]Difference, error) {
	want := map[sales.Count]int64{} // by the counter with N = 0
	for _, t := range r.of().tables {
		err := t.eachCount(ctx, r, func(c sales.Count) {
			n := c.N
			c.N = 0
			want[c] += n
		})
		if err != nil {
			return nil, err
		}
	}
	var diffs []Difference
	for k, v := range r.bytes().Scan(countBucket, nil, nil, false) {
		have, err := countOf(k, v)
		if err != nil {
			return nil, err
		}
		at := have
		at.N = 0
		if want[at] != have.N {
			diffs = append(diffs, Difference{have, want[at]})
		}
		delete(want, at)
	}
	for at, n := range want {
		if n != 0 {
			diffs = append(diffs, Difference{at, n})
		}
	}
	return diffs, nil
}
