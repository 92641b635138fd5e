package desk

import (
	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// PostDigest puts a team's stand-up of a day into its channel: one message to skim, the
// answers in full in its thread. Put again, it shows the state of then.
func (desk *Desk) PostDigest(tx *store.Tx, team sales.Team, on calendar.Date) error {
	head, thread, err := desk.Cards.DigestOf(tx, desk.Cards.Printer(team.Language, tx.Change().At), team, on, tx.Change().At)
	if err != nil || team.Channel == "" {
		return err
	}
	key := cards.DigestKey(team.ID, on)
	return postToTeam(tx, team, "digest", key, head, key+"/answers", thread)
}

// RepostUnsent writes anew what a team is to read of its day and its week and has not been sent
// yet: a deal that it may name has left the team since (P13).
func (desk *Desk) RepostUnsent(tx *store.Tx, team sales.Team) error {
	today := calendar.DateOf(tx.Change().At.In(desk.Cards.ZoneOf(sales.Person{}, team, "")))
	week := calendar.Week(today)
	for _, due := range []struct {
		keys []string
		put  func() error
	}{
		{[]string{cards.DigestKey(team.ID, today), cards.DigestKey(team.ID, today) + "/answers"}, func() error { return desk.PostDigest(tx, team, today) }},
		{[]string{cards.ReviewKey(team.ID, week), cards.ReviewKey(team.ID, week) + "/details"}, func() error { return desk.PostReview(tx, team, week) }},
	} {
		for _, key := range due.keys {
			p, written, err := store.PostByKey(tx, key)
			if err == nil && written && p.SentRev < p.Rev && !p.Deleted {
				err = due.put()
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// postToTeam puts one message to skim into a team's channel and the rest into its thread,
// where an empty rest is no message: the last answer may have been taken back.
func postToTeam(tx *store.Tx, team sales.Team, kind, key string, head chat.Message, restKey string, rest chat.Message) error {
	if err := tx.Post(store.Post{Key: key, Channel: team.Channel, Audience: team.ID, Kind: kind, Message: head}); err != nil {
		return err
	}
	if rest.Text == "" {
		return tx.Unpost(restKey)
	}
	return tx.Post(store.Post{Key: restKey, Channel: team.Channel, Under: key, Audience: team.ID, Kind: kind, Message: rest})
}
