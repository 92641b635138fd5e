// Package importer brings records of another system in from files: it reads them, shows
// what would become of every row, writes all of them in one journal entry once that is
// agreed to, and takes such an entry back.
package importer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"dealdesk/cli/config"
	"dealdesk/cli/importer/sheet"
	"dealdesk/cli/serve"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// Run is one dealdesk import: its flags, and what it works with.
type Run struct {
	Settings config.Settings
	Words    *lang.Catalog
	Stdin    io.Reader
	Stdout   io.Writer
	Stderr   io.Writer
	lang.Printer

	Preset, Kind, Encoding, Zone, Dates, Decimal, Report string
	Columns, Stages, Pipelines                           []string
	In                                                   Input
	Undo                                                 uint64
	Show                                                 int
	Yes, Dry                                             bool

	Staff    sales.Staff // of the configuration, if the store is the one it names
	enrolled bool        // the configuration's teams and people were taken into the store first
}

func PresetNames() string {
	var names []string
	for _, p := range sheet.Presets() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

func (i *Run) Do(ctx context.Context, paths []string) error {
	if err := i.configure(); err != nil {
		return err
	}
	if i.Undo != 0 {
		if len(paths) > 0 {
			return i.usage("import.undo_and_files")
		}
		return i.takeBack(ctx)
	}
	if len(paths) == 0 {
		return i.usage("import.no_files")
	}
	ask, err := i.ask()
	if err != nil {
		return config.UsageError{Err: i.inWords(err)}
	}
	for _, path := range paths {
		if err := i.readFile(path, ask); err != nil {
			return i.fileError(path, err)
		}
	}
	if err := i.allMapped(ask); err != nil {
		return err
	}
	return i.previewAndImport(ctx)
}

// configure checks what the flags say beside the settings.
func (i *Run) configure() error {
	var err error
	if i.Zone != "" {
		if i.Settings.Company.Zone, err = time.LoadLocation(i.Zone); err != nil {
			return i.usage("import.bad_zone", "Text", i.Zone)
		}
	}
	if strings.ContainsFunc(i.In.System, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		return i.usage("import.bad_system", "Text", i.In.System)
	}
	if i.In.Currency = strings.ToUpper(i.In.Currency); i.In.Currency != "" {
		if _, ok := sales.Exponent(i.In.Currency); !ok {
			return i.usage("import.bad_currency", "Text", i.In.Currency)
		}
	}
	return nil
}

// usage is a mistake on the command line.
func (i *Run) usage(key string, args ...any) error {
	return config.UsageError{Err: errors.New(i.Plain(key, args...))}
}

// fileError is why a file cannot be taken.
func (i *Run) fileError(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return i.usage("import.no_file", "Path", path)
	}
	if problem, ok := sales.AsProblem(err); ok && problem.Args["File"] != nil {
		return config.UsageError{Err: i.inWords(err)}
	}
	return i.usage("import.in_file", "File", path, "Text", i.inWords(err).Error())
}

// ask turns the flags into what the files are read by.
func (i *Run) ask() (sheet.Ask, error) {
	ask := sheet.Ask{Preset: i.Preset}
	var ok bool
	if ask.Kind, ok = sheet.KindNamed(i.Kind); i.Kind != "" && !ok && !sheet.Leads(i.Kind) {
		return ask, errors.New(i.Plain("import.bad_kind", "Text", i.Kind))
	}
	i.In.Dates = sheet.Order(strings.ToLower(i.Dates))
	if i.Dates != "" && !slices.Contains(sheet.Orders, i.In.Dates) {
		return ask, errors.New(i.Plain("import.bad_dates", "Text", i.Dates))
	}
	marks := map[string]sheet.Decimal{"": sheet.AnyDecimal, ".": sheet.Point, "point": sheet.Point, ",": sheet.Comma, "comma": sheet.Comma}
	if i.In.Decimal, ok = marks[i.Decimal]; !ok {
		return ask, errors.New(i.Plain("import.bad_decimal", "Text", i.Decimal))
	}
	var err error
	if ask.Fields, err = i.pairs("--map", i.Columns); err != nil {
		return ask, err
	}
	if i.In.Stages, err = i.pairs("--stage", i.Stages); err != nil {
		return ask, err
	}
	said := slices.DeleteFunc(slices.Clone(i.Pipelines), func(text string) bool { return !strings.Contains(text, "=") })
	for _, text := range i.Pipelines {
		if !slices.Contains(said, text) {
			i.In.Pipeline = text
		}
	}
	i.In.Lines, err = i.pairs("--pipeline", said)
	return ask, err
}

