package standup

import (
	"strconv"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// snooze snoozes a stand-up, for a typed time ("45m", "until 10:30") or one of the choices that end
// before the team's digest. A button's value is the day and, after a bar, the minutes.
func snooze(c *call.Call) (chat.Reply, error) {
	if c.Me.Team == "" {
		return chat.Reply{}, sales.No("standup.no_team")
	}
	day, minutes, picked := strings.Cut(c.Req.Value, "|")
	on := calendar.Date(day)
	if day == "" {
		next, err := nextStandup(c)
		if err == nil {
			on, err = openDay(c, next)
		}
		if err != nil {
			return chat.Reply{}, err
		}
	}
	end, err := snoozable(c, on)
	if err != nil {
		return chat.Reply{}, err
	}
	var until time.Time
	switch n, _ := strconv.Atoi(minutes); {
	case picked:
		until = c.Req.At.Add(time.Duration(n) * time.Minute)
	case strings.TrimSpace(c.Req.Args) != "":
		if until, err = readSnooze(c, c.Req.Args); err != nil {
			return chat.Reply{}, err
		}
	default:
		return offerSnoozes(c, on, end), nil
	}
	switch {
	case !until.After(c.Req.At):
		return chat.Reply{}, sales.No("standup.snooze_past")
	case !until.Before(end):
		return chat.Reply{}, sales.No("standup.snooze_late", "Clock", c.Words.Clock(end.In(c.Zone)))
	}
	if err := c.Desk.PostSnooze(c.Tx, c.Me, c.Team, on, until, end); err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("standup.snoozed", "Date", c.Words.Day(string(on)), "Clock", c.Words.Clock(until))
	reply := chat.Say(text, chat.Para(text),
		chat.Block{Buttons: []chat.Button{{Label: c.Words.Plain("standup.fill"), Action: "standup", Value: string(on)}}})
	reply.Replace = picked // the choices
	return reply, nil
}

// snoozable returns the time before which the person must be asked again about a day. It returns a
// problem if the day is answered, the person is away, or the digest is out.
func snoozable(c *call.Call, on calendar.Date) (end time.Time, err error) {
	if !on.Valid() || on > c.Today.AddDays(1) {
		return end, sales.No("standup.not_a_day")
	}
	_, answered, err := store.Standups.Get(c.Read, sales.StandupID(c.Me.Team, on, c.Me.ID))
	if err != nil {
		return end, err
	}
	end = c.Desk.Cards.SnoozeEnd(c.Team, on, c.Zone)
	switch {
	case answered:
		return end, sales.No("standup.answered_already", "Date", on)
	case c.Me.AwayOn(on):
		return end, sales.No("standup.away_already", "Date", on)
	case !c.Req.At.Before(end):
		return end, sales.No("standup.snooze_over", "Date", on)
	}
	return end, nil
}

func offerSnoozes(c *call.Call, on calendar.Date, end time.Time) chat.Reply {
	var buttons []chat.Button
	for _, d := range cards.Snoozes {
		if minutes := int(d / time.Minute); c.Req.At.Add(d).Before(end) {
			buttons = append(buttons, chat.Button{Label: c.Words.Minutes(minutes), Action: "standup snooze",
				Value: string(on) + "|" + strconv.Itoa(minutes)})
		}
	}
	text := c.Words.Say("standup.snooze_how_long", "Date", c.Words.Day(string(on)))
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: buttons})
}

// readSnooze parses a length of time or a time of day.
func readSnooze(c *call.Call, typed string) (time.Time, error) {
	text := sales.Simplified(strings.TrimSpace(typed))
	for _, cut := range []string{"for ", "in ", "after ", "around ", "until ", "till ", "to ", "at ", "到", "直到", "过"} {
		if len(text) > len(cut) && strings.EqualFold(text[:len(cut)], cut) {
			text = strings.TrimSpace(text[len(cut):])
		}
	}
	text = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(text, "再问我"), "之后"), "后")
	if minutes, err := phrase.Duration(text); err == nil && strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
		return c.Req.At.Add(time.Duration(minutes) * time.Minute), nil
	}
	m, err := phrase.When(text, c.Req.At, c.Work())
	clock, wrong := time.Parse("15:04", m.Clock)
	if err != nil || wrong != nil {
		return time.Time{}, sales.No("standup.snooze_when", "Text", typed)
	}
	return m.Date.At(time.Duration(clock.Hour())*time.Hour+time.Duration(clock.Minute())*time.Minute, c.Zone), nil
}
