// Package sheet reads the files that other systems export, CSV and Excel: which encoding,
// which separator, where the header is, what kind of records, which column is which field, and
// what a cell says. It is pure, keeps nothing and asks no clock.
//
// Two promises hold for every function. No file makes it panic or slow: the work grows with
// the size of the file, and a file over MaxFile is refused. No row is lost: each is either
// read or kept with its line and the reason (Row.Err). Refusals are *sales.Problems.
package sheet

import (
	"iter"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dealdesk/sales"
)

// MaxFile is the largest file read, in bytes.
const MaxFile = 96 << 20

// File is one table, read.
type File struct {
	Name     string
	Sheet    string // of a workbook with several
	Encoding string // "utf-8", "gb18030", or "Excel"
	Header   []string
	Line     int // of the header
	Count    int // of rows
	Mapping
	text   string
	comma  byte
	system *Preset
	above  int // rows above the header that are not blank
	epoch  int // days to add to a spreadsheet's day numbers
}

// Row is one line of the file, or several if a cell holds line breaks. Its cells are valid
// until the next row is asked for.
type Row struct {
	Line  int // of its first cell, as an editor counts
	Cells []string
	Err   error // why it cannot be read; Cells is then empty
}

// Read takes a CSV file apart. encoding is "auto" or a name.
//
// Problems: import.too_large, import.not_text, import.encoding_unclear, import.no_header,
// import.open_quote, import.spreadsheet, import.no_table.
func Read(name string, data []byte, encoding string) (File, error) {
	switch {
	case len(data) > MaxFile:
		return File{}, sales.No("import.too_large", "Max", MaxFile>>20)
	case Workbook(data), slices.Equal(data[:min(4, len(data))], []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return File{}, sales.No("import.spreadsheet")
	}
	if kind := http.DetectContentType(data); encoding == "auto" && !strings.HasPrefix(kind, "text/") && kind != "application/octet-stream" {
		return File{}, sales.No("import.no_table", "Kind", kind)
	}
	text, used, err := decode(data, encoding)
	if err != nil {
		return File{}, err
	}
	f := File{Name: name, Encoding: used, text: text}
	return f, f.open()
}

var excelSeparator = regexp.MustCompile(`^(?i:"?sep=(.)"?)\r?(\n|\r)`)

// open finds the separator and the header, and counts the rows.
func (f *File) open() error {
	body := f.text
	if m := excelSeparator.FindStringSubmatch(body); m != nil && m[1][0] < 0x80 {
		f.comma = m[1][0]
		f.text = strings.Repeat(" ", len(m[0])-1) + m[2] + body[len(m[0]):] // keeps the numbers of the lines
	} else {
		f.comma = separator(body)
	}
	if err := f.findHeader(); err != nil {
		return err
	}
	r := newRecords(f.text, f.comma)
	for {
		_, open, ok := r.next()
		if open > 0 {
			return sales.No("import.open_quote", "Line", open)
		}
		if !ok {
			break
		}
	}
	for range f.Rows() {
		f.Count++
	}
	return nil
}

// headRows is in how many rows the header is looked for.
const headRows = 25

// findHeader takes the first row, unless it names no columns and a later one does: reports
// have a title above.
func (f *File) findHeader() error {
	words := headingWords()
	r := newRecords(f.text, f.comma)
	best, above := 0, 0
	for seen := 0; seen < headRows; {
		rec, open, ok := r.next()
		if !ok || open > 0 {
			break
		}
		cells := tidied(rec.cells)
		if blank(cells) || rec.err != nil {
			continue
		}
		known := 0
		for _, cell := range cells {
			if name, _ := unitOf(cell); words[sales.FoldFull(cell)] || words[sales.FoldFull(name)] {
				known++
			}
		}
		if f.Header == nil || known > best && best < 2 && known >= 2 {
			f.Header, f.Line, f.above, best = cells, rec.line, above, known
		}
		above++
		seen++
	}
	switch {
	case f.Header == nil:
		return sales.No("import.no_header")
	case slices.ContainsFunc(f.Header, func(c string) bool { return strings.Contains(c, damaged) }):
		return sales.No("import.not_text", "Encoding", f.Encoding)
	}
	return nil
}

// Above is how many rows above the header are left out.
func (f *File) Above() int { return f.above }

// Rows reads the rows below the header, one after another.
func (f *File) Rows() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		r := newRecords(f.text, f.comma)
		for {
			rec, _, ok := r.next()
			if !ok {
				return
			}
			if rec.line <= f.Line {
				continue
			}
			row, there := f.row(r, rec)
			if !there {
				continue
			}
			if p, no := sales.AsProblem(row.Err); no && p.Code == "import.swallowed" {
				for line := rec.line; line < rec.last; line++ { // each line that the quotation mark took
					if !yield(Row{Line: line, Err: row.Err}) {
						return
					}
				}
				row.Line = rec.last
			}
			if !yield(row) {
				return
			}
		}
	}
}

