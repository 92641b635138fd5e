package commands_test

import (
	"testing"
	"time"

	"dealdesk/commands"
	"dealdesk/commands/commandstest"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/store"
)

// withPolicies is the world with policies of its own. Whom they name is an approver from now on.
func withPolicies(t *testing.T, people []sales.Person, policies ...sales.Policy) *commandstest.World {
	w := acme(t)
	rules(w, people, policies...)
	return w
}

// rules starts the desk again with other policies, on the same store.
func rules(w *commandstest.World, people []sales.Person, policies ...sales.Policy) {
	w.Helper()
	company := w.Desk.Cards.Company
	company.Authority.Policies = policies
	w.Desk = desk.New(w.Store, w.Desk.Cards.Lang, company)
	var err error
	if w.Router, err = commands.Router(w.Desk); err != nil {
		w.Fatal(err)
	}
	staff := commandstest.TestStaff(people...)
	for i, p := range staff.People {
		staff.People[i].Approver = company.Authority.Appoints(p)
	}
	enrol(w, staff)
}

func policy(name string, need int, who ...string) sales.Policy {
	return sales.Policy{Name: name, When: sales.When{Discount: 1000}, Steps: []sales.Panel{{Who: who, Need: need}}}
}

// fox keeps the books, and so does fay.
const fox = "UFOX"

func finance() []sales.Person {
	return []sales.Person{
		{ID: fay, Name: "Fay", Role: sales.Approver, Functions: []string{"finance"}},
		{ID: fox, Name: "Fox", Role: sales.Approver, Functions: []string{"finance"}},
	}
}

func TestOpenRequestsKeepThePolicyTheyWereAskedUnder(t *testing.T) {
	w := withPolicies(t, finance(), policy("Margins", 2, "finance"))
	w.Want(w.Say(ana, "discount D-1 15% rival"), "Step 1 of 2", "After that: finance (“Margins”)")
	w.Want(w.Say(mei, "approve R-1"), "2 more approvals are needed")

	rules(w, finance(), policy("Big steps", 1, "director"))
	w.Shows(w.Room("D-1", "R-1"), "Why: “Margins”")
	asked := w.Message("ask/R-1/" + fay)
	w.Want(w.Click(fay, &asked.Message, "Approve"), "One more approval is needed")
	w.Want(w.Say(dan, "approve R-1"), "it waits for finance")
	w.Want(w.Say(ana, `deal new Acme Corporation "Training" 20k`), "D-2")
	w.Want(w.Say(ana, "discount D-2 15% rival"), "Step 1 of 2", "After that: a director (“Big steps”)")

	rules(w, finance()) // no policies at all
	w.Want(w.Say(ana, "discount D-1 16% rival"), "already waiting")
	asked = w.Message("ask/R-1/" + fox)
	w.Want(w.Click(fox, &asked.Message, "Approve"), "Approved by Fox")
	if d := w.Deal("D-1"); d.Discount != 1500 {
		t.Errorf("%+v", d)
	}
}

func TestWhereNobodyOfAPanelIsLeftTheDirectorIsAsked(t *testing.T) {
	w := withPolicies(t, nil, policy("Contracts", 1, "legal"))
	w.Want(w.Say(mei, "discount D-1 15% rival"), "Waiting for legal", "Why: “Contracts”",
		"A director is asked: too few people in this step may decide")
	w.Shows(w.Message("ask/R-1/"+dan), "for Dan to decide")
	w.Want(w.Say(mei, "recall R-1"), "Taken back")

	w = withPolicies(t, finance(), policy("Margins", sales.All, fay, "UNOBODY"))
	w.Say(mei, "discount D-1 15% rival")
	w.Shows(w.Message("ask/R-1/"+fay), "Waiting for Fay and UNOBODY", "for Fay to decide")
	put(w, func(tx *store.Tx) error { // she leaves, and the clock notices
		p, err := store.People.Find(tx, fay)
		p.Gone = true
		if err == nil {
			err = store.People.Put(tx, p)
		}
		if err == nil {
			err = w.Desk.RerouteApprovals(tx)
		}
		return err
	})
	w.Post()
	w.Shows(w.Message("ask/R-1/"+dan), "for Dan to decide", "A director is asked: too few")
	w.Want(w.Say(fay, "approve R-1"), "Only members of this sales team")
	asked := w.Message("ask/R-1/" + dan)
	w.Want(w.Click(dan, &asked.Message, "Approve"), "Approved by Dan")
}

func TestWithoutAnybodyToDecideAskingIsRefused(t *testing.T) {
	w := withPolicies(t, nil, policy("Contracts", 1, "legal"))
	put(w, func(tx *store.Tx) error {
		east, err := store.Teams.Find(tx, "east")
		east.Director = ""
		if err == nil {
			err = store.Teams.Put(tx, east)
		}
		return err
	})
	w.Want(w.Say(mei, "discount D-1 15% rival"), "Nobody else can decide on 15% off for D-1: it needs legal")
	if d := w.Deal("D-1"); d.Discount != 0 {
		t.Errorf("%+v", d)
	}
}

func TestARequestIsDecidedWhereItsChannelIsClosed(t *testing.T) {
	w := acme(t)
	if err := w.Desk.KeepRefused(t.Context(), "CEAST", "is_archived", w.Now); err != nil {
		t.Fatal(err)
	}
	w.Say(ana, "discount D-1 15% rival")
	asked := w.Message("ask/R-1/" + mei)
	w.Want(w.Click(mei, &asked.Message, "Approve"), "Approved by Mei")
	w.Shows(w.Message("tell/R-1"), "Approved by Mei")
	put(w, func(tx *store.Tx) error {
		east, err := store.Teams.Find(tx, "east")
		east.Channel = ""
		if err == nil {
			err = store.Teams.Put(tx, east)
		}
		return err
	})
	w.Now = w.Now.Add(time.Minute)
	w.Want(w.Say(ana, "discount D-1 16% rival"), "R-2")
	asked = w.Message("ask/R-2/" + mei)
	w.Want(w.Click(mei, &asked.Message, "Approve"), "Approved by Mei")
}
