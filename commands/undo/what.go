package undo

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// told is a journal entry in words: what was done to which record, and the values that it changed.
type told struct {
	what           chat.Safe
	forward, again chat.Safe // the values as the entry changed them, and as its undo changes them back
	request        string    // the waiting request that it made
	hidden         bool      // the person may not see the record
}

// tell describes an entry. Nothing is said of a record that the person may not see (P13).
func tell(c *call.Call, e store.Entry) (told, error) {
	payload, err := store.PayloadOf(c.Read, e)
	if err != nil {
		return told{}, err
	}
	what := call.WordsOf(c.Words, e.What)
	ch, found, err := mainChange(e.What, payload.Changes)
	if err != nil {
		return told{}, err
	}
	if !found {
		return told{what: chat.Escape(what)}, nil
	}
	of, about, err := titleOf(c, ch)
	if err != nil {
		return told{}, err
	}
	records, err := store.Whose(c.Read, about)
	if err != nil {
		return told{}, err
	}
	if of == "" || about != "" && !sales.Visible(c.Me, records...) {
		return told{what: chat.Escape(what), hidden: true}, nil
	}
	if of, err = withOthers(c, ch, of, payload.Changes); err != nil {
		return told{}, err
	}
	t := told{what: chat.Join(" · ", chat.Escape(what), of)}
	if command := keyOf(c, e.What); command != "" {
		t.what = c.Words.Say("undone."+command, "Of", of)
	}
	if t.request, err = asked(ch); err != nil {
		return told{}, err
	}
	values, err := changed(c, ch)
	if err != nil {
		return told{}, err
	}
	for _, v := range values {
		if v.Field == "" { // a sentence of its own
			t.forward = chat.Join("\n", t.forward, v.Is)
			t.again = chat.Join("\n", t.again, v.Was)
			continue
		}
		t.forward = chat.Join("\n", t.forward, c.Words.Say("undo.value", "Field", v.Field, "Was", v.Was, "Is", v.Is))
		t.again = chat.Join("\n", t.again, c.Words.Say("undo.value", "Field", v.Field, "Was", v.Is, "Is", v.Was))
	}
	return t, nil
}

// withOthers is the title of a contact with those of the other customers of the same line, as far as the person sees them.
func withOthers(c *call.Call, main store.RecordChange, of chat.Safe, all []store.RecordChange) (chat.Safe, error) {
	titles := []chat.Safe{of}
	for _, ch := range all {
		if main.Table != store.Activities.Name || ch.Table != main.Table || ch.ID == main.ID {
			continue
		}
		title, about, err := titleOf(c, ch)
		if err != nil {
			return "", err
		}
		records, err := store.Whose(c.Read, about)
		if err != nil {
			return "", err
		}
		if title != "" && sales.Visible(c.Me, records...) && !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
	}
	return c.Words.List(titles, true), nil
}

// asked is the request that a change made if it had to wait, or "".
func asked(ch store.RecordChange) (string, error) {
	if ch.Table != store.Approvals.Name || ch.Old != nil || ch.New == nil {
		return "", nil
	}
	var a sales.Approval
	if err := json.Unmarshal(ch.New, &a); err != nil {
		return "", fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
	}
	if a.Status != sales.Waiting {
		return "", nil
	}
	return a.ID, nil
}

// keyOf is the command by which the words of an entry are kept, or "".
func keyOf(c *call.Call, what string) string {
	for what = call.RouteNow(what); what != ""; {
		if c.Words.Has("undone." + what) {
			return what
		}
		i := strings.LastIndexByte(what, ' ')
		what = what[:max(i, 0)]
	}
	return ""
}

// mainChange is the change that an entry is about: a command on customers, contacts or the staff may
// change deals as well.
func mainChange(what string, all []store.RecordChange) (store.RecordChange, bool, error) {
	order := []string{store.Deals.Name, store.Activities.Name, store.Approvals.Name, store.Contacts.Name, store.Accounts.Name,
		store.Standups.Name, store.Delegations.Name, store.People.Name, store.Teams.Name, store.Goals.Name, store.Forecasts.Name,
		store.Costs.Name}
	first := ""
	switch noun, rest, _ := strings.Cut(what, " "); {
	case noun == "forecast" && rest != "" && rest != "say":
		first = store.Forecasts.Name
	case noun == "goal":
		first = store.Goals.Name
	case noun == "account":
		first = store.Accounts.Name
	case noun == "contact":
		first = store.Contacts.Name
	case noun == "delegate":
		first = store.Delegations.Name
	case noun == "standup":
		first = store.Standups.Name
	case noun == "team" && !slices.Contains([]string{"add", "remove", "function", "leave", "limit"}, rest):
		first = store.Teams.Name
	}
	for _, table := range append([]string{first}, order...) {
		if i := slices.IndexFunc(all, func(ch store.RecordChange) bool { return ch.Table == table }); i >= 0 {
			if table == store.Goals.Name {
				return wholeGoal(all, all[i])
			}
			return all[i], true, nil
		}
	}
	return store.RecordChange{}, false, nil
}

