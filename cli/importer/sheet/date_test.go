package sheet_test

import (
	"strings"
	"testing"
	"time"

	"dealdesk/cli/importer/sheet"
)

const (
	unclear    = "import.date_unclear"
	unreadable = "import.date_unreadable"
)

// dayColumns are columns of days with what must come of each cell: a day, "" for none or the code
// of the refusal. The order of day and month is decided by the whole column.
var dayColumns = []struct {
	zone  string
	cells [][2]string
}{
	{"UTC", [][2]string{ // no cell shows the order
		{"", ""}, {"-", ""}, {"NULL", ""}, {`\N`, ""}, {"N/A", ""}, {"n.a.", ""}, {"0000-00-00", ""}, {"0000-00-00 00:00:00", ""},
		{"0001-01-01", ""}, {"0", ""},
		{"tbd", ""}, {"待定", ""}, {"无", ""}, {"NaN", ""}, {"None", ""}, {"(blank)", ""},
		{"2026-09-28", "2026-09-28"}, {"2026/9/28", "2026-09-28"}, {"2026.9.28", "2026-09-28"}, {"20260928", "2026-09-28"},
		{"2026年9月28日", "2026-09-28"},
		{"2026年09月28号", "2026-09-28"}, {"26年9月28日", "2026-09-28"}, {"２０２６－０９－２８", "2026-09-28"}, {"2026年9月28日 星期一", "2026-09-28"},
		{"2026-09-28 18:30", "2026-09-28"}, {"2026-09-28 18:30:15", "2026-09-28"}, {"2026-09-28 00:00:00.000", "2026-09-28"},
		{"2026-09-28T18:30", "2026-09-28"},
		{"2026年9月28日 下午6:30", "2026-09-28"}, {"2026-09-28T18:30:00Z", "2026-09-28"}, {"2026-09-28 18:30:00 UTC", "2026-09-28"},
		{"2026-09-28T23:30:00-02:00", "2026-09-29"}, {"2026-09-28T00:30:00+02:00", "2026-09-27"}, {"2026-09-28 00:30:00+0200",
			"2026-09-27"},
		{"2026-09-28 00:30:00 +02", "2026-09-27"}, {"2026-09-28T18:30:00.123+08:00", "2026-09-28"}, {"2026-09-28T03:00:00+03:00",
			"2026-09-28"},
		{"46293", "2026-09-28"}, {"46293.75", "2026-09-28"}, {"1790598600", "2026-09-28"}, {"1790598600000", "2026-09-28"},
		{"28 Sep 2026", "2026-09-28"}, {"28 September 2026", "2026-09-28"}, {"Sep 28, 2026", "2026-09-28"}, {"September 28 2026",
			"2026-09-28"}, {"Sept. 28, 2026", "2026-09-28"},
		{"28-Sep-2026", "2026-09-28"}, {"28-Sep-26", "2026-09-28"}, {"28-SEP-26", "2026-09-28"}, {"28/Sep/2026", "2026-09-28"},
		{"28th September 2026", "2026-09-28"},
		{"Mon, 28 Sep 2026", "2026-09-28"}, {"Mon, 28 Sep 2026 18:30:00 GMT", "2026-09-28"}, {"Monday, September 28, 2026",
			"2026-09-28"}, {"2026-Sep-28", "2026-09-28"},
		{"28. September 2026", "2026-09-28"}, {"28. Sep. 2026", "2026-09-28"}, {"1. März 2026", "2026-03-01"}, {"1. Okt. 2026",
			"2026-10-01"}, {"24. Dez 2026", "2026-12-24"},
		{"28 septembre 2026", "2026-09-28"}, {"1 août 2026", "2026-08-01"}, {"1 févr. 2026", "2026-02-01"}, {"1 juin 2026",
			"2026-06-01"}, {"1 juillet 2026", "2026-07-01"},
		{"28 de septiembre de 2026", "2026-09-28"}, {"1 enero 2026", "2026-01-01"}, {"1 de maio de 2026", "2026-05-01"}, {"1 dic 2026",
			"2026-12-01"}, {"1 gennaio 2026", "2026-01-01"},
		{"28.09.2026", "2026-09-28"}, {"28.9.2026", "2026-09-28"}, {"3.1.2026", "2026-01-03"}, {"31.12.26", "2026-12-31"}, {"31.12.99",
			"1999-12-31"}, {"28.09.2026 18:30", "2026-09-28"},
		{"5/5/2026", "2026-05-05"}, {"03/01/2026", unclear}, {"3-1-2026", unclear}, {"3/1/26", unclear}, {"5/5/26", unclear},
		{"03/01/2026 18:30", unclear},
		{"2026-02-29", unreadable}, {"2026-13-01", unreadable}, {"1066-10-14", unreadable}, {"2126-01-01", unreadable}, {"99999",
			unreadable}, {"00001", unreadable},
		{"tomorrow", unreadable}, {"=TODAY()", unreadable}, {"########", unreadable}, {"Q4 2026", unreadable}, {"2026-09", unreadable},
		{"Sep 2026", unreadable}, {"2026", unreadable},
		{"28 Foo 2026", unreadable}, {"30.02.2026", unreadable}, {"2026-09-28 99:99Z", unreadable}, {"3.25.2026", unreadable},
		{"28-09/2026", unreadable},
		{"12:30", unreadable}, {"#VALUE!", unreadable}, {strings.Repeat("2", 10_000), unreadable},
	}},
	{"UTC", [][2]string{ // 25/12/2026 shows the day first
		{"25/12/2026", "2026-12-25"}, {"03/01/2026", "2026-01-03"}, {"3/1/26", "2026-01-03"}, {"12/10/2026 18:30", "2026-10-12"},
		{"1-2-2026", "2026-02-01"},
	}},
	{"UTC", [][2]string{ // 12/25/2026 shows the month first
		{"12/25/2026", "2026-12-25"}, {"03/01/2026", "2026-03-01"}, {"3/1/26", "2026-03-01"}, {"3/1/2026 4:05 PM", "2026-03-01"},
		{"1.2.2026", "2026-02-01"},
	}},
	{"UTC", [][2]string{ // both are shown, so neither is proved
		{"25/12/2026", "2026-12-25"}, {"12/25/2026", "2026-12-25"}, {"03/01/2026", unclear}, {"2026-03-01", "2026-03-01"},
	}},
	{"UTC", [][2]string{ // a number above 12 in front may be the year, unless another cell has one digit there
		{"26/12/31", unclear}, {"25/12/26", unclear}, {"31/12/26", unclear}, {"31.12.26", "2026-12-31"},
	}},
	{"UTC", [][2]string{{"25/12/26", "2026-12-25"}, {"5/12/26", "2026-12-05"}, {"01/02/26", "2026-02-01"}}},
	{"UTC", [][2]string{{"12/25/26", "2026-12-25"}, {"01/02/26", "2026-01-02"}}},
	{"Asia/Shanghai", [][2]string{
		{"2026-09-30T16:30:00Z", "2026-10-01"}, {"2026-09-30T15:59:59Z", "2026-09-30"}, {"2026-09-30 16:30", "2026-09-30"},
		{"2026-09-30 16:30 UTC", "2026-10-01"},
		{"2026-09-30T16:30:00+08:00", "2026-09-30"}, {"2026-09-30T23:30:00-01:00", "2026-10-01"}, {"1790785800", "2026-10-01"},
		{"2026-09-30", "2026-09-30"},
		{"2026-09-30 11:30 PM GMT", "2026-10-01"}, {"2026-09-30 12:15 AM GMT", "2026-09-30"},
	}},
	{"America/Los_Angeles", [][2]string{
		{"2026-10-01T06:30:00Z", "2026-09-30"}, {"2026-10-01T07:30:00Z", "2026-10-01"}, {"2026-10-01T00:30:00+09:00", "2026-09-30"},
		{"2026-10-01", "2026-10-01"},
		{"2026-12-01T07:30:00Z", "2026-11-30"}, {"2026-12-01T08:00:00Z", "2026-12-01"},
	}},
}

