package cli

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"dealdesk/cli/serve"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

const (
	importPeople = "Sales rep,Manager,Region\nGrace Quill,Ines Vale,North\nHugo Pell,Ines Vale,North\n"
	importDeals  = "Deal ID,Owner,Account,Stage,Created,Close,Amount\n" +
		"O1,Grace Quill,Brightwater,Won,2025-03-03,2025-03-20,4800\n" +
		"O2,Grace Quill,,Engaging,2025-03-05,,\n" +
		"=HYPERLINK(1),Nobody,,Won,2025-03-05,2025-03-06,10\n"
)

// file puts a text into the desk's folder.
func (d *install) file(name, text string) string {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// answers runs the program for someone who types an answer.
func (d *install) answers(answer string, args ...string) (code int, out string) {
	d.t.Helper()
	var both bytes.Buffer
	code = run(d.t.Context(), append([]string{"--config", d.config}, args...), d.env, strings.NewReader(answer), &both, &both)
	return code, both.String()
}

func (d *install) deals() (all []sales.Deal) {
	d.t.Helper()
	st, err := serve.OpenStopped(d.t.Context(), d.store)
	if err != nil {
		d.t.Fatal(err)
	}
	defer st.Close()
	err = st.View(d.t.Context(), func(r store.Reader) error {
		for v, err := range store.Deals.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			all = append(all, v)
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return all
}

func TestAnImportIsShownThenDoneThenTakenBack(t *testing.T) {
	d := newInstall(t)
	people, deals := d.file("people.csv", importPeople), d.file("deals.csv", importDeals)

	out := d.must("import", "--dry-run", deals, people)
	for _, words := range []string{"people.csv: 2 people (utf-8)", "Sales rep → name", "deals        2        0          0         1",
		"deals.csv line 4  =HYPERLINK(1)  I can't find one person called “Nobody”", "1 deal: Has no customer.\n    deals.csv line 3", "Nothing was written."} {
		if !strings.Contains(out, words) {
			t.Errorf("the preview lacks %q:\n%s", words, out)
		}
	}
	for _, answer := range []string{"", "no\n"} {
		if code, out := d.answers(answer, "import", deals, people); (code == 0) != (answer != "") ||
			!strings.Contains(strings.ToLower(out), "nothing was written") {
			t.Errorf("answer %q: exit code %d\n%s", answer, code, out)
		}
	}
	if _, err := os.Stat(d.store); !os.IsNotExist(err) {
		t.Error("there is a store although nobody agreed")
	}

	code, out := d.answers("yes\n", "import", deals, people)
	if code != 0 || !strings.Contains(out, "Done, as shown") || !strings.Contains(out, "dealdesk import --undo 2") {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	if all := d.deals(); len(all) != 2 || all[0].Status != sales.Won || all[1].Account != "" {
		t.Errorf("%+v", all)
	}
	if out := d.must("import", "--yes", deals, people); !strings.Contains(out, "There is nothing to write.") {
		t.Errorf("the second time:\n%s", out)
	}
	d.refused(exitUsage, "takes no files", "import", "--undo", "2", deals)
	if out := d.must("import", "--undo", "2", "--dry-run"); !strings.Contains(out, "import of journal entry 2: ") ||
		!strings.Contains(out, "Nothing was written") {
		t.Errorf("%s", out)
	}
	code, out = d.answers("no\n", "import", "--undo", "2")
	if code != 0 || !strings.Contains(out, "Nothing was written") || len(d.deals()) != 2 {
		t.Errorf("after a no, exit code %d: %s", code, out)
	}
	if code, out := d.answers("yes\n", "import", "--undo", "2"); code != 0 || !strings.Contains(out, "is undone") {
		t.Errorf("exit code %d: %s", code, out)
	}
	if all := d.deals(); len(all) != 0 {
		t.Errorf("after the undo there is %+v", all)
	}
	d.refused(exitFailure, "already undone", "import", "--yes", "--undo", "1")
	d.refused(exitFailure, "is not an import", "import", "--yes", "--undo", "3")
	d.must("audit", "verify")
}

func TestAnImportBeforeTheFirstStartKnowsTheConfiguration(t *testing.T) {
	d := newInstall(t)
	north := fmt.Sprintf("[store]\npath = %q\n[[team]]\nname = \"North\"\nchannel = \"C1\"\nmanager = \"U0MEI\"\n"+
		"members = [\"U0GRACE\"]\n", d.store)
	d.file("config.toml", north)
	people := d.file("people.csv", "Name,Slack ID,Team,Role\nMei,U0MEI,North,\nGrace,U0GRACE,North,manager\nHugo,U0HUGO,North,\n")
	deals := d.file("deals.csv", "Deal ID,Owner,Stage,Created\nO1,Grace,Prospecting,2025-03-03\nO2,Mei,Prospecting,2025-03-03\n")
	out := d.must("import", "--yes", people, deals)
	if !strings.Contains(out, "as at the next start: 1 team, 2 people") || strings.Contains(out, "new team") {
		t.Errorf("%s", out)
	}
	check := func(when string) {
		t.Helper()
		st, _, err := serve.OpenToServe(t.Context(), d.store, bolt.Options{}, testTime)
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		var got []string
		if err := st.View(t.Context(), func(r store.Reader) error {
			staff, err := desk.StaffOf(r)
			for _, team := range staff.Teams {
				got = append(got, team.ID+" "+team.Channel+" "+team.Manager)
			}
			for _, p := range staff.People {
				got = append(got, fmt.Sprintf("%s %s %s %s", p.ID, p.Name, p.Team, p.Role))
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		want := []string{"north C1 U0MEI", "U0GRACE Grace north rep", "U0HUGO Hugo north rep", "U0MEI Mei north manager"}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", when, got)
		}
	}
	check("after the import")
	if out := d.must("import", "--yes", people, deals); !strings.Contains(out, "There is nothing to write.") {
		t.Errorf("the second time:\n%s", out)
	}
	d.file("config.toml", north+"[[team]]\nname = \"South\"\nchannel = \"C2\"\nmanager = \"U0ZOE\"\n")
	out = d.must("import", "--dry-run", d.file("more.csv", "Name,Slack ID,Team\nRita,U0RITA,South\n"), people)
	if !strings.Contains(out, "2 teams, 3 people") || strings.Contains(out, "new team") {
		t.Errorf("after the configuration got a team:\n%s", out)
	}
	check("after a look")
	other := filepath.Join(d.dir, "other.db")
	if out := d.must("import", "--yes", "--store", other, "people="+d.file("more.csv", "Name\nRita\n")); strings.Contains(out, "next start") {
		t.Errorf("a store that the configuration does not name got its people:\n%s", out)
	}
	d.must("import", "--yes", "--undo", "1")
	if all := d.deals(); len(all) != 0 {
		t.Errorf("after the undo there is %+v", all)
	}
}

func TestTheReportOfAnImportRunsNothingInASpreadsheet(t *testing.T) {
	d := newInstall(t)
	report := filepath.Join(d.dir, "report.csv")
	d.must("import", "--dry-run", "--lang", "zh", "--report", report, d.file("people.csv", importPeople), d.file("deals.csv", importDeals))
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	// A head, two people, their manager and team, three deals, a customer.
	if len(rows) != 9 {
		t.Errorf("%d rows: %q", len(rows), rows)
	}
	last := rows[len(rows)-1]
	if got := strings.Join(last[:6], "|"); got != "deals.csv|4|deals|rejected||'=HYPERLINK(1)" ||
		!strings.Contains(last[7], "没有唯一叫“Nobody”的人") {
		t.Errorf("%q", last)
	}
	d.refused(exitFailure, "exists already", "import", "--dry-run", "--report", report, d.file("people.csv", importPeople))
}

func TestAnImportSpeaksTheLanguageAskedForAndCountsInIt(t *testing.T) {
	d := newInstall(t)
	people, deals := d.file("people.csv", "Name\nAnn\n"), d.file("deals.csv",
		"Title of the export\nDeal ID,Owner,Account,Stage,Remarks\nO1,Ann,Harbor,Prospecting,x\nO2,Ann,Harbor,Odd,x\nO3,Ann,Harbor,Odd,x\n")
	one := regexp.MustCompile(`\b1 (people|teams|deals|accounts|lines|rows|records|journal entries)\b`)
	latin := regexp.MustCompile(`[A-Za-z][A-Za-z ]*`)
	for language, words := range map[string][]string{
		"en": {"people.csv: 1 person (utf-8)", "deals.csv: 3 deals (", "1 line above it is left out", "1 account: Is only named by a deal",
			`--stage "Odd=…"   (2 rows)`, "What happens:", "To take all of it back: dealdesk import --undo 2", "Done, as shown:",
			"is undone: 4 records are as they were"},
		"zh": {"people.csv：1 名人员（utf-8）", "列名在第 2 行，其上 1 行已略过", "1 个客户：只在商机里出现过", "（2 行）", "导入结果预览：", "已按预览完成导入：",
			"要整体撤销，请运行：dealdesk import --undo 2", "  商机     1     0     0       2\n", "4 条记录恢复到导入前的样子"},
	} {
		os.Remove(d.store)
		out := d.must("import", "--yes", "--lang", language, people, deals) + d.must("import", "--yes", "--lang", language, "--undo", "2")
		for _, w := range words {
			if !strings.Contains(out, w) {
				t.Errorf("%s lacks %q:\n%s", language, w, out)
			}
		}
		if found := one.FindString(out); found != "" {
			t.Errorf("%q in:\n%s", found, out)
		}
		if language == "zh" {
			known := "Prospecting people.csv utf Name name deals csv Deal ID id Owner owner Account account Stage stage Remarks notes " +
				"Ann Harbor Odd O D A P open won lost dealdesk import undo prospect lead discovery proposal negotiation contract payment"
			for _, word := range latin.FindAllString(out, -1) {
				for part := range strings.FieldsSeq(word) {
					if !strings.Contains(known, part) {
						t.Errorf("%q in:\n%s", part, out)
					}
				}
			}
		}
	}
}

func TestLeadsAreRefusedWithWhatToDoAndNobodyBecomesAColleague(t *testing.T) {
	d := newInstall(t)
	text := "First Name,Last Name,Company,Email,Phone,Lead Status,Lead Source\nLi,Lei,Harbor,li@harbor.example,1,New,Web\n"
	chinese := "姓名,公司,手机,线索状态\n李雷,海港,138,新建\n"
	plain := "Name,Company,Email\nLi,Harbor,li@harbor.example\n"
	for _, args := range [][]string{{d.file("leads.csv", text)}, {d.file("export-7.csv", text)}, {"leads=" + d.file("7.csv", plain)},
		{"--as", "lead", d.file("7.csv", plain)}, {d.file("销售线索.csv", chinese)}, {d.file("导出.csv", chinese)}} {
		for language, words := range map[string]string{"en": "has no leads yet, so nothing of it is taken. Turn those worth pursuing into",
			"zh": "还没有线索功能，所以这个文件没有导入"} {
			d.refused(exitUsage, words, append([]string{"import", "--yes", "--lang", language}, args...)...)
			d.refused(exitUsage, "dealdesk import accounts.csv contacts.csv deals.csv",
				append([]string{"import", "--yes", "--lang", language}, args...)...)
		}
	}
	if _, err := os.Stat(d.store); !os.IsNotExist(err) {
		t.Error("something was written")
	}
	out := d.must("import", "--yes", d.file("people.csv", "Name\nAnn\n"), d.file("contacts.csv", text))
	if !strings.Contains(out, "contacts        1 ") || !strings.Contains(out, "people        1 ") {
		t.Errorf("contacts with a lead's status, called contacts:\n%s", out)
	}
}

func TestAChineseFileIsReadAsExcelSavesIt(t *testing.T) {
	d := newInstall(t)
	text, err := simplifiedchinese.GB18030.NewEncoder().String("姓名,团队\r\n李雷,华东一组\r\n韩梅梅,华东一组\r\n")
	if err != nil {
		t.Fatal(err)
	}
	out := d.must("import", "--yes", d.file("人员.csv", text))
	if !strings.Contains(out, "人员.csv: 2 people (gb18030)") || !strings.Contains(out, "华东一组") {
		t.Errorf("%s", out)
	}
}

func TestAnImportStopsBeforeItDoesHarm(t *testing.T) {
	d := newInstall(t)
	people := d.file("people.csv", importPeople)
	for words, args := range map[string][]string{
		"name the files":                 {},
		"there is no file nowhere.csv":   {"nowhere.csv"},
		"the file is empty":              {d.file("empty.csv", "")},
		"not a text file":                {d.file("picture.csv", "\x89PNG\x00\x00\xff")},
		"cannot tell what odd.csv holds": {d.file("odd.csv", "a,b\n1,2\n")},
		"no preset nowhere":              {"--preset", "nowhere", people},
		"none of people, products":       {"--as", "orders", people},
		"none of mdy, dmy and ymd":       {"--dates", "ydm", people},
		"no file has a column":           {"--map", "Price=price", people},
		"not of the form name=value":     {"--map", "Price", people},
		"no currency":                    {"--currency", "XXX", people},
		"--zone":                         {"--zone", "Mars/Olympus", people},
		"can't read the encoding":        {"--encoding", "klingon", people},
		"no field nothing":               {"--as", "people", "--map", "Region=nothing", people},
	} {
		code, _, failure := d.run(append([]string{"import", "--yes"}, args...)...)
		if code != exitUsage || !strings.Contains(strings.ToLower(failure), strings.ToLower(words)) {
			t.Errorf("%v: exit code %d: %s", args, code, failure)
		}
	}
	b, err := bolt.Open(d.store, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	d.refused(exitRunning, "Two copies never work on one file", "import", "--yes", people)
	d.refused(exitRunning, "Two copies never work on one file", "import", "--yes", "--undo", "1")
}

func TestAnImportFillsAFileOfItsOwnWithoutAConfiguration(t *testing.T) {
	d := newInstall(t)
	t.Chdir(t.TempDir())
	var out bytes.Buffer
	path := filepath.Join(d.dir, "own.db")
	args := []string{"import", "--yes", "--store", path, d.file("people.csv", importPeople)}
	if code := run(t.Context(), args, nil, strings.NewReader(""), &out, &out); code != 0 {
		t.Fatalf("exit code %d\n%s", code, out.String())
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	if code := run(t.Context(), append([]string{"--config", "missing.toml"}, args...), nil, strings.NewReader(""), &out, &out); code == 0 {
		t.Error("a configuration that is named and missing is passed over")
	}
}

// BenchmarkImport previews and writes 8,800 deals with two events each.
func BenchmarkImport(b *testing.B) {
	var text strings.Builder
	text.WriteString("Deal ID,Owner,Account,Stage,Created,Close,Amount\n")
	for n := range 8800 {
		fmt.Fprintf(&text, "O%d,Rep %d,Customer %d,Won,2025-%02d-03,2025-%02d-20,%d\n", n, n%35, n*7%85, 1+n%10, 2+n%10, 100+n)
	}
	var people strings.Builder
	people.WriteString("Sales rep,Manager\n")
	for n := range 35 {
		fmt.Fprintf(&people, "Rep %d,Boss %d\n", n, n%6)
	}
	dir := b.TempDir()
	for name, content := range map[string]string{"deals.csv": text.String(), "people.csv": people.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	b.Chdir(dir)
	for n := 0; b.Loop(); n++ {
		var out bytes.Buffer
		if code := run(b.Context(), []string{"import", "--yes", "--store", fmt.Sprintf("%d.db", n), "deals.csv", "people.csv"}, nil,
			strings.NewReader(""), &out, &out); code != 0 {
			b.Fatal(out.String())
		}
	}
}
