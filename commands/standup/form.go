package standup

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// openForm opens the form, prefilled from the records. It also offers the next day, for people who
// answer the evening before.
func openForm(c *call.Call, s sales.Standup) (chat.Reply, error) {
	next, err := nextStandup(c)
	if err != nil {
		return chat.Reply{}, err
	}
	var days []chat.Option
	for _, day := range []calendar.Date{min(s.On, c.Today), max(s.On, c.Today), next} {
		if len(days) == 0 || days[len(days)-1].Value < string(day) {
			days = append(days, chat.Option{Label: c.Words.Day(string(day)), Value: string(day)})
		}
	}
	fields := []chat.Input{{ID: "day", Kind: chat.Radio, Label: c.Words.Plain("standup.day"), Options: days, Initial: string(s.On)}}
	for _, q := range c.Desk.Cards.Questions() {
		in := chat.Input{ID: q.ID, Kind: chat.Area, Label: c.Desk.Cards.QuestionText(c.Words, q.ID), Initial: s.Answer(q.ID),
			Optional: !q.Required, Max: standupMax}
		if hint := "standup." + q.ID + "_hint"; c.Words.Has(hint) {
			in.Hint = c.Words.Plain(hint)
		}
		fields = append(fields, in)
		if q.ID != sales.AskBlockers {
			continue
		}
		menu, err := helperMenu(c, s)
		if err != nil {
			return chat.Reply{}, err
		}
		if len(menu.Options) > 0 {
			fields = append(fields, menu)
		}
	}
	return call.Form(c, "standup", string(s.On), "", "", fields...), nil
}

// helperMenu offers the people who may be asked for help: the team, its leaders, and those already
// asked.
func helperMenu(c *call.Call, s sales.Standup) (chat.Input, error) {
	menu := chat.Input{ID: "helpers", Kind: chat.Several, Label: c.Words.Plain("standup.helpers"), Hint: c.Words.Plain("standup.helpers_hint"),
		Optional: true, Initial: strings.Join(s.Helpers, ",")}
	all, err := cards.Helpers(c.Read, c.Me, c.Team)
	for _, p := range all {
		near := p.Team == c.Team.ID || p.ID == c.Team.Manager || p.ID == c.Team.Director
		if near || slices.Contains(s.Helpers, p.ID) {
			menu.Options = append(menu.Options, chat.Option{Label: p.Name, Value: p.ID})
		}
	}
	return menu, err
}

// filled stores the submitted form. Choosing another day stores another answer. Answers to questions
// that are no longer asked stay.
func filled(c *call.Call, s sales.Standup) (chat.Reply, error) {
	if day := calendar.Date(c.Req.Fields["day"]); day.Valid() && day != s.On {
		c.Req.Value = string(day)
		var err error
		if s, err = standupFor(c); err != nil {
			return chat.Reply{}, err
		}
	}
	for _, q := range c.Desk.Cards.Questions() {
		s = s.With(q.ID, c.Req.Fields[q.ID])
	}
	text, named, unknown, err := helpersIn(c, s.Blockers)
	if err != nil {
		return chat.Reply{}, err
	}
	chosen, err := helpersChosen(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(chosen) > 0 && strings.TrimSpace(s.Blockers) == "" {
		return chat.Reply{}, sales.No("standup.help_with_what").At(sales.AskBlockers)
	}
	s.Blockers, s.Helpers = text, union(chosen, named)
	return keep(c, s, unknown)
}
