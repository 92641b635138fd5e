package importer_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/cli/importer"
	"dealdesk/cli/importer/sheet"
	"dealdesk/commands/commandstest"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestADealThatIsHereMovesByTheRules(t *testing.T) {
	w := commandstest.NewWorld(t)
	bring(w, importer.Input{}, someone, goods, firms, sold)
	d, _ := imported(w, "O3")
	w.Say(adm, "deal next "+d.ID+" call them Friday") // gives it a card
	had := len(everything(w))
	_, rows := bring(w, importer.Input{}, "Deal ID,Owner,Stage,Created,Close,Amount\n"+
		"O1,Grace Quill,Won,2025-03-03,2025-03-20,9999\n"+ // closed deals stay as they are
		"O2,Grace Quill,Engaging,2025-03-04,,\n"+
		"O3,Grace Quill,Proposal,2025-03-05,2027-02-01,6000\n"+
		"O5,Hugo Pell,Lost,2025-03-06,2025-05-06,0\n")
	if got := told(sheet.Deals, rows); got != "2 rejected closed_here\n3 rejected closed_here\n4 updated\n5 updated no_reason" {
		t.Errorf("%s", got)
	}
	if len(everything(w)) <= had {
		t.Error("nothing was written")
	}
	d, events := imported(w, "O3")
	var kinds []sales.EventKind
	for _, e := range events[1:] {
		kinds = append(kinds, e.Kind)
	}
	if !slices.Equal(kinds, []sales.EventKind{sales.Given, sales.Repriced,
		sales.Advanced}) || d.Stage != "proposal" || d.Amount.Minor != 600000 || d.Terms != 2 || d.Close != "2027-02-01" {
		t.Errorf("%v %+v", kinds, d)
	}
	if lost, events := imported(w, "O5"); lost.Status != sales.Lost || lost.Amount.Minor != 12_000_000 || events[1].On != "2025-05-06" {
		t.Errorf("%+v %+v", lost, events)
	}
}

func TestTwoSystemsWithTheSameIDsAreNotMixed(t *testing.T) {
	w := commandstest.NewWorld(t)
	firms := "Account ID,Account\n1,Acme Ltd\n2,Borders Dairy\n"
	deals := "Deal ID,Deal,Account ID,Account,Owner,Stage,Amount\n1,Arm for Acme,1,Acme Ltd,Grace Quill,Proposal,10000\n" +
		"2,Cell for Borders,2,Borders Dairy,Grace Quill,Proposal,20000\n"
	bring(w, importer.Input{}, someone, firms, deals)
	before := everything(w)
	others := []string{"Account ID,Account\n1,华星科技\n2,粤海电机\n",
		"Deal ID,Deal,Account ID,Account,Owner,Stage,Amount\n1,华星一期,1,华星科技,Hugo Pell,Proposal,80000\n" +
			"2,粤海产线,2,粤海电机,Hugo Pell,Proposal,90000\n"}
	_, rows := bring(w, importer.Input{}, others...)
	if got := told(sheet.Accounts, rows); got != "2 rejected other_account\n3 rejected other_account" {
		t.Errorf("%s", got)
	}
	_, rows = bring(w, importer.Input{}, strings.ReplaceAll(others[1], "Account ID", "Remark"))
	if got := told(sheet.Deals, rows); got != "2 rejected other_deal\n3 rejected other_deal" {
		t.Errorf("%s", got)
	}
	if got := everything(w); got != before {
		t.Errorf("another system changed something:\n%s\nwant\n%s", got, before)
	}
	system := importer.Input{System: "crm2"}
	_, rows = bring(w, system, others...)
	if got := told(sheet.Accounts, rows) + "\n" + told(sheet.Deals, rows); got != "2 created owner_from_deals\n3 created owner_from_deals\n"+
		"2 created no_start\n3 created no_start" {
		t.Errorf("under a name of its own: %s", got)
	}
	if d, _ := imported(w, "crm2:1"); d.Name != "华星一期" || d.Amount.Minor != 80_000_00 {
		t.Errorf("%+v", d)
	}
	renamed := strings.NewReplacer("Acme Ltd", "Acme Group", "Arm for Acme", "Second arm")
	_, rows = bring(w, importer.Input{}, renamed.Replace(firms), renamed.Replace(deals))
	if told(sheet.Accounts, rows) != "2 updated\n3 unchanged" || told(sheet.Deals, rows) != "2 updated\n3 unchanged" {
		t.Errorf("a new name of the same: %s, %s", told(sheet.Accounts, rows), told(sheet.Deals, rows))
	}
	if _, rows = bring(w, system, others...); strings.Contains(told(sheet.Accounts, rows)+told(sheet.Deals, rows), "updated") {
		t.Errorf("again: %+v", rows)
	}
}

