package sales

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dealdesk/sales/calendar"
)

func TestAnApproverSeesTheDiscountsGrantedBefore(t *testing.T) {
	d := aDeal()
	at := func(id string, on calendar.Date, owner, account string, p Percent) Event {
		return Event{ID: id, Kind: Granted, Owner: owner, Account: account, Discount: p, On: on, At: on.In(time.UTC)}
	}
	events := []Event{
		at("E-1", today.AddDays(-180), d.Owner, d.Account, 9000), // one day too long ago
		at("E-2", today.AddDays(-179), d.Owner, d.Account, 1000),
		at("E-3", today.AddDays(-90), d.Owner, d.Account, 1501),
		at("E-4", today.AddDays(-89), d.Owner, "A-9", 500), // another customer of the rep's
		at("E-5", today.AddDays(-3), "U-bo", d.Account, 2000),
		at("E-5", today.AddDays(-3), "U-bo", d.Account, 2000), // found through the customer and through the rep
		at("E-6", today.AddDays(-2), d.Owner, d.Account, 0),   // taken back
		at("E-7", today.AddDays(-5), d.Owner, d.Account, 700),
		at("E-8", today.AddDays(1), d.Owner, d.Account, 9000), // the clock was set back
		at("E-9", today, "U-bo", "A-9", 9000),                 // neither this customer nor this rep
		{ID: "E-10", Kind: Repriced, Owner: d.Owner, Account: d.Account, Discount: 9000, On: today},
	}
	got := d.Background(Account{}, events, nil, Alerts{Discounts: 1}, today)
	want := Background{List: d.Amount, Stage: d.Stage, Next: d.Next,
		Account: Habit{Count: 4, Average: 1300, Last: 2000, LastOn: today.AddDays(-3), Recent: 2, Often: true}, // 1000 1501 2000 700
		Rep:     Habit{Count: 4, Average: 925, Last: 700, LastOn: today.AddDays(-5), Recent: 2, Often: true},   // 1000 1501 500 700
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for limit, often := range map[int]bool{0: false, 1: true, 2: false} {
		if got := d.Background(Account{}, events, nil, Alerts{Discounts: limit}, today); got.Account.Often != often {
			t.Errorf("two in 90 days with a limit of %d: often is %v", limit, got.Account.Often)
		}
	}
	d.Account = ""
	if got := d.Background(Account{}, []Event{at("E-1", today, "U-bo", "", 500)}, nil, Alerts{}, today); got.Account.Count != 0 {
		t.Error("deals without a customer are not all one customer's")
	}
}

func TestWhichDealsAreSimilar(t *testing.T) {
	d, account := aDeal(), Account{ID: "A-1", Industry: "Machines", Tier: "A"}
	d.Amount = Money{10000, "CNY"}
	for _, c := range []struct {
		name    string
		product string // of the deal
		past    Past
		want    bool
	}{
		{"the same product", " Platform", Past{Deal{Product: "platform", Amount: d.Amount}, Account{}}, true},
		{"another product in the same industry", "Platform", Past{Deal{Product: "Training", Amount: d.Amount}, account}, false},
		{"no product, the same industry", "", Past{Deal{Amount: d.Amount}, Account{Industry: "machines"}}, true},
		{"no product, the same tier", " ", Past{Deal{Amount: d.Amount}, Account{Tier: "A"}}, true},
		{"no product, nothing in common", "", Past{Deal{Amount: d.Amount}, Account{Industry: "Food", Tier: "B"}}, false},
		{"nothing known of either", "", Past{Deal{Amount: d.Amount}, Account{}}, false},
		{"half the amount", "P", Past{Deal{Product: "P", Amount: Money{5000, "CNY"}}, Account{}}, true},
		{"less than half", "P", Past{Deal{Product: "P", Amount: Money{4999, "CNY"}}, Account{}}, false},
		{"twice the amount", "P", Past{Deal{Product: "P", Amount: Money{20000, "CNY"}}, Account{}}, true},
		{"more than twice", "P", Past{Deal{Product: "P", Amount: Money{20001, "CNY"}}, Account{}}, false},
		{"another currency", "P", Past{Deal{Product: "P", Amount: Money{10000, "USD"}}, Account{}}, false},
		{"no amount", "P", Past{Deal{Product: "P"}, Account{}}, false},
	} {
		d.Product = c.product
		for status, want := range map[Status]bool{Open: false, Won: c.want, Lost: c.want} {
			c.past.Deal.ID, c.past.Deal.Status = "D-1", status
			if got := len(d.Background(account, nil, []Past{c.past}, Alerts{}, today).Similar) == 1; got != want {
				t.Errorf("%s, %s: %v", c.name, status, got)
			}
		}
	}
}

func TestTheFiveNewestDealsAreShown(t *testing.T) {
	d := aDeal()
	d.Product = "P"
	past := []Past{{Deal: d}} // the deal itself, closed and reopened
	past[0].Deal.Status = Lost
	for i, id := range []string{"D-11", "D-12", "D-13", "D-14", "D-15", "D-16", "D-17"} {
		past = append(past, Past{Deal: Deal{ID: id, Product: "P", Amount: d.Amount, Status: Won, Closed: monday.AddDate(0, 0, -(i*3)%7)}})
	}
	var got []string
	for _, s := range d.Background(Account{}, nil, past, Alerts{}, today).Similar {
		got = append(got, s.ID)
	}
	if diff := cmp.Diff([]string{"D-11", "D-16", "D-14", "D-12", "D-17"}, got); diff != "" {
		t.Error(diff)
	}
}