// wholeGoal is the change of the goal of which the other changed ones are parts, else first.
func wholeGoal(all []store.RecordChange, first store.RecordChange) (store.RecordChange, bool, error) {
	goals := map[string]bool{}
	for _, ch := range all {
		if ch.Table == store.Goals.Name {
			goals[ch.ID] = true
		}
	}
	for _, ch := range all {
		state := ch.New
		if state == nil {
			state = ch.Old
		}
		if ch.Table != store.Goals.Name || state == nil {
			continue
		}
		var of struct{ Parent string }
		if err := json.Unmarshal(state, &of); err != nil {
			return first, false, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
		if !goals[of.Parent] {
			return ch, true, nil
		}
	}
	return first, true, nil
}

// titleOf returns what a changed record is called, and the deal or customer that it is about.
func titleOf(c *call.Call, ch store.RecordChange) (title chat.Safe, about string, err error) {
	state := ch.New
	if state == nil {
		state = ch.Old
	}
	if state == nil { // erased
		return "", "", nil
	}
	var of struct{ Name, Deal, Account, On, To string }
	if err := json.Unmarshal(state, &of); err != nil {
		return "", "", fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
	}
	name := chat.EscapeLine(of.Name)
	switch ch.Table {
	case store.Deals.Name:
		about = ch.ID
	case store.Accounts.Name:
		about = ch.ID
	case store.Activities.Name, store.Approvals.Name:
		if about = of.Deal; about == "" {
			about = of.Account
		}
	case store.Contacts.Name:
		account, err := titled(c, of.Account)
		return chat.Join(" · ", name, account), of.Account, err
	case store.Goals.Name:
		var g goal.Goal
		if err := json.Unmarshal(state, &g); err != nil {
			return "", "", fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
		if ok, err := c.Desk.MayGoal(c.Read, c.Me, sales.SeeGoal, g); err != nil || !ok {
			return "", "", err
		}
		title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
		return title, "", err
	case store.Forecasts.Name:
		title, err := forecastTitle(c, state)
		return chat.EscapeLine(title), "", err
	case store.Costs.Name:
		title, err := costTitle(c, state)
		return title, "", err
	case store.Standups.Name:
		return chat.Escape(c.Words.Day(of.On)), "", nil
	case store.Delegations.Name:
		who, err := cards.PersonName(c.Read, of.To)
		return chat.EscapeLine(who), "", err
	default:
		return name, "", nil
	}
	title, err = titled(c, about)
	return title, about, err
}

// costTitle names a cost to whoever may enter it.
func costTitle(c *call.Call, state []byte) (chat.Safe, error) {
	var cost kpi.Cost
	if err := json.Unmarshal(state, &cost); err != nil {
		return "", fmt.Errorf("decode a cost: %w", err)
	}
	team, _, err := store.Teams.Get(c.Read, cost.Team)
	if err != nil || !sales.May(c.Me, sales.EnterCost, sales.Record{Team: team}) {
		return "", err
	}
	title, err := c.Desk.Cards.CostTitle(c.Read, c.Words, cost)
	return chat.Join(": ", title, chat.EscapeLine(c.Words.Money(cost.Amount))), err
}

// titled returns the title of a deal or customer.
func titled(c *call.Call, id string) (chat.Safe, error) {
	d, ok, err := store.Deals.Get(c.Read, id)
	if err != nil || ok {
		title, of := c.Desk.Cards.DealTitle(c.Read, d)
		return title, errors.Join(err, of)
	}
	a, _, err := store.Accounts.Get(c.Read, id)
	return chat.Join(" · ", chat.Escape(a.ID), chat.EscapeLine(a.Name)), err
}

// changed lists the values that a change gave a deal or customer.
func changed(c *call.Call, ch store.RecordChange) (all []cards.Value, err error) {
	if ch.Old == nil || ch.New == nil {
		return nil, nil
	}
	switch ch.Table {
	case store.Deals.Name:
		var was, is sales.Deal
		if err := errors.Join(json.Unmarshal(ch.Old, &was), json.Unmarshal(ch.New, &is)); err != nil {
			return nil, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
		return c.Desk.Cards.DealValues(c.Read, c.Words, was, is)
	case store.Activities.Name:
		var was, is sales.Activity
		if err := errors.Join(json.Unmarshal(ch.Old, &was), json.Unmarshal(ch.New, &is)); err != nil {
			return nil, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
		card := func(a sales.Activity) chat.Safe {
			return chat.Join("\n", cards.ActivityLine(c.Words, a), cards.ActivityRest(c.Words, a))
		}
		return []cards.Value{{Was: card(was), Is: card(is)}}, nil
	case store.Goals.Name:
		var was, is goal.Goal
		if err := errors.Join(json.Unmarshal(ch.Old, &was), json.Unmarshal(ch.New, &is)); err != nil {
			return nil, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
		return c.Desk.Cards.GoalValues(c.Read, c.Words, was, is)
	case store.People.Name:
		var was, is sales.Person
		if err := errors.Join(json.Unmarshal(ch.Old, &was), json.Unmarshal(ch.New, &is)); err != nil {
			return nil, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
		return cards.AddValue(nil, c.Words, "away", leave(c, was), leave(c, is)), nil
	case store.Accounts.Name:
		var was, is sales.Account
		if err := errors.Join(json.Unmarshal(ch.Old, &was), json.Unmarshal(ch.New, &is)); err != nil {
			return nil, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
		return call.CustomerValues(c, was, is)
	}
	return all, err
}

// leave lists the days when somebody is away.
func leave(c *call.Call, p sales.Person) chat.Safe {
	var all []chat.Safe
	for _, s := range p.Away {
		day := chat.Escape(c.Words.Day(string(s.From)))
		if s.From != s.To {
			day = c.Words.Say("standup.leave_days", "From", s.From, "To", s.To)
		}
		all = append(all, day)
	}
	return c.Words.List(all, false)
}
