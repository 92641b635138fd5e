package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/xuri/excelize/v2"

	"dealdesk/cli/person"
	"dealdesk/cli/serve"
	"dealdesk/store"
)

func (p *Program) exportCommand() *cobra.Command {
	var format, out string
	var who, also []string
	c := &cobra.Command{
		Use:  "export",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !slices.Contains([]string{string(store.JSON), string(store.CSV), excel}, format) {
				return p.wrong("shell.bad_format", "Text", format)
			}
			if len(who) > 0 && format == excel {
				return p.wrong("shell.person_format")
			}
			if out == "" {
				return p.wrong("shell.no_out")
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
				create := func(name string) (io.WriteCloser, error) {
					path := filepath.Join(out, name)
					fmt.Fprintln(cmd.OutOrStdout(), path)
					return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
				}
				switch {
				case len(who) > 0:
					err = person.Export(cmd.Context(), st, who, also, store.Format(format), create)
				default:
					err = st.View(cmd.Context(), func(r store.Reader) error {
						if format == excel {
							return exportExcel(r, out, cmd.OutOrStdout())
						}
						return store.Export(r, store.Format(format), create)
					})
				}
				if err != nil { // half an export is taken for a whole one
					err = errors.Join(err, os.RemoveAll(out))
				}
			}
			if err := errors.Join(err, done()); err != nil {
				return fmt.Errorf("export: %w", err)
			}
			fmt.Fprintln(cmd.OutOrStdout(), p.Printer().Plain("shell.exported", "Folder", out))
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "json", "")
	c.Flags().StringArrayVar(&who, "person", nil, "")
	c.Flags().StringArrayVar(&also, "also", nil, "")
	c.Flags().StringVar(&out, "out", "", "")
	c.Flags().StringVar(&p.StorePath, "store", "", "")
	return c
}

// excel is the format that only this package writes.
const excel = "xlsx"

// exportExcel writes each table to a workbook of one sheet, row by row.
func exportExcel(r store.Reader, folder string, told io.Writer) error {
	return store.ExportRows(r, func(name string) (func([]string, []bool) error, func() error, error) {
		book := excelize.NewFile()
		if err := book.SetSheetName("Sheet1", name); err != nil {
			return nil, nil, err
		}
		w, err := book.NewStreamWriter(name)
		if err != nil {
			return nil, nil, errors.Join(err, book.Close())
		}
		n := 0
		row := func(cells []string, number []bool) error {
			n++
			values := make([]any, len(cells))
			for i, text := range cells {
				values[i] = text
				if v, err := strconv.ParseFloat(text, 64); number[i] && err == nil {
					values[i] = v
				}
			}
			return w.SetRow("A"+strconv.Itoa(n), values)
		}
		end := func() error {
			path := filepath.Join(folder, name+"."+excel)
			fmt.Fprintln(told, path)
			err := w.Flush()
			if err == nil {
				var f *os.File
				if f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
					err = errors.Join(book.Write(f), f.Close())
				}
			}
			return errors.Join(err, book.Close())
		}
		return row, end, nil
	})
}
