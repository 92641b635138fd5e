package cards

import (
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// GoalRow is one goal of a tree, with where it stands.
type GoalRow struct {
	Depth int // 0 for the root
	goal.Goal
	goal.Progress
	Name chat.Safe // what it is beside its parent: its period, its team or its person; of the root all of it
	Sum  int64     // of its parts, if they add up
	Gap  int64     // how much more the parts are than the goal, negative if less
}

// GoalRows are a goal and all its parts that the reader sees, each below its parent, in the order of time, then
// of teams and people.
func (m Maker) GoalRows(r store.Reader, p lang.Printer, root goal.Goal, now time.Time,
	sees func(goal.Goal) (bool, error)) (rows []GoalRow, err error) {
	var add func(g goal.Goal, parent goal.Goal, depth int) error
	add = func(g, parent goal.Goal, depth int) error {
		if visible, err := sees(g); err != nil || !visible || g.Dropped {
			return err
		}
		x, err := m.ProgressOf(r, g, now)
		if err != nil {
			return err
		}
		row := GoalRow{Depth: depth, Goal: g, Progress: x}
		if row.Name, err = m.partName(r, p, g, parent); err != nil {
			return err
		}
		children, err := GoalParts(r, g.ID)
		if err != nil {
			return err
		}
		all := true // whoever does not see every part is told no sum of them
		for _, c := range children {
			visible, err := sees(c)
			if err != nil {
				return err
			}
			all = all && visible
		}
		if len(children) > 0 && all {
			row.Sum, row.Gap = g.SumOf(children)
		}
		rows = append(rows, row)
		for _, c := range children {
			if depth < maxDepth {
				if err := add(c, g, depth+1); err != nil {
					return err
				}
			}
		}
		return nil
	}
	err = add(root, goal.Goal{}, 0)
	return rows, err
}

// maxDepth is how deep a tree is followed: a company's year down to a person's week is five steps.
const maxDepth = 8

// partName is what tells a part from its siblings.
func (m Maker) partName(r store.Reader, p lang.Printer, g, parent goal.Goal) (chat.Safe, error) {
	if parent.ID == "" {
		return m.GoalName(r, p, g)
	}
	var parts []chat.Safe
	if g.Scope != parent.Scope {
		scope, err := m.GoalScope(r, p, g.Scope)
		if err != nil {
			return "", err
		}
		parts = append(parts, chat.EscapeLine(scope))
	}
	if g.Period != parent.Period {
		parts = append(parts, chat.EscapeLine(GoalPeriod(p, g.Period)))
	}
	return chat.Join(" · ", parts...), nil
}

// GoalParts are the parts of a goal that stand, in the order of time, then of scope.
func GoalParts(r store.Reader, id string) (all []goal.Goal, err error) {
	for g, err := range store.GoalsUnder(r, id) {
		if err != nil {
			return nil, err
		}
		if !g.Dropped {
			all = append(all, g)
		}
	}
	slices.SortStableFunc(all, func(a, b goal.Goal) int {
		return strings.Compare(string(a.Period.From)+" "+a.Scope.ID, string(b.Period.From)+" "+b.Scope.ID)
	})
	return all, nil
}

// treeLines is how many goals a tree shows in the chat: the table of it has all.
const treeLines = 40

// GoalTree shows a goal with its parts, one line each.
func (m Maker) GoalTree(p lang.Printer, rows []GoalRow) chat.Message {
	var lines []chat.Safe
	for i, row := range rows {
		if i == treeLines {
			lines = append(lines, p.Say("goal.tree_more", "Count", len(rows)-treeLines))
			break
		}
		line := p.Say("goal.tree_line", "Sign", chat.Safe(paceSigns[row.Pace]), "ID", row.ID, "Name", row.Name,
			"Stands", GoalReached(p, row.Goal, row.Progress, goalShort))
		if row.Depth == 0 {
			line = chat.Bold(p.Say("goal.tree_root", "ID", row.ID, "Name", row.Name)) + "\n" +
				p.Say("goal.tree_stands", "Sign", chat.Safe(paceSigns[row.Pace]), "Stands", GoalReached(p, row.Goal, row.Progress, goalShort))
		} else {
			line = chat.Safe(strings.Repeat("　", row.Depth-1)) + "└ " + line
		}
		switch {
		case row.Gap > 0:
			line = chat.Join(" · ", line, p.Say("goal.gap_more", "Gap", goalShort(p, row.Goal, row.Gap)))
		case row.Gap < 0:
			line = chat.Join(" · ", line, p.Say("goal.gap_less", "Gap", goalShort(p, row.Goal, -row.Gap)))
		}
		lines = append(lines, line)
	}
	var blocks []chat.Block
	for few := range slices.Chunk(lines, 15) { // a section holds 3,000 characters
		blocks = append(blocks, chat.Para(chat.Join("\n", few...)))
	}
	return chat.Message{Text: chat.Join("\n", lines...), Blocks: blocks}
}

// Running are those of some goals that a digest of a day names: of a goal and its parts by period the part that
// runs, down to periods of at least this many days.
func Running(all []goal.Goal, today calendar.Date, least int) (running []goal.Goal) {
	for _, g := range all {
		runs := !g.Dropped && g.Period.From <= today && today <= g.Period.To
		if !runs || slices.ContainsFunc(all, func(part goal.Goal) bool { return partRuns(g, part, today, least) }) {
			continue
		}
		running = append(running, g)
	}
	slices.SortStableFunc(running, func(a, b goal.Goal) int { return strings.Compare(string(a.Period.To), string(b.Period.To)) })
	return running
}

// partRuns reports whether part is the same goal over a shorter period that runs today.
func partRuns(g, part goal.Goal, today calendar.Date, least int) bool {
	return !part.Dropped && part.ID != g.ID && part.Metric == g.Metric && part.Of == g.Of && part.Scope == g.Scope &&
		part.Filter == g.Filter &&
		part.Period.From <= today && today <= part.Period.To && part.Period != g.Period &&
		part.Period.From >= g.Period.From && part.Period.To <= g.Period.To && part.Period.From.DaysTo(part.Period.To)+1 >= least
}
