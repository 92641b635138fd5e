package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// approval reads a request back.
func approval(w *commandstest.World, id string) sales.Approval {
	w.Helper()
	var a sales.Approval
	if err := w.Store.View(w.Context(), func(r store.Reader) (err error) { a, err = store.Approvals.Find(r, id); return err }); err != nil {
		w.Fatal(err)
	}
	return a
}

// told is what a request's requester was told about it, "" if nothing stands.
func toldAbout(w *commandstest.World, id string) string {
	w.Helper()
	var p store.Post
	if err := w.Store.View(w.Context(),
		func(r store.Reader) (err error) { p, _, err = store.PostByKey(r, "tell/"+id); return err }); err != nil {
		w.Fatal(err)
	}
	return string(p.Message.Text)
}

func TestAVersionOfTheTermsIsNeverUsedTwice(t *testing.T) {
	w := acme(t)
	granted := w.Say(ana, "discount D-1 5%")
	w.Want(w.Say(ana, "discount D-1 15% rival cut the price"), "R-2")
	old := w.Room("D-1", "R-2")
	w.Want(w.Click(ana, granted.Message, "Undo"), "Undone")
	if d := w.Deal("D-1"); d.Terms != 3 || d.Discount != 0 {
		t.Errorf("after the undo: %+v", d)
	}
	w.Shows(w.Room("D-1", "R-2"), "the discount or the special terms changed")
	w.Say(ana, "deal amount D-1 900k")
	w.Want(w.Click(mei, &old.Message, "Approve"), "void")
	if d := w.Deal("D-1"); d.Discount != 0 || d.Terms != 4 {
		t.Errorf("the click on the old card granted %+v", d)
	}
}

func TestUndoingAnAmountKeepsOldRequestsVoidAndEndsNewOnes(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	changed := w.Say(ana, "deal amount D-1 90k")
	w.Say(ana, "discount D-1 16% rival")
	w.Want(w.Click(ana, changed.Message, "Undo"), "Undone")
	if d := w.Deal("D-1"); d.Terms != 3 || d.Amount.Minor != 12_000_000 {
		t.Errorf("%+v", d)
	}
	w.Shows(w.Room("D-1", "R-1"), "the amount changed")
	w.Shows(w.Room("D-1", "R-2"), "the amount changed")
	w.Want(w.Say(ana, "discount D-1 15% rival"), "R-3")
}

func TestAChangeOfNoTermsIsUndoneWithoutANewVersion(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal next D-1 send quote Fri")
	w.Say(ana, "deal amount D-1 90k")
	w.Want(w.Say(ana, "undo"), "Undone")
	w.Say(ana, "discount D-1 15% rival")
	w.Want(w.Say(ana, "undo"), "Undone")
	w.Say(ana, "discount D-1 15% rival")
	if d := w.Deal("D-1"); d.Terms != 3 {
		t.Fatalf("%+v", d)
	}
	if a := approval(w, "R-2"); a.Status != sales.Waiting || a.Terms != 3 {
		t.Errorf("%+v", a)
	}
}

func TestWhatOthersHaveBuiltOnADealCannotBeUndoneUnderThem(t *testing.T) {
	for name, build := range map[string]func(*commandstest.World){
		"a request": func(w *commandstest.World) { w.Say(ana, "discount D-2 15% rival") },
		"a note":    func(w *commandstest.World) { w.Want(w.Say(bob, "deal note D-2 met them"), "met them") },
	} {
		t.Run(name, func(t *testing.T) {
			w := acme(t)
			opened := w.Say(ana, `deal new Acme Corporation "Training" 20k`)
			build(w)
			w.Want(w.Click(ana, opened.Message, "Undo"), "by", "builds on it")
			w.Deal("D-2")
		})
	}
	t.Run("a customer's deal", func(t *testing.T) {
		w := commandstest.NewWorld(t)
		made := w.Say(ana, "account new Initech")
		w.Say(ana, `deal new Initech "Training" 20k`)
		w.Want(w.Click(ana, made.Message, "Undo"), "D-1 by Ana builds on it")
		w.Want(w.Say(ana, "undo"), "Undone")
		w.Want(w.Say(ana, "undo"), "Undone")
	})
}

