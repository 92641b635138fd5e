package goal

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/goal"
)

// chooseRate is the value of the buttons that say what becomes of so much a week in a longer time: one goal for all of
// it, one for what is left of it, or one that is broken down.
const (
	chooseRate = "rate."
	rateWhole  = "whole"
	rateLeft   = "left"
	rateApart  = "apart"
)

// askRate asks what so much a week comes to by the calendar of those it is for.
func askRate(c *call.Call, said goals.Said, typed string) error {
	whole, err := rated(c, said, rateWhole)
	if err != nil {
		return err
	}
	if _, err := check(c, whole.Goal); err != nil {
		return err
	}
	name, err := c.Desk.Cards.GoalName(c.Read, c.Words, whole.Goal)
	if err != nil {
		return err
	}
	ask := &call.Choice{Rest: typed, Text: chat.Join("\n", chat.Bold(name), c.Words.Say("goal.rate",
		"Number", cards.GoalLevel(c.Words, said.Goal, said.Target.N), "Each", c.Words.Plain("goal_each."+string(said.Each))))}
	offer := func(is goals.Said, what, how string) {
		ask.Options = append(ask.Options, chat.Option{Value: chooseRate + how,
			Label: c.Words.Plain("goal_rate."+what, "Total", cards.GoalLevel(c.Words, is.Goal, is.Target.N))})
	}
	line, err := rateLine(c, said, whole)
	ask.Text = chat.Join("\n", ask.Text, line)
	offer(whole, rateWhole, rateWhole)
	left, wrong := rated(c, said, rateLeft)
	if err == nil && wrong == nil && left.Period != whole.Period {
		line, err = rateLine(c, said, left)
		ask.Text = chat.Join("\n", ask.Text, line)
		offer(left, rateLeft, rateLeft)
	}
	if err != nil {
		return err
	}
	if into := said.Apart(); len(goal.Periods(whole.Period, into)) > 1 {
		offer(whole, string(into), rateApart)
	}
	ask.Options = append(ask.Options, chat.Option{Label: c.Words.Plain("goal.fill_in"), Value: chooseForm})
	return ask
}

// rateLine shows how a total comes about: 3 × 4.8 weeks = 14.
func rateLine(c *call.Call, said, is goals.Said) (chat.Safe, error) {
	work, err := workOf(c, is)
	if err != nil {
		return "", err
	}
	n, of := work.Times(is.Period, said.Each)
	times := c.Words.Plain("goal_part."+string(said.Each), "N", cards.Times(c.Words, n, of))
	if n%of == 0 {
		times = c.Words.Plain("goal_times."+string(said.Each), "Count", int(n/of))
	}
	args := lang.Args{"From": is.Period.From, "To": is.Period.To, "Times": times,
		"Number": cards.GoalLevel(c.Words, said.Goal, said.Target.N), "Total": cards.GoalLevel(c.Words, is.Goal, is.Target.N)}
	if said.Each == goal.EachDay {
		return c.Words.Say("goal.rate_line", args), nil
	}
	args["Days"] = c.Words.Plain("goal_times.day", "Count", work.Days(is.Period))
	return c.Words.Say("goal.rate_days", args), nil
}

// rated is what so much a week comes to.
func rated(c *call.Call, said goals.Said, how string) (goals.Said, error) {
	is := said
	switch how {
	case rateWhole:
	case rateLeft:
		if is.Period.To >= c.Today {
			is.Period.From = max(is.Period.From, c.Today)
		}
	case rateApart:
		is.Split.Into = said.Apart()
	default:
		return said, sales.No("pick.gone")
	}
	work, err := workOf(c, is)
	if err != nil {
		return said, err
	}
	n, of := work.Times(is.Period, said.Each)
	if n == 0 {
		return said, sales.No("goal.no_workdays", "From", is.Period.From, "Date", is.Period.To).At("period")
	}
	return is.Over(n, of), nil
}

// workOf is when those a goal is for work.
func workOf(c *call.Call, said goals.Said) (goal.Work, error) {
	facts, err := c.Desk.Cards.GoalFacts(c.Read, said.Goal, c.Req.At)
	return facts.Work, err
}

// apart breaks a new goal down into weeks or months, as was asked with it.
func apart(c *call.Call, g goal.Goal, into goal.Into) (chat.Safe, error) {
	parts, left, err := partsBy(c, g, into, goal.ByWorkdays, "")
	if err != nil {
		return "", err
	}
	return keepParts(c, g, into, parts, goal.ByWorkdays, left)
}

// choseRate reports whether the button says what becomes of so much a week.
func choseRate(c *call.Call) (how string, ok bool) { return strings.CutPrefix(c.Req.Value, chooseRate) }
