package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
)

// Migration is one step of the schema. Do runs in its own Update.
type Migration struct {
	What string
	Do   func(*Tx) error
}

var schemaKey = []byte{0xff, 'v'}

// migrate brings the file to the schema version of this program: 1 + the number of
// migrations it knows.
func (s *Store) migrate(ctx context.Context, o Options) error {
	want := 1 + len(o.Migrations)
	have, empty := 0, false
	err := s.b.View(ctx, func(b Bytes) error {
		have, empty = schemaOf(b)
		return nil
	})
	switch {
	case err != nil:
		return err
	case have > want:
		return fmt.Errorf("%w: its schema is version %d, this program knows %d", ErrNewer, have, want)
	case empty && o.Existing:
		return fmt.Errorf("%w: no desk was ever made in it", ErrForeign)
	case o.ReadOnly:
		s.older = have < want
		return nil
	case empty:
		return s.b.Update(ctx, func(b Bytes) error { return putSchema(b, want) })
	case have == want:
		return nil
	}
	if o.BackupBefore == nil {
		return fmt.Errorf("store: schema version %d needs a backup before it is migrated to %d", have, want)
	}
	if err := o.BackupBefore(have); err != nil {
		return fmt.Errorf("store: backup before the migration to %d: %w", want, err)
	}
	for v := have; v < want; v++ {
		m := o.Migrations[v-1]
		c := Change{Once: fmt.Sprintf("migrate:%d", v+1), Actor: "dealdesk", At: o.Now, What: "migrate " + m.What}
		_, err := s.Update(ctx, c, func(tx *Tx) error {
			if err := m.Do(tx); err != nil {
				return err
			}
			diffs, err := differences(ctx, tx)
			if err != nil {
				return err
			}
			return errors.Join(correct(tx.b, diffs), putSchema(tx.b, v+1))
		})
		if err != nil {
			return fmt.Errorf("store: migrate to %d (%s): %w", v+1, m.What, err)
		}
	}
	return nil
}

// Older reports whether an older version wrote what is open for reading: counters may lack what that did not count.
func (s *Store) Older() bool { return s.older }

func schemaOf(b Bytes) (version int, empty bool) {
	v := b.Get(logBucket, schemaKey)
	if len(v) != 2 {
		return 0, true
	}
	return int(binary.BigEndian.Uint16(v)), false
}

func putSchema(b Bytes, version int) error {
	return b.Put(logBucket, schemaKey, binary.BigEndian.AppendUint16(nil, uint16(version)))
}

// Rewrite gives the JSON of every record of a table a new shape, for migrations. Indexes
// are rebuilt at once, counters at the end of the migration.
func (tx *Tx) Rewrite(table string, change func(Raw) ([]byte, error)) error {
	t, ok := tx.s.table(table)
	if !ok {
		return fmt.Errorf("store: no table %q", table)
	}
	return t.rewrite(tx, change)
}

// reindex rebuilds the indexes of a table whose records stay as they are, for migrations.
func (tx *Tx) reindex(t AnyTable) error { return t.reindexed(tx) }
