package desk

import (
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

func delegationKey(id string) string { return "delegation/" + id }

// KeepDelegations stores delegations, tells the delegates, once when one is made and once when
// it is revoked, and recomputes who is asked in waiting requests. A lender is told if somebody
// else has revoked their delegation. Of several that end at once, a delegate is told once.
func (desk *Desk) KeepDelegations(tx *store.Tx, all ...sales.Delegation) error {
	told := map[string]bool{} // by who stood in
	for _, g := range all {
		if err := store.Delegations.Put(tx, g); err != nil {
			return err
		}
		ends := !g.Revoked.IsZero() && g.Later == ""
		if ends && told[g.To] {
			continue
		}
		told[g.To] = told[g.To] || ends
		if err := desk.postDelegation(tx, g); err != nil {
			return err
		}
		if err := desk.postLender(tx, g, ends); err != nil {
			return err
		}
	}
	return desk.RerouteApprovals(tx)
}

// postDelegation tells the delegate. One that was replaced is not over: the message about
// the new one says what holds.
func (desk *Desk) postDelegation(tx *store.Tx, g sales.Delegation) error {
	over := delegationKey(g.ID) + "/over"
	if g.Later != "" {
		if err := tx.Unpost(over); err != nil {
			return err
		}
		return tx.Unpost(delegationKey(g.ID))
	}
	to, _, err := store.People.Get(tx, g.To)
	if err != nil {
		return err
	}
	from, err := cards.PersonName(tx, g.From)
	if err != nil {
		return err
	}
	p := desk.Cards.PrinterOf(to, tx.Change().At)
	text := p.Say("delegation.asked", "Who", from, "Span", desk.Cards.DelegationSpan(tx, p, g, to, g.Created))
	if err := tx.Post(store.Post{Key: delegationKey(g.ID), User: to.ID, Kind: "delegation", Message: cards.Said(text)}); err != nil {
		return err
	}
	if g.Revoked.IsZero() {
		return tx.Unpost(over)
	}
	return tx.Post(store.Post{Key: over, User: to.ID, Kind: "delegation", Message: cards.Said(p.Say("delegation.over", "Who", from))})
}

// postLender tells the lender that somebody else has ended their delegation.
func (desk *Desk) postLender(tx *store.Tx, g sales.Delegation, over bool) error {
	key := delegationKey(g.ID) + "/lender"
	by := tx.Change().Actor
	if !over || by == g.From {
		return tx.Unpost(key)
	}
	from, _, err := store.People.Get(tx, g.From)
	if err != nil || !from.InChat() {
		return err
	}
	who, err := cards.PersonName(tx, by)
	if err != nil {
		return err
	}
	to, err := cards.PersonName(tx, g.To)
	if err != nil {
		return err
	}
	text := desk.Cards.PrinterOf(from, tx.Change().At).Say("delegation.ended_by", "By", who, "Who", to)
	return tx.Post(store.Post{Key: key, User: from.ID, Kind: "delegation", Message: cards.Said(text)})
}

// UnpostDelegation takes back the posts about a delegation that an undo has removed.
func (desk *Desk) UnpostDelegation(tx *store.Tx, gone sales.Delegation) error {
	if err := tx.Unpost(delegationKey(gone.ID)); err != nil {
		return err
	}
	if err := desk.postLender(tx, gone, true); err != nil {
		return err
	}
	return desk.RerouteApprovals(tx)
}
