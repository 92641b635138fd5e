package cards

import (
	"errors"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

func helpKey(s sales.Standup, helper string) string {
	return "help/" + s.Team + "/" + string(s.On) + "/" + s.Person + "/" + helper
}

// Helpers are the people who may be asked to help with somebody's blockers: whoever is in
// the chat and may read the team's stand-up (P13).
func Helpers(r store.Reader, who sales.Person, team sales.Team) ([]sales.Person, error) {
	var all []sales.Person
	for p, err := range store.People.List(r, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if p.ID != who.ID && p.InChat() && sales.Visible(p, sales.Record{Team: team}) {
			all = append(all, p)
		}
	}
	return all, nil
}

// helpers say who was asked to help and who is on it. Who is called by name in the text
// before it is not named twice.
func (m Maker) helpers(r store.Reader, p lang.Printer, s sales.Standup, before string) (chat.Safe, error) {
	var asked, lines []chat.Safe
	for _, id := range s.Helpers {
		name, err := PersonName(r, id)
		if err != nil {
			return "", err
		}
		if slices.Contains(s.Helping, id) {
			lines = append(lines, p.Say("standup.on_it", "Who", name))
		} else if !strings.Contains(before, "@"+name) {
			asked = append(asked, chat.Escape(name))
		}
	}
	if len(asked) > 0 {
		lines = append(lines, p.Say("standup.asked_for_help", "Who", p.List(asked, false)))
	}
	return chat.Join(" · ", lines...), nil
}

// AskHelp tells everybody whose help a stand-up asks for, or asked for before it changed, how
// that stands now. Each gets one message about a day, however often the answer changes;
// whoever asked gets one for each who is on it.
func (m Maker) AskHelp(tx *store.Tx, was, is sales.Standup) error {
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
		if err := m.showHelper(tx, is, asker, helper); err != nil {
			return err
		}
		if err := m.showAsker(tx, is, asker, helper); err != nil {
			return err
		}
	}
	return nil
}

// showHelper is what a helper sees. Who is needed no more and has read it is told so; a
// message that was taken away could come again and call them twice.
func (m Maker) showHelper(tx *store.Tx, s sales.Standup, asker, helper sales.Person) error {
	key := helpKey(s, helper.ID)
	p := m.PrinterOf(helper, tx.Change().At)
	var message chat.Message
	switch {
	case slices.Contains(s.Helping, helper.ID):
		message = Said(p.Say("standup.helping", "Who", asker.Name, "What", s.Blockers))
	case slices.Contains(s.Helpers, helper.ID):
		message = Said(p.Say("standup.help", "Who", asker.Name, "What", s.Blockers), chat.Block{Buttons: []chat.Button{
			{Label: p.Plain("standup.help_yes"), Action: "standup help", Value: s.ID, Style: chat.Primary},
		}})
	default:
		sent, ok, err := store.PostByKey(tx, key)
		if err != nil || !ok || sent.TS == "" {
			return errors.Join(err, tx.Unpost(key))
		}
		message = Said(p.Say("standup.help_over", "Who", asker.Name))
	}
	return tx.Post(store.Post{Key: key, User: helper.ID, Kind: "help", Message: message})
}

// showAsker tells whoever asked that a helper is on it.
func (m Maker) showAsker(tx *store.Tx, s sales.Standup, asker, helper sales.Person) error {
	key := helpKey(s, helper.ID) + "/on-it"
	if !slices.Contains(s.Helping, helper.ID) {
		return tx.Unpost(key)
	}
	p := m.PrinterOf(asker, tx.Change().At)
	text := p.Say("standup.help_comes", "Who", helper.Name, "What", s.Blockers)
	return tx.Post(store.Post{Key: key, User: asker.ID, Kind: "help", Message: Said(text)})
}
