package sheet_test

import (
	"fmt"
	"testing"

	"dealdesk/cli/importer/sheet"
	"dealdesk/sales"
)

// amountColumns are columns of amounts with what must come of each cell: an amount, "" for none
// or the code of the refusal. The marks are decided by the whole column.
var amountColumns = []struct {
	header, row string // the column's name, and the currency column of every row
	cells       [][2]string
}{
	{"Amount", "", [][2]string{ // no cell shows the mark
		{"", ""}, {"0", ""}, {"-", ""}, {"--", ""}, {"–", ""}, {"—", ""}, {"NULL", ""}, {"null", ""}, {`\N`, ""},
		{"N/A", ""}, {"n/a", ""}, {"#N/A", ""}, {"NaN", ""}, {"None", ""}, {"n.a.", ""}, {"nil", ""}, {"tbd", ""}, {"?", ""}, {"无", ""},
		{"暂无", ""},
		{"(blank)", ""}, {"$0", ""}, {"0 元", ""},
		{"1", "USD 100"}, {"1054", "USD 105400"}, {"1,054", "USD 105400"}, {"12,000", "USD 1200000"}, {"1.500", "import.amount_unclear"},
		{"120.000", "import.amount_unclear"}, {"$1.500", "import.amount_unclear"}, {"1 500", "USD 150000"}, {"1'500", "USD 150000"},
		{"1’500", "USD 150000"},
		{"1\u00a0500", "USD 150000"}, {"1\u202f500", "USD 150000"}, {"１０５４", "USD 105400"}, {"$1,500", "USD 150000"}, {"US$ 1500",
			"USD 150000"},
		{"1500 USD", "USD 150000"}, {"USD 1500", "USD 150000"}, {"USD1500", "USD 150000"}, {"EUR 1500", "EUR 150000"}, {"€1500",
			"EUR 150000"},
		{"1500 €", "EUR 150000"}, {"1500€", "EUR 150000"}, {"£1500", "GBP 150000"}, {"¥1500", "CNY 150000"}, {"￥1500", "CNY 150000"},
		{"1500元", "CNY 150000"},
		{"TRY 1500", "TRY 150000"}, {"1500 CZK", "CZK 150000"}, {"ARS 1500", "ARS 150000"}, {"1500 RUB", "RUB 150000"}, {"JPY 1500",
			"JPY 1500"},
		{"1.500 JPY", "JPY 1500"}, {"1.500 KRW", "KRW 1500"}, {"KWD 1500", "KWD 1500000"}, {"KWD 1,500", "import.amount_unclear"},
		{"KWD 1.500", "import.amount_unclear"},
		{"12k", "USD 1200000"}, {"12 k", "USD 1200000"}, {"12K", "USD 1200000"}, {"12k€", "EUR 1200000"}, {"€12k", "EUR 1200000"},
		{"12 kEUR", "EUR 1200000"},
		{"12 TEUR", "EUR 1200000"}, {"2m", "USD 200000000"}, {"2 Mio. €", "EUR 200000000"}, {"2 mn", "USD 200000000"}, {"1bn",
			"USD 100000000000"},
		{"12万", "USD 12000000"}, {"12万元", "CNY 12000000"}, {"3万美元", "USD 3000000"}, {"2亿元", "CNY 20000000000"}, {"5 lakh",
			"USD 50000000"},
		{"1e6", "money.not_understood"}, {"1.2E+05", "money.not_understood"}, {"#REF!", "money.not_understood"}, {"########",
			"money.not_understood"},
		{"15%", "money.not_understood"}, {"12 34", "money.not_understood"}, {"3-5", "money.not_understood"}, {"ten",
			"money.not_understood"},
		{"-5", "money.not_positive"}, {"(1,200)", "money.not_positive"}, {"$-12", "money.not_positive"}, {"5-", "money.not_positive"},
	}},
	{"Amount", "", [][2]string{ // 1.5 shows the point
		{"1.5", "USD 150"}, {"1.50", "USD 150"}, {"1.500", "USD 150"}, {"1,500", "USD 150000"}, {"1,234.50", "USD 123450"},
		{"1,234,567", "USD 123456700"},
		{"12,34,567.50", "USD 123456750"}, {"1234.5", "USD 123450"}, {"0.5", "USD 50"}, {"12000.0", "USD 1200000"}, {"1 234.50",
			"USD 123450"},
		{"1'234.50", "USD 123450"}, {"€ 1,234.50", "EUR 123450"}, {"1.2万", "USD 1200000"}, {"1.2k", "USD 120000"}, {"$1.2m",
			"USD 120000000"},
		{"1054.123", "money.too_precise"}, {"0.001", "money.too_precise"}, {"1,2345.6", "money.odd_commas"}, {"1.2.3",
			"money.odd_commas"},
		{"0.00", ""}, {"￥0.00", ""}, {"99999999999999999", "amount.too_large"},
	}},
	{"Amount", "", [][2]string{ // 1.234,56 shows the comma
		{"0,00", ""}, {"€ 0,00", ""}, {"1.234,56", "USD 123456"}, {"1.500", "USD 150000"}, {"120.000", "USD 12000000"}, {"1,5",
			"USD 150"}, {"1,50", "USD 150"}, {"0,5", "USD 50"},
		{"1.234.567", "USD 123456700"}, {"1.234.567,89", "USD 123456789"}, {"1 234,56", "USD 123456"}, {"1 234,56 €", "EUR 123456"},
		{"EUR 1.500", "EUR 150000"},
		{"1'234,50", "USD 123450"}, {"1,500", "USD 150"}, {"1,2 Mio €", "EUR 120000000"}, {"12,5 k€", "EUR 1250000"}, {"1234,5",
			"USD 123450"},
	}},
	{"Value", "EUR", [][2]string{{"45.000,00", "EUR 4500000"}, {"45.000,00 €", "EUR 4500000"}}},
	{"Amount", "", [][2]string{ // both are shown, so neither is proved
		{"1,5", "USD 150"}, {"1.5", "USD 150"}, {"1.500", "import.amount_unclear"}, {"1,500", "import.amount_unclear"}, {"1500",
			"USD 150000"},
	}},
	{"预计成交金额（万元）", "", [][2]string{
		{"12", "CNY 12000000"}, {"1.5", "CNY 1500000"}, {"0", ""}, {"12万", "import.unit_twice"}, {"€5", "money.two_currencies"}, {"12元",
			"CNY 12000000"}, {"9999", "CNY 9999000000"}, {"125000", "import.unit_unlikely"}, {"￥80,000", "import.unit_unlikely"},
	}},
	{"Value (k€)", "", [][2]string{{"12", "EUR 1200000"}, {"1.5", "EUR 150000"}, {"12 €", "EUR 1200000"}, {"$12",
		"money.two_currencies"}, {"12k", "import.unit_twice"}, {"99000", "EUR 9900000000"}, {"120000", "import.unit_unlikely"}}},
	{"Amount, USD", "", [][2]string{{"100", "USD 10000"}, {"$100", "USD 10000"}, {"100 EUR", "money.two_currencies"}}},
	{"Amount in thousands", "", [][2]string{{"12", "USD 1200000"}, {"1.5", "USD 150000"}}},
	{"Amount (EUR m)", "", [][2]string{{"2", "EUR 200000000"}, {"0.5", "EUR 50000000"}}},
	{"Value", "EUR", [][2]string{
		{"12000", "EUR 1200000"}, {"€12000", "EUR 1200000"}, {"4500.50", "EUR 450050"}, {"$5", "money.two_currencies"}, {"5 USD",
			"money.two_currencies"}, {"", ""},
	}},
	{"Value", "JPY", [][2]string{{"1.500", "JPY 1500"}, {"1,500", "JPY 1500"}, {"1500", "JPY 1500"}, {"150万", "JPY 1500000"}, {"¥200",
		"JPY 200"}}},
	{"Value", "HKD", [][2]string{{"$1500", "HKD 150000"}, {"1500元", "HKD 150000"}, {"HK$ 20", "HKD 2000"}}},
	{"Value", "CLP", [][2]string{{"1.500.000", "CLP 1500000"}, {"1.500", "CLP 1500"}, {"200", "CLP 200"}}},
}

