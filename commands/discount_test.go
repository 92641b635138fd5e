package commands_test

import (
	"sync"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestADiscountIsAskedForAndApprovedInTheDealsRoom(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "discount D-1 15% rival cut the price"), "R-1", "15% off", "¥102,000")
	card := w.Room("D-1", "R-1")
	w.Shows(card, "Ana asks for 15% off", "rival cut the price")
	w.Want(w.Click(ana, &card.Message, "Approve"), "your own request")
	w.Want(w.Click(bob, &card.Message, "Approve"), "for a manager")
	w.Want(w.Click(mei, &card.Message, "Approve"), "Approved by Mei")
	w.Want(w.Click(dan, &card.Message, "Approve"), "already decided by Mei")
	if d := w.Deal("D-1"); d.Discount != 1500 || d.Terms != 2 {
		t.Errorf("%+v", d)
	}
	after := w.Room("D-1", "R-1")
	if _, still := commandstest.Button(&after.Message, "Approve"); still {
		t.Error("the buttons are still there")
	}
	w.Shows(after, "Approved by Mei")
	w.Shows(w.Message("tell/R-1"), "Approved by Mei")
}

func TestADiscountWithinOnesOwnAuthorityNeedsNobody(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "discount D-1 九五折"), "granted 5% off")
	w.Want(w.Say(mei, "discount D-1 18% to close it"), "granted 18% off")
	w.Want(w.Say(ana, "discount D-1 none"), "took the discount back")
}

func TestRejectAndChangeNeedAReasonAndTheRequesterCanAskAgain(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival cut the price")
	card := w.Room("D-1", "R-1")
	form := w.Click(mei, &card.Message, "Ask for a change").Modal
	w.Want(w.Submit(mei, form, map[string]string{"reason": "12% is enough"}), "asked for a change", "12% is enough")
	told := w.Message("tell/R-1")
	again := w.Click(ana, &told.Message, "Ask again").Modal
	w.Want(w.Submit(ana, again, map[string]string{"discount": "12%", "reason": "as you said"}), "R-2")
	w.Want(w.In(mei, "D-1", "reject"), "needs a reason")
	w.Want(w.In(mei, "D-1", "reject：too early in the quarter"), "Rejected by Mei", "0: too early in the quarter")
	w.Want(w.In(mei, "D-1", "approve"), "already decided by Mei")
}

func TestADuplicateRequestIsRefused(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	reply := w.Want(w.Say(ana, "discount D-1 16% rival"), "R-1", "already waiting")
	w.Want(w.Click(ana, reply.Message, "Take it back"), "Taken back by Ana")
}

func TestChangingTheAmountVoidsARequest(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	stale := w.Room("D-1", "R-1")
	w.Say(ana, "deal amount D-1 90k")
	w.Want(w.Click(mei, &stale.Message, "Approve"), "void")
	w.Shows(w.Room("D-1", "R-1"), "the amount changed")
	if d := w.Deal("D-1"); d.Discount != 0 {
		t.Errorf("%+v", d)
	}
}

func TestARequestCanBeTakenBack(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.In(mei, "D-1", "recall"), "Only Ana")
	w.Want(w.In(ana, "D-1", "recall"), "Taken back by Ana")
	w.Want(w.In(mei, "D-1", "approve"), "taken back")
}

func TestAnotherTeamSeesNothingOfARequest(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	card := w.Room("D-1", "R-1")
	hidden := w.Click(wei, &card.Message, "Approve")
	w.Want(hidden, "没有 R-1")
	w.Want(w.Say(wei, "approvals"), "没有与你相关的待审批申请")
	w.Want(w.Say(mei, "approvals"), "R-1")
}

func TestConcurrentClicksDecideOnce(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	card := w.Room("D-1", "R-1")
	approve, _ := commandstest.Button(&card.Message, "Approve")
	route, _ := w.Router.Named("approve")
	var clicks []chat.Request
	for range 20 {
		for _, who := range []string{mei, dan, ana, bob} {
			req := w.Request(who, chat.Click)
			req.Name, req.Value = approve.Action, approve.Value
			clicks = append(clicks, req, req)
		}
	}
	var all sync.WaitGroup
	for _, req := range clicks {
		all.Go(func() {
			if _, err := route.Do(t.Context(), req); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	granted := 0
	err := w.Store.View(t.Context(), func(r store.Reader) error {
		for e, err := range store.EventsOf(r, "D-1") {
			if err != nil {
				return err
			}
			if e.Kind == sales.Granted {
				granted++
			}
		}
		return nil
	})
	if err != nil || granted != 1 {
		t.Errorf("granted %d times, %v", granted, err)
	}
}
