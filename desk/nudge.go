package desk

import (
	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// KeepNudges chooses the deals that a person's message of a day names, and stores the choice. A
// deal that was already named that day, to anybody, is not named again. The message itself is the
// stand-up's question or that of PostNudge.
func (desk *Desk) KeepNudges(tx *store.Tx, who sales.Person, on calendar.Date) error {
	zone, ok, err := desk.Cards.NudgesOn(tx, who, on, tx.Change().At)
	if err != nil || !ok {
		return err
	}
	if err := desk.KeepAlerts(tx, who, on); err != nil {
		return err
	}
	all, err := desk.Cards.Matters(tx, who, tx.Change().At, zone)
	if err != nil {
		return err
	}
	picked := 0
	for _, x := range all {
		if !x.Nudges() || x.Nudge.Named(on) || picked == cards.Nudged {
			continue
		}
		picked++
		x.Nudge.Deal, x.Nudge.To, x.Nudge.On = x.Deal.ID, who.ID, on
		if err := store.Nudges.Put(tx, x.Nudge); err != nil {
			return err
		}
	}
	return nil
}

// PostNudge posts the day's message to a person who is not asked for a stand-up. It reports
// whether there was anything to post.
func (desk *Desk) PostNudge(tx *store.Tx, who sales.Person, on calendar.Date) (said bool, err error) {
	s, err := desk.Cards.Nudges(tx, who, on, tx.Change().At)
	if err != nil || !s.Worth {
		return false, err
	}
	return true, tx.Post(store.Post{
		Key: cards.NudgeKey(on, who.ID), User: who.ID, Kind: "nudge", Expires: on.AddDays(1).In(s.Zone),
		Message: chat.Message{Text: s.Text, Blocks: s.Blocks},
	})
}

// RepostNudge updates the message that named a deal today: one that is dealt with loses its
// buttons and keeps a line. Every change of a deal calls it, so that no message asks about what
// is done or shows a deal that its reader may no longer see.
func (desk *Desk) RepostNudge(tx *store.Tx, deal string) error {
	n, said, err := store.Nudges.Get(tx, deal)
	if err != nil || !said || n.To == "" {
		return err
	}
	who, _, err := store.People.Get(tx, n.To)
	if err != nil {
		return err
	}
	if _, ok, err := desk.Cards.NudgesOn(tx, who, n.On, tx.Change().At); err != nil || !ok {
		return err
	}
	_, alone, err := store.PostByKey(tx, cards.NudgeKey(n.On, who.ID))
	if err != nil {
		return err
	}
	if !alone {
		return desk.repostQuestion(tx, who, n.On)
	}
	said, err = desk.PostNudge(tx, who, n.On)
	if err == nil && !said {
		err = tx.Unpost(cards.NudgeKey(n.On, who.ID))
	}
	return err
}
