package commands_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// wonAnyway has Ana win deals, whatever they lack.
func wonAnyway(w *commandstest.World, ids ...string) {
	for _, id := range ids {
		reply := w.Say(ana, "deal won "+id)
		if reply.Message != nil {
			if _, ok := commandstest.Button(reply.Message, "Won anyway"); ok {
				w.Submit(ana, w.Click(ana, reply.Message, "Won anyway").Modal, map[string]string{"reason": "in a hurry"})
			}
		}
	}
}

func TestNumbersAreShownForAnyDaysAndPeople(t *testing.T) {
	w := acme(t)
	for _, name := range []string{"Robots", "Cloud", "Sensors", "Support", "Training", "Pumps"} {
		w.Say(ana, fmt.Sprintf("deal new Acme %q 100k", name))
	}
	wonAnyway(w, "D-2", "D-3", "D-4")
	for _, id := range []string{"D-5", "D-6"} {
		w.Say(ana, "deal lost "+id+" price")
	}
	for _, c := range []struct{ who, line, want string }{
		{ana, "kpi", "Win rate: 60% (n = 5)"},
		{ana, "kpi", "Not enough history yet"},
		{ana, "kpi win rate", "last 180 days"},
		{ana, "kpi win rate this month", "60% (n = 5)"},
		{mei, "kpi win rate of Ana", "60% (n = 5)"},
		{mei, "kpi win rate by person", "Ana"},
		{mei, "kpi win rate by person", "nothing to compare"},
		{mei, "kpi by team", "Revenue"},
		{mei, "kpi revenue by month last 90 days", "Nov 2026"},
		{mei, "kpi revenue against the one before", "the period before: "},
		{mei, "kpi wins q3 vs last year", "a year before: "},
		{mei, "kpi wins by colour", "cannot be taken apart"},
		{mei, "kpi banana", "can't place"},
		{ana, "kpi win rate by person of team", "Only whoever leads"},
		{ana, "kpi wins of Bob", "Only whoever leads"},
		// Of colleagues the team sees what its weekly review shows, and no more.
		{bob, "kpi by person", "Ana: Revenue ¥300,000 (n = 3)"},
		{bob, "kpi revenue by person", "Ana: ¥300,000"},
		{bob, "kpi contacts of Ana", "Contacts · Ana"},
		{bob, "kpi of Ana", "Revenue: ¥300,000"},
		{bob, "kpi cycle of Ana", "Only whoever leads"},
		{bob, "kpi discount by person", "Only whoever leads"},
		{bob, "kpi best of Ana", "Only whoever leads"},
		{bob, "funnel of Ana", "Only whoever leads"},
		{bob, "whatif price -3% of Ana", "Only whoever leads"},
		{lilei, "kpi revenue of Ana", "只有Ana的团队负责人能看"},
		{ana, "kpi wins of team", "East"},
		{lilei, "kpi wins of Ana", "只有Ana的团队负责人能看"},
		{mei, "kpi conversion", "Conversion"},
		{mei, "kpi wins 2027", "still to come"},
		{mei, "指标 赢单率 本季度", "60%"},
		{mei, "whatif price -3%", "Only 3 deals were won in CNY"}, // fewer than a deal size asks for
		{mei, "whatif", "What is to change"},
		{mei, "whatif conversion", "By how much"},
		{mei, "whatif price +3 points", "cannot change by points"},
		{mei, "whatif price -3% price -4%", "there twice"},
		{mei, "whatif price -3% q1 2025", "fewer than 5"},
		{mei, "kpi best", "not enough history yet"},
		{mei, "kpi best by team", "can't place"},
		{mei, "kpi of Mei", "Numbers · Mei ·"},
		{mei, "kpi me", "Numbers · Mei ·"},
		{ana, "kpi wins of company", "You see the sum of East"},
		{mei, "kpi revenue by month last 90 days against last year", "no other period beside them"},
		{mei, "kpi explain cycle", "How it is computed: "},
		{mei, "kpi explain", "Response time"},
		{mei, "kpi explain banana", "don't know a number"},
	} {
		if got := shown(w.Say(c.who, c.line)); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s\n is  %s\nnot  %s", c.who, c.line, got, c.want)
		}
	}
	reply := w.Click(mei, w.Say(mei, "kpi win rate").Message, "Records")
	w.Want(reply, "D-2", "D-6")
	reply = w.Click(mei, w.Say(mei, "kpi win rate by month").Message, "Records")
	w.Want(reply, "D-2", "Nov 2026")
	if file := w.Say(mei, "kpi by team as csv").File; file == nil || !strings.Contains(string(file.Content), "East") {
		t.Errorf("no file: %v", file)
	}
	if file := w.Click(mei, w.Say(mei, "kpi by team").Message, "As a workbook").File; file == nil {
		t.Error("no workbook")
	}
	for _, name := range []string{"Spares", "Cables", "Belts", "Valves"} {
		w.Say(ana, fmt.Sprintf("deal new Acme %q 100k", name))
	}
	wonAnyway(w, "D-7", "D-8", "D-9")
	w.Say(ana, "deal lost D-10 price")
	w.Say(ana, "deal lost D-11 price")
	for _, c := range []struct{ who, line, want string }{
		{mei, "whatif conversion +5% price -3% volume +10%", "Deals that end: 10 → 11"},
		{mei, "whatif conversion +5% price -3% volume +10%", "Win rate: 60% → 63%"},
		{mei, "whatif price -3%", "¥100,000 → ¥97,000"},
		{mei, "whatif win rate +5 points", "60% → 65%"},
		{mei, "whatif conversion +200%", "ends at 100%"},
		{mei, "whatif price -150%", "“price” cannot fall by 150%"},
		{mei, "whatif win rate -101 points", "cannot fall by 101 points"},
		{mei, "whatif price -100%", "¥100,000 → ¥0"},
		{mei, "假设 转化率 +5% 价格 -3%", "¥97,000"},
		{lilei, "假设 价格 -150%", "不能减少150%"},
		{ana, "whatif price -3%", "What if · Ana"},
	} {
		if got := shown(w.Say(c.who, c.line)); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s\n is  %s\nnot  %s", c.who, c.line, got, c.want)
		}
	}
}

