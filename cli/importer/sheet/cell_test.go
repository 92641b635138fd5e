package sheet_test

import (
	"slices"
	"strings"
	"testing"
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

func TestDateReadsUnambiguousDays(t *testing.T) {
	for _, c := range []struct {
		cell  string
		order sheet.Order
		want  string // a day or a code
	}{
		{"", "", ""}, {"  ", "", ""},
		{"2017-03-01", "", "2017-03-01"}, {"2017/3/1", "", "2017-03-01"}, {"2017.3.1", "", "2017-03-01"}, {"20170301", "", "2017-03-01"},
		{"2017年3月1日", "", "2017-03-01"}, {"2017年12月31号", "", "2017-12-31"}, {"２０１７－０３－０１", "", "2017-03-01"},
		{"2017-03-01 18:30", "", "2017-03-01"}, {"2017-03-01T18:30:00Z", "", "2017-03-01"}, {"2017-03-01T18:30:00.123+08:00", "", "2017-03-01"},
		{"3/25/2017 4:05 PM", "", "2017-03-25"},
		{"03/01/2017", "", "import.date_unclear"}, {"03/01/2017", sheet.MDY, "2017-03-01"}, {"03/01/2017", sheet.DMY, "2017-01-03"},
		{"25/03/2017", "", "2017-03-25"}, {"3/25/2017", "", "2017-03-25"}, {"5/5/2017", "", "2017-05-05"}, {"1.3.2017", "", "2017-03-01"},
		{"25/03/2017", sheet.MDY, "import.date_unreadable"}, {"3/25/2017", sheet.DMY, "import.date_unreadable"},
		{"1 Mar 2017", "", "2017-03-01"}, {"Mar 1, 2017", "", "2017-03-01"}, {"March 1, 2017", "", "2017-03-01"}, {"01-Mar-2017", "", "2017-03-01"}, {"1-Mar-17", "", "2017-03-01"},
		{"42795", "", "2017-03-01"}, {"42795.75", "", "2017-03-01"}, {"00001", "", "import.date_unreadable"}, {"99999", "", "import.date_unreadable"},
		{"2017-02-29", "", "import.date_unreadable"}, {"2017-13-01", "", "import.date_unreadable"}, {"1066-10-14", "", "import.date_unreadable"},
		{"tomorrow", "", "import.date_unreadable"}, {"=TODAY()", "", "import.date_unreadable"}, {strings.Repeat("2", 10_000), "", "import.date_unreadable"},
	} {
		d, err := sheet.Date(c.cell, c.order)
		if got := string(d) + code(err); got != c.want {
			t.Errorf("Date(%.40q, %q) = %s, want %s", c.cell, c.order, got, c.want)
		}
	}
}

func TestMoneyReadsAmountsAsInTheChat(t *testing.T) {
	for _, c := range []struct {
		cell  string
		minor int64
		code  string
	}{
		{"", 0, ""}, {"0", 0, ""}, {"0.00", 0, ""}, {"-", 0, ""}, {"$0", 0, ""}, {"￥0.00", 0, ""}, {"0 元", 0, ""},
		{"1054", 105400, ""}, {"1,054", 105400, ""}, {"1054.00", 105400, ""}, {"1054.5", 105450, ""}, {" 1,054.50 ", 105450, ""},
		{"1,234,567", 123456700, ""}, {"12万", 12000000, ""}, {"1.2万", 1200000, ""}, {"１０５４", 105400, ""},
		{"1,05", 0, "money.odd_commas"}, {"1054.123", 0, "money.too_precise"}, {"-5", 0, "money.not_positive"}, {"about much", 0, "money.not_understood"},
		{"1e6", 0, "money.not_understood"}, {"#REF!", 0, "money.not_understood"}, {strings.Repeat("9", 10_000), 0, "money.not_understood"},
	} {
		m, err := sheet.Money(c.cell, "CNY")
		if m.Minor != c.minor || code(err) != c.code {
			t.Errorf("Money(%.40q) = %v, %v", c.cell, m, err)
		}
	}
	if m, err := sheet.Money("￥1.2万", "CNY"); err != nil || m != (sales.Money{Minor: 1200000, Currency: "CNY"}) {
		t.Errorf("%v, %v", m, err)
	}
}

func TestCountReadsWholeNumbers(t *testing.T) {
	for cell, want := range map[string]int{"": 0, "2822": 2822, "2,822": 2822, "2822.0": 2822, "２８２２": 2822, "12.5": -1, "-3": -1, "many": -1,
		"99999999999": -1} {
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
		for _, r := range file.Rows {
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
			if c.Index >= len(file.Header) || !slices.Contains(sheet.Fields(file.Kind), c.Field) {
				t.Fatalf("%+v of %q", c, file.Header)
			}
		}
	})
}

// FuzzCell: a cell is a day in our calendar, an amount we can store or a number, or it is
// refused with a reason; reading a result again gives the same.
func FuzzCell(f *testing.F) {
	for _, cell := range []string{"", "2017-03-01", "03/01/2017", "2017年3月1日", "42795.5", "1 Mar 2017", "￥1.2万", "1,054.00", "$0", "=1+1",
		"２０１７/３/１"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		for _, order := range []sheet.Order{sheet.AnyOrder, sheet.MDY, sheet.DMY} {
			d, err := sheet.Date(cell, order)
			again, failed := sheet.Date(string(d), order)
			if err != nil && (code(err) == "" || d != "") || d != "" && (!d.Valid() || failed != nil || again != d) {
				t.Fatalf("Date(%q) = %q, %v; again %q, %v", cell, d, err, again, failed)
			}
		}
		m, err := sheet.Money(cell, "CNY")
		if err != nil && code(err) == "" || m.Minor < 0 || m.Minor > sales.AmountMax || m.Minor > 0 && m.Currency == "" {
			t.Fatalf("Money(%q) = %v, %v", cell, m, err)
		}
		if n, err := sheet.Count(cell); n < 0 || err != nil && code(err) == "" {
			t.Fatalf("Count(%q) = %d, %v", cell, n, err)
		}
	})
}
