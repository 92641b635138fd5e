package importer_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dealdesk/cli/importer"
	"dealdesk/cli/importer/sheet"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

const (
	someone = "Sales rep,Manager,Region,Slack ID\nGrace Quill,Ines Vale,North,\nHugo Pell,Ines Vale,North,\nOtto Lind,Rita Moss,South,\n"
	goods   = "Product,Series,Price\nLathe One,L,5000\nLathe Two,L,\"7,500\"\n"
	firms   = "Account,Sector,Employees\nBrightwater Ltd,water,120\nCopperfield,mining,\"2,400\"\nDunmore,,\n"
	sold    = "Deal ID,Owner,Product,Account,Stage,Created,Close,Amount\n" +
		"O1,Grace Quill,Lathe One,Brightwater Ltd,Won,2025-03-03,2025-03-20,4800\n" +
		"O2,Grace Quill,LatheTwo,Copperfield,Lost,2025-03-04,2025-03-18,0\n" +
		"O3,Hugo Pell,Lathe Two,Copperfield,Engaging,2025-03-05,,\n" +
		"O4,Otto Lind,Drill,,Prospecting,,,\n" +
		"O5,Hugo Pell,,Evergreen,Prospecting,2025-03-06,2027-01-31,12万\n"
)

const (
	ana = commandstest.Ana
	bob = commandstest.Bob
	adm = commandstest.Adm
)

