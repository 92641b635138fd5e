package bolt

import (
	"errors"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"
)

// pages is one caller's view: in a View the file; in an Update the caller's own changes,
// over those of earlier callers in the batch, over the file.
type pages struct {
	file
	layers []changes // newest first; writes go to the first. Empty in a View
}

// file is a bbolt transaction; in an Update it does not change until the batch is applied.
type file struct {
	tx      *bbolt.Tx
	buckets map[string]*bbolt.Bucket // opened so far
}

func newFile(tx *bbolt.Tx) file { return file{tx, map[string]*bbolt.Bucket{}} }

// bucket returns nil if there is none.
func (f file) bucket(name string) *bbolt.Bucket {
	b, known := f.buckets[name]
	if !known {
		b = f.tx.Bucket([]byte(name))
		f.buckets[name] = b
	}
	return b
}

// fill is how full bbolt leaves a page that it splits. Most writes append, so pages can
// be nearly full; the rest leaves room for the indexes, which do not append.
const fill = 0.85

var errKey = errors.New("bolt: a key is empty or too long")

func (p pages) Get(bucket string, key []byte) []byte {
	for _, layer := range p.layers {
		if b := layer[bucket]; b != nil {
			if v, known := b.values[string(key)]; known {
				return v
			}
		}
	}
	if b := p.bucket(bucket); b != nil {
		v := b.Get(key)
		p.believe(v)
		return v
	}
	return nil
}

// believe panics over a length that nothing in this file can have (see guarded): copying that
// much would exhaust the memory.
func (f file) believe(of []byte) {
	if int64(len(of)) > f.tx.Size() {
		panic(errPage)
	}
}

// Put refuses what bbolt would refuse, so that one caller's mistake does not fail the batch.
func (p pages) Put(bucket string, key, value []byte) error {
	if len(bucket) == 0 || len(key) == 0 || len(key) > bbolt.MaxKeySize {
		return fmt.Errorf("%w: %s %.40q", errKey, bucket, key)
	}
	if len(value) > bbolt.MaxValueSize {
		return fmt.Errorf("bolt: the value of %s %.40q is too large", bucket, key)
	}
	if value == nil {
		value = []byte{}
	}
	p.own().set(bucket, key, value)
	return nil
}

func (p pages) Delete(bucket string, key []byte) error {
	p.own().set(bucket, key, nil)
	return nil
}

func (p pages) own() changes {
	if len(p.layers) == 0 {
		panic("bolt: write inside a view")
	}
	return p.layers[0]
}

// Scan merges the layers. At each step it takes the nearest key of all of them, so keys
// written ahead of the scan are seen.
func (p pages) Scan(bucket string, from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		k, v, advance := p.scan(bucket, from, to, reverse)
		if len(p.layers) == 0 { // nothing to merge
			for ; k != nil && yield(k, v); k, v = advance() {
			}
			return
		}
		var at []byte // the key yielded last
		for {
			key, value, changed := k, v, false
			for _, layer := range p.layers {
				next, ok := layer[bucket].next(at, from, to, reverse)
				if ok && (key == nil || next < string(key) != reverse && next != string(key) || next == string(key) && !changed) {
					key, value, changed = []byte(next), layer[bucket].values[next], true
				}
			}
			if key == nil {
				return
			}
			if k != nil && string(k) == string(key) {
				k, v = advance()
			}
			at = key
			if value != nil && !yield(key, value) {
				return
			}
		}
	}
}

// scan returns the first entry of the range and a function that returns the next.
func (f file) scan(bucket string, from, to []byte, reverse bool) (k, v []byte, advance func() (k, v []byte)) {
	b := f.bucket(bucket)
	if b == nil {
		return nil, nil, nil
	}
	c := b.Cursor()
	within := func(k, v []byte) ([]byte, []byte) {
		if k == nil || from != nil && string(k) < string(from) || to != nil && string(k) >= string(to) {
			return nil, nil
		}
		f.believe(v)
		return k, v
	}
	k, v = within(start(c, from, to, reverse))
	return k, v, func() ([]byte, []byte) {
		if reverse {
			return within(c.Prev())
		}
		return within(c.Next())
	}
}

func start(c *bbolt.Cursor, from, to []byte, reverse bool) (k, v []byte) {
	switch {
	case !reverse && from == nil:
		return c.First()
	case !reverse:
		return c.Seek(from)
	case to == nil:
		return c.Last()
	}
	if k, _ = c.Seek(to); k == nil {
		return c.Last()
	}
	return c.Prev()
}
