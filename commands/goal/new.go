package goal

import (
	"cmp"
	"encoding/json"
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
	return settle(c, said)
}

// What the buttons below a line say about it. They carry no text: it waits as a draft.
const (
	chooseForm  = "form"
	chooseScope = "scope."
	chooseLeft  = "left."
	chooseBase  = "base."
)

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
	if how, ok := strings.CutPrefix(choice, chooseLeft); ok && len(said.Left) > 0 {
		left := said.Left[0]
		line = strings.Replace(line, left, "", 1)
		if how != "out" {
			line += fmt.Sprintf(" %s %q", how, left)
		}
	}
	if against, ok := strings.CutPrefix(choice, chooseBase); ok {
		base, _, err := baseline(c, said, goals.Against(against), o)
		if err != nil {
			return said, line, err
		}
		said.Baseline, said.Target, said.Change = base, goal.To(said.Change.From(base.N)), goals.Change{}
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
	if s.Ours {
		s.Scope = goal.Scope{Kind: goal.OfTeam, ID: c.Me.Team}
		if c.Me.Team == "" || c.Team.Manager != c.Me.ID { // whoever leads one team means that one
			if mine, err := c.MyTeams(); err == nil {
				if i := slices.IndexFunc(mine, func(t sales.Team) bool { return t.Manager == c.Me.ID }); i >= 0 {
					s.Scope.ID = mine[i].ID
				}
			}
		}
		s.Ours = s.Scope.ID == ""
		if s.Ours {
			s.Scope = goal.Scope{}
			s.Ours = false
		}
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

// askLeft asks what a word of the line is that found no place.
func askLeft(c *call.Call, said goals.Said, line string) error {
	ask := &call.Choice{Text: c.Words.Say("goal.left", "Text", said.Left[0]), Rest: line}
	for _, how := range []string{"industry", "region", "product", "out"} {
		ask.Options = append(ask.Options, chat.Option{Label: c.Words.Plain("goal_left." + how), Value: chooseLeft + how})
	}
	ask.Options = append(ask.Options, chat.Option{Label: c.Words.Plain("goal.fill_in"), Value: chooseForm})
	return ask
}

// askMissing asks for what makes a wish a goal. If only the scope is missing, its buttons are the likely ones.
func askMissing(c *call.Call, said goals.Said, line string, lacks []string) (chat.Reply, error) {
	var missing []chat.Safe
	for _, what := range lacks {
		missing = append(missing, c.Words.Say("goal_lacks."+what))
	}
	ask := &call.Choice{Text: c.Words.Say("goal.lacks", "Missing", c.Words.List(missing, false)), Rest: line}
	if len(lacks) == 1 && lacks[0] == "scope" {
		all, err := settable(c)
		if err != nil {
			return chat.Reply{}, err
		}
		if len(all) == 0 {
			return chat.Reply{}, sales.No("goal.not_allowed")
		}
		ask.Text = c.Words.Say("goal.whose")
		for _, s := range all[:min(len(all), call.ChoiceLimit)] {
			name, err := c.Desk.Cards.GoalScope(c.Read, c.Words, s)
			if err != nil {
				return chat.Reply{}, err
			}
			ask.Options = append(ask.Options, chat.Option{Label: name, Value: chooseScope + scopeValue(s)})
		}
	}
	ask.Options = append(ask.Options, chat.Option{Label: c.Words.Plain("goal.fill_in"), Value: chooseForm})
	return chat.Reply{}, ask
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
		if d := said.Definition(); d.Shape != goal.Sum {
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
		target := goal.To(said.Change.From(base.N))
		if len(ways) == 1 && way != lately {
			said.Baseline, said.Target, said.Change = base, target, goals.Change{}
			return said, nil
		}
		which.Options = append(which.Options, chat.Option{Label: c.Words.Plain("goal.baseline_of", "Period", cards.GoalPeriod(c.Words, days),
			"From", cards.GoalLevel(c.Words, said.Goal, base.N), "To", cards.GoalLevel(c.Words, said.Goal, target.N)), Value: chooseBase + string(way)})
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
func baseline(c *call.Call, said goals.Said, against goals.Against, o goals.Options) (goal.Level, calendar.Span, error) {
	said.Currency = cmp.Or(said.Currency, o.Currency)
	days := goal.YearBefore(said.Period)
	switch against {
	case goals.Before:
		days = cards.PeriodBefore(said.Period)
	case lately:
		first, err := store.FirstCounted(c.Read)
		if err != nil || first == "" {
			return goal.Level{}, days, err
		}
		days, _ = goal.PastMonths(c.Today, first)
	}
	t, err := store.Reached(c.Read, said.Goal, days)
	return said.Definition().Value(t), days, err
}

// check finds the parent of a goal and applies the rules.
func check(c *call.Call, g goal.Goal) (goal.Goal, error) {
	g.By, g.Created = c.Me.ID, c.Req.At.UTC()
	if err := toSet(c, g); err != nil {
		return g, err
	}
	facts, err := c.Desk.Cards.GoalFacts(c.Read, g, c.Req.At)
	if err != nil {
		return g, err
	}
	if g, err = goal.New(g, facts); err != nil {
		return g, fieldOf(err)
	}
	if g.Parent == "" {
		g.Parent, err = parentOf(c, g)
	}
	return g, err
}

// fieldOf names the field of the form that a rule's refusal is about.
func fieldOf(err error) error {
	if p, ok := sales.AsProblem(err); ok {
		fields := map[string]string{"number": "target", "date": "period", "currency": "target", "": "metric"}
		if to, other := fields[p.Field]; other {
			return p.At(to)
		}
	}
	return err
}

// parentOf is the one goal that stands of which g is a part: the nearest scope above over at least its days, and
// of several the shortest. Where two fit equally there is none.
func parentOf(c *call.Call, g goal.Goal) (string, error) {
	above := []goal.Scope{g.Scope}
	switch g.Scope.Kind {
	case goal.OfPerson:
		p, _, err := store.People.Get(c.Read, g.Scope.ID)
		if err != nil {
			return "", err
		}
		above = append(above, goal.Scope{Kind: goal.OfTeam, ID: p.Team}, goal.Scope{Kind: goal.OfCompany})
	case goal.OfTeam:
		above = append(above, goal.Scope{Kind: goal.OfCompany})
	}
	for _, s := range above {
		var best []goal.Goal
		for p, err := range store.GoalsOf(c.Read, s) {
			if err != nil {
				return "", err
			}
			if !contains(p, g) {
				continue
			}
			if len(best) > 0 {
				was, is := best[0].Period.From.DaysTo(best[0].Period.To), p.Period.From.DaysTo(p.Period.To)
				if is > was {
					continue
				}
				if is < was {
					best = nil
				}
			}
			best = append(best, p)
		}
		if len(best) == 1 {
			ok, err := may(c, sales.SeeGoal, best[0])
			if err != nil || !ok {
				return "", err
			}
			return best[0].ID, nil
		}
		if len(best) > 1 {
			return "", nil
		}
	}
	return "", nil
}

// contains reports whether g may be a part of p.
func contains(p, g goal.Goal) bool {
	return !p.Dropped && p.ID != g.ID && p.Metric == g.Metric && p.Of == g.Of && p.Currency == g.Currency &&
		(p.Filter == goal.Filter{} || p.Filter == g.Filter) && p.Period.From <= g.Period.From && g.Period.To <= p.Period.To &&
		(p.Scope != g.Scope || p.Period != g.Period)
}

// tooMuch warns of a goal that asks for much more than the months before gave.
func tooMuch(c *call.Call, g goal.Goal) (chat.Safe, error) {
	a, err := c.Desk.Cards.Achievable(c.Read, g, c.Req.At)
	if err != nil {
		return "", err
	}
	if !a.Enough || !a.Much {
		return "", nil
	}
	key := "goal.much_more"
	if g.Definition().Lower {
		key = "goal.much_less"
	}
	return c.Words.Say(key, "Months", a.Months, "Usual", cards.GoalLevel(c.Words, g, a.Usual.N), "Target", cards.GoalLevel(c.Words, g, g.Target.N),
		"Percent", a.More), nil
}

// ask shows the goal with a warning; it waits as a draft until the person sets it anyway.
func ask(c *call.Call, g goal.Goal, warning chat.Safe) (chat.Reply, error) {
	data, err := json.Marshal(g)
	if err != nil {
		return chat.Reply{}, fmt.Errorf("encode a goal: %w", err)
	}
	draft, err := c.KeepDraft(chat.Draft{Route: "goal sure", Args: string(data)})
	if err != nil {
		return chat.Reply{}, err
	}
	name, err := c.Desk.Cards.GoalName(c.Read, c.Words, g)
	if err != nil {
		return chat.Reply{}, err
	}
	text := chat.Join("\n", chat.Bold(name), warning)
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("goal.set_anyway"), Action: "goal sure", Value: draft, Style: chat.Primary},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}}), nil
}

