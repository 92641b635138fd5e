package standup

import (
	"regexp"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// standupFor returns the person's stand-up of the button's day, or of the day for which an answer
// counts now: the answer so far, or one prefilled from the records.
func standupFor(c *call.Call) (sales.Standup, error) {
	if c.Me.Team == "" {
		return sales.Standup{}, sales.No("standup.no_team")
	}
	next, err := nextStandup(c)
	if err != nil {
		return sales.Standup{}, err
	}
	on := calendar.Date(c.Req.Value)
	switch {
	case c.Req.Value == "":
		if on, err = openDay(c, next); err != nil {
			return sales.Standup{}, err
		}
	case !on.Valid() || on > next && on > c.Today:
		return sales.Standup{}, sales.No("standup.not_a_day")
	case on < c.Today.AddDays(-7):
		return sales.Standup{}, sales.No("standup.too_old", "Date", on)
	}
	s, answered, err := store.Standups.Get(c.Read, sales.StandupID(c.Me.Team, on, c.Me.ID))
	if err != nil || answered && !s.Skipped {
		return s, err
	}
	at := s.At
	s, err = c.Desk.Cards.Prefill(c.Read, c.Me, on)
	s.At = at
	return s, err
}

// evening is the last part of the working day, in which an answer counts for the next day if today's
// is already given: from five o'clock if work ends at six.
const evening = time.Hour

// openDay returns the day for which an answer counts now. It is next, the next day with a stand-up,
// if today is answered and nearly over, if today has none, or if the person has already been asked
// for next, as happens east of the team. Otherwise it is today.
func openDay(c *call.Call, next calendar.Date) (calendar.Date, error) {
	run, planned, err := store.Runs.Get(c.Read, store.RunID(cards.DigestJob, c.Today, c.Me.Team))
	if err != nil {
		return "", err
	}
	_, answered, err := store.Standups.Get(c.Read, sales.StandupID(c.Me.Team, c.Today, c.Me.ID))
	if err != nil {
		return "", err
	}
	asked, err := cards.Asked(c.Read, c.Me.ID, next)
	if err != nil {
		return "", err
	}
	left := c.Desk.Cards.Worktime(c.Me, c.Team).Between(c.Req.At, c.Today.AddDays(1).In(c.Zone))
	over := answered && left <= evening
	free := !planned && next > c.Today && !isHeld(c, c.Today) || run.State == store.RunCancelled
	if over || free || asked {
		return next, nil
	}
	return c.Today, nil
}

// askDay returns a Choice of the day for a line that tells of yesterday and today when an answer counts for the next day
// because today's is given: in the evening today may be meant, too.
func askDay(c *call.Call, s sales.Standup) error {
	told := phrase.SaidStandup(c.Req.Args)
	today, answered, err := store.Standups.Get(c.Read, sales.StandupID(c.Me.Team, c.Today, c.Me.ID))
	if err != nil || s.On <= c.Today || !answered || today.Skipped || told[sales.AskDone] == "" || told[sales.AskPlan] == "" ||
		!namesDays.MatchString(c.Req.Args) {
		return err
	}
	which := &call.Choice{Text: c.Words.Say("standup.which_day"), Rest: c.Req.Args}
	for _, on := range []calendar.Date{c.Today, s.On} {
		which.Options = append(which.Options, chat.Option{Label: string(c.Words.Say("standup.of_day", "Date", on)), Value: string(on)})
	}
	return which
}

// namesDays finds the days in a line, which a day's own stand-up names by itself.
var namesDays = regexp.MustCompile(`(?i)\byesterday\b|昨[天日]?`)

// nextStandup returns the next day after today with a stand-up: the next scheduled run, else by the
// plan.
func nextStandup(c *call.Call) (calendar.Date, error) {
	for ahead := 1; ahead <= 14; ahead++ {
		day := c.Today.AddDays(ahead)
		run, ok, err := store.Runs.Get(c.Read, store.RunID(cards.DigestJob, day, c.Me.Team))
		if err != nil || ok && run.State == store.RunDue {
			return day, err
		}
	}
	for ahead := 1; ahead <= 14; ahead++ {
		if day := c.Today.AddDays(ahead); isHeld(c, day) {
			return day, nil
		}
	}
	return c.Today.AddDays(1), nil
}

// isHeld reports whether the plan has a stand-up for the person's team on a day.
func isHeld(c *call.Call, on calendar.Date) bool {
	return c.Desk.Cards.Company.Standup.On(on, c.Work())
}
