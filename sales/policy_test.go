package sales

import (
	"fmt"
	"strings"
	"testing"
)

func TestAPolicyAppliesWhereAllItsConditionsHold(t *testing.T) {
	yuan := func(n int64) Money { return Money{n, "CNY"} }
	for _, c := range []struct {
		name string
		when When
		is   Offer
		want bool
	}{
		{"no condition", When{}, Offer{Discount: 1}, true},
		{"no condition, and nothing is given away", When{}, Offer{Amount: yuan(1)}, false},
		{"no condition, and the usual days to pay", When{}, Offer{Special: Special{PaymentDays: 30}}, false},
		{"the discount itself", When{Discount: 1500}, Offer{Discount: 1500}, true},
		{"just below the discount", When{Discount: 1500}, Offer{Discount: 1499}, false},
		{"the amount itself", When{Amount: yuan(1000)}, Offer{Discount: 1, Amount: yuan(1000)}, true},
		{"just below the amount", When{Amount: yuan(1000)}, Offer{Discount: 1, Amount: yuan(999)}, false},
		{"an amount that cannot be compared", When{Amount: yuan(1000)}, Offer{Discount: 1, Amount: Money{1, "USD"}}, true},
		{"the days themselves", When{PaymentDays: 60}, Offer{Special: Special{PaymentDays: 60}}, true},
		{"a day less", When{PaymentDays: 60}, Offer{Special: Special{PaymentDays: 59}}, false},
		{"the months themselves", When{FreeMonths: 2}, Offer{Special: Special{FreeMonths: 2}}, true},
		{"a month less", When{FreeMonths: 2}, Offer{Special: Special{FreeMonths: 1}}, false},
		{"something promised", When{Custom: true}, Offer{Special: Special{Custom: "on-site help"}}, true},
		{"nothing promised", When{Custom: true}, Offer{Discount: 3000}, false},
		{"one of the tiers", When{Tiers: []Tier{"A", "B"}}, Offer{Discount: 1, Tier: "B"}, true},
		{"another tier", When{Tiers: []Tier{"A", "B"}}, Offer{Discount: 1, Tier: "C"}, false},
		{"a tier nobody knows", When{Tiers: []Tier{"A", "B"}}, Offer{Discount: 1}, false},
		{"all of several", When{Discount: 1000, PaymentDays: 60}, Offer{Discount: 1000, Special: Special{PaymentDays: 60}}, true},
		{"one of several only", When{Discount: 1000, PaymentDays: 60}, Offer{Discount: 1000}, false},
	} {
		a := DefaultAuthority()
		a.Policies = []Policy{{"P", c.when, []Panel{{Who{"finance"}, 1}}}}
		got := strings.Contains(written(a.Steps(Director, c.is)), "P:")
		if got != c.want {
			t.Errorf("%s: it applies %v", c.name, got)
		}
	}
}

// written formats steps for the tests: "level:manager×1, P+Q:finance×all".
func written(steps []Step) string {
	var all []string
	for _, s := range steps {
		need := fmt.Sprint(s.Need)
		if s.Need == All {
			need = "all"
		}
		all = append(all, strings.Join(s.Why, "+")+":"+strings.Join(s.Who, "/")+"×"+need)
	}
	return strings.Join(all, ", ")
}

