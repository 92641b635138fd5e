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

// Count is N of something that a person did on their local day. A record says what it
// adds (Table.Counts); the sums are kept in the same transaction, so digests never scan
// history, and undo, import and edits keep them right.
type Count struct {
	Day    sales.Date
	Who    string // Person.ID
	Metric string
	N      int64
}

const countBucket = "count"

func (c Count) key() []byte {
	b := make([]byte, 0, len(c.Day)+len(c.Who)+len(c.Metric)+2)
	b = append(append(b, c.Day...), 0)
	b = append(append(b, c.Who...), 0)
	return append(b, c.Metric...)
}

func (c Count) valid() bool {
	return c.Day.Valid() && c.Metric != "" && !strings.ContainsRune(c.Who+c.Metric, 0)
}

func countOf(key, value []byte) (Count, error) {
	parts := bytes.SplitN(key, []byte{0}, 3)
	if len(parts) != 3 || len(value) != 8 {
		return Count{}, fmt.Errorf("%w: counter %q", ErrCorrupt, key)
	}
	return Count{sales.Date(parts[0]), string(parts[1]), string(parts[2]), int64(binary.BigEndian.Uint64(value))}, nil
}

// recount replaces what the old value added by what the new one adds.
func (t Table[T]) recount(b Bytes, was, v *T) error {
	if t.Counts == nil {
		return nil
	}
	var diff []Count
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

func merge(counts []Count, c Count) []Count {
	for i := range counts {
		if have := &counts[i]; have.Day == c.Day && have.Who == c.Who && have.Metric == c.Metric {
			have.N += c.N
			return counts
		}
	}
	return append(counts, c)
}

// addCount changes a sum; a sum of zero is not kept.
func addCount(b Bytes, c Count) error {
	if c.N == 0 {
		return nil
	}
	if !c.valid() {
		return fmt.Errorf("store: counter of day %q, metric %q", c.Day, c.Metric)
	}
	key := c.key()
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
func Sum(r Reader, from, to sales.Date) iter.Seq2[Count, error] {
	return func(yield func(Count, error) bool) {
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
		if sums[c.Who] == nil {
			sums[c.Who] = map[string]int64{}
		}
		sums[c.Who][c.Metric] += c.N
	}
	return sums, nil
}

// Difference is a counter that does not equal what the records add up to.
type Difference struct {
	Count       // as kept
	Want  int64 // as counted
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
			if err := addCount(b, Count{d.Day, d.Who, d.Metric, d.Want - d.N}); err != nil {
				return err
			}
		}
		return nil
	})
}

func differences(ctx context.Context, r Reader) ([]Difference, error) {
	type cell struct {
		day         sales.Date
		who, metric string
	}
	want := map[cell]int64{}
	for _, t := range r.of().tables {
		err := t.eachCount(ctx, r, func(c Count) { want[cell{c.Day, c.Who, c.Metric}] += c.N })
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
		at := cell{have.Day, have.Who, have.Metric}
		if want[at] != have.N {
			diffs = append(diffs, Difference{have, want[at]})
		}
		delete(want, at)
	}
	for at, n := range want {
		if n != 0 {
			diffs = append(diffs, Difference{Count{at.day, at.who, at.metric, 0}, n})
		}
	}
	return diffs, nil
}
