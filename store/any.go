package store

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"slices"

	"dealdesk/sales"
)

// AnyTable is a Table with its type erased, so that undo, recount, check, migration and
// export can treat all tables alike.
type AnyTable interface {
	// TableName is the Table's Name.
	TableName() string
	// Type of the records.
	Type() reflect.Type
	// Records yields every record as its id and JSON, in order of id.
	Records(r Reader) iter.Seq2[Raw, error]

	restore(tx *Tx, id string, data []byte) error
	header(b Bytes, id string) (record, error)
	rewritten(b Bytes, id string, seq uint64, data []byte) error
	eachCount(ctx context.Context, r Reader, add func(sales.Count)) error
	checkIndexes(ctx context.Context, r Reader) error
	redacted(tx *Tx, raw Raw, data []byte) error
	rewrite(tx *Tx, change func(Raw) ([]byte, error)) error
	reindexed(tx *Tx) error
}

// Raw is a record of any table.
type Raw struct {
	ID   string
	Seq  uint64 // entry that changed it last
	JSON []byte // valid until the Reader's function returns
}

// TableName implements AnyTable.
func (t Table[T]) TableName() string { return t.Name }

// Type implements AnyTable.
func (t Table[T]) Type() reflect.Type { return reflect.TypeFor[T]() }

// Records implements AnyTable.
func (t Table[T]) Records(r Reader) iter.Seq2[Raw, error] {
	return func(yield func(Raw, error) bool) {
		for k, v := range r.bytes().Scan(t.Name, []byte{'r'}, []byte{'s'}, false) {
			rec, err := decodeRecord(t.Name, k, v)
			if err == nil && rec.json == nil {
				continue
			}
			if !yield(Raw{decodeID(k[1:]), rec.seq, rec.json}, err) || err != nil {
				return
			}
		}
	}
}

// restore puts an old value back; nil deletes the record.
func (t Table[T]) restore(tx *Tx, id string, data []byte) error {
	if data == nil {
		return t.Delete(tx, id)
	}
	v, err := t.decode(id, data)
	if err != nil {
		return err
	}
	return t.replace(tx, id, data, &v)
}

func (t Table[T]) header(b Bytes, id string) (record, error) { return t.load(b, recordKey(id)) }

// rewritten stores a record again as journal entry seq left it, for Heal.
func (t Table[T]) rewritten(b Bytes, id string, seq uint64, data []byte) error {
	key := recordKey(id)
	return b.Put(t.Name, key, record{version: t.Version, seq: seq, json: data}.encode(t.Name, key))
}

func (t Table[T]) eachCount(ctx context.Context, r Reader, add func(sales.Count)) error {
	if t.Counts == nil {
		return nil
	}
	return t.each(ctx, r, func(_ string, v T) error {
		for _, c := range t.Counts(v) {
			add(c)
		}
		return nil
	})
}

// each passes every record to fn, until ctx ends.
func (t Table[T]) each(ctx context.Context, r Reader, fn func(id string, v T) error) error {
	for raw, err := range t.Records(r) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		v, err := t.decode(raw.ID, raw.JSON)
		if err == nil {
			err = fn(raw.ID, v)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkIndexes checks that every record is found under each of its index values, and
// that there are no other index entries.
func (t Table[T]) checkIndexes(ctx context.Context, r Reader) error {
	want := 0
	err := t.each(ctx, r, func(id string, v T) error {
		for _, ix := range t.Indexes {
			keys := slices.Compact(slices.Sorted(slices.Values(ix.Keys(v))))
			for _, k := range keys {
				if r.bytes().Get(t.Name, indexKey(ix.Name, k, id)) == nil {
					return fmt.Errorf("%w: %s %s is missing in index %s", ErrCorrupt, t.Name, id, ix.Name)
				}
			}
			want += len(keys)
		}
		return nil
	})
	if err != nil {
		return err
	}
	have := 0
	for range r.bytes().Scan(t.Name, []byte{'i'}, []byte{'j'}, false) {
		have++
	}
	if have != want {
		return fmt.Errorf("%w: %s has %d index entries for %d values", ErrCorrupt, t.Name, have, want)
	}
	return nil
}

// unindex removes all index entries.
func (t Table[T]) unindex(b Bytes) error {
	for k := range b.Scan(t.Name, []byte{'i'}, []byte{'j'}, false) {
		if err := b.Delete(t.Name, slices.Clone(k)); err != nil {
			return err
		}
	}
	return nil
}

// reindexed rebuilds the indexes.
func (t Table[T]) reindexed(tx *Tx) error {
	if err := t.unindex(tx.b); err != nil {
		return err
	}
	return t.each(context.Background(), tx, func(id string, v T) error {
		delete(tx.known, recordName{t.Name, id})
		return t.reindex(tx.b, id, nil, t.derive(record{}, &v).keys)
	})
}

// rewrite stores every record in a new shape and rebuilds the indexes.
func (t Table[T]) rewrite(tx *Tx, change func(Raw) ([]byte, error)) error {
	if err := t.unindex(tx.b); err != nil {
		return err
	}
	for raw, err := range t.Records(tx) {
		if err != nil {
			return err
		}
		raw.JSON = slices.Clone(raw.JSON)
		data, err := change(raw)
		if err != nil {
			return fmt.Errorf("store: rewrite %s %s: %w", t.Name, raw.ID, err)
		}
		v, err := t.decode(raw.ID, data)
		if err != nil {
			return err
		}
		if err := t.reindex(tx.b, raw.ID, nil, t.derive(record{}, &v).keys); err != nil {
			return err
		}
		delete(tx.known, recordName{t.Name, raw.ID})
		tx.changes.add(RecordChange{Table: t.Name, ID: raw.ID, Prev: raw.Seq, Old: raw.JSON, New: data})
		key := recordKey(raw.ID)
		rec := record{version: t.Version, seq: tx.entry.Seq, json: data}
		if err := tx.b.Put(t.Name, key, rec.encode(t.Name, key)); err != nil {
			return err
		}
	}
	return nil
}
