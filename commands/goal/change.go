package goal

import (
	"regexp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// changeInputs are the fields of a change of one field.
func changeInputs(field string) func(*call.Call) []chat.Input {
	return func(c *call.Call) []chat.Input { return []chat.Input{goalInput(c), fieldInput(c, field, goal.Goal{})} }
}

// fieldInput asks for one field of a goal, filled with what it has.
func fieldInput(c *call.Call, field string, g goal.Goal) chat.Input {
	in := chat.Input{ID: field, Kind: chat.Line}
	if key := "goal_hint." + field; c.Words.Has(key) {
		in.Placeholder = c.Words.Plain(key)
	}
	if field == "parent" {
		return chat.Input{ID: field, Kind: chat.Select, Suggest: suggestGoal}
	}
	level := levelOf(&g, field)
	if g.ID != "" && level.Set {
		in.Initial = cards.GoalLevel(c.Words, g, level.N)
	}
	return in
}

// change gives one field of a goal another value. A later part of a sum says what the parts add up to now.
func change(field string) call.Handler {
	return func(c *call.Call) (chat.Reply, error) {
		g, rest, err := goalArg(c)
		if err != nil {
			return chat.Reply{}, err
		}
		if err := toSet(c, g); err != nil {
			return chat.Reply{}, err
		}
		typed := strings.TrimSpace(rest)
		if c.Req.Kind == chat.Submit {
			typed = strings.TrimSpace(c.Req.Fields[field])
		}
		if typed == "" {
			if c.Req.Kind == chat.Submit {
				return chat.Reply{}, sales.No("form.missing").At(field)
			}
			title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
			return call.Form(c, c.Req.Name, g.ID, g.ID, title, fieldInput(c, field, g)), err
		}
		is, err := changedTo(c, g, field, typed)
		if err != nil {
			return chat.Reply{}, sales.At(field, err)
		}
		far := farOff(c, is, levelOf(&g, field), levelOf(&is, field))
		if g.Period.To.AddMonths(6) < is.Period.To {
			far = c.Words.Say("goal.far_due", "Was", g.Period.To, "Is", is.Period.To)
		}
		if far != "" && c.Req.Value != sure {
			return askSure(c, c.Req.Name, g, typed, far)
		}
		return keepChange(c, g, is)
	}
}

// levelOf is the level that a field holds; none of another field.
func levelOf(g *goal.Goal, field string) *kpi.Level {
	switch field {
	case "target":
		return &g.Target
	case "stretch":
		return &g.Stretch
	case "challenge":
		return &g.Challenge
	}
	return &kpi.Level{}
}

// changedTo is g with another value of one field.
func changedTo(c *call.Call, g goal.Goal, field, typed string) (goal.Goal, error) {
	o, err := options(c, g.Scope)
	if err != nil {
		return g, err
	}
	o.Currency = g.Currency
	is := g
	none := c.OneOf("common.", []string{"none"}, typed) != ""
	switch field {
	case "period":
		if on, ok := goals.Due(typed, o); ok {
			is.Period.To = on
		} else {
			return g, sales.No("goal_line.no_period", "Text", typed)
		}
	case "checkpoint":
		if none {
			is.Checkpoints = nil
			break
		}
		more, err := goals.Checkpoint(typed, o)
		if err != nil {
			return g, err
		}
		is.Checkpoints = slices.DeleteFunc(slices.Clone(g.Checkpoints), func(old goal.Checkpoint) bool {
			return slices.ContainsFunc(more, func(cp goal.Checkpoint) bool { return cp.On == old.On })
		})
		is.Checkpoints = append(is.Checkpoints, more...)
	case "parent":
		if is.Parent, err = newParent(c, g, typed, none); err != nil {
			return g, err
		}
	default:
		level := levelOf(&is, field)
		if none && field != "target" {
			*level = kpi.Level{}
			break
		}
		n, err := levelFrom(g, level.N, typed, o)
		if err != nil {
			return g, err
		}
		if n == 0 && field == "target" && !g.Definition().Lower {
			return g, sales.No("goal.nothing")
		}
		*level = kpi.To(n)
	}
	return rechecked(c, is)
}

// levelFrom reads a number of a goal, or the way to it from the one before: up 10%.
func levelFrom(g goal.Goal, was int64, typed string, o goals.Options) (int64, error) {
	number, down, isWay := goals.Way(typed)
	if !isWay {
		return numberFor(g, typed, o)
	}
	change, err := goals.ChangeBy(number, down, g, o)
	if err == nil && change.From(was) < 0 {
		err = sales.No("goal.negative")
	}
	return g.Whole(change.From(was)), err
}

// numberFor reads a number of a goal. An amount is in the goal's currency.
func numberFor(g goal.Goal, typed string, o goals.Options) (int64, error) {
	n, currency, err := goals.Number(typed, g.Metric, o)
	if err == nil && currency != "" && currency != g.Currency {
		err = sales.No("goal.other_currency", "Currency", g.Currency)
	}
	return n, err
}

// rechecked applies the rules to a goal that was changed.
func rechecked(c *call.Call, g goal.Goal) (goal.Goal, error) {
	by, created, parent := g.By, g.Created, g.Parent
	if parent == "" {
		g.Parent = g.ID // it keeps what it has: none
	}
	g, err := check(c, g)
	g.By, g.Created, g.Parent = by, created, parent
	return g, err
}

// newParent reads the goal of which another is to be a part.
func newParent(c *call.Call, g goal.Goal, typed string, none bool) (string, error) {
	if none {
		return "", nil
	}
	id, _ := phrase.ID(typed)
	if sales.KindOf(id) != sales.KindGoal {
		return "", sales.No("goal.not_found", "ID", typed)
	}
	parent, err := byID(c, id)
	if err != nil {
		return "", err
	}
	for up := parent; up.ID != ""; {
		if up.ID == g.ID {
			return "", sales.No("goal.parent_circle", "ID", g.ID)
		}
		next, ok, err := store.Goals.Get(c.Read, up.Parent)
		if err != nil {
			return "", err
		}
		if !ok {
			break
		}
		up = next
	}
	if !parent.Holds(g) {
		return "", sales.No("goal.parent_other", "ID", parent.ID)
	}
	return parent.ID, nil
}

// keepChange stores a changed goal and says what follows: the old and the new value, what the parts add up to, and
// that its person is asked again.
func keepChange(c *call.Call, was, is goal.Goal) (chat.Reply, error) {
	values, err := c.Desk.Cards.GoalValues(c.Read, c.Words, was, is)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(values) == 0 {
		return chat.Reply{}, sales.No("goal.same")
	}
	if was.Target != is.Target || was.Period != is.Period {
		is.Cheered = ""
		if is.Scope.Kind == goal.OfPerson && is.Scope.ID != c.Me.ID {
			is = is.Asks()
		}
	}
	if _, err := c.Desk.KeepGoals(c.Tx, is); err != nil {
		return chat.Reply{}, err
	}
	if err := c.Desk.TellSetter(c.Tx, was, is); err != nil {
		return chat.Reply{}, err
	}
	call.GoalShown(c, is.ID)
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, is)
	if err != nil {
		return chat.Reply{}, err
	}
	text := chat.Bold(title)
	for _, v := range values {
		if v.Field != "" {
			text = chat.Join("\n", text, c.Words.Say("goal.changed", "Field", v.Field, "Was", v.Was, "Is", v.Is))
		}
	}
	moved, err := moveParts(c, was, is)
	if err != nil {
		return chat.Reply{}, err
	}
	if moved > 0 {
		text = chat.Join("\n", text, c.Words.Say("goal.parts_moved", "Count", moved, "Date", is.Period.To))
	}
	if is.Agreement.State == goal.Asked && (was.Target != is.Target || was.Period != is.Period) {
		name, err := cards.PersonName(c.Read, is.Scope.ID)
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", text, c.Words.Say("goal.asked", "Who", name))
	}
	children, err := cards.GoalParts(c.Read, is.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if gap := cards.GoalGap(c.Words, is, children); gap != "" {
		text = chat.Join("\n", text, gap)
	}
	if is.Parent != "" {
		family, err := parentLines(c, is)
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", append([]chat.Safe{text}, family...)...)
	}
	return c.Done(text, chat.Button{Label: c.Words.Plain("goal.show"), Action: "goal", Value: is.ID}), nil
}

// moveParts gives the parts of a goal that had its days the new ones, too.
func moveParts(c *call.Call, was, is goal.Goal) (n int, err error) {
	if was.Period == is.Period {
		return 0, nil
	}
	parts, err := cards.GoalParts(c.Read, is.ID)
	if err != nil {
		return 0, err
	}
	for _, part := range parts {
		if part.Period != was.Period {
			continue
		}
		to := part
		to.Period = is.Period
		if to, err = rechecked(c, to); err != nil {
			return n, err
		}
		to.Cheered = ""
		if to.Scope.ID != c.Me.ID {
			to = to.Asks()
		}
		if _, err := c.Desk.KeepGoals(c.Tx, to); err != nil {
			return n, err
		}
		more, err := moveParts(c, part, to)
		if err != nil {
			return n, err
		}
		n += more + 1
	}
	return n, nil
}

func enterInputs(c *call.Call) []chat.Input {
	return []chat.Input{goalInput(c), {ID: "value", Kind: chat.Line}, {ID: "date", Kind: chat.Day, Initial: string(c.Today)}}
}

// behind is a day at the end of a number that is entered: 12.5% on 20 Nov.
var behind = regexp.MustCompile(`(?i)^(.*?)\s*(?:\bon\b|,|，|\s于)\s*(.+)$`)

// enter keeps a number that somebody found out, of a goal that is counted by hand.
func enter(c *call.Call) (chat.Reply, error) {
	g, typed, err := goalOf(c, func(g goal.Goal) bool { return g.Metric == kpi.Entered })
	if err != nil {
		return chat.Reply{}, err
	}
	sets, err := may(c, sales.SetGoal, g)
	if err != nil {
		return chat.Reply{}, err
	}
	switch {
	case !sets && !mine(c, g):
		return chat.Reply{}, sales.No("goal.not_allowed")
	case g.Metric != kpi.Entered:
		return chat.Reply{}, sales.No("goal.counted", "ID", g.ID)
	case g.Dropped:
		return chat.Reply{}, sales.No("goal.is_dropped", "ID", g.ID)
	}
	on := c.Today
	if c.Req.Kind == chat.Submit {
		typed = strings.TrimSpace(c.Req.Fields["value"])
		if day := calendar.Date(c.Req.Fields["date"]); day.Valid() {
			on = day
		}
	} else if m := behind.FindStringSubmatch(typed); m != nil {
		if past, err := phrase.WhenPast(call.Days(c, m[2]), c.Req.At, c.Work()); err == nil {
			typed, on = m[1], past.Date
		}
	}
	if typed == "" {
		if c.Req.Kind == chat.Submit {
			return chat.Reply{}, sales.No("form.missing").At("value")
		}
		title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
		return call.Form(c, "goal value", g.ID, g.ID, title, enterInputs(c)[1:]...), err
	}
	if on > c.Today {
		return chat.Reply{}, sales.No("goal.entered_ahead", "Date", on).At("date")
	}
	o, err := options(c, g.Scope)
	if err != nil {
		return chat.Reply{}, err
	}
	n, err := goals.Entered(typed, g, o)
	if err != nil {
		return chat.Reply{}, sales.At("value", err)
	}
	if g, err = g.Enter(goal.Entry{On: on, N: n, By: c.Me.ID, At: c.Req.At.UTC()}); err != nil {
		return chat.Reply{}, sales.At("value", err)
	}
	if _, err := c.Desk.KeepGoals(c.Tx, g); err != nil {
		return chat.Reply{}, err
	}
	x, err := c.Desk.Cards.ProgressOf(c.Read, g, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	line, err := c.Desk.Cards.GoalLine(c.Read, c.Words, g, x)
	text := chat.Join("\n", c.Words.Say("goal.entered", "Level", cards.GoalLevel(c.Words, g, n), "Date", on), line)
	return c.Done(text), err
}
