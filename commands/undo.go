package commands

import (
	"encoding/json"
	"errors"
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
	case c.At.Sub(entry.At) > undoFor && c.me.Role != sales.Admin:
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
	if err := c.showUndone(changes); err != nil {
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
		} else if !undone[entry.Seq] {
			return entry, nil
		}
	}
	return store.Entry{}, sales.No("undo.nothing")
}

// showUndone takes back what the undone change had shown: cards show the present
// state, messages about records that are gone are deleted.
func (c *call) showUndone(changes []store.RecordChange) error {
	for _, ch := range changes {
		gone := len(ch.Old) == 0
		switch {
		case ch.Table == store.Deals.Name && gone:
			if err := c.tx.Unpost(cards.DealKey(ch.ID)); err != nil {
				return err
			}
		case ch.Table == store.Deals.Name:
			d, err := store.Deals.Find(c.r, ch.ID)
			if err != nil {
				return err
			}
			if err := c.Deal(c.tx, d); err != nil {
				return err
			}
		case ch.Table == store.Standups.Name:
			if err := c.standupUndone(ch.ID); err != nil {
				return err
			}
		case gone:
			deal, err := dealOf(ch)
			if err != nil || deal == "" {
				return err
			}
			if err := c.tx.Unpost(cards.RoomKey(deal, ch.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}

// dealOf names the deal that a vanished record belonged to, if it did.
func dealOf(ch store.RecordChange) (string, error) {
	var about struct{ Deal string }
	err := json.Unmarshal(ch.New, &about)
	return about.Deal, err
}
