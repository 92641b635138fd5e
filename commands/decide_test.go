package commands

import (
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestADecisionThatNamesNothingOffersWhatWaitsForTheDecider(t *testing.T) {
	w := acme(t)
	w.say(mei, `deal new Acme Corporation "Mei's own" 20k`)
	w.say(ana, "discount D-1 15% rival")
	which := w.want(w.say(mei, "approve"), "Which request")
	if _, own := button(which.Message, "D-2"); own {
		t.Error("Mei's own deal is offered")
	}
	if _, shown := button(which.Message, "R-1 · 15% off · D-1 Data platform · ¥102,000"); !shown {
		t.Errorf("the offer does not say what would be decided: %+v", which.Message.Blocks)
	}
	stale := w.say(mei, "approve")
	w.say(ana, "deal amount D-1 900k")
	w.say(ana, "discount D-1 15% rival")
	w.want(w.click(mei, stale.Message, "R-1"), "void")
	if d := w.deal("D-1"); d.Discount != 0 {
		t.Errorf("%+v", d)
	}
	w.want(w.click(mei, w.say(mei, "approve").Message, "R-2"), "Approved by Mei")
	w.want(w.say(mei, "approve"), "Nothing waits for you")
	w.want(w.say(bob, "approve"), "Nothing waits for you")
	w.want(w.say(ana, "recall"), "Nothing waits for you")
}

func TestTheReasonTypedBeforeTheChoiceIsKept(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	w.want(w.click(mei, w.say(mei, "reject too early").Message, "R-1"), "Rejected by Mei", "too early")
	w.say(ana, "discount D-1 14% rival")
	form := w.click(mei, w.say(mei, "reject").Message, "R-2").Modal
	w.want(w.submit(mei, form, map[string]string{"reason": "still too early"}), "Rejected by Mei", "still too early")
	w.say(ana, "discount D-1 13% rival")
	w.want(w.click(ana, w.say(ana, "recall").Message, "R-3"), "Taken back by Ana")
}

func TestADecisionThatNamesOnlyADealOffersWhatWaitsThere(t *testing.T) {
	w := acme(t)
	w.say(ana, `deal new Acme Corporation "Training" 20k`)
	w.say(ana, "discount D-1 15% rival")
	w.want(w.click(mei, w.say(mei, "approve D-1").Message, "R-1"), "Approved by Mei")
	w.want(w.say(mei, "approve D-1"), "already decided by Mei")
	w.say(ana, "discount D-2 16% rival")
	deals := w.want(w.say(mei, "approve Acme Corporation"), "Which deal")
	requests := w.want(w.click(mei, deals.Message, "D-2"), "Which request")
	w.want(w.click(mei, requests.Message, "R-2"), "Approved by Mei")
	w.want(w.say(bob, "approve D-2"), "already decided by Mei")
	w.say(ana, "discount D-2 17% rival")
	w.want(w.say(bob, "approve D-2"), "for a manager")
	w.want(w.say(ana, "recall D-2"), "Taken back by Ana")
}

func TestWhatIsTypedInTheRoomAnswersOnlyACardThatIsShownThere(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	w.say(ana, "recall R-1")
	route, _ := w.router.Named("discount")
	req := w.request(ana, chat.Slash)
	req.Name, req.Args = "discount", "D-1 19% rival"
	if _, err := route.Do(t.Context(), req); err != nil { // its card is not sent yet
		t.Fatal(err)
	}
	approve, _ := w.router.Named("approve")
	req = w.request(mei, chat.Bang)
	req.Name, req.Where.Channel, req.Where.Thread = "approve", "CEAST", w.thread["D-1"]
	reply, err := approve.Do(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	w.want(reply, "Which request")
	w.post()
	w.want(w.in(mei, "D-1", "approve"), "Approved by Mei")
}

func TestWhoIsNotInTheChatIsNobodyToDecide(t *testing.T) {
	w := newWorld(t)
	w.put(func(tx *store.Tx) error {
		for _, p := range []sales.Person{
			{ID: "P-9", Name: "Grace", Team: "north", Role: sales.Manager, External: "Grace"},
			{ID: "UNIC", Name: "Nic", Team: "north", Role: sales.Rep},
		} {
			if err := store.People.Put(tx, p); err != nil {
				return err
			}
		}
		return store.Teams.Put(tx, sales.Team{ID: "north", Name: "North", Channel: "CNORTH", Manager: "P-9"})
	})
	w.say("UNIC", "account new Initech")
	w.say("UNIC", `deal new Initech "Training" 20k`)
	w.want(w.say("UNIC", "discount D-1 15% rival"), "Nobody else can decide")
}

func TestARequestThatIsLateIsNotOfferedAndEndsWithTheNext(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	w.want(w.say(mei, "approvals"), "R-1")
	w.now = w.now.Add(73 * time.Hour) // and the clock's job has not looked yet
	w.want(w.say(mei, "approvals"), "Nothing waits for you")
	w.want(w.say(ana, "discount D-1 16% rival"), "R-2")
	if a := w.approval("R-1"); a.Status != sales.Expired {
		t.Errorf("%+v", a)
	}
	card := w.room("D-1", "R-1")
	w.shows(card, "Expired")
	w.shows(w.message("tell/R-1"), "Expired")
	w.want(w.in(mei, "D-1", "approve"), "R-2", "Approved by Mei")
}

func TestARequestForOlderTermsIsNotOfferedAndEndsWithTheNext(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	w.put(func(tx *store.Tx) error { // as a version that forgot to void it left it
		d, err := store.Deals.Find(tx, "D-1")
		if err != nil {
			return err
		}
		d.Terms, d.Amount.Minor = 2, 90_000_00
		return store.Deals.Put(tx, d)
	})
	w.want(w.say(mei, "approvals"), "Nothing waits for you")
	w.want(w.say(ana, "discount D-1 16% rival"), "R-2")
	w.shows(w.room("D-1", "R-1"), "the amount changed")
}

func TestAGrantNamesItsRequest(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 5%")
	err := w.store.View(t.Context(), func(r store.Reader) error {
		e, err := store.Events.Find(r, "E-2")
		if e.Kind != sales.Granted || e.To != "R-1" {
			t.Errorf("%+v", e)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// put changes records behind the commands' back.
func (w *world) put(fn func(*store.Tx) error) {
	w.Helper()
	w.acts++
	if _, err := w.store.Update(w.Context(), store.Change{Once: "put" + w.now.String(), Actor: "test", At: w.now, What: "test"}, fn); err != nil {
		w.Fatal(err)
	}
}
