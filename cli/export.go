package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"dealdesk/cli/config"
	"dealdesk/cli/serve"
	"dealdesk/store"
)

func (p *Program) exportCommand() *cobra.Command {
	var format, out string
	c := &cobra.Command{
		Use:   "export",
		Short: "Write each table to its own file, as JSON or CSV",
		Long: "Write each table of the store to its own file in a new folder, even while the bot runs. JSON loses " +
			"nothing. CSV opens in a spreadsheet: amounts are decimals with the currency in the next column, and text that " +
			"a spreadsheet would run as a formula gets an apostrophe in front.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != string(store.JSON) && format != string(store.CSV) {
				return config.UsageError{Err: fmt.Errorf("--format must be json or csv, not %q", format)}
			}
			if out == "" {
				return config.UsageError{Err: errors.New("--out FOLDER is missing: the new folder to write to")}
			}
			s, _, err := p.Settings(cmd, false)
			if err != nil {
				return err
			}
			st, done, err := serve.OpenSnapshot(cmd.Context(), s)
			if err != nil {
				return err
			}
			err = os.Mkdir(out, 0o700)
			if err == nil {
				err = st.View(cmd.Context(), func(r store.Reader) error {
					return store.Export(r, store.Format(format), func(name string) (io.WriteCloser, error) {
						path := filepath.Join(out, name)
						fmt.Fprintln(cmd.OutOrStdout(), path)
						return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
					})
				})
			}
			if err := errors.Join(err, done()); err != nil {
				return fmt.Errorf("export: %w", err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "json", "json or csv")
	c.Flags().StringVar(&out, "out", "", "the new `folder` to write to")
	c.Flags().StringVar(&p.StorePath, "store", "", "export this `file` instead of store.path: a backup")
	return c
}
