package cards

import (
	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// GoalView is a goal with everything its card shows.
type GoalView struct {
	goal.Goal
	goal.Progress
	Parent   goal.Goal   // zero if there is none, or none that the reader sees
	Children []goal.Goal // those the reader sees
	Hidden   int         // children that the reader does not see
	Sets     bool        // the reader may change it
	Mine     bool        // the reader is who it is for
	Today    calendar.Date
}

// GoalCard shows a goal: the numbers, where they come from and where they lead, and who agreed.
func (m Maker) GoalCard(r store.Reader, p lang.Printer, v GoalView) (chat.Message, error) {
	g, x := v.Goal, v.Progress
	title, err := m.GoalTitle(r, p, g)
	if err != nil {
		return chat.Message{}, err
	}
	if g.Dropped {
		title = p.Say("goal.dropped_title", "Goal", title)
	}
	stands := GoalReached(p, g, x, GoalLevel)
	if x.Pace != goal.Ahead {
		stands = chat.Join(" · ", stands, goalPace(p, g, x))
	}
	lines := []chat.Safe{chat.Join(" ", chat.Safe(paceSigns[x.Pace]), stands)}
	add := func(line chat.Safe) {
		if line != "" {
			lines = append(lines, line)
		}
	}
	if g.Baseline.Set {
		add(p.Say("goal.baseline", "Level", GoalLevel(p, g, g.Baseline.N)))
	}
	for _, of := range []struct {
		key string
		kpi.Level
	}{{"goal.stretch", g.Stretch}, {"goal.challenge", g.Challenge}} {
		if of.Set {
			add(p.Say(of.key, "Level", GoalLevel(p, g, of.N)))
		}
	}
	if x.Pace != goal.Done && !x.Ended {
		add(goalNeeded(p, g, x))
	}
	if !x.Ended {
		add(goalTrend(p, g, x))
	}
	if x.Ended {
		add(p.Say("goal.period_over", "From", g.Period.From, "To", g.Period.To))
	} else if x.Left > 0 {
		add(p.Say("goal.period", "From", g.Period.From, "To", g.Period.To, "Count", x.Left))
	} else {
		add(p.Say("goal.period_end", "From", g.Period.From, "To", g.Period.To))
	}
	for _, c := range g.Checkpoints {
		add(p.Say("goal.checkpoint", "Percent", c.Share, "Date", c.On))
	}
	if others := Totals(p, x.Other); others != "" {
		add(p.Say("goal.other_currencies", "Amounts", others))
	}
	for _, of := range []func(store.Reader, lang.Printer, GoalView) (chat.Safe, error){m.goalFamily, m.goalAgreement} {
		line, err := of(r, p, v)
		if err != nil {
			return chat.Message{}, err
		}
		add(line)
	}
	text := chat.Join("\n", append([]chat.Safe{chat.Bold(title)}, lines...)...)
	return Said(text, chat.Block{Buttons: goalButtons(p, v)}), nil
}

// goalFamily names the parent and the parts of a goal, and by how much the parts differ from it.
func (m Maker) goalFamily(r store.Reader, p lang.Printer, v GoalView) (chat.Safe, error) {
	var lines []chat.Safe
	if v.Parent.ID != "" {
		name, err := m.GoalTitle(r, p, v.Parent)
		if err != nil {
			return "", err
		}
		lines = append(lines, p.Say("goal.part_of", "Goal", name))
	}
	if n := len(v.Children) + v.Hidden; n > 0 {
		lines = append(lines, p.Say("goal.parts", "Count", n))
	}
	if v.Hidden == 0 {
		lines = append(lines, GoalGap(p, v.Goal, v.Children))
	}
	return chat.Join("\n", lines...), nil
}

// GoalGap says by how much the parts of a goal differ from it; "" if they add up.
func GoalGap(p lang.Printer, g goal.Goal, parts []goal.Goal) chat.Safe {
	if len(parts) == 0 {
		return ""
	}
	sum, gap := g.SumOf(parts)
	switch {
	case gap > 0:
		return p.Say("goal.sum_more", "Sum", GoalLevel(p, g, sum), "Gap", GoalLevel(p, g, gap))
	case gap < 0:
		return p.Say("goal.sum_less", "Sum", GoalLevel(p, g, sum), "Gap", GoalLevel(p, g, -gap))
	}
	return ""
}

// goalAgreement says what the person of a goal said to it, and which parts nobody has agreed to yet. What is over asks
// nobody any more.
func (m Maker) goalAgreement(r store.Reader, p lang.Printer, v GoalView) (chat.Safe, error) {
	var lines []chat.Safe
	said := v.Goal
	if v.Ended && said.Agreement.State == goal.Asked {
		said.Agreement = goal.Agreement{}
	}
	if line, err := m.GoalAgreed(r, p, said); err != nil || line != "" {
		lines = append(lines, line)
		if err != nil {
			return "", err
		}
	}
	var silent []chat.Safe
	for _, c := range v.Children {
		if s := c.Agreement.State; !c.Over(v.Today) && (s == goal.Asked || s == goal.Proposed) {
			name, err := PersonName(r, c.Scope.ID)
			if err != nil {
				return "", err
			}
			silent = append(silent, chat.EscapeLine(name))
		}
	}
	if len(silent) > 0 {
		lines = append(lines, p.Say("goal.not_agreed", "Who", p.List(silent, false)))
	}
	return chat.Join("\n", lines...), nil
}

// GoalAgreed says what the person of a goal said to it, with both numbers.
func (m Maker) GoalAgreed(r store.Reader, p lang.Printer, g goal.Goal) (chat.Safe, error) {
	a := g.Agreement
	if a.State == "" {
		return "", nil
	}
	who, err := PersonName(r, g.Scope.ID)
	if err != nil {
		return "", err
	}
	by, err := PersonName(r, a.By)
	args := lang.Args{"Who": who, "By": by, "Target": GoalLevel(p, g, g.Target.N)}
	key := "goal_agreed." + string(a.State)
	if a.Proposed.Set {
		args["Other"] = GoalLevel(p, g, a.Proposed.N)
		if a.State == goal.Accepted && a.By != g.Scope.ID {
			key = "goal_agreed.taken"
		}
	}
	line := p.Say(key, args)
	if a.Note != "" {
		line = chat.Join(" ", line, p.Say("goal.note", "Text", a.Note))
	}
	return line, err
}

// goalButtons are what the reader can do with a goal.
func goalButtons(p lang.Printer, v GoalView) (all []chat.Button) {
	id := v.Goal.ID
	add := func(key, action string, style chat.Style) {
		all = append(all, chat.Button{Label: p.Plain(key), Action: action, Value: id, Style: style})
	}
	if v.Mine && v.Agreement.State == goal.Asked && !v.Dropped && !v.Ended {
		add("goal.accept", "goal accept", chat.Primary)
		add("goal.propose", "goal propose", chat.Plain)
	}
	if v.Sets && v.Agreement.State == goal.Proposed && !v.Dropped && !v.Ended {
		add("goal.take", "goal take", chat.Primary)
		add("goal.keep", "goal keep", chat.Plain)
	}
	if len(v.Children)+v.Hidden > 0 || v.Parent.ID != "" {
		add("goal.tree", "goal tree", chat.Plain)
	}
	add("goal.why", "why", chat.Plain)
	if v.Reached.Set && v.Metric != kpi.Entered {
		add("goal.records", "goal records", chat.Plain)
	}
	if v.Dropped {
		return all
	}
	if v.Metric == kpi.Entered && (v.Sets || v.Mine) {
		add("goal.enter", "goal value", chat.Plain)
	}
	if v.Sets && !v.Ended {
		add("goal.change", "goal target", chat.Plain)
		if len(v.Children)+v.Hidden == 0 {
			add("goal.split", "goal split", chat.Plain)
		}
	}
	return all
}

// GoalAsk asks a person whether they agree to a goal; once they have answered, it says what became of it.
func (m Maker) GoalAsk(r store.Reader, p lang.Printer, g goal.Goal) (chat.Message, error) {
	title, err := m.GoalTitle(r, p, g)
	if err != nil {
		return chat.Message{}, err
	}
	by, err := PersonName(r, g.By)
	if err != nil {
		return chat.Message{}, err
	}
	text := p.Say("goal.asks", "By", by, "Goal", title, "Target", GoalLevel(p, g, g.Target.N))
	for _, of := range []struct {
		key string
		kpi.Level
	}{{"goal.stretch", g.Stretch}, {"goal.challenge", g.Challenge}} {
		if of.Set {
			text = chat.Join("\n", text, p.Say(of.key, "Level", GoalLevel(p, g, of.N)))
		}
	}
	switch {
	case g.Dropped:
		return Said(chat.Join("\n", text, p.Say("goal.no_longer"))), nil
	case g.Agreement.State != goal.Asked:
		line, err := m.GoalAgreed(r, p, g)
		return Said(chat.Join("\n", text, line)), err
	}
	return Said(text, chat.Block{Buttons: []chat.Button{
		{Label: p.Plain("goal.accept"), Action: "goal accept", Value: g.ID, Style: chat.Primary},
		{Label: p.Plain("goal.propose"), Action: "goal propose", Value: g.ID},
		{Label: p.Plain("goal.show"), Action: "goal", Value: g.ID},
	}}), nil
}

// GoalLead tells whoever leads a team that somebody else set it a goal.
func (m Maker) GoalLead(r store.Reader, p lang.Printer, g goal.Goal) (chat.Message, error) {
	title, err := m.GoalTitle(r, p, g)
	if err != nil {
		return chat.Message{}, err
	}
	by, err := PersonName(r, g.By)
	text := p.Say("goal.set_for_team", "By", by, "Goal", title, "Target", GoalLevel(p, g, g.Target.N))
	return Said(text, chat.Block{Buttons: []chat.Button{{Label: p.Plain("goal.show"), Action: "goal", Value: g.ID}}}), err
}

// GoalTold tells whoever set a goal what somebody else did to it, with the old and the new value of each field.
func (m Maker) GoalTold(r store.Reader, p lang.Printer, what, actor string, was, is goal.Goal) (chat.Message, error) {
	title, err := m.GoalTitle(r, p, is)
	if err != nil {
		return chat.Message{}, err
	}
	who, err := ActorName(r, p, actor)
	if err != nil {
		return chat.Message{}, err
	}
	text := p.Say(what, "Who", who, "Goal", title, "Target", GoalLevel(p, is, is.Target.N), "Parent", was.Parent)
	values, err := m.GoalValues(r, p, was, is)
	if what == "goal.changed_yours" {
		for _, v := range values {
			if v.Field != "" {
				text = chat.Join("\n", text, p.Say("goal.changed", "Field", v.Field, "Was", v.Was, "Is", v.Is))
			}
		}
	}
	return Said(text, chat.Block{Buttons: []chat.Button{{Label: p.Plain("goal.show"), Action: "goal", Value: is.ID}}}), err
}

// GoalProposal tells whoever set a goal which other number its person proposes.
func (m Maker) GoalProposal(r store.Reader, p lang.Printer, g goal.Goal) (chat.Message, error) {
	title, err := m.GoalTitle(r, p, g)
	if err != nil {
		return chat.Message{}, err
	}
	line, err := m.GoalAgreed(r, p, g)
	text := chat.Join("\n", chat.Bold(title), line)
	if g.Agreement.State != goal.Proposed || g.Dropped {
		return Said(text), err
	}
	return Said(text, chat.Block{Buttons: []chat.Button{
		{Label: p.Plain("goal.take"), Action: "goal take", Value: g.ID, Style: chat.Primary},
		{Label: p.Plain("goal.keep"), Action: "goal keep", Value: g.ID},
		{Label: p.Plain("goal.show"), Action: "goal", Value: g.ID},
	}}), err
}

// GoalValues lists the fields of a goal that a change gave another value.
func (m Maker) GoalValues(r store.Reader, p lang.Printer, was, is goal.Goal) (all []Value, err error) {
	level := func(g goal.Goal, l kpi.Level) chat.Safe {
		if !l.Set {
			return ""
		}
		return chat.Escape(GoalLevel(p, g, l.N))
	}
	add := func(key string, was, is chat.Safe) { all = AddValue(all, p, key, was, is) }
	add("baseline", level(was, was.Baseline), level(is, is.Baseline))
	add("target", level(was, was.Target), level(is, is.Target))
	add("stretch", level(was, was.Stretch), level(is, is.Stretch))
	add("challenge", level(was, was.Challenge), level(is, is.Challenge))
	add("period", chat.EscapeLine(GoalPeriod(p, was.Period)), chat.EscapeLine(GoalPeriod(p, is.Period)))
	add("checkpoint", goalChecks(p, was), goalChecks(p, is))
	add("filter", GoalFilter(p, was.Filter), GoalFilter(p, is.Filter))
	add("parent", chat.Escape(was.Parent), chat.Escape(is.Parent))
	add("value", lastEntry(p, was), lastEntry(p, is))
	for i, g := range []goal.Goal{was, is} {
		line, of := m.GoalAgreed(r, p, g)
		if of != nil {
			return nil, of
		}
		if i == 1 && was.Agreement != is.Agreement && line != "" {
			all = append(all, Value{Key: "agreement", Is: line})
		}
	}
	return all, nil
}

func goalChecks(p lang.Printer, g goal.Goal) chat.Safe {
	var list []chat.Safe
	for _, c := range g.Checkpoints {
		list = append(list, p.Say("goal.checkpoint_short", "Percent", c.Share, "Date", c.On))
	}
	return p.List(list, false)
}

func lastEntry(p lang.Printer, g goal.Goal) chat.Safe {
	if len(g.Entries) == 0 {
		return ""
	}
	last := g.Entries[len(g.Entries)-1]
	return chat.Escape(GoalLevel(p, g, last.N))
}
