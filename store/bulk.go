package store

import (
	"bytes"
	"context"
	"iter"
	"maps"
	"slices"
)

// Bulk wraps a Backend for Updates of many thousand records, such as an import. It
// gathers what an Update writes in memory and hands it on in the order of the keys when
// fn has succeeded: a tree that takes so many keys in one transaction, each somewhere
// else, moves all of them for every single one. What fn writes and then fails never
// reaches the backend. Reads see both; a Scan behind a write sorts what is new, so it
// should not be done for every record.
func Bulk(b Backend) Backend { return bulk{b} }

type bulk struct{ Backend }

func (b bulk) Update(ctx context.Context, fn func(Bytes) error) error {
	return b.Backend.Update(ctx, func(to Bytes) error {
		g := gathered{to, map[string]*writes{}}
		if err := fn(g); err != nil {
			return err
		}
		return g.handOn()
	})
}

// gathered is a Bytes with writes that the one below has not seen yet.
type gathered struct {
	below   Bytes
	buckets map[string]*writes
}

// writes of one bucket.
type writes struct {
	values map[string][]byte // nil: deleted
	sorted []string          // keys of values, but for
	fresh  []string          // those since they were sorted
}

func (g gathered) bucket(name string) *writes {
	w := g.buckets[name]
	if w == nil {
		w = &writes{values: map[string][]byte{}}
		g.buckets[name] = w
	}
	return w
}

func (w *writes) set(key, value []byte) {
	k := string(key)
	if _, known := w.values[k]; !known {
		w.fresh = append(w.fresh, k)
	}
	w.values[k] = value
}

func (w *writes) keys() []string {
	if len(w.fresh) > 0 {
		w.sorted = append(w.sorted, w.fresh...)
		slices.Sort(w.sorted)
		w.fresh = w.fresh[:0]
	}
	return w.sorted
}

func (g gathered) Get(bucket string, key []byte) []byte {
	if w := g.buckets[bucket]; w != nil {
		if v, ok := w.values[string(key)]; ok {
			return v
		}
	}
	return g.below.Get(bucket, key)
}

func (g gathered) Put(bucket string, key, value []byte) error {
	g.bucket(bucket).set(key, append([]byte{}, value...)) // empty, but not nil
	return nil
}

func (g gathered) Delete(bucket string, key []byte) error {
	g.bucket(bucket).set(key, nil)
	return nil
}

func (g gathered) Scan(bucket string, from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		w := g.bucket(bucket)
		var at []byte // the last key met
		// own yields what was gathered from at up to key, itself included; all if nil.
		own := func(key []byte) bool {
			for {
				next, ok := w.beyond(at, from, to, reverse)
				if !ok || key != nil && sign(reverse)*bytes.Compare([]byte(next), key) > 0 {
					return true
				}
				at = []byte(next)
				if v := w.values[next]; v != nil && !yield(at, v) {
					return false
				}
			}
		}
		for k, v := range g.below.Scan(bucket, from, to, reverse) {
			if !own(k) {
				return
			}
			if bytes.Equal(at, k) {
				continue
			}
			at = bytes.Clone(k)
			if !yield(k, v) {
				return
			}
		}
		own(nil)
	}
}

// beyond finds the next gathered key after at, or the first one if at is nil.
func (w *writes) beyond(at, from, to []byte, reverse bool) (string, bool) {
	keys := w.keys()
	if reverse {
		end := to
		if at != nil {
			end = at
		}
		i := len(keys)
		if end != nil {
			i, _ = slices.BinarySearch(keys, string(end))
		}
		if i == 0 || keys[i-1] < string(from) {
			return "", false
		}
		return keys[i-1], true
	}
	start := from
	if at != nil {
		start = append(bytes.Clone(at), 0)
	}
	i, _ := slices.BinarySearch(keys, string(start))
	if i == len(keys) || to != nil && keys[i] >= string(to) {
		return "", false
	}
	return keys[i], true
}

func sign(reverse bool) int {
	if reverse {
		return -1
	}
	return 1
}

// handOn writes everything to the Bytes below, in order.
func (g gathered) handOn() error {
	for _, name := range slices.Sorted(maps.Keys(g.buckets)) {
		w := g.buckets[name]
		for _, k := range w.keys() {
			var err error
			if v := w.values[k]; v == nil {
				err = g.below.Delete(name, []byte(k))
			} else {
				err = g.below.Put(name, []byte(k), v)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
