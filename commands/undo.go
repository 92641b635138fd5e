package commands

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

func undoVerbs() []verb {
	return []verb{{Route: chat.Route{Name: "undo", Help: true, Bang: true}, do: undo}}
}

// undoFor is how long one's own change can be taken back (U22).
const undoFor = 10 * time.Minute

// undo reverts the change of a button, or the person's last one, as a new journal
// entry. It is refused when anything newer touched one of the records, because that
// would silently take somebody else's change along; and for a decision on a request,
// which is made once (P10).
func undo(c *call) (chat.Reply, error) {
	entry, err := c.undoEntry()
	if err != nil {
		return chat.Reply{}, err
	}
	switch {
	case entry.Actor != c.me.ID && !sales.May(c.me, sales.Revert, sales.Record{Owner: entry.Actor}):
		return chat.Reply{}, sales.No("undo.not_yours")
	case c.At.Sub(entry.At) > undoFor && !sales.May(c.me, sales.Manage, sales.Record{}):
		return chat.Reply{}, sales.No("undo.too_late", "Minutes", int(undoFor/time.Minute))
	}
	if entry.Undoes != 0 || entry.What == "approve" || entry.What == "reject" || entry.What == "change" {
		return chat.Reply{}, sales.No("undo.final")
	}
	changes, err := c.tx.Undo(entry.Seq)
	var newer *store.Newer
	switch {
	case errors.As(err, &newer):
		by, _, err := store.EntryAt(c.r, newer.Seq)
		if err != nil {
			return chat.Reply{}, err
		}
		return chat.Reply{}, sales.No("undo.newer", "Record", newer.ID, "By", by.Actor)
	case err != nil:
		return chat.Reply{}, err
	}
	if err := c.showUndone(c.tx, changes); err != nil {
		return chat.Reply{}, err
	}
	text := c.Say("undo.done", "What", c.Verb(entry.What))
	reply := chat.Say(text, chat.Para(text))
	reply.Replace = true
	return reply, nil
}

// undoEntry finds the entry of the button, or the person's last change that still
// stands within the time.
func (c *call) undoEntry() (store.Entry, error) {
	if c.Value != "" {
		seq, err := strconv.ParseUint(c.Value, 10, 64)
		if err != nil {
			return store.Entry{}, sales.No("undo.nothing")
		}
		entry, ok, err := store.EntryAt(c.r, seq)
		if err == nil && !ok {
			err = sales.No("undo.nothing")
		}
		return entry, err
	}
	undone := map[uint64]bool{}
	for entry, err := range store.Entries(c.r, store.EntryQuery{Actor: c.me.ID, Since: c.At.Add(-undoFor), Reverse: true}) {
		if err != nil {
			return entry, err
		}
		if entry.Undoes != 0 {
			undone[entry.Undoes] = true
			continue
		}
		did, err := c.didSomething(entry)
		if err != nil || did && !undone[entry.Seq] {
			return entry, err
		}
	}
	return store.Entry{}, sales.No("undo.nothing")
}

// didSomething tells what changed records from what only asked "which one?".
func (c *call) didSomething(entry store.Entry) (bool, error) {
	payload, err := store.PayloadOf(c.r, entry)
	return slices.ContainsFunc(payload.Changes, func(r store.RecordChange) bool { return r.Table != store.Drafts.Name }), err
}

// showUndone takes back what undone changes had shown: cards show the present state,
// messages about records that are gone are deleted.
func (d *Desk) showUndone(tx *store.Tx, changes []store.RecordChange) error {
	for _, ch := range changes {
		var of struct{ Deal, Team string } // what records about a deal have in common
		state := ch.Old
		if state == nil {
			state = ch.New
		}
		if err := json.Unmarshal(state, &of); err != nil {
			return fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
		gone := ch.Old == nil
		var err error
		switch {
		case ch.Table == store.Deals.Name && gone:
			err = tx.Unpost(cards.DealKey(ch.ID, of.Team))
		case ch.Table == store.Deals.Name:
			err = d.showReturned(tx, ch)
		case ch.Table == store.Standups.Name:
			err = d.standupUndone(tx, ch.ID)
		case gone && of.Deal != "":
			err = tx.Unpost(cards.RoomKey(of.Deal, of.Team, ch.ID))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// showReturned shows a deal as it is again; where it had gone to another team, the card
// there goes.
func (d *Desk) showReturned(tx *store.Tx, ch store.RecordChange) error {
	deal, err := store.Deals.Find(tx, ch.ID)
	if err != nil {
		return err
	}
	var left sales.Deal
	if err := json.Unmarshal(ch.New, &left); err != nil {
		return fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
	}
	if left.Team != deal.Team {
		if err := tx.Unpost(cards.DealKey(left.ID, left.Team)); err != nil {
			return err
		}
		return d.Deal(tx, deal)
	}
	return d.Refresh(tx, deal)
}