// Traditional characters were no part of the keys of products once.
func TestAProductWithAnOlderKeyIsNotDoubled(t *testing.T) {
	w := commandstest.NewWorld(t)
	old := sales.Product{ID: "資料平臺", Name: "資料平臺", External: "資料平臺"}
	if _, err := w.Store.Update(t.Context(), store.Change{Once: "old", Actor: adm, At: w.Now, What: "import"}, func(tx *store.Tx) error {
		return store.Products.Put(tx, old)
	}); err != nil {
		t.Fatal(err)
	}
	_, rows := bring(w, importer.Input{}, "Product,Price\n資料平臺,5\n")
	if got := told(sheet.Products, rows); got != "2 updated" {
		t.Errorf("%q", got)
	}
}

func TestWhatARowLeavesOddIsSaid(t *testing.T) {
	w := commandstest.NewWorld(t)
	bring(w, importer.Input{}, someone)
	_, rows := bring(w, importer.Input{}, "Deal ID,Deal,Owner,Account,Stage,Created,Won on,Amount\n"+
		"5,,Grace Quill,Fernhill,Proposal,2025-03-05,,1\n6,Six,Grace Quill,Fernhill,Open,2025-03-05,2025-04-01,1\n",
		"Name,Company,Phone\nKim Roe,Fernhill,1.38E+10\n")
	if got := told(sheet.Deals, rows); got != "2 created no_name\n3 created stage_first open_with_day" {
		t.Errorf("%s", got)
	}
	if got := told(sheet.Contacts, rows); got != "2 created phone_shortened" {
		t.Errorf("%s", got)
	}
}

