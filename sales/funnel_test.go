package sales

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheFunnelLosesNoDealAndMixesNoCurrency(t *testing.T) {
	p := Pipeline{ID: "p", Stages: []Stage{{ID: "one", Chance: 1000}, {ID: "two", Chance: 5050}, {ID: "empty", Chance: 9000}}}
	deal := func(id, owner, stage string, minor int64, currency string) Deal {
		return Deal{ID: id, Owner: owner, Pipeline: "p", Stage: stage, Status: Open, Amount: Money{minor, currency}}
	}
	discounted := deal("D-2", "U-bo", "two", 1000, "CNY")
	discounted.Discount = 1000
	won, other := deal("D-8", "U-ann", "one", 7, "CNY"), deal("D-9", "U-ann", "one", 7, "CNY")
	won.Status, other.Pipeline = Won, "q"
	f := NewFunnel(p, []Deal{
		won, other, deal("D-1", "U-ann", "one", 1000, "CNY"), discounted, deal("D-3", "U-ann", "two", 333, "USD"),
		deal("D-4", "U-bo", "gone", 50, "CNY"), deal("D-5", "U-bo", "one", 0, ""),
	}, nil)
	sum := func(n int, total, weighted Totals) Sum { return Sum{n, total, weighted} }
	want := Funnel{Pipeline: "p",
		Sum: sum(5, Totals{"CNY": 1950, "USD": 333}, Totals{"CNY": 100 + 455, "USD": 168}),
		Stages: []FunnelStage{
			{p.Stages[0], sum(2, Totals{"CNY": 1000}, Totals{"CNY": 100}), []OwnerSum{
				{"U-ann", sum(1, Totals{"CNY": 1000}, Totals{"CNY": 100})}, {"U-bo", sum(1, Totals{}, Totals{})}}},
			{p.Stages[1], sum(2, Totals{"CNY": 900, "USD": 333}, Totals{"CNY": 455, "USD": 168}), []OwnerSum{
				{"U-ann", sum(1, Totals{"USD": 333}, Totals{"USD": 168})}, {"U-bo", sum(1, Totals{"CNY": 900}, Totals{"CNY": 455})}}},
			{p.Stages[2], Sum{}, []OwnerSum{}},
			{Stage{ID: "gone"}, sum(1, Totals{"CNY": 50}, Totals{}), []OwnerSum{{"U-bo", sum(1, Totals{"CNY": 50}, Totals{})}}},
		},
		Owners: []OwnerSum{
			{"U-ann", sum(2, Totals{"CNY": 1000, "USD": 333}, Totals{"CNY": 100, "USD": 168})},
			{"U-bo", sum(3, Totals{"CNY": 950}, Totals{"CNY": 455})},
		},
	}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Error(diff)
	}
}