func TestDaysAreReadByTheWholeColumn(t *testing.T) {
	n := 0
	for _, column := range dayColumns {
		zone, err := time.LoadLocation(column.zone)
		if err != nil {
			t.Fatal(err)
		}
		text := "Deal ID;Stage;Close Date\n"
		for _, c := range column.cells {
			text += "1;Open;\"" + c[0] + "\"\n"
		}
		f, err := sheet.Read("deals.csv", []byte(text), "utf-8")
		if err == nil {
			err = f.Map(sheet.Ask{})
		}
		if err != nil {
			t.Fatal(err)
		}
		day, _ := f.Column("close")
		i := 0
		for row := range f.Rows() {
			d, err := day.Date(f.Cell(row, "close"), zone)
			if got, want := string(d)+code(err), column.cells[i]; got != want[1] {
				t.Errorf("%s: %.40q is %q, want %q", column.zone, want[0], got, want[1])
			}
			i++
			n++
		}
	}
	for _, c := range []struct {
		cell  string
		order sheet.Order
		want  string
	}{
		{"03/01/2026", sheet.MDY, "2026-03-01"}, {"03/01/2026", sheet.DMY, "2026-01-03"}, {"25/03/2026", sheet.MDY, unreadable},
		{"3/25/2026", sheet.DMY, unreadable},
		{"12/1/26", sheet.DMY, "2026-01-12"}, {"25/12/26", sheet.DMY, "2026-12-25"}, {"26/12/31", sheet.YMD, "2026-12-31"}, {"26-1-3",
			sheet.YMD, "2026-01-03"},
		{"26.12.31", sheet.YMD, "2026-12-31"}, {"31.12.26", sheet.MDY, "2026-12-31"}, {"03/01/2026", sheet.YMD, unclear}, {"2026-03-01",
			sheet.DMY, "2026-03-01"},
	} {
		d, err := sheet.Column{Order: c.order}.Date(c.cell, time.UTC)
		if got := string(d) + code(err); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.cell, c.order, got, c.want)
		}
		n++
	}
	if n < 150 {
		t.Errorf("only %d cells", n)
	}
}

func TestOneColumnShowsTheOrderOfTheOthers(t *testing.T) {
	f, err := sheet.Read("deals.csv", []byte("Deal ID,Stage,Created,Close Date\n1,Open,25/12/2025,03/01/2026\n"), "auto")
	if err == nil {
		err = f.Map(sheet.Ask{})
	}
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := f.Column("close"); c.Order != sheet.DMY {
		t.Errorf("%+v", c)
	}
}
