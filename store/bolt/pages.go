package bolt

import (
	"bytes"
	"iter"

	"go.etcd.io/bbolt"
)

// pages is a bbolt transaction as store.Bytes. In an Update it keeps the old value of
// everything it changes, so that one caller's changes can be taken back without touching
// those of the others in the same transaction.
type pages struct {
	tx      *bbolt.Tx
	buckets map[string]*bbolt.Bucket
	old     []image
	changes int  // counts up with every change, also back
	dirty   bool // something is to be committed
}

type image struct {
	bucket     *bbolt.Bucket
	key, value []byte // nil value: there was none
}

// fill is how full bbolt leaves a page that it splits. Most writes append, so pages can
// be full; the rest leaves room for the indexes, which do not.
const fill = 0.85

// bucket returns nil if there is none and make is false.
func (p *pages) bucket(name string, make bool) (*bbolt.Bucket, error) {
	if b := p.buckets[name]; b != nil {
		return b, nil
	}
	b := p.tx.Bucket([]byte(name))
	if b == nil && make {
		var err error
		if b, err = p.tx.CreateBucket([]byte(name)); err != nil {
			return nil, err
		}
	}
	if b != nil {
		if p.buckets == nil {
			p.buckets = map[string]*bbolt.Bucket{}
		}
		b.FillPercent = fill
		p.buckets[name] = b
	}
	return b, nil
}

func (p *pages) Get(bucket string, key []byte) []byte {
	b, _ := p.bucket(bucket, false)
	if b == nil {
		return nil
	}
	return b.Get(key)
}

func (p *pages) Put(bucket string, key, value []byte) error {
	b, err := p.change(bucket, key, true)
	if err != nil {
		return err
	}
	if value == nil {
		value = []byte{} // bbolt would hand nil back, which means "no such key"
	}
	return b.Put(key, value)
}

func (p *pages) Delete(bucket string, key []byte) error {
	b, err := p.change(bucket, key, false)
	if b == nil || err != nil {
		return err
	}
	return b.Delete(key)
}

func (p *pages) change(bucket string, key []byte, make bool) (*bbolt.Bucket, error) {
	if !p.tx.Writable() {
		panic("bolt: write inside a view")
	}
	b, err := p.bucket(bucket, make)
	if b == nil || err != nil {
		return nil, err
	}
	p.changes++
	p.old = append(p.old, image{b, key, b.Get(key)}) // bbolt's memory stays as it is until the commit
	return b, nil
}

// takeBack undoes the changes since the last settle, newest first.
func (p *pages) takeBack() error {
	for i := len(p.old) - 1; i >= 0; i-- {
		was := p.old[i]
		var err error
		if was.value == nil {
			err = was.bucket.Delete(was.key)
		} else {
			err = was.bucket.Put(was.key, was.value)
		}
		if err != nil {
			return err
		}
		p.changes++
	}
	p.old = p.old[:0]
	return nil
}

// settle makes the changes so far part of the transaction.
func (p *pages) settle() {
	p.dirty = p.dirty || len(p.old) > 0
	p.old = p.old[:0]
}

func (p *pages) Scan(bucket string, from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		b, _ := p.bucket(bucket, false)
		if b == nil {
			return
		}
		c := b.Cursor()
		k, v := start(c, from, to, reverse)
		for k != nil && within(k, from, to) {
			before := p.changes
			at := k
			if p.tx.Writable() {
				at = bytes.Clone(k)
			}
			if !yield(k, v) {
				return
			}
			switch {
			case p.changes != before: // the cursor's pages may have moved
				k, v = beyond(b.Cursor(), at, reverse, &c)
			case reverse:
				k, v = c.Prev()
			default:
				k, v = c.Next()
			}
		}
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

// beyond finds the key after at, or before it, whether or not at still exists.
func beyond(fresh *bbolt.Cursor, at []byte, reverse bool, c **bbolt.Cursor) (k, v []byte) {
	*c = fresh
	k, v = fresh.Seek(at)
	switch {
	case reverse && k == nil:
		return fresh.Last()
	case reverse:
		return fresh.Prev()
	case k != nil && bytes.Equal(k, at):
		return fresh.Next()
	}
	return k, v
}

func within(k, from, to []byte) bool {
	return (from == nil || bytes.Compare(k, from) >= 0) && (to == nil || bytes.Compare(k, to) < 0)
}
