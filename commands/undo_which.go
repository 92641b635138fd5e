package commands

import (
	"fmt"
	"iter"
	"time"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

// lookBack is how far an admin is shown what somebody did, and looked how many changes.
const (
	lookBack = 30 * 24 * time.Hour
	lookAt   = 50
)

// offerUndo lists what the person may still undo of a record or of what somebody did, the
// latest first: an admin has no answer with a button for what others did, and comes later
// (U22).
func (c *call) offerUndo(of string) (chat.Reply, error) {
	entries, err := c.doneTo(of)
	if err != nil {
		return chat.Reply{}, err
	}
	found, err := c.undoable(entries)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(found) == 0 {
		return chat.Reply{}, sales.No("undo.none_of", "Of", of)
	}
	text := c.Say("undo.which")
	blocks := []chat.Block{chat.Para(text)}
	for _, e := range found {
		who, err := cards.PersonName(c.r, e.Actor)
		if err != nil {
			return chat.Reply{}, err
		}
		line := c.Say("undo.entry", "Who", who, "What", c.did(e), "When", c.Moment(e.At.In(c.zone)))
		text = chat.Join("\n", text, line)
		blocks = append(blocks, chat.Row(line, chat.Button{Label: c.Plain("common.undo"), Action: "undo", Value: fmt.Sprint(e.Seq)}))
	}
	return chat.Say(text, blocks...), nil
}

// doneTo are the entries about a deal, a customer or a request that the person sees, or
// else those of a colleague, the latest first.
func (c *call) doneTo(of string) (iter.Seq2[store.Entry, error], error) {
	id, isID := phrase.ID(of)
	table := ""
	var err error
	switch {
	case isID && id[0] == 'D':
		table = store.Deals.Name
		_, err = c.dealByID(id)
	case isID && id[0] == 'A':
		table = store.Accounts.Name
		_, err = c.accountByID(id)
	case isID && id[0] == 'R':
		table = store.Approvals.Name
		_, err = c.requestByID(id)
	default:
		who, err := c.personNamed(of)
		return store.Entries(c.r, store.EntryQuery{Actor: who.ID, Since: c.At.Add(-lookBack), Reverse: true, Limit: lookAt}), err
	}
	return func(yield func(store.Entry, error) bool) {
		n := 0
		for touch, err := range store.History(c.r, table, id) {
			if n++; n > lookAt || !yield(touch.Entry, err) {
				return
			}
		}
	}, err
}

// undoable are those of the entries that the person may undo, as many as an answer holds.
func (c *call) undoable(entries iter.Seq2[store.Entry, error]) (found []store.Entry, err error) {
	undone := map[uint64]bool{}
	for e, err := range entries {
		if err == nil && e.Undoes == 0 && !undone[e.Seq] {
			err = c.mayUndo(e)
			if err == nil {
				found = append(found, e)
			}
			if _, no := sales.AsProblem(err); no {
				err = nil
			}
		}
		if err != nil || len(found) == most {
			return found, err
		}
		undone[e.Undoes] = true
	}
	return found, nil
}
