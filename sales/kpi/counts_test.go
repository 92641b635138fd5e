package kpi

import "testing"

func TestTheCostOfANewCustomerIsThatOfItsCurrency(t *testing.T) {
	t.Parallel()
	c := Counts{CountCost + ":CNY": 600, CountCost + ":GBP": 90, CountCustomers: 5, CountCustomers + ":CNY": 3, CountCustomers + ":GBP": 2}
	for in, want := range map[string]Tally{"CNY": {N: 600, Of: 3}, "GBP": {N: 90, Of: 2}, "USD": {}} {
		if got := c.Tally(Acquisition, "", in); got.N != want.N || got.Of != want.Of {
			t.Errorf("%s: %d of %d, not %d of %d", in, got.N, got.Of, want.N, want.Of)
		}
	}
}
