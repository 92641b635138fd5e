package commands_test

import (
	"errors"
	"flag"
	"fmt"
	"syscall"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// numbersDeals is how many deals the company of BenchmarkNumbers has had in two years.
const numbersDeals = 100_000

var logged = flag.Int("activities", 1_000_000, "activities in the store before BenchmarkNumbers")

// BenchmarkNumbers answers for a company of ten teams with 100 sellers, 20,000 customers and 100,000 deals, and for the
// manager of one of them.
func BenchmarkNumbers(b *testing.B) {
	w := commandstest.NewWorld(b)
	today := calendar.DateOf(w.Now)
	seller := func(i int) string {
		if i%100 == 0 {
			return ana
		}
		return fmt.Sprintf("U%07d", i%100)
	}
	team := func(i int) string {
		if i%10 == 0 {
			return "east"
		}
		return fmt.Sprint("team-", i%10)
	}
	imported(b, w, func(tx *store.Tx) error {
		for i := 1; i < 100; i++ {
			if i < 10 {
				if err := store.Teams.Put(tx, sales.Team{ID: team(i), Name: team(i), Manager: seller(i)}); err != nil {
					return err
				}
			}
			if err := store.People.Put(tx, sales.Person{ID: seller(i), Name: "Seller " + seller(i), Team: team(i), Role: sales.Rep}); err != nil {
				return err
			}
		}
		for i := range 20_000 {
			a := sales.Account{ID: fmt.Sprintf("A-%d", i+1), Name: fmt.Sprint("Northwind ", i), Owner: seller(i), Team: team(i), Created: w.Now,
				Industry: fmt.Sprint("industry ", i%10), Region: []string{"east", "south", "north"}[i%3], Employees: i % 2000,
				Source: sales.Sources()[i%7]}
			if err := store.Accounts.Put(tx, a); err != nil {
				return err
			}
		}
		for i := range 24 * 7 {
			month := (today[:8] + "01").AddMonths(-(i / 7))
			c, err := kpi.Cost{Month: string(month[:7]), Source: sales.Sources()[i%7], Team: "east", By: mei, At: w.Now,
				Amount: sales.Money{Minor: 1_000_000, Currency: "CNY"}}.Entered(today)
			if err != nil {
				return err
			}
			if err := store.Costs.Put(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	imported(b, w, func(tx *store.Tx) error {
		for i := range 100 * 24 {
			p := goal.MonthsFrom((today[:8] + "01").AddMonths(-1-i/100), 1)
			s := forecast.Scope{Person: seller(i), Team: team(i)}
			f := forecast.Forecast{ID: forecast.ID(s, p), Scope: s, Period: p, First: forecast.Submitted{At: w.Now,
				Figures: forecast.Figures{Commit: sales.Totals{"CNY": 50_000_000}}}}
			for n := range 30 {
				f.Last.Lines = append(f.Last.Lines, forecast.Line{Deal: fmt.Sprint("D-", n+1), Close: p.To})
			}
			if err := store.Forecasts.Put(tx, f); err != nil {
				return err
			}
		}
		return nil
	})
	const batch = 5_000
	for from := 0; from < numbersDeals; from += batch {
		imported(b, w, func(tx *store.Tx) error {
			for i := from; i < from+batch; i++ {
				if err := benchDeal(w, tx, i, seller(i), team(i), today); err != nil {
					return err
				}
			}
			return nil
		})
	}
	imported(b, w, func(tx *store.Tx) error {
		var errs []error
		for _, g := range []goal.Goal{{Metric: kpi.Revenue, Currency: "CNY"}, {Metric: kpi.Contacts, Filter: goal.Filter{Industry: "Industry 3"}},
			{Metric: kpi.Customers}} {
			g.ID, g.Scope, g.Period = tx.Next(sales.KindGoal), goal.Scope{Kind: goal.OfCompany}, goal.MonthsFrom(today[:5]+"01-01", 12)
			g.Target = kpi.To(1_000_000)
			errs = append(errs, store.Goals.Put(tx, g))
		}
		return errors.Join(errs...)
	})
	for _, line := range []string{"kpi", "kpi this year", "kpi q3 against the one before", "kpi win rate", "kpi stay", "kpi by source",
		"kpi by industry this year", "kpi by product", "kpi by person", "kpi by quarter", "kpi cac by source", "kpi roi",
		"kpi revenue by month this year", "kpi forecast accuracy", "kpi by industry as xlsx", "kpi best", "funnel", "funnel by industry",
		"review week", "pipeline", "forecast", "why forecast", "alerts preview", "whatif conversion +5%", "cost list q3", "why G-1", "why G-2",
		"goal", "home", "Records"} {
		for _, of := range []struct{ name, id string }{{"company", adm}, {"team", mei}} {
			do := func() chat.Reply { return w.Say(of.id, line) }
			switch {
			case (line == "review week" || line == "forecast" || line == "why forecast") && of.id == adm: // who has no team
				continue
			case line == "home":
				do = func() chat.Reply {
					req := w.Request(of.id, chat.Home)
					req.Name = line
					return w.Do(req)
				}
			case line == "Records":
				from := w.Say(of.id, "kpi by industry")
				do = func() chat.Reply { return w.Click(of.id, from.Message, line) }
			}
			b.Run(line+"/"+of.name, func(b *testing.B) {
				b.ReportAllocs()
				busy := cpu()
				for b.Loop() {
					if reply := do(); reply.Message == nil && reply.File == nil && reply.Home == nil {
						b.Fatal(line)
					}
				}
				b.ReportMetric(float64((cpu()-busy).Nanoseconds())/float64(b.N), "cpu-ns/op")
			})
		}
	}
}

// cpu is the processor time that the process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for this process
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// benchDeal keeps a deal with what happened to it.
func benchDeal(w *commandstest.World, tx *store.Tx, i int, owner, team string, today calendar.Date) error {
	opened := today.AddDays(-(numbersDeals - i) * 730 / numbersDeals)
	d := sales.Deal{ID: fmt.Sprintf("D-%d", i+1), Name: "Data platform", Account: fmt.Sprintf("A-%d", i*7919%20_000+1), Team: team,
		Owner:  owner,
		Status: sales.Open, Pipeline: "standard", Stage: "discovery", Amount: sales.Money{Minor: 12_000_000, Currency: "CNY"},
		Created: opened.In(w.Now.Location()), StageSince: opened.In(w.Now.Location()), Product: fmt.Sprint("Robot ", i%12),
		Close: today.AddDays(20)}
	events := []sales.Event{{Kind: sales.Created, To: "lead", On: opened}, {Kind: sales.Advanced, From: "lead", To: "discovery", Days: i % 30,
		On: opened.AddDays(i % 30)}}
	if end := opened.AddDays(30 + i%60); end <= today {
		kind := []sales.EventKind{sales.ClosedWon, sales.ClosedLost}[i%2]
		d.Status, d.Close = []sales.Status{sales.Won, sales.Lost}[i%2], end
		events = append(events, sales.Event{Kind: kind, From: "discovery", Days: 30 + i%60, Amount: d.Amount, On: end})
	}
	for _, e := range events {
		e.ID, e.Deal, e.Account, e.Team, e.Owner, e.By = tx.Next(sales.KindEvent), d.ID, d.Account, d.Team, owner, owner
		e.At = e.On.In(w.Now.Location())
		if e.On > today {
			continue
		}
		if err := store.Events.Put(tx, e); err != nil {
			return err
		}
	}
	for n := range *logged / numbersDeals {
		on := min(opened.AddDays(n*6), today)
		a := sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.ActivityKinds[(i+n)%6], Account: d.Account, Deal: d.ID, Team: team,
			By: owner, On: on, At: on.In(w.Now.Location()), Minutes: 20, Note: "Talked pricing, they want 10% off before the end of the quarter."}
		if err := store.Activities.Put(tx, a); err != nil {
			return err
		}
	}
	return store.Deals.Put(tx, d)
}
