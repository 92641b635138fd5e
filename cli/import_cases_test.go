package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"dealdesk/cli/serve"
	"dealdesk/sales"
	"dealdesk/store"
)

const dealHead = "Deal Name,Company,Stage,Amount,Owner\n"

// importCases are files as people have them, and the deals that come out of them: name, customer,
// amount, closing day and status, as far as they are given. If refused is set, nothing is
// written and the output has those words.
var importCases = []struct {
	name    string
	files   map[string]string
	args    []string
	want    []string
	refused string
	says    string
}{
	{name: "Windows-1252", files: map[string]string{"deals.csv": latin("Deal " +
		"Name,Company,Stage,Owner\nRenovação,Indústria Ação,Proposal,Ana\n")},
		want: []string{"Renovação|Indústria Ação"}},
	{name: "one damaged line", files: map[string]string{"deals.csv": dealHead + "Wartung,Müller " +
		"GmbH,Proposal,1,Ana\nAusbau,J\xfcrgen AG,Proposal,2,Ana\n"},
		want: []string{"Wartung|Müller GmbH"}, says: "damaged"},
	{name: "line ends of old Macs",
		files: map[string]string{"deals.csv": strings.ReplaceAll(dealHead+"A,Acme,Proposal,1,Ana\nB,Dell,Proposal,2,Ana\n",
			"\n", "\r")},
		want: []string{"A|Acme|1.00", "B|Dell|2.00"}},
	{name: "a quotation mark that swallows lines",
		files: map[string]string{"deals.csv": dealHead + "A,Acme,Proposal,1,Ana\nB,\"Acme,Proposal,2,Ana\nC,Acme,Proposal,3,Ana\n" +
			"D,\"Dell, Inc\",Proposal,4,Ana\nE,Acme,Proposal,5,Ana\n"}, want: []string{"A", "E"},
		says: "deals        2        0          0         3"},
	{name: "a quotation mark that is closed in another row",
		files: map[string]string{"deals.csv": dealHead + "A,Acme,Proposal,1,Ana\n\"B,Acme,Proposal,2,Ana\nC,Acme,Proposal,3,Ana\n" +
			"D\",Acme,Proposal,4,Ana\n"},
		want: []string{"A"}, says: "deals        1        0          0         3"},
	{name: "a line break in a header",
		files: map[string]string{"deals.csv": "\"Deal\nName\",Company,Stage,Owner\nA,Acme,Proposal,Ana\n"},
		want:  []string{"A|Acme"}},
	{name: "Excel's separator", files: map[string]string{"deals.csv": "sep=;\r\nDeal " +
		"Name;Company;Stage;Owner\r\nA;Acme;Proposal;Ana\r\n"}, want: []string{"A|Acme"}},
	{name: "a title above, a total below",
		files: map[string]string{"deals.csv": "Pipeline report,,,,\nAs of 28 " +
			"Nov,,,,\n,,,,\n" + dealHead + "A,Acme,Proposal,1,Ana\nTotal,,,1,\n"},
		want: []string{"A|Acme|1.00"}, says: "in line 4"},
	{name: "a broken workbook", files: map[string]string{"deals.xlsx": "PK\x03\x04 and no more"}, refused: "Excel"},
	{name: "an old workbook", files: map[string]string{"deals.xls": "\xd0\xcf\x11\xe0 and more"}, refused: "Excel"},
	{name: "decimal commas", files: map[string]string{"deals.csv": "Deal " +
		"Name;Company;Stage;Amount;Owner\nA;Acme;Proposal;1.234,56;Ana\nB;Acme;Proposal;1.500;Ana\nC;Acme;Proposal;120.000;Ana\n"},
		want: []string{"A|Acme|1,234.56", "B|Acme|1,500.00", "C|Acme|120,000.00"}},
	{name: "a mark that may be either", files: map[string]string{"deals.csv": dealHead + "B,Acme,Proposal,1.500,Ana\n"},
		refused: "--decimal comma"},
	{name: "a mark that the command line settles", files: map[string]string{"deals.csv": dealHead + "B,Acme,Proposal,1.500,Ana\n"},
		args: []string{"--decimal", ","},
		want: []string{"B|Acme|1,500.00"}},
	{name: "万元", files: map[string]string{"deals.csv": "商机名称,客户名称,阶段,预计成交金额（万元）,负责人\n产线升级,华星科技,方案,12,Ana\n"},
		want: []string{"产线升级|华星科技|120,000.00"}},
	{name: "Pipedrive",
		files: map[string]string{"deals.csv": `"Deal - ID","Deal - Title","Deal - Owner","Deal - Value","Deal - Currency of Value",` +
			`"Deal - Organization","Deal - Stage","Deal - Status",` +
			"\"Deal - Expected close date\",\"Deal - Won time\"\n71,Line " +
			"upgrade,Ana,12000,EUR,Northgate,Proposal,Open,2025-12-18,\n72,Spare " +
			"parts,Ana,4500.50,EUR,Harbor,Negotiation,Won,2025-10-30,2025-10-05 16:00:00\n"},
		want: []string{"Line upgrade|Northgate|€12,000.00|2025-12-18|open", "Spare parts|Harbor|€4,500.50|2025-10-05|won"},
		says: "preset pipedrive"},
	{name: "a currency of another name",
		files: map[string]string{"deals.csv": "Id,Name,Company,StageName,Amount,CurrencyIsoCode,Owner\n1,Line " +
			"upgrade,Northgate,Prospecting,12000.0,EUR,Ana\n"},
		args: []string{"--map", "StageName=stage"}, want: []string{"Line upgrade|Northgate|€12,000.00"}},
	{name: "currencies of the world", files: map[string]string{"deals.csv": "Deal " +
		"Name,Company,Stage,Amount,Currency,Owner\nA,Acme,Proposal,100,TRY,Ana\nB,Acme,Proposal,100,CZK,Ana\n" +
		"C,Acme,Proposal,100,ARS,Ana\n"},
		want: []string{"A|Acme|TRY", "B|Acme|CZK", "C|Acme|ARS"}},
	{name: "the actual day",
		files: map[string]string{"deals.csv": "opportunity_id,name,company,stage,amount,created_date," +
			"expected_close_date,actual_close_date,owner\n" +
			"1,Line upgrade,Acme,Closed Won,100,2025-08-12,2025-10-30,2025-09-28,Ana\n2,Spare " +
			"parts,Acme,Proposal,100,2025-09-02,2025-12-18,,Ana\n"},
		want: []string{"Line upgrade|Acme|100.00|2025-09-28|won", "Spare parts|Acme|100.00|2025-12-18|open"}},
	{name: "no actual day", files: map[string]string{"deals.csv": "Deal Name,Stage,Owner,Expected close date,Actual " +
		"close date\nA,Won,Ana,2025-10-30,\n"}, refused: "no close date"},
	{name: "only the expected day", files: map[string]string{"deals.csv": "Deal Name,Stage,Owner,Expected close " +
		"date\nA,Won,Ana,2025-10-30\n"},
		want: []string{"A|||2025-10-30|won"}, says: "only the expected day"},
	{name: "a moment in another zone", files: map[string]string{"deals.csv": "Deal Name,Company,Stage,Close " +
		"Date,Owner\nA,Acme,Closed Won,2025-09-30T16:30:00Z,Ana\n"},
		args: []string{"--zone", "Asia/Shanghai"}, want: []string{"A|Acme||2025-10-01|won"}},
	{name: "years of two digits", files: map[string]string{"deals.csv": "Deal Name,Stage,Close " +
		"Date,Owner\nA,Proposal,12/1/26,Ana\nB,Proposal,25/12/26,Ana\nC,Proposal,31.12.26,Ana\n"},
		args: []string{"--dates", "dmy"}, want: []string{"A|||2026-01-12", "B|||2026-12-25", "C|||2026-12-31"}},
	{name: "cells that mean nothing", files: map[string]string{"deals.csv": "Deal Name,Company,Stage,Amount,Close " +
		"Date,Owner\nA,NULL,Proposal,100,NULL,Ana\nB,Acme,Proposal,\\N,2026-12-01,Ana\n" +
		"C,Acme,Proposal,100,0000-00-00,Ana\nD,Acme,Proposal,N/A,-,Ana\n"}, want: []string{"A||100.00", "B|Acme||2026-12-01",
		"C|Acme|100.00", "D|Acme"}},
	{name: "customers by their id",
		files: map[string]string{"accounts.csv": "customer_id,company_name,account_owner\nCUST-1,Northgate,Ana\n" +
			"CUST-2,Harbor,Ana\n",
			"deals.csv": "opportunity_id,deal name,customer_id,stage,owner\n1,Line upgrade,CUST-1,Proposal,Ana\n2,Spare " +
				"parts,CUST-2,Proposal,Ana\n"},
		want: []string{"Line upgrade|Northgate", "Spare parts|Harbor"}},
	{name: "customers whose file is missing",
		files:   map[string]string{"deals.csv": "opportunity_id,deal name,customer_id,stage,owner\n1,Line upgrade,CUST-1,Proposal,Ana\n"},
		refused: "the id CUST-1"},
	{name: "three renewals",
		files: map[string]string{"deals.csv": dealHead + "Renewal,Northgate,Proposal,100,Ana\n" +
			"Renewal,Harbor,Proposal,200,Ana\nRenewal,Acme,Negotiation,300,Bob\n"},
		want: []string{"Renewal|Northgate|100.00", "Renewal|Harbor|200.00", "Renewal|Acme|300.00"}},
	{name: "people at customers", files: map[string]string{"contacts.csv": "Name,Company,Title,Email,Phone\nKim " +
		"Roe,Northgate,CFO,kim@example.com,1\nLee Poe,Harbor,Buyer,lee@example.com,2\n"},
		want: nil, says: "contacts        2"},
	{name: "people at customers in a file of people",
		files: map[string]string{"people.csv": "Name,Company,Email\nKim Roe,Northgate,kim@example.com\n"}, says: "contacts        1"},
	{name: "leads", files: map[string]string{"leads.csv": "Name,Company,Email,Owner\nKim Roe,Northgate,kim@example.com,Ana\n"},
		refused: "has no leads yet"},
	{name: "Bitrix24",
		files: map[string]string{"deals.csv": "ID,STAGE_ID,ASSIGNED_BY_ID,OPPORTUNITY,BEGINDATE,CLOSEDATE,TITLE,CURRENCY_ID\n" +
			"4300,LOSE,Ana,0.00,2025-09-10T03:00:00+03:00,2025-11-19T03:00:00+03:00,Line upgrade,EUR\n" +
			"4301,WON,Ana,2900000.00,2025-07-31T03:00:00+03:00,2025-10-27T03:00:00+03:00,Spare parts,EUR\n"},
		want: []string{"Line upgrade||||lost", "Spare parts||€2,900,000.00||won"}},
	{name: "Dynamics", files: map[string]string{"opportunities.csv": "(Do Not Modify) Opportunity,Topic,Account,Est. " +
		"Close Date,Est. Revenue,Status,Status Reason,Owner\n{A-1},Line " +
		"upgrade,Northgate,2026-12-18,\"$12,000.00\",Open,In Progress,Ana\n"},
		want: []string{"Line upgrade|Northgate|12,000.00|2026-12-18|open"}},
	{name: "legal forms", files: map[string]string{"accounts.csv": "Account Name,Owner\nAcme Inc,Ana\n",
		"deals.csv": dealHead + "A,Acme GmbH,Proposal,1,Ana\nB,Acme Inc.,Proposal,2,Ana\n"},
		want: []string{"A|Acme GmbH", "B|Acme Inc"}},
	{name: "a name that may be two companies",
		files: map[string]string{"accounts.csv": "Account Name,Owner\nAcme Inc,Ana\nAcme GmbH,Ana\n",
			"deals.csv": dealHead + "A,Acme,Proposal,1,Ana\n"},
		want: nil, says: "Two are called “Acme”"},
	{name: "ids that a spreadsheet has shortened",
		files: map[string]string{"deals.csv": "Id,Deal " +
			"Name,Company,Stage,Owner\n9.00712E+11,A,Acme,Proposal,Ana\n9.00712E+11,B,Dell,Proposal,Ana\n"}, refused: "9.00712E+11"},
	{name: "Odoo", files: map[string]string{"deals.csv": "Opportunity,Customer,Salesperson,Expected " +
		"Revenue,Stage,Expected Closing\nLine upgrade,\"Northgate, Kim Roe\",Ana,12000.0,Qualified,2026-12-18\nSpare " +
		"parts,Northgate,Ana,4500.5,Qualified,2026-12-18\n"},
		want: []string{"Line upgrade|Northgate|12,000.00|2026-12-18", "Spare parts|Northgate|4,500.50"}},
	{name: "HubSpot's stages", files: stages("Record ID,Deal Name,Deal Stage,Deal owner",
		"Appointment Scheduled,Qualified To Buy,Presentation Scheduled,Decision Maker Bought-In,Contract Sent"), want: []string{"D0",
		"D1", "D2", "D3", "D4"}},
	{name: "Pipedrive's stages", files: stages("ID,Deal Name,Stage,Owner",
		"Qualified,Contact Made,Demo Scheduled,Proposal Made,Negotiations Started"), want: []string{"D0", "D1", "D2", "D3", "D4"},
		says: "stages as in pipedrive"},
	{name: "Salesforce's stages", files: stages("Opportunity ID,Opportunity Name,Stage,Opportunity Owner",
		"Prospecting,Qualification,Needs Analysis,Value Proposition,Id. Decision Makers,Perception "+
			"Analysis,Proposal/Price Quote,Negotiation/Review"),
		args: []string{"--preset", "salesforce"}, want: []string{"D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7"}},
	{name: "Zoho's stages", files: stages("Record Id,Deal Name,Stage,Deal Owner",
		"Qualification,Needs Analysis,Value Proposition,Identify Decision Makers,Proposal/Price Quote,Negotiation/Review"),
		args: []string{"--preset", "zoho"}, want: []string{"D0", "D1", "D2", "D3", "D4", "D5"}},
	{name: "纷享销客", files: stages("商机编号,商机名称,商机阶段,负责人", "验证客户,需求确定,方案/报价,谈判审核"), want: []string{"D0", "D1", "D2", "D3"},
		says: "preset fxiaoke"},
	{name: "all unknown stages",
		files:   map[string]string{"deals.csv": dealHead + "A,Acme,Parked,1,Ana\nB,Acme,Parked,1,Ana\nC,Acme,\"On hold, for now\",1,Ana\n"},
		refused: `--stage "On hold, for now=…"`},
	{name: "a stage with a comma", files: map[string]string{"deals.csv": dealHead + "A,Acme,\"Waiting, no budget\",1,Ana\n"},
		args: []string{"--stage", "Waiting, no budget=proposal"}, want: []string{"A|Acme|1.00"}},
	{name: "two stages in one flag", files: map[string]string{"deals.csv": dealHead + "A,Acme,Parked,1,Ana\nB,Acme,Demo done,1,Ana\n"},
		args: []string{"--stage", "Demo done=proposal,Parked=lead"}, want: []string{"A", "B"}},
	{name: "a column said instead of the preset's",
		files: map[string]string{"deals.csv": "Record ID,Deal Name,Deal Stage,Amount,Net value,Deal owner\n1,A,Proposal,100,90,Ana\n"},
		args:  []string{"--map", "Net value=Amount"}, want: []string{"A||90.00"}},
	{name: "a factor for what is no amount", files: map[string]string{"deals.csv": dealHead + "A,Acme,Proposal,100,Ana\n"},
		args: []string{"--map", "Owner=owner*1000"}, refused: "no field owner*1000"},
	{name: "a column with a comma", files: map[string]string{"deals.csv": "Deal Name,Company,Stage,\"Amount, " +
		"gross\",Owner\nA,Acme,Proposal,100,Ana\n"}, args: []string{"--map", "Amount, gross=amount"}, want: []string{"A|Acme|100.00"}},
	{name: "people by the file's name", files: map[string]string{"people.csv": "name\nCy\n",
		"deals.csv": dealHead + "A,Acme,Proposal,1,Cy\n"}, want: []string{"A|Acme|1.00"}},
	{name: "a kind for one file", files: map[string]string{"people=x.csv": "name\nCy\n",
		"deals=y.csv": dealHead + "A,Acme,Proposal,1,Cy\n"}, want: []string{"A|Acme|1.00"}},
	{name: "semicolons and a mark", files: map[string]string{"deals.csv": "\ufeff\"Deal " +
		"Name\";\"Company\";\"Stage\";\"Amount\";\"Owner\"\r\n\"A\";\"Northgate; Mills\";\"Proposal\";\"1,200.50\";\"Ana\"\r\n"},
		want: []string{"A|Northgate; Mills|1,200.50"}},
	{name: "Unicode Text", files: map[string]string{"deals.csv": wide("Deal " +
		"Name\tCompany\tStage\tOwner\r\nWartung\tMüller GmbH\tProposal\tAna\r\n")}, want: []string{"Wartung|Müller GmbH"}},
	{name: "Chinese Excel", files: map[string]string{"deals.csv": gb("商机名称,客户名称,阶段,金额,负责人\n产线升级,华星科技有限公司,方案,12万,Ana\n")},
		want: []string{"产线升级|华星科技有限公司|120,000.00"}},
	{name: "a line break in a cell", files: map[string]string{"deals.csv": "Deal " +
		"Name,Company,Stage,Owner,Note\nA,Acme,Proposal,Ana,\"two\nlines, \"\"quoted\"\"\"\nB,Acme,Proposal,Ana,x,,\n,,,,,,\n"},
		want: []string{"A|Acme", "B|Acme"}},
	{name: "accents in two ways", files: map[string]string{"deals.csv": dealHead + "A,Caf\u00e9 " +
		"Zo\u00eb,Proposal,1,Ana\nB,Cafe\u0301 Zoe\u0308,Proposal,2,ANA\nC,CAF\u00c9  ZO\u00cb,Proposal,3,Ana\n"},
		want: []string{"A|Café Zoë", "B|Café Zoë", "C|Café Zoë"}},
}

