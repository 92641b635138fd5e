package documents

import (
	"archive/zip"
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A quarter of 100 in three months, one of them with a name that wants to be a formula.
func quarter() Table {
	t := Table{Name: "Goals 目标", Columns: []Column{{"Whose", 20}, {"Target", 12}, {"Parts", 12}, {"Share", 0}}}
	t.Rows = [][]Cell{{{Text: "East 华东"}, Number(100, "#,##0"), {Number: 100, Format: "#,##0", Formula: "SUM(" + Ref(1, 1) + ":" + Ref(3, 1) + ")"}, Number(1, "0%")}}
	for i, n := range []float64{33, 33, 34} {
		name := []string{"Ana", "=cmd|' /C calc'!A0", "李雷"}[i]
		t.Rows = append(t.Rows, []Cell{{Text: name}, Number(n, "#,##0"), {}, {Number: n / 100, Format: "0%", Formula: Ref(i+1, 1) + "/" + Ref(0, 1)}})
	}
	t.Chart = &Chart{Title: "Target", Labels: 0, Columns: []int{1, 2}, First: 1, Last: 3}
	return t
}

func TestAWorkbooksFormulasGiveTheNumbersBesideThem(t *testing.T) {
	table := quarter()
	content, err := XLSX(table)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	formulas := 0
	for r, row := range table.Rows {
		for c, want := range row {
			at := Ref(r, c)
			shown, err := book.GetCellValue(table.Name, at, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			formula, _ := book.GetCellFormula(table.Name, at)
			if formula != want.Formula {
				t.Errorf("%s has the formula %q, want %q", at, formula, want.Formula)
			}
			if want.Format == "" {
				if shown != want.Text {
					t.Errorf("%s says %q, want %q", at, shown, want.Text)
				}
				continue
			}
			if n, err := strconv.ParseFloat(shown, 64); err != nil || n != want.Number {
				t.Errorf("%s holds %q, want %v", at, shown, want.Number)
			}
			if formula == "" {
				continue
			}
			formulas++
			got, err := book.CalcCellValue(table.Name, at, excelize.Options{RawCellValue: true})
			if n, _ := strconv.ParseFloat(got, 64); err != nil || n != want.Number {
				t.Errorf("%s is calculated as %q, want %v: %v", at, got, want.Number, err)
			}
		}
	}
	if formulas != 4 {
		t.Errorf("%d formulas", formulas)
	}
}

func TestAWorkbooksChartShowsItsColumns(t *testing.T) {
	content, err := XLSX(quarter())
	if err != nil {
		t.Fatal(err)
	}
	parts, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := parts.Open("xl/charts/chart1.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	chart, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(strings.ReplaceAll(string(chart), "&#39;", "'"), "$", "")
	for _, want := range []string{"barChart", "'Goals 目标'!A3:A5", "'Goals 目标'!B3:B5", "'Goals 目标'!C3:C5", ">Target<"} {
		if !strings.Contains(text, want) {
			t.Errorf("the chart has no %s", want)
		}
	}
}

func TestATableAsTextRunsNoFormula(t *testing.T) {
	content, err := CSV(quarter())
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufeffWhose,Target,Parts,Share\nEast 华东,100,100,1\nAna,33,,0.33\n'=cmd|' /C calc'!A0,33,,0.33\n李雷,34,,0.34\n"
	if string(content) != want {
		t.Errorf("got\n%s\nwant\n%s", content, want)
	}
}