// What a number is called where it is shown can be typed, in both languages.
func TestEveryNumberIsFoundByItsName(t *testing.T) {
	w := acme(t)
	for _, who := range []string{mei, lilei} {
		table := w.Say(who, "kpi explain").Message.Blocks[0].Table
		for _, row := range table.Rows {
			for _, line := range []string{"kpi ", "kpi explain "} {
				if got := shown(w.Say(who, line+row[0])); !strings.Contains(got, row[0]) {
					t.Errorf("%s%s: %s", line, row[0], got)
				}
			}
		}
		if len(table.Rows) < 20 {
			t.Errorf("%d numbers", len(table.Rows))
		}
	}
}

// Two industries and three sellers: the better ones are named, to whoever may know them.
func TestWhatWorksBestIsNamedWithItsSample(t *testing.T) {
	w := acme(t)
	w.Acts++
	_, err := w.Store.Update(t.Context(), store.Change{Once: "history", Actor: adm, At: w.Now, What: "import"}, func(tx *store.Tx) error {
		today := calendar.DateOf(w.Now)
		var errs []error
		for i, industry := range []string{"steel", "medical"} {
			errs = append(errs, store.Accounts.Put(tx, sales.Account{ID: fmt.Sprint("A-10", i), Name: industry + " works", Owner: ana, Team: "east",
				Industry: industry}))
		}
		for i := range 30 { // of medical every deal is won, of steel every other one
			kind := sales.ClosedWon
			if i%2 == 0 && i%4 == 0 {
				kind = sales.ClosedLost
			}
			owner, made := []string{ana, bob, mei}[i%3], 10_000_00
			if owner == bob {
				made = 30_000_00
			}
			d := sales.Deal{ID: tx.Next(sales.KindDeal), Name: "x", Account: fmt.Sprint("A-10", i%2), Owner: owner, Team: "east", Product: "Robots"}
			errs = append(errs, store.Deals.Put(tx, d))
			at := today.AddDays(-10)
			if i < 6 {
				at = today.AddDays(-200)
			}
			for _, k := range []sales.EventKind{sales.Created, kind} {
				errs = append(errs, store.Events.Put(tx, sales.Event{ID: tx.Next(sales.KindEvent), Deal: d.ID, Account: d.Account, Team: "east",
					Owner: owner,
					By:    owner, Kind: k, From: "lead", Amount: sales.Money{Minor: int64(made), Currency: "CNY"}, On: at, At: w.Now, Days: 5}))
			}
			for range 1 + 3*(i%3%2) { // Bob visits more
				errs = append(errs, store.Activities.Put(tx, sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.Visit, Account: d.Account,
					By: owner, Team: "east", On: today.AddDays(-5), At: w.Now}))
			}
		}
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Want(w.Say(mei, "kpi best"), "By industry: medical, win rate 100% (n = 12)", "Robots: 24 deals opened, 6 in as many days before",
		"Bob won the most of 3 people", "Visits: 40, median 10")
	if got := shown(w.Say(ana, "kpi best of team")); !strings.Contains(got, "medical") || strings.Contains(got, "Bob") {
		t.Errorf("a rep is told: %s", got)
	}
	w.Want(w.Say(mei, "kpi win rate by industry"), "medical: 100%", "steel: ")
	w.Want(w.Click(mei, w.Say(mei, "kpi win rate by industry").Message, "Records"), "medical")
	w.Want(w.Say(mei, "funnel by product"), "Robots: 24 opened")
	// The review that ends in another month says it once; a month later it is no news.
	if got := shown(w.Say(mei, "review week")); strings.Contains(got, "buys most readily") {
		t.Errorf("in the middle of a month: %s", got)
	}
	w.Now = time.Date(2026, 12, 4, 16, 0, 0, 0, w.Now.Location())
	w.Want(w.Say(mei, "review week"), "Who buys most readily, over 180 days to Mon 30 Nov", "By industry: medical, win rate 100% (n = 12)")
	w.Now = time.Date(2027, 1, 1, 16, 0, 0, 0, w.Now.Location())
	if got := shown(w.Say(mei, "review week")); strings.Contains(got, "buys most readily") {
		t.Errorf("said again: %s", got)
	}
}

// shown is what a reply says, errors included.
func shown(reply chat.Reply) string {
	if reply.Message == nil {
		return ""
	}
	return string(reply.Message.Text)
}
