package sheet

import (
	"strings"

	"dealdesk/sales"
)

// record is one row of cells as the file has it, or a line that belongs to none.
type record struct {
	line  int // of its first cell, as an editor counts
	last  int // of its last cell
	cells []string
	err   error
}

// records splits a text into its rows. Unlike encoding/csv it tells of every line that a
// stray quotation mark takes with it, and knows the line ends of old Macs.
type records struct {
	text  string
	comma byte
	end   byte // '\n', or '\r' in a file without it
	i     int
	line  int
	bad   int // lines up to here are refused: a quotation mark has taken them
	cells []string
}

func newRecords(text string, comma byte) *records {
	r := &records{text: text, comma: comma, end: '\n', line: 1}
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			return r
		case c == '\r' && (i+1 == len(text) || text[i+1] != '\n'):
			r.end = '\r'
			return r
		}
	}
	return r
}

// next reads a row; its cells are valid until the next call. open is the line of a quotation
// mark that is never closed and has swallowed more than its own line.
func (r *records) next() (rec record, open int, ok bool) {
	switch {
	case r.i >= len(r.text):
		return rec, 0, false
	case r.line <= r.bad:
		rec.line, rec.last, rec.err = r.line, r.line, sales.No("import.broken_quotes")
		r.skipLine()
		return rec, 0, true
	}
	rec.line, r.cells = r.line, r.cells[:0]
	start := r.i
	for {
		cell, closed := r.cell()
		if !closed {
			last := r.line
			if r.i == len(r.text) && last > rec.line+1 {
				return rec, rec.line, true
			}
			r.i, r.line = start, rec.line
			r.bad = last
			return r.next()
		}
		r.cells, rec.last = append(r.cells, cell), r.line
		if r.i >= len(r.text) {
			break
		}
		c := r.text[r.i]
		r.i++
		if c == r.comma {
			if r.i >= len(r.text) { // the file ends with an empty cell
				r.cells = append(r.cells, "")
				break
			}
			continue
		}
		r.line++ // it was the end of the line
		break
	}
	rec.cells = r.cells
	return rec, 0, true
}

// cell reads up to the comma or line end behind it. closed is false if its quotation marks do
// not match.
func (r *records) cell() (cell string, closed bool) {
	if r.i < len(r.text) && r.text[r.i] == '"' {
		return r.quoted()
	}
	start := r.i
	for r.i < len(r.text) && r.text[r.i] != r.comma && r.text[r.i] != r.end {
		if r.text[r.i] == '"' {
			return "", false
		}
		r.i++
	}
	return strings.TrimSuffix(r.text[start:r.i], "\r"), true
}

func (r *records) quoted() (cell string, closed bool) {
	r.i++
	start, doubled := r.i, false
	for r.i < len(r.text) {
		c := r.text[r.i]
		if c == r.end {
			r.line++
		}
		if r.i++; c != '"' {
			continue
		}
		if r.i < len(r.text) && r.text[r.i] == '"' {
			doubled = true
			r.i++
			continue
		}
		if cell = r.text[start : r.i-1]; doubled {
			cell = strings.ReplaceAll(cell, `""`, `"`)
		}
		if r.i+1 < len(r.text) && r.text[r.i] == '\r' && r.text[r.i+1] == r.end {
			r.i++
		}
		if r.i < len(r.text) && r.text[r.i] != r.comma && r.text[r.i] != r.end {
			return "", false
		}
		return cell, true
	}
	return "", false
}

// skipLine passes the rest of a line.
func (r *records) skipLine() {
	n := strings.IndexByte(r.text[r.i:], r.end)
	if n < 0 {
		n = len(r.text) - r.i - 1
	}
	r.i += n + 1
	r.line++
}

// swallowed reports whether a row looks as if a quotation mark had taken other rows into one
// of its cells: a line inside a cell has as many commas as a row, or the row lacks cells.
func (r *records) swallowed(rec record, columns int) bool {
	if columns < 3 {
		return false
	}
	for _, cell := range rec.cells {
		lines := strings.Split(cell, string(r.end))
		for n, line := range lines {
			commas := strings.Count(line, string(r.comma))
			if len(lines) > 1 && (n > 0 && n < len(lines)-1 && commas >= columns-1 || commas > 0 && len(rec.cells) < columns) {
				return true
			}
		}
	}
	return false
}
