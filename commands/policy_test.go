package commands

import (
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/store"
)

// withPolicies is the world with policies of its own. Whom they name is an approver from now on.
func withPolicies(t *testing.T, people []sales.Person, policies ...sales.Policy) *world {
	w := acme(t)
	w.rules(people, policies...)
	return w
}

// rules starts the desk again with other policies, on the same store.
func (w *world) rules(people []sales.Person, policies ...sales.Policy) {
	w.Helper()
	company := w.desk.Company
	company.Authority.Policies = policies
	w.desk = New(w.store, w.desk.Lang, company)
	var err error
	if w.router, err = w.desk.Router(); err != nil {
		w.Fatal(err)
	}
	staff := testStaff(people...)
	for i, p := range staff.People {
		staff.People[i].Approver = company.Authority.Appoints(p)
	}
	w.enrol(staff)
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
	w.want(w.say(ana, "discount D-1 15% rival"), "Step 1 of 2", "After that: finance (“Margins”)")
	w.want(w.say(mei, "approve R-1"), "2 more approvals are needed")

	w.rules(finance(), policy("Big steps", 1, "director"))
	w.shows(w.room("D-1", "R-1"), "Why: “Margins”")
	asked := w.message("ask/R-1/" + fay)
	w.want(w.click(fay, &asked.Message, "Approve"), "One more approval is needed")
	w.want(w.say(dan, "approve R-1"), "it waits for finance")
	w.want(w.say(ana, `deal new Acme Corporation "Training" 20k`), "D-2")
	w.want(w.say(ana, "discount D-2 15% rival"), "Step 1 of 2", "After that: a director (“Big steps”)")

	w.rules(finance()) // no policies at all
	w.want(w.say(ana, "discount D-1 16% rival"), "already waiting")
	asked = w.message("ask/R-1/" + fox)
	w.want(w.click(fox, &asked.Message, "Approve"), "Approved by Fox")
	if d := w.deal("D-1"); d.Discount != 1500 {
		t.Errorf("%+v", d)
	}
}

func TestWhereNobodyOfAPanelIsLeftTheDirectorIsAsked(t *testing.T) {
	w := withPolicies(t, nil, policy("Contracts", 1, "legal"))
	w.want(w.say(mei, "discount D-1 15% rival"), "Waiting for legal", "Why: “Contracts”", "A director is asked: too few people in this step may decide")
	w.shows(w.message("ask/R-1/"+dan), "for Dan to decide")
	w.want(w.say(mei, "recall R-1"), "Taken back")

	w = withPolicies(t, finance(), policy("Margins", sales.All, fay, "UNOBODY"))
	w.say(mei, "discount D-1 15% rival")
	w.shows(w.message("ask/R-1/"+fay), "Waiting for Fay and UNOBODY", "for Fay to decide")
	w.put(func(tx *store.Tx) error { // she leaves, and the clock notices
		p, err := store.People.Find(tx, fay)
		p.Gone = true
		if err == nil {
			err = store.People.Put(tx, p)
		}
		if err == nil {
			err = w.desk.Tend(tx)
		}
		return err
	})
	w.post()
	w.shows(w.message("ask/R-1/"+dan), "for Dan to decide", "A director is asked: too few")
	w.want(w.say(fay, "approve R-1"), "Only members of this sales team")
	asked := w.message("ask/R-1/" + dan)
	w.want(w.click(dan, &asked.Message, "Approve"), "Approved by Dan")
}

func TestWithoutAnybodyToDecideAskingIsRefused(t *testing.T) {
	w := withPolicies(t, nil, policy("Contracts", 1, "legal"))
	w.put(func(tx *store.Tx) error {
		east, err := store.Teams.Find(tx, "east")
		east.Director = ""
		if err == nil {
			err = store.Teams.Put(tx, east)
		}
		return err
	})
	w.want(w.say(mei, "discount D-1 15% rival"), "Nobody else can decide on 15% off for D-1: it needs legal")
	if d := w.deal("D-1"); d.Discount != 0 {
		t.Errorf("%+v", d)
	}
}

func TestARequestIsDecidedWhereItsChannelIsClosed(t *testing.T) {
	w := acme(t)
	if err := w.desk.Refused(t.Context(), "CEAST", "is_archived", w.now); err != nil {
		t.Fatal(err)
	}
	w.say(ana, "discount D-1 15% rival")
	asked := w.message("ask/R-1/" + mei)
	w.want(w.click(mei, &asked.Message, "Approve"), "Approved by Mei")
	w.shows(w.message("tell/R-1"), "Approved by Mei")
	w.put(func(tx *store.Tx) error {
		east, err := store.Teams.Find(tx, "east")
		east.Channel = ""
		if err == nil {
			err = store.Teams.Put(tx, east)
		}
		return err
	})
	w.now = w.now.Add(time.Minute)
	w.want(w.say(ana, "discount D-1 16% rival"), "R-2")
	asked = w.message("ask/R-2/" + mei)
	w.want(w.click(mei, &asked.Message, "Approve"), "Approved by Mei")
}