func TestAmountsAreReadByTheWholeColumn(t *testing.T) {
	n := 0
	for _, column := range amountColumns {
		head := "Deal ID;Stage;\"" + column.header + "\"\n"
		for i, c := range column.cells {
			head += fmt.Sprintf("%d;Open;\"%s\"\n", i, c[0])
		}
		f, err := sheet.Read("deals.csv", []byte(head), "utf-8")
		if err == nil {
			err = f.Map(sheet.Ask{})
		}
		if err != nil {
			t.Fatalf("%s: %v", column.header, err)
		}
		amount, ok := f.Column("amount")
		if !ok {
			t.Errorf("%s is no amount", column.header)
		}
		i := 0
		for row := range f.Rows() {
			m, err := amount.Money(f.Cell(row, "amount"), sheet.Currencies{Row: column.row, Default: "USD"})
			got := code(err)
			if !m.Zero() {
				got += fmt.Sprintf("%s %d", m.Currency, m.Minor)
			}
			if want := column.cells[i]; got != want[1] {
				t.Errorf("%s, %s: %q is %q, want %q", column.header, column.row, want[0], got, want[1])
			}
			i++
			n++
		}
		if i != len(column.cells) {
			t.Errorf("%s: %d rows of %d", column.header, i, len(column.cells))
		}
	}
	if n < 150 {
		t.Errorf("only %d cells", n)
	}
}

func TestTheCommandLineSettlesTheDecimalMark(t *testing.T) {
	for mark, want := range map[sheet.Decimal]int64{sheet.Comma: 150000, sheet.Point: 150} {
		m, err := sheet.Column{Decimal: mark}.Money("1.500", sheet.Currencies{Default: "EUR"})
		if err != nil || m != (sales.Money{Minor: want, Currency: "EUR"}) {
			t.Errorf("%s: %v, %v", mark, m, err)
		}
	}
}
