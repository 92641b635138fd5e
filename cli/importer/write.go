package importer

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"dealdesk/cli/importer/sheet"
	"dealdesk/commands"
	"dealdesk/commands/undo"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/store"
)

// Write is a set of files from another system and how to take them. It runs
// from the command line, says nothing in the chat, and is one change: all of it is kept
// or nothing, and one undo takes it back.
type Input struct {
	Files     []sheet.File // mapped
	Owner     string       // who gets rows of an owner nobody knows; "" rejects them
	Currency  string       // of amounts that name none; "" is the deal's, the team's or the company's
	Dates     sheet.Order
	Stages    map[string]string // the files' word -> id of a stage, open, won or lost
	Pipeline  string            // of the deals; "" is the first
	ListPrice bool              // deals without an amount get their product's list price
}

// MaxImport is how many rows one import takes: all of them are one journal entry, and
// while it is made in memory at once (some 15 KiB a deal).
const MaxImport = 50_000

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
	Changes  []string         // of an updated record: "stage: lead → discovery"
	Notes    []*sales.Problem // worth knowing; the first of a rejected row is why
}

// ErrChanged: the store is not as it was for the preview, so nothing was written.
var ErrChanged = errors.New("something has changed since the preview; nothing was written, look at a new preview")

var errPreview = errors.New("commands: a preview keeps nothing")

// Preview does the import and takes it back before anything is written: what it
// returns is what Write will do, because it is what Write does. progress may be nil.
func Preview(ctx context.Context, d *desk.Desk, in Input, at time.Time, progress func(done, of int)) ([]Row, error) {
	var rows []Row
	change := store.Change{Once: fmt.Sprintf("import preview|%d", at.UnixNano()), Actor: importer, At: at, What: importer}
	_, err := d.Store.Update(ctx, change, func(tx *store.Tx) (err error) {
		if rows, err = load(d, ctx, tx, in, at, progress); err != nil {
			return err
		}
		return errPreview
	})
	if !errors.Is(err, errPreview) {
		return nil, err
	}
	return rows, nil
}

// Write does what preview showed, or nothing and ErrChanged. at is that of the
// preview. It returns the journal entry, which UndoImport takes back.
func Write(ctx context.Context, d *desk.Desk, in Input, at time.Time, preview []Row, progress func(done, of int)) (uint64, error) {
	change := store.Change{Once: fmt.Sprintf("import|%d", at.UnixNano()), Actor: importer, At: at, What: importer}
	receipt, err := d.Store.Update(ctx, change, func(tx *store.Tx) error {
		rows, err := load(d, ctx, tx, in, at, progress)
		if err == nil && !reflect.DeepEqual(rows, preview) {
			err = ErrChanged
		}
		return err
	})
	return receipt.Seq, err
}

// importer is the actor and the name of imports in the journal.
const importer = "import"

// Undo takes an import back as a new journal entry and returns how many records
// that changed. It is refused when anything newer touched one of them.
//
// Problems: import.not_an_import, import.undone_already, import.undo_newer.
func Undo(ctx context.Context, d *desk.Desk, seq uint64, at time.Time) (int, error) {
	n := 0
	change := store.Change{Once: fmt.Sprintf("import undo|%d|%d", seq, at.UnixNano()), Actor: importer, At: at, What: "undo"}
	_, err := d.Store.Update(ctx, change, func(tx *store.Tx) error {
		entry, ok, err := store.EntryAt(tx, seq)
		if err != nil {
			return err
		}
		if !ok || entry.What != importer {
			return sales.No("import.not_an_import", "Entry", fmt.Sprint(seq))
		}
		n, err = undo.TakeBack(d, tx, commands.Features(), seq)
		var newer *store.Newer
		if errors.As(err, &newer) {
			by, _, err := store.EntryAt(tx, newer.Seq)
			if err != nil {
				return err
			}
			if by.Undoes == seq {
				return sales.No("import.undone_already", "Entry", fmt.Sprint(newer.Seq))
			}
			return sales.No("import.undo_newer", "Record", newer.ID, "What", by.What, "Entry", fmt.Sprint(newer.Seq))
		}
		return err
	})
	return n, err
}