func latin(text string) string { return encodedAs(charmap.Windows1252.NewEncoder().String(text)) }

func gb(text string) string { return encodedAs(simplifiedchinese.GB18030.NewEncoder().String(text)) }

func wide(text string) string {
	return encodedAs(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text))
}

func encodedAs(text string, err error) string {
	if err != nil {
		panic(err)
	}
	return text
}

// stages makes a file with a deal in each stage.
func stages(head, list string) map[string]string {
	text := head + "\n"
	for i, stage := range strings.Split(list, ",") {
		text += fmt.Sprintf("%d,D%d,%s,Ana\n", i, i, stage)
	}
	return map[string]string{"deals.csv": text}
}

func TestFilesAsPeopleHaveThemComeInRightOrAreRefused(t *testing.T) {
	for _, c := range importCases {
		t.Run(c.name, func(t *testing.T) {
			d := newInstall(t)
			if len(c.files) == 1 || c.files["accounts.csv"] != "" {
				d.must("import", "--yes", "people="+d.file("colleagues.csv", "name,email\nAna,ana@example.com\nBob,bob@example.com\n"))
			}
			args := append([]string{"import", "--yes"}, c.args...)
			for name, text := range c.files {
				kind, rest, told := strings.Cut(name, "=")
				if path := d.file(map[bool]string{true: rest, false: name}[told], text); told {
					args = append(args, kind+"="+path)
				} else {
					args = append(args, path)
				}
			}
			code, out, failure := d.run(args...)
			out += failure
			if refused := code != 0; refused != (c.refused != "") && c.says == "" {
				t.Errorf("exit code %d\n%s", code, out)
			}
			if !strings.Contains(out, c.refused) || !strings.Contains(out, c.says) {
				t.Errorf("it does not say %q %q:\n%s", c.refused, c.says, out)
			}
			if got := d.dealsAs(c.want); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q\n%s", got, c.want, out)
			}
		})
	}
}

