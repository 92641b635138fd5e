package desk

import (
	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// PostDigest posts a team's stand-up of a day in its channel: one message to skim, with the full
// answers in its thread. Posting it again updates both.
func (desk *Desk) PostDigest(tx *store.Tx, team sales.Team, on calendar.Date) error {
	head, thread, err := desk.Cards.DigestOf(tx, desk.Cards.Printer(team.Language, tx.Change().At), team, on, tx.Change().At)
	if err != nil || team.Channel == "" {
		return err
	}
	key := cards.DigestKey(team.ID, on)
	return postToTeam(tx, team, "digest", key, head, key+"/answers", thread)
}

// RepostUnsent renders a team's digest and review again if they have not been sent yet. A deal
// that they name may have left the team (P13).
func (desk *Desk) RepostUnsent(tx *store.Tx, team sales.Team) error {
	today := calendar.DateOf(tx.Change().At.In(desk.Cards.ZoneOf(sales.Person{}, team, "")))
	week := calendar.Week(today)
	for _, due := range []struct {
		keys []string
		put  func() error
	}{
		{[]string{cards.DigestKey(team.ID, today), cards.DigestKey(team.ID, today) + "/answers"},
			func() error { return desk.PostDigest(tx, team, today) }},
		{[]string{cards.ReviewKey(team.ID, week), cards.ReviewKey(team.ID, week) + "/details"},
			func() error { return desk.PostReview(tx, team, week) }},
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

// postToTeam posts head in a team's channel and rest in its thread. An empty rest takes the
// thread's message back: the last answer may have been undone.
func postToTeam(tx *store.Tx, team sales.Team, kind, key string, head chat.Message, restKey string, rest chat.Message) error {
	if err := tx.Post(store.Post{Key: key, Channel: team.Channel, Audience: team.ID, Kind: kind, Message: head}); err != nil {
		return err
	}
	if rest.Text == "" {
		return tx.Unpost(restKey)
	}
	return tx.Post(store.Post{Key: restKey, Channel: team.Channel, Under: key, Audience: team.ID, Kind: kind, Message: rest})
}