func TestARequestHasTheStepsOfLimitsAndPolicies(t *testing.T) {
	policy := func(name string, when When, steps ...Panel) Policy { return Policy{name, when, steps} }
	finance, both := Panel{Who{"finance"}, 1}, Panel{Who{"manager", "finance"}, All}
	for _, c := range []struct {
		name     string
		by       Role
		is       Offer
		chain    bool
		policies []Policy
		want     string
	}{
		{"within the rep's limit", Rep, Offer{Discount: 999}, false, nil, ""},
		{"the manager's", Rep, Offer{Discount: 1000}, false, nil, "level:manager×1"},
		{"the director's", Rep, Offer{Discount: 2000}, false, nil, "level:director×1"},
		{"the director's, by levels", Rep, Offer{Discount: 2000}, true, nil, "level:manager×1, level:director×1"},
		{"the manager's, by levels", Rep, Offer{Discount: 1000}, true, nil, "level:manager×1"},
		{"a manager's beyond their limit, by levels", Manager, Offer{Discount: 2000}, true, nil, "level:director×1"},
		{"a director's, by levels", Director, Offer{Discount: 2000}, true, nil, "level:director×1"},
		{"an admin's, by levels", Admin, Offer{Discount: 2000}, true, nil, "level:manager×1, level:director×1"},
		{"a manager's within their limit", Manager, Offer{Discount: 1999}, true, nil, ""},
		{"the usual term", Rep, Offer{Special: Special{PaymentDays: 30}}, false, nil, ""},
		{"a day more", Rep, Offer{Special: Special{PaymentDays: 31}}, false, nil, "level:manager×1"},
		{"a free month", Rep, Offer{Special: Special{FreeMonths: 1}}, false, nil, "level:manager×1"},
		{"a promise", Rep, Offer{Special: Special{Custom: "x"}}, false, nil, "level:manager×1"},
		{"a promise of the manager's own", Manager, Offer{Special: Special{Custom: "x"}}, false, nil, ""},
		{"a promise and the director's discount", Rep, Offer{Discount: 2000, Special: Special{Custom: "x"}}, false, nil, "level:director×1"},
		{"a policy beside the limits", Rep, Offer{Discount: 1000}, false, []Policy{policy("P", When{}, finance)}, "level:manager×1, P:finance×1"},
		{"a policy on what is one's own", Rep, Offer{Discount: 500}, false, []Policy{policy("P", When{}, finance)}, "P:finance×1"},
		{"a policy that does not apply", Rep, Offer{Discount: 500}, false, []Policy{policy("P", When{Discount: 501}, finance)}, ""},
		{"two policies, each in turn", Rep, Offer{Discount: 500}, false, []Policy{policy("P", When{}, both, finance), policy("Q", When{}, Panel{Who{"U-bo"}, 1})},
			"P:manager/finance×all, P:finance×1, Q:U-bo×1"},
		{"the same panel twice is one step", Rep, Offer{Discount: 1000}, false, []Policy{policy("P", When{}, Panel{Who{"manager"}, 1}), policy("Q", When{}, Panel{Who{"finance", "manager"}, All}), policy("R", When{}, both)},
			"level+P:manager×1, Q+R:finance/manager×all"},
		{"the same people with another need are two", Rep, Offer{Discount: 500}, false, []Policy{policy("P", When{}, Panel{Who{"finance"}, 2}), policy("Q", When{}, finance)},
			"P:finance×2, Q:finance×1"},
	} {
		a := DefaultAuthority()
		a.Chain, a.Policies = c.chain, c.policies
		if got := written(a.Steps(c.by, c.is)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestApproversAreThoseAPolicyNamesAndBookkeepers(t *testing.T) {
	a := Authority{Policies: []Policy{{Steps: []Panel{{Who{"manager", "legal"}, 1}}}, {Steps: []Panel{{Who{"U-fay"}, 1}}}}}
	for _, c := range []struct {
		who  Person
		want bool
	}{
		{Person{ID: "U-fay"}, true},
		{Person{ID: "U-1", Functions: []string{"marketing", "legal"}}, true},
		{Person{ID: "U-1", Functions: []string{"finance"}}, true}, // a bookkeeper is one even if no policy names them
		{Person{ID: "U-1", Functions: []string{"service"}}, false},
		{Person{ID: "U-1", Role: Manager}, false}, // sees what a manager sees
	} {
		if got := a.Appoints(c.who); got != c.want {
			t.Errorf("%+v: %v", c.who, got)
		}
	}
}
