package goal

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// newGoal sets a goal from a line or a form. What the line lacks is asked, what found no place in it is said, and
// nothing of it is lost.
func newGoal(c *call.Call) (chat.Reply, error) {
	if c.Req.Kind == chat.Submit {
		said, err := readForm(c)
		if err != nil {
			return chat.Reply{}, err
		}
		return settle(c, said)
	}
	choice := c.Req.Value
	if strings.TrimSpace(c.Req.Args) == "" && choice == "" {
		if err := call.Unsaid(c); err != nil {
			return chat.Reply{}, err
		}
	}
	said, line, err := readLine(c, choice)
	if err != nil {
		return chat.Reply{}, err
	}
	if choice == chooseForm {
		return form(c, said), nil
	}
	if len(said.Left) > 0 {
		return chat.Reply{}, askLeft(c, said, line)
	}
	if lacks := said.Lacks(); len(lacks) > 0 {
		return askMissing(c, said, line, lacks)
	}
	c.Req.Args = line
	if said.Each != "" {
		how, chosen := choseRate(c)
		if !chosen {
			return chat.Reply{}, askRate(c, said, line)
		}
		if said, err = rated(c, said, how); err != nil {
			return chat.Reply{}, err
		}
	}
	return settle(c, said)
}

// What the buttons below a line say about it. They carry no text: it waits as a draft.
const (
	chooseForm   = "form"
	chooseScope  = "scope."
	chooseMetric = "metric."
	chooseLeft   = "left."
	chooseBase   = "base."
	choosePeriod = "period."
)

// periodsToPick are offered where a line does not say when.
var periodsToPick = []string{"week", "month", "quarter"}

// readLine reads the line with what a button added to it.
func readLine(c *call.Call, choice string) (said goals.Said, line string, err error) {
	line = strings.TrimSpace(c.Req.Args)
	o, err := options(c, goal.Scope{})
	if err != nil {
		return said, line, err
	}
	if said, err = goals.Read(line, o); err != nil {
		return said, line, err
	}
	if scope, ok := strings.CutPrefix(choice, chooseScope); ok {
		name, err := scopeWords(c, parseScope(scope))
		if err != nil {
			return said, line, err
		}
		line += " " + name
	}
	if word, ok := strings.CutPrefix(choice, choosePeriod); ok && slices.Contains(periodsToPick, word) {
		line += " this " + word
	}
	if m, ok := strings.CutPrefix(choice, chooseMetric); ok {
		line += " " + c.Words.Plain("metric."+string(kpi.Metric(m)))
	}
	if how, ok := strings.CutPrefix(choice, chooseLeft); ok && len(said.Left) > 0 {
		left := said.Left[0]
		line = strings.Replace(line, left, "", 1)
		if how != "out" {
			line += fmt.Sprintf(" %s %q", how, left)
		}
	}
	if against, ok := strings.CutPrefix(choice, chooseBase); ok {
		own, err := options(c, said.Scope)
		if err != nil {
			return said, line, err
		}
		said.Currency = cmp.Or(said.Currency, own.Currency)
		base, _, err := baseline(c, said, goals.Against(against), own)
		if err != nil {
			return said, line, err
		}
		said.Baseline, said.Target, said.Change = base, kpi.To(said.Change.From(base.N)), goals.Change{}
		return ours(c, said), line, nil
	}
	if line != strings.TrimSpace(c.Req.Args) {
		if said, err = goals.Read(line, o); err != nil {
			return said, line, err
		}
	}
	said = ours(c, said)
	if own, err := options(c, said.Scope); err != nil || own.Currency != o.Currency { // the amounts are in the team's own currency
		if err != nil {
			return said, line, err
		}
		if said, err = goals.Read(line, own); err != nil {
			return said, line, err
		}
		said = ours(c, said)
		said.Currency = cmp.Or(said.Currency, own.Currency)
	}
	said.Currency = cmp.Or(said.Currency, o.Currency)
	return said, line, nil
}

