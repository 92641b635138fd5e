package commands_test

import (
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func TestADealMovesThroughItsStagesAndAnOverrideNeedsAReason(t *testing.T) {
	w := acme(t)
	reply := w.Want(w.Say(ana, "deal advance D-1"), "Next step is filled in")
	form := w.Click(ana, reply.Message, "Move on anyway").Modal
	w.Want(w.Submit(ana, form, map[string]string{"reason": "they are in a hurry"}), "Lead → Discovery", "they are in a hurry")
	w.Say(ana, `deal next D-1 "demo with CFO" next Tue 3pm`)
	w.Say(ana, "deal set D-1 need faster reports")
	w.Want(w.In(ana, "D-1", "advance"), "Discovery → Proposal")
	w.Want(w.Say(ana, "deal history D-1"), "Lead → Discovery", "Discovery → Proposal", "opened the deal")
	w.Want(w.Say(ana, "deal back D-1 budget was withdrawn"), "back from Proposal to Discovery", "budget was withdrawn")
	w.Want(w.Say(mei, "deal D-1"), "Discovery", "demo with CFO", "Tue 1 Dec")
}

func TestADealIsWonOrLostForAReason(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "deal lost D-1 chose a competitor Initech"), "Chose a competitor", "Initech")
	w.Want(w.Say(ana, "deal won D-1 they signed"), "closed")
	w.Want(w.Say(ana, "deal reopen D-1 they called back"), "reopened", "they called back")
	form := w.Say(ana, "deal lost D-1 because of reasons").Modal
	if text := encoded(t, chat.Reply{Modal: form}); !strings.Contains(text, "You typed: because of reasons") {
		t.Errorf("what was typed is lost: %s", text)
	}
	w.Want(w.Submit(ana, form, map[string]string{"reason": "price"}), "Price")
	if d := w.Deal("D-1"); d.Competitor != "" {
		t.Errorf("a sentence became the competitor %q", d.Competitor)
	}
	w.Say(ana, "deal reopen D-1")
	w.Want(w.Say(ana, "deal won D-1 they signed"), "won the deal", "¥120,000")
	if d := w.Deal("D-1"); d.Status != sales.Won || d.Close != "2026-11-24" {
		t.Errorf("%+v", d)
	}
}

func TestAnAmountTypedWithAWinIsTheDealsFromNowOn(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "deal won D-1 15ok"), "can't read an amount", "You typed: D-1 15ok")
	w.Want(w.Say(ana, "deal won D-1 150k they signed"), "¥120,000 → ¥150,000", "won the deal", "they signed")
	if d := w.Deal("D-1"); d.Status != sales.Won || d.Amount.Minor != 15000000 {
		t.Errorf("%+v", d)
	}
	w.Want(w.Say(ana, "deal history D-1"), "¥120,000 → ¥150,000", "won the deal")
	w.Say(ana, "deal reopen D-1")
	w.Want(w.Say(ana, "deal won D-1 150k they signed"), "won the deal: ¥150,000")
	w.Want(w.Say(ana, "undo"), "Undone: the win of D-1")
	if d := w.Deal("D-1"); d.Status != sales.Open {
		t.Errorf("%+v", d)
	}
}

func TestAWinWithoutAnAmountAsksForIt(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal new Acme Corporation Support")
	form := w.Say(ana, "deal won D-2 they signed").Modal
	w.Want(w.Submit(ana, form, map[string]string{"amount": "5k"}), "won the deal", "¥5,000", "they signed")
}

func TestAWinPassesTheSameGateAsAMove(t *testing.T) {
	w := acme(t)
	w.Now = w.Now.AddDate(0, 0, 1)
	reply := w.Want(w.Say(ana, "deal won D-1 150k yesterday"), "Before D-1 counts as won", "Budget is filled in",
		"at least one demo is logged", "You typed: D-1 150k yesterday")
	if d := w.Deal("D-1"); d.Status != sales.Open || d.Amount.Minor != 12000000 {
		t.Errorf("it changed: %+v", d)
	}
	// The button keeps the amount and the day that were typed.
	form := w.Click(ana, reply.Message, "Won anyway").Modal
	w.Want(w.Submit(ana, form, map[string]string{"reason": "the board agreed"}),
		"¥120,000 → ¥150,000", "won the deal on Tue 24 Nov: ¥150,000", "Won although this was missing", "Budget is filled in", "the board agreed")
	if d := w.Deal("D-1"); d.Status != sales.Won || d.Close != "2026-11-24" || d.Overrides != 1 {
		t.Errorf("%+v", d)
	}
	w.Want(w.Say(mei, "review week"), "Moved on without meeting the criteria: 1")
}

