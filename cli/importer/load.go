package importer

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
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
	tx   *store.Tx
	zone *time.Location
	now  sales.Act
	line sales.Pipeline // of deals that name none

	stages map[string]map[string]meaning // pipeline -> folded word
	lost   map[string]string             // folded word -> code of a reason

	people, teams, accounts, products directory

	file  *sheet.File
	cells sheet.Row
	row   *Row
	extra []Row                           // records this row made besides its own
	seen  map[sheet.Kind]map[string]place // by key and by record
	own   map[string]string               // id in an export of our own -> id here
	sold  map[string]*share               // account without an owner -> whose deals it has
	held  []Row                           // accounts without an owner, which adopt completes
	each  func(Row)
}

// place is where a row stands.
type place struct {
	file *sheet.File
	line int
}

// item is a row and its file.
type item struct {
	file *sheet.File
	row  sheet.Row
}

// items yields all rows in the order of sheet.Kinds.
func (l *loading) items() iter.Seq[item] {
	return func(yield func(item) bool) {
		for _, kind := range sheet.Kinds {
			for i := range l.Files {
				f := &l.Files[i]
				if f.Kind != kind {
					continue
				}
				for row := range f.Rows() {
					if !yield(item{f, row}) {
						return
					}
				}
			}
		}
	}
}

func newLoading(d *desk.Desk, in Input, at time.Time, each func(Row)) (*loading, error) {
	l := &loading{Desk: d, Input: in, zone: d.Cards.Company.Zone, seen: map[sheet.Kind]map[string]place{}, each: each,
		people: newDirectory(), teams: newDirectory(), accounts: newDirectory(), products: newDirectory(),
		own: map[string]string{}, sold: map[string]*share{}, stages: map[string]map[string]meaning{}}
	if l.zone == nil {
		l.zone = time.UTC
	}
	l.now = sales.Act{By: importer, At: at.In(l.zone), On: calendar.DateOf(at.In(l.zone))}
	ok := len(d.Cards.Company.Pipelines) > 0
	if l.Pipeline != "" {
		l.line, ok = d.Cards.Company.Pipeline(l.Pipeline)
	} else if ok {
		l.line = d.Cards.Company.Pipelines[0]
	}
	if !ok || len(l.line.Stages) == 0 {
		return nil, sales.No("import.pipeline_unknown", "Given", l.Pipeline, "Known", l.pipelines())
	}
	for _, id := range l.Lines {
		if _, ok := d.Cards.Company.Pipeline(id); !ok {
			return nil, sales.No("import.pipeline_unknown", "Given", id, "Known", l.pipelines())
		}
	}
	return l, l.readWords()
}

// count is how many rows there are.
func (in Input) count() (n int) {
	for _, f := range in.Files {
		n += f.Count
	}
	return n
}

// load takes all rows, in changes of at most chunk rows each, and returns the first journal
// entry; 0 if nothing changed. A row that is rejected leaves nothing behind.
func (l *loading) load(ctx context.Context, progress func(done, of int)) (first uint64, err error) {
	next, stop := iter.Pull(l.items())
	defer stop()
	total, done, n := l.count(), 0, 0
	over := false
	part := func(do func(*store.Tx) error) error {
		change := store.Change{Once: fmt.Sprintf("import|%d|%d", l.now.At.UnixNano(), n), Actor: importer, At: l.now.At.UTC(),
			What: importer}
		n++
		receipt, err := l.Desk.Store.Update(ctx, change, func(tx *store.Tx) error {
			if l.tx = tx; n == 1 {
				if err := l.readNames(); err != nil {
					return err
				}
			}
			err := do(tx)
			if err == nil && !tx.Changed() {
				err = errUnchanged
			}
			return err
		})
		switch {
		case errors.Is(err, errUnchanged):
			err = nil
		case first == 0:
			first = receipt.Seq
		}
		if err == nil && l.Renew != nil {
			l.Desk.Store, err = l.Renew()
		}
		return err
	}
	for !over {
		err := part(func(*store.Tx) error {
			for range chunk {
				it, ok := next()
				if over = !ok; over {
					return nil
				}
				if err := l.take(it); err != nil {
					return fmt.Errorf("%s, line %d: %w", it.file.Name, it.row.Line, err)
				}
				if done++; progress != nil {
					progress(done, total)
				}
			}
			return ctx.Err()
		})
		if err != nil {
			return 0, err
		}
	}
	for accounts := range slices.Chunk(l.unowned(), chunk) {
		if err := part(func(*store.Tx) error { return l.adopt(accounts) }); err != nil {
			return 0, err
		}
	}
	return first, l.release()
}

