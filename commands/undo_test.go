package commands

import (
	"fmt"
	"strings"
	"testing"

	"dealdesk/sales"
	"dealdesk/store"
)

// approval reads a request back.
func (w *world) approval(id string) sales.Approval {
	w.Helper()
	var a sales.Approval
	if err := w.store.View(w.Context(), func(r store.Reader) (err error) { a, err = store.Approvals.Find(r, id); return err }); err != nil {
		w.Fatal(err)
	}
	return a
}

// told is what a request's requester was told about it, "" if nothing stands.
func (w *world) told(id string) string {
	w.Helper()
	var p store.Post
	if err := w.store.View(w.Context(), func(r store.Reader) (err error) { p, _, err = store.PostByKey(r, "tell/"+id); return err }); err != nil {
		w.Fatal(err)
	}
	return string(p.Message.Text)
}

func TestAVersionOfTheTermsIsNeverUsedTwice(t *testing.T) {
	w := acme(t)
	granted := w.say(ana, "discount D-1 5%")
	w.want(w.say(ana, "discount D-1 15% rival cut the price"), "R-2")
	old := w.room("D-1", "R-2")
	w.want(w.click(ana, granted.Message, "Undo"), "Undone")
	if d := w.deal("D-1"); d.Terms != 3 || d.Discount != 0 {
		t.Errorf("after the undo: %+v", d)
	}
	w.shows(w.room("D-1", "R-2"), "the discount or the special terms changed")
	w.say(ana, "deal amount D-1 900k")
	w.want(w.click(mei, &old.Message, "Approve"), "void")
	if d := w.deal("D-1"); d.Discount != 0 || d.Terms != 4 {
		t.Errorf("the click on the old card granted %+v", d)
	}
}

func TestUndoingAnAmountKeepsOldRequestsVoidAndEndsNewOnes(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	changed := w.say(ana, "deal amount D-1 90k")
	w.say(ana, "discount D-1 16% rival")
	w.want(w.click(ana, changed.Message, "Undo"), "Undone")
	if d := w.deal("D-1"); d.Terms != 3 || d.Amount.Minor != 12_000_000 {
		t.Errorf("%+v", d)
	}
	w.shows(w.room("D-1", "R-1"), "the amount changed")
	w.shows(w.room("D-1", "R-2"), "the amount changed")
	w.want(w.say(ana, "discount D-1 15% rival"), "R-3")
}

func TestAChangeOfNoTermsIsUndoneWithoutANewVersion(t *testing.T) {
	w := acme(t)
	w.say(ana, "deal next D-1 send quote Fri")
	w.say(ana, "deal amount D-1 90k")
	w.want(w.say(ana, "undo"), "Undone")
	w.say(ana, "discount D-1 15% rival")
	w.want(w.say(ana, "undo"), "Undone")
	w.say(ana, "discount D-1 15% rival")
	if d := w.deal("D-1"); d.Terms != 3 {
		t.Fatalf("%+v", d)
	}
	if a := w.approval("R-2"); a.Status != sales.Waiting || a.Terms != 3 {
		t.Errorf("%+v", a)
	}
}

func TestWhatOthersHaveBuiltOnADealCannotBeUndoneUnderThem(t *testing.T) {
	for name, build := range map[string]func(*world){
		"a request": func(w *world) { w.say(ana, "discount D-2 15% rival") },
		"a note":    func(w *world) { w.want(w.say(bob, "deal note D-2 met them"), "met them") },
	} {
		t.Run(name, func(t *testing.T) {
			w := acme(t)
			opened := w.say(ana, `deal new Acme Corporation "Training" 20k`)
			build(w)
			w.want(w.click(ana, opened.Message, "Undo"), "by", "builds on it")
			w.deal("D-2")
		})
	}
	t.Run("a customer's deal", func(t *testing.T) {
		w := newWorld(t)
		made := w.say(ana, "account new Initech")
		w.say(ana, `deal new Initech "Training" 20k`)
		w.want(w.click(ana, made.Message, "Undo"), "D-1 by Ana builds on it")
		w.want(w.say(ana, "undo"), "Undone")
		w.want(w.say(ana, "undo"), "Undone")
	})
}

