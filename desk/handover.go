package desk

import (
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// PostHandover tells the new owner of a deal what is known so far. Whoever took it
// themselves has asked for it and is answered instead.
func (desk *Desk) PostHandover(tx *store.Tx, d sales.Deal, to sales.Person) error {
	by := tx.Change().Actor
	if to.ID == by || !to.InChat() {
		return nil
	}
	message, err := desk.Cards.Handover(tx, desk.Cards.PrinterOf(to, tx.Change().At), d, by)
	if err != nil {
		return err
	}
	return tx.Post(store.Post{Key: cards.HandoverKey(d.ID, to.ID), User: to.ID, About: d.ID, Kind: "handover", Message: message})
}

// PostAccountHandover is PostHandover for a customer.
func (desk *Desk) PostAccountHandover(tx *store.Tx, a sales.Account, to sales.Person) error {
	by := tx.Change().Actor
	if to.ID == by || !to.InChat() {
		return nil
	}
	teams := map[string]sales.Team{}
	see := func(d sales.Deal) bool {
		team, known := teams[d.Team]
		if !known {
			team, _, _ = store.Teams.Get(tx, d.Team) // an unread team is nobody's to see
			teams[d.Team] = team
		}
		return sales.Visible(to, sales.Record{Owner: d.Owner, Team: team})
	}
	message, err := desk.Cards.HandoverOf(tx, desk.Cards.PrinterOf(to, tx.Change().At), a, by, see)
	if err != nil {
		return err
	}
	return tx.Post(store.Post{Key: cards.HandoverKey(a.ID, to.ID), User: to.ID, About: a.ID, Kind: "handover", Message: message})
}