// pairs reads name=value, or several of them behind commas. A name may hold commas, and signs
// of equality, a value neither.
func (i *Run) pairs(flag string, list []string) (map[string]string, error) {
	all := map[string]string{}
	for _, text := range list {
		name := ""
		for part := range strings.SplitSeq(text, ",") {
			if name += part; !strings.Contains(part, "=") {
				name += ","
				continue
			}
			at := strings.LastIndex(name, "=")
			key := strings.TrimSpace(name[:at])
			if key == "" {
				return nil, errors.New(i.Plain("import.bad_pair", "Flag", flag, "Text", text))
			}
			all[key], name = strings.TrimSpace(name[at+1:]), ""
		}
		if name != "" {
			return nil, errors.New(i.Plain("import.bad_pair", "Flag", flag, "Text", text))
		}
	}
	return all, nil
}

// allMapped refuses a --map that names a column no file has: it would be a typing
// mistake that loses a column.
func (i *Run) allMapped(ask sheet.Ask) error {
	for column := range ask.Fields {
		if !slices.ContainsFunc(i.In.Files, func(f sheet.File) bool { return f.HasColumn(column) }) {
			return i.usage("import.no_column", "Text", column)
		}
	}
	return nil
}

// readFile reads a file, or deals=FILE where its name does not say what it holds.
func (i *Run) readFile(path string, ask sheet.Ask) error {
	word := i.Kind
	if kind, rest, told := strings.Cut(path, "="); told {
		kind = strings.ToLower(kind)
		if k, ok := sheet.KindNamed(kind); ok || sheet.Leads(kind) {
			ask.Kind, path, word = k, rest, kind
		}
	}
	if sheet.Leads(word) {
		return sales.No("import.leads_not_taken", "File", filepath.Base(path), "Word", word)
	}
	data, err := readAll(path)
	if err != nil {
		return err
	}
	var files []sheet.File
	if sheet.Workbook(data) {
		files, err = sheet.ReadWorkbook(filepath.Base(path), data)
	} else {
		files = make([]sheet.File, 1)
		files[0], err = sheet.Read(filepath.Base(path), data, i.Encoding)
	}
	if err != nil {
		return err
	}
	for _, f := range files {
		err := f.Map(ask)
		if p, no := sales.AsProblem(err); no && p.Code == "import.kind_unclear" && len(files) > 1 {
			i.println("import.sheet_left", "File", f.Name)
			continue
		}
		if err != nil {
			return err
		}
		i.printMapping(f)
		i.In.Files = append(i.In.Files, f)
	}
	return nil
}

func readAll(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data := bytes.Buffer{}
	if info, err := file.Stat(); err == nil {
		data.Grow(int(min(info.Size(), sheet.MaxFile)) + bytes.MinRead)
	}
	_, err = data.ReadFrom(io.LimitReader(file, sheet.MaxFile+1))
	return data.Bytes(), err
}

// inWords puts a rule's no into the reader's language.
func (i *Run) inWords(err error) error {
	if problem, ok := sales.AsProblem(err); ok {
		return errors.New(i.reason(problem))
	}
	return err
}

func (i *Run) reason(problem *sales.Problem) string {
	if kind, ok := problem.Args["Kind"].(string); ok {
		args := maps.Clone(problem.Args)
		args["Kind"], args["Needs"] = i.Plain("import.kind."+kind), i.Say("import.needs."+kind)
		problem = &sales.Problem{Code: problem.Code, Args: args}
	}
	maker := cards.New(i.Words, i.Settings.Company)
	return strings.ReplaceAll(maker.PlainProblem(i.Printer, problem), "\n", " ")
}

func (i *Run) desk(st *store.Store) *desk.Desk {
	return desk.New(st, i.Words, i.Settings.Company)
}

