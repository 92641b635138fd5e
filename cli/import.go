package cli

import (
	"os"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"

	"dealdesk/cli/config"
	"dealdesk/cli/importer"
	"dealdesk/lang"
)

func (p *Program) importCommand() *cobra.Command {
	i := &importer.Run{}
	cmd := &cobra.Command{
		Use: "import [KIND=]FILE...",
		Example: "  dealdesk import people.csv accounts.csv deals.csv\n" +
			"  dealdesk import --map \"Value=amount,Won on=closed\" --dates dmy --report report.csv deals=2026.xlsx\n" +
			"  dealdesk import --undo 12",
		RunE: func(cmd *cobra.Command, files []string) error {
			modestGC()
			var err error
			if i.Settings, i.Words, err = p.importSettings(cmd); err != nil {
				return err
			}
			if p.StorePath == "" { // another file may be another company's
				i.Staff = i.Settings.Staff
			}
			i.Printer = p.Printer()
			i.Stdin, i.Stdout, i.Stderr = cmd.InOrStdin(), cmd.OutOrStdout(), p.Stderr
			return i.Do(cmd.Context(), files)
		},
	}
	f := cmd.Flags()
	f.StringVar(&p.StorePath, "store", "", "import into this `file` instead of store.path")
	f.StringVar(&i.Preset, "preset", "", "the system the files are from: "+importer.PresetNames())
	f.StringVar(&i.Kind, "as", "", "what all files hold: people, products, accounts, contacts or deals; deals=FILE says it of one")
	f.StringArrayVar(&i.Columns, "map", nil,
		"what a column is: `\"Column=field\"`, \"Column=field*1000\" for thousands, \"Column=\" to leave it out")
	f.StringArrayVar(&i.Stages, "stage", nil, "what a stage of the files is here: `\"Word=stage\"`; also open, won, lost")
	f.StringVar(&i.Encoding, "encoding", "auto", "auto, utf-8, utf-16, gb18030, windows-1252, windows-1251, shift_jis or another")
	f.StringVar(&i.Dates, "dates", "", "how the files write 3/1/2017: mdy or dmy; ymd for 17/3/1")
	f.StringVar(&i.Decimal, "decimal", "", "how the files write one and a half: comma (1,5) or point (1.5)")
	f.StringVar(&i.In.Currency, "currency", "", "currency of amounts without one; by default the deal's, the team's or workspace.currency")
	f.StringVar(&i.Zone, "zone", "", "time zone of the dates in the files; by default workspace.zone")
	f.StringVar(&i.In.Pipeline, "pipeline", "", "the `id` of the deals' pipeline; by default the first")
	f.StringVar(&i.In.Owner, "owner", "", "who gets rows whose owner is unknown; by default they are rejected")
	f.BoolVar(&i.In.ListPrice, "list-price", false, "give deals without an amount the list price of their product")
	f.StringVar(&i.Report, "report", "", "write what happens to every row to this CSV `file`")
	f.IntVar(&i.Show, "show", 5, "how many rows of each kind to show")
	f.BoolVar(&i.Dry, "dry-run", false, "only show what would happen")
	f.BoolVar(&i.Yes, "yes", false, "do it without asking")
	f.Uint64Var(&i.Undo, "undo", 0, "take back the import of this journal `entry`")
	return cmd
}

// modestGC trades processor time for memory: an import of any size should fit beside a running
// bot. GOGC and GOMEMLIMIT take precedence.
func modestGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(75)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(160 << 20)
	}
}

// importSettings reads the configuration. With --store and without a configuration file, the
// defaults and the environment are enough.
func (p *Program) importSettings(cmd *cobra.Command) (config.Settings, *lang.Catalog, error) {
	s, words, err := p.Settings(cmd, false)
	if err == nil {
		return s, words, nil
	}
	if _, missing := os.Stat(p.ConfigPath); p.StorePath == "" || cmd.Flags().Changed("config") || missing == nil {
		return s, words, err
	}
	r := config.Read("", nil, p.Env)
	s = r.Settings(words.Languages(), false)
	if s.Store.Path = p.StorePath; slices.ContainsFunc(r.Mistakes, func(m config.Mistake) bool { return m.Setting != "team" }) {
		return s, words, r.Mistakes
	}
	return s, words, nil
}
