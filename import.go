package main

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

	"github.com/spf13/cobra"

	"dealdesk/cards"
	"dealdesk/cli/config"
	"dealdesk/commands"
	"dealdesk/commands/phrase"
	"dealdesk/commands/sheet"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// importRun is one dealdesk import.
type importRun struct {
	*program
	cmd      *cobra.Command
	settings config.Settings
	words    *lang.Catalog
	lang.Printer

	preset, kind, encoding, zone, dates, report, language string
	columns, stages                                       []string
	in                                                    commands.Import
	undo                                                  uint64
	show                                                  int
	yes, dry                                              bool
}

func (p *program) importCommand() *cobra.Command {
	i := &importRun{program: p}
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Bring in people, products, accounts and deals from CSV files",
		Long: "Read CSV files of another system, show exactly what would happen to every row, and do that once you agree. " +
			"Several files may come in any order. What each file holds and which column is which is guessed from the column names, " +
			"or taken from --preset, --as and --map. Nothing is written before you agree; all of it is one journal entry that " +
			"--undo takes back; the same file again changes nothing. Nothing is said in Slack. Stop the bot first.",
		Example: "  dealdesk import people.csv accounts.csv deals.csv\n" +
			"  dealdesk import --as deals --map \"Value=amount,Won on=close\" --dates dmy --report report.csv deals.csv\n" +
			"  dealdesk import --undo 12",
		RunE: func(cmd *cobra.Command, files []string) error {
			i.cmd = cmd
			return i.run(cmd.Context(), files)
		},
	}
	f := cmd.Flags()
	f.StringVar(&p.storePath, "store", "", "import into this `file` instead of store.path")
	f.StringVar(&i.preset, "preset", "", "the system the files are from: "+presetNames())
	f.StringVar(&i.kind, "as", "", "what the files hold: people, products, accounts or deals")
	f.StringSliceVar(&i.columns, "map", nil, "what a column is: `\"Column=field\"`, \"Column=field*1000\" for thousands, \"Column=\" to leave it out")
	f.StringSliceVar(&i.stages, "stage", nil, "what a stage of the files is here: `\"Word=stage\"`; also open, won, lost")
	f.StringVar(&i.encoding, "encoding", "auto", "auto, utf-8, utf-16 or gb18030")
	f.StringVar(&i.dates, "dates", "", "how the files write 3/1/2017: mdy or dmy")
	f.StringVar(&i.in.Currency, "currency", "", "of amounts that name none; by default workspace.currency")
	f.StringVar(&i.zone, "zone", "", "where the files' days begin; by default workspace.zone")
	f.StringVar(&i.in.Pipeline, "pipeline", "", "the `id` of the deals' pipeline; by default the first")
	f.StringVar(&i.in.Owner, "owner", "", "who gets rows whose owner nobody knows; by default they are rejected")
	f.BoolVar(&i.in.ListPrice, "list-price", false, "give deals without an amount the list price of their product")
	f.StringVar(&i.report, "report", "", "write what becomes of every row to this CSV `file`")
	f.StringVar(&i.language, "lang", "", "language of the reasons; by default workspace.language")
	f.IntVar(&i.show, "show", 5, "how many rows of each sort to show")
	f.BoolVar(&i.dry, "dry-run", false, "only show what would happen")
	f.BoolVar(&i.yes, "yes", false, "do it without asking")
	f.Uint64Var(&i.undo, "undo", 0, "take back the import of this journal `entry`")
	return cmd
}

