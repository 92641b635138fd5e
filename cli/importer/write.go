package importer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dealdesk/cli/importer/sheet"
	"dealdesk/commands"
	"dealdesk/commands/undo"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/store"
)

// Input is a set of files from another system and how to take them.
type Input struct {
	Files     []sheet.File      // mapped
	Owner     string            // who gets rows of an owner nobody knows; "" rejects them
	Currency  string            // of amounts that name none; "" is the deal's, the team's or the company's
	Dates     sheet.Order       // of days that no column shows; "" rejects those
	Decimal   sheet.Decimal     // likewise of amounts
	Stages    map[string]string // the files' word -> id of a stage, open, won or lost
	Pipeline  string            // of the deals; "" is the first
	Lines     map[string]string // the files' word -> id of a pipeline
	ListPrice bool              // deals without an amount get their product's list price

	// Renew, if set, opens the store anew now and then: the pages of its file that were read
	// count as memory until it is closed.
	Renew func() (*store.Store, error)
}

// chunk is how many rows one change of the store takes. All changes of an import are kept
// together or not at all, because they are made in a copy of the store.
const chunk = 1000

// renewal is after how many changes the store is opened anew.
const renewal = 5

// Outcome of a row.
type Outcome string

const (
	RowCreated   Outcome = "created"
	RowUpdated   Outcome = "updated"
	RowUnchanged Outcome = "unchanged"
	RowRejected  Outcome = "rejected"
)

// Outcomes in the order of reports.
var Outcomes = []Outcome{RowCreated, RowUpdated, RowUnchanged, RowRejected}

// Teams is what is made of the managers and regions that people's rows name.
const Teams sheet.Kind = "teams"

// Row is what became of one row of a file, or of a record that a row named and no
// file holds.
type Row struct {
	File     string
	Line     int
	Kind     sheet.Kind
	Outcome  Outcome
	ID, Name string
	Changes  []Change         // of an updated record
	Notes    []*sales.Problem // worth knowing; the first of a rejected row is why
	Sample   *Sample          // of a deal that is created or updated
}

// Change is a field of a record that a row changed, by its name in the store.
type Change struct{ What, Was, Is string }

func (c Change) String() string {
	if c.Was == "" {
		return c.What + ": " + c.Is
	}
	return c.What + ": " + c.Was + " → " + c.Is
}

var errUnchanged = errors.New("importer: the change is empty")

// Write takes all rows and tells each of them what became of it, in no order that matters. It
// returns the first journal entry of the import, 0 if nothing changed. It says nothing in the
// chat. When it fails, part of the import may be written: run it on a copy of the store.
// progress may be nil.
func Write(ctx context.Context, d *desk.Desk, in Input, at time.Time, each func(Row), progress func(done, of int)) (uint64, error) {
	l, err := newLoading(d, in, at, each)
	if err != nil {
		return 0, err
	}
	return l.load(ctx, progress)
}

// importer is the actor and the name of imports in the journal.
const importer = "import"

// Undo takes an import back, the last of its journal entries first, and returns how many
// records that changed. It is refused when anything newer touched one of them; part of it may
// then be taken back already: run it on a copy of the store. renew is as Input.Renew and may be nil.
//
// Problems: import.not_an_import, import.undone_already, import.undo_newer.
func Undo(ctx context.Context, d *desk.Desk, seq uint64, at time.Time, renew func() (*store.Store, error)) (int, error) {
	first, last, err := entries(ctx, d.Store, seq)
	if err != nil {
		return 0, err
	}
	renewed := func(n uint64) (err error) {
		if renew != nil && n%renewal == 0 {
			d.Store, err = renew()
		}
		return err
	}
	for n := first; n <= last; n++ {
		if err := d.Store.View(ctx, func(r store.Reader) error { return store.Undoable(r, n, first, last) }); err != nil {
			return 0, refusal(ctx, d.Store, err, first, last)
		}
		if err := renewed(n); err != nil {
			return 0, err
		}
	}
	all := 0
	for n := last; n >= first; n-- {
		change := store.Change{Once: fmt.Sprintf("import undo|%d|%d", n, at.UnixNano()), Actor: importer, At: at, What: "undo"}
		_, err := d.Store.Update(ctx, change, func(tx *store.Tx) error {
			changed, err := undo.TakeBack(d, tx, commands.Features(), n)
			all += changed
			return err
		})
		if err != nil {
			return 0, refusal(ctx, d.Store, err, first, last)
		}
		if err := renewed(n); err != nil {
			return 0, err
		}
	}
	return all, nil
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
