package desk

import (
	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// PostLowered tells the level above the owner that the amount of a deal is lower than one at which a
// discount was granted, or that the deal was won for much less than it was to bring. If the share is
// beyond what that level may grant, it tells the next level, too. It takes the posts back once they no
// longer hold. Whoever made the change reads it in the answer.
func (desk *Desk) PostLowered(tx *store.Tx, d sales.Deal) error {
	w, err := desk.Cards.Lowered(tx, d, tx.Change().At)
	if err != nil {
		return err
	}
	return desk.warnAbove(tx, d, "lowered", desk.beyond(d, w))
}

// beyond says a warning to the level above the owner, and to the next one if the share is beyond what that
// level may grant.
func (desk *Desk) beyond(d sales.Deal, w cards.Warning) func(lang.Printer, sales.Person) (chat.Safe, error) {
	return func(p lang.Printer, below sales.Person) (chat.Safe, error) {
		if below.ID != d.Owner && w.Share < desk.Cards.Company.Authority.Own(below) {
			return "", nil
		}
		return w.In(p), nil
	}
}

// PostTwin tells the same people that a deal with a discount, or a won one, is much like a larger one
// that was lost.
func (desk *Desk) PostTwin(tx *store.Tx, d sales.Deal) error {
	w, err := desk.Cards.Twin(tx, d, tx.Change().At)
	if err != nil {
		return err
	}
	return desk.warnAbove(tx, d, "twin", desk.beyond(d, w))
}

// PostTwinsOf is PostTwin for the deals that were won lately beside d, once d is lost or open again.
func (desk *Desk) PostTwinsOf(tx *store.Tx, d sales.Deal) error {
	since := calendar.DateOf(tx.Change().At).AddDays(-sales.OftenDays)
	for won, err := range store.ClosedDealsOfTeam(tx, d.Team, sales.Won, since) {
		same := false
		if err == nil {
			same, err = cards.SameCustomer(tx, won, d)
		}
		if same && err == nil {
			err = desk.PostTwin(tx, won)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// warnAbove posts what say returns to the manager and to the director of a deal's team, except to
// whoever made the change, and takes it back once it says nothing. below is the one whose limits end
// where the reader's begin: the owner, and the manager.
func (desk *Desk) warnAbove(tx *store.Tx, d sales.Deal, kind string,
	say func(p lang.Printer, below sales.Person) (chat.Safe, error)) error {
	team, _, err := store.Teams.Get(tx, d.Team)
	if err != nil {
		return err
	}
	below, _, err := store.People.Get(tx, d.Owner)
	if err != nil {
		return err
	}
	for _, level := range [...]struct{ boss, key string }{{team.Manager, kind + "/" + d.ID}, {team.Director, kind + "/up/" + d.ID}} {
		boss, _, err := store.People.Get(tx, level.boss)
		if err != nil {
			return err
		}
		var text chat.Safe
		p := desk.Cards.PrinterOf(boss, tx.Change().At)
		if boss.ID != "" && boss.InChat() && boss.ID != below.ID && boss.ID != tx.Change().Actor {
			if text, err = say(p, below); err != nil {
				return err
			}
		}
		if text == "" {
			err = tx.Unpost(level.key)
		} else {
			err = tx.Post(store.Post{Key: level.key, User: boss.ID, Kind: kind, About: d.ID, Message: cards.Said(text)})
		}
		if err != nil {
			return err
		}
		if boss.ID != "" {
			below = boss
		}
	}
	return nil
}