// take runs what its kind needs for a row and notes what became of it.
func (l *loading) take(it item) error {
	l.file, l.cells = it.file, it.row
	l.row = &Row{File: l.file.Name, Line: l.cells.Line, Kind: l.file.Kind, Name: l.cell("name")}
	l.extra = nil
	err := l.cells.Err
	if err == nil {
		err = l.shortened("id", "account_id", "external")
	}
	if err == nil {
		switch l.file.Kind {
		case sheet.People:
			err = l.person()
		case sheet.Products:
			err = l.product()
		case sheet.Accounts:
			err = l.account()
		case sheet.Contacts:
			err = l.contact()
		case sheet.Deals:
			err = l.deal()
		case sheet.Costs:
			err = l.cost()
		}
	}
	if problem, no := sales.AsProblem(err); no {
		l.row.Outcome, l.row.ID, l.row.Notes, l.extra = RowRejected, "", []*sales.Problem{problem}, nil
	} else if err != nil {
		return err
	}
	l.tell(*l.row)
	for _, row := range l.extra {
		l.tell(row)
	}
	return nil
}

// tell passes a row on, unless it is about an account that may still get its owner.
func (l *loading) tell(r Row) {
	if r.Kind == sheet.Accounts && r.Outcome != RowRejected {
		if _, ownerless := l.sold[r.ID]; ownerless {
			l.held = append(l.held, r)
			return
		}
	}
	l.each(r)
}

var excelShort = regexp.MustCompile(`^[1-9](?:[.,]\d+)?E\+\d{2,}$`)

// shortened refuses ids of which a spreadsheet has dropped digits.
func (l *loading) shortened(fields ...string) error {
	for _, field := range fields {
		if id := l.cell(field); excelShort.MatchString(id) {
			return sales.No("import.id_shortened", "Text", id).At(field)
		}
	}
	return nil
}

func (l *loading) cell(field string) string {
	return strings.TrimSpace(chat.Clean(l.file.Cell(l.cells, field)))
}

// list returns the texts of a cell, and whether its column has only the first of several.
func (l *loading) list(field string) (texts []string, first bool) {
	texts, first = l.file.List(l.cells, field)
	for i, text := range texts {
		texts[i] = strings.TrimSpace(chat.Clean(text))
	}
	return texts, first
}

// ours reports whether the file is an export of Dealdesk itself.
func (l *loading) ours() bool { return l.file.Preset == sheet.Own }

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
		rows = map[string]place{}
		l.seen[l.file.Kind] = rows
	}
	here := place{l.file, l.cells.Line}
	if at, there := rows[key]; there && at != here {
		shown := l.row.Name
		if id := l.cell("id"); id != "" {
			shown = id
		}
		return sales.No("import.twice", "Text", shown, "File", at.file.Name, "Line", fmt.Sprint(at.line))
	}
	rows[key] = here
	return nil
}

// texts refuses cells that are too long to be what they should be.
func (l *loading) texts(fields ...string) error {
	for _, f := range fields {
		texts, _ := l.list(f)
		for _, text := range texts {
			if n := len([]rune(text)); n > sales.NameMax {
				return sales.No("text.too_long", "Max", sales.NameMax, "Length", n).At(f)
			}
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
func (l *loading) changed(was, is any) []Change {
	var all []Change
	a, b := reflect.ValueOf(was), reflect.ValueOf(is)
	for i := range a.NumField() {
		name, _, _ := strings.Cut(a.Type().Field(i).Tag.Get("json"), ",")
		if slices.Contains([]string{"stage_since", "terms", "closed", "repriced", "pushed"}, name) || reflect.DeepEqual(a.Field(i).Interface(),
			b.Field(i).Interface()) {
			continue
		}
		all = append(all, Change{name, l.shown(a.Field(i).Interface()), l.shown(b.Field(i).Interface())})
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
