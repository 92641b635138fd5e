package commands

import (
	"sync"
	"testing"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestADiscountIsAskedForAndApprovedInTheDealsRoom(t *testing.T) {
	w := acme(t)
	w.want(w.say(ana, "discount D-1 15% rival cut the price"), "R-1", "15% off", "¥102,000")
	card := w.room("D-1", "R-1")
	w.shows(card, "Ana asks for 15% off", "rival cut the price")
	w.want(w.click(ana, &card.Message, "Approve"), "your own request")
	w.want(w.click(bob, &card.Message, "Approve"), "for a manager")
	w.want(w.click(mei, &card.Message, "Approve"), "Approved by Mei")
	w.want(w.click(dan, &card.Message, "Approve"), "already decided by Mei")
	if d := w.deal("D-1"); d.Discount != 1500 || d.Terms != 2 {
		t.Errorf("%+v", d)
	}
	after := w.room("D-1", "R-1")
	if _, still := button(&after.Message, "Approve"); still {
		t.Error("the buttons are still there")
	}
	w.shows(after, "Approved by Mei")
	w.shows(w.message("tell/R-1"), "Approved by Mei")
}

func TestADiscountWithinOnesOwnAuthorityNeedsNobody(t *testing.T) {
	w := acme(t)
	w.want(w.say(ana, "discount D-1 九五折"), "granted 5% off")
	w.want(w.say(mei, "discount D-1 18% to close it"), "granted 18% off")
	w.want(w.say(ana, "discount D-1 none"), "took the discount back")
}

func TestRejectAndChangeNeedAReasonAndTheRequesterCanAskAgain(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival cut the price")
	card := w.room("D-1", "R-1")
	form := w.click(mei, &card.Message, "Ask for a change").Modal
	w.want(w.submit(mei, form, map[string]string{"reason": "12% is enough"}), "asked for a change", "12% is enough")
	told := w.message("tell/R-1")
	again := w.click(ana, &told.Message, "Ask again").Modal
	w.want(w.submit(ana, again, map[string]string{"discount": "12%", "reason": "as you said"}), "R-2")
	w.want(w.in(mei, "D-1", "reject"), "say why")
	w.want(w.in(mei, "D-1", "reject too early in the quarter"), "Rejected by Mei", "too early in the quarter")
	w.want(w.in(mei, "D-1", "approve"), "already decided by Mei")
}

func TestADuplicateRequestIsRefused(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	reply := w.want(w.say(ana, "discount D-1 16% rival"), "R-1", "already waiting")
	w.want(w.click(ana, reply.Message, "Take it back"), "Taken back by Ana")
}

func TestChangingTheAmountVoidsARequest(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	stale := w.room("D-1", "R-1")
	w.say(ana, "deal amount D-1 90k")
	w.want(w.click(mei, &stale.Message, "Approve"), "void")
	w.shows(w.room("D-1", "R-1"), "the amount changed")
	if d := w.deal("D-1"); d.Discount != 0 {
		t.Errorf("%+v", d)
	}
}

func TestARequestCanBeTakenBack(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	w.want(w.in(mei, "D-1", "recall"), "Only Ana")
	w.want(w.in(ana, "D-1", "recall"), "Taken back by Ana")
	w.want(w.in(mei, "D-1", "approve"), "taken back")
}

func TestAnotherTeamSeesNothingOfARequest(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	card := w.room("D-1", "R-1")
	hidden := w.click(wei, &card.Message, "Approve")
	w.want(hidden, "没有 R-1")
	w.want(w.say(wei, "approvals"), "没有等你处理的审批")
	w.want(w.say(mei, "approvals"), "R-1")
}

func TestConcurrentClicksDecideOnce(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	card := w.room("D-1", "R-1")
	approve, _ := button(&card.Message, "Approve")
	route, _ := w.router.Named("approve")
	var clicks []chat.Request
	for range 20 {
		for _, who := range []string{mei, dan, ana, bob} {
			req := w.request(who, chat.Click)
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
	err := w.store.View(t.Context(), func(r store.Reader) error {
		for e, err := range store.Events.List(r, store.Query{Index: "deal", Key: "D-1"}) {
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
