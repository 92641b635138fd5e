package goal

import (
	"encoding/json"
	"fmt"
	"regexp"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

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
			if !p.Takes(g) {
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
	switch {
	case g.Definition().Lower:
		key = "goal.much_less"
	case a.Usual.N <= 0:
		key = "goal.much_nothing"
	}
	return c.Words.Say(key, "From", a.Span.From, "To", a.Span.To, "Usual", cards.GoalLevel(c.Words, g, a.Usual.N),
		"Target", cards.GoalLevel(c.Words, g, g.Target.N),
		"Percent", cards.WholePercent(a.More)), nil
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
	text := chat.Join("\n", chat.Bold(name), warning, once(c, g))
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("goal.set_anyway"), Action: "goal sure", Value: draft, Style: chat.Primary},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}}), nil
}

// repeats are words of a goal that was meant to come again.
var repeats = regexp.MustCompile(`(?i)\b(?:per|an?|each|every) (?:week|month|quarter|year)\b|` +
	`\b(?:weekly|monthly|quarterly|yearly)\b|每(?:个)?(?:周|星期|月|季度|年)`)

// once says that a goal is for one period, where the line asks for so much a week.
func once(c *call.Call, g goal.Goal) chat.Safe {
	if _, total := choseRate(c); total || !repeats.MatchString(c.Req.Args+" "+c.Req.Fields["period"]) {
		return ""
	}
	return c.Words.Say("goal.once", "Period", cards.GoalPeriod(c.Words, g.Period), "From", g.Period.From, "To", g.Period.To)
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
	into := g.Split.Into // it is to be broken down at once
	g.Split = goal.Split{}
	kept, err := c.Desk.KeepGoals(c.Tx, g.Asks())
	if err != nil {
		return chat.Reply{}, err
	}
	g = kept[0]
	call.GoalShown(c, g.ID)
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	if err != nil {
		return chat.Reply{}, err
	}
	x, err := c.Desk.Cards.ProgressOf(c.Read, g, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	lines := []chat.Safe{c.Words.Say("goal.set", "Goal", title, "Target", cards.GoalLevel(c.Words, g, g.Target.N)),
		c.Words.Say("goal.period", "From", g.Period.From, "To", g.Period.To, "Count", x.Left)}
	if g.Baseline.Set {
		lines = append(lines, c.Words.Say("goal.baseline", "Level", cards.GoalLevel(c.Words, g, g.Baseline.N)))
	}
	if g.Baseline.Set {
		line, err := passed(c, g)
		if err != nil {
			return chat.Reply{}, err
		}
		lines = append(lines, line)
	}
	if x.Reached.Set && x.Passed > 0 {
		lines = append(lines, c.Words.Say("goal.now", "Stands", cards.GoalReached(c.Words, g, x, cards.GoalLevel)))
	}
	lines = append(lines, once(c, g))
	more, err := afterSet(c, g)
	if err != nil {
		return chat.Reply{}, err
	}
	lines = append(lines, more...)
	open := chat.Button{Label: c.Words.Plain("goal.show"), Action: "goal", Value: g.ID}
	if into == "" {
		return c.Done(chat.Join("\n", lines...), open,
			chat.Button{Label: c.Words.Plain("goal.split"), Action: "goal split", Value: g.ID}), nil
	}
	down, err := apart(c, g, into)
	return c.Done(chat.Join("\n", append(lines, down)...), open), err
}

// passed remarks that a rate or a mean is better already than the baseline from which a goal starts.
func passed(c *call.Call, g goal.Goal) (chat.Safe, error) {
	a, err := c.Desk.Cards.Achievable(c.Read, g, c.Req.At)
	if err != nil || !a.Enough || g.Definition().Shape == kpi.Sum || !g.Definition().Better(a.Usual.N, g.Baseline.N) {
		return "", err
	}
	return c.Words.Say("goal.passed", "From", a.Span.From, "To", a.Span.To, "Usual", cards.GoalLevel(c.Words, g, a.Usual.N),
		"Baseline", cards.GoalLevel(c.Words, g, g.Baseline.N)), nil
}

// afterSet says what follows from a goal: its parent and what that now adds up to, and who is asked to agree.
func afterSet(c *call.Call, g goal.Goal) (lines []chat.Safe, err error) {
	for _, of := range []struct {
		key string
		kpi.Level
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
	if sets, err := may(c, sales.SetGoal, parent); err != nil || !sets { // what the others have is not theirs to work out
		return lines, err
	}
	children, err := cards.GoalParts(c.Read, parent.ID)
	if gap := cards.GoalGap(c.Words, parent, children); gap != "" {
		lines = append(lines, gap)
	}
	return lines, err
}