func TestWhatIsUndoneIsNamedByWhatItDid(t *testing.T) {
	w := acme(t)
	which := w.say(ana, "deal next send the quote Fri")
	w.want(w.click(ana, which.Message, "D-1"), "send the quote")
	w.want(w.say(ana, "undo"), "Undone: deal next")
}

func TestADecisionMadeByAPickIsMadeOnce(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	which := w.say(mei, "reject too early")
	decided := w.click(mei, which.Message, "R-1")
	w.want(decided, "Rejected by Mei", "too early")
	w.want(w.say(mei, "undo"), "A decision is made once")
	if a := w.approval("R-1"); a.Status != sales.Rejected {
		t.Errorf("%+v", a)
	}
}

func TestARequestThatWaitsAgainLooksLikeIt(t *testing.T) {
	for name, line := range map[string]struct{ who, text string }{
		"taken back": {ana, "recall R-1"},
		"won":        {mei, "deal won D-1"},
	} {
		t.Run(name, func(t *testing.T) {
			w := acme(t)
			w.say(ana, "discount D-1 15% rival")
			w.say(line.who, line.text)
			ended := w.room("D-1", "R-1")
			if _, still := button(&ended.Message, "Approve"); still || line.who == mei && w.told("R-1") == "" {
				t.Fatalf("not ended: %+v", ended.Message)
			}
			w.want(w.say(line.who, "undo"), "Undone")
			again := w.room("D-1", "R-1")
			w.shows(again, "Waiting for a manager")
			w.shows(w.card("D-1"), "D-1")
			if told := w.told("R-1"); told != "" {
				t.Errorf("Ana still reads %q", told)
			}
			w.want(w.click(mei, &again.Message, "Approve"), "Approved by Mei")
			w.shows(w.message("tell/R-1"), "Approved by Mei")
		})
	}
}

func TestARequestDoesNotComeBackBesideAnotherOrToOtherTerms(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	recalled := w.say(ana, "recall R-1")
	w.say(ana, "discount D-1 16% rival")
	w.want(w.click(ana, recalled.Message, "Undo"), "already waiting", "R-2")

	w = acme(t)
	w.say(ana, "discount D-1 15% rival")
	w.say(ana, "recall R-1")
	w.say(mei, "deal amount D-1 90k")
	w.want(w.say(ana, "undo"), "D-1 has been changed since by Mei")
}

func TestAnUndoneRequestLeavesNothingBehind(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	waits := func() bool {
		for _, b := range w.card("D-1").Message.Blocks {
			if strings.Contains(string(b.Context), "R-1") {
				return true
			}
		}
		return false
	}
	if !waits() {
		t.Fatal("the card does not say that R-1 waits")
	}
	w.want(w.say(ana, "undo"), "Undone")
	if waits() {
		t.Error("the card still says that R-1 waits")
	}
	if !w.room("D-1", "R-1").Deleted {
		t.Error("the request is still in the room")
	}
}

func TestARequestFollowsItsDealBackToItsTeam(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 15% rival")
	w.want(w.say(mei, "deal give D-1 李雷"), "李雷")
	if !w.room("D-1", "R-1").Deleted || w.message("deal/D-1/west/R-1").Deleted {
		t.Fatal("the request did not go west")
	}
	w.want(w.say(mei, "undo"), "Undone")
	if w.room("D-1", "R-1").Deleted || !w.message("deal/D-1/west/R-1").Deleted {
		t.Error("the request did not come back east")
	}
}

// entry is the number of the last journal entry of this name, as a button carries it.
func (w *world) entry(what string) string {
	w.Helper()
	var found string
	err := w.store.View(w.Context(), func(r store.Reader) error {
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
	logged := w.say(ana, "log call D-1 5m original")
	form := w.click(ana, logged.Message, "Edit").Modal
	w.submit(ana, form, map[string]string{"note": "changed"})
	w.shows(w.room("D-1", "N-1"), "changed")
	w.want(w.say(ana, "undo"), "Undone: log")
	w.shows(w.room("D-1", "N-1"), "original")
	w.say(ana, "account rename A-1 Zed Corp")
	w.shows(w.card("D-1"), "Zed Corp")
	w.say(ana, "undo")
	w.shows(w.card("D-1"), "Acme Corporation")
}
