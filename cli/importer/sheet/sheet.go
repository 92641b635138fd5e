// Package sheet reads the CSV files that other systems export: which encoding, which
// separator, what kind of records, which column is which field, and what a cell says.
// commands/import.go calls it; it is pure, keeps nothing and asks no clock.
//
// Two promises hold for every function. No file makes it panic or slow: the work grows with
// the size of the file, and a file over MaxFile is refused. No row is lost: each is either
// read or kept with its line and the reason (Row.Err). Refusals are *sales.Problems.
package sheet

import (
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"

	"dealdesk/sales"
)

// MaxFile is the largest file read, in bytes.
const MaxFile = 64 << 20

// Kind is what the rows of a file are.
type Kind string

const (
	People   Kind = "people"
	Products Kind = "products"
	Accounts Kind = "accounts"
	Deals    Kind = "deals"
)

// Kinds in the order of import, so that what a row refers to is already there.
var Kinds = []Kind{People, Products, Accounts, Deals}

// File is one CSV file, read.
type File struct {
	Name     string
	Encoding string // "utf-8", "utf-16" or "gb18030"
	Header   []string
	Rows     []Row
	Mapping
}

// Row is one line of the file, or several if a cell holds line breaks.
type Row struct {
	Line  int // of its first cell, as an editor counts
	Cells []string
	Err   error // why it cannot be read; Cells is then empty
}

// Cell returns the text of a field; "" for one that the file does not have.
func (f *File) Cell(r Row, field string) string {
	for _, c := range f.Columns {
		if c.Field == field && c.Index < len(r.Cells) {
			return r.Cells[c.Index]
		}
	}
	return ""
}

// Read takes a file apart. encoding is "auto" or a name of File.Encoding.
//
// Problems: import.too_large, import.not_text, import.no_header, import.open_quote.
func Read(name string, data []byte, encoding string) (File, error) {
	if len(data) > MaxFile {
		return File{}, sales.No("import.too_large", "Max", MaxFile>>20)
	}
	text, used, err := decode(data, encoding)
	if err != nil {
		return File{}, err
	}
	f := File{Name: name, Encoding: used}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	r.Comma = separator(text)
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var broken *csv.ParseError
		switch {
		case errors.As(err, &broken) && r.InputOffset() == int64(len(text)) && broken.Line > broken.StartLine+1:
			// A quote that is never closed has swallowed the rows after it.
			return File{}, sales.No("import.open_quote", "Line", broken.StartLine)
		case errors.As(err, &broken):
			f.Rows = append(f.Rows, Row{Line: broken.StartLine, Err: sales.No("import.broken_quotes")})
			continue
		case err != nil:
			return File{}, err
		}
		line, _ := r.FieldPos(0)
		row := Row{Line: line, Cells: make([]string, len(cells))}
		for i, cell := range cells {
			row.Cells[i] = tidy(cell)
		}
		switch blank := !slices.ContainsFunc(row.Cells, func(c string) bool { return c != "" }); {
		case blank:
		case f.Header == nil:
			f.Header = row.Cells
		case len(cells) > len(f.Header) && slices.ContainsFunc(row.Cells[len(f.Header):], func(c string) bool { return c != "" }):
			f.Rows = append(f.Rows, Row{Line: line, Err: sales.No("import.too_many_cells", "Count", len(cells), "Columns", len(f.Header))})
		default:
			f.Rows = append(f.Rows, row)
		}
	}
	if f.Header == nil {
		return File{}, sales.No("import.no_header")
	}
	return f, nil
}

// separator is whichever of comma, semicolon and tab the first line has most of.
func separator(text string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	return slices.MaxFunc([]rune{'\t', ';', ','}, func(a, b rune) int {
		return cmp.Or(cmp.Compare(strings.Count(first, string(a)), strings.Count(first, string(b))), cmp.Compare(int(a), int(b)))
	})
}

// tidy puts a cell's text on one line, removes invisible characters, and takes off the
// apostrophe that exports put before text a spreadsheet would run as a formula.
func tidy(cell string) string {
	hidden := func(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) }
	if strings.ContainsFunc(cell, hidden) {
		cell = strings.Map(func(r rune) rune {
			switch {
			case unicode.IsSpace(r):
				return ' '
			case hidden(r):
				return -1
			}
			return r
		}, cell)
	}
	cell = strings.TrimSpace(cell)
	if rest, ok := strings.CutPrefix(cell, "'"); ok && rest != "" && strings.IndexAny(strings.TrimSpace(rest), "=+-@＝＋－＠") == 0 {
		return rest
	}
	return cell
}
