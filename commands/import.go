package commands

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"dealdesk/cards"
	"dealdesk/commands/phrase"
	"dealdesk/commands/sheet"
	"dealdesk/sales"
	"dealdesk/store"
)

// Import is a set of files from another system and how to take them (U24, R33). It runs
// from the command line, says nothing in the chat, and is one change: all of it is kept
// or nothing, and one undo takes it back.
type Import struct {
	Files     []sheet.File // mapped
	Owner     string       // who gets rows of an owner nobody knows; "" rejects them
	Currency  string       // of amounts that name none; "" is the company's
	Dates     sheet.Order
	Stages    map[string]string // the files' word -> id of a stage, open, won or lost
	Pipeline  string            // of the deals; "" is the first
	ListPrice bool              // deals without an amount get their product's list price
}

// MaxImport is how many rows one import takes: all of them are one journal entry.
const MaxImport = 100_000

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

// ImportRow is what became of one row of a file, or of a record that a row named and no
// file holds.
type ImportRow struct {
	File     string
	Line     int
	Kind     sheet.Kind
	Outcome  Outcome
	ID, Name string
	Changes  []string         // of an updated record: "stage: lead → discovery"
	Notes    []*sales.Problem // worth knowing; the first of a rejected row is why
}

// ErrImportChanged: the store is not as it was for the preview, so nothing was written.
var ErrImportChanged = errors.New("something has changed since the preview; nothing was written, look at a new preview")

var errPreview = errors.New("commands: a preview keeps nothing")

// PreviewImport does the import and takes it back before anything is written: what it
// returns is what Import will do, because it is what Import does. progress may be nil.
func (d *Desk) PreviewImport(ctx context.Context, in Import, at time.Time, progress func(done, of int)) ([]ImportRow, error) {
	var rows []ImportRow
	change := store.Change{Once: fmt.Sprintf("import preview|%d", at.UnixNano()), Actor: importer, At: at, What: importer}
	_, err := d.Store.Update(ctx, change, func(tx *store.Tx) (err error) {
		if rows, err = d.load(ctx, tx, in, at, progress); err != nil {
			return err
		}
		return errPreview
	})
	if !errors.Is(err, errPreview) {
		return nil, err
	}
	return rows, nil
}

// Import does what preview showed, or nothing and ErrImportChanged. at is that of the
// preview. It returns the journal entry, which UndoImport takes back.
func (d *Desk) Import(ctx context.Context, in Import, at time.Time, preview []ImportRow, progress func(done, of int)) (uint64, error) {
	change := store.Change{Once: fmt.Sprintf("import|%d", at.UnixNano()), Actor: importer, At: at, What: importer}
	receipt, err := d.Store.Update(ctx, change, func(tx *store.Tx) error {
		rows, err := d.load(ctx, tx, in, at, progress)
		if err == nil && !reflect.DeepEqual(rows, preview) {
			err = ErrImportChanged
		}
		return err
	})
	return receipt.Seq, err
}

// importer is the actor and the name of imports in the journal.
const importer = "import"

// UndoImport takes an import back as a new journal entry and returns how many records
// that changed. It is refused when anything newer touched one of them.
//
// Problems: import.not_an_import, import.undone_already, import.undo_newer.
func (d *Desk) UndoImport(ctx context.Context, seq uint64, at time.Time) (int, error) {
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
		changes, err := tx.Undo(seq)
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
		if err != nil {
			return err
		}
		n = len(changes)
		return d.showTakenBack(tx, changes)
	})
	return n, err
}

// loading is one import in progress.
type loading struct {
	*Desk
	Import
	tx     *store.Tx
	zone   *time.Location
	now    sales.Act
	line   sales.Pipeline
	stages map[string]string // folded word -> stage id, open, won or lost
	lost   map[string]string // folded word -> code of a reason

	people, teams, accounts, products directory
	deals                             map[string]string // External -> ID
	fallback                          sales.Person

	file  *sheet.File
	cells sheet.Row
	row   *ImportRow
	extra []ImportRow                          // records this row made besides its own
	seen  map[sheet.Kind]map[string]*ImportRow // by key and by record
	rows  []ImportRow
	sold  []sale
}

// load takes all rows in the order of sheet.Kinds. A row that is rejected leaves nothing
// behind.
func (d *Desk) load(ctx context.Context, tx *store.Tx, in Import, at time.Time, progress func(done, of int)) ([]ImportRow, error) {
	l, total, err := d.newLoading(tx, in, at)
	if err != nil {
		return nil, err
	}
	take := map[sheet.Kind]func() error{sheet.People: l.person, sheet.Products: l.product, sheet.Accounts: l.account, sheet.Deals: l.deal}
	done := 0
	for _, kind := range sheet.Kinds {
		for i := range l.Files {
			if l.file = &l.Files[i]; l.file.Kind != kind {
				continue
			}
			for _, l.cells = range l.file.Rows {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				if err := l.take(take[kind]); err != nil {
					return nil, fmt.Errorf("%s, line %d: %w", l.file.Name, l.cells.Line, err)
				}
				if done++; progress != nil {
					progress(done, total)
				}
			}
		}
	}
	return l.rows, l.adopt()
}

