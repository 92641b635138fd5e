package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dealdesk/store"

	"github.com/spf13/cobra"
)

func (p *program) exportCommand() *cobra.Command {
	var format, out string
	c := &cobra.Command{
		Use:   "export",
		Short: "Write every table to a file of its own, as JSON or CSV",
		Long: "Write every table of the store to a file of its own in a new folder. JSON has one record a line and loses " +
			"nothing. CSV opens in a spreadsheet: amounts are decimals with their currency beside them, lists are JSON, and a " +
			"text that a spreadsheet would run as a formula gets an apostrophe in front.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			write := map[string]func(io.Writer, store.Reader, store.AnyTable) (int, error){"json": exportJSON, "csv": exportCSV}[format]
			if write == nil {
				return usageError{fmt.Errorf("--format must be json or csv, not %q", format)}
			}
			if out == "" {
				return usageError{errors.New("say where to write with --out FOLDER")}
			}
			s, _, err := p.settings(cmd, false)
			if err != nil {
				return err
			}
			st, done, err := openSnapshot(cmd.Context(), s)
			if err != nil {
				return err
			}
			err = st.View(cmd.Context(), func(r store.Reader) error {
				if err := os.Mkdir(out, 0o700); err != nil {
					return err
				}
				for _, table := range store.Tables() {
					path := filepath.Join(out, table.TableName()+"."+format)
					err := writeFile(path, func(f *os.File) error {
						w := bufio.NewWriter(f)
						n, err := write(w, r, table)
						if err == nil {
							fmt.Fprintf(cmd.OutOrStdout(), "%8d  %s\n", n, path)
						}
						return errors.Join(err, w.Flush(), cmd.Context().Err())
					})
					if err != nil {
						return err
					}
				}
				return nil
			})
			if err := errors.Join(err, done()); err != nil {
				return fmt.Errorf("export: %w", err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "json", "json or csv")
	c.Flags().StringVar(&out, "out", "", "the new `folder` to write to")
	c.Flags().StringVar(&p.storePath, "store", "", "export this `file` instead of store.path: a backup")
	return c
}

// exportJSON writes one record a line, as it is stored.
func exportJSON(w io.Writer, r store.Reader, table store.AnyTable) (n int, err error) {
	var line bytes.Buffer
	for raw, err := range table.Records(r) {
		if err != nil {
			return n, err
		}
		line.Reset()
		if err := json.Compact(&line, raw.JSON); err != nil {
			return n, fmt.Errorf("%s %s: %w", table.TableName(), raw.ID, err)
		}
		line.WriteByte('\n')
		if _, err := w.Write(line.Bytes()); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// exportCSV writes a header and one line a record. The mark at the beginning tells
// spreadsheets that it is UTF-8.
func exportCSV(w io.Writer, r store.Reader, table store.AnyTable) (n int, err error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return 0, err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	columns := columnsOf(table.Type())
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.name
	}
	if err := out.Write(line); err != nil {
		return 0, err
	}
	for raw, err := range table.Records(r) {
		if err != nil {
			return n, err
		}
		if err := cells(table.Type(), columns, raw.JSON, line); err != nil {
			return n, fmt.Errorf("%s %s: %w", table.TableName(), raw.ID, err)
		}
		if err := out.Write(line); err != nil {
			return n, err
		}
		n++
	}
	out.Flush()
	return n, out.Error()
}
