package deal

import (
	"cmp"
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

// lookedLimit bounds how many logs of a deal, and changes of a record, are looked at.
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

// timeline merges the latest events, contacts, requests, changes and undos of a deal, and the changes
// of its customer; most bounds their number.
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
	logged, err := logMoments(c, deal)
	if err != nil {
		return nil, err
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
	return call.Timeline(c, slices.Concat(all, logged, asked, undone, changed, customer), most), nil
}

// logMoments says what was logged, and what was changed of it later.
func logMoments(c *call.Call, deal string) (all []call.Moment, err error) {
	for a, err := range store.LatestActivitiesAbout(c.Read, deal, lookedLimit) {
		if err != nil {
			return nil, err
		}
		m, err := cards.Activity(c.Read, c.Words, a)
		if err != nil {
			return nil, err
		}
		edits, err := cards.ActivityEdits(c.Read, c.Words, a)
		if err != nil {
			return nil, err
		}
		all = append(all, call.Moment{At: a.At, Line: m.Text})
		for _, e := range edits {
			all = append(all, call.Moment{At: e.At, Line: e.Text})
		}
	}
	return all, nil
}

// requestMoments says who asked for which version of the terms, and what became of it.
func requestMoments(c *call.Call, requests []sales.Approval) (all []call.Moment, err error) {
	for _, a := range requests {
		if !a.Own() {
			line, err := asked(c, a)
			if err != nil {
				return nil, err
			}
			all = append(all, call.Moment{At: a.Created, Line: line})
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

// asked says who asked for what, and why.
func asked(c *call.Call, a sales.Approval) (chat.Safe, error) {
	who, err := cards.PersonName(c.Read, a.Requester)
	return c.Words.Say("deal.history_asked", "Who", who, "ID", a.ID, "Version", a.Terms, "Discount", cards.Terms(c.Words, a.Offer()),
		"Reason", a.Reason), err
}

// changeMoments says who changed a field that has no event of its own. What was undone stands in the
// line of the undo.
func changeMoments(c *call.Call, deal string) (all []call.Moment, err error) {
	looked := 0
	for touch, err := range store.History(c.Read, store.Deals.Name, deal) {
		if looked++; err != nil || looked > lookedLimit {
			return all, err
		}
		if touch.Entry.Undoes != 0 {
			continue
		}
		lines, err := changedBy(c, touch.Entry, touch.Change)
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			all = append(all, call.Moment{At: touch.Entry.At, Line: line})
		}
	}
	return all, nil
}

// changedBy says which fields without an event an entry changed. The next step of a logged contact stands
// in the line of the contact.
func changedBy(c *call.Call, e store.Entry, ch store.RecordChange) (lines []chat.Safe, err error) {
	if ch.Old == nil || ch.New == nil {
		return nil, nil
	}
	var was, is sales.Deal
	if err := errors.Join(json.Unmarshal(ch.Old, &was), json.Unmarshal(ch.New, &is)); err != nil {
		return nil, fmt.Errorf("decode %s: %w", ch.ID, err)
	}
	values, err := c.Desk.Cards.DealValues(c.Read, c.Words, was, is)
	if err != nil {
		return nil, err
	}
	who, err := cards.ActorName(c.Read, c.Words, e.Actor)
	if err != nil {
		return nil, err
	}
	verb, _, _ := strings.Cut(call.RouteNow(e.What), " ")
	for _, v := range values {
		if !v.Told && (v.Key != "next" || verb != "log") {
			lines = append(lines, c.Words.Say("deal.history_value", "Who", who, "Field", v.Field, "Was", v.Was, "Is", v.Is))
		}
	}
	return lines, nil
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
		who, err := cards.ActorName(c.Read, c.Words, entry.Actor)
		if err != nil {
			return nil, err
		}
		what, err := undoneOf(c, deal, undone)
		if err != nil {
			return nil, err
		}
		all = append(all, call.Moment{At: entry.At, Line: c.Words.Say("deal.history_undone", "Who", who, "What", what)})
	}
	return all, nil
}

// undoneOf says what an entry did to a deal, as the history had it before the undo.
func undoneOf(c *call.Call, deal string, e store.Entry) (chat.Safe, error) {
	payload, err := store.PayloadOf(c.Read, e)
	if err != nil {
		return "", err
	}
	var lines []chat.Safe
	for _, ch := range payload.Changes {
		more, err := didTo(c, deal, e, ch)
		if err != nil {
			return "", err
		}
		lines = append(lines, more...)
	}
	return cmp.Or(chat.Join("\n", lines...), chat.Escape(call.WordsOf(c.Words, e.What))), nil
}

// didTo says what one change of an entry did to a deal: what is new on it, and which fields are others.
func didTo(c *call.Call, deal string, e store.Entry, ch store.RecordChange) ([]chat.Safe, error) {
	if ch.Table == store.Deals.Name && ch.ID == deal {
		return changedBy(c, e, ch)
	}
	var of struct{ Deal string }
	if ch.Old != nil || ch.New == nil || json.Unmarshal(ch.New, &of) != nil || of.Deal != deal {
		return nil, nil
	}
	switch ch.Table {
	case store.Events.Name:
		return newOne(ch, func(e sales.Event) (chat.Safe, error) {
			if e.Kind == sales.ClosedWon || e.Kind == sales.ClosedLost {
				e.Told = e.On // its day is not that of the undo
			}
			return c.Desk.Cards.Event(c.Read, c.Words, e)
		})
	case store.Activities.Name:
		return newOne(ch, func(a sales.Activity) (chat.Safe, error) {
			m, err := cards.Activity(c.Read, c.Words, a)
			return m.Text, err
		})
	case store.Approvals.Name:
		return newOne(ch, func(a sales.Approval) (chat.Safe, error) {
			if a.Own() {
				return "", nil // its event says the same
			}
			return asked(c, a)
		})
	}
	return nil, nil
}

// newOne tells of a record that a change made.
func newOne[T any](ch store.RecordChange, tell func(T) (chat.Safe, error)) ([]chat.Safe, error) {
	var v T
	if err := json.Unmarshal(ch.New, &v); err != nil {
		return nil, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
	}
	line, err := tell(v)
	return []chat.Safe{line}, err
}
