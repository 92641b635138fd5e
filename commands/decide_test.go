package commands_test

import (
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestADecisionThatNamesNothingOffersWhatWaitsForTheDecider(t *testing.T) {
	w := acme(t)
	w.Say(mei, `deal new Acme Corporation "Mei's own" 20k`)
	w.Say(ana, "discount D-1 15% rival")
	which := w.Want(w.Say(mei, "approve"), "Which request")
	if _, own := commandstest.Button(which.Message, "D-2"); own {
		t.Error("Mei's own deal is offered")
	}
	if _, shown := commandstest.Button(which.Message, "Approve · R-1 · 15% off · D-1 Data platform · ¥102,000"); !shown {
		t.Errorf("the offer does not say what would be decided: %+v", which.Message.Blocks)
	}
	stale := w.Say(mei, "approve")
	w.Say(ana, "deal amount D-1 900k")
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.Click(mei, stale.Message, "R-1"), "void")
	if d := w.Deal("D-1"); d.Discount != 0 {
		t.Errorf("%+v", d)
	}
	w.Want(w.Click(mei, w.Say(mei, "approve").Message, "R-2"), "Approved by Mei")
	w.Want(w.Say(mei, "approve"), "Nothing waits for you")
	w.Want(w.Say(bob, "approve"), "Nothing waits for you")
	w.Want(w.Say(ana, "recall"), "Nothing waits for you")
}

func TestTheReasonTypedBeforeTheChoiceIsKept(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.Click(mei, w.Say(mei, "reject too early").Message, "R-1"), "Rejected by Mei", "too early")
	w.Say(ana, "discount D-1 14% rival")
	form := w.Click(mei, w.Say(mei, "reject").Message, "R-2").Modal
	w.Want(w.Submit(mei, form, map[string]string{"reason": "still too early"}), "Rejected by Mei", "still too early")
	w.Say(ana, "discount D-1 13% rival")
	w.Want(w.Click(ana, w.Say(ana, "recall").Message, "R-3"), "Taken back by Ana")
}

func TestADecisionThatNamesOnlyADealOffersWhatWaitsThere(t *testing.T) {
	w := acme(t)
	w.Say(ana, `deal new Acme Corporation "Training" 20k`)
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.Click(mei, w.Say(mei, "approve D-1").Message, "R-1"), "Approved by Mei")
	w.Want(w.Say(mei, "approve D-1"), "already decided by Mei")
	w.Say(ana, "discount D-2 16% rival")
	requests := w.Want(w.Say(mei, "approve Acme Corporation"), "Which request")
	if _, decided := commandstest.Button(requests.Message, "R-1"); decided {
		t.Error("a decided request is offered")
	}
	w.Want(w.Click(mei, requests.Message, "R-2"), "Approved by Mei")
	w.Want(w.Say(bob, "approve D-2"), "already decided by Mei")
	w.Say(ana, "discount D-2 17% rival")
	w.Want(w.Say(bob, "approve D-2"), "for a manager")
	w.Want(w.Say(ana, "recall D-2"), "Taken back by Ana")
}

func TestWhatIsTypedInTheRoomAnswersOnlyACardThatIsShownThere(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	w.Say(ana, "recall R-1")
	route, _ := w.Router.Named("discount")
	req := w.Request(ana, chat.Slash)
	req.Name, req.Args = "discount", "D-1 19% rival"
	if _, err := route.Do(t.Context(), req); err != nil { // its card is not sent yet
		t.Fatal(err)
	}
	approve, _ := w.Router.Named("approve")
	req = w.Request(mei, chat.Bang)
	req.Name, req.Where.Channel, req.Where.Thread = "approve", "CEAST", w.Thread["D-1"]
	reply, err := approve.Do(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	w.Want(reply, "Which request")
	w.Post()
	asked := w.In(mei, "D-1", "approve")
	w.Want(asked, "you may have seen only R-1", "Do you approve R-2? 19% off")
	w.Want(w.Click(mei, asked.Message, "Approve as asked"), "Approved by Mei", "The terms: 19% off")
}

func TestWhoIsNotInTheChatIsNobodyToDecide(t *testing.T) {
	w := commandstest.NewWorld(t)
	put(w, func(tx *store.Tx) error {
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
	w.Say("UNIC", "account new Initech")
	w.Say("UNIC", `deal new Initech "Training" 20k`)
	w.Want(w.Say("UNIC", "discount D-1 15% rival"), "Nobody else can decide")
}

func TestARequestThatIsLateIsNotOfferedAndEndsWithTheNext(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.Say(mei, "approvals"), "R-1")
	w.Now = w.Now.Add(73 * time.Hour) // and the clock's job has not looked yet
	w.Want(w.Say(mei, "approvals"), "Nothing waits for you")
	w.Want(w.Say(ana, "discount D-1 16% rival"), "R-2")
	if a := approval(w, "R-1"); a.Status != sales.Expired {
		t.Errorf("%+v", a)
	}
	card := w.Room("D-1", "R-1")
	w.Shows(card, "Expired")
	w.Shows(w.Message("tell/R-1"), "Expired")
	w.Want(w.In(mei, "D-1", "approve R-2"), "R-2", "Approved by Mei")
}

func TestARequestForOlderTermsIsNotOfferedAndEndsWithTheNext(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	put(w, func(tx *store.Tx) error { // as a version that forgot to void it left it
		d, err := store.Deals.Find(tx, "D-1")
		if err != nil {
			return err
		}
		d.Terms, d.Amount.Minor = 2, 90_000_00
		return store.Deals.Put(tx, d)
	})
	w.Want(w.Say(mei, "approvals"), "Nothing waits for you")
	w.Want(w.Say(ana, "discount D-1 16% rival"), "R-2")
	w.Shows(w.Room("D-1", "R-1"), "the amount changed")
}

func TestAGrantNamesItsRequest(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 5%")
	err := w.Store.View(t.Context(), func(r store.Reader) error {
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
func put(w *commandstest.World, fn func(*store.Tx) error) {
	w.Helper()
	w.Acts++
	if _, err := w.Store.Update(w.Context(), store.Change{Once: "put" + w.Now.String(), Actor: "test", At: w.Now, What: "test"},
		fn); err != nil {
		w.Fatal(err)
	}
}
