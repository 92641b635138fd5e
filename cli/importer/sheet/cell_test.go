package sheet_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dealdesk/cli/importer/sheet"
	"dealdesk/sales"
)

func code(err error) string {
	if p, ok := sales.AsProblem(err); ok {
		return p.Code
	}
	return ""
}

func TestCountReadsWholeNumbers(t *testing.T) {
	for cell, want := range map[string]int{"": 0, "2822": 2822, "2,822": 2822, "2822.0": 2822, "２８２２": 2822, "12.5": -1, "-3": -1,
		"many": -1, "99999999999": -1} {
		n, err := sheet.Count(cell)
		if err != nil {
			n = -1
		}
		if n != want {
			t.Errorf("Count(%q) = %d, want %d", cell, n, want)
		}
	}
}

// FuzzRead: whatever the bytes, either the file is refused with a reason, or every cell of
// every row is text that can be shown, with right line numbers.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "name\nAnn", "name,\"a\nb\"\r\n\"x\"\"y\",z\n", "客户名称;行业\n华星;软件", "a\tb\n\"",
		"opportunity_id,deal_stage\nX,Won"} {
		for _, encoding := range []string{"utf-8", "bom", "gb18030", "utf-16"} {
			f.Add(encoded(f, encoding, text))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := sheet.Read("file.csv", data, "auto")
		if err != nil {
			if code(err) == "" {
				t.Fatalf("refused without a reason: %v", err)
			}
			return
		}
		last := 0
		for r := range file.Rows() {
			if r.Line <= last {
				t.Fatalf("line %d comes after line %d", r.Line, last)
			}
			last = r.Line
			if (r.Err == nil) == (r.Cells == nil) || r.Err != nil && code(r.Err) == "" {
				t.Fatalf("line %d: %q, %v", r.Line, r.Cells, r.Err)
			}
			for _, cell := range r.Cells {
				if !utf8.ValidString(cell) || strings.ContainsAny(cell, "\n\r\x00") {
					t.Fatalf("line %d: cell %q", r.Line, cell)
				}
			}
		}
		if err := file.Map(sheet.Ask{}); err != nil {
			if code(err) == "" {
				t.Fatalf("no reason: %v", err)
			}
			return
		}
		for _, c := range file.Columns {
			if c.Index >= len(file.Header) || file.Preset != sheet.Own && !slices.Contains(sheet.Fields(file.Kind), c.Field) {
				t.Fatalf("%+v of %q", c, file.Header)
			}
		}
	})
}

// FuzzCell: a cell is a day in our calendar, an amount we can store or a number, or it is
// refused with a reason; reading a result again gives the same.
func FuzzCell(f *testing.F) {
	for _, cell := range []string{"", "2017-03-01", "03/01/2017", "2017年3月1日", "42795.5", "1 Mar 2017", "￥1.2万", "1,054.00", "$0",
		"=1+1", "２０１７/３/１"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		for _, order := range []sheet.Order{sheet.AnyOrder, sheet.MDY, sheet.DMY} {
			d, err := sheet.Column{Order: order}.Date(cell, time.UTC)
			again, failed := sheet.Column{Order: order}.Date(string(d), time.UTC)
			if err != nil && (code(err) == "" || d != "") || d != "" && (!d.Valid() || failed != nil || again != d) {
				t.Fatalf("Date(%q) = %q, %v; again %q, %v", cell, d, err, again, failed)
			}
		}
		m, err := sheet.Column{}.Money(cell, sheet.Currencies{Default: "CNY"})
		if err != nil && code(err) == "" || m.Minor < 0 || m.Minor > sales.AmountMax || m.Minor > 0 && m.Currency == "" {
			t.Fatalf("Money(%q) = %v, %v", cell, m, err)
		}
		if n, err := sheet.Count(cell); n < 0 || err != nil && code(err) == "" {
			t.Fatalf("Count(%q) = %d, %v", cell, n, err)
		}
	})
}
