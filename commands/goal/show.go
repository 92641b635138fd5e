package goal

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// show shows a goal, or without one the goals of the person and of their teams that run.
func show(c *call.Call) (chat.Reply, error) {
	args := strings.TrimSpace(c.Req.Args)
	first, _ := phrase.CutWord(args)
	if id, ok := phrase.ID(first); sales.KindOf(c.Req.Value) != sales.KindGoal && !(ok && sales.KindOf(id) == sales.KindGoal) {
		return lines(c, args)
	}
	g, _, err := goalArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	call.GoalShown(c, g.ID)
	v, err := viewOf(c, g)
	if err != nil {
		return chat.Reply{}, err
	}
	card, err := c.Desk.Cards.GoalCard(c.Read, c.Words, v)
	if err != nil {
		return chat.Reply{}, err
	}
	told, err := timeline(c, g, shownChanges)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(told) > 0 {
		text := chat.Join("\n", told...)
		card.Text = chat.Join("\n", card.Text, text)
		last := len(card.Blocks) - 1
		card.Blocks = append(card.Blocks[:last:last], chat.Block{Context: text}, card.Blocks[last])
	}
	said, pace, err := c.Desk.Cards.GoalPace(c.Read, c.Words, g, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	if pace != nil {
		last := len(card.Blocks) - 1
		card.Text = chat.Join("\n", card.Text, said)
		card.Blocks = append(card.Blocks[:last:last], chat.Block{Chart: pace}, card.Blocks[last])
	}
	title, err := c.Desk.Cards.GoalName(c.Read, c.Words, g)
	return chat.Reply{Message: &card, Title: call.TitleFor(g.ID, lang.Unmark(title))}, err
}

// shownChanges is how many changes of a goal its card names; its history has all.
const shownChanges = 4

// viewOf gathers what the card of a goal shows to the person.
func viewOf(c *call.Call, g goal.Goal) (v cards.GoalView, err error) {
	v = cards.GoalView{Goal: g, Mine: mine(c, g), Today: c.Today}
	if v.Progress, err = c.Desk.Cards.ProgressOf(c.Read, g, c.Req.At); err != nil {
		return v, err
	}
	if v.Sets, err = may(c, sales.SetGoal, g); err != nil {
		return v, err
	}
	children, err := cards.GoalParts(c.Read, g.ID)
	if err != nil {
		return v, err
	}
	for _, child := range children {
		ok, err := may(c, sales.SeeGoal, child)
		if err != nil {
			return v, err
		}
		if !ok {
			v.Hidden++
			continue
		}
		v.Children = append(v.Children, child)
	}
	if g.Parent == "" {
		return v, nil
	}
	if parent, err := byID(c, g.Parent); err == nil {
		v.Parent = parent
	} else if _, hidden := sales.AsProblem(err); !hidden {
		return v, err
	}
	return v, nil
}

// lines lists the goals that run, one line each: the person's own, then those of the team they name or of theirs.
func lines(c *call.Call, named string) (chat.Reply, error) {
	all, err := running(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if over, behind, _ := goals.Narrowed(named); over || behind {
		return list(c)
	}
	if phrase.Asks(named) { // 目标完成得怎么样了
		named = ""
	}
	if named != "" {
		of, err := c.TeamsNamed(named)
		if err != nil {
			return chat.Reply{}, err
		}
		kept := all[:0]
		for _, g := range all {
			if g.Scope == (goal.Scope{Kind: goal.OfTeam, ID: of[0].ID}) {
				kept = append(kept, g)
			}
		}
		all = kept
	} else {
		all = slices.DeleteFunc(all, func(g goal.Goal) bool { return g.Scope.Kind == goal.OfPerson && !mine(c, g) }) // they are in its tree
	}
	return listed(c, all, c.Words.Say("goal.list"), true)
}

func listed(c *call.Call, all []goal.Goal, head chat.Safe, short bool) (chat.Reply, error) {
	return listedOr(c, all, head, c.Words.Say("goal.none"), short)
}

// listedOr is listed with what is said if there is none.
func listedOr(c *call.Call, all []goal.Goal, head, none chat.Safe, short bool, more ...chat.Button) (chat.Reply, error) {
	buttons := more
	if some, err := settable(c); err != nil {
		return chat.Reply{}, err
	} else if len(some) > 0 {
		buttons = append(buttons, chat.Button{Label: c.Words.Plain("form.goal new"), Action: "goal new"})
	}
	if len(all) == 0 {
		if len(buttons) == 0 {
			return chat.Say(none), nil
		}
		return chat.Say(none, chat.Para(none), chat.Block{Buttons: buttons}), nil
	}
	if len(all) == 1 {
		call.GoalShown(c, all[0].ID)
	}
	text, blocks := head, []chat.Block{chat.Para(chat.Bold(head))}
	for _, g := range all[:min(len(all), call.ListLimit)] {
		x, err := c.Desk.Cards.ProgressOf(c.Read, g, c.Req.At)
		if err != nil {
			return chat.Reply{}, err
		}
		line, err := c.Desk.Cards.GoalLine(c.Read, c.Words, g, x)
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", text, line)
		blocks = append(blocks, chat.Row(line, chat.Button{Label: c.Words.Plain("common.show"), Action: "goal", Value: g.ID}))
	}
	if more := len(all) - call.ListLimit; more > 0 {
		line := c.Words.Say("goal.more", "Count", more)
		text, blocks = chat.Join("\n", text, line), append(blocks, chat.Block{Context: line})
	}
	if short {
		buttons = append(buttons, chat.Button{Label: c.Words.Plain("goal.all"), Action: "goal list"})
	}
	if len(buttons) > 0 {
		blocks = append(blocks, chat.Block{Buttons: buttons})
	}
	return chat.Say(text, blocks...), nil
}

// tree shows a goal with all its parts; without one, those that are parts of none.
func tree(c *call.Call) (chat.Reply, error) {
	var roots []goal.Goal
	if c.Req.Value == "" && strings.TrimSpace(c.Req.Args) == "" {
		all, err := visible(c)
		if err != nil {
			return chat.Reply{}, err
		}
		seen := map[string]bool{}
		for _, g := range all {
			seen[g.ID] = true
		}
		for _, g := range all {
			if !seen[g.Parent] {
				roots = append(roots, g)
			}
		}
		slices.SortStableFunc(roots, func(a, b goal.Goal) int { // from the largest
			order := []goal.ScopeKind{goal.OfCompany, goal.OfTeam, goal.OfPerson}
			return slices.Index(order, a.Scope.Kind) - slices.Index(order, b.Scope.Kind)
		})
	} else {
		g, _, err := goalArg(c)
		if err != nil {
			return chat.Reply{}, err
		}
		if g.Dropped {
			return chat.Reply{}, sales.No("goal.is_dropped", "ID", g.ID)
		}
		roots = []goal.Goal{g}
	}
	if len(roots) == 0 {
		return listed(c, nil, "", false)
	}
	var m chat.Message
	for _, g := range roots[:min(len(roots), call.ChoiceLimit)] {
		rows, err := c.Desk.Cards.GoalRows(c.Read, c.Words, g, c.Req.At, sees(c))
		if err != nil {
			return chat.Reply{}, err
		}
		part := c.Desk.Cards.GoalTree(c.Words, rows)
		m.Text, m.Blocks = chat.Join("\n\n", m.Text, part.Text), append(m.Blocks, part.Blocks...)
		if bars := c.Desk.Cards.GoalBars(c.Words, rows); bars != nil && len(roots) == 1 {
			m.Blocks = append(m.Blocks, chat.Block{Chart: bars})
		}
		if len(roots) == 1 {
			asTable := chat.Button{Label: c.Words.Plain("goal.table_button"), Action: "goal table", Value: g.ID}
			m.Blocks = append(m.Blocks, chat.Block{Buttons: []chat.Button{asTable}})
		}
	}
	if more := len(roots) - call.ChoiceLimit; more > 0 {
		line := c.Words.Say("goal.more", "Count", more)
		m.Text, m.Blocks = chat.Join("\n", m.Text, line), append(m.Blocks, chat.Block{Context: line})
	}
	return chat.Reply{Message: &m, Title: c.Words.Plain("goal.tree")}, nil
}

// why shows how the number of a goal comes about: the formula, the numbers in it, what does not count.
func why(c *call.Call) (chat.Reply, error) {
	first, _ := phrase.CutWord(c.Req.Args)
	if id, ok := phrase.ID(first); ok && sales.KindOf(id) == sales.KindDeal {
		return c.Run(call.WhyDeal, c.Req.Args)
	} else if first != "" && (!ok || sales.KindOf(id) != sales.KindGoal) {
		return chat.Reply{Unknown: true}, nil // why it rains is another question
	}
	g, _, err := goalArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	x, err := c.Desk.Cards.ProgressOf(c.Read, g, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	m, err := c.Desk.Cards.GoalWhy(c.Read, c.Words, g, x, c.Today)
	return chat.Reply{Message: &m, Title: call.TitleFor(g.ID, c.Words.Plain("goal.why"))}, err
}

// history lists every change of a goal, the latest first.
func history(c *call.Call) (chat.Reply, error) {
	g, _, err := goalArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	told, err := timeline(c, g, call.ListLimit)
	if err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	text := chat.Join("\n", append([]chat.Safe{c.Words.Say("goal.history", "Goal", title)}, told...)...)
	return chat.Say(text, chat.Para(text)), err
}

// timeline are the latest changes of a goal with the old value and the new one.
func timeline(c *call.Call, g goal.Goal, most int) ([]chat.Safe, error) {
	var all []call.Moment
	for touch, err := range store.History(c.Read, store.Goals.Name, g.ID) {
		if err != nil || len(all) >= most {
			if err != nil {
				return nil, err
			}
			break
		}
		who, err := cards.ActorName(c.Read, c.Words, touch.Entry.Actor)
		if err != nil {
			return nil, err
		}
		told, err := changed(c, touch.Change, who)
		if err != nil {
			return nil, err
		}
		for _, line := range told {
			if touch.Entry.Undoes != 0 {
				line = c.Words.Say("goal.history_undone", "What", line)
			}
			all = append(all, call.Moment{At: touch.Entry.At, Line: line})
		}
	}
	return call.Timeline(c, all, most), nil
}
