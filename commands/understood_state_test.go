package commands_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// state is what lines change.
type state struct {
	activities map[string]sales.Activity
	deals      map[string]sales.Deal
	accounts   map[string]sales.Account
	standups   map[string]sales.Standup
	contacts   map[string]sales.Contact
}

func snapshot(t *testing.T, w *commandstest.World) state {
	t.Helper()
	s := state{map[string]sales.Activity{}, map[string]sales.Deal{}, map[string]sales.Account{}, map[string]sales.Standup{},
		map[string]sales.Contact{}}
	err := w.Store.View(t.Context(), func(r store.Reader) error {
		for a, err := range store.Activities.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			s.activities[a.ID] = a
		}
		for d, err := range store.Deals.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			s.deals[d.ID] = d
		}
		for a, err := range store.Accounts.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			s.accounts[a.ID] = a
		}
		for a, err := range store.Standups.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			s.standups[a.ID] = a
		}
		for k, err := range store.Contacts.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			s.contacts[k.ID] = k
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// changes tells what is in a state and was not before.
func changes(t *testing.T, w *commandstest.World, was, is state) (all []map[string]string) {
	t.Helper()
	planned := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(is.activities)) {
		a := is.activities[id]
		if old, known := was.activities[id]; known {
			if old != a {
				planned[a.Account] = true
				all = append(all, changed(is, old, a))
			}
			continue
		}
		planned[a.Account] = true
		act := map[string]string{"": "log", "kind": string(a.Kind), "with": is.accounts[a.Account].Name, "note": a.Note, "on": string(a.On)}
		switch {
		case a.Kind == sales.Attempt:
			act[""] = "attempt"
			delete(act, "kind")
		case a.Kind == sales.Note && a.Note == "" && !a.Next.Missing(): // only a next step was told
			act[""] = "plan"
			delete(act, "kind")
			delete(act, "on")
		}
		if a.Minutes > 0 {
			act["min"] = strconv.Itoa(a.Minutes)
		}
		if a.Intent > 0 {
			act["intent"] = strconv.Itoa(a.Intent)
		}
		if a.Amount.Currency != "" {
			act["amount"] = money(a.Amount)
		}
		addStep(act, a.Next)
		all = append(all, act)
	}
	for _, id := range slices.Sorted(maps.Keys(is.deals)) {
		d, before := is.deals[id], was.deals[id]
		on := is.accounts[d.Account].Name
		switch {
		case before.ID == "":
			act := map[string]string{"": "new deal", "with": on}
			if d.Amount.Currency != "" && d.Amount.Minor != 0 {
				act["amount"] = money(d.Amount)
			}
			all = append(all, act)
			continue
		case before.Stage != d.Stage || before.Status != d.Status:
			stage := d.Stage
			if d.Status != sales.Open {
				stage = string(d.Status)
			}
			all = append(all, map[string]string{"": "move " + id, "stage": strings.ToLower(stage)})
		case before.Amount != d.Amount:
			all = append(all, map[string]string{"": "amount " + id + " " + money(d.Amount)})
		case before.Close != d.Close:
			all = append(all, map[string]string{"": "date " + id + " " + string(d.Close)})
		case before.Owner != d.Owner:
			all = append(all, map[string]string{"": "give " + id + " " + strings.TrimPrefix(strings.ToLower(d.Owner), "u")})
		}
		if before.Next != d.Next && !planned[d.Account] {
			act := map[string]string{"": "plan", "with": on}
			addStep(act, d.Next)
			all = append(all, act)
		}
	}
	for id, a := range is.accounts {
		if before := was.accounts[id]; before.ID == "" {
			all = append(all, map[string]string{"": "new account " + a.Name})
		} else if before.Next != a.Next && !planned[id] {
			act := map[string]string{"": "plan", "with": a.Name}
			addStep(act, a.Next)
			all = append(all, act)
		}
	}
	for id, k := range is.contacts {
		if _, old := was.contacts[id]; !old {
			all = append(all, map[string]string{"": "contact " + k.Name, "with": is.accounts[k.Account].Name, "title": k.Title,
				"role": string(k.Role), "phone": k.Phone, "email": k.Email})
		}
	}
	for id, s := range is.standups {
		if old, there := was.standups[id]; !there || old.Done+old.Plan+old.Blockers != s.Done+s.Plan+s.Blockers {
			all = append(all, map[string]string{"": "standup", "yesterday": s.Done, "today": s.Plan, "blockers": s.Blockers})
		}
	}
	return all
}

// changed is what is different in an activity.
func changed(is state, old, a sales.Activity) map[string]string {
	act := map[string]string{"": "change"}
	add := func(field, was, now string) {
		if was != now {
			act[field] = now
		}
	}
	add("kind", string(old.Kind), string(a.Kind))
	add("with", is.accounts[old.Account].Name, is.accounts[a.Account].Name)
	add("min", strconv.Itoa(old.Minutes), strconv.Itoa(a.Minutes))
	add("on", string(old.On), string(a.On))
	add("note", old.Note, a.Note)
	if old.Intent != a.Intent {
		act["intent"] = strconv.Itoa(a.Intent)
	}
	return act
}

func addStep(act map[string]string, step sales.NextStep) {
	act["next"], act["due"], act["clock"] = step.What, string(step.Due), step.Clock
}

func money(m sales.Money) string {
	minor := m.Minor
	for range m.Places() {
		minor /= 10
	}
	return m.Currency + strconv.FormatInt(minor, 10)
}
