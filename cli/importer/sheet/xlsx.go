package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"

	"github.com/xuri/excelize/v2"

	"dealdesk/sales"
)

// Workbook reports whether data is an Excel file (.xlsx).
func Workbook(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// epoch1904 is how many days later a workbook of an old Mac begins to count.
const epoch1904 = 1462

// ReadWorkbook takes an Excel file apart: each sheet that is shown and has a header is a table
// of its own. Its cells are read as they are stored and not as they are shown, so that days
// and amounts lose nothing.
//
// Problems: import.too_large, import.bad_workbook, import.no_header.
func ReadWorkbook(name string, data []byte) ([]File, error) {
	if len(data) > MaxFile {
		return nil, sales.No("import.too_large", "Max", MaxFile>>20)
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: 8 * MaxFile,
		UnzipXMLSizeLimit: MaxFile})
	if err != nil {
		return nil, sales.No("import.bad_workbook")
	}
	defer book.Close()
	epoch := 0
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		epoch = epoch1904
	}
	var all []File
	for _, title := range book.GetSheetList() {
		if shown, err := book.GetSheetVisible(title); err != nil || !shown {
			continue
		}
		text, err := sheetText(book, title)
		if err != nil {
			return nil, err
		}
		f := File{Name: name, Encoding: "Excel", text: text, epoch: epoch}
		if err := f.open(); err == nil {
			f.Sheet = title
			all = append(all, f)
		} else if p, _ := sales.AsProblem(err); p == nil || p.Code != "import.no_header" {
			return nil, err
		}
	}
	switch len(all) {
	case 0:
		return nil, sales.No("import.no_header")
	case 1:
		return all, nil
	}
	for i := range all {
		all[i].Name += " (" + all[i].Sheet + ")"
	}
	return all, nil
}

// sheetText writes a sheet as CSV in which a row is a line, as the numbers beside it count.
func sheetText(book *excelize.File, title string) (string, error) {
	rows, err := book.Rows(title)
	if err != nil {
		return "", sales.No("import.bad_workbook")
	}
	defer rows.Close()
	var b strings.Builder
	w := csv.NewWriter(&b)
	for rows.Next() {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return "", sales.No("import.bad_workbook")
		}
		for i, c := range cells {
			cells[i] = tidy(strings.ReplaceAll(c, "\x00", ""))
		}
		if len(cells) == 0 {
			w.Flush()
			b.WriteByte('\n')
			continue
		}
		if err := w.Write(cells); err != nil {
			return "", err
		}
		if b.Len() > MaxFile {
			return "", sales.No("import.too_large", "Max", MaxFile>>20)
		}
	}
	w.Flush()
	if rows.Error() != nil {
		return "", sales.No("import.bad_workbook")
	}
	return b.String(), nil
}
