package commands_test

import (
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestWhoDecidesReadsWhatWasGivenBefore(t *testing.T) {
	w := acme(t)
	w.Desk.Cards.Company.Alerts.Discounts = 2
	w.Say(ana, `deal new Acme Corporation "Training" 20k`)
	w.Say(ana, "deal next D-1 send quote Fri")
	w.Say(ana, "discount D-1 15% rival")
	asked := w.Message("ask/R-1/" + mei)
	w.Shows(asked, "Lead (1 of 6) · next: send quote, Fri 27 Nov", "Acme Corporation: no discount in 180 days", "Ana: no discount in 180 days")
	w.Click(mei, &asked.Message, "Reject")
	w.Say(ana, "recall R-1")
	if after := w.Message("ask/R-1/" + mei); strings.Contains(string(after.Message.Text), "180 days") {
		t.Errorf("what was said for the decision is still there: %s", after.Message.Text)
	}

	for _, share := range []string{"8%", "5%", "9%"} {
		w.Say(ana, "discount D-2 "+share)
	}
	w.Say(ana, "discount D-1 15% rival")
	habit := ": 3 discounts in 180 days, 7.33% on average"
	w.Shows(w.Message("ask/R-5/"+mei), "Acme Corporation"+habit+", the last one 9% on Tue 24 Nov", "Ana"+habit,
		"⚠️ Acme Corporation: 3 discounts in 90 days", "⚠️ Ana: 3 discounts")
	line := smallPrint(w.Room("D-1", "R-5").Message)
	if !strings.Contains(line, "⚠️ Lead (1 of 6) · Acme Corporation"+habit+" · Ana"+habit) {
		t.Errorf("in the room stands %q", line)
	}
	w.Want(w.Say(mei, "approvals"), "Waiting for you (1)", "R-5", "Asked just now")
}

// smallPrint is the small print of a message.
func smallPrint(m chat.Message) string {
	var all []string
	for _, b := range m.Blocks {
		all = append(all, string(b.Context))
	}
	return strings.Join(all, "\n")
}

// hiddenDeal gives Acme a deal of the west with a past.
func hiddenDeal(w *commandstest.World, id string, status sales.Status) {
	put(w, func(tx *store.Tx) error {
		d := sales.Deal{ID: id, Name: "Hidden " + id, Account: "A-1", Owner: lilei, Team: "west", Pipeline: "standard", Stage: "lead",
			Status: status, Amount: sales.Money{Minor: 10_000_000, Currency: "CNY"}, Terms: 3, Product: "platform", Close: "2026-10-01",
			Closed: w.Now}
		e := sales.Event{ID: "E-9" + id, Deal: id, Account: "A-1", Team: "west", Owner: lilei, By: lilei, Kind: sales.Granted, Discount: 4000,
			At: w.Now, On: "2026-11-20"}
		if err := store.Events.Put(tx, e); err != nil {
			return err
		}
		return store.Deals.Put(tx, d)
	})
}

func TestNobodyReadsOfDealsTheyDoNotSee(t *testing.T) {
	for _, hidden := range []bool{false, true} {
		w := acme(t)
		if hidden {
			hiddenDeal(w, "D-77", sales.Open)
		}
		w.Say(ana, "discount D-1 25% rival")
		habit := "Acme Corporation: no discount"
		if hidden {
			habit = "Acme Corporation: 1 discount in 180 days, 40% on Fri 20 Nov"
		}
		w.Shows(w.Message("ask/R-1/"+dan), habit) // who directs both teams
		if line := smallPrint(w.Room("D-1", "R-1").Message); strings.Contains(line, "discount in") {
			t.Errorf("the room reads %q", line)
		}
		w.Say(ana, "recall R-1")
		w.Say(ana, "discount D-1 15% rival")
		w.Shows(w.Message("ask/R-2/"+mei), "Acme Corporation: no discount")
	}
}

func TestDealsLikeItAreThoseOneSees(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal set D-1 product platform")
	w.Say(ana, "discount D-1 25% rival")
	asked := w.Message("ask/R-1/" + dan)
	w.Want(w.Click(dan, &asked.Message, "Similar deals"), "No closed deal you may see is like D-1")
	w.Say(ana, `deal new Acme Corporation "Old platform" 100k`)
	w.Say(ana, "deal set D-2 product platform")
	w.Say(mei, "deal won D-2 they signed")
	hiddenDeal(w, "D-77", sales.Lost)
	w.Want(w.Click(dan, &asked.Message, "Similar deals"), "D-2 · Acme Corporation · Old platform · won · Tue 24 Nov · ¥100,000",
		"Hidden D-77 · lost")
	room := w.Room("D-1", "R-1")
	if said := w.Want(w.Click(mei, &room.Message, "Similar deals"), "Old platform"); strings.Contains(string(said.Message.Text), "Hidden") {
		t.Errorf("Mei reads %s", said.Message.Text)
	}
	w.Want(w.Click(wei, &room.Message, "Similar deals"), "没有 R-1")
}

func TestTheReviewTellsHowLongDecisionsTook(t *testing.T) {
	w := acme(t) // on a Tuesday at ten
	if said := w.Say(mei, "review week").Message.Text; strings.Contains(string(said), "Wait for a decision") {
		t.Errorf("nothing was decided: %s", said)
	}
	for i, share := range []string{"15%", "14%", "13%", "12%", "11%"} {
		w.Say(ana, "discount D-1 "+share+" rival")
		w.Now = w.Now.Add(time.Duration(10*i) * time.Minute)
		w.Want(w.In(mei, "D-1", "reject too early this quarter"), "Rejected by Mei")
		if i == 3 {
			if said := w.Say(mei, "review week").Message.Text; strings.Contains(string(said), "Wait for a decision") {
				t.Errorf("four decisions are too few: %s", said)
			}
		}
	}
	w.Want(w.Say(mei, "review week"), "Wait for a decision: 20 min of working time, median of 5 decisions")
	w.Shows(w.Room("D-1", "R-5"), "(after 40 min): too early this quarter")
	w.Now = w.Now.AddDate(0, 0, 7)
	if said := w.Say(mei, "review week").Message.Text; strings.Contains(string(said), "Wait for a decision") {
		t.Errorf("nothing was decided this week: %s", said)
	}
}

func TestTheReviewNamesWhoIsGivenDiscountsAgainAndAgain(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 5%")
	if said := w.Say(mei, "review week").Message.Text; strings.Contains(string(said), "More than one") {
		t.Errorf("one is not many: %s", said)
	}
	w.Say(ana, "discount D-1 none")
	w.Say(ana, "discount D-1 6%")
	w.Want(w.Say(mei, "review week"), "More than one discount: Acme Corporation 2")
}
