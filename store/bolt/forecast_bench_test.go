package bolt_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/store"
)

// BenchmarkForecast measures what a forecast needs of 100,000 closed deals: the chances by stage, age and size.
func BenchmarkForecast(b *testing.B) {
	const closed = 100_000
	c := &company{path: filepath.Join(b.TempDir(), "forecast.db")}
	c.open(b)
	b.Cleanup(func() { c.Close() })
	stages := sales.Templates()[0].Stages
	today := calendar.DateOf(monday)
	for n := 0; n < closed; n += 10_000 {
		c.do(b, fmt.Sprint("deals ", n), day(0), func(tx *store.Tx) error {
			for i := n; i < n+10_000; i++ {
				on := today.AddDays(-i % 1000)
				d := sales.Deal{ID: tx.Next(sales.KindDeal), Name: "Data platform", Account: fmt.Sprintf("A-%d", i%20_000+1),
					Owner: rep(i), Team: goalTeam(i), Pipeline: "standard", Stage: stages[i%len(stages)].ID,
					Status: sales.Lost, Amount: sales.Money{Minor: int64(i%977) * 1000, Currency: "CNY"},
					Created: on.AddDays(-i % 211).In(time.UTC), Close: on}
				if i%3 == 0 {
					d.Status = sales.Won
				}
				if err := store.Deals.Put(tx, d); err != nil {
					return err
				}
			}
			return nil
		})
	}
	open := sales.Deal{Pipeline: "standard", Stage: "proposal", Status: sales.Open, Amount: sales.Money{Minor: 500_000, Currency: "CNY"},
		Created: day(100)}
	busy := cpu()
	for b.Loop() {
		err := c.View(b.Context(), func(r store.Reader) error {
			chances, err := forecast.NewChances(sales.Templates(), store.Outcomes(r, forecast.Since(today)), today)
			if x := chances.Of(&open); err == nil && (!x.Own() || x.Size == forecast.AnySize) {
				b.Fatal(x)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((cpu()-busy).Nanoseconds())/float64(b.N), "cpu-ns/op")
}