func presetNames() string {
	var names []string
	for _, p := range sheet.Presets() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

func (i *importRun) run(ctx context.Context, paths []string) error {
	if err := i.configure(); err != nil {
		return err
	}
	if i.undo != 0 {
		return i.takeBack(ctx)
	}
	if len(paths) == 0 {
		return usageError{errors.New("name the CSV files to import")}
	}
	ask, err := i.ask()
	if err != nil {
		return usageError{err}
	}
	for _, path := range paths {
		f, err := i.readFile(path, ask)
		if err != nil {
			return usageError{fmt.Errorf("%s: %w", path, i.inWords(err))}
		}
		i.in.Files = append(i.in.Files, f)
		i.printMapping(f)
	}
	if err := i.allMapped(ask); err != nil {
		return usageError{err}
	}
	return i.previewAndImport(ctx)
}

// configure reads the settings that an import needs. To fill a file of its own it needs
// no configuration.
func (i *importRun) configure() error {
	var err error
	if i.settings, i.words, err = i.program.settings(i.cmd, false); err != nil {
		if _, missing := os.Stat(i.configPath); i.storePath == "" || i.cmd.Flags().Changed("config") || missing == nil {
			return err
		}
		r := config.Read("", nil, i.env)
		i.settings = r.Settings(i.words.Languages(), false)
		if i.settings.Store.Path = i.storePath; slices.ContainsFunc(r.Mistakes, func(m config.Mistake) bool { return m.Setting != "team" }) {
			return r.Mistakes
		}
	}
	if i.language == "" {
		i.language = i.settings.Company.Language
	}
	i.Printer = i.words.Printer(i.language)
	if i.zone != "" {
		if i.settings.Company.Zone, err = time.LoadLocation(i.zone); err != nil {
			return usageError{fmt.Errorf("--zone: %w", err)}
		}
	}
	if i.in.Currency = strings.ToUpper(i.in.Currency); i.in.Currency != "" {
		if _, ok := sales.Exponent(i.in.Currency); !ok {
			return usageError{fmt.Errorf("--currency: %q is no currency we know", i.in.Currency)}
		}
	}
	return nil
}

// ask turns the flags into what the files are read by.
func (i *importRun) ask() (sheet.Ask, error) {
	ask := sheet.Ask{Kind: sheet.Kind(i.kind), Preset: i.preset}
	if i.kind != "" && !slices.Contains(sheet.Kinds, ask.Kind) {
		return ask, fmt.Errorf("--as: %q is none of people, products, accounts, deals", i.kind)
	}
	i.in.Dates = sheet.Order(strings.ToLower(i.dates))
	if !slices.Contains([]sheet.Order{sheet.AnyOrder, sheet.MDY, sheet.DMY}, i.in.Dates) {
		return ask, fmt.Errorf("--dates: %q is neither mdy nor dmy", i.dates)
	}
	var err error
	if ask.Fields, err = pairs("--map", i.columns); err != nil {
		return ask, err
	}
	i.in.Stages, err = pairs("--stage", i.stages)
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
func (i *importRun) allMapped(ask sheet.Ask) error {
	for column := range ask.Fields {
		if !slices.ContainsFunc(i.in.Files, func(f sheet.File) bool {
			return slices.ContainsFunc(f.Header, func(h string) bool { return phrase.FoldFull(h) == phrase.FoldFull(column) })
		}) {
			return fmt.Errorf("--map: no file has a column %q", column)
		}
	}
	return nil
}

func (i *importRun) readFile(path string, ask sheet.Ask) (sheet.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return sheet.File{}, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, sheet.MaxFile+1))
	if err != nil {
		return sheet.File{}, err
	}
	f, err := sheet.Read(filepath.Base(path), data, i.encoding)
	if err != nil {
		return f, err
	}
	return f, f.Map(ask)
}

// inWords puts a rule's no into the reader's language.
func (i *importRun) inWords(err error) error {
	if problem, ok := sales.AsProblem(err); ok {
		return errors.New(i.reason(problem))
	}
	return err
}

func (i *importRun) reason(problem *sales.Problem) string {
	maker := cards.New(i.words, i.settings.Company)
	return strings.ReplaceAll(maker.PlainProblem(i.Printer, problem), "\n", " ")
}

func (i *importRun) desk(st *store.Store) *commands.Desk {
	return commands.New(st, i.words, i.settings.Company)
}

