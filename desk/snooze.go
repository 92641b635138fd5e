package desk

import (
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// PostSnooze schedules one post that asks a person again at until. A post that waits for another
// time moves there; one that was sent is taken back.
func (desk *Desk) PostSnooze(tx *store.Tx, who sales.Person, team sales.Team, on calendar.Date, until, end time.Time) error {
	posts, err := cards.Laters(tx, who.ID, on)
	if err != nil {
		return err
	}
	next := len(posts) + 1
	for i, p := range posts {
		if waits := p.State == store.Pending && p.TS == "" && !p.Deleted; waits {
			next = i + 1
		} else if err := tx.Unpost(p.Key); err != nil {
			return err
		}
	}
	s, err := desk.Cards.Prefill(tx, who, on)
	if err != nil {
		return err
	}
	p := desk.Cards.PrinterOf(who, tx.Change().At)
	err = tx.Post(store.Post{
		Key: cards.LaterKey(on, who.ID, next), User: who.ID, Kind: "standup", NotBefore: until.UTC(), Expires: end.UTC(),
		Message: cards.Said(p.Say("standup.again", "Date", p.Day(string(on))), chat.Block{Buttons: cards.AskButtons(p, s)}),
	})
	if err != nil {
		return err
	}
	return desk.repostQuestion(tx, who, on)
}

// unpostLaters takes back all posts of PostSnooze to a person about a day.
func unpostLaters(tx *store.Tx, person string, on calendar.Date) error {
	posts, err := cards.Laters(tx, person, on)
	for _, p := range posts {
		if err == nil {
			err = tx.Unpost(p.Key)
		}
	}
	return err
}
