package desk

import (
	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// KeepNudges chooses the deals that somebody's message of a day names, and remembers them:
// what was named that day already is not, whoever it was said to. The message itself
// is the stand-up's question or Nudge.
func (desk *Desk) KeepNudges(tx *store.Tx, who sales.Person, on calendar.Date) error {
	zone, ok, err := desk.Cards.NudgesOn(tx, who, on, tx.Change().At)
	if err != nil || !ok {
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

// PostNudge is the day's message to whom no stand-up is asked of. It reports whether there
// was anything to say.
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

// RepostNudge shows what became of a deal in the message that named it today: its buttons go,
// a line stays. Whatever changes a deal calls it, so that nobody is asked about what is
// done, nor told of what is no longer theirs to see.
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
