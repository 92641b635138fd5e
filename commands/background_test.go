package commands

import (
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestWhoDecidesReadsWhatWasGivenBefore(t *testing.T) {
	w := acme(t)
	w.desk.Company.Alerts.Discounts = 2
	w.say(ana, `deal new Acme Corporation "Training" 20k`)
	w.say(ana, "deal next D-1 send quote Fri")
	w.say(ana, "discount D-1 15% rival")
	asked := w.message("ask/R-1/" + mei)
	w.shows(asked, "Lead (1 of 6) · next: send quote, Fri 27 Nov", "Acme Corporation: no discount in 180 days", "Ana: no discount in 180 days")
	w.click(mei, &asked.Message, "Reject")
	w.say(ana, "recall R-1")
	if after := w.message("ask/R-1/" + mei); strings.Contains(string(after.Message.Text), "180 days") {
		t.Errorf("what was said for the decision is still there: %s", after.Message.Text)
	}

	for _, share := range []string{"8%", "5%", "9%"} {
		w.say(ana, "discount D-2 "+share)
	}
	w.say(ana, "discount D-1 15% rival")
	habit := ": 3 discounts in 180 days, 7.33% on average"
	w.shows(w.message("ask/R-5/"+mei), "Acme Corporation"+habit+", the last one 9% on Tue 24 Nov", "Ana"+habit, "⚠️ Acme Corporation: 3 discounts in 90 days", "⚠️ Ana: 3 discounts")
	line := smallPrint(w.room("D-1", "R-5").Message)
	if !strings.Contains(line, "⚠️ Lead (1 of 6) · Acme Corporation"+habit+" · Ana"+habit) {
		t.Errorf("in the room stands %q", line)
	}
	w.want(w.say(mei, "approvals"), "Waiting for you (1)", "R-5", "Asked just now")
}

// smallPrint is the small print of a message.
func smallPrint(m chat.Message) string {
	var all []string
	for _, b := range m.Blocks {
		all = append(all, string(b.Context))
	}
	return strings.Join(all, "\n")
}

// hidden gives Acme a deal of the west with a past.
func (w *world) hidden(id string, status sales.Status) {
	w.put(func(tx *store.Tx) error {
		d := sales.Deal{ID: id, Name: "Hidden " + id, Account: "A-1", Owner: lilei, Team: "west", Pipeline: "standard", Stage: "lead",
			Status: status, Amount: sales.Money{Minor: 10_000_000, Currency: "CNY"}, Terms: 3, Product: "platform", Close: "2026-10-01", Closed: w.now}
		e := sales.Event{ID: "E-9" + id, Deal: id, Account: "A-1", Team: "west", Owner: lilei, By: lilei, Kind: sales.Granted, Discount: 4000, At: w.now, On: "2026-11-20"}
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
			w.hidden("D-77", sales.Open)
		}
		w.say(ana, "discount D-1 25% rival")
		habit := "Acme Corporation: no discount"
		if hidden {
			habit = "Acme Corporation: 1 discount in 180 days, 40% on Fri 20 Nov"
		}
		w.shows(w.message("ask/R-1/"+dan), habit) // who directs both teams
		if line := smallPrint(w.room("D-1", "R-1").Message); strings.Contains(line, "discount in") {
			t.Errorf("the room reads %q", line)
		}
		w.say(ana, "recall R-1")
		w.say(ana, "discount D-1 15% rival")
		w.shows(w.message("ask/R-2/"+mei), "Acme Corporation: no discount")
	}
}

func TestDealsLikeItAreThoseOneSees(t *testing.T) {
	w := acme(t)
	w.say(ana, "deal set D-1 product platform")
	w.say(ana, "discount D-1 25% rival")
	asked := w.message("ask/R-1/" + dan)
	w.want(w.click(dan, &asked.Message, "Similar deals"), "No closed deal is like D-1")
	w.say(ana, `deal new Acme Corporation "Old platform" 100k`)
	w.say(ana, "deal set D-2 product platform")
	w.say(mei, "deal won D-2")
	w.hidden("D-77", sales.Lost)
	w.want(w.click(dan, &asked.Message, "Similar deals"), "D-2 · Acme Corporation · Old platform · won · Tue 24 Nov · ¥100,000", "Hidden D-77 · lost")
	room := w.room("D-1", "R-1")
	if said := w.want(w.click(mei, &room.Message, "Similar deals"), "Old platform"); strings.Contains(string(said.Message.Text), "Hidden") {
		t.Errorf("Mei reads %s", said.Message.Text)
	}
	w.want(w.click(wei, &room.Message, "Similar deals"), "没有 R-1")
}

func TestTheReviewTellsHowLongDecisionsTook(t *testing.T) {
	w := acme(t) // on a Tuesday at ten
	if said := w.say(mei, "review week").Message.Text; strings.Contains(string(said), "Wait for a decision") {
		t.Errorf("nothing was decided: %s", said)
	}
	for i, share := range []string{"15%", "14%", "13%", "12%", "11%"} {
		w.say(ana, "discount D-1 "+share+" rival")
		w.now = w.now.Add(time.Duration(10*i) * time.Minute)
		w.want(w.in(mei, "D-1", "reject not yet"), "Rejected by Mei")
		if i == 3 {
			w.want(w.say(mei, "review week"), "Wait for a decision: not enough history, only 4")
		}
	}
	w.want(w.say(mei, "review week"), "Wait for a decision: 20 min of working time, median of 5 decisions (week before: not enough history, only 0)")
	w.shows(w.room("D-1", "R-5"), "(after 40 min): not yet")
	w.now = w.now.AddDate(0, 0, 7)
	w.want(w.say(mei, "review week"), "only 0 (week before: 20 min of working time")
}

func TestTheReviewNamesWhoIsGivenDiscountsAgainAndAgain(t *testing.T) {
	w := acme(t)
	w.say(ana, "discount D-1 5%")
	if said := w.say(mei, "review week").Message.Text; strings.Contains(string(said), "More than one") {
		t.Errorf("one is not many: %s", said)
	}
	w.say(ana, "discount D-1 none")
	w.say(ana, "discount D-1 6%")
	w.want(w.say(mei, "review week"), "More than one discount: Acme Corporation 2")
}
