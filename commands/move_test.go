package commands_test

import (
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
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
	w.Want(w.Say(ana, "deal won D-1"), "closed")
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
	w.Want(w.Say(ana, "deal won D-1"), "won the deal", "¥120,000")
	if d := w.Deal("D-1"); d.Status != sales.Won || d.Close != "2026-11-24" {
		t.Errorf("%+v", d)
	}
}

func TestAnAmountTypedWithAWinIsTheDealsFromNowOn(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "deal won D-1 great job"), "can't read an amount", "You typed: D-1 great job")
	w.Want(w.Say(ana, "deal won D-1 150k"), "¥120,000 → ¥150,000", "won the deal")
	if d := w.Deal("D-1"); d.Status != sales.Won || d.Amount.Minor != 15000000 {
		t.Errorf("%+v", d)
	}
	w.Want(w.Say(ana, "deal history D-1"), "¥120,000 → ¥150,000", "won the deal")
	w.Say(ana, "deal reopen D-1")
	w.Want(w.Say(ana, "deal won D-1 150k"), "won the deal: ¥150,000")
	w.Want(w.Say(ana, "undo"), "Undone: deal won")
	if d := w.Deal("D-1"); d.Status != sales.Open {
		t.Errorf("%+v", d)
	}
}

func TestAWinWithoutAnAmountAsksForIt(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal new Acme Corporation Support")
	form := w.Say(ana, "deal won D-2").Modal
	w.Want(w.Submit(ana, form, map[string]string{"amount": "5k"}), "won the deal", "¥5,000")
}

func TestOnlyTheOwnerAndTheManagerChangeADeal(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(bob, "deal amount D-1 90k"), "belongs to someone else")
	w.Want(w.Say(mei, "deal amount D-1 90k"), "¥120,000 → ¥90,000")
	w.Want(w.Say(lilei, "deal amount D-1 90k"), "没有 D-1")
	w.Want(w.Say(lilei, "deal amount D-77 90k"), "没有 D-77")
	w.Want(w.Say(mei, "deal give D-1 @UBOB"), "from Ana to Bob")
	w.Want(w.Say(ana, "deal date D-1 next Fri"), "belongs to someone else")
	w.Want(w.Say(bob, "deal date D-1 next Fri"), "Fri 4 Dec")
}

// "deal close" sets the expected date and closes nothing, so it became "deal date".
func TestTheOldNameOfARouteStillWorks(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "deal close D-1 Nov 30"), "→ Mon 30 Nov")
	form := w.Say(ana, "deal date D-1").Modal
	form.Action = "deal close" // opened before it was renamed
	w.Want(w.Submit(ana, form, map[string]string{"close": "2026-12-01"}), "→ Tue 1 Dec")
	w.Want(w.Say(ana, "undo"), "Undone: deal date")

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
	w.Want(w.Say(ana, "deal list"), "*Mine* (1)", "D-1", "Lead (1 of 6)")
	w.Want(w.Say(bob, "deal list"), "Mine: none")
	w.Want(w.Say(bob, "deal list team"), "*Team* (1)")
	w.Want(w.Say(ana, "deal list stale"), "Stale: none")
	w.Want(w.Say(ana, "deal list lead"), "*Lead* (1)")
	w.Want(w.Say(ana, "deal list 线索获取"), "*Lead* (1)")
	w.Want(w.Say(lilei, "deal list team"), "没有")
	w.Want(w.Say(ana, "pipeline"), "Standard", "¥120,000", "¥12,000")
	w.Now = w.Now.AddDate(0, 0, 10)
	w.Want(w.Say(ana, "deal list stale"), "*Stale* (1)")
}

func TestUndoTakesBackOnesOwnLastChange(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal amount D-1 90k")
	w.Want(w.Say(bob, "undo"), "nothing in the last ten minutes")
	w.Want(w.Say(ana, "undo"), "Undone: deal amount")
	if d := w.Deal("D-1"); d.Amount.Minor != 12000000 {
		t.Errorf("%+v", d.Amount)
	}
	w.Want(w.Say(ana, "undo"), "Undone: deal new")
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

func TestADealGivenToAnotherTeamMovesWithWhatWaits(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	old := w.Room("D-1", "R-1")
	w.Want(w.Say(ana, "deal give D-1 @ULILEI"), "from Ana to 李雷")
	if !w.Card("D-1").Deleted || !w.Room("D-1", "R-1").Deleted {
		t.Error("the old team still sees the card")
	}
	if d := w.Deal("D-1"); d.Team != "west" {
		t.Errorf("%+v", d)
	}
	w.Want(w.Click(mei, &old.Message, "Approve"), "can't find R-1")
	w.Want(w.Click(wei, &old.Message, "Approve"), "魏华已批准")
	w.Shows(w.Message("deal/D-1/west/R-1"), "魏华已批准")
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
