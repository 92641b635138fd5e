package desk

import (
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

func delegationKey(id string) string { return "delegation/" + id }

// KeepDelegation stores a delegation and reroutes the waiting requests. It notifies the delegate
// once when the delegation is made and once when it is revoked.
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

// UnpostDelegation takes back the post about a delegation that an undo has removed, and reroutes
// the waiting requests.
func (desk *Desk) UnpostDelegation(tx *store.Tx, id string) error {
	if err := tx.Unpost(delegationKey(id)); err != nil {
		return err
	}
	return desk.RerouteApprovals(tx)
}
