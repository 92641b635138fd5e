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
	f.StringVar(&p.StorePath, "store", "", "")
	f.StringVar(&i.Preset, "preset", "", "")
	f.StringVar(&i.Kind, "as", "", "")
	f.StringArrayVar(&i.Columns, "map", nil, "")
	f.StringArrayVar(&i.Stages, "stage", nil, "")
	f.StringVar(&i.Encoding, "encoding", "auto", "")
	f.StringVar(&i.Dates, "dates", "", "")
	f.StringVar(&i.Decimal, "decimal", "", "")
	f.StringVar(&i.In.Currency, "currency", "", "")
	f.StringVar(&i.Zone, "zone", "", "")
	f.StringArrayVar(&i.Pipelines, "pipeline", nil, "")
	f.StringVar(&i.In.Owner, "owner", "", "")
	f.StringVar(&i.In.System, "system", "", "")
	f.BoolVar(&i.In.ListPrice, "list-price", false, "")
	f.StringVar(&i.Report, "report", "", "")
	f.IntVar(&i.Show, "show", 5, "")
	f.BoolVar(&i.Dry, "dry-run", false, "")
	f.BoolVar(&i.Yes, "yes", false, "")
	f.Uint64Var(&i.Undo, "undo", 0, "")
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