// dealsAs writes the deals down as far as want does.
func (d *install) dealsAs(want []string) (got []string) {
	d.t.Helper()
	names := map[string]string{}
	st, err := serve.OpenStopped(d.t.Context(), d.store)
	if err != nil {
		return nil // refused before there was a store
	}
	accounts := func(r store.Reader) error {
		for a, err := range store.Accounts.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			names[a.ID] = a.Name
		}
		return nil
	}
	if err := st.View(d.t.Context(), accounts); err != nil {
		d.t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		d.t.Fatal(err)
	}
	for i, deal := range d.deals() {
		parts := []string{deal.Name, names[deal.Account], written(deal.Amount), string(deal.Close), string(deal.Status)}
		if i < len(want) {
			asked := strings.Split(want[i], "|")
			for j := range parts {
				if j >= len(asked) {
					parts = parts[:j]
					break
				}
				if asked[j] == "" || j == 2 && strings.Contains(parts[j], asked[j]) {
					parts[j] = asked[j]
				}
			}
		}
		got = append(got, strings.Join(parts, "|"))
	}
	return got
}

func written(m sales.Money) string {
	if m.Zero() {
		return ""
	}
	whole := fmt.Sprint(m.Minor / 100)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	sign := map[string]string{"EUR": "€"}[m.Currency]
	return fmt.Sprintf("%s%s.%02d %s", sign, whole, m.Minor%100, m.Currency)
}