func (d *Desk) newLoading(tx *store.Tx, in Import, at time.Time) (*loading, int, error) {
	l := &loading{Desk: d, Import: in, tx: tx, zone: d.Company.Zone, seen: map[sheet.Kind]map[string]*ImportRow{},
		people: newDirectory(), teams: newDirectory(), accounts: newDirectory(), products: newDirectory(), deals: map[string]string{}}
	if l.zone == nil {
		l.zone = time.UTC
	}
	l.now = sales.Act{By: importer, At: at.In(l.zone), On: sales.DateOf(at.In(l.zone))}
	if l.Currency == "" {
		l.Currency = d.Company.Currency
	}
	total := 0
	for _, f := range in.Files {
		total += len(f.Rows)
	}
	if total > MaxImport {
		return nil, 0, sales.No("import.too_many_rows", "Count", total, "Max", MaxImport)
	}
	ok := len(d.Company.Pipelines) > 0
	if l.Pipeline != "" {
		l.line, ok = d.Company.Pipeline(l.Pipeline)
	} else if ok {
		l.line = d.Company.Pipelines[0]
	}
	if !ok || len(l.line.Stages) == 0 {
		return nil, 0, sales.No("import.pipeline_unknown", "Given", l.Pipeline)
	}
	if err := l.readWords(); err != nil {
		return nil, 0, err
	}
	if err := l.readNames(); err != nil {
		return nil, 0, err
	}
	if in.Owner != "" {
		id, ok := l.people.find(in.Owner)
		if !ok {
			return nil, 0, sales.No("import.owner_unknown", "Text", in.Owner)
		}
		var err error
		if l.fallback, err = store.People.Find(tx, id); err != nil {
			return nil, 0, err
		}
	}
	return l, total, nil
}

// readNames learns who and what is there already.
func (l *loading) readNames() error {
	for p, err := range store.People.List(l.tx, store.Query{}) {
		if err != nil {
			return err
		}
		l.addPerson(p)
	}
	for t, err := range store.Teams.List(l.tx, store.Query{}) {
		if err != nil {
			return err
		}
		l.teams.add(t.ID, t.Name, "", t.ID)
	}
	for a, err := range store.Accounts.List(l.tx, store.Query{}) {
		if err != nil {
			return err
		}
		l.addAccount(a)
	}
	for d, err := range store.Deals.List(l.tx, store.Query{}) {
		if err != nil {
			return err
		}
		if d.External != "" {
			l.deals[d.External] = d.ID
		}
	}
	for p, err := range store.Products.List(l.tx, store.Query{}) {
		if err != nil {
			return err
		}
		l.products.add(p.ID, p.Name, "")
	}
	return nil
}

// take runs do for the present row and notes what became of it.
func (l *loading) take(do func() error) error {
	l.row = &ImportRow{File: l.file.Name, Line: l.cells.Line, Kind: l.file.Kind, Name: l.cell("name")}
	l.extra = nil
	err := l.cells.Err
	if err == nil {
		err = do()
	}
	if problem, no := sales.AsProblem(err); no {
		l.row.Outcome, l.row.ID, l.row.Notes, l.extra = RowRejected, "", []*sales.Problem{problem}, nil
	} else if err != nil {
		return err
	}
	l.rows = append(append(l.rows, *l.row), l.extra...)
	return nil
}

func (l *loading) cell(field string) string { return l.file.Cell(l.cells, field) }

func (l *loading) note(p *sales.Problem) { l.row.Notes = append(l.row.Notes, p) }

// also notes a record that the row named and no file holds.
func (l *loading) also(kind sheet.Kind, id, name string, why *sales.Problem) {
	l.extra = append(l.extra, ImportRow{File: l.file.Name, Line: l.cells.Line, Kind: kind, Outcome: RowCreated, ID: id, Name: name, Notes: []*sales.Problem{why}})
}

// once refuses a second row of the same key or record: which of the two is meant, nobody
// knows.
func (l *loading) once(key string) error {
	rows := l.seen[l.file.Kind]
	if rows == nil {
		rows = map[string]*ImportRow{}
		l.seen[l.file.Kind] = rows
	}
	if row := rows[key]; row != nil && row != l.row {
		return sales.No("import.twice", "Text", l.row.Name, "Line", fmt.Sprint(row.Line))
	}
	rows[key] = l.row
	return nil
}

// texts refuses cells that are too long to be what they should be.
func (l *loading) texts(fields ...string) error {
	for _, f := range fields {
		if n := len([]rune(l.cell(f))); n > sales.NameMax {
			return sales.No("text.too_long", "Max", sales.NameMax, "Length", n).At(f)
		}
	}
	return nil
}

