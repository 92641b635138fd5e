package desk

import (
	"errors"
	"slices"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// PostHelpAsks updates the posts to everybody whose help a stand-up asks for, or asked for before
// it changed. Each helper gets one message per day, however often the answer changes. The asker
// gets one message for each helper who is on it.
func (desk *Desk) PostHelpAsks(tx *store.Tx, was, is sales.Standup) error {
	if is.ID == "" { // taken back
		is.Team, is.On, is.Person = was.Team, was.On, was.Person
	}
	asker, _, err := store.People.Get(tx, is.Person)
	if err != nil {
		return err
	}
	told := slices.Clone(is.Helpers)
	for _, id := range was.Helpers {
		if !slices.Contains(told, id) {
			told = append(told, id)
		}
	}
	for _, id := range told {
		helper, _, err := store.People.Get(tx, id)
		if err != nil {
			return err
		}
		if err := desk.postHelper(tx, is, asker, helper); err != nil {
			return err
		}
		if err := desk.postHelperReply(tx, is, asker, helper); err != nil {
			return err
		}
	}
	return nil
}

// postHelper posts what a helper sees. If they are no longer needed, a message that was sent says
// so instead of being taken back: a deleted message could come again and notify them twice.
func (desk *Desk) postHelper(tx *store.Tx, s sales.Standup, asker, helper sales.Person) error {
	key := cards.HelpKey(s, helper.ID)
	p := desk.Cards.PrinterOf(helper, tx.Change().At)
	var message chat.Message
	switch {
	case slices.Contains(s.Helping, helper.ID):
		message = cards.Said(p.Say("standup.helping", "Who", asker.Name, "What", s.Blockers))
	case slices.Contains(s.Helpers, helper.ID):
		message = cards.Said(p.Say("standup.help", "Who", asker.Name, "What", s.Blockers), chat.Block{Buttons: []chat.Button{
			{Label: p.Plain("standup.help_yes"), Action: "standup help", Value: s.ID, Style: chat.Primary},
		}})
	default:
		sent, ok, err := store.PostByKey(tx, key)
		if err != nil || !ok || sent.TS == "" {
			return errors.Join(err, tx.Unpost(key))
		}
		message = cards.Said(p.Say("standup.help_over", "Who", asker.Name))
	}
	return tx.Post(store.Post{Key: key, User: helper.ID, Kind: "help", Message: message})
}

// postHelperReply notifies the asker that a helper is on it.
func (desk *Desk) postHelperReply(tx *store.Tx, s sales.Standup, asker, helper sales.Person) error {
	key := cards.HelpKey(s, helper.ID) + "/on-it"
	if !slices.Contains(s.Helping, helper.ID) {
		return tx.Unpost(key)
	}
	p := desk.Cards.PrinterOf(asker, tx.Change().At)
	text := p.Say("standup.help_comes", "Who", helper.Name, "What", s.Blockers)
	return tx.Post(store.Post{Key: key, User: asker.ID, Kind: "help", Message: cards.Said(text)})
}