func TestAnImportChangesNothingThatWaitsForADecision(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Fernhill")
	w.Say(ana, `deal new Fernhill "Pumps" 100k`)
	w.Say(ana, "discount D-1 15% rival is cheaper")
	err := func() error {
		_, err := w.Store.Update(t.Context(), store.Change{Once: "tag", Actor: adm, At: w.Now, What: "test"}, func(tx *store.Tx) error {
			d, err := store.Deals.Find(tx, "D-1")
			d.External = "F1"
			return errors.Join(err, store.Deals.Put(tx, d))
		})
		return err
	}()
	if err != nil {
		t.Fatal(err)
	}
	_, rows := bring(w, importer.Input{}, "Deal ID,Owner,Stage,Amount\nF1,Ana,Prospecting,200k\n")
	if got := told(sheet.Deals, rows); got != "2 rejected request_waiting" {
		t.Errorf("%s", got)
	}
	card := w.Card("D-1")
	_, rows = bring(w, importer.Input{}, "Deal ID,Owner,Stage,Close\nF1,Bob,Prospecting,2027-05-01\n")
	if got := told(sheet.Deals, rows); got != "2 updated stage_guessed" {
		t.Errorf("%s", got)
	}
	err = w.Store.View(t.Context(), func(r store.Reader) error {
		p, _, err := store.PostByKey(r, cards.DealKey("D-1", "east"))
		if p.Rev == card.Rev || !strings.Contains(string(p.Message.Text), "Bob") {
			t.Errorf("the card still shows %s", p.Message.Text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnImportIsUndoneAsAWhole(t *testing.T) {
	w := commandstest.NewWorld(t)
	before := everything(w)
	first, _ := bring(w, importer.Input{}, someone, goods, firms, sold)
	between := everything(w)
	second, _ := bring(w, importer.Input{}, "Deal ID,Owner,Stage,Amount\nO3,Otto Lind,Proposal,6000\n")

	refused := func(seq uint64, want string) {
		t.Helper()
		_, _, err := importer.Undo(t.Context(), w.Desk, seq, w.Now, nil)
		if p, ok := sales.AsProblem(err); !ok || p.Code != want {
			t.Errorf("undo of %d: %v, want %s", seq, err, want)
		}
	}
	refused(1, "import.not_an_import")
	refused(99, "import.not_an_import")
	refused(first, "import.undo_newer")
	if _, n, err := importer.Undo(t.Context(), w.Desk, second, w.Now.Add(time.Second), nil); err != nil || n == 0 {
		t.Fatal(n, err)
	}
	// O3 has its amount back under a new version of its terms: none is used twice.
	if got := everything(w); strings.Replace(got, "Terms:3", "Terms:1", 1) != between {
		t.Errorf("after the second is undone:\n%s\nwant\n%s", got, between)
	}
	w.Now = w.Now.Add(time.Minute)
	refused(second, "import.undone_already")
	if _, _, err := importer.Undo(t.Context(), w.Desk, first, w.Now, nil); err != nil {
		t.Error(err)
	}
	if got := everything(w); got != before {
		t.Errorf("after the first is undone:\n%s\nwant\n%s", got, before)
	}
	if _, err := w.Store.Check(t.Context(), store.Checkpoint{}); err != nil {
		t.Error(err)
	}
}

func TestPeopleOfAnImportBecomeThoseOfTheChat(t *testing.T) {
	w := commandstest.NewWorld(t)
	bring(w, importer.Input{}, someone, goods, firms, sold)
	was, _ := imported(w, "O1")
	_, rows := bring(w, importer.Input{}, "Sales rep,Manager,Region,Slack ID\nGrace Quill,Ines Vale,North,U0GRACE\nHugo "+
		"Pell,Ines Vale,North,UBOB\nOtto Lind,Rita Moss,South,otto\n")
	if got := told(sheet.People, rows); got != "2 updated\n3 updated team_kept\n4 rejected slack_id" {
		t.Errorf("%s", got)
	}
	d, events := imported(w, "O1")
	if was.Owner == d.Owner || d.Owner != "U0GRACE" || d.Team != "north-ines-vale" || events[1].Owner != "U0GRACE" ||
		events[1].By != "U0GRACE" {
		t.Errorf("%+v %+v", d, events)
	}
	if d, events := imported(w, "O3"); d.Owner != bob || d.Team != "east" || events[0].Team != "east" {
		t.Errorf("%+v %+v", d, events)
	}
	err := w.Store.View(t.Context(), func(r store.Reader) error {
		if _, ok, err := store.People.Get(r, was.Owner); ok || err != nil {
			t.Errorf("%s is still there: %v", was.Owner, err)
		}
		grace, err := store.People.Find(r, "U0GRACE")
		if grace.Team != "north-ines-vale" || grace.Role != sales.Rep {
			t.Errorf("%+v", grace)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, rows := bring(w, importer.Input{}, someone, goods, firms, sold); slices.ContainsFunc(rows,
		func(r importer.Row) bool { return r.Outcome != importer.RowUnchanged }) {
		t.Errorf("the files without the column change something: %+v", rows)
	}
}

func TestADealThatAnImportGivesToAnotherTeamLeavesItsRoom(t *testing.T) {
	w := commandstest.NewWorld(t)
	const head = "Deal ID,Owner,Account,Stage,Created,Close,Amount\n"
	bring(w, importer.Input{Currency: "CNY"}, head+"O1,Ana,Acme,Prospecting,2026-11-02,,12000\n")
	w.Say(ana, "discount D-1 15% rival")
	w.Shows(w.Room("D-1", "R-1"), "R-1")
	bring(w, importer.Input{Currency: "CNY"}, head+"O1,李雷,Acme,Prospecting,2026-11-02,,12000\n")
	if d := w.Deal("D-1"); d.Team != "west" {
		t.Fatalf("%+v", d)
	}
	var approval sales.Approval
	err := w.Store.View(t.Context(), func(r store.Reader) (err error) {
		approval, err = store.Approvals.Find(r, "R-1")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !w.Card("D-1").Deleted || !w.Room("D-1", "R-1").Deleted || approval.Team != "west" {
		t.Error("the deal is still in the room of the team that it left")
	}
}