// setAnyway sets a goal that waited for it. All is checked again.
func setAnyway(c *call.Call) (chat.Reply, error) {
	draft, err := c.TakeDraft(c.Req.Value)
	if err != nil {
		return chat.Reply{}, err
	}
	var g goal.Goal
	if err := json.Unmarshal([]byte(draft.Args), &g); err != nil {
		return chat.Reply{}, sales.No("pick.gone")
	}
	if g, err = check(c, g); err != nil {
		return chat.Reply{}, err
	}
	reply, err := keep(c, g)
	reply.Replace = true
	return reply, err
}

// keep stores a new goal, asks its person, and answers with the whole of what was understood.
func keep(c *call.Call, g goal.Goal) (chat.Reply, error) {
	kept, err := c.Desk.KeepGoals(c.Tx, g.Asks())
	if err != nil {
		return chat.Reply{}, err
	}
	g = kept[0]
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	if err != nil {
		return chat.Reply{}, err
	}
	x, err := c.Desk.ProgressOf(c.Read, g, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	lines := []chat.Safe{c.Words.Say("goal.set", "Goal", title, "Target", cards.GoalLevel(c.Words, g, g.Target.N)),
		c.Words.Say("goal.period", "From", g.Period.From, "To", g.Period.To, "Count", x.Left)}
	if g.Baseline.Set {
		lines = append(lines, c.Words.Say("goal.baseline", "Level", cards.GoalLevel(c.Words, g, g.Baseline.N)))
	}
	if x.Reached.Set && x.Passed > 0 {
		lines = append(lines, c.Words.Say("goal.now", "Stands", cards.GoalReached(c.Words, g, x, cards.GoalLevel)))
	}
	more, err := afterSet(c, g)
	if err != nil {
		return chat.Reply{}, err
	}
	return c.Done(chat.Join("\n", append(lines, more...)...),
		chat.Button{Label: c.Words.Plain("goal.show"), Action: "goal", Value: g.ID},
		chat.Button{Label: c.Words.Plain("goal.split"), Action: "goal split", Value: g.ID}), nil
}

// afterSet says what follows from a goal: its parent and what that now adds up to, and who is asked to agree.
func afterSet(c *call.Call, g goal.Goal) (lines []chat.Safe, err error) {
	for _, of := range []struct {
		key string
		goal.Level
	}{{"goal.stretch", g.Stretch}, {"goal.challenge", g.Challenge}} {
		if of.Set {
			lines = append(lines, c.Words.Say(of.key, "Level", cards.GoalLevel(c.Words, g, of.N)))
		}
	}
	for _, cp := range g.Checkpoints {
		lines = append(lines, c.Words.Say("goal.checkpoint", "Percent", cp.Share, "Date", cp.On))
	}
	family, err := parentLines(c, g)
	if err != nil {
		return nil, err
	}
	lines = append(lines, family...)
	if g.Agreement.State == goal.Asked {
		name, err := cards.PersonName(c.Read, g.Scope.ID)
		if err != nil {
			return nil, err
		}
		lines = append(lines, c.Words.Say("goal.asked", "Who", name))
	}
	return lines, nil
}

// parentLines say of which goal g is a part, and by how much the parts of that differ from it now.
func parentLines(c *call.Call, g goal.Goal) (lines []chat.Safe, err error) {
	if g.Parent == "" {
		if g.Scope.Kind == goal.OfCompany {
			return nil, nil
		}
		return []chat.Safe{c.Words.Say("goal.no_parent", "ID", g.ID)}, nil
	}
	parent, _, err := store.Goals.Get(c.Read, g.Parent)
	if err != nil {
		return nil, err
	}
	if ok, err := may(c, sales.SeeGoal, parent); err != nil || !ok {
		return nil, err
	}
	name, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, parent)
	if err != nil {
		return nil, err
	}
	lines = append(lines, c.Words.Say("goal.part_of", "Goal", name))
	children, err := cards.GoalParts(c.Read, parent.ID)
	if gap := cards.GoalGap(c.Words, parent, children); gap != "" {
		lines = append(lines, gap)
	}
	return lines, err
}