// previewAndImport does the import in a copy of the store, shows what became of it, asks, and
// puts the copy in the place of the store. So it is kept as a whole or not at all, and what was
// shown is what is kept.
func (i *Run) previewAndImport(ctx context.Context) (err error) {
	c, err := copyOf(ctx, i.Settings.Store.Path)
	if err != nil {
		return i.inWords(err)
	}
	defer func() { err = errors.Join(err, c.drop()) }()
	var s *summary
	var seq uint64
	if err := i.reported(func(to io.Writer) (err error) {
		s, seq, err = i.write(ctx, c, to)
		return err
	}); err != nil {
		return i.inWords(err)
	}
	i.printPreview(s)
	if i.Report != "" {
		i.println("import.reported", "Path", i.Report)
	}
	switch {
	case seq == 0 && s.all[RowRejected] > 0 && s.all[RowUnchanged] == 0 && !i.Dry:
		return errors.New(i.Plain("import.all_rejected"))
	case seq == 0:
		i.println("import.nothing")
		return nil
	case i.Dry:
		i.println("import.not_written")
		return nil
	}
	if agreed, err := i.agreed("import.confirm", "Path", i.Settings.Store.Path); err != nil || !agreed {
		return err
	}
	if err := c.keep(); err != nil {
		return i.inWords(err)
	}
	fmt.Fprintln(i.Stdout)
	i.println("import.done")
	i.printCounts(s)
	i.println("import.entry", "Entry", strconv.FormatUint(seq, 10))
	return nil
}

// write imports into the copy and gathers what becomes of the rows.
func (i *Run) write(ctx context.Context, c *copied, to io.Writer) (*summary, uint64, error) {
	s := newSummary(max(i.Show, 0), i.reason)
	report, err := i.newReport(to)
	if err != nil {
		return s, 0, err
	}
	i.In.Renew = func() (*store.Store, error) { return c.renew(ctx) }
	now := time.Now()
	if i.enrolled, err = i.enrol(ctx, i.desk(c.store), now); err != nil {
		return s, 0, err
	}
	seq, err := Write(ctx, i.desk(c.store), i.In, now, func(r Row) {
		s.add(r)
		report.add(r)
	}, i.progress(i.Plain("import.reading")))
	return s, seq, errors.Join(err, report.end())
}

// enrol does what the next start would do with the teams and people of the configuration, so that
// the files can name them, and reports whether that changed anything.
func (i *Run) enrol(ctx context.Context, d *desk.Desk, now time.Time) (bool, error) {
	if len(i.Staff.Teams) == 0 {
		return false, nil
	}
	var at desk.Start
	if err := d.Store.View(ctx, func(r store.Reader) (err error) {
		at, err = d.AtStart(r, i.Staff)
		return err
	}); err != nil {
		return false, err
	}
	changed := !reflect.DeepEqual(at.Staff, at.Kept)
	if !changed && !at.First {
		return false, nil
	}
	_, err := d.Enrol(ctx, i.Staff, now)
	return changed, err
}

// reported runs do with the file that --report names, or nowhere to write.
func (i *Run) reported(do func(io.Writer) error) error {
	if i.Report == "" {
		return do(io.Discard)
	}
	return serve.WriteFile(i.Report, func(f *os.File) error { return do(f) })
}

// agreed asks the question of key whether to go on. No answer at all is an error, so that a script that
// forgot --yes does not look as if it had worked.
func (i *Run) agreed(key string, args ...any) (bool, error) {
	if i.Yes {
		return true, nil
	}
	fmt.Fprint(i.Stdout, i.Plain(key, args...)+" ")
	answer, err := bufio.NewReader(i.Stdin).ReadString('\n')
	answer = strings.ToLower(strings.TrimSpace(answer))
	if answer == "" && errors.Is(err, io.EOF) {
		fmt.Fprintln(i.Stdout)
		return false, errors.New(i.Plain("import.no_answer"))
	}
	for _, language := range i.Words.Languages() {
		if slices.Contains(strings.Fields(i.Words.Printer(language).Plain("init.yes_words")), answer) {
			return true, nil
		}
	}
	i.println("import.not_written")
	return false, nil
}