// keep stores what a row made of a record, if that is anything new.
func keep[T any](l *loading, t store.Table[T], was T, known bool, is T) error {
	l.row.ID = t.ID(is)
	if err := l.once("record " + l.row.ID); err != nil {
		return err
	}
	switch {
	case !known:
		l.row.Outcome = RowCreated
	case reflect.DeepEqual(was, is):
		l.row.Outcome = RowUnchanged
		return nil
	default:
		l.row.Outcome, l.row.Changes = RowUpdated, changed(was, is)
	}
	return t.Put(l.tx, is)
}

// changed lists what differs between two versions of a record, for the report.
func changed(was, is any) []string {
	var all []string
	a, b := reflect.ValueOf(was), reflect.ValueOf(is)
	for i := range a.NumField() {
		name, _, _ := strings.Cut(a.Type().Field(i).Tag.Get("json"), ",")
		if slices.Contains([]string{"stage_since", "terms", "closed"}, name) || reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			continue
		}
		all = append(all, fmt.Sprintf("%s: %s → %s", name, shown(a.Field(i).Interface()), shown(b.Field(i).Interface())))
	}
	return all
}

func shown(v any) string {
	switch v := v.(type) {
	case sales.Money:
		if v.Zero() {
			return "–"
		}
		return fmt.Sprintf("%d %s (minor units)", v.Minor, v.Currency)
	case time.Time:
		return v.Format(time.DateOnly)
	}
	if text := fmt.Sprint(v); text != "" {
		return text
	}
	return "–"
}

// directory finds records by what files call them.
type directory struct {
	full, core map[string]string // folded name -> id; "" where two have it
	external   map[string]string // id in the other system -> id
	name, key  map[string]string // id -> name, id in the other system
}

func newDirectory() directory {
	return directory{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
}

// add makes a record known by its name and what else it is called.
func (d *directory) add(id, name, external string, also ...string) {
	put := func(in map[string]string, key string) {
		if have, taken := in[key]; taken && have != id {
			in[key] = ""
		} else if key != "" {
			in[key] = id
		}
	}
	d.name[id], d.key[id] = name, external
	if external != "" {
		d.external[external] = id
	}
	for _, text := range append(also, name) {
		put(d.full, phrase.FoldFull(text))
		put(d.core, phrase.Fold(text))
	}
}

// named finds the record of a row by its id in the other system, else by its name. The
// same name under another id over there is somebody else, unless the name was all that
// was known; id is "" for a record that is not there.
func (d *directory) named(key, name string) (id string, err error) {
	if id = d.external[key]; id != "" {
		return id, nil
	}
	if id, _ = d.find(name); key == name {
		return id, d.oneOnly(name)
	}
	if d.key[id] != "" && d.key[id] != d.name[id] {
		return "", nil
	}
	return id, nil
}

// oneOnly refuses a name that two records have.
func (d *directory) oneOnly(name string) error {
	if id, there := d.full[phrase.FoldFull(name)]; there && id == "" {
		return sales.No("import.two_of_name", "Text", name)
	}
	return nil
}

// replace makes every name of one record name another.
func (d *directory) replace(was, is string) {
	for _, names := range []map[string]string{d.full, d.core, d.external} {
		for name, id := range names {
			if id == was {
				names[name] = is
			}
		}
	}
}

// find knows a name without regard to case, spaces and punctuation.
func (d *directory) find(name string) (id string, ok bool) {
	id = d.full[phrase.FoldFull(name)]
	return id, id != ""
}

// findCompany also knows a name without its company suffix, if that names only one.
func (d *directory) findCompany(name string) (id string, ok bool) {
	if id, ok = d.find(name); ok {
		return id, true
	}
	id = d.core[phrase.Fold(name)]
	return id, id != ""
}

// corrected tells of a name that is written differently in the record it means.
func (l *loading) corrected(text, name string) {
	if text != name {
		l.note(sales.No("import.corrected", "Text", text, "Name", name))
	}
}

// owner finds whose a row is.
func (l *loading) owner() (sales.Person, error) {
	text := l.cell("owner")
	if id, ok := l.people.find(text); ok {
		return store.People.Find(l.tx, id)
	}
	switch {
	case l.fallback.ID != "":
		l.note(sales.No("import.owner_default", "Text", text, "Name", l.fallback.Name))
		return l.fallback, nil
	case text == "":
		return sales.Person{}, sales.No("import.owner_missing").At("owner")
	}
	return sales.Person{}, sales.No("import.owner_unknown", "Text", text).At("owner")
}

// showTakenBack makes the cards that exist show the deals as they were; deals that are
// gone lose theirs.
func (d *Desk) showTakenBack(tx *store.Tx, changes []store.RecordChange) error {
	for _, ch := range changes {
		if ch.Table != store.Deals.Name {
			continue
		}
		if ch.Old == nil {
			if err := tx.Unpost(cards.DealKey(ch.ID)); err != nil {
				return err
			}
			continue
		}
		deal, err := store.Deals.Find(tx, ch.ID)
		if err != nil {
			return err
		}
		if err := d.Refresh(tx, deal); err != nil {
			return err
		}
	}
	return nil
}
