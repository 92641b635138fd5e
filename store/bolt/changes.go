package bolt

import (
	"bytes"
	"maps"
	"slices"

	"go.etcd.io/bbolt"
)

// changes are writes by bucket that bbolt has not seen yet. Each caller of a batch writes
// into its own. The changes of callers that succeed are merged into the batch's, which go
// into bbolt in key order once the batch is complete. So the writes of a failing caller
// need no rollback, what many callers write (the head of the journal, a day's counters) is
// written once, and bbolt need not shift a page's keys for every write that arrives out of
// order.
type changes map[string]*bucketChanges

type bucketChanges struct {
	values map[string][]byte // nil: deleted
	sorted []string          // the keys of values
	fresh  int               // how many at the end are not sorted yet
}

func (c changes) set(bucket string, key, value []byte) {
	b := c[bucket]
	if b == nil {
		b = &bucketChanges{values: map[string][]byte{}}
		c[bucket] = b
	}
	b.set(string(key), value)
}

func (b *bucketChanges) set(key string, value []byte) {
	if _, known := b.values[key]; !known {
		b.sorted = append(b.sorted, key)
		b.fresh++
	}
	b.values[key] = value
}

// take merges newer changes in.
func (c changes) take(newer changes) {
	for name, from := range newer {
		to := c[name]
		if to == nil {
			c[name] = from
			continue
		}
		for _, key := range from.sorted {
			to.set(key, from.values[key])
		}
	}
}

// apply writes everything into bbolt.
func (c changes) apply(tx *bbolt.Tx) error {
	for _, name := range slices.Sorted(maps.Keys(c)) {
		b, err := tx.CreateBucketIfNotExists([]byte(name))
		if err != nil {
			return err
		}
		b.FillPercent = fill
		from := c[name]
		for _, key := range from.keys() {
			if value := from.values[key]; value == nil {
				err = b.Delete([]byte(key))
			} else {
				err = b.Put([]byte(key), value)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// keys returns the keys in order.
func (b *bucketChanges) keys() []string {
	if b.fresh > 0 {
		slices.Sort(b.sorted)
		b.fresh = 0
	}
	return b.sorted
}

// next returns the first key in from <= key < to that comes after at, or in reverse the
// last one before at. A nil bound is open.
func (b *bucketChanges) next(at, from, to []byte, reverse bool) (string, bool) {
	if b == nil {
		return "", false
	}
	keys := b.keys()
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
	begin := from
	if at != nil {
		begin = append(bytes.Clone(at), 0)
	}
	i, _ := slices.BinarySearch(keys, string(begin))
	if i == len(keys) || to != nil && keys[i] >= string(to) {
		return "", false
	}
	return keys[i], true
}
