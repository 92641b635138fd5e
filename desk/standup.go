package desk

import (
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// PostPrompt asks a person for their stand-up, prefilled from the records; or it shows that they
// have answered, are away or have snoozed it. zone is theirs: the question expires at the end of
// their day.
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

// PostReminder asks a person who has not answered once more, briefly.
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

// RepostAnswered updates all posts that depend on a person's answer or leave: the question loses
// its buttons or gets them back, reminders are taken back, and a digest that is already out is
// posted again.
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

// repostQuestion updates the question of a day, if the person was asked: it has either buttons or
// the answer.
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

// RepostLeave updates the question and the digest of today for new leave, and those of tomorrow,
// which may have been posted to people in zones further east.
func (desk *Desk) RepostLeave(tx *store.Tx, who sales.Person, today calendar.Date) error {
	if who.Team == "" {
		return nil
	}
	if err := desk.offerAway(tx, who, today); err != nil {
		return err
	}
	for _, day := range []calendar.Date{today, today.AddDays(1)} {
		if err := desk.RepostAnswered(tx, who, day); err != nil {
			return err
		}
	}
	return nil
}
