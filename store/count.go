package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

const countBucket = "count"

// The counters of one person and day are one value: for each metric its length, the
// metric and the number, as varints, in the order of the metrics. A record says what it
// adds to which (Table.Counts). The sums are updated in the transaction that changes the
// record, so digests never scan history, and undo, import and edits keep them right.
type tally struct {
	metric string
	n      int64
}

func countKey(c sales.Count) []byte {
	b := make([]byte, 0, len(c.On)+len(c.Person)+2)
	day, made := strings.CutPrefix(string(c.On), customers)
	b = append(append(append(b, day...), 0), c.Person...)
	if made {
		b = append(b, 0)
	}
	return b
}

func parseCounts(key, value []byte) (on calendar.Date, person string, all []tally, err error) {
	day, who, ok := bytes.Cut(key, []byte{0})
	on = calendar.Date(day)
	if ok && byCustomerIn(key) {
		on, who = customerDay(calendar.Date(bytes.TrimPrefix(day, []byte(customers)))), bytes.TrimSuffix(who, []byte{0})
		m := made{tallies: tallies{value: value}}
		for m.next() {
			all = append(all, tally{m.name(), m.n})
		}
		ok = !m.bad
	} else {
		t := tallies{value: value}
		for ok && t.next() {
			all = append(all, tally{string(t.metric), t.n})
		}
		ok = ok && !t.bad
	}
	if !ok {
		return "", "", nil, fmt.Errorf("%w: counters of %q", ErrCorrupt, key)
	}
	return on, string(who), all, nil
}