// csv reads texts as files of the kinds that their columns show.
func csv(w *commandstest.World, texts ...string) []sheet.File {
	w.Helper()
	var files []sheet.File
	for n, text := range texts {
		f, err := sheet.Read(fmt.Sprintf("file%d.csv", n+1), []byte(text), "auto")
		if err == nil {
			err = f.Map(sheet.Ask{})
		}
		if err != nil {
			w.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// bring imports texts and returns what became of the rows.
func bring(w *commandstest.World, in importer.Input, texts ...string) (uint64, []importer.Row) {
	w.Helper()
	w.Now = w.Now.Add(time.Second)
	in.Files = csv(w, texts...)
	seq, rows, err := write(w, in)
	if err != nil {
		w.Fatal(err)
	}
	return seq, rows
}

// write imports files and returns what became of the rows, in the order of their lines.
func write(w *commandstest.World, in importer.Input) (uint64, []importer.Row, error) {
	var rows []importer.Row
	seq, err := importer.Write(w.Context(), w.Desk, in, w.Now, func(r importer.Row) { rows = append(rows, r) }, nil)
	slices.SortStableFunc(rows, func(a, b importer.Row) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return seq, rows, err
}

// told writes rows down: line, outcome and codes.
func told(kind sheet.Kind, rows []importer.Row) string {
	var lines []string
	for _, r := range rows {
		if r.Kind != kind {
			continue
		}
		line := fmt.Sprintf("%d %s", r.Line, r.Outcome)
		for _, n := range r.Notes {
			line += " " + strings.TrimPrefix(n.Code, "import.")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// everything is the content of the store, to compare.
func everything(w *commandstest.World) string {
	w.Helper()
	var b strings.Builder
	err := w.Store.View(w.Context(), func(r store.Reader) error {
		return errors.Join(dump(&b, r, store.People), dump(&b, r, store.Teams), dump(&b, r, store.Products),
			dump(&b, r, store.Accounts), dump(&b, r, store.Deals), dump(&b, r, store.Events), dump(&b, r, store.Approvals))
	})
	if err != nil {
		w.Fatal(err)
	}
	return b.String()
}

func dump[T any](b *strings.Builder, r store.Reader, t store.Table[T]) error {
	for v, err := range t.List(r, store.Query{}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "%s %+v\n", t.Name, v)
	}
	return nil
}

func imported(w *commandstest.World, external string) (d sales.Deal, events []sales.Event) {
	w.Helper()
	err := w.Store.View(w.Context(), func(r store.Reader) error {
		for v, err := range store.Deals.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			if v.External == external {
				d = v
			}
		}
		for e, err := range store.EventsOf(r, d.ID) {
			if err != nil {
				return err
			}
			events = append(events, e)
		}
		return nil
	})
	if err != nil || d.ID == "" {
		w.Fatalf("deal %s: %v", external, err)
	}
	return d, events
}

func TestAnImportBringsDealsWithTheirPast(t *testing.T) {
	w := commandstest.NewWorld(t)
	_, rows := bring(w, importer.Input{Currency: "USD"}, sold, firms, someone, goods)

	if got := told(sheet.Deals, rows); got != "2 created\n3 created corrected no_amount no_reason\n4 created "+
		"stage_guessed no_amount\n5 created stage_guessed product_unknown no_account no_amount no_start\n6 created stage_guessed" {
		t.Errorf("deals:\n%s", got)
	}
	if got := told(sheet.Accounts, rows); got != "6 created account_added\n2 created owner_from_deals\n3 created "+
		"owner_from_deals\n4 created nobodys_account" {
		t.Errorf("accounts:\n%s", got)
	}
	if got := told(sheet.People, rows) + "/" + told(importer.Teams,
		rows); got != "2 created\n2 created manager_added\n3 created\n4 created\n4 created manager_added/2 created "+
		"team_added\n4 created team_added" {
		t.Errorf("people and teams:\n%s", got)
	}

	won, events := imported(w, "O1")
	if won.Status != sales.Won || won.Close != "2025-03-20" || won.Amount != (sales.Money{Minor: 480000,
		Currency: "USD"}) || won.Team != "north-ines-vale" || won.Name != "Lathe One" {
		t.Errorf("%+v", won)
	}
	if len(events) != 2 || events[0].Kind != sales.Created || events[0].On != "2025-03-03" ||
		events[1].Kind != sales.ClosedWon || events[1].On != "2025-03-20" || events[1].Days != 17 || events[1].Account != won.Account {
		t.Errorf("%+v", events)
	}
	lost, events := imported(w, "O2")
	if lost.Product != "Lathe "+
		"Two" || lost.Reason != sales.ReasonUnknown || !lost.Amount.Zero() || lost.Stage != "discovery" || events[1].From != "discovery" {
		t.Errorf("%+v %+v", lost, events)
	}
	if p := w.Desk.Cards.Printer("zh-Hans", w.Now); w.Desk.Cards.LostReason(p, lost.Reason) != "未记录" {
		t.Errorf("the reason reads %q", w.Desk.Cards.LostReason(p, lost.Reason))
	}
	if open, events := imported(w, "O4"); open.Status != sales.Open || open.Stage != "lead" || open.Account != "" ||
		open.Product != "Drill" || len(events) != 0 || !open.Created.Equal(w.Now) {
		t.Errorf("%+v %+v", open, events)
	}
	if open, _ := imported(w, "O5"); open.Close != "2027-01-31" || open.Amount.Minor != 12_000_000 || open.Name != "O5" {
		t.Errorf("%+v", open)
	}
	err := w.Store.View(t.Context(), func(r store.Reader) error {
		sums := map[string]int64{}
		for c, err := range store.SumOf(r, []string{store.InTeam(won.Owner, won.Team)}, "2025-03-20", "2025-03-20") {
			if err != nil {
				return err
			}
			sums[c.Metric] = c.N
		}
		if sums["won"] != 1 || sums["won:USD"] != 480000 {
			t.Errorf("numbers of the day: %v", sums)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if due, err := w.Store.Due(t.Context(), w.Now.Add(time.Hour), 10); err != nil || len(due) > 0 {
		t.Errorf("something is said in the chat: %v %v", due, err)
	}
}

func TestTheSameFilesAgainChangeNothing(t *testing.T) {
	w := commandstest.NewWorld(t)
	bring(w, importer.Input{}, someone, goods, firms, sold)
	after := everything(w)
	seq, rows := bring(w, importer.Input{}, someone, goods, firms, sold)
	for _, r := range rows {
		if r.Outcome != importer.RowUnchanged {
			t.Errorf("again: %+v", r)
		}
	}
	if got := everything(w); got != after || seq != 0 {
		t.Errorf("the second time left\n%s\nthe first\n%s", got, after)
	}
}

func TestARowThatCannotBeTakenSaysWhy(t *testing.T) {
	w := commandstest.NewWorld(t)
	bring(w, importer.Input{}, someone, goods)
	before := everything(w)
	const head = "Deal ID,Owner,Product,Account,Stage,Created,Close,Amount,Currency\n"
	for row, want := range map[string]string{
		",Hugo Pell,,,Won,,2025-03-01,1,":                            "import.no_key",
		"X,Nobody,,,Won,,2025-03-01,1,":                              "import.owner_unknown",
		"X,,,,Won,,2025-03-01,1,":                                    "import.owner_missing",
		"X,Hugo Pell,,,,,,1,":                                        "import.stage_missing",
		"X,Hugo Pell,,,Nirvana,,,1,":                                 "import.stage_unknown",
		"X,Hugo Pell,,,Won,,,1,":                                     "import.no_close",
		"X,Hugo Pell,,,Won,2025-03-02,2025-03-01,1,":                 "deal.closed_before_created",
		"X,Hugo Pell,,,Won,,2031-03-01,1,":                           "import.to_come",
		"X,Hugo Pell,,,Open,2031-03-01,,1,":                          "import.to_come",
		"X,Hugo Pell,,,Open,03/01/2025,,1,":                          "import.date_unclear",
		"X,Hugo Pell,,,Open,soon,,1,":                                "import.date_unreadable",
		"X,Hugo Pell,,,Open,,,much,":                                 "money.not_understood",
		"X,Hugo Pell,,,Open,,,-5,":                                   "money.not_positive",
		"X,Hugo Pell,,,Open,,,5,XYZ":                                 "amount.currency_unknown",
		"X,Hugo Pell,,!!!,Open,,,5,":                                 "name.missing",
		"X,Hugo Pell," + strings.Repeat("x", 10_000) + ",,Open,,,5,": "text.too_long",
		"X,Hugo Pell,,,Open,,,5,,surplus":                            "import.too_many_cells",
		"X,Hu\"go Pell,,,Open,,,5,":                                  "import.broken_quotes",
		"X,Hugo Pell,,,Open,,,5,\nX,Hugo Pell,,,Open,,,5,":           "import.twice",
	} {
		in := importer.Input{Files: csv(w, head+row+"\n")}
		w.Now = w.Now.Add(time.Second)
		seq, rows, err := write(w, in)
		if err == nil && seq > 0 { // its first row was taken
			_, _, err = importer.Undo(t.Context(), w.Desk, seq, w.Now, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 {
			t.Fatalf("%.60s: no row is reported", row)
		}
		last := rows[len(rows)-1]
		if last.Outcome != importer.RowRejected || last.Notes[0].Code != want || last.ID != "" {
			t.Errorf("%.60s: %+v, want %s", row, last, want)
		}
		for _, language := range []string{"en", "zh-Hans"} {
			if text := w.Desk.Cards.PlainProblem(w.Desk.Cards.Printer(language, w.Now), last.Notes[0]); strings.ContainsAny(text, "[]") {
				t.Errorf("%s reads %q", want, text)
			}
		}
	}
	if everything(w) != before {
		t.Error("a rejected row left something")
	}
}

func TestTheCommandLineSaysWhatFilesLeaveOpen(t *testing.T) {
	w := commandstest.NewWorld(t)
	bring(w, importer.Input{}, goods)
	_, rows := bring(w, importer.Input{Owner: "hugo pell", Dates: sheet.DMY, ListPrice: true, Pipeline: "short",
		Stages: map[string]string{"Nirvana": "closing", "gone": "lost"}}, someone,
		"Deal ID,Owner,Product,Stage,Created,Close,Amount\nY1,Nobody,Lathe One,nirvana,03/01/2025,,\nY2,Grace "+
			"Quill,Lathe Two,Gone,1/2/2025,2/2/2025,0\n")
	if got := told(sheet.Deals, rows); got != "2 created owner_default no_account amount_from_list\n3 created "+
		"no_account amount_from_list no_reason" {
		t.Errorf("%s", got)
	}
	if d, _ := imported(w, "Y1"); d.Stage != "closing" || d.Pipeline != "short" || d.Amount.Minor != 500000 ||
		d.Team != "north-ines-vale" || calendar.DateOf(d.Created.In(w.Now.Location())) != "2025-01-03" {
		t.Errorf("%+v", d)
	}
	if _, rows := bring(w, importer.Input{Owner: "nobody"}, "Deal ID,Owner,Stage\nY3,,Open\n"); told(sheet.Deals,
		rows) != "2 rejected owner_flag" {
		t.Errorf("%+v", rows)
	}
	for want, in := range map[string]importer.Input{
		"import.pipeline_unknown": {Pipeline: "long"},
		"import.stage_target":     {Stages: map[string]string{"x": "nowhere"}},
	} {
		_, _, err := write(w, in)
		if p, ok := sales.AsProblem(err); !ok || p.Code != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// Whatever the cells: the import does what the preview showed, each row of each file is
// in the report once, the same files again change nothing, and undo leaves the store as
// it was.
func TestImportsOfAnythingHoldTheirPromises(t *testing.T) {
	pick := func(r *rapid.T, name string, from ...string) string { return rapid.SampledFrom(from).Draw(r, name) }
	long := strings.Repeat("很长的名字", 24)
	products := "Product,Price\n" + long + ",5\nP1,7\n🙂,1\n"
	w := commandstest.NewWorld(t)
	rapid.Check(t, func(r *rapid.T) {
		people, deals := "Sales rep,Manager,Region,Role,Email\n",
			"Deal ID,Deal name,Owner,Account,Product,Stage,Created,Close,Amount,Loss reason\n"
		accounts := "Account ID,Account,Owner,Revenue\n"
		n := 3
		count := func(row string) string {
			if strings.Trim(row, ",\n") != "" { // a blank line is no row
				n++
			}
			return row
		}
		for range rapid.IntRange(0, 6).Draw(r, "people") {
			people += count(fmt.Sprintf("%s,%s,%s,%s,%s\n", pick(r, "name", "Ann", "Bert", "Ana", "陈静", "", "=cmd", "🙂", long), pick(r,
				"manager", "", "Ann", "Zoe", "Mei"),
				pick(r, "region", "", "N", "华东", "—", long), pick(r, "role", "", "manager", "销售总监", "admin"), pick(r, "email", "",
					"a@example.com")))
		}
		for range rapid.IntRange(0, 5).Draw(r, "accounts") {
			accounts += count(fmt.Sprintf("%s,%s,%s,%s\n", pick(r, "id", "", "1", "2"), pick(r, "account", "Alder Inc", "ALDER", "华星科技",
				"", "\"a, b\""),
				pick(r, "owner", "", "Ann", "Ana", "?"), pick(r, "revenue", "", "1.5", "12万", "x")))
		}
		for range rapid.IntRange(0, 12).Draw(r, "deals") {
			deals += count(fmt.Sprintf("%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", pick(r, "id", "", "1", "2", "3", "4"), pick(r, "name", "",
				"Pumps"),
				pick(r, "owner", "Ann", "Bert", "Ana", "陈静", ""), pick(r, "account", "", "Alder", "华星科技有限公司", "New Co", "!", long),
				pick(r, "product", "", "P1", "p 1", long),
				pick(r, "stage", "Won", "Lost", "Engaging", "Prospecting", "赢单", "?", "Proposal"), pick(r, "created", "", "2025-01-01",
					"2025-02-30", "1/2/2025"),
				pick(r, "close", "", "2025-01-02", "2024-12-31", "2027-01-01"), pick(r, "amount", "", "0", "12.50", "USD 7", "1万"),
				pick(r, "reason", "", "价格太高", "Bad luck")))
		}
		before := everything(w)
		seq, rows := bring(w, importer.Input{ListPrice: rapid.Bool().Draw(r, "list price")}, people, accounts, deals, products)
		seen := map[string]bool{}
		for _, row := range rows {
			seen[fmt.Sprint(row.File, row.Line)] = true
			if row.Outcome == importer.RowRejected && len(row.Notes) != 1 || row.Outcome == importer.RowUpdated && len(row.Changes) == 0 {
				r.Fatalf("%+v", row)
			}
		}
		if len(seen) != n {
			r.Fatalf("%d lines are reported of %d", len(seen), n)
		}
		after := everything(w)
		if _, again := bring(w, importer.Input{}, people, accounts, deals, products); slices.ContainsFunc(again,
			func(row importer.Row) bool {
				return row.Outcome == importer.RowCreated || row.Outcome == importer.RowUpdated
			}) || everything(w) != after {
			r.Fatalf("again: %+v", again)
		}
		if seq == 0 {
			return // nothing was written
		}
		if _, _, err := importer.Undo(t.Context(), w.Desk, seq, w.Now, nil); err != nil {
			r.Fatal(err)
		}
		if got := everything(w); got != before {
			r.Fatalf("undone:\n%s\nwant\n%s", got, before)
		}
	})
}
