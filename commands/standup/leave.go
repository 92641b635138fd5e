package standup

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// leave plans days off: the person is not asked for stand-ups then, and the digest says so. Without
// days it lists the planned leave.
func leave(c *call.Call) (chat.Reply, error) {
	if c.Req.Kind == chat.Submit {
		s, err := spanFilled(c)
		if err != nil {
			return chat.Reply{}, err
		}
		return planLeave(c, s, "")
	}
	if day, away := phrase.Away(c.Req.Args, c.Req.At); strings.TrimSpace(c.Req.Args) == "" || away && day == "" {
		if len(plannedLeave(c)) == 0 && (c.Req.Kind == chat.Slash || c.Req.Kind == chat.Click) {
			return leaveForm(c)
		}
		return showLeave(c, ""), nil
	}
	if problem := noLeave(c); problem != nil {
		return chat.Reply{}, problem
	}
	s, why, err := spanOf(c)
	if err != nil {
		return chat.Reply{}, err
	}
	return planLeave(c, s, why)
}

// leaveForm asks for the days off, and says so if there are none yet.
func leaveForm(c *call.Call) (chat.Reply, error) {
	head := chat.Safe("")
	if len(plannedLeave(c)) == 0 {
		head = c.Words.Say("standup.leave_none")
	}
	return call.Form(c, "standup leave", "", "", head,
		chat.Input{ID: "start", Kind: chat.Day, Initial: string(c.Today)}, chat.Input{ID: "end", Kind: chat.Day, Initial: string(c.Today)}), nil
}

// spanFilled are the days of a submitted form.
func spanFilled(c *call.Call) (s calendar.Span, err error) {
	s = calendar.Span{From: calendar.Date(c.Req.Fields["start"]), To: calendar.Date(c.Req.Fields["end"])}
	switch {
	case !s.From.Valid():
		return s, sales.No("date.missing").At("start")
	case !s.To.Valid():
		return s, sales.No("date.missing").At("end")
	case s.From < c.Today:
		return s, sales.No("standup.leave_past", "Date", s.From).At("start")
	case s.To < s.From:
		return s, sales.No("standup.leave_ends_before", "From", s.From, "To", s.To).At("end")
	}
	return s, nil
}

// planLeave plans days off; why is what was typed behind them.
func planLeave(c *call.Call, s calendar.Span, why string) (chat.Reply, error) {
	if s.From.DaysTo(s.To) >= sales.MaxLeaveDays {
		return chat.Reply{}, sales.No("standup.leave_long", "Max", sales.MaxLeaveDays).At("end")
	}
	if err := keepLeave(c, sales.AddLeave(plannedLeave(c), s)); err != nil {
		return chat.Reply{}, err
	}
	for _, kept := range c.Me.Away { // it may have become one with what was there
		if kept.From <= s.From && s.To <= kept.To {
			s = kept
		}
	}
	text := c.Words.Say("standup.away", "From", s.From, "To", s.To)
	if s.From == s.To {
		text = c.Words.Say("standup.away_one", "From", s.From)
	}
	return call.WhyNotKept(c, c.Done(text, cancelButton(c, s)), why), nil
}

// noLeave says what to type instead of a line about being away that plans no leave; nil for all others.
func noLeave(c *call.Call) error {
	kind, who, days := phrase.ReadAbsence(c.Req.Args, c.Req.At)
	if kind == 0 { // the verb may have been part of it: 请假两天
		if whole, _, _ := phrase.ReadAbsence("请假"+strings.TrimSpace(c.Req.Args), c.Req.At); whole == phrase.Unclear {
			kind = whole
		}
	}
	switch kind {
	case phrase.Trip:
		return sales.No("standup.leave_trip", "Days", days)
	case phrase.Theirs:
		return sales.No("standup.leave_theirs", "Who", who, "Days", days)
	case phrase.HalfDay:
		return sales.No("standup.leave_half", "Days", days)
	case phrase.Unclear:
		return sales.No("standup.leave_unclear", "Text", strings.TrimSpace(c.Req.Args))
	}
	return nil
}

