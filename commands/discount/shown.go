package discount

import (
	"encoding/json"
	"fmt"

	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/store"
)

// showUndone updates the posts of a request after an undo, in the room of its deal and to those who
// got the outcome.
func showUndone(d *desk.Desk, tx *store.Tx, ch store.RecordChange) error {
	var left sales.Approval
	if err := json.Unmarshal(ch.New, &left); err != nil {
		return fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
	}
	deal, ok, err := store.Deals.Get(tx, left.Deal)
	if err != nil {
		return err
	}
	a, stays, err := store.Approvals.Get(tx, ch.ID)
	if err != nil {
		return err
	}
	if !stays || a.Team != left.Team {
		if err := d.UnpostApproval(tx, left); err != nil {
			return err
		}
	}
	if err := d.UnpostAsks(tx, left, a); err != nil {
		return err
	}
	switch {
	case !ok:
		return nil
	case !stays && left.Own():
		return d.PostAskedBefore(tx, deal)
	case !stays:
		return d.RefreshDealCard(tx, deal) // its card said that something waits
	}
	ros, err := d.Cards.Roster(tx, deal, a, tx.Change().At)
	if err != nil {
		return err
	}
	if err := d.PostApproval(tx, deal, a, ros); err != nil {
		return err
	}
	return d.PostOutcome(tx, deal, a)
}