func TestImportTakesBackWhatExportWrote(t *testing.T) {
	for _, format := range []string{"csv", "xlsx"} {
		d := newInstall(t)
		d.must("import", "--yes", d.file("people.csv", importPeople), d.file("accounts.csv",
			"Account,Owner,Revenue,Employees\nBrightwater,Grace Quill,12000000,20\nDunmore,,,\n"),
			d.file("contacts.csv", "ID,Name,Company,Title\n301,Kim Roe,Brightwater,CFO\n301,Nora Lang,Dunmore,CEO\n"), d.file("products.csv",
				"Product,Price\nLathe One,5000\n"), d.file("deals.csv", importDeals))
		out := filepath.Join(d.dir, "out")
		d.must("export", "--format", format, "--out", out)
		files, err := filepath.Glob(filepath.Join(out, "*"))
		if err != nil {
			t.Fatal(err)
		}
		text := d.must(append([]string{"import", "--yes"}, files...)...)
		if !strings.Contains(text, "There is nothing to write.") || strings.Contains(text, "rejected:") {
			t.Errorf("%s, into the store it came from:\n%s", format, text)
		}
		other := filepath.Join(d.dir, "other.db")
		text = d.must(append([]string{"import", "--yes", "--store", other}, files...)...)
		if strings.Contains(text, "rejected:") || !strings.Contains(text, "deals        2        0          0         0") {
			t.Errorf("%s, into another store:\n%s", format, text)
		}
	}
}

