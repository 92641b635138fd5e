package desk

import (
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// PostStep tells the owner of a deal that somebody else has replaced its next step.
func (desk *Desk) PostStep(tx *store.Tx, was, d sales.Deal) error {
	by := tx.Change().Actor
	if was.Next == d.Next || d.Owner == by {
		return nil
	}
	owner, _, err := store.People.Get(tx, d.Owner)
	if err != nil || !owner.InChat() {
		return err
	}
	who, err := cards.PersonName(tx, by)
	if err != nil {
		return err
	}
	title, err := desk.Cards.DealTitle(tx, d)
	if err != nil {
		return err
	}
	p := desk.Cards.PrinterOf(owner, tx.Change().At)
	text := p.Say("deal.step_replaced", "Who", who, "Deal", title, "ID", d.ID, "From", cards.Next(p, was.Next), "To", cards.Next(p, d.Next))
	return tx.Post(store.Post{Key: cards.StepKey(d), User: d.Owner, Kind: "step", About: d.ID, Message: cards.Said(text)})
}
