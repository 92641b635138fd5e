package importer

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"dealdesk/cli/importer/sheet"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// loading is one import in progress.
type loading struct {
	Desk *desk.Desk
	Input
	tx     *store.Tx
	zone   *time.Location
	now    sales.Act
	line   sales.Pipeline
	stages map[string]string // folded word -> stage id, open, won or lost
	lost   map[string]string // folded word -> code of a reason

	people, teams, accounts, products directory
	deals                             map[string]string // External -> ID

	file  *sheet.File
	cells sheet.Row
	row   *Row
	extra []Row                          // records this row made besides its own
	seen  map[sheet.Kind]map[string]*Row // by key and by record
	rows  []Row
	sold  []sale
}

// load takes all rows in the order of sheet.Kinds. A row that is rejected leaves nothing
// behind.
func load(d *desk.Desk, ctx context.Context, tx *store.Tx, in Input, at time.Time, progress func(done, of int)) ([]Row, error) {
	l, total, err := newLoading(d, tx, in, at)
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

func newLoading(d *desk.Desk, tx *store.Tx, in Input, at time.Time) (*loading, int, error) {
	l := &loading{Desk: d, Input: in, tx: tx, zone: d.Cards.Company.Zone, seen: map[sheet.Kind]map[string]*Row{},
		people: newDirectory(), teams: newDirectory(), accounts: newDirectory(), products: newDirectory(), deals: map[string]string{}}
	if l.zone == nil {
		l.zone = time.UTC
	}
	l.now = sales.Act{By: importer, At: at.In(l.zone), On: calendar.DateOf(at.In(l.zone))}
	if l.Currency == "" {
		l.Currency = d.Cards.Company.Currency
	}
	total := 0
	for _, f := range in.Files {
		total += len(f.Rows)
	}
	if total > MaxImport {
		return nil, 0, sales.No("import.too_many_rows", "Count", total, "Max", MaxImport)
	}
	ok := len(d.Cards.Company.Pipelines) > 0
	if l.Pipeline != "" {
		l.line, ok = d.Cards.Company.Pipeline(l.Pipeline)
	} else if ok {
		l.line = d.Cards.Company.Pipelines[0]
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
	return l, total, nil
}

// take runs do for the present row and notes what became of it.
func (l *loading) take(do func() error) error {
	l.row = &Row{File: l.file.Name, Line: l.cells.Line, Kind: l.file.Kind, Name: l.cell("name")}
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
	l.extra = append(l.extra, Row{File: l.file.Name, Line: l.cells.Line, Kind: kind, Outcome: RowCreated, ID: id, Name: name,
		Notes: []*sales.Problem{why}})
}

// once refuses a second row of the same key or record: which of the two is meant, nobody
// knows.
func (l *loading) once(key string) error {
	rows := l.seen[l.file.Kind]
	if rows == nil {
		rows = map[string]*Row{}
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

// maxNameID is how long an id made of a name may be, in bytes: a store refuses those over 255.
const maxNameID = 250

// fits refuses a name that is too long to be an id.
func fits(id, field string) error {
	if len(id) > maxNameID {
		return sales.No("text.too_long", "Max", maxNameID/3).At(field)
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
		l.row.Outcome, l.row.Changes = RowUpdated, l.changed(was, is)
	}
	return t.Put(l.tx, is)
}

// changed lists what differs between two versions of a record, for the report.
func (l *loading) changed(was, is any) []string {
	var all []string
	a, b := reflect.ValueOf(was), reflect.ValueOf(is)
	for i := range a.NumField() {
		name, _, _ := strings.Cut(a.Type().Field(i).Tag.Get("json"), ",")
		if slices.Contains([]string{"stage_since", "terms", "closed"}, name) ||
			reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			continue
		}
		all = append(all, fmt.Sprintf("%s: %s → %s", name, l.shown(a.Field(i).Interface()), l.shown(b.Field(i).Interface())))
	}
	return all
}

func (l *loading) shown(v any) string {
	switch v := v.(type) {
	case sales.Money:
		if v.Zero() {
			return "–"
		}
		return l.Desk.Cards.Printer("", l.now.At).Money(v)
	case time.Time:
		return v.Format(time.DateOnly)
	}
	if text := fmt.Sprint(v); text != "" {
		return text
	}
	return "–"
}
