package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"dealdesk/sales"
)

// Table describes how records of one noun are kept. It is a plain value, see tables.go;
// its methods work on any Reader or Tx of a Store that was opened with it.
type Table[T any] struct {
	Name    string
	Version int // of the JSON's shape, 1 and up; a record of a higher one is refused
	ID      func(T) string
	Indexes []Index[T]
	Counts  func(T) []sales.Count // what the record adds to the counters
}

// Index finds records by something other than their id. Keys lists the values a record is
// found under; a record without any is left out. Values sort as bytes.
type Index[T any] struct {
	Name string
	Keys func(T) []string
}

// ErrNotFound is what Find returns for an id that does not exist.
var ErrNotFound = errors.New("not found")

// Get returns the record with this id. Inside an Update it is decoded once, so everyone
// who gets it there shares its slices and maps.
func (t Table[T]) Get(r Reader, id string) (v T, ok bool, err error) {
	tx, updating := r.(*Tx)
	if updating {
		if v, ok = tx.known[recordName{t.Name, id}].value.(T); ok {
			return v, true, nil
		}
	}
	key := recordKey(id)
	rec, err := t.open(key, r.bytes().Get(t.Name, key))
	if err != nil || rec.json == nil {
		return v, false, err
	}
	if v, err = t.decode(id, rec.json); err != nil {
		return v, false, err
	}
	if updating {
		rec.json = bytes.Clone(rec.json)
		is := t.derive(rec, &v)
		is.value = v
		tx.known[recordName{t.Name, id}] = is
	}
	return v, true, nil
}

// Find is Get where a missing record is an error, ErrNotFound.
func (t Table[T]) Find(r Reader, id string) (T, error) {
	v, ok, err := t.Get(r, id)
	if err == nil && !ok {
		err = fmt.Errorf("%s %s: %w", t.Name, id, ErrNotFound)
	}
	return v, err
}

// Put creates the record or replaces the one with its id, indexes and counters
// included. A Put that changes nothing leaves no trace.
func (t Table[T]) Put(tx *Tx, v T) error {
	id := t.ID(v)
	if err := checkID(t.Name, id); err != nil {
		return err
	}
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("store: encode %s %s: %w", t.Name, id, err)
	}
	if bytes.Contains(data, []byte(`\ufffd`)) { // JSON replaced invalid UTF-8: index and count what is stored
		if v, err = t.decode(id, data); err != nil {
			return err
		}
	}
	return t.replace(tx, id, data, &v)
}

// Delete removes the record with this id, if there is one. Its history stays.
func (t Table[T]) Delete(tx *Tx, id string) error { return t.replace(tx, id, nil, nil) }

// replace makes data (of v) the record's content; nil deletes.
func (t Table[T]) replace(tx *Tx, id string, data []byte, v *T) error {
	key, name := recordKey(id), recordName{t.Name, id}
	was, known := tx.known[name]
	if !known {
		rec, err := t.load(tx.b, key)
		if err != nil {
			return err
		}
		rec.json = bytes.Clone(rec.json)
		was = derived{record: rec}
	}
	if bytes.Equal(was.json, data) {
		return nil
	}
	if !known && was.json != nil {
		old, err := t.decode(id, was.json)
		if err != nil {
			return err
		}
		was = t.derive(was.record, &old)
	}
	is := t.derive(record{t.Version, tx.entry.Seq, data}, v)
	if err := t.reindex(tx.b, id, was.keys, is.keys); err != nil {
		return err
	}
	if err := recount(tx.b, was.counts, is.counts); err != nil {
		return err
	}
	tx.known[name] = is
	tx.changes.add(RecordChange{Table: t.Name, ID: id, Prev: was.seq, Old: was.json, New: data})
	return tx.b.Put(t.Name, key, is.encode(t.Name, key))
}

func (t Table[T]) load(b Bytes, key []byte) (record, error) {
	return t.open(key, b.Get(t.Name, key))
}

func (t Table[T]) open(key, value []byte) (record, error) {
	rec, err := decodeRecord(t.Name, key, value)
	if err == nil && rec.version > t.Version {
		err = fmt.Errorf("%w: %s %s", ErrNewer, t.Name, decodeID(key[1:]))
	}
	return rec, err
}

func (t Table[T]) decode(id string, data []byte) (v T, err error) {
	if err := json.Unmarshal(data, &v); err != nil {
		return v, fmt.Errorf("%w: %s %s: %w", ErrCorrupt, t.Name, id, err)
	}
	return v, nil
}

