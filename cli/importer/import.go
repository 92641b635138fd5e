// Package importer brings records of another system in from files: it reads them, shows
// what would become of every row, writes all of them in one journal entry once that is
// agreed to, and takes such an entry back.
package importer

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dealdesk/cli/config"
	"dealdesk/cli/importer/sheet"
	"dealdesk/cli/serve"
	"dealdesk/commands/phrase"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// Run is one dealdesk import: its flags, and what it works with.
type Run struct {
	Settings config.Settings
	Words    *lang.Catalog
	Stdin    io.Reader
	Stdout   io.Writer
	Stderr   io.Writer
	lang.Printer

	Preset, Kind, Encoding, Zone, Dates, Report, Language string
	Columns, Stages                                       []string
	In                                                    Input
	Undo                                                  uint64
	Show                                                  int
	Yes, Dry                                              bool
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
		return i.takeBack(ctx)
	}
	if len(paths) == 0 {
		return config.UsageError{Err: errors.New("name the CSV files to import")}
	}
	ask, err := i.ask()
	if err != nil {
		return config.UsageError{Err: err}
	}
	for _, path := range paths {
		f, err := i.readFile(path, ask)
		if err != nil {
			return config.UsageError{Err: fmt.Errorf("%s: %w", path, i.inWords(err))}
		}
		i.In.Files = append(i.In.Files, f)
		i.printMapping(f)
	}
	if err := i.allMapped(ask); err != nil {
		return config.UsageError{Err: err}
	}
	return i.previewAndImport(ctx)
}

// configure checks what the flags say beside the settings.
func (i *Run) configure() error {
	var err error
	if i.Language == "" {
		i.Language = i.Settings.Company.Language
	}
	i.Printer = i.Words.Printer(i.Language)
	if i.Zone != "" {
		if i.Settings.Company.Zone, err = time.LoadLocation(i.Zone); err != nil {
			return config.UsageError{Err: fmt.Errorf("--zone: %w", err)}
		}
	}
	if i.In.Currency = strings.ToUpper(i.In.Currency); i.In.Currency != "" {
		if _, ok := sales.Exponent(i.In.Currency); !ok {
			return config.UsageError{Err: fmt.Errorf("--currency: %q is no currency we know", i.In.Currency)}
		}
	}
	return nil
}

// ask turns the flags into what the files are read by.
func (i *Run) ask() (sheet.Ask, error) {
	ask := sheet.Ask{Kind: sheet.Kind(i.Kind), Preset: i.Preset}
	if i.Kind != "" && !slices.Contains(sheet.Kinds, ask.Kind) {
		return ask, fmt.Errorf("--as: %q is none of people, products, accounts, deals", i.Kind)
	}
	i.In.Dates = sheet.Order(strings.ToLower(i.Dates))
	if !slices.Contains([]sheet.Order{sheet.AnyOrder, sheet.MDY, sheet.DMY}, i.In.Dates) {
		return ask, fmt.Errorf("--dates: %q is neither mdy nor dmy", i.Dates)
	}
	var err error
	if ask.Fields, err = pairs("--map", i.Columns); err != nil {
		return ask, err
	}
	i.In.Stages, err = pairs("--stage", i.Stages)
	return ask, err
}

func pairs(flag string, list []string) (map[string]string, error) {
	all := map[string]string{}
	for _, pair := range list {
		name, value, ok := strings.Cut(pair, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, fmt.Errorf("%s: %q is not of the form name=value", flag, pair)
		}
		all[name] = strings.TrimSpace(value)
	}
	return all, nil
}

// allMapped refuses a --map that names a column no file has: it would be a typing
// mistake that loses a column.
func (i *Run) allMapped(ask sheet.Ask) error {
	for column := range ask.Fields {
		if !slices.ContainsFunc(i.In.Files, func(f sheet.File) bool {
			return slices.ContainsFunc(f.Header, func(h string) bool { return phrase.FoldFull(h) == phrase.FoldFull(column) })
		}) {
			return fmt.Errorf("--map: no file has a column %q", column)
		}
	}
	return nil
}

func (i *Run) readFile(path string, ask sheet.Ask) (sheet.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return sheet.File{}, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, sheet.MaxFile+1))
	if err != nil {
		return sheet.File{}, err
	}
	f, err := sheet.Read(filepath.Base(path), data, i.Encoding)
	if err != nil {
		return f, err
	}
	return f, f.Map(ask)
}

// inWords puts a rule's no into the reader's language.
func (i *Run) inWords(err error) error {
	if problem, ok := sales.AsProblem(err); ok {
		return errors.New(i.reason(problem))
	}
	return err
}