// ours puts the person and their team in place of "me" and "my team".
func ours(c *call.Call, s goals.Said) goals.Said {
	if s.Scope == (goal.Scope{Kind: goal.OfPerson}) {
		s.Scope.ID = c.Me.ID
	}
	if !s.Ours {
		return s
	}
	team := c.Me.Team
	if team == "" || c.Team.Manager != c.Me.ID { // whoever leads one team means that one
		if mine, err := c.MyTeams(); err == nil {
			if i := slices.IndexFunc(mine, func(t sales.Team) bool { return t.Manager == c.Me.ID }); i >= 0 {
				team = mine[i].ID
			}
		}
	}
	s.Ours, s.Scope = false, goal.Scope{}
	if team != "" {
		s.Scope = goal.Scope{Kind: goal.OfTeam, ID: team}
	}
	return s
}

// scopeWords names a scope so that a line is read with it.
func scopeWords(c *call.Call, s goal.Scope) (string, error) {
	switch s.Kind {
	case goal.OfPerson:
		return "<@" + s.ID + ">", nil
	case goal.OfTeam:
		return c.Desk.Cards.GoalScope(c.Read, c.Words, s)
	}
	return "company", nil
}

// askLeft asks what a word of the line is that found no place. A person for whom no goal can be set is named.
func askLeft(c *call.Call, said goals.Said, line string) error {
	if p, err := c.PersonNamed(said.Left[0]); err == nil && said.Scope.Kind == "" {
		return sales.No("goal.not_yours", "Person", p.ID)
	}
	ask := &call.Choice{Text: c.Words.Say("goal.left", "Text", said.Left[0]), Rest: line}
	for _, how := range []string{"industry", "region", "product", "out"} {
		ask.Options = append(ask.Options, chat.Option{Label: c.Words.Plain("goal_left." + how), Value: chooseLeft + how})
	}
	ask.Options = append(ask.Options, chat.Option{Label: c.Words.Plain("goal.fill_in"), Value: chooseForm})
	return ask
}

// askMissing asks for what makes a wish a goal. If only the scope or the metric is missing, its buttons are the likely ones.
func askMissing(c *call.Call, said goals.Said, line string, lacks []string) (chat.Reply, error) {
	typed := said.Typed()["target"]
	if typed != "" && said.Metric == "" { // what it is a number of is asked, not the number
		lacks = slices.DeleteFunc(lacks, func(what string) bool { return what == "target" })
	}
	var missing []chat.Safe
	for _, what := range lacks {
		missing = append(missing, c.Words.Say("goal_lacks."+what))
	}
	ask := &call.Choice{Text: c.Words.Say("goal.lacks", "Missing", c.Words.List(missing, false)), Rest: line}
	if slices.Contains(lacks, "scope") && (len(lacks) == 1 || len(said.Twins) > 0) {
		all, err := settable(c)
		if err != nil {
			return chat.Reply{}, err
		}
		if len(all) == 0 {
			return chat.Reply{}, sales.No("goal.not_allowed")
		}
		ask.Text = c.Words.Say("goal.whose")
		if len(said.Twins) > 0 {
			all = slices.DeleteFunc(all, func(s goal.Scope) bool { return !slices.Contains(said.Twins, s) })
		}
		for _, s := range all[:min(len(all), call.ChoiceLimit)] {
			name, err := scopeLabel(c, s, len(said.Twins) > 0)
			if err != nil {
				return chat.Reply{}, err
			}
			ask.Options = append(ask.Options, chat.Option{Label: name, Value: chooseScope + scopeValue(s)})
		}
	}
	if len(lacks) == 1 && lacks[0] == "period" {
		for _, word := range periodsToPick {
			ask.Options = append(ask.Options, chat.Option{Label: c.Words.Plain("goal_pick." + word), Value: choosePeriod + word})
		}
	}
	if len(lacks) == 1 && lacks[0] == "metric" && typed != "" {
		o, err := options(c, said.Scope)
		if err != nil {
			return chat.Reply{}, err
		}
		ask.Text = c.Words.Say("goal.of_what", "Number", typed)
		for _, m := range goals.Fits(typed, o) {
			ask.Options = append(ask.Options, chat.Option{Label: c.Words.Plain("metric." + string(m)), Value: chooseMetric + string(m)})
		}
	}
	ask.Options = append(ask.Options, chat.Option{Label: c.Words.Plain("goal.fill_in"), Value: chooseForm})
	return chat.Reply{}, ask
}

