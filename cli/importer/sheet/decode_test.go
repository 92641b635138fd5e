package sheet_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"dealdesk/cli/importer/sheet"
)

const (
	chinese    = "商机名称,客户名称,阶段\n产线升级,华星科技有限公司,方案\n备件,海港工具,报价\n"
	portuguese = "Name,Company,Stage\nRenovação,Indústria Ação,Proposal\nManutenção,Café São João,Lead\n"
	german     = "Name,Company,Stage\nWartung,Müller GmbH,Proposal\nÄnderung,Jürgen & Söhne,Lead\n"
	czech      = "Name,Company,Stage\nÚdržba,Škoda Plzeň,Proposal\nŘešení,Dvořák,Lead\n"
	russian    = "Name,Company,Stage\nОбслуживание,Завод Север,Proposal\n"
	japan      = "Name,Company,Stage\n保守契約,株式会社サンプル,Proposal\n更新,テスト工業,Lead\n"
	korea      = "Name,Company,Stage\n유지보수,한국전자 주식회사,Proposal\n갱신,서울기계,Lead\n"
	taiwan     = "Name,Company,Stage\n產線升級,華星科技股份有限公司,Proposal\n維護,臺灣機械,Lead\n"
)

func TestEncodingsAreReadRightOrRefused(t *testing.T) {
	utf16 := func(e unicode.Endianness, mark unicode.BOMPolicy) encoding.Encoding { return unicode.UTF16(e, mark) }
	for name, c := range map[string]struct {
		text string
		in   encoding.Encoding
		ask  string // --encoding; "auto" must then refuse it
		used string
	}{
		"UTF-8":                            {chinese, encoding.Nop, "", "utf-8"},
		"UTF-8 with a mark":                {"\ufeff" + german, encoding.Nop, "", "utf-8"},
		"UTF-16, little endian":            {german, utf16(unicode.LittleEndian, unicode.UseBOM), "", "utf-16"},
		"UTF-16, big endian":               {chinese, utf16(unicode.BigEndian, unicode.UseBOM), "", "utf-16"},
		"UTF-16 without a mark":            {german, utf16(unicode.LittleEndian, unicode.IgnoreBOM), "", "utf-16"},
		"UTF-16, big endian, without mark": {german, utf16(unicode.BigEndian, unicode.IgnoreBOM), "", "utf-16be"},
		"GB18030":                          {chinese, simplifiedchinese.GB18030, "", "gb18030"},
		"GBK":                              {chinese, simplifiedchinese.GBK, "", "gb18030"},
		"Windows-1252":                     {portuguese, charmap.Windows1252, "", "windows-1252"},
		"Windows-1252 in German":           {german, charmap.Windows1252, "", "windows-1252"},
		"Latin-1":                          {portuguese, charmap.ISO8859_1, "", "windows-1252"},
		"Latin-1, asked for":               {german, charmap.ISO8859_1, "iso-8859-1", "iso-8859-1"},
		"Windows-1250":                     {czech, charmap.Windows1250, "windows-1250", "windows-1250"},
		"Windows-1251":                     {russian, charmap.Windows1251, "windows-1251", "windows-1251"},
		"Shift JIS":                        {japan, japanese.ShiftJIS, "shift_jis", "shift_jis"},
		"EUC-KR":                           {korea, korean.EUCKR, "euc-kr", "euc-kr"},
		"Big5":                             {taiwan, traditionalchinese.Big5, "big5", "big5"},
	} {
		data, err := c.in.NewEncoder().Bytes([]byte(c.text))
		if err != nil {
			t.Fatal(name, err)
		}
		want := strings.Split(strings.TrimPrefix(c.text, "\ufeff"), "\n")[1:]
		ask := c.ask
		if ask == "" {
			ask = "auto"
		}
		f, err := sheet.Read("deals.csv", data, ask)
		if err != nil || f.Encoding != c.used {
			t.Errorf("%s: %s, %v", name, f.Encoding, err)
			continue
		}
		for i, row := range rows(f) {
			if got := strings.Join(row.Cells, ","); got != want[i] {
				t.Errorf("%s: %q, want %q", name, got, want[i])
			}
		}
		if c.ask == "" || c.ask == "iso-8859-1" {
			continue
		}
		if f, err := sheet.Read("deals.csv", data, "auto"); code(err) != "import.encoding_unclear" {
			t.Errorf("%s is taken for %s: %v", name, f.Encoding, err)
		}
	}
}

func TestOneDamagedLineLeavesTheOthersAsTheyAre(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(chinese)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"UTF-8":   "Name,Company\nWartung,Müller GmbH\nAusbau,J\xfcrgen AG\n",
		"GB18030": gb + "\xff,x,y\n",
	} {
		f, err := sheet.Read("deals.csv", []byte(text), "auto")
		if err != nil {
			t.Fatal(name, err)
		}
		all := rows(f)
		for i, row := range all {
			if want := map[bool]string{true: "import.damaged"}[i == len(all)-1]; code(row.Err) != want {
				t.Errorf("%s: line %d: %v", name, row.Line, row.Err)
			}
		}
	}
}