// recount subtracts what the old value added and adds what the new one does.
func recount(b Bytes, was, is []sales.Count) error {
	var diff []sales.Count
	for _, c := range was {
		c.N = -c.N
		diff = merge(diff, c)
	}
	for _, c := range is {
		diff = merge(diff, c)
	}
	return addCounts(b, diff)
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

// addCounts adds diff to the sums; a sum of zero is removed.
func addCounts(b Bytes, diff []sales.Count) error {
	for len(diff) > 0 {
		at := diff[0]
		if at.On == "" || strings.ContainsRune(at.Person, 0) {
			return fmt.Errorf("store: counter of day %q, person %q", at.On, at.Person)
		}
		var here, others []sales.Count
		for _, c := range diff {
			switch {
			case c.On != at.On || c.Person != at.Person:
				others = append(others, c)
			case c.N != 0:
				here = append(here, c)
			}
		}
		if err := addHere(b, countKey(at), here); err != nil {
			return err
		}
		diff = others
	}
	return nil
}

// addHere adds counts to those of one key.
func addHere(b Bytes, key []byte, counts []sales.Count) error {
	if len(counts) == 0 {
		return nil
	}
	was := b.Get(countBucket, key)
	old, next, put := &tallies{value: was}, (*tallies).next, appendTally
	if byCustomerIn(key) {
		m := &made{tallies: tallies{value: was}}
		old, next, put = &m.tallies, func(*tallies) bool { return m.next() }, appendMade
		for i := range counts {
			counts[i].Metric = packed(counts[i].Metric)
		}
	}
	slices.SortFunc(counts, func(a, b sales.Count) int { return strings.Compare(a.Metric, b.Metric) })
	size := len(was)
	for _, c := range counts {
		size += len(c.Metric) + 2*binary.MaxVarintLen64
	}
	value := make([]byte, 0, size)
	more := next(old)
	for more || len(counts) > 0 {
		switch {
		case len(counts) == 0 || more && string(old.metric) < counts[0].Metric:
			value = append(value, old.whole()...)
			more = next(old)
		case more && string(old.metric) == counts[0].Metric:
			value = put(value, counts[0].Metric, old.n+counts[0].N)
			counts = counts[1:]
			more = next(old)
		default:
			n := counts[0].N
			for metric := counts[0].Metric; len(counts) > 1 && counts[1].Metric == metric; counts = counts[1:] {
				n += counts[1].N
			}
			value = put(value, counts[0].Metric, n)
			counts = counts[1:]
		}
	}
	switch {
	case old.bad:
		return fmt.Errorf("%w: counters of %q", ErrCorrupt, key)
	case len(value) == 0:
		return b.Delete(countBucket, key)
	}
	return b.Put(countBucket, key, value)
}

func appendTally(value []byte, metric string, n int64) []byte {
	if n == 0 {
		return value
	}
	value = append(binary.AppendUvarint(value, uint64(len(metric))), metric...)
	return binary.AppendVarint(value, n)
}

// appendMade is appendTally for a counter by customer.
func appendMade(value []byte, packed string, n int64) []byte {
	if n == 0 {
		return value
	}
	return binary.AppendVarint(append(value, packed...), n)
}

// tallies reads the counters of one value without copying them.
type tallies struct {
	value  []byte
	at     int // where the present counter begins
	end    int // where it ends, and the next one begins
	metric []byte
	n      int64
	bad    bool // it is damaged, which ends it
}

// whole is the present counter as it is stored.
func (t *tallies) whole() []byte { return t.value[t.at:t.end] }

func (t *tallies) next() bool {
	if t.end >= len(t.value) {
		return false
	}
	rest := t.value[t.end:]
	size, from := uint64(rest[0]), 1
	if size >= 0x80 { // most take one byte
		size, from = binary.Uvarint(rest)
	}
	if from <= 0 || size >= uint64(len(rest)-from) {
		return t.damaged()
	}
	to := from + int(size)
	return t.count(rest, from, to)
}

// count reads the number behind the name of the present counter.
func (t *tallies) count(rest []byte, from, to int) bool {
	t.metric = rest[from:to]
	if b := rest[to]; b < 0x80 {
		t.n = int64(b>>1) ^ -int64(b&1)
		to++
	} else {
		n, more := binary.Varint(rest[to:])
		if more <= 0 {
			return t.damaged()
		}
		t.n = n
		to += more
	}
	t.at, t.end = t.end, t.end+to
	return true
}

func (t *tallies) damaged() bool {
	t.end, t.bad = len(t.value), true
	return false
}

// SumOf yields the counters of people for the days from..to, both included, by day, then
// person as given, then metric. It reads only those counters, however much history and
// however many other people there are.
func SumOf(r Reader, people []string, from, to calendar.Date) iter.Seq2[sales.Count, error] {
	return func(yield func(sales.Count, error) bool) {
		for on := from; on <= to; on = on.AddDays(1) {
			for _, person := range people {
				key := countKey(sales.Count{On: on, Person: person})
				_, _, tallies, err := parseCounts(key, r.bytes().Get(countBucket, key))
				if err != nil {
					yield(sales.Count{}, err)
					return
				}
				for _, t := range tallies {
					if !yield(sales.Count{On: on, Person: person, Metric: t.metric, N: t.n}, nil) {
						return
					}
				}
			}
		}
	}
}

// SumOfTeam yields the counters of one team's records for the days from..to, both included,
// by day, then person, then metric, whoever is in the team today: a contact stays with the
// team of its day. It reads the counters of all teams for those days, and no history.
func SumOfTeam(r Reader, team string, from, to calendar.Date) iter.Seq2[sales.Count, error] {
	return func(yield func(sales.Count, error) bool) {
		for k, v := range r.bytes().Scan(countBucket, []byte(from), []byte(to.AddDays(1)), false) {
			if byCustomerIn(k) {
				continue
			}
			on, who, tallies, err := parseCounts(k, v)
			if err != nil {
				yield(sales.Count{}, err)
				return
			}
			person, ok := strings.CutSuffix(who, InTeam("", team))
			if !ok || strings.Contains(person, " ") {
				continue
			}
			for _, t := range tallies {
				if !yield(sales.Count{On: on, Person: person, Metric: t.metric, N: t.n}, nil) {
					return
				}
			}
		}
	}
}

// everySum yields all counters.
func everySum(b Bytes) iter.Seq2[sales.Count, error] {
	return func(yield func(sales.Count, error) bool) {
		for k, v := range b.Scan(countBucket, nil, nil, false) {
			on, person, tallies, err := parseCounts(k, v)
			if err != nil {
				yield(sales.Count{}, err)
				return
			}
			for _, t := range tallies {
				if !yield(sales.Count{On: on, Person: person, Metric: t.metric, N: t.n}, nil) {
					return
				}
			}
		}
	}
}

// Difference is a counter that does not match the records.
type Difference struct {
	sales.Count       // as stored
	Want        int64 // as the records add up
}

// Recount adds up all records again, corrects every counter that was wrong, and returns
// those. Updates may run meanwhile.
func (s *Store) Recount(ctx context.Context) ([]Difference, error) {
	var diffs []Difference
	err := s.View(ctx, func(r Reader) (err error) {
		diffs, err = differences(ctx, r)
		return err
	})
	if err != nil || len(diffs) == 0 {
		return diffs, err
	}
	// Updates since the snapshot changed both sides alike, so adding the gap is right.
	return diffs, s.b.Update(ctx, func(b Bytes) error { return correct(b, diffs) })
}

func correct(b Bytes, diffs []Difference) error {
	var gaps []sales.Count
	for _, d := range diffs {
		d.Count.N = d.Want - d.N
		gaps = append(gaps, d.Count)
	}
	return addCounts(b, gaps)
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
	for have, err := range everySum(r.bytes()) {
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