func (f *File) row(r *records, rec record) (row Row, there bool) {
	row = Row{Line: rec.line, Err: rec.err}
	if rec.err != nil {
		return row, true
	}
	if r.swallowed(rec, len(f.Header)) {
		row.Err = sales.No("import.swallowed", "Line", rec.line, "Last", rec.last)
		return row, true
	}
	cells := tidied(rec.cells)
	if blank(cells) {
		return row, false
	}
	row.Cells = cells
	switch {
	case len(cells) > len(f.Header) && !blank(cells[len(f.Header):]):
		row.Err = sales.No("import.too_many_cells", "Count", len(cells), "Columns", len(f.Header))
	case slices.ContainsFunc(cells, func(c string) bool { return strings.Contains(c, damaged) }):
		row.Err = sales.No("import.damaged", "Encoding", f.Encoding)
	case footer(cells):
		row.Err = sales.No("import.total_row")
	}
	if row.Err != nil {
		row.Cells = nil
	}
	return row, true
}

var (
	totals  = regexp.MustCompile(`^(?i:(grand |sub)?totals?|sum|summe|gesamt|subtotal|合计|总计|小计|汇总)\b?( *\(.*\))?:?$`)
	notices = regexp.MustCompile(`^(?i:copyright |confidential information|generated by |report generated)`)
)

// footer reports whether a row is what reports have below their rows: a line of totals, or a
// notice.
func footer(cells []string) bool {
	filled := 0
	first := ""
	for _, c := range cells {
		if c == "" {
			continue
		}
		if filled++; first == "" {
			first = c
		}
	}
	return totals.MatchString(first) && filled*2 <= len(cells) && len(cells) > 2 ||
		filled == 1 && len(cells) > 1 && notices.MatchString(first)
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return c != "" })
}

// separator is the one of comma, semicolon, tab and bar with which most rows at the beginning
// have the same number of cells.
func separator(text string) byte {
	best, most := byte(','), 0
	for _, comma := range []byte{'\t', ';', ',', '|'} {
		r, cells := newRecords(text, comma), map[int]int{}
		for n := 0; n < headRows; n++ {
			rec, open, ok := r.next()
			if !ok || open > 0 {
				break
			}
			if rec.err == nil {
				cells[len(rec.cells)]++
			}
		}
		for columns, rows := range cells {
			if score := (columns - 1) * rows; score > most {
				best, most = comma, score
			}
		}
	}
	return best
}

func tidied(cells []string) []string {
	all := make([]string, len(cells))
	for i, cell := range cells {
		all[i] = tidy(cell)
	}
	return all
}

// tidy puts a cell's text on one line, composes its accents, removes invisible characters, and
// takes off the apostrophe that exports put before text a spreadsheet would run as a formula.
func tidy(cell string) string {
	plain := true
	for i := 0; i < len(cell) && plain; i++ {
		plain = cell[i] >= 0x20 && cell[i] < 0x7f
	}
	if !plain {
		cell = norm.NFC.String(strings.ReplaceAll(cell, "\r\n", "\n"))
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
	}
	cell = strings.TrimSpace(cell)
	if rest, ok := strings.CutPrefix(cell, "'"); ok && rest != "" && strings.IndexAny(strings.TrimSpace(rest), "=+-@＝＋－＠") == 0 {
		return rest
	}
	return cell
}
