package desk

import (
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// PostPrompt asks someone for their stand-up, with what the records know filled in; or
// shows that they answered, are away, or have put it off. zone is theirs: the question
// ends with their day.
func (desk *Desk) PostPrompt(tx *store.Tx, who sales.Person, on calendar.Date, zone *time.Location) error {
	message, answered, err := desk.Cards.PromptCard(tx, who, on, tx.Change().At, zone)
	if err != nil {
		return err
	}
	post := store.Post{Key: cards.PromptKey(on, who.ID), User: who.ID, Kind: "standup", Message: message}
	if !answered {
		post.Expires = on.AddDays(1).In(zone)
	}
	return tx.Post(post)
}

// PostReminder asks once more, briefly. It comes only to who has not answered.
func (desk *Desk) PostReminder(tx *store.Tx, who sales.Person, team sales.Team, on calendar.Date, zone *time.Location) error {
	s, err := desk.Cards.Prefill(tx, who, on)
	if err != nil {
		return err
	}
	p := desk.Cards.PrinterOf(who, tx.Change().At)
	text := p.Say("standup.remind")
	if digest := desk.Cards.Company.Standup.Cutoff(on, desk.Cards.ZoneOf(sales.Person{}, team, "")); !digest.IsZero() {
		text = p.Say("standup.remind_before", "Clock", p.Clock(digest.In(zone)))
	}
	return tx.Post(store.Post{
		Key: cards.RemindKey(on, who.ID), User: who.ID, Kind: "standup", Expires: on.AddDays(1).In(zone),
		Message: cards.Said(text, chat.Block{Buttons: cards.AskButtons(p, s)}),
	})
}

// RepostAnswered shows an answer that is new, changed or taken back wherever it is awaited, and
// leave likewise: the question loses its buttons or gets them again, what would ask once
// more goes, and a digest that is out already is put again.
func (desk *Desk) RepostAnswered(tx *store.Tx, who sales.Person, on calendar.Date) error {
	team, _, err := store.Teams.Get(tx, who.Team)
	if err != nil {
		return err
	}
	if err := desk.repostQuestion(tx, who, on); err != nil {
		return err
	}
	if err := tx.Unpost(cards.RemindKey(on, who.ID)); err != nil {
		return err
	}
	_, done, err := store.Standups.Get(tx, sales.StandupID(team.ID, on, who.ID))
	if err != nil {
		return err
	}
	if done || who.AwayOn(on) {
		if err := unpostLaters(tx, who.ID, on); err != nil {
			return err
		}
	}
	_, out, err := store.PostByKey(tx, cards.DigestKey(team.ID, on))
	if err != nil || !out {
		return err
	}
	return desk.PostDigest(tx, team, on)
}

// repostQuestion shows somebody's question of a day, if it was asked, as it is now: with its
// buttons, or with the answer.
func (desk *Desk) repostQuestion(tx *store.Tx, who sales.Person, on calendar.Date) error {
	_, prompted, err := store.PostByKey(tx, cards.PromptKey(on, who.ID))
	if err != nil || !prompted {
		return err
	}
	team, _, err := store.Teams.Get(tx, who.Team)
	if err != nil {
		return err
	}
	return desk.PostPrompt(tx, who, on, desk.Cards.ZoneOf(who, team, ""))
}

// RepostLeave shows new leave in the question and the digest of the days that were asked
// about already: today, and tomorrow for who is ahead of the clock.
func (desk *Desk) RepostLeave(tx *store.Tx, who sales.Person, today calendar.Date) error {
	if who.Team == "" {
		return nil
	}
	for _, day := range []calendar.Date{today, today.AddDays(1)} {
		if err := desk.RepostAnswered(tx, who, day); err != nil {
			return err
		}
	}
	return nil
}
