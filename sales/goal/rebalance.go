package goal

import (
	"slices"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Child is a part of a goal that is shared anew.
type Child struct {
	Goal    Goal
	Reached int64 // so far, which stays with it
	Work    Work  // of its people
	Leaves  bool  // its person or team has left: it keeps what was reached and takes no more
}

// Change is what became of a part; Was is a zero Goal for one that is new.
type Change struct{ Was, Is Goal }

// Rebalance shares what is still missing of a goal anew among its parts, because somebody joined, left or goes
// on leave: each part keeps what it reached and gets its share of the rest, by its working days from today on.
// Whoever joined has a child with no target. The parts add up to the goal again at each level. It returns the
// parts whose numbers differ, in their order. There is nothing to share if the parts have reached the goal
// together, or if nobody is left who works.
func (g Goal) Rebalance(children []Child, today calendar.Date) ([]Change, error) {
	if g.Definition().Shape != kpi.Sum {
		return g.aligned(children), nil
	}
	children = slices.Clone(children)
	slices.SortStableFunc(children, func(a, b Child) int { return before(a.Goal, b.Goal) })
	weights, reached, sum := make([]int64, len(children)), make([]int64, len(children)), int64(0)
	working := false
	for i, c := range children {
		reached[i] = max(c.Reached, 0)
		sum += reached[i]
		if !c.Leaves {
			weights[i] = int64(c.Work.Days(calendar.Span{From: max(c.Goal.Period.From, today), To: c.Goal.Period.To}))
			working = working || weights[i] > 0
		}
	}
	levels := g.ascending()
	switch {
	case len(levels) == 0 || sum >= levels[0].N:
		return nil, sales.No("goal.nothing_left", "ID", g.ID)
	case !working:
		return nil, sales.No("goal.nobody_left", "ID", g.ID)
	}
	parts := make([]Goal, len(children))
	for i, c := range children {
		parts[i] = c.Goal
		parts[i].Target, parts[i].Stretch, parts[i].Challenge = kpi.Level{}, kpi.Level{}, kpi.Level{}
	}
	below, has := sum, reached
	for _, of := range levels {
		for i, n := range g.Apportion(of.N-below, weights) {
			has[i] += n
			*parts[i].level(of.name) = kpi.To(has[i])
		}
		below = of.N
	}
	return changes(children, parts), nil
}

// aligned gives each part the numbers of the goal.
func (g Goal) aligned(children []Child) []Change {
	parts := make([]Goal, len(children))
	for i, c := range children {
		parts[i] = c.Goal
		parts[i].Target, parts[i].Stretch, parts[i].Challenge = g.Target, g.Stretch, g.Challenge
	}
	return changes(children, parts)
}

func changes(children []Child, parts []Goal) (all []Change) {
	for i, c := range children {
		is := parts[i]
		if was := c.Goal; was.ID == "" {
			if !is.Nothing() {
				all = append(all, Change{Is: is})
			}
		} else if was.Target != is.Target || was.Stretch != is.Stretch || was.Challenge != is.Challenge {
			all = append(all, Change{was, is})
		}
	}
	return all
}

// SumOf adds up the targets of parts, and says how much more that is than the goal's target. It is 0, 0 for a
// goal whose parts do not add up.
func (g Goal) SumOf(parts []Goal) (sum, gap int64) {
	if g.Definition().Shape != kpi.Sum {
		return 0, 0
	}
	for _, p := range parts {
		sum += p.Target.N
	}
	return sum, sum - g.Target.N
}

// FarFrom reports whether parts add up to less than half of a goal, or to more than twice: a unit may be missing.
func (g Goal) FarFrom(parts []Goal) bool {
	sum, _ := g.SumOf(parts)
	return g.Definition().Shape == kpi.Sum && (2*sum < g.Target.N || sum > 2*g.Target.N)
}
