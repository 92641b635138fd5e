package commands_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// imported runs a change of the store, as an import would.
func imported(t testing.TB, w *commandstest.World, fn func(tx *store.Tx) error) {
	t.Helper()
	w.Acts++
	change := store.Change{Once: fmt.Sprint("kept ", w.Acts), Actor: adm, At: w.Now, What: "import"}
	if _, err := w.Store.Update(t.Context(), change, fn); err != nil {
		t.Fatal(err)
	}
}

// Accuracy is that of the forecast: what was won, of what was first submitted, over the periods that ended.
func TestAccuracyIsThatOfTheForecast(t *testing.T) {
	w := acme(t)
	var scope = forecast.Scope{Person: ana, Team: "east"}
	submitted := func(month calendar.Date, won int64) {
		imported(t, w, func(tx *store.Tx) error {
			p := goal.MonthsFrom(month, 1)
			f := forecast.Forecast{ID: forecast.ID(scope, p), Scope: scope, Period: p, First: forecast.Submitted{At: w.Now,
				Figures: forecast.Figures{Commit: sales.Totals{"CNY": 100_00, "USD": 50_00}}}}
			e := sales.Event{ID: tx.Next(sales.KindEvent), Deal: "D-1", Account: "A-1", Team: "east", Owner: ana, By: ana, Kind: sales.ClosedWon,
				From: "lead", Amount: sales.Money{Minor: won, Currency: "CNY"}, On: p.To, At: w.Now}
			return errors.Join(store.Forecasts.Put(tx, f), store.Events.Put(tx, e))
		})
	}
	submitted("2026-09-01", 50_00)
	submitted("2026-10-01", 100_00)
	w.Want(w.Say(mei, "kpi forecast accuracy"), "fewer than 3 cases: Forecast accuracy (2)")
	submitted("2026-08-01", 90_00)
	reply := w.Say(mei, "kpi forecast accuracy")
	w.Want(reply, "Forecast accuracy: 80% in CNY, 0% in USD (n = 3)")
	w.Want(w.Click(mei, reply.Message, "Records"), "Ana, Sep 2026: ¥100 and US$50 first submitted, ¥50 won")
	w.Want(w.Say(mei, "kpi forecast accuracy by person"), "Ana: 80% in CNY")
	w.Want(w.Say(mei, "kpi forecast accuracy by industry"), "can be taken apart by: team, person, manager and office")
	err := w.Store.View(t.Context(), func(r store.Reader) error {
		o, err := w.Desk.Cards.ForecastOf(r, scope, goal.MonthsFrom("2026-11-01", 1), "2026-11-24")
		if err == nil && o.Landed.Percent() != 80_00 {
			t.Errorf("the forecast says %+v", o.Landed)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What works is posted once into the team's channel, by whoever leads it, and names nobody.
func TestWhatWorksIsSharedOnceAndNamesNobody(t *testing.T) {
	w := acme(t)
	imported(t, w, func(tx *store.Tx) error {
		var errs []error
		for i := range 30 {
			owner := []string{ana, bob, mei}[i%3]
			amount := int64(1000_00)
			if owner == bob {
				amount = 5000_00
			}
			on := calendar.DateOf(w.Now).AddDays(-9)
			errs = append(errs, store.Events.Put(tx, sales.Event{ID: tx.Next(sales.KindEvent), Deal: "D-1", Account: "A-1", Team: "east",
				Owner: owner,
				By:    owner, Kind: sales.ClosedWon, From: "lead", Amount: sales.Money{Minor: amount, Currency: "CNY"}, On: on, At: w.Now, Days: 5}))
			for range 1 + 4*(i%3%2) {
				errs = append(errs, store.Activities.Put(tx, sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.Visit, Account: "A-1",
					By: owner, Team: "east", On: on, At: w.Now}))
			}
		}
		return errors.Join(errs...)
	})
	reply := w.Say(mei, "kpi best")
	w.Want(reply, "Bob won the most of 3 people")
	var button chat.Button
	for _, b := range reply.Message.Blocks {
		if len(b.Buttons) > 0 {
			button = b.Buttons[0]
		}
	}
	if button.Confirm == nil || !strings.Contains(button.Confirm.Text, "channel of East") {
		t.Fatalf("it is shared without being asked: %+v", button)
	}
	req := w.Request(ana, chat.Click)
	req.Name, req.Value = button.Action, button.Value
	if got := shown(w.Do(req)); !strings.Contains(got, "Only whoever leads the team") {
		t.Errorf("a rep shares it: %s", got)
	}
	w.Want(w.Click(mei, reply.Message, "Share with East"), "Posted into the channel of East")
	w.Want(w.Click(mei, reply.Message, "Share with East"), "It is in the channel of East already")
	part := strings.Split(button.Value, "|")
	err := w.Store.View(t.Context(), func(r store.Reader) error {
		p, ok, err := store.PostByKey(r, "best/east/"+part[1]+"/"+part[2])
		text := string(p.Message.Text)
		if !ok || p.Channel != "CEAST" || p.Audience != "east" || !strings.Contains(text, "What the best seller does differently") ||
			!strings.Contains(text, "Visits: 50, median 10") || strings.Contains(text, "Bob") || !strings.Contains(text, "Shared by Mei") {
			t.Errorf("%v: %+v", ok, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A stage that the configuration no longer has is named, and a stage that deals were imported into says why it has no days.
func TestTheFunnelSaysWhatItCannotCount(t *testing.T) {
	w := acme(t)
	imported(t, w, func(tx *store.Tx) error {
		var errs []error
		for _, e := range []sales.Event{{Kind: sales.Created, To: "ghost"}, {Kind: sales.Advanced, From: "ghost", To: "payment", Days: 3},
			{Kind: sales.ClosedWon, From: "payment", Days: 9, Stay: sales.DaysUnknown}} {
			e.ID, e.Deal, e.Account, e.Team, e.Owner, e.By = tx.Next(sales.KindEvent), "D-1", "A-1", "east", ana, ana
			e.On, e.At = calendar.DateOf(w.Now), w.Now
			errs = append(errs, store.Events.Put(tx, e))
		}
		return errors.Join(errs...)
	})
	w.Want(w.Say(mei, "funnel"), "Payment: 1 in · 1 of 1 went on · days not known, as the deals were imported",
		"1 more came into stages that the configuration no longer has: ghost")
	w.Want(w.Say(lilei, "funnel"), "没有记录")
}

// A cost belongs to the team of whoever enters it; who has several says which.
func TestACostIsOfTheTeamThatIsNamed(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(mei, "cost 2026-10 ads 5k"), "Oct 2026 · Advertising · East: ¥5,000")
	w.Want(w.Say(adm, "cost 2026-10 ads 5k"), "Which team spent it:")
	w.Want(w.Say(adm, "cost 2026-10 ads 7k of company"), "Oct 2026 · Advertising · Company: ¥7,000")
	w.Want(w.Say(adm, "cost oct ads $2k for East"), "Oct 2026 · Advertising · East: US$2,000", "Beside it stands ¥5,000")
	w.Want(w.Say(mei, "cost list october"), "¥5,000 and US$2,000")
	if got := shown(w.Say(mei, "cost list october")); strings.Contains(got, "7,000") {
		t.Errorf("a manager sees what the company spent: %s", got)
	}
	for _, line := range []string{"cost 2026-10 ads 5k of company", "cost 2026-10 ads 5k of Nowhere"} {
		if got := shown(w.Say(mei, line)); strings.Contains(got, "Advertising ·") {
			t.Errorf("%s: %s", line, got)
		}
	}
	w.Want(w.Say(mei, "cost 2026-10 ads none"), "¥5,000 and US$2,000 removed")
	w.Say(mei, "undo")
	w.Want(w.Say(mei, "cost list"), "¥5,000 and US$2,000")
}
