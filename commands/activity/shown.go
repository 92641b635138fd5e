package activity

import (
	"encoding/json"
	"fmt"

	"dealdesk/chat"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// showUndone updates the post of an activity in the room of its deal after an undo. If an edit had
// moved the activity to another deal, the post there is taken back.
func showUndone(d *desk.Desk, tx *store.Tx, ch store.RecordChange) error {
	if ch.Old == nil {
		return d.UnpostFromRoom(tx, ch)
	}
	a, err := store.Activities.Find(tx, ch.ID)
	if err != nil {
		return err
	}
	var left sales.Activity
	if ch.New != nil {
		if err := json.Unmarshal(ch.New, &left); err != nil {
			return fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
	}
	if left.Deal != "" && left.Deal != a.Deal {
		if err := tx.Unpost(cards.RoomKey(left.Deal, left.Team, a.ID)); err != nil {
			return err
		}
	}
	if a.Deal == "" {
		return nil
	}
	deal, err := store.Deals.Find(tx, a.Deal)
	if err != nil {
		return err
	}
	return d.PostInRoom(tx, deal, a.ID, func(p lang.Printer) (chat.Message, error) { return cards.Activity(tx, p, a) })
}