func TestWhatIsUndoneIsNamedByWhatItDid(t *testing.T) {
	w := acme(t)
	which := w.Say(ana, "deal next send the quote Fri")
	w.Want(w.Click(ana, which.Message, "D-1"), "send the quote")
	w.Want(w.Say(ana, "undo"), "Undone: the next step of D-1")
}

func TestADecisionMadeByAPickIsMadeOnce(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	which := w.Say(mei, "reject too early")
	decided := w.Click(mei, which.Message, "R-1")
	w.Want(decided, "Rejected by Mei", "too early")
	w.Want(w.Say(mei, "undo"), "A decision is made once")
	if a := approval(w, "R-1"); a.Status != sales.Rejected {
		t.Errorf("%+v", a)
	}
}

func TestARequestThatWaitsAgainLooksLikeIt(t *testing.T) {
	for name, line := range map[string]struct{ who, text string }{
		"taken back": {ana, "recall R-1"},
		"won":        {mei, "deal won D-1 they signed"},
	} {
		t.Run(name, func(t *testing.T) {
			w := acme(t)
			w.Say(ana, "discount D-1 15% rival")
			w.Say(line.who, line.text)
			ended := w.Room("D-1", "R-1")
			if _, still := commandstest.Button(&ended.Message, "Approve"); still || line.who == mei && toldAbout(w, "R-1") == "" {
				t.Fatalf("not ended: %+v", ended.Message)
			}
			w.Want(w.Say(line.who, "undo"), "Undone")
			again := w.Room("D-1", "R-1")
			w.Shows(again, "Waiting for a manager")
			w.Shows(w.Card("D-1"), "D-1")
			if told := toldAbout(w, "R-1"); told != "" {
				t.Errorf("Ana still reads %q", told)
			}
			w.Want(w.Click(mei, &again.Message, "Approve"), "Approved by Mei")
			w.Shows(w.Message("tell/R-1"), "Approved by Mei")
		})
	}
}

func TestARequestDoesNotComeBackBesideAnotherOrToOtherTerms(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	recalled := w.Say(ana, "recall R-1")
	w.Say(ana, "discount D-1 16% rival")
	w.Want(w.Click(ana, recalled.Message, "Undo"), "already waiting", "R-2")

	w = acme(t)
	w.Say(ana, "discount D-1 15% rival")
	w.Say(ana, "recall R-1")
	w.Say(mei, "deal amount D-1 90k")
	w.Want(w.Say(ana, "undo"), "D-1 has been changed since by Mei")
}

func TestAnUndoneRequestLeavesNothingBehind(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	waits := func() bool {
		for _, b := range w.Card("D-1").Message.Blocks {
			if strings.Contains(string(b.Context), "R-1") {
				return true
			}
		}
		return false
	}
	if !waits() {
		t.Fatal("the card does not say that R-1 waits")
	}
	w.Want(w.Say(ana, "undo"), "Undone")
	if waits() {
		t.Error("the card still says that R-1 waits")
	}
	if !w.Room("D-1", "R-1").Deleted {
		t.Error("the request is still in the room")
	}
}

// entry is the number of the last journal entry of this name, as a button carries it.
func entry(w *commandstest.World, what string) string {
	w.Helper()
	var found string
	err := w.Store.View(w.Context(), func(r store.Reader) error {
		for e, err := range store.Entries(r, store.EntryQuery{}) {
			if err != nil {
				return err
			}
			if e.What == what {
				found = fmt.Sprint(e.Seq)
			}
		}
		return nil
	})
	if err != nil || found == "" {
		w.Fatalf("no entry %q: %v", what, err)
	}
	return found
}

func TestUndoShowsAnEditedContactAndARenamedCustomerAsTheyWere(t *testing.T) {
	w := acme(t)
	logged := w.Say(ana, "log call D-1 5m original")
	form := w.Click(ana, logged.Message, "Edit").Modal
	w.Submit(ana, form, map[string]string{"note": "changed"})
	w.Shows(w.Room("D-1", "N-1"), "changed")
	w.Want(w.Say(ana, "undo"), "Undone: the change of the contact with D-1")
	w.Shows(w.Room("D-1", "N-1"), "original")
	w.Say(ana, "account rename A-1 Zed Corp")
	w.Shows(w.Card("D-1"), "Zed Corp")
	w.Say(ana, "undo")
	w.Shows(w.Card("D-1"), "Acme Corporation")
}
