package desk

import (
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

func delegationKey(id string) string { return "delegation/" + id }

// KeepDelegation keeps a delegation, tells who stands in for somebody, once when it is made and
// once when it is taken back, and asks or no longer asks them what waits.
func (desk *Desk) KeepDelegation(tx *store.Tx, g sales.Delegation) error {
	if err := store.Delegations.Put(tx, g); err != nil {
		return err
	}
	to, _, err := store.People.Get(tx, g.To)
	if err != nil {
		return err
	}
	from, err := cards.PersonName(tx, g.From)
	if err != nil {
		return err
	}
	now := tx.Change().At
	p, over := desk.Cards.PrinterOf(to, now), delegationKey(g.ID)+"/over"
	text := p.Say("delegation.asked", "Who", from, "Span", desk.Cards.DelegationSpan(tx, p, g, to, g.Created))
	if err := tx.Post(store.Post{Key: delegationKey(g.ID), User: to.ID, Kind: "delegation", Message: cards.Said(text)}); err != nil {
		return err
	}
	if g.Revoked.IsZero() {
		err = tx.Unpost(over)
	} else {
		err = tx.Post(store.Post{Key: over, User: to.ID, Kind: "delegation", Message: cards.Said(p.Say("delegation.over", "Who", from))})
	}
	if err != nil {
		return err
	}
	return desk.RerouteApprovals(tx)
}

// UnpostDelegation is Delegated for one that is gone, by an undo.
func (desk *Desk) UnpostDelegation(tx *store.Tx, id string) error {
	if err := tx.Unpost(delegationKey(id)); err != nil {
		return err
	}
	return desk.RerouteApprovals(tx)
}