func TestAnImportThatBringsPeopleIntoTheChatIsUndone(t *testing.T) {
	d := newInstall(t)
	d.must("import", "--yes", d.file("people.csv", "Name,Manager\nAnn,Zoe\nBert,Zoe\n"))
	d.must("import", "--yes", d.file("people.csv", "Name,Manager,Slack ID\nAnn,Zoe,U0ANN\nZoe,,U0ZOE\n"))
	for _, entry := range []string{"3", "2"} {
		if out := d.must("import", "--yes", "--undo", entry); !strings.Contains(out, "is undone") {
			t.Error(out)
		}
	}
	d.must("audit", "verify")
}

// Costs and the sources of customers come from tables, and a second import corrects what was spent.
func TestCostsAndSourcesAreImported(t *testing.T) {
	d := newInstall(t)
	people := d.file("people.csv", "name,manager\nAna Silva,Mei Chen\n")
	accounts := d.file("accounts.csv", "Account Name,Industry,Lead Source,Owner\n"+
		"Acme,steel,Customer Referral,Ana Silva\nGlobex,steel,paid_search,Ana Silva\n"+
		"Initech,steel,Fortune teller,Ana Silva\n")
	costs := func(amount string) string {
		return d.file("costs.csv", "Month,Channel,Spend,Currency\n2026-09,referral,"+amount+",CNY\n2026/9,广告投放,5000,USD\n"+
			"soon,ads,1,CNY\n2026-09,moon,1,CNY\n2026-09,ads,-4,CNY\n")
	}
	out := d.must("import", "--yes", "people="+people, "accounts="+accounts, "costs="+costs("12000"))
	for _, want := range []string{"“Fortune teller” is none of the sources", "“soon” is no month", "“moon” is none of the sources"} {
		if !strings.Contains(out, want) {
			t.Errorf("nothing says %q:\n%s", want, out)
		}
	}
	if out := d.must("import", "--yes", "costs="+costs("12000")); !strings.Contains(out, "unchanged") {
		t.Errorf("again:\n%s", out)
	}
	if out := d.must("import", "--yes", "costs="+costs("9000")); !strings.Contains(out, "updated") {
		t.Errorf("corrected:\n%s", out)
	}
	folder := filepath.Join(d.dir, "out")
	d.must("export", "--format", "csv", "--out", folder)
	for name, want := range map[string]string{"account.csv": "referral", "cost.csv": "2026-09"} {
		if text, err := os.ReadFile(filepath.Join(folder, name)); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
	other := newInstall(t)
	in := func(name string) string { return filepath.Join(folder, name) }
	out = other.must("import", "--yes", in("person.csv"), in("account.csv"), in("cost.csv"))
	if !strings.Contains(out, "2 costs") {
		t.Errorf("its own export:\n%s", out)
	}
}