// recordName names a record of any table.
type recordName struct{ table, id string }

// derived is a stored record with its index values and counts. A Tx keeps it for what it
// read, so that Put need not read and decode the old value again.
type derived struct {
	record
	value  any        // as Get decoded it; nil if nobody did
	keys   [][]string // by index
	counts []sales.Count
}

func (t Table[T]) derive(rec record, v *T) derived {
	d := derived{record: rec, keys: make([][]string, len(t.Indexes))}
	if v == nil {
		return d
	}
	for i, ix := range t.Indexes {
		d.keys[i] = ix.Keys(*v)
	}
	if t.Counts != nil {
		d.counts = t.Counts(*v)
	}
	return d
}

// reindex replaces index entries; was and is hold the values by index.
func (t Table[T]) reindex(b Bytes, id string, was, is [][]string) error {
	for i, keys := range is {
		var olds []string
		if was != nil {
			olds = was[i]
		}
		for _, k := range olds {
			if !slices.Contains(keys, k) {
				if err := b.Delete(t.Name, indexKey(t.Indexes[i].Name, k, id)); err != nil {
					return err
				}
			}
		}
		for _, k := range keys {
			if !slices.Contains(olds, k) {
				if err := b.Put(t.Name, indexKey(t.Indexes[i].Name, k, id), nil); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Query selects records for List. Without Index they come by id, with numbers counted
// ("D-9" before "D-10"), and the bounds are ids; with Index they come by its value, then
// id. An Index needs a condition: an empty Key must not find everybody's records.
type Query struct {
	Index   string
	All     bool   // every value of Index
	Key     string // exactly this value
	Prefix  string // values that begin with this
	From    string // values from this one on
	To      string // values before this one
	Reverse bool
	Limit   int // 0: no limit
}

// List yields the records of q in order. An error ends the list. Records changed during
// the list may come again under their new index value.
func (t Table[T]) List(r Reader, q Query) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		from, to, err := t.bounds(q)
		if err != nil {
			yield(none, err)
			return
		}
		n := 0
		for k, val := range r.bytes().Scan(t.Name, from, to, q.Reverse) {
			var v T
			var ok bool
			var err error
			if q.Index == "" {
				var rec record
				if rec, err = t.open(k, val); err == nil && rec.json != nil {
					v, err = t.decode(decodeID(k[1:]), rec.json)
					ok = true
				}
			} else {
				id := k[len(q.Index)+2:]
				id = id[bytes.IndexByte(id, 0)+1:]
				v, ok, err = t.Get(r, decodeID(id))
				if err == nil && !ok {
					err = fmt.Errorf("%w: index %s of %s names %s, which is gone", ErrCorrupt, q.Index, t.Name, decodeID(id))
				}
			}
			if err != nil {
				yield(none, err)
				return
			}
			if !ok {
				continue
			}
			if !yield(v, nil) {
				return
			}
			if n++; n == q.Limit {
				return
			}
		}
	}
}

// All returns the records of List as a slice.
func (t Table[T]) All(r Reader, q Query) ([]T, error) { return Collect(t.List(r, q)) }

func (t Table[T]) bounds(q Query) (from, to []byte, err error) {
	start := func(value string) []byte { return appendID([]byte{'r'}, value) }
	all := []byte{'r'}
	if q.Index != "" {
		if !slices.ContainsFunc(t.Indexes, func(ix Index[T]) bool { return ix.Name == q.Index }) {
			return nil, nil, fmt.Errorf("store: %s has no index %q", t.Name, q.Index)
		}
		start = func(value string) []byte { return indexPrefix(q.Index, value, false) }
		all = indexPrefix(q.Index, "", false)
	}
	from, to = all, after(all)
	switch {
	case q.Key != "" && q.Index != "":
		from = indexPrefix(q.Index, q.Key, true)
		to = after(from)
	case q.Key != "":
		from = start(q.Key)
		to = append(bytes.Clone(from), 0)
	case q.Prefix != "" && q.Index == "":
		from = append(all, q.Prefix...)
		to = after(from)
	case q.Prefix != "":
		from = start(q.Prefix)
		to = after(from)
	}
	if q.Index != "" && !q.All && q.Key+q.Prefix+q.From+q.To == "" {
		to = from
	}
	if f := start(q.From); q.From != "" && bytes.Compare(f, from) > 0 {
		from = f
	}
	if e := start(q.To); q.To != "" && bytes.Compare(e, to) < 0 {
		to = e
	}
	return from, to, nil
}
