package commands

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

// split gives Ana's customer a second deal, D-2, which only the west sees.
func split(t *testing.T) *world {
	w := acme(t)
	w.want(w.say(ana, `deal new A-1 "Secret training" 20k`), "D-2")
	w.want(w.say(mei, "deal give D-2 李雷"), "李雷")
	return w
}

// silent checks that a reply says none of this, wherever in it.
func (w *world) silent(reply chat.Reply, texts ...string) {
	w.Helper()
	for _, text := range texts {
		if said := encoded(w.T, reply); strings.Contains(said, text) {
			w.Errorf("%q is in %s", text, said)
		}
	}
}

func TestWhoeverSellsToACustomerWorksWithIt(t *testing.T) {
	w := split(t)
	w.want(w.say(lilei, "account Acme"), "Acme Corporation", "D-2")
	w.want(w.say(lilei, `contact add Acme "Mary Wood" decider CFO`), "Mary Wood")
	w.want(w.say(lilei, "log call Acme 20m Talked pricing"), "D-2", "Talked pricing")
	w.silent(w.say(lilei, "account Acme"), "D-1", "Data platform")
	w.want(w.say(lilei, "account rename A-1 Mine"), "没有这个权限")
	if w.activity("N-1").Team != "west" {
		t.Errorf("%+v", w.activity("N-1"))
	}
	w.want(w.say(wei, "account Acme"), "Acme Corporation")
	w.say(lilei, "deal give D-2 Ana")
	w.want(w.say(lilei, "account Acme"), "没有")
}

func TestADealOfAnotherTeamMovesNoClockThatItsCustomerShows(t *testing.T) {
	w := split(t)
	for _, line := range []string{"account Acme", "account list", "account list acme"} {
		before := w.say(ana, line)
		w.say(lilei, "log call D-2 20m Talked pricing. next: send the quote Fri")
		if after := w.say(ana, line); encoded(t, before) != encoded(t, after) {
			t.Errorf("%s: Ana sees that somebody was in touch:\n%s\nbefore:\n%s", line, encoded(t, after), encoded(t, before))
		}
	}
	w.want(w.say(lilei, "account Acme"), "上次联系：刚刚")
	w.say(ana, "log call D-1 20m")
	w.want(w.say(ana, "account Acme"), "last contact just now")
	w.want(w.say(ana, "account list"), "last contact just now")
}

func TestAStandupIsFilledInWithWhatTheWholeTeamMaySee(t *testing.T) {
	w := acme(t)
	w.customers(wei, "west", "Hidden Harbour")
	w.say(wei, `deal new A-2 "Secret training" 20k`)
	w.say(wei, "log call D-2 5m Secret talks. next: secret visit today")
	w.change(func(tx *store.Tx) error { // Bob keeps a deal of the team he was in before
		d, err := store.Deals.Find(tx, "D-2")
		d.Owner = bob
		if err == nil {
			err = store.Deals.Put(tx, d)
		}
		return err
	})
	w.say(bob, "log call D-2 5m Secret plans. next: secret visit today")
	w.say(bob, "log call Acme 5m Open talks")
	form := encoded(t, w.say(bob, "standup"))
	if !strings.Contains(form, "Open talks") {
		t.Errorf("what the team may see is missing: %s", form)
	}
	if strings.Contains(strings.ToLower(form), "secret") || strings.Contains(form, "Hidden") {
		t.Errorf("the team would read of a deal that is not theirs: %s", form)
	}
	review := encoded(t, w.say(ana, "review"))
	if !strings.Contains(review, `"Bob","1 (`) {
		t.Errorf("contacts with another team's deals are counted: %s", review)
	}
}

func TestACustomerThatWentToAnotherTeamIsNotShownByAnEdit(t *testing.T) {
	w := newWorld(t)
	w.say(ana, "account new Acme")
	logged := w.say(ana, "log call Acme 5m hello")
	w.say(ana, "account owner A-1 李雷")
	w.say(lilei, "account rename A-1 Secret Harbour")
	form := w.click(ana, logged.Message, "Edit").Modal
	w.silent(w.submit(ana, form, map[string]string{"note": "changed"}), "Secret")
	if w.activity("N-1").Note != "hello" {
		t.Errorf("%+v", w.activity("N-1"))
	}
}

func TestAnUndoTellsNothingOfWhatCannotBeSeenAnyMore(t *testing.T) {
	w := acme(t)
	gave := w.say(ana, "deal give D-1 李雷")
	w.say(lilei, "deal amount D-1 90k")
	refused := w.want(w.click(ana, gave.Message, "Undo"), "can no longer be undone")
	w.silent(refused, "D-1", "李雷")

	w = acme(t)
	w.say(ana, "discount D-1 15% rival")
	w.say(ana, "recall R-1")
	recalled := w.entry("recall")
	w.say(ana, "deal give D-1 李雷")
	w.say(lilei, "discount D-1 17% secret rival")
	undo := w.request(ana, chat.Click)
	undo.Name, undo.Value = "undo", recalled
	w.silent(w.want(w.do(undo), "can no longer be undone"), "R-2", "17", "D-1")
}

func TestAnotherPersonsChangeAndNoneGetTheSameRefusal(t *testing.T) {
	w := acme(t)
	var said []string
	for _, seq := range []string{w.entry("deal new"), "99999", "nonsense"} {
		undo := w.request(lilei, chat.Click)
		undo.Name, undo.Value = "undo", seq
		said = append(said, encoded(t, w.do(undo)))
	}
	if said[0] != said[1] || said[0] != said[2] {
		t.Errorf("%q", said)
	}
}

func (w *world) activity(id string) (a sales.Activity) {
	w.Helper()
	if err := w.store.View(w.Context(), func(r store.Reader) (err error) { a, err = store.Activities.Find(r, id); return err }); err != nil {
		w.Fatal(err)
	}
	return a
}

// change writes records as the configuration or an import would.
func (w *world) change(fn func(*store.Tx) error) {
	w.Helper()
	w.acts++
	if _, err := w.store.Update(w.Context(), store.Change{Once: fmt.Sprint("change", w.acts), Actor: "config", At: w.now, What: "enrol"}, fn); err != nil {
		w.Fatal(err)
	}
}

// encoded is all of a reply, whatever part of it somebody is shown.
func encoded(t *testing.T, reply chat.Reply) string {
	t.Helper()
	data, err := json.Marshal(reply)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestADealThatAnImportGivesToAnotherTeamLeavesItsRoom(t *testing.T) {
	w := newWorld(t)
	const head = "Deal ID,Owner,Account,Stage,Created,Close,Amount\n"
	w.bring(Import{Currency: "CNY"}, head+"O1,Ana,Acme,Prospecting,2026-11-02,,12000\n")
	w.say(ana, "discount D-1 15% rival")
	w.shows(w.room("D-1", "R-1"), "R-1")
	w.bring(Import{Currency: "CNY"}, head+"O1,李雷,Acme,Prospecting,2026-11-02,,12000\n")
	if d := w.deal("D-1"); d.Team != "west" {
		t.Fatalf("%+v", d)
	}
	if !w.card("D-1").Deleted || !w.room("D-1", "R-1").Deleted || w.approval("R-1").Team != "west" {
		t.Error("the deal is still in the room of the team that it left")
	}
}
