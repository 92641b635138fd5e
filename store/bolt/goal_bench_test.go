package bolt_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// The company of the goals: 100 people in ten teams log 20 contacts each on every working day with 20,000
// customers, and win 40 deals a day.
const (
	goalPeople    = 100
	goalCustomers = 20_000
	winsPerDay    = 40
)

func goalPerson(i int) string { return fmt.Sprintf("U%07d", i%goalPeople) }
func goalTeam(i int) string   { return fmt.Sprintf("team-%d", i%10) }

// goalHistory fills a store with as many activities as -activities says, the last ones on the day before monday.
func goalHistory(b *testing.B) *company {
	b.Helper()
	c := &company{path: filepath.Join(b.TempDir(), "goals.db")}
	c.open(b)
	b.Cleanup(func() { c.Close() })
	c.do(b, "customers", day(900), func(tx *store.Tx) error {
		for i := range goalCustomers {
			a := sales.Account{ID: tx.Next(sales.KindAccount), Name: fmt.Sprint("Northwind ", i), Owner: goalPerson(i), Team: goalTeam(i),
				Industry: fmt.Sprint("industry ", i%10), Region: []string{"east", "south", "north"}[i%3], Employees: i % 200, Created: day(900)}
			if err := store.Accounts.Put(tx, a); err != nil {
				return err
			}
		}
		return nil
	})
	const daily = goalPeople * 20
	on := calendar.DateOf(monday)
	for n := 0; n < *activities; n += daily {
		for on = on.AddDays(-1); on.Weekday() == time.Saturday || on.Weekday() == time.Sunday; on = on.AddDays(-1) {
		}
		at := on.In(time.UTC).Add(10 * time.Hour)
		c.do(b, fmt.Sprint("day ", n), at, func(tx *store.Tx) error { return goalDay(tx, n, daily, on, at) })
	}
	return c
}

func goalDay(tx *store.Tx, from, daily int, on calendar.Date, at time.Time) error {
	for i := from; i < from+daily; i++ {
		customer := i * 7919 % goalCustomers
		a := sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.ActivityKinds[i/goalPeople%6], Account: fmt.Sprintf("A-%d", customer+1),
			Deal: fmt.Sprintf("D-%d", customer+1), Team: goalTeam(i), By: goalPerson(i), On: on, At: at, Minutes: 20,
			Note: "Talked pricing, they want 10% off before the end of the quarter."}
		if err := store.Activities.Put(tx, a); err != nil {
			return err
		}
	}
	for i := range winsPerDay {
		customer := (from/daily*winsPerDay + i) * 31 % goalCustomers
		e := sales.Event{ID: tx.Next(sales.KindEvent), Deal: fmt.Sprintf("D-%d", customer+1), Account: fmt.Sprintf("A-%d", customer+1),
			Team: goalTeam(i), Owner: goalPerson(i), By: goalPerson(i), Kind: sales.ClosedWon, From: "proposal", Days: 30,
			Amount: sales.Money{Minor: 12_000_000, Currency: "CNY"}, At: at, On: on}
		if err := store.Events.Put(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkGoal measures reading what a company reached in a year, with and without a filter.
func BenchmarkGoal(b *testing.B) {
	c := goalHistory(b)
	year := calendar.Span{From: calendar.DateOf(day(364)), To: calendar.DateOf(monday)}
	company := goal.Scope{Kind: goal.OfCompany}
	for _, bench := range []struct {
		name   string
		metric kpi.Metric
		scope  goal.Scope
		filter goal.Filter
	}{
		{"contacts", kpi.Contacts, company, goal.Filter{}},
		{"contacts/industry", kpi.Contacts, company, goal.Filter{Industry: "industry 3"}},
		{"contacts/region", kpi.Contacts, company, goal.Filter{Region: "East", Employees: goal.Range{From: 50}}},
		{"contacts/months", kpi.Contacts, company, goal.Filter{Months: goal.Range{From: 6}}},
		{"revenue", kpi.Revenue, company, goal.Filter{}},
		{"revenue/industry", kpi.Revenue, company, goal.Filter{Industry: "industry 3"}},
		{"customers", kpi.Customers, company, goal.Filter{}},
		{"customers/region", kpi.Customers, company, goal.Filter{Region: "East", Employees: goal.Range{From: 50}}},
		{"repurchase", kpi.Repurchase, company, goal.Filter{}},
		{"team", kpi.Contacts, goal.Scope{Kind: goal.OfTeam, ID: goalTeam(3)}, goal.Filter{}},
		{"person", kpi.Contacts, goal.Scope{Kind: goal.OfPerson, ID: goalPerson(3)}, goal.Filter{}},
		{"person/region", kpi.Contacts, goal.Scope{Kind: goal.OfPerson, ID: goalPerson(3)}, goal.Filter{Region: "East"}},
	} {
		g := goal.Goal{Metric: bench.metric, Scope: bench.scope, Filter: bench.filter, Currency: "CNY", Period: year}
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			var t kpi.Tally
			busy := cpu()
			for b.Loop() {
				err := c.View(b.Context(), func(r store.Reader) (err error) {
					t, err = store.Reached(r, g, year)
					return err
				})
				if err != nil || t.Of == 0 {
					b.Fatal(t, err)
				}
			}
			b.ReportMetric(float64((cpu()-busy).Nanoseconds())/float64(b.N), "cpu-ns/op")
			b.ReportMetric(float64(t.N), "reached")
		})
	}
}