// previewAndImport shows what would happen, asks, and does it.
func (i *importRun) previewAndImport(ctx context.Context) error {
	path, now := i.settings.Store.Path, time.Now()
	_, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist)
	var st *store.Store
	if fresh { // to be made, but not before the yes
		dir, err := os.MkdirTemp("", "dealdesk-preview-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if st, err = openToImport(ctx, filepath.Join(dir, "preview.db")); err != nil {
			return err
		}
	} else if st, err = openToImport(ctx, path); err != nil {
		return err
	}
	defer func() { st.Close() }()
	rows, err := i.desk(st).PreviewImport(ctx, i.in, now, i.progress("Reading"))
	if err != nil {
		return i.inWords(err)
	}
	i.printPreview(rows)
	if i.report != "" {
		if err := writeFile(i.report, func(f *os.File) error { return i.writeReport(f, rows) }); err != nil {
			return fmt.Errorf("report: %w", err)
		}
		fmt.Fprintf(i.cmd.OutOrStdout(), "What becomes of every row is in %s.\n", i.report)
	}
	switch {
	case !slices.ContainsFunc(rows, func(r commands.ImportRow) bool {
		return r.Outcome == commands.RowCreated || r.Outcome == commands.RowUpdated
	}):
		fmt.Fprintln(i.cmd.OutOrStdout(), "There is nothing to write.")
		return nil
	case i.dry:
		fmt.Fprintln(i.cmd.OutOrStdout(), "Nothing was written.")
		return nil
	}
	if agreed, err := i.agreed(path); err != nil || !agreed {
		return err
	}
	if fresh {
		if err := st.Close(); err != nil {
			return err
		}
		if st, err = openToImport(ctx, path); err != nil {
			return err
		}
	}
	seq, err := i.desk(st).Import(ctx, i.in, now, rows, i.progress("Writing"))
	if err != nil {
		return i.inWords(err)
	}
	fmt.Fprintln(i.cmd.OutOrStdout(), "\nDone, as shown:")
	i.printCounts(rows)
	fmt.Fprintf(i.cmd.OutOrStdout(), "This is journal entry %d. To take all of it back: dealdesk import --undo %d\n", seq, seq)
	return nil
}

// openToImport opens a file, or makes it, to write into; it does not wait for a bot
// that runs on it.
func openToImport(ctx context.Context, path string) (*store.Store, error) {
	b, err := bolt.Open(path, bolt.Options{LockWait: briefly})
	if err != nil {
		return nil, err
	}
	before := func(int) error {
		return errors.New("an older version wrote this file; start dealdesk serve once, which keeps a backup and brings it up to date")
	}
	st, err := store.Open(ctx, b, store.Options{BackupBefore: before})
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return st, nil
}

// agreed asks whether to go on. No answer at all is an error, so that a script that
// forgot --yes does not look as if it had worked.
func (i *importRun) agreed(path string) (bool, error) {
	if i.yes {
		return true, nil
	}
	out := i.cmd.OutOrStdout()
	fmt.Fprintf(out, "Write this to %s? Type yes: ", path)
	answer, err := bufio.NewReader(i.cmd.InOrStdin()).ReadString('\n')
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

func (i *importRun) takeBack(ctx context.Context) error {
	if _, err := os.Stat(i.settings.Store.Path); err != nil {
		return fmt.Errorf("there is no store: %w", err)
	}
	st, err := openToImport(ctx, i.settings.Store.Path)
	if err != nil {
		return err
	}
	n, err := i.desk(st).UndoImport(ctx, i.undo, time.Now())
	if err := errors.Join(err, st.Close()); err != nil {
		return i.inWords(err)
	}
	fmt.Fprintf(i.cmd.OutOrStdout(), "The import of journal entry %d is undone: %s records are as they were before it.\n", i.undo, i.Number(int64(n)))
	return nil
}