// cancelLeave cancels planned leave: that of a button, the typed days, or the only one.
func cancelLeave(c *call.Call) (chat.Reply, error) {
	planned := plannedLeave(c)
	if kind, _, days := phrase.ReadAbsence(c.Req.Args, c.Req.At); kind == phrase.Off {
		c.Req.Args = days
	}
	var s calendar.Span
	switch from, to, _ := strings.Cut(c.Req.Value, "/"); {
	case c.Req.Value != "":
		s = calendar.Span{From: max(calendar.Date(from), c.Today), To: calendar.Date(to)}
	case strings.TrimSpace(c.Req.Args) != "":
		var err error
		if s, _, err = spanOf(c); err != nil {
			return chat.Reply{}, err
		}
	case len(planned) == 1:
		s = calendar.Span{From: max(planned[0].From, c.Today), To: planned[0].To}
	default:
		return showLeave(c, c.Words.Say("standup.leave_which")), nil
	}
	left := sales.CutLeave(planned, s)
	if slices.Equal(planned, left) {
		if s.From == s.To {
			return chat.Reply{}, sales.No("standup.not_away_on", "Date", s.From)
		}
		return chat.Reply{}, sales.No("standup.not_away", "From", s.From, "To", s.To)
	}
	if err := keepLeave(c, left); err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("standup.back", "From", s.From, "To", s.To)
	if s.From == s.To {
		text = c.Words.Say("standup.back_one", "From", s.From)
	}
	return c.Done(text), nil
}

// spanOf reads the days of leave and the reason behind them. It refuses past days.
func spanOf(c *call.Call) (s calendar.Span, why string, err error) {
	typed := call.Days(c, c.Req.Args)
	if day, away := phrase.Away(typed, c.Req.At); away && day != "" { // "I'm off tomorrow"
		typed = day
	}
	if s.From, s.To, why, err = phrase.SpanWhy(typed, c.Req.At); err != nil {
		return s, "", err
	}
	if s.From < c.Today {
		return s, "", sales.No("standup.leave_past", "Date", s.From)
	}
	return s, why, nil
}

// plannedLeave returns the person's leave from today on.
func plannedLeave(c *call.Call) (planned []calendar.Span) {
	for _, s := range c.Me.Away {
		if s.To >= c.Today {
			planned = append(planned, s)
		}
	}
	return planned
}

// keepLeave stores the person's leave and updates today's question and digest.
func keepLeave(c *call.Call, leave []calendar.Span) error {
	c.Me.Away = leave
	if err := store.People.Put(c.Tx, c.Me); err != nil {
		return err
	}
	return c.Desk.RepostLeave(c.Tx, c.Me, c.Today)
}

// showLeaveUndone updates the posts that depend on a person's leave, after an undo.
func showLeaveUndone(d *desk.Desk, tx *store.Tx, ch store.RecordChange) error {
	if ch.Old == nil {
		return nil
	}
	var who, left sales.Person
	err := json.Unmarshal(ch.Old, &who)
	if ch.New != nil { // or else the change had removed the person
		err = errors.Join(err, json.Unmarshal(ch.New, &left))
	}
	if err != nil {
		return fmt.Errorf("decode person %s: %w", ch.ID, err)
	}
	if slices.Equal(who.Away, left.Away) {
		return nil
	}
	team, _, err := store.Teams.Get(tx, who.Team)
	if err != nil {
		return err
	}
	return d.RepostLeave(tx, who, calendar.DateOf(tx.Change().At.In(d.Cards.ZoneOf(who, team, ""))))
}

func cancelButton(c *call.Call, s calendar.Span) chat.Button {
	return chat.Button{Label: c.Words.Plain("standup.leave_cancel"), Action: "standup leave cancel",
		Value: string(s.From) + "/" + string(s.To)}
}

// showLeave lists the planned leave, with a button to cancel each.
func showLeave(c *call.Call, head chat.Safe) chat.Reply {
	planned := plannedLeave(c)
	if len(planned) == 0 {
		text := c.Words.Say("standup.leave_none")
		return chat.Say(text, chat.Para(text))
	}
	if head == "" {
		head = c.Words.Say("standup.leave_list")
	}
	text, blocks := head, []chat.Block{chat.Para(head)}
	for _, s := range planned {
		line := c.Words.Say("standup.leave_days", "From", s.From, "To", s.To)
		if s.From == s.To {
			line = chat.Escape(c.Words.Day(string(s.From)))
		}
		text = chat.Join("\n", text, line)
		blocks = append(blocks, chat.Row(line, cancelButton(c, s)))
	}
	blocks = append(blocks, chat.Block{Buttons: []chat.Button{{Label: c.Words.Plain("standup.leave_more"), Action: "standup leave form"}}})
	return chat.Say(text, blocks...)
}
