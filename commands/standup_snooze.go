package commands

import (
	"strconv"
	"strings"
	"time"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

// standupSnooze puts a stand-up off: for how long is typed ("45m", "until 10:30"), or
// picked from the few choices that still fit before the team reads the digest. A button's
// value is the day, and behind a bar the minutes.
func standupSnooze(c *call) (chat.Reply, error) {
	if c.me.Team == "" {
		return chat.Reply{}, sales.No("standup.no_team")
	}
	day, minutes, picked := strings.Cut(c.Value, "|")
	on := sales.Date(day)
	if day == "" {
		next, err := c.nextStandup()
		if err == nil {
			on, err = c.openDay(next)
		}
		if err != nil {
			return chat.Reply{}, err
		}
	}
	end, err := c.snoozable(on)
	if err != nil {
		return chat.Reply{}, err
	}
	var until time.Time
	switch n, _ := strconv.Atoi(minutes); {
	case picked:
		until = c.At.Add(time.Duration(n) * time.Minute)
	case strings.TrimSpace(c.Args) != "":
		if until, err = c.readSnooze(c.Args); err != nil {
			return chat.Reply{}, err
		}
	default:
		return c.offerSnoozes(on, end), nil
	}
	switch {
	case !until.After(c.At):
		return chat.Reply{}, sales.No("standup.snooze_past")
	case !until.Before(end):
		return chat.Reply{}, sales.No("standup.snooze_late", "Clock", c.Clock(end.In(c.zone)))
	}
	if err := c.Snooze(c.tx, c.me, c.team, on, until, end); err != nil {
		return chat.Reply{}, err
	}
	text := c.Say("standup.snoozed", "Date", c.Day(string(on)), "Clock", c.Clock(until))
	reply := chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{{Label: c.Plain("standup.fill"), Action: "standup", Value: string(on)}}})
	reply.Replace = picked // the choices
	return reply, nil
}

// snoozable returns before when somebody has to be asked again about a day, or why they
// will not be: it is answered, they are away, or the team has read the digest.
func (c *call) snoozable(on sales.Date) (end time.Time, err error) {
	if !on.Valid() || on > c.today.AddDays(1) {
		return end, sales.No("standup.not_a_day")
	}
	_, answered, err := store.Standups.Get(c.r, sales.StandupID(c.me.Team, on, c.me.ID))
	if err != nil {
		return end, err
	}
	end = c.SnoozeEnd(c.team, on, c.zone)
	switch {
	case answered:
		return end, sales.No("standup.answered_already", "Date", on)
	case c.me.AwayOn(on):
		return end, sales.No("standup.away_already", "Date", on)
	case !c.At.Before(end):
		return end, sales.No("standup.snooze_over", "Date", on)
	}
	return end, nil
}

func (c *call) offerSnoozes(on sales.Date, end time.Time) chat.Reply {
	var buttons []chat.Button
	for _, d := range cards.Snoozes {
		if minutes := int(d / time.Minute); c.At.Add(d).Before(end) {
			buttons = append(buttons, chat.Button{Label: c.Minutes(minutes), Action: "standup snooze", Value: string(on) + "|" + strconv.Itoa(minutes)})
		}
	}
	text := c.Say("standup.snooze_how_long", "Date", c.Day(string(on)))
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: buttons})
}

// readSnooze reads a length of time or a time of day.
func (c *call) readSnooze(typed string) (time.Time, error) {
	text := strings.TrimSpace(typed)
	for _, cut := range []string{"for ", "in ", "until ", "till ", "to ", "at ", "到", "直到", "过"} {
		if len(text) > len(cut) && strings.EqualFold(text[:len(cut)], cut) {
			text = strings.TrimSpace(text[len(cut):])
		}
	}
	text = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(text, "再问我"), "之后"), "后")
	if minutes, err := phrase.Duration(text); err == nil && strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
		return c.At.Add(time.Duration(minutes) * time.Minute), nil
	}
	m, err := phrase.When(text, c.At, c.work())
	clock, wrong := time.Parse("15:04", m.Clock)
	if err != nil || wrong != nil {
		return time.Time{}, sales.No("standup.snooze_when", "Text", typed)
	}
	return m.Date.At(time.Duration(clock.Hour())*time.Hour+time.Duration(clock.Minute())*time.Minute, c.zone), nil
}
