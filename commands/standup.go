package commands

import (
	"strings"
	"unicode/utf8"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

func standupVerbs() []verb {
	return []verb{
		{Route: chat.Route{Name: "standup", Slash: "standup", Help: true}, do: standup},
		{Route: chat.Route{Name: "standup confirm"}, do: standupConfirm},
		{Route: chat.Route{Name: "standup skip", Help: true}, do: standupSkip},
		{Route: chat.Route{Name: "standup show", Help: true}, do: standupShow, reads: true},
		{Route: chat.Route{Name: "standup leave", Help: true}, do: standupLeave},
		{Route: chat.Route{Name: cards.DigestRows}, do: standupRows, reads: true},
	}
}

// standup fills in a day: from the line that was typed, or from the form that no words
// open and that already holds what the records know (U16).
func standup(c *call) (chat.Reply, error) {
	was, err := c.standupFor()
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Kind == chat.Submit {
		if day := sales.Date(c.Fields["day"]); day.Valid() && day != was.On {
			c.Value = string(day)
			if was, err = c.standupFor(); err != nil {
				return chat.Reply{}, err
			}
		}
		was.Done, was.Plan, was.Blockers = c.Fields["done"], c.Fields["plan"], c.Fields["blockers"]
		return c.keepStandup(was)
	}
	typed := strings.TrimSpace(c.Args)
	if typed == "" {
		return c.standupForm(was)
	}
	// Parts that were not typed keep what was there: the answer so far, or the records.
	said := phrase.ReadStandup(typed)
	for _, part := range []struct {
		to   *string
		text string
	}{{&was.Done, said.Done}, {&was.Plan, said.Plan}, {&was.Blockers, said.Blockers}} {
		if part.text != "" {
			*part.to = part.text
		}
	}
	return c.keepStandup(was)
}

// standupConfirm sends the stand-up as the records have it.
func standupConfirm(c *call) (chat.Reply, error) {
	s, err := c.standupFor()
	if err != nil {
		return chat.Reply{}, err
	}
	if s.Done == "" && s.Plan == "" { // what was shown is gone meanwhile
		return c.standupForm(s)
	}
	return c.keepStandup(s)
}

// standupSkip sits a day out.
func standupSkip(c *call) (chat.Reply, error) {
	s, err := c.standupFor()
	if err != nil {
		return chat.Reply{}, err
	}
	s.Done, s.Plan, s.Blockers, s.Skipped = "", "", "", true
	return c.putStandup(s)
}

// standupFor is the person's stand-up of the button's day or of the day an answer given
// now is for: the answer so far, or what the records know.
func (c *call) standupFor() (sales.Standup, error) {
	if c.me.Team == "" {
		return sales.Standup{}, sales.No("standup.no_team")
	}
	next, err := c.nextStandup()
	if err != nil {
		return sales.Standup{}, err
	}
	on := sales.Date(c.Value)
	switch {
	case c.Value == "":
		if on, err = c.openDay(next); err != nil {
			return sales.Standup{}, err
		}
	case !on.Valid() || on > next && on > c.today:
		return sales.Standup{}, sales.No("standup.not_a_day")
	case on < c.today.AddDays(-7):
		return sales.Standup{}, sales.No("standup.too_old", "Date", on)
	}
	s, answered, err := store.Standups.Get(c.r, sales.StandupID(c.me.Team, on, c.me.ID))
	if err != nil || answered && !s.Skipped {
		return s, err
	}
	at := s.At
	s, err = c.Prefill(c.r, c.me, on)
	s.At = at
	return s, err
}

// evening is when an answer is for the next day, if today's is given.
const evening = 17

// openDay is today until today is answered and over, or where today has no stand-up;
// then it is the next day that has one (U15: early answers).
func (c *call) openDay(next sales.Date) (sales.Date, error) {
	run, planned, err := store.Runs.Get(c.r, store.RunID(cards.DigestJob, c.today, c.me.Team))
	if err != nil {
		return "", err
	}
	_, answered, err := store.Standups.Get(c.r, sales.StandupID(c.me.Team, c.today, c.me.ID))
	if err != nil {
		return "", err
	}
	over := answered && c.At.Hour() >= evening
	free := !planned && next > c.today && !c.held(c.today) || run.State == store.RunCancelled
	if over || free {
		return next, nil
	}
	return c.today, nil
}

// nextStandup is the next day after today that has a stand-up: what the schedule says,
// or the plan before it has said anything.
func (c *call) nextStandup() (sales.Date, error) {
	for ahead := 1; ahead <= 14; ahead++ {
		day := c.today.AddDays(ahead)
		run, ok, err := store.Runs.Get(c.r, store.RunID(cards.DigestJob, day, c.me.Team))
		if err != nil || ok && run.State == store.RunDue {
			return day, err
		}
	}
	for ahead := 1; ahead <= 14; ahead++ {
		if day := c.today.AddDays(ahead); c.held(day) {
			return day, nil
		}
	}
	return c.today.AddDays(1), nil
}

// held reports whether the plan has a stand-up of the person's team on a day (U17).
func (c *call) held(on sales.Date) bool {
	return c.Company.Standup.On(on, c.Worktime(sales.Person{}, c.team))
}

// standupMax is how long one part may be, in characters.
const standupMax = 2000

func (c *call) keepStandup(s sales.Standup) (chat.Reply, error) {
	for _, part := range []struct {
		field string
		text  *string
	}{{"done", &s.Done}, {"plan", &s.Plan}, {"blockers", &s.Blockers}} {
		*part.text = strings.TrimSpace(*part.text)
		if n := utf8.RuneCountInString(*part.text); n > standupMax {
			return chat.Reply{}, sales.No("text.too_long", "Max", standupMax, "Length", n).At(part.field)
		}
	}
	if s.Done+s.Plan+s.Blockers == "" {
		return chat.Reply{}, sales.No("standup.empty").At("done")
	}
	s.Skipped = false
	return c.putStandup(s)
}

// putStandup stores an answer, shows it wherever it is awaited, and echoes it.
func (c *call) putStandup(s sales.Standup) (chat.Reply, error) {
	s.ID = sales.StandupID(s.Team, s.On, s.Person)
	if s.At.IsZero() {
		s.At = c.At.UTC()
	} else {
		s.Edited = c.At.UTC()
	}
	if err := store.Standups.Put(c.tx, s); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Answered(c.tx, c.me, s.On); err != nil {
		return chat.Reply{}, err
	}
	edit := chat.Button{Label: c.Plain("common.edit"), Action: "standup", Value: string(s.On)}
	if s.Skipped {
		edit.Label = c.Plain("standup.fill")
		return c.done(c.Answer(c.Printer, s), edit), nil
	}
	run, _, err := store.Runs.Get(c.r, store.RunID(cards.DigestJob, s.On, s.Team))
	if err != nil {
		return chat.Reply{}, err
	}
	thanks := c.Say("standup.sent", "Date", c.Day(string(s.On)))
	if run.State == store.RunDone || run.State == store.RunLate {
		thanks = c.Say("standup.sent_late", "Date", c.Day(string(s.On)))
	}
	return c.done(chat.Join("\n", thanks, c.Answer(c.Printer, s)), edit), nil
}

// standupUndone shows that an answer (sales.StandupID) is not what it was.
func (d *Desk) standupUndone(tx *store.Tx, id string) error {
	parts := strings.SplitN(id, "|", 3)
	if len(parts) != 3 {
		return nil
	}
	who, _, err := store.People.Get(tx, parts[2])
	if err != nil {
		return err
	}
	return d.Answered(tx, who, sales.Date(parts[1]))
}

// standupForm asks with everything known filled in. It offers the next day too, for who
// answers the evening before.
func (c *call) standupForm(s sales.Standup) (chat.Reply, error) {
	next, err := c.nextStandup()
	if err != nil {
		return chat.Reply{}, err
	}
	m := &chat.Modal{Action: "standup", Value: string(s.On), Title: c.Plain("standup.title"), Submit: c.Plain("standup.send"), Close: c.Plain("common.cancel")}
	var days []chat.Option
	for _, day := range []sales.Date{min(s.On, c.today), max(s.On, c.today), next} {
		if len(days) == 0 || days[len(days)-1].Value < string(day) {
			days = append(days, chat.Option{Label: c.Day(string(day)), Value: string(day)})
		}
	}
	for _, in := range []chat.Input{
		{ID: "day", Kind: chat.Radio, Label: c.Plain("standup.day"), Options: days, Initial: string(s.On)},
		{ID: "done", Kind: chat.Area, Label: c.Plain("standup.done"), Hint: c.Plain("standup.done_hint"), Initial: s.Done, Optional: true, Max: standupMax},
		{ID: "plan", Kind: chat.Area, Label: c.Plain("standup.plan"), Hint: c.Plain("standup.plan_hint"), Initial: s.Plan, Optional: true, Max: standupMax},
		{ID: "blockers", Kind: chat.Area, Label: c.Plain("standup.blockers"), Hint: c.Plain("standup.blockers_hint"), Initial: s.Blockers, Optional: true, Max: standupMax},
	} {
		m.Blocks = append(m.Blocks, chat.Ask(in))
	}
	return chat.Reply{Modal: m}, nil
}

// standupLeave keeps days off: nobody asks for stand-ups then, and the digest says so.
func standupLeave(c *call) (chat.Reply, error) {
	from, to, err := phrase.Span(c.Args, c.At)
	switch {
	case strings.TrimSpace(c.Args) == "":
		return chat.Reply{}, sales.No("standup.leave_when")
	case err != nil:
		return chat.Reply{}, err
	case from < c.today:
		return chat.Reply{}, sales.No("standup.leave_past", "Date", from)
	}
	var away []sales.Span
	for _, s := range c.me.Away { // what is over is forgotten
		if s.To >= c.today {
			away = append(away, s)
		}
	}
	c.me.Away = append(away, sales.Span{From: from, To: to})
	if err := store.People.Put(c.tx, c.me); err != nil {
		return chat.Reply{}, err
	}
	if from == to {
		return c.done(c.Say("standup.away_one", "From", c.Day(string(from)))), nil
	}
	return c.done(c.Say("standup.away", "From", c.Day(string(from)), "To", c.Day(string(to)))), nil
}
