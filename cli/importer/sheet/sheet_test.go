package sheet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"dealdesk/cli/importer/sheet"
	"dealdesk/sales"
)

func encoded(t testing.TB, encoding, text string) []byte {
	t.Helper()
	var out []byte
	var err error
	switch encoding {
	case "gb18030":
		out, err = simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	case "utf-16":
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	case "bom":
		out = []byte("\ufeff" + text)
	default:
		out = []byte(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// rows reads all rows of a file, with cells of their own.
func rows(f sheet.File) []sheet.Row { return slices.Collect(f.Rows()) }

func TestAFileReadsTheSameInEveryEncodingAndLineEnding(t *testing.T) {
	const text = "客户名称,行业,负责人\n华星科技,软件,李雷\n\"云海\n信息, 上海\",\"说\"\"好\"\"\",韩梅梅\n"
	want := [][]string{{"华星科技", "软件", "李雷"}, {"云海 信息, 上海", "说\"好\"", "韩梅梅"}}
	for encoding, used := range map[string]string{"utf-8": "utf-8", "bom": "utf-8", "gb18030": "gb18030", "utf-16": "utf-16"} {
		for _, ends := range []string{"\n", "\r\n"} {
			f, err := sheet.Read("accounts.csv", encoded(t, encoding, strings.ReplaceAll(text, "\n", ends)), "auto")
			if err != nil {
				t.Fatalf("%s: %v", encoding, err)
			}
			if f.Encoding != used || f.Count != 2 || f.Header[0] != "客户名称" {
				t.Errorf("%s: %s, %q, %d rows", encoding, f.Encoding, f.Header, f.Count)
			}
			for i, r := range rows(f) {
				if !slices.Equal(r.Cells, want[i]) || r.Line != i+2 {
					t.Errorf("%s: line %d is %q", encoding, r.Line, r.Cells)
				}
			}
		}
	}
}

func TestAFileThatIsNoTableIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		data     []byte
		encoding string
		code     string
	}{
		"nothing":                        {nil, "auto", "import.no_header"},
		"only line ends":                 {[]byte("\r\n\n"), "auto", "import.no_header"},
		"a picture":                      {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\x81"), "auto", "import.no_table"},
		"a PDF named .csv":               {[]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"), "auto", "import.no_table"},
		"invalid UTF-8":                  {[]byte("name\n\xff\xff"), "utf-8", "import.not_text"},
		"zero bytes":                     {[]byte("name\na\x00b"), "auto", "import.not_text"},
		"an unknown encoding":            {[]byte("name\n"), "ebcdic", "import.encoding_unknown"},
		"a quote that swallows the rest": {[]byte("name\n\"Ann\nBob\nCid\n"), "auto", "import.open_quote"},
		"more than anyone exports":       {bytes.Repeat([]byte("a"), sheet.MaxFile+1), "auto", "import.too_large"},
	} {
		_, err := sheet.Read(name, c.data, c.encoding)
		if p, ok := sales.AsProblem(err); !ok || p.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestEveryRowIsKeptOrSaysWhyNot(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	f, err := sheet.Read("people.csv", []byte("name,email\n"+
		"Ann\n"+ // short
		"Bob,bob@example.com,,\n"+ // long, but empty
		"Cid,cid@example.com,more\n"+ // too long
		"Di\"ana,x\n"+ // a quote inside
		"\n,\n"+ // blank
		long+",\t=1+1 \n"+
		"'=SUM(A1),\u202eevil\u0007\n"), "auto")
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, r := range rows(f) {
		code := ""
		if p, ok := sales.AsProblem(r.Err); ok {
			code = p.Code
		}
		got += strings.ReplaceAll(strings.Join(r.Cells, "|"), long, "LONG") + "/" + code + "\n"
	}
	want := "Ann/\nBob|bob@example.com||/\n/import.too_many_cells\n/import.broken_quotes\nLONG|=1+1/\n=SUM(A1)|evil/\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestColumnsAreGuessed(t *testing.T) {
	for _, c := range []struct {
		header string
		kind   sheet.Kind
		fields string
	}{
		{"Sales Agent,Manager,Regional Office", sheet.People, "name manager region"},
		{"姓名,团队,销售经理,Slack ID", sheet.People, "name team manager slack_id"},
		{"product;series;sales_price", sheet.Products, "name series price"},
		{"产品名称\t标准价格\t备注", sheet.Products, "name price"},
		{"account,sector,employees,subsidiary_of", sheet.Accounts, "name industry employees parent"},
		{"客户名称,行业,负责人,所在地", sheet.Accounts, "name industry owner region"},
		{"opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value", sheet.Deals,
			"id owner product account stage created close amount"},
		{"商机名称,客户名称,负责人,销售阶段,预计成交日期,商机金额,输单原因", sheet.Deals, "name account owner stage close amount reason"},
	} {
		f, err := sheet.Read("file.csv", []byte(c.header+"\n"), "auto")
		if err == nil {
			err = f.Map(sheet.Ask{})
		}
		var fields []string
		for _, column := range f.Columns {
			fields = append(fields, column.Field)
		}
		if err != nil || f.Kind != c.kind || strings.Join(fields, " ") != c.fields {
			t.Errorf("%s: %s %q, %v", c.header, f.Kind, fields, err)
		}
	}
}

func TestWhatIsAskedForWinsOverGuesses(t *testing.T) {
	read := func(header string, ask sheet.Ask) (sheet.File, error) {
		f, err := sheet.Read("file.csv", []byte(header+"\nD1,Ann,7,Bob,Open\n"), "auto")
		if err != nil {
			t.Fatal(err)
		}
		return f, f.Map(ask)
	}
	const header = "Deal ID,Owner,Value,Sold by,Stage"
	f, err := read(header, sheet.Ask{Fields: map[string]string{"sold  BY": "owner", "value": "amount*1000"}})
	if err != nil || f.Cell(rows(f)[0], "owner") != "Bob" || f.Cell(rows(f)[0], "amount") != "7" {
		t.Errorf("%v, %+v", err, f.Mapping)
	}
	for _, c := range f.Columns {
		if c.Field == "amount" && c.Times != 1000 {
			t.Errorf("amounts count %d times", c.Times)
		}
	}
	if f, err = read(header, sheet.Ask{Fields: map[string]string{"Value": ""}}); err != nil || f.Cell(rows(f)[0], "amount") != "" {
		t.Errorf("a column that was left out is there: %v, %+v", err, f.Mapping)
	}
	for want, ask := range map[string]sheet.Ask{
		"import.preset_unknown":  {Preset: "nobody"},
		"import.field_unknown":   {Kind: sheet.Deals, Fields: map[string]string{"Value": "worth"}},
		"import.columns_missing": {Kind: sheet.Products},
	} {
		_, err := read(header, ask)
		if p, ok := sales.AsProblem(err); !ok || p.Code != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	_, err = read("a,b,c,d,e", sheet.Ask{})
	if p, ok := sales.AsProblem(err); !ok || p.Code != "import.kind_unclear" {
		t.Errorf("columns that say nothing: %v", err)
	}
}

func TestPresetsNameOnlyFieldsThatExist(t *testing.T) {
	for _, p := range sheet.Presets() {
		for kind, columns := range p.Columns {
			var header []string
			for column, field := range columns {
				if field != "" {
					header = append(header, column)
				}
			}
			f, err := sheet.Read("file.csv", []byte(strings.Join(header, ",")+"\n"), "auto")
			if err == nil {
				err = f.Map(sheet.Ask{Preset: p.Name, Kind: kind})
			}
			if err != nil {
				t.Errorf("%s %s: %v", p.Name, kind, err)
			}
		}
	}
}