// scopeLabel names a scope on a button; people of one name also by their team, and by their id within one.
func scopeLabel(c *call.Call, s goal.Scope, twins bool) (string, error) {
	name, err := c.Desk.Cards.GoalScope(c.Read, c.Words, s)
	if err != nil || !twins || s.Kind != goal.OfPerson {
		return name, err
	}
	p, _, err := store.People.Get(c.Read, s.ID)
	if err != nil || p.Team == "" {
		return name + " · " + s.ID, err
	}
	team, err := c.Desk.Cards.GoalScope(c.Read, c.Words, goal.Scope{Kind: goal.OfTeam, ID: p.Team})
	return name + " · " + team + " · " + s.ID, err
}

// settle turns what was said into a goal: the baseline of a change, the parent, the rules, the warning.
func settle(c *call.Call, said goals.Said) (chat.Reply, error) {
	if said.Change.Set() {
		var ask *call.Choice
		var err error
		if said, err = from(c, said); errors.As(err, &ask) && c.Req.Kind == chat.Submit {
			return chat.Reply{}, sales.No("goal.needs_baseline").At("baseline")
		} else if err != nil {
			return chat.Reply{}, err
		}
	}
	g, err := check(c, said.Goal)
	if err != nil {
		return chat.Reply{}, err
	}
	if warning, err := tooMuch(c, g); err != nil || warning != "" {
		if err != nil {
			return chat.Reply{}, err
		}
		return ask(c, g, warning)
	}
	return keep(c, g)
}

// from measures the baseline of a change: what was reached the year before, in the period before, or lately. Where
// several may be meant, the person picks.
func from(c *call.Call, said goals.Said) (goals.Said, error) {
	o, err := options(c, said.Scope)
	if err != nil {
		return said, err
	}
	ways := []goals.Against{said.Change.Against}
	if said.Change.Against == "" {
		ways = []goals.Against{goals.Year, goals.Before}
		if d := said.Definition(); d.Shape != kpi.Sum {
			ways = []goals.Against{lately}
		} else if said.Period.From.DaysTo(said.Period.To) > 300 {
			ways = ways[:1]
		}
	}
	which := &call.Choice{Text: c.Words.Say("goal.which_baseline"), Rest: c.Req.Args}
	for _, way := range ways {
		base, days, err := baseline(c, said, way, o)
		if err != nil {
			return said, err
		}
		if !base.Set || base.N <= 0 {
			continue
		}
		target := kpi.To(said.Change.From(base.N))
		if target.N < 0 {
			return said, sales.No("goal.negative").At("target")
		}
		if len(ways) == 1 && way != lately {
			said.Baseline, said.Target, said.Change = base, target, goals.Change{}
			return said, nil
		}
		which.Options = append(which.Options, chat.Option{Label: c.Words.Plain("goal.baseline_of", "Period", cards.GoalPeriod(c.Words, days),
			"From", cards.GoalLevel(c.Words, said.Goal, base.N), "To", cards.GoalLevel(c.Words, said.Goal, target.N)),
			Value: chooseBase + string(way)})
	}
	if len(which.Options) == 0 {
		which.Text = c.Words.Say("goal.no_past", "Metric", c.Desk.Cards.GoalMetric(c.Words, said.Goal))
	}
	which.Options = append(which.Options, chat.Option{Label: c.Words.Plain("goal.fill_in"), Value: chooseForm})
	return said, which
}

// lately is what a rate or a mean is compared with: the months before.
const lately goals.Against = "lately"

// baseline is what those a goal is for reached before, and when.
func baseline(c *call.Call, said goals.Said, against goals.Against, o goals.Options) (kpi.Level, calendar.Span, error) {
	said.Currency = cmp.Or(said.Currency, o.Currency)
	days := goal.YearBefore(said.Period)
	switch against {
	case goals.Before:
		days = goal.PeriodBefore(said.Period)
	case lately:
		first, err := store.FirstCounted(c.Read)
		if err != nil || first == "" {
			return kpi.Level{}, days, err
		}
		days = goal.PastMonths(c.Today, first)
	}
	t, err := store.Reached(c.Read, said.Goal, days)
	return said.Definition().Value(t), days, err
}
