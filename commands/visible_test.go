package commands_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// split gives Ana's customer a second deal, D-2, which only the west sees.
func split(t *testing.T) *commandstest.World {
	w := acme(t)
	w.Want(w.Say(ana, `deal new A-1 "Secret training" 20k`), "D-2")
	w.Want(w.Click(mei, w.Say(mei, "deal give D-2 李雷").Message, "Yes"), "to 李雷")
	return w
}

// silent checks that a reply says none of this, wherever in it.
func silent(w *commandstest.World, reply chat.Reply, texts ...string) {
	w.Helper()
	for _, text := range texts {
		if said := encoded(w, reply); strings.Contains(said, text) {
			w.Errorf("%q is in %s", text, said)
		}
	}
}

func TestWhoeverSellsToACustomerWorksWithIt(t *testing.T) {
	w := split(t)
	w.Want(w.Say(lilei, "account Acme"), "Acme Corporation", "D-2")
	w.Want(w.Say(lilei, `contact add Acme "Mary Wood" decider CFO`), "Mary Wood")
	w.Want(w.Say(lilei, "log call Acme 20m Talked pricing"), "D-2", "Talked pricing")
	silent(w, w.Say(lilei, "account Acme"), "D-1", "Data platform")
	w.Want(w.Say(lilei, "account rename A-1 Mine"), "没有这个权限")
	if activity(w, "N-1").Team != "west" {
		t.Errorf("%+v", activity(w, "N-1"))
	}
	w.Want(w.Say(wei, "account Acme"), "Acme Corporation")
	w.Click(lilei, w.Say(lilei, "deal give D-2 Ana").Message, "是")
	w.Want(w.Say(lilei, "account Acme"), "没有")
}

func TestADealOfAnotherTeamMovesNoClockThatItsCustomerShows(t *testing.T) {
	w := split(t)
	for _, line := range []string{"account Acme", "account list", "account list acme"} {
		before := w.Say(ana, line)
		w.Say(lilei, "log call D-2 20m Talked pricing. next: send the quote Fri")
		if after := w.Say(ana, line); encoded(t, before) != encoded(t, after) {
			t.Errorf("%s: Ana sees that somebody was in touch:\n%s\nbefore:\n%s", line, encoded(t, after), encoded(t, before))
		}
	}
	w.Want(w.Say(lilei, "account Acme"), "上次联系：刚刚")
	w.Say(ana, "log call D-1 20m")
	w.Want(w.Say(ana, "account Acme"), "last contact just now")
	w.Want(w.Say(ana, "account list"), "last contact just now")
}

func TestAStandupIsFilledInWithWhatTheWholeTeamMaySee(t *testing.T) {
	w := acme(t)
	customers(w, wei, "west", "Hidden Harbour")
	w.Say(wei, `deal new A-2 "Secret training" 20k`)
	w.Say(wei, "log call D-2 5m Secret talks. next: secret visit today")
	change(w, func(tx *store.Tx) error { // Bob keeps a deal of the team he was in before
		d, err := store.Deals.Find(tx, "D-2")
		d.Owner = bob
		if err == nil {
			err = store.Deals.Put(tx, d)
		}
		return err
	})
	w.Say(bob, "log call D-2 5m Secret plans. next: secret visit today")
	w.Say(bob, "log call Acme 5m Open talks")
	form := encoded(t, w.Say(bob, "standup"))
	if !strings.Contains(form, "Open talks") {
		t.Errorf("what the team may see is missing: %s", form)
	}
	if strings.Contains(strings.ToLower(form), "secret") || strings.Contains(form, "Hidden") {
		t.Errorf("the team would read of a deal that is not theirs: %s", form)
	}
	review := encoded(t, w.Say(ana, "review"))
	if !strings.Contains(review, `Bob: 1 · `) {
		t.Errorf("contacts with another team's deals are counted: %s", review)
	}
}

func TestACustomerThatWentToAnotherTeamIsNotShownByAnEdit(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Acme")
	logged := w.Say(ana, "log call Acme 5m hello")
	w.Say(ana, "account owner A-1 李雷")
	w.Say(lilei, "account rename A-1 Secret Harbour")
	form := w.Click(ana, logged.Message, "Edit").Modal
	silent(w, w.Submit(ana, form, map[string]string{"note": "changed"}), "Secret")
	if activity(w, "N-1").Note != "hello" {
		t.Errorf("%+v", activity(w, "N-1"))
	}
}

func TestAnUndoTellsNothingOfWhatCannotBeSeenAnyMore(t *testing.T) {
	w := acme(t)
	gave := w.Click(ana, w.Say(ana, "deal give D-1 李雷").Message, "Yes")
	w.Say(lilei, "deal amount D-1 90k")
	refused := w.Want(w.Click(ana, gave.Message, "Undo"), "can no longer be undone")
	silent(w, refused, "D-1", "李雷")

	w = acme(t)
	w.Say(ana, "discount D-1 15% rival")
	w.Say(ana, "recall R-1")
	recalled := entry(w, "recall")
	w.Click(ana, w.Say(ana, "deal give D-1 李雷").Message, "Yes")
	w.Say(lilei, "discount D-1 17% secret rival")
	undo := w.Request(ana, chat.Click)
	undo.Name, undo.Value = "undo", recalled
	silent(w, w.Want(w.Do(undo), "can no longer be undone"), "R-2", "17", "D-1")
}

func TestAnotherPersonsChangeAndNoneGetTheSameRefusal(t *testing.T) {
	w := acme(t)
	var said []string
	for _, seq := range []string{entry(w, "deal new"), "99999", "nonsense"} {
		undo := w.Request(lilei, chat.Click)
		undo.Name, undo.Value = "undo", seq
		said = append(said, encoded(t, w.Do(undo)))
	}
	if said[0] != said[1] || said[0] != said[2] {
		t.Errorf("%q", said)
	}
}

func activity(w *commandstest.World, id string) (a sales.Activity) {
	w.Helper()
	if err := w.Store.View(w.Context(), func(r store.Reader) (err error) { a, err = store.Activities.Find(r, id); return err }); err != nil {
		w.Fatal(err)
	}
	return a
}

// change writes records as the configuration or an import would.
func change(w *commandstest.World, fn func(*store.Tx) error) {
	w.Helper()
	w.Acts++
	if _, err := w.Store.Update(w.Context(), store.Change{Once: fmt.Sprint("change", w.Acts), Actor: "config", At: w.Now, What: "enrol"},
		fn); err != nil {
		w.Fatal(err)
	}
}

// encoded is all of a reply, whatever part of it somebody is shown.
func encoded(t testing.TB, reply chat.Reply) string {
	t.Helper()
	data, err := json.Marshal(reply)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
