package desk

import (
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// PostLowered tells the manager of a deal's team that its amount is lower than one at which a discount
// was granted, and what that makes of the discount. It takes that back once it no longer holds. A
// manager who did it themselves reads it in the answer.
func (desk *Desk) PostLowered(tx *store.Tx, d sales.Deal) error {
	return desk.warnManager(tx, d, "lowered", desk.Cards.Lowered)
}

// PostTwin tells the manager that a deal with a discount is much like a larger one that was lost.
func (desk *Desk) PostTwin(tx *store.Tx, d sales.Deal) error {
	return desk.warnManager(tx, d, "twin", func(r store.Reader, p lang.Printer, d sales.Deal, now time.Time) (chat.Safe, error) {
		if d.Discount == 0 {
			return "", nil
		}
		return desk.Cards.Twin(r, p, d, now)
	})
}

// warnManager posts what say returns to the manager of a deal's team, and takes it back once it says
// nothing.
func (desk *Desk) warnManager(tx *store.Tx, d sales.Deal, kind string,
	say func(store.Reader, lang.Printer, sales.Deal, time.Time) (chat.Safe, error)) error {
	key := kind + "/" + d.ID
	team, _, err := store.Teams.Get(tx, d.Team)
	if err != nil {
		return err
	}
	boss, _, err := store.People.Get(tx, team.Manager)
	if err != nil {
		return err
	}
	p := desk.Cards.PrinterOf(boss, tx.Change().At)
	text, err := say(tx, p, d, tx.Change().At)
	if err != nil {
		return err
	}
	if text == "" || !boss.InChat() || boss.ID == tx.Change().Actor {
		return tx.Unpost(key)
	}
	return tx.Post(store.Post{Key: key, User: boss.ID, Kind: kind, About: d.ID, Message: cards.Said(text)})
}
