package importer

import (
	"context"
	"errors"
	"time"

	"dealdesk/cli/importer/sheet"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/store"
)

// Input is a set of files from another system and how to take them.
type Input struct {
	Files     []sheet.File      // mapped
	System    string            // whose ids the files have, if another system has the same ones
	Owner     string            // who gets rows of an owner nobody knows; "" rejects them
	Currency  string            // of amounts that name none; "" is the deal's, the team's or the company's
	Dates     sheet.Order       // of days that no column shows; "" rejects those
	Decimal   sheet.Decimal     // likewise of amounts
	Stages    map[string]string // the files' word -> id of a stage, open, won or lost
	Pipeline  string            // of the deals; "" is the first
	Lines     map[string]string // the files' word -> id of a pipeline
	ListPrice bool              // deals without an amount get their product's list price

	// Renew, if set, opens the store anew after each change: the pages of its file that were read
	// count as memory until it is closed.
	Renew func() (*store.Store, error)
}

// chunk is how many rows one change of the store takes. All changes of an import are kept
// together or not at all, because they are made in a copy of the store. It is opened anew after
// each: with more rows, more pages of its file would be held at once.
const chunk = 400

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
