package deal

import (
	"encoding/json"
	"errors"
	"fmt"

	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// showUndone updates a deal's posts after an undo. If the deal had gone to another team, its card
// there is taken back.
func showUndone(d *desk.Desk, tx *store.Tx, ch store.RecordChange) error {
	var left sales.Deal
	if ch.New != nil {
		if err := json.Unmarshal(ch.New, &left); err != nil {
			return fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
		}
	}
	if ch.Old == nil {
		return tx.Unpost(cards.DealKey(left.ID, left.Team))
	}
	deal, err := store.Deals.Find(tx, ch.ID)
	if err != nil {
		return err
	}
	if left.Next != deal.Next {
		if err := tx.Unpost(cards.StepKey(left)); err != nil {
			return err
		}
	}
	if left.Owner != deal.Owner {
		if err := tx.Unpost(desk.DeciderKey(left.ID, left.Owner)); err != nil {
			return err
		}
		if err := d.PostHandoverUndone(tx, left.ID, deal.Owner, left.Owner); err != nil {
			return err
		}
	}
	if err := d.EndWaiting(tx, deal); err != nil {
		return err
	}
	if left.Goods() != deal.Goods() {
		if err := d.PostGoods(tx, deal); err != nil {
			return err
		}
	}
	if left.Amount != deal.Amount || left.Status != deal.Status {
		if err := d.PostLowered(tx, deal); err != nil {
			return err
		}
	}
	if left.Discount != deal.Discount || left.Status != deal.Status {
		if err := d.PostTwin(tx, deal); err != nil {
			return err
		}
	}
	if left.Status != deal.Status {
		if err := d.PostTwinsOf(tx, deal); err != nil {
			return err
		}
		if err := d.PostOtherWeek(tx, deal); err != nil {
			return err
		}
	}
	if left.Team != deal.Team {
		if err := tx.Unpost(cards.DealKey(left.ID, left.Team)); err != nil {
			return err
		}
		return errors.Join(d.UnpostGone(tx, deal.ID, deal.Team), d.UnpostGrantedElsewhere(tx, left), d.RepostUnsentOf(tx, left.Team),
			d.RepostUnsentOf(tx, deal.Team), d.PostDealCard(tx, deal))
	}
	return errors.Join(d.RefreshDealCard(tx, deal), d.PostChangeUndone(tx, left, deal))
}
