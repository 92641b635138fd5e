package desk

import (
	"context"
	"fmt"
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// KeepClock tells the admins that the clock of the computer is wrong, or that it is right again.
// off is how far it is ahead. Nothing is sent while it is wrong, so both messages come afterwards.
func (desk *Desk) KeepClock(ctx context.Context, off time.Duration, right bool, now time.Time) error {
	if right {
		return nil
	}
	at := now.Add(-off)
	change := store.Change{Once: fmt.Sprintf("clock|%d", at.Unix()), Actor: "dealdesk", At: at, What: "clock"}
	return desk.tellAdmins(ctx, change, "clock", func(admin sales.Person) chat.Safe {
		p := desk.Cards.PrinterOf(admin, at)
		return p.Say("clock.wrong", "Clock", p.Moment(now.In(desk.Cards.Company.Zone)), "Right", p.Moment(at.In(desk.Cards.Company.Zone)))
	})
}

// tellAdmins posts the same to each admin, in their language.
func (desk *Desk) tellAdmins(ctx context.Context, c store.Change, kind string, words func(sales.Person) chat.Safe) error {
	_, err := desk.Store.Update(ctx, c, func(tx *store.Tx) error {
		s, err := StaffOf(tx)
		if err != nil {
			return err
		}
		for _, admin := range Admins(s) {
			post := store.Post{Key: fmt.Sprintf("%s/%d/%s", kind, tx.Seq(), admin.ID), User: admin.ID, Kind: "staff",
				Message: cards.Said(words(admin))}
			if err := tx.Post(post); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
