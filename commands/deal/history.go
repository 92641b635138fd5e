package deal

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
	"dealdesk/store"
)

// lookedLimit bounds how many changes of a record are searched for undos.
const lookedLimit = 100

// history lists everything that happened to a deal, the latest first.
func history(c *call.Call) (chat.Reply, error) {
	d, _, err := c.DealArg()
	if err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.DealTitle(c.Read, d)
	if err != nil {
		return chat.Reply{}, err
	}
	told, err := timeline(c, d.ID, call.ListLimit)
	if err != nil {
		return chat.Reply{}, err
	}
	text := chat.Join("\n", append([]chat.Safe{c.Words.Say("deal.history", "Deal", title)}, told...)...)
	return chat.Say(text, chat.Para(text)), nil
}

// timeline returns the latest events, contacts, requests, changes and undos of a deal, and the changes
// of its customer, merged.
// most bounds their number.
func timeline(c *call.Call, deal string, most int) ([]chat.Safe, error) {
	var all []call.Moment
	for e, err := range store.LatestEventsOf(c.Read, deal, most) {
		if err != nil {
			return nil, err
		}
		line, err := c.Desk.Cards.Event(c.Read, c.Words, e)
		if err != nil {
			return nil, err
		}
		all = append(all, call.Moment{At: e.At, Line: line})
	}
	for a, err := range store.LatestActivitiesAbout(c.Read, deal, most) {
		if err != nil {
			return nil, err
		}
		m, err := cards.Activity(c.Read, c.Words, a)
		if err != nil {
			return nil, err
		}
		all = append(all, call.Moment{At: a.At, Line: m.Text})
	}
	requests, err := store.Collect(store.ApprovalsOf(c.Read, deal))
	if err != nil {
		return nil, err
	}
	asked, err := requestMoments(c, requests)
	if err != nil {
		return nil, err
	}
	undone, err := undoMoments(c, deal, requests)
	if err != nil {
		return nil, err
	}
	changed, err := changeMoments(c, deal)
	if err != nil {
		return nil, err
	}
	d, err := store.Deals.Find(c.Read, deal)
	if err != nil {
		return nil, err
	}
	customer, err := call.CustomerMoments(c, d.Account, d.Created)
	if err != nil {
		return nil, err
	}
	return call.Timeline(c, slices.Concat(all, asked, undone, changed, customer), most), nil
}

// requestMoments says who asked for which version of the terms, and what became of it.
func requestMoments(c *call.Call, requests []sales.Approval) (all []call.Moment, err error) {
	for _, a := range requests {
		who, err := cards.PersonName(c.Read, a.Requester)
		if err != nil {
			return nil, err
		}
		if !a.Own() {
			all = append(all, call.Moment{At: a.Created, Line: c.Words.Say("deal.history_asked", "Who", who, "ID", a.ID, "Version", a.Terms,
				"Discount", cards.Terms(c.Words, a.Offer()), "Reason", a.Reason)})
		}
		at := a.Decided
		if a.Status == sales.Waiting {
			at = a.LastVote()
		}
		if at.IsZero() {
			continue
		}
		outcome, err := c.Desk.Cards.Outcome(c.Read, c.Words, a)
		if err != nil {
			return nil, err
		}
		all = append(all, call.Moment{At: at, Line: c.Words.Say("deal.history_request", "ID", a.ID, "Version", a.Terms, "Outcome", outcome)})
	}
	return all, nil
}

// withoutEvent are the fields of a deal whose changes leave no event, only a journal entry.
var withoutEvent = []string{"name", "next", "need", "budget", "product"}

// changeMoments says who changed a field that has no event of its own. The next step of a logged
// contact stands in the line of the contact, and what was undone in the line of the undo.
func changeMoments(c *call.Call, deal string) (all []call.Moment, err error) {
	looked := 0
	for touch, err := range store.History(c.Read, store.Deals.Name, deal) {
		if looked++; err != nil || looked > lookedLimit {
			return all, err
		}
		e, ch := touch.Entry, touch.Change
		if e.Undoes != 0 || ch.Old == nil || ch.New == nil {
			continue
		}
		var was, is sales.Deal
		if err := errors.Join(json.Unmarshal(ch.Old, &was), json.Unmarshal(ch.New, &is)); err != nil {
			return nil, fmt.Errorf("decode %s: %w", deal, err)
		}
		values, err := c.Desk.Cards.DealValues(c.Read, c.Words, was, is)
		if err != nil {
			return nil, err
		}
		who, err := cards.PersonName(c.Read, e.Actor)
		if err != nil {
			return nil, err
		}
		verb, _, _ := strings.Cut(call.RouteNow(e.What), " ")
		for _, v := range values {
			if slices.Contains(withoutEvent, v.Key) && (v.Key != "next" || verb != "log") {
				line := c.Words.Say("deal.history_value", "Who", who, "Field", v.Field, "Was", v.Was, "Is", v.Is)
				all = append(all, call.Moment{At: e.At, Line: line})
			}
		}
	}
	return all, nil
}

// undoMoments says who has taken what back. An undo leaves no event, only a journal entry.
func undoMoments(c *call.Call, deal string, requests []sales.Approval) (all []call.Moment, err error) {
	undos := map[uint64]store.Entry{}
	look := func(table, id string) error {
		looked := 0
		for touch, err := range store.History(c.Read, table, id) {
			if looked++; err != nil || looked > lookedLimit {
				return err
			}
			if touch.Entry.Undoes != 0 {
				undos[touch.Entry.Seq] = touch.Entry
			}
		}
		return nil
	}
	if err := look(store.Deals.Name, deal); err != nil {
		return nil, err
	}
	for _, a := range requests {
		if err := look(store.Approvals.Name, a.ID); err != nil {
			return nil, err
		}
	}
	for _, entry := range undos {
		undone, _, err := store.EntryAt(c.Read, entry.Undoes)
		if err != nil {
			return nil, err
		}
		who, err := cards.PersonName(c.Read, entry.Actor)
		if err != nil {
			return nil, err
		}
		line := c.Words.Say("deal.history_undone", "Who", who, "What", call.WordsOf(c.Words, undone.What))
		all = append(all, call.Moment{At: entry.At, Line: line})
	}
	return all, nil
}
