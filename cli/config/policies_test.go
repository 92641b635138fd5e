package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dealdesk/sales"
)

func TestPoliciesListsAndFunctionsAreRead(t *testing.T) {
	text := goodTeam + `director = "U9"
[functions]
finance = ["U5", "U2", "U5"]
legal = ["U6"]
service = ["U7"]
[approvals]
payment_days = 45
chain = true
remind = ""
escalate = ""
[approvals.lists]
desk = ["finance", "inner", "U8"]
inner = ["director", "U8", "manager"]
[[approvals.policy]]
name = "Large"
discount = 12.5
amount = 1_000_000
payment_days = 60
free_months = 2
custom = true
tiers = ["A", "C"]
[[approvals.policy.step]]
who = ["desk", "finance"]
need = "all"
[[approvals.policy.step]]
who = ["finance", "legal"]
need = "3"
[[approvals.policy]]
name = "Always"
[[approvals.policy.step]]
who = ["manager"]
`
	s, err := load(writeConfig(t, text, 0o600), true, nil, testLanguages, false)
	if err != nil {
		t.Fatal(err)
	}
	want := sales.Authority{Rep: 1000, Manager: 2000, PaymentDays: 45, Chain: true, Expires: 72 * time.Hour, Policies: []sales.Policy{
		{Name: "Large", When: sales.When{Discount: 1250, Amount: sales.Money{Minor: 100_000_000, Currency: "USD"}, PaymentDays: 60, FreeMonths: 2, Custom: true, Tiers: []sales.Tier{"A", "C"}},
			Steps: []sales.Panel{{Who: sales.Who{"finance", "director", "U8", "manager"}, Need: sales.All},
				{Who: sales.Who{"finance", "legal"}, Need: 3}}},
		{Name: "Always", Steps: []sales.Panel{{Who: sales.Who{"manager"}, Need: 1}}},
	}}
	if diff := cmp.Diff(want, s.Company.Authority); diff != "" {
		t.Error(diff)
	}
	people := []sales.Person{
		{ID: "U1", Team: "north", Role: sales.Manager},
		{ID: "U2", Team: "north", Role: sales.Rep, Functions: []string{"finance"}, Approver: true},
		{ID: "U5", Role: sales.Approver, Functions: []string{"finance"}, Approver: true},
		{ID: "U6", Role: sales.Approver, Functions: []string{"legal"}, Approver: true},
		{ID: "U7", Functions: []string{"service"}},
		{ID: "U8", Role: sales.Approver, Approver: true},
		{ID: "U9", Team: "north", Role: sales.Director},
	}
	if diff := cmp.Diff(people, s.Staff.People); diff != "" {
		t.Error(diff)
	}
	if got := s.Warnings.In(english()); got != "U7 is in no team, and no policy asks the service: they can do nothing here" {
		t.Errorf("%q", got)
	}
}

func TestListsOfListsOfListsAreReadInNoTime(t *testing.T) {
	text := goodTeam + "[approvals.lists]\nl200 = [\"U5\"]\n"
	for i := range 200 { // each names the next one twice
		text += fmt.Sprintf("l%d = [\"l%d\", \"l%d\"]\n", i, i+1, i+1)
	}
	text += "[[approvals.policy]]\nname = \"P\"\n[[approvals.policy.step]]\nwho = [\"l0\"]\n"
	s, err := load(writeConfig(t, text, 0o600), true, nil, testLanguages, false)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Company.Authority.Policies[0].Steps[0].Who; !slices.Equal(got, sales.Who{"U5"}) {
		t.Errorf("%v", got)
	}
	_, err = load(writeConfig(t, strings.Replace(text, `l200 = ["U5"]`, `l200 = ["l100"]`, 1), 0o600), true, nil, testLanguages, false)
	if n := strings.Count(fmt.Sprint(err), "makes a circle"); n != 101 { // l100 to l200
		t.Errorf("%d lists are in a circle", n)
	}
}

func TestAnAmountOfAPolicyIsInWholeUnitsOfItsCurrency(t *testing.T) {
	for currency, minor := range map[string]int64{"JPY": 1000, "USD": 100_000} {
		s, err := load(writeConfig(t, "[workspace]\ncurrency = \""+currency+"\"\n"+goodTeam+
			"[[approvals.policy]]\nname = \"P\"\namount = 1000\n[[approvals.policy.step]]\nwho = [\"manager\"]\n", 0o600), true, nil, testLanguages, false)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Company.Authority.Policies[0].When.Amount; got != (sales.Money{Minor: minor, Currency: currency}) {
			t.Errorf("%s: %+v", currency, got)
		}
	}
}