// BenchmarkMeasure measures reading all numbers of a company at once, as a whole and taken apart.
func BenchmarkMeasure(b *testing.B) {
	c := goalHistory(b)
	today := calendar.DateOf(monday)
	for _, bench := range []struct {
		name string
		days int
		by   kpi.Dimension
		some goal.Filter
	}{
		{"quarter", 90, "", goal.Filter{}},
		{"half", 180, "", goal.Filter{}},
		{"year", 365, "", goal.Filter{}},
		{"year/person", 365, kpi.ByPerson, goal.Filter{}},
		{"year/month", 365, kpi.ByMonth, goal.Filter{}},
		{"quarter/industry", 90, kpi.ByIndustry, goal.Filter{}},
		{"year/industry", 365, kpi.ByIndustry, goal.Filter{}},
		{"year/size/region", 365, kpi.BySize, goal.Filter{Region: "East"}},
	} {
		q := store.Question{Days: calendar.Span{From: today.AddDays(1 - bench.days), To: today}, By: bench.by, Filter: bench.some, Wins: true}
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			busy := cpu()
			for b.Loop() {
				err := c.View(b.Context(), func(r store.Reader) error {
					groups, err := store.Measure(r, q)
					n = len(groups)
					return err
				})
				if err != nil || n == 0 {
					b.Fatal(n, err)
				}
			}
			b.ReportMetric(float64((cpu()-busy).Nanoseconds())/float64(b.N), "cpu-ns/op")
			b.ReportMetric(float64(n), "groups")
		})
	}
}

// BenchmarkCallCounters measures what counters add to a logged call: all of them, against only those of people's days,
// which were there before goals, and against none. Rounds take turns, and the quickest one of each kind counts.
func BenchmarkCallCounters(b *testing.B) {
	c := newCompany(b, *activities)
	const round = 200
	people, none := store.Activities, store.Activities
	none.Counts = nil
	people.Counts = func(a sales.Activity) (all []sales.Count) {
		for _, t := range sales.ActivityCounts(a) {
			all = append(all, sales.Count{On: a.On, Person: store.InTeam(a.By, a.Team), Metric: t.Metric, N: t.N})
		}
		return all
	}
	kinds := []struct {
		name  string
		into  store.Table[sales.Activity]
		least time.Duration
		pages int64
	}{{name: "all", into: store.Activities}, {name: "people", into: people}, {name: "none", into: none}}
	rounds := 0
	for b.Loop() {
		for k := range kinds {
			kind := &kinds[k]
			busy, pages := cpu(), c.Stats().Pages
			for i := rounds * round; i < (rounds+1)*round; i++ { // everyone logs 20 calls a day, each kind on days of its own
				at := day(-1 - i/(reps*20) - 1000*k)
				if err := c.callOn(b.Context(), kind.into, k*1_000_000_000+i, at); err != nil {
					b.Fatal(err)
				}
			}
			if took := cpu() - busy; kind.least == 0 || took < kind.least {
				kind.least = took
			}
			kind.pages += c.Stats().Pages - pages
		}
		rounds++
	}
	for _, kind := range kinds {
		b.ReportMetric(float64(kind.least.Nanoseconds())/round, kind.name+"-cpu-ns/call")
		b.ReportMetric(float64(kind.pages)/float64(rounds*round), kind.name+"-pages/call")
	}
}