func (i *Run) reason(problem *sales.Problem) string {
	maker := cards.New(i.Words, i.Settings.Company)
	return strings.ReplaceAll(maker.PlainProblem(i.Printer, problem), "\n", " ")
}

func (i *Run) desk(st *store.Store) *desk.Desk {
	return desk.New(st, i.Words, i.Settings.Company)
}

// previewAndImport shows what would happen, asks, and does it.
func (i *Run) previewAndImport(ctx context.Context) error {
	path, now := i.Settings.Store.Path, time.Now()
	_, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist)
	var st *store.Store
	if fresh { // to be made, but not before the yes
		dir, err := os.MkdirTemp("", "dealdesk-preview-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		preview := filepath.Join(dir, "preview.db")
		if err := serve.MakeStore(ctx, preview); err != nil {
			return err
		}
		if st, err = openToImport(ctx, preview); err != nil {
			return err
		}
	} else if st, err = openToImport(ctx, path); err != nil {
		return err
	}
	defer func() { st.Close() }()
	rows, err := Preview(ctx, i.desk(st), i.In, now, i.progress("Reading"))
	if err != nil {
		return i.inWords(err)
	}
	i.printPreview(rows)
	if i.Report != "" {
		if err := serve.WriteFile(i.Report, func(f *os.File) error { return i.writeReport(f, rows) }); err != nil {
			return fmt.Errorf("report: %w", err)
		}
		fmt.Fprintf(i.Stdout, "What becomes of every row is in %s.\n", i.Report)
	}
	switch {
	case !slices.ContainsFunc(rows, func(r Row) bool {
		return r.Outcome == RowCreated || r.Outcome == RowUpdated
	}):
		fmt.Fprintln(i.Stdout, "There is nothing to write.")
		return nil
	case i.Dry:
		fmt.Fprintln(i.Stdout, "Nothing was written.")
		return nil
	}
	if agreed, err := i.agreed(path); err != nil || !agreed {
		return err
	}
	if fresh {
		if err := st.Close(); err != nil {
			return err
		}
		if err := serve.MakeStore(ctx, path); err != nil {
			return err
		}
		if st, err = openToImport(ctx, path); err != nil {
			return err
		}
	}
	seq, err := Write(ctx, i.desk(st), i.In, now, rows, i.progress("Writing"))
	if err != nil {
		return i.inWords(err)
	}
	fmt.Fprintln(i.Stdout, "\nDone, as shown:")
	i.printCounts(rows)
	fmt.Fprintf(i.Stdout, "This is journal entry %d. To take all of it back: dealdesk import --undo %d\n", seq, seq)
	return nil
}

// openToImport opens a file to write into; it does not wait for a bot that runs on it.
func openToImport(ctx context.Context, path string) (*store.Store, error) {
	b, err := bolt.Open(path, bolt.Options{LockWait: serve.LockWait, Existing: true})
	if err != nil {
		return nil, err
	}
	before := func(int) error {
		return errors.New("an older version wrote this file; start dealdesk serve once, which keeps a backup and brings it up to date")
	}
	st, err := store.Open(ctx, b, store.Options{BackupBefore: before, Existing: true})
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return st, nil
}

// agreed asks whether to go on. No answer at all is an error, so that a script that
// forgot --yes does not look as if it had worked.
func (i *Run) agreed(path string) (bool, error) {
	if i.Yes {
		return true, nil
	}
	out := i.Stdout
	fmt.Fprintf(out, "Write this to %s? Type yes: ", path)
	answer, err := bufio.NewReader(i.Stdin).ReadString('\n')
	answer = strings.ToLower(strings.TrimSpace(answer))
	switch {
	case answer == "" && errors.Is(err, io.EOF):
		fmt.Fprintln(out)
		return false, errors.New("nothing was written, because nobody answered; --yes answers for you")
	case slices.Contains([]string{"yes", "y", "是", "好"}, answer):
		return true, nil
	}
	fmt.Fprintln(out, "Nothing was written.")
	return false, nil
}

func (i *Run) takeBack(ctx context.Context) error {
	st, err := openToImport(ctx, i.Settings.Store.Path)
	if err != nil {
		return err
	}
	n, err := Undo(ctx, i.desk(st), i.Undo, time.Now())
	if err := errors.Join(err, st.Close()); err != nil {
		return i.inWords(err)
	}
	fmt.Fprintf(i.Stdout, "The import of journal entry %d is undone: %s records are as they were before it.\n", i.Undo, i.Number(int64(n)))
	return nil
}
