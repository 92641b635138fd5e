package cards

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

func HelpKey(s sales.Standup, helper string) string {
	return "help/" + s.Team + "/" + string(s.On) + "/" + s.Person + "/" + helper
}

// Helpers returns the people who may be asked to help with a person's blockers: those in Slack who
// may read the team's stand-up (P13).
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

// helpers returns who was asked to help and who is on it. It omits people whom before, the text in
// front of it, already names.
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
			asked = append(asked, chat.EscapeLine(name))
		}
	}
	if len(asked) > 0 {
		lines = append(lines, p.Say("standup.asked_for_help", "Who", p.List(asked, false)))
	}
	return chat.Join(" · ", lines...), nil
}