// The counters of the day of the win follow a reopening, however much later it is, and its undo.
func TestAWinThatIsReopenedIsNotCounted(t *testing.T) {
	w := acme(t)
	counted := func(when string, want int64) {
		t.Helper()
		got := map[string]int64{}
		if err := w.Store.View(w.Context(), func(r store.Reader) error {
			for c, err := range store.SumOfTeam(r, "east", "2026-11-01", "2027-01-31") {
				if err != nil {
					return err
				}
				got[c.Metric] += c.N
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if got["won"] != min(want, 1) || got["won:CNY"] != want || got["overrides"] != min(want, 1) {
			t.Errorf("%s: %v", when, got)
		}
	}
	w.Say(ana, "deal won D-1 they signed")
	counted("won", 12_000_000)
	w.Say(ana, "deal reopen D-1")
	counted("reopened", 0)
	w.Say(ana, "deal won D-1 they signed")
	counted("won again", 12_000_000)
	w.Now = w.Now.AddDate(0, 0, 21)
	w.Say(ana, "deal reopen D-1")
	counted("reopened three weeks later", 0)
	w.Say(ana, "undo")
	counted("not reopened after all", 12_000_000)
	w.Say(ana, "deal reopen D-1")
	w.Say(ana, "deal won D-1 90k they signed")
	counted("won again for less", 9_000_000)
}

func TestADealWithEverythingItsStagesAskForIsWonWithoutAQuestion(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal set D-1 need faster reports")
	w.Say(ana, "deal set D-1 budget 120k this year")
	w.Say(ana, "deal set D-1 product platform")
	w.Say(ana, "log demo D-1 1h")
	w.Want(w.Say(ana, "deal won D-1"), "decision maker", "buyer")
	w.Say(ana, `contact add Acme Corporation "Ada Lovelace" decider`)
	w.Say(ana, `contact add Acme Corporation "Grace Hopper" buyer`)
	w.Want(w.Say(ana, "deal won D-1"), "won the deal: ¥120,000")
	if d := w.Deal("D-1"); d.Overrides != 0 {
		t.Errorf("%+v", d)
	}
}

func TestAWinAndALossTakeADay(t *testing.T) {
	for _, c := range []struct {
		line, want string
		close      calendar.Date
	}{
		{"deal won D-1 2026-11-26 they signed", "won the deal on Thu 26 Nov: ¥120,000", "2026-11-26"},
		{"deal won D-1 they signed on Thu", "won the deal on Thu 26 Nov: ¥120,000", "2026-11-26"},
		{"deal won D-1 130k yesterday they signed", "won the deal on Fri 27 Nov: ¥130,000", "2026-11-27"},
		{"deal won yesterday D-1 they signed", "won the deal on Fri 27 Nov", "2026-11-27"},
		{"昨天赢单 D-1 客户签了", "won the deal on Fri 27 Nov", "2026-11-27"},
		{"deal 昨天赢单 D-1 客户签了", "won the deal on Fri 27 Nov", "2026-11-27"},
		{"赢单了 D-1 昨天 客户签了", "won the deal on Fri 27 Nov", "2026-11-27"},
		{"deal won D-1 today they signed", "won the deal: ¥120,000", "2026-11-28"},
		{"deal lost D-1 price Initech yesterday", "lost on Fri 27 Nov: Price", "2026-11-27"},
		{"deal lost D-1 2026-11-26 price", "lost on Thu 26 Nov: Price", "2026-11-26"},
		{"上周四输单 D-1 价格太高", "opened only on Tue 24 Nov", ""},
		{"deal won D-1 2026-12-24 they signed", "that day is still to come", ""},
		{"deal lost D-1 tomorrow price", "that day is still to come", ""},
		{"deal won D-1 2026-11-20 they signed", "opened only on Tue 24 Nov", ""},
		{"deal won D-1 2026-02-30", "can't read an amount", ""},
	} {
		t.Run(c.line, func(t *testing.T) {
			w := acme(t)
			w.Now = w.Now.AddDate(0, 0, 4) // Saturday
			w.Want(w.Say(ana, c.line), c.want)
			if d := w.Deal("D-1"); c.close == "" && d.Status != sales.Open || c.close != "" && d.Close != c.close {
				t.Errorf("%+v", d)
			}
		})
	}
}

// In the deal's room no name is needed, before the verb or behind it.
func TestADayIsReadInADealsRoom(t *testing.T) {
	for _, line := range []string{"昨天赢单", "昨天赢单了", "won yesterday", "yesterday won"} {
		w := acme(t)
		w.Now = w.Now.AddDate(0, 0, 4)
		reply := w.Want(w.In(ana, "D-1", line), "Before D-1 counts as won")
		form := w.Click(ana, reply.Message, "Won anyway").Modal
		w.Want(w.Submit(ana, form, map[string]string{"reason": "they signed"}), "won the deal on Fri 27 Nov")
	}
}

// Slack opens no form for what is typed into a message: a button opens it, and knows the day.
func TestAFormThatAsksForTheRestKeepsTheDay(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal new Acme Corporation Support")
	w.Now = w.Now.AddDate(0, 0, 4)
	for deal, c := range map[string]struct {
		line   string
		fields map[string]string
	}{
		"D-2": {"deal won D-2 yesterday", map[string]string{"amount": "5k", "reason": "they signed"}},
		"D-1": {"deal lost D-1 yesterday", map[string]string{"reason": "price"}},
	} {
		form := w.Say(ana, c.line).Modal
		click := w.Request(ana, chat.Click)
		click.Name, click.Value = form.Action, form.Value
		w.Want(w.Submit(ana, w.Do(click).Modal, c.fields), "on Fri 27 Nov")
		if d := w.Deal(deal); d.Close != "2026-11-27" {
			t.Errorf("%+v", d)
		}
	}
	click := w.Request(ana, chat.Click)
	click.Name, click.Value = "deal won", "D-2|2026-11-27|many|CNY"
	w.Want(w.Do(click), "no longer")
}

func TestADealIsNotWonInAWeekBeforeItWasOpened(t *testing.T) {
	w := acme(t)
	w.Say(ana, `deal new Acme Corporation "Data centre" 80k`)
	w.Want(w.Say(ana, "deal won D-2 2026-11-20 they signed"), "opened only on Tue 24 Nov")
	if d := w.Deal("D-2"); d.Status != sales.Open {
		t.Errorf("%+v", d)
	}
	w.Want(w.Say(ana, "review last week"), "Won 0")
}

func TestOnlyTheOwnerAndTheManagerChangeADeal(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(bob, "deal amount D-1 90k"), "D-1 belongs to Ana")
	w.Want(w.Say(mei, "deal amount D-1 90k"), "¥120,000 → ¥90,000")
	w.Want(w.Say(lilei, "deal amount D-1 90k"), "没有 D-1")
	w.Want(w.Say(lilei, "deal amount D-77 90k"), "没有 D-77")
	w.Want(w.Say(mei, "deal give D-1 @UBOB"), "from Ana to Bob")
	w.Want(w.Say(ana, "deal date D-1 next Fri"), "D-1 belongs to Bob")
	w.Want(w.Say(bob, "deal date D-1 next Fri"), "Fri 4 Dec")
}

// "deal close" sets the expected date and closes nothing, so it became "deal date".
func TestTheOldNameOfARouteStillWorks(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "deal close D-1 Nov 30"), "→ Mon 30 Nov")
	form := w.Say(ana, "deal date D-1").Modal
	form.Action = "deal close" // opened before it was renamed
	w.Want(w.Submit(ana, form, map[string]string{"close": "2026-12-01"}), "→ Tue 1 Dec")
	w.Want(w.Say(ana, "undo"), "Undone: the expected close of D-1")

	w.Say(ana, "deal date Dec 2")
	if drafts(w) != 1 {
		t.Fatalf("%d lines are kept", drafts(w))
	}
	for _, d := range kept(w, store.Drafts) { // so was this line
		d.Route = "deal close"
		if _, err := w.Store.Update(w.Context(), store.Change{Once: "old", Actor: ana, At: w.Now, What: "test"}, func(tx *store.Tx) error {
			return store.Drafts.Put(tx, d)
		}); err != nil {
			t.Fatal(err)
		}
		req := w.Request(ana, chat.Click)
		req.Name, req.Value = "pick", d.ID+"/D-1"
		w.Want(w.Do(req), "→ Wed 2 Dec")
	}
}

