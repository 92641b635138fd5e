// Package documents writes files that people open elsewhere: workbooks, and the same tables as plain text.
package documents

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"dealdesk/store"
)

// Table is what a file shows: rows below their titles, and a picture of some columns.
type Table struct {
	Name    string // of the sheet
	Columns []Column
	Rows    [][]Cell
	Chart   *Chart
}

// Column of a Table.
type Column struct {
	Title string
	Width float64 // in characters; 0 leaves it to the program that opens the file
}

// Cell is a text, or a number with the formula that gives it, if there is one. A text is never run as a formula.
type Cell struct {
	Text    string
	Number  float64
	Formula string // without "="; Ref names other cells
	Format  string // of a number, such as "#,##0.00" or "0.0%"
}

// Number is a cell with a number.
func Number(n float64, format string) Cell { return Cell{Number: n, Format: format} }

// Ref is how a formula names the cell of a row and a column, both counted from 0, titles left out.
func Ref(row, column int) string {
	name, _ := excelize.CoordinatesToCellName(column+1, row+2) // both are above zero, so there is no error
	return name
}

// Chart is a bar chart of some columns, one group of bars for each of the rows First to Last.
type Chart struct {
	Title       string
	Labels      int   // the column whose texts name the groups
	Columns     []int // the columns of the bars
	First, Last int
}

// XLSX returns a workbook in which numbers are numbers, sums are formulas and the chart is a native one.
func XLSX(t Table) (content []byte, err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	if err = fill(book, t); err != nil {
		return nil, fmt.Errorf("documents: workbook: %w", err)
	}
	var out bytes.Buffer
	if err = book.Write(&out); err != nil {
		return nil, fmt.Errorf("documents: workbook: %w", err)
	}
	return out.Bytes(), nil
}

func fill(book *excelize.File, t Table) error {
	if err := book.SetSheetName("Sheet1", t.Name); err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, c := range t.Columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if c.Width > 0 {
			err = book.SetColWidth(t.Name, name, name, c.Width)
		}
		err = errors.Join(err, book.SetCellStr(t.Name, name+"1", c.Title), book.SetCellStyle(t.Name, name+"1", name+"1", bold))
		if err != nil {
			return err
		}
	}
	if err := book.SetPanes(t.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	styles := map[string]int{}
	for r, row := range t.Rows {
		for c, cell := range row {
			if err := put(book, t.Name, Ref(r, c), cell, styles); err != nil {
				return err
			}
		}
	}
	if t.Chart == nil {
		return nil
	}
	return draw(book, t)
}

// put writes one cell; styles are the formats used so far.
func put(book *excelize.File, sheet, at string, cell Cell, styles map[string]int) error {
	if cell.Format == "" {
		if cell.Text == "" {
			return nil
		}
		return book.SetCellStr(sheet, at, cell.Text)
	}
	style, ok := styles[cell.Format]
	if !ok {
		var err error
		if style, err = book.NewStyle(&excelize.Style{CustomNumFmt: &cell.Format}); err != nil {
			return err
		}
		styles[cell.Format] = style
	}
	// The number stands beside the formula, for programs that show a file without calculating.
	err := errors.Join(book.SetCellFloat(sheet, at, cell.Number, -1, 64), book.SetCellStyle(sheet, at, at, style))
	if err == nil && cell.Formula != "" {
		err = book.SetCellFormula(sheet, at, cell.Formula)
	}
	return err
}

func draw(book *excelize.File, t Table) error {
	span := func(column int) string {
		first, last := Ref(t.Chart.First, column), Ref(t.Chart.Last, column)
		return fmt.Sprintf("'%s'!%s:%s", t.Name, first, last)
	}
	chart := excelize.Chart{
		Type:   excelize.Col,
		Title:  excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: t.Chart.Title}}},
		Legend: excelize.ChartLegend{Position: "bottom"},
	}
	for _, c := range t.Chart.Columns {
		title, err := excelize.CoordinatesToCellName(c+1, 1, true)
		if err != nil {
			return err
		}
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name: fmt.Sprintf("'%s'!%s", t.Name, title), Categories: span(t.Chart.Labels), Values: span(c)})
	}
	return book.AddChart(t.Name, Ref(1, len(t.Columns)+1), &chart)
}

// CSV returns the same table as text with commas. Spreadsheets run none of its texts as a formula, and recognise it as
// UTF-8 by its first bytes.
func CSV(t Table) ([]byte, error) {
	out := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(out)
	row := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		row[i] = store.Harmless(c.Title)
	}
	err := w.Write(row)
	for _, cells := range t.Rows {
		row = row[:0]
		for _, c := range cells {
			row = append(row, c.plain())
		}
		err = errors.Join(err, w.Write(row))
	}
	if w.Flush(); err == nil {
		err = w.Error()
	}
	return out.Bytes(), err
}

func (c Cell) plain() string {
	if c.Format == "" {
		return store.Harmless(c.Text)
	}
	return strconv.FormatFloat(c.Number, 'f', -1, 64)
}
