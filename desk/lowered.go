package desk

import (
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// PostLowered tells the manager of a deal's team that its amount is lower than one at which a discount
// was granted, and what that makes of the discount. It takes that back once it no longer holds. A
// manager who did it themselves reads it in the answer.
func (desk *Desk) PostLowered(tx *store.Tx, d sales.Deal) error {
	key := "lowered/" + d.ID
	team, _, err := store.Teams.Get(tx, d.Team)
	if err != nil {
		return err
	}
	boss, _, err := store.People.Get(tx, team.Manager)
	if err != nil {
		return err
	}
	p := desk.Cards.PrinterOf(boss, tx.Change().At)
	text, err := desk.Cards.Lowered(tx, p, d, tx.Change().At)
	if err != nil {
		return err
	}
	if text == "" || !boss.InChat() || boss.ID == tx.Change().Actor {
		return tx.Unpost(key)
	}
	return tx.Post(store.Post{Key: key, User: boss.ID, Kind: "lowered", About: d.ID, Message: cards.Said(text)})
}