func TestAMissingIdOffersTheLikeliestDeals(t *testing.T) {
	w := acme(t)
	reply := w.Want(w.Say(ana, "deal amount 15万"), "Which deal?", "15万")
	w.Want(w.Click(ana, reply.Message, "D-1"), "¥120,000 → ¥150,000")
	w.Want(w.Say(ana, "deal amount Acme Corporation 16万"), "¥160,000")
}

func TestListsOfDeals(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "deal list"), "*Your open deals* (1)", "D-1", "Lead (1 of 6)")
	w.Want(w.Say(bob, "deal list"), "You have no open deals")
	w.Want(w.Say(bob, "deal list team"), "*Open deals of the team* (1)")
	w.Want(w.Say(ana, "deal list stale"), "Stale deals of the team: none")
	w.Want(w.Say(ana, "deal list lead"), "*Lead* (1)", " · Ana")
	w.Want(w.Say(bob, "deal list Ana"), "*Open deals of Ana* (1)", "D-1")
	w.Want(w.Say(bob, "deal list <@"+ana+">"), "*Open deals of Ana* (1)", "D-1")
	w.Want(w.Say(bob, "deal list Acme"), "*Open deals of Acme Corporation* (1)", "D-1")
	w.Want(w.Say(bob, "deal list Nobody"), "There is no list “Nobody”")
	w.Want(w.Say(ana, "商机列表 本月赢单"), "none")
	w.Want(w.Say(ana, "deal list 线索获取"), "*Lead* (1)")
	w.Want(w.Say(lilei, "deal list team"), "暂无")
	w.Want(w.Say(ana, "pipeline"), "Standard", "¥120,000", "¥12,000")
	w.Now = w.Now.AddDate(0, 0, 10)
	w.Want(w.Say(ana, "deal list stale"), "*Stale deals of the team* (1)", "Acme Corporation", " · Ana · ")
}

