package undo

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"

	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/forecast"
	"dealdesk/store"
)

// inTheWay returns why a change cannot be undone: it has already been undone, or a record was changed
// by somebody since. It names neither the record nor the person if the record is hidden (P13).
func inTheWay(c *call.Call, entry store.Entry, err error) error {
	var newer *store.Newer
	if problem, no := sales.AsProblem(err); no { // another request waits
		deal, _ := problem.Args["Deal"].(string)
		return unlessHidden(c, deal, problem)
	}
	if !errors.As(err, &newer) {
		return err
	}
	record, about, failed := nameRecord(c, newer.Table, newer.ID)
	if failed != nil {
		return failed
	}
	by, _, failed := store.EntryAt(c.Read, newer.Seq)
	if failed != nil {
		return failed
	}
	if by.Undoes == entry.Seq {
		return sales.No("undo.already")
	}
	_, person, failed := store.People.Get(c.Read, by.Actor)
	if failed != nil {
		return failed
	}
	if newer.Table == store.Approvals.Name {
		a, _, err := store.Approvals.Get(c.Read, newer.ID)
		if err != nil {
			return err
		}
		if a.Status == sales.Approved {
			return unlessHidden(c, a.Deal, sales.No("undo.approved", "Record", a.ID, "By", a.By, "Deal", a.Deal))
		}
	}
	words := "undo.newer"
	if upon := (*builtUpon)(nil); errors.As(err, &upon) {
		words = "undo.built_upon"
		if about != newer.ID {
			about = "" // what it is about was the person's own, and is gone in here
		}
	}
	if !person {
		words = "undo.newer_itself"
	}
	return unlessHidden(c, about, sales.No(words, "Record", record, "By", by.Actor))
}

// unlessHidden returns no, or a problem without any details if the person may not see the deal or
// customer that it is about. about is "" for none.
func unlessHidden(c *call.Call, about string, no *sales.Problem) error {
	records, err := store.Whose(c.Read, about)
	if err != nil {
		return err
	}
	if about != "" && !sales.Visible(c.Me, records...) {
		return sales.No("undo.newer_hidden")
	}
	return no
}

// nameRecord returns a record's name, and the deal or customer that it is about.
func nameRecord(c *call.Call, table, id string) (name, about string, err error) {
	if table == store.Deals.Name || table == store.Accounts.Name {
		return id, id, nil
	}
	var of struct{ Name, Deal, Account, On string }
	var last []byte
	for touch, err := range store.History(c.Read, table, id) {
		if err != nil {
			return "", "", err
		}
		state := touch.Change.New
		if state == nil {
			state = touch.Change.Old
		}
		if err := json.Unmarshal(state, &of); err != nil {
			return "", "", fmt.Errorf("decode %s %s: %w", table, id, err)
		}
		last = state
		break
	}
	about = cmp.Or(of.Deal, of.Account)
	switch table {
	case store.Standups.Name:
		name = c.Words.Plain("undo.standup", "Date", c.Words.Day(of.On))
	case store.Activities.Name:
		name = c.Words.Plain("undo.contact", "About", about)
	case store.Events.Name:
		name = about
	case store.People.Name:
		name = c.Words.Plain("undo.person", "Name", of.Name)
	case store.Forecasts.Name:
		name, err = forecastTitle(c, last)
	default:
		name = cmp.Or(of.Name, id)
	}
	return name, about, err
}

// forecastTitle says whose forecast it is, and for which period; "" to whoever may not see it.
func forecastTitle(c *call.Call, state json.RawMessage) (string, error) {
	var f forecast.Forecast
	if err := json.Unmarshal(state, &f); err != nil {
		return "", fmt.Errorf("decode a forecast: %w", err)
	}
	if c.May(sales.SeeForecast, f.Scope.Person, f.Scope.Team) != nil {
		return "", nil
	}
	who := ""
	if f.Scope.Person != "" {
		var err error
		if who, err = cards.PersonName(c.Read, f.Scope.Person); err != nil {
			return "", err
		}
	} else if t, _, err := store.Teams.Get(c.Read, f.Scope.Team); err != nil {
		return "", err
	} else {
		who = t.Name
	}
	return c.Words.Plain("forecast.title", "Who", who, "Period", cards.GoalPeriod(c.Words, f.Period)), nil
}
