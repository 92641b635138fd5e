package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"dealdesk/commands"
	"dealdesk/commands/undo"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/store"
)

// takeBack undoes an import in a copy of the store, says what that is, asks, and puts the copy in
// the place of the store.
func (i *Run) takeBack(ctx context.Context) (err error) {
	if _, err := os.Stat(i.Settings.Store.Path); err != nil {
		return fmt.Errorf("%w: %w", store.ErrMissing, err)
	}
	c, err := copyOf(ctx, i.Settings.Store.Path)
	if err != nil {
		return i.inWords(err)
	}
	defer func() { err = errors.Join(err, c.drop()) }()
	entry, n, err := Undo(ctx, i.desk(c.store), i.Undo, time.Now(), func() (*store.Store, error) { return c.renew(ctx) })
	if err != nil {
		return i.inWords(err)
	}
	about := []any{"Entry", strconv.FormatUint(entry, 10), "Count", n}
	i.println("import.to_undo", about...)
	if i.Dry {
		i.println("import.not_written")
		return nil
	}
	if agreed, err := i.agreed("import.confirm_undo", "Path", i.Settings.Store.Path); err != nil || !agreed {
		return err
	}
	if err := c.keep(); err != nil {
		return i.inWords(err)
	}
	i.println("import.undone", about...)
	return nil
}

// Undo takes an import back, the last of its journal entries first, and returns the first of them
// and how many records that changed. It is refused when anything newer touched one of them; part of it may
// then be taken back already: run it on a copy of the store. renew opens the store anew after each entry, as Input.Renew does, and may
// be nil.
//
// Problems: import.not_an_import, import.undone_already, import.undo_newer.
func Undo(ctx context.Context, d *desk.Desk, seq uint64, at time.Time, renew func() (*store.Store, error)) (first uint64, changed int,
	err error) {
	first, last, err := entries(ctx, d.Store, seq)
	if err != nil {
		return 0, 0, err
	}
	renewed := func() (err error) {
		if renew != nil {
			d.Store, err = renew()
		}
		return err
	}
	for n := first; n <= last; n++ {
		if err := d.Store.View(ctx, func(r store.Reader) error { return store.Undoable(r, n, first, last) }); err != nil {
			return 0, 0, refusal(ctx, d.Store, err, first, last)
		}
		if err := renewed(); err != nil {
			return 0, 0, err
		}
	}
	for n := last; n >= first; n-- {
		change := store.Change{Once: fmt.Sprintf("import undo|%d|%d", n, at.UnixNano()), Actor: importer, At: at, What: "undo"}
		_, err := d.Store.Update(ctx, change, func(tx *store.Tx) error {
			part, err := undo.TakeBack(d, tx, commands.Features(), n)
			changed += part
			return err
		})
		if err != nil {
			return 0, 0, refusal(ctx, d.Store, err, first, last)
		}
		if err := renewed(); err != nil {
			return 0, 0, err
		}
	}
	return first, changed, nil
}

// refusal says what newer change prevents an undo.
func refusal(ctx context.Context, st *store.Store, err error, first, last uint64) error {
	var newer *store.Newer
	if !errors.As(err, &newer) {
		return err
	}
	var by store.Entry
	if err := st.View(ctx, func(r store.Reader) (err error) {
		by, _, err = store.EntryAt(r, newer.Seq)
		return err
	}); err != nil {
		return err
	}
	if by.Undoes >= first && by.Undoes <= last {
		return sales.No("import.undone_already", "Entry", fmt.Sprint(newer.Seq))
	}
	return sales.No("import.undo_newer", "Record", newer.ID, "What", by.What, "Entry", fmt.Sprint(newer.Seq))
}

// entries finds the journal entries of the import that has one of them.
func entries(ctx context.Context, st *store.Store, seq uint64) (first, last uint64, err error) {
	err = st.View(ctx, func(r store.Reader) error {
		entry, ok, err := store.EntryAt(r, seq)
		if err != nil {
			return err
		}
		if ok && entry.What == desk.Enrolment { // perhaps that with which the import began
			if next, there, err := store.EntryAt(r, seq+1); err != nil {
				return err
			} else if there && next.At.Equal(entry.At) {
				entry, seq = next, seq+1
			}
		}
		if !ok || entry.What != importer {
			return sales.No("import.not_an_import", "Entry", fmt.Sprint(seq))
		}
		first, last = seq, seq
		same := func(n uint64) bool {
			e, ok, err := store.EntryAt(r, n)
			return err == nil && ok && e.What == importer && importOf(e) == importOf(entry)
		}
		for first > 1 && same(first-1) {
			first--
		}
		for same(last + 1) {
			last++
		}
		return nil
	})
	return first, last, err
}

// importOf is what the entries of one import have in common.
func importOf(e store.Entry) string {
	parts := strings.SplitN(e.Once, "|", 3)
	return strings.Join(parts[:min(2, len(parts))], "|")
}