func TestUndoTakesBackOnesOwnLastChange(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal amount D-1 90k")
	w.Want(w.Say(bob, "undo"), "nothing in the last ten minutes")
	w.Want(w.Say(ana, "undo"), "Undone: the amount of D-1")
	if d := w.Deal("D-1"); d.Amount.Minor != 12000000 {
		t.Errorf("%+v", d.Amount)
	}
	w.Want(w.Say(ana, "undo"), "Undone: the new deal D-")
	if !w.Card("D-1").Deleted {
		t.Error("the card of the undone deal is still wanted")
	}
	w.Want(w.Say(ana, "deal D-1"), "can't find D-1")
}

func TestUndoIsRefusedWhenSomethingNewerTouchedTheRecord(t *testing.T) {
	w := acme(t)
	reply := w.Say(ana, "deal amount D-1 90k")
	w.Say(mei, "deal amount D-1 95k")
	w.Want(w.Click(ana, reply.Message, "Undo"), "D-1 has been changed since by Mei")
	late := w.Say(mei, "deal amount D-1 99k")
	w.Now = w.Now.Add(10 * time.Minute)
	w.Want(w.Click(mei, late.Message, "Undo"), "10 minutes")
	w.Want(w.Click(adm, late.Message, "Undo"), "Undone")
	w.Want(w.Click(mei, late.Message, "Undo"), "10 minutes")
}

func TestADealGivenToAnotherTeamLeavesNothingWaiting(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.Say(ana, "deal give D-1 @ULILEI"), "R-1", "still waits", "West")
	if d := w.Deal("D-1"); d.Team != "east" {
		t.Errorf("%+v", d)
	}
	w.Want(w.Say(mei, "reject R-1 margin is too thin"), "Rejected")
	w.Want(w.Click(ana, w.Say(ana, "deal give D-1 @ULILEI").Message, "Yes"), "from Ana to 李雷")
	if !w.Card("D-1").Deleted {
		t.Error("the old team still sees the card")
	}
	if d := w.Deal("D-1"); d.Team != "west" {
		t.Errorf("%+v", d)
	}
	w.Say(lilei, "discount D-1 15% rival")
	w.Shows(w.Message("deal/D-1/west/R-2"), "R-1", "Mei已驳回", "margin is too thin")
}

func TestSettingNothingWipesNothing(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal set D-1 need faster reports")
	if w.Say(ana, "deal set D-1 need").Modal == nil || w.Deal("D-1").Need != "faster reports" {
		t.Errorf("%+v", w.Deal("D-1"))
	}
	w.Want(w.Say(ana, "deal set D-1 decider Bob Smith"), "no field “decider”", "decider Bob Smith")
}

func TestANewAmountSaysWhatItTakesAlong(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 5%")
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.Say(ana, "deal amount D-1 90k"), "5% off no longer applies", "R-2 is void")
}
