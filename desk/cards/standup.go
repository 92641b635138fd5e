package cards

import (
	"maps"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// The jobs of a team's day and week, as named in store.Runs.
const (
	PromptJob = "standup-prompt"
	RemindJob = "standup-remind"
	DigestJob = "standup-digest"
	ReviewJob = "weekly-review"
)

// TakesPart reports whether p is asked for stand-ups: p must sell in a team and be in Slack.
// Imported people are not there to answer.
func TakesPart(p sales.Person) bool {
	sells := p.Role == sales.Rep || p.Role == sales.Manager
	return sells && p.Team != "" && p.InChat()
}

// Said returns a message of one paragraph, followed by more blocks.
func Said(text chat.Safe, more ...chat.Block) chat.Message {
	return chat.Message{Text: text, Blocks: append([]chat.Block{chat.Para(text)}, more...)}
}

// Since returns the first day that a team's stand-up of a day covers: the day of the previous
// digest, so that nothing is missed between them, else the previous working day.
func (m Maker) Since(r store.Reader, team sales.Team, on calendar.Date) (calendar.Date, error) {
	for back := 1; back <= 14; back++ {
		run, ok, err := store.Runs.Get(r, store.RunID(DigestJob, on.AddDays(-back), team.ID))
		if err != nil {
			return "", err
		}
		if ok && (run.State == store.RunDone || run.State == store.RunLate) {
			return run.Day, nil
		}
	}
	if day, ok := m.Worktime(sales.Person{}, team).AddWorkdays(on, -1); ok {
		return day, nil
	}
	return on.AddDays(-1), nil
}

func PromptKey(on calendar.Date, person string) string { return "standup/" + string(on) + "/" + person }
func RemindKey(on calendar.Date, person string) string { return PromptKey(on, person) + "/remind" }

// PromptCard returns a person's question of a day, with their nudges below it, or their answer.
func (m Maker) PromptCard(r store.Reader, who sales.Person, on calendar.Date, now time.Time, zone *time.Location) (message chat.Message,
	answered bool, err error) {
	p := m.PrinterOf(who, now)
	s, answered, err := store.Standups.Get(r, sales.StandupID(who.Team, on, who.ID))
	if err != nil {
		return message, answered, err
	}
	if answered {
		message, err = m.answered(r, p, s)
	} else {
		message, err = m.asking(r, p, who, on, now, zone)
	}
	if err != nil {
		return message, answered, err
	}
	also, err := m.Nudges(r, who, on, now)
	message.Text = chat.Join("\n", message.Text, also.Text)
	message.Blocks = append(message.Blocks, also.Blocks...)
	return message, answered, err
}

// answered returns the question with its answer.
func (m Maker) answered(r store.Reader, p lang.Printer, s sales.Standup) (chat.Message, error) {
	text, err := m.Answer(r, p, s)
	edit := chat.Button{Label: p.Plain("common.edit"), Action: "standup", Value: string(s.On)}
	return Said(text, chat.Block{Buttons: append([]chat.Button{edit}, m.slowButton(p)...)}), err
}

// asking returns a question that waits for an answer.
func (m Maker) asking(r store.Reader, p lang.Printer, who sales.Person, on calendar.Date, now time.Time, zone *time.Location) (chat.Message,
	error) {
	if who.AwayOn(on) {
		return Said(p.Say("standup.away_then", "Date", p.Day(string(on)))), nil
	}
	s, err := m.Prefill(r, who, on)
	if err != nil {
		return chat.Message{}, err
	}
	until, err := m.Snoozed(r, who.ID, on)
	if err != nil {
		return chat.Message{}, err
	}
	if until.After(now) {
		text := p.Say("standup.snoozed", "Date", p.Day(string(on)), "Clock", p.Clock(until.In(zone)))
		return Said(text, chat.Block{Buttons: AskButtons(p, s)}), nil
	}
	buttons := AskButtons(p, s)
	team, _, err := store.Teams.Get(r, who.Team)
	if err != nil {
		return chat.Message{}, err
	}
	if now.Add(Snoozes[0]).Before(m.SnoozeEnd(team, on, zone)) {
		buttons = append(buttons, chat.Button{Label: p.Plain("standup.later"), Action: "standup snooze", Value: string(on)})
	}
	buttons = append(buttons, m.slowButton(p)...)
	head := p.Say("standup.prompt", "Date", p.Day(string(on)))
	body, err := m.answer(r, p, s)
	if err != nil {
		return chat.Message{}, err
	}
	if body == "" {
		body = p.Say("standup.nothing_logged")
	}
	return chat.Message{Text: chat.Join("\n", head, body), Blocks: []chat.Block{
		chat.Para(chat.Bold(head)), chat.Para(body), {Buttons: buttons},
	}}, nil
}

// slowButton returns the button for reporting anonymously what slows the team down. It has no
// value.
func (m Maker) slowButton(p lang.Printer) []chat.Button {
	if !m.Company.Standup.Anonymous {
		return nil
	}
	return []chat.Button{{Label: p.Plain("standup.slow"), Action: "standup slow"}}
}

// AskButtons returns the buttons of the question. They carry only the day: what is confirmed is
// read again from the records.
func AskButtons(p lang.Printer, s sales.Standup) []chat.Button {
	buttons := []chat.Button{
		{Label: p.Plain("standup.fill"), Action: "standup", Value: string(s.On)},
		{Label: p.Plain("standup.skip"), Action: "standup skip", Value: string(s.On)},
	}
	if s.Empty() {
		buttons[0].Style = chat.Primary
		return buttons
	}
	as := chat.Button{Label: p.Plain("standup.as_logged"), Action: "standup confirm", Value: string(s.On), Style: chat.Primary}
	return append([]chat.Button{as}, buttons...)
}

// Asked reports whether a person was asked for their stand-up of a day.
func Asked(r store.Reader, person string, on calendar.Date) (bool, error) {
	_, asked, err := store.PostByKey(r, PromptKey(on, person))
	return asked, err
}

// Questions returns the questions of the stand-up.
func (m Maker) Questions() []sales.Question {
	if len(m.Company.Standup.Questions) == 0 {
		return sales.ShippedQuestions()
	}
	return m.Company.Standup.Questions
}

// QuestionText returns the text of a question: the company's, else ours. For a question that is no
// longer asked it returns the ID.
func (m Maker) QuestionText(p lang.Printer, id string) string {
	for _, q := range m.Questions() {
		if q.ID != id || q.Text == nil {
			continue
		}
		for _, language := range []string{p.Language(), "", m.Company.Language} {
			if text := q.Text[language]; text != "" {
				return text
			}
		}
		return q.Text[slices.Min(slices.Collect(maps.Keys(q.Text)))] // in a language nobody asked for
	}
	switch id {
	case sales.AskDone:
		return p.Plain("standup.done")
	case sales.AskPlan:
		return p.Plain("standup.plan")
	case sales.AskBlockers:
		return p.Plain("standup.blockers")
	}
	return id
}

// Answer returns a stand-up as its author sees it.
func (m Maker) Answer(r store.Reader, p lang.Printer, s sales.Standup) (chat.Safe, error) {
	if s.Skipped {
		return p.Say("standup.skipped", "Date", p.Day(string(s.On))), nil
	}
	parts, err := m.answer(r, p, s)
	return chat.Join("\n", p.Say("standup.yours", "Date", p.Day(string(s.On))), parts), err
}

// answer returns the non-empty parts of a stand-up, each under its question.
func (m Maker) answer(r store.Reader, p lang.Printer, s sales.Standup) (chat.Safe, error) {
	var parts []chat.Safe
	for _, id := range s.Answered(m.Questions()) {
		part := chat.Join("\n", chat.Bold(chat.Escape(m.QuestionText(p, id))), chat.Escape(s.Answer(id)))
		if id == sales.AskBlockers {
			help, err := m.helpers(r, p, s, "")
			if err != nil {
				return "", err
			}
			part = chat.Join("\n", part, help)
		}
		parts = append(parts, part)
	}
	return chat.Join("\n", parts...), nil
}

// Silent says in one line whose stand-up of a team is missing on a day.
func (m Maker) Silent(r store.Reader, p lang.Printer, team sales.Team, on calendar.Date, now time.Time) (chat.Safe, error) {
	d := digest{Maker: m, Printer: p, r: r, team: team, zone: m.ZoneOf(sales.Person{}, team, ""), name: map[string]string{}}
	if err := d.read(on, now); err != nil {
		return "", err
	}
	if len(d.Absent) == 0 {
		return p.Say("digest.all_in", "Team", team.Name, "Date", p.Day(string(on))), nil
	}
	var names []chat.Safe
	for _, id := range d.Absent {
		names = append(names, chat.EscapeLine(d.name[id]))
	}
	return p.Say("digest.silent", "Team", team.Name, "Date", p.Day(string(on)), "Who", p.List(names, false)), nil
}
