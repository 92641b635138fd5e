package cards

import (
	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// GoalWhy says how the number of a goal comes about: what is counted and what is not, the days that were read, and
// the formula with its numbers.
func (m Maker) GoalWhy(r store.Reader, p lang.Printer, g goal.Goal, x goal.Progress, today calendar.Date) (chat.Message, error) {
	title, err := m.GoalTitle(r, p, g)
	if err != nil {
		return chat.Message{}, err
	}
	d := g.Definition()
	text := chat.Join("\n", chat.Bold(title),
		p.Say("goal_counts."+string(g.Metric)),
		whyDays(p, g, today))
	if filter := GoalFilter(p, g.Filter); filter != "" {
		text = chat.Join("\n", text, p.Say("goal.why_filter", "Filter", filter))
	}
	if not := "goal_not." + string(g.Metric); p.Has(not) {
		text = chat.Join("\n", text, p.Say(not))
	}
	if others := Totals(p, x.Other); others != "" {
		text = chat.Join("\n", text, p.Say("goal.other_currencies", "Amounts", others))
	}
	text = chat.Join("\n", text, goalSum(p, g, x, d), goalShare(p, g, x))
	if d.Shape == kpi.Sum && x.Expected.Set {
		text = chat.Join("\n", text, p.Say("goal.why_expected", "Target", GoalLevel(p, g, g.Target.N), "Passed", x.Passed, "Days", x.Days,
			"Expected", GoalLevel(p, g, x.Expected.N)))
	}
	if x.PerWeek.Set && x.PerWeek.N > 0 && x.PerWeek.N < g.Target.N-x.Reached.N {
		text = chat.Join("\n", text, p.Say("goal.why_week", "Rest", GoalLevel(p, g, g.Target.N-x.Reached.N), "Left", x.Left,
			"PerWeek", GoalLevel(p, g, x.PerWeek.N)))
	}
	return Said(text, chat.Block{Buttons: []chat.Button{{Label: p.Plain("goal.records"), Action: "goal records", Value: g.ID}}}), nil
}

// whyDays says which days were read; of a goal that has not begun, which will be.
func whyDays(p lang.Printer, g goal.Goal, today calendar.Date) chat.Safe {
	if today < g.Period.From {
		return p.Say("goal.why_ahead", "From", g.Period.From, "To", g.Period.To)
	}
	return p.Say("goal.why_days", "From", g.Period.From, "To", min(today, g.Period.To))
}

// goalSum says of which numbers the present one is made.
func goalSum(p lang.Printer, g goal.Goal, x goal.Progress, d kpi.Definition) chat.Safe {
	switch {
	case !x.Reached.Set:
		return p.Say("goal.why_none")
	case d.Shape == kpi.Rate:
		return p.Say("goal.why_rate", "N", x.Tally.N, "Of", x.Tally.Of, "Now", GoalLevel(p, g, x.Reached.N))
	case d.Shape == kpi.Mean:
		all := p.Number(x.Tally.N)
		switch d.Unit {
		case kpi.Amount:
			all = GoalLevel(p, g, x.Tally.N)
		case kpi.Days:
			all = p.Plain("format.days", "Count", int(x.Tally.N))
		case kpi.Duration:
			all = p.Minutes(int(x.Tally.N))
		}
		return p.Say("goal.why_mean", "Sum", all, "Count", x.Tally.Of, "Now", GoalLevel(p, g, x.Reached.N))
	}
	return p.Say("goal.why_now", "Now", GoalLevel(p, g, x.Reached.N))
}

// goalShare is the formula of what is covered, with its numbers.
func goalShare(p lang.Printer, g goal.Goal, x goal.Progress) chat.Safe {
	d := g.Definition()
	if !x.Share.Set || !x.Reached.Set {
		return ""
	}
	args := lang.Args{"Now": GoalLevel(p, g, x.Reached.N), "Target": GoalLevel(p, g, g.Target.N), "Percent": x.Share.Percent}
	if x.Share.Way {
		args["Base"], args["Passed"], args["Days"] = GoalLevel(p, g, g.Baseline.N), x.Passed, x.Days
	}
	switch {
	case x.Share.Back() && d.Shape == kpi.Sum:
		return p.Say("goal.why_back_sum", args)
	case x.Share.Back():
		return p.Say("goal.why_back", args)
	case x.Share.Way && d.Shape == kpi.Sum:
		return p.Say("goal.why_way_sum", args)
	case x.Share.Way:
		return p.Say("goal.why_way", args)
	case d.Lower && d.Shape == kpi.Sum:
		args["Passed"], args["Days"] = x.Passed, x.Days
		return p.Say("goal.why_lower_sum", args)
	case d.Lower:
		return p.Say("goal.why_lower", args)
	}
	return p.Say("goal.why_share", args)
}

// GoalEvent is a step of a deal in one line, with its day and its deal.
func (m Maker) GoalEvent(r store.Reader, p lang.Printer, e sales.Event) (chat.Safe, error) {
	d, _, err := store.Deals.Get(r, e.Deal)
	if err != nil {
		return "", err
	}
	line, err := m.eventLine(r, p, d, e)
	return chat.Join(" ", chat.Escape(p.Day(string(e.On))), line), err
}
