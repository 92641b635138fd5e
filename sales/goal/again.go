package goal

import (
	"dealdesk/sales"
	"dealdesk/sales/kpi"
)

// Again is the goal for the period behind its own, asking for so much more, or less if more is negative. What was
// agreed, entered and broken down stays with the old one.
func (g Goal) Again(more sales.Percent) Goal {
	g.ID, g.Parent, g.Cheered, g.Entries, g.Checkpoints = "", "", "", nil, nil
	g.Period, g.Agreement = PeriodAfter(g.Period), Agreement{}
	g.Baseline, g.Split = kpi.Level{}, Split{}
	for _, of := range []*kpi.Level{&g.Target, &g.Stretch, &g.Challenge} {
		of.N = kpi.Scale(of.N, int64(sales.Hundred+more), int64(sales.Hundred))
	}
	return g
}

// ShareAgain gives the parts of each copied sum their shares of the copy, as the parts had them, if these added up.
// The wholes come before their parts.
func ShareAgain(all []Change) {
	for _, whole := range all {
		if whole.Was.Definition().Shape != kpi.Sum {
			continue
		}
		var at []int
		var weights []int64
		sum := int64(0)
		for i, ch := range all {
			if ch.Was.Parent == whole.Was.ID {
				at, weights, sum = append(at, i), append(weights, ch.Was.Target.N), sum+ch.Was.Target.N
			}
		}
		if len(at) == 0 || sum != whole.Was.Target.N {
			continue
		}
		for i, n := range whole.Is.Apportion(whole.Is.Target.N, weights) {
			all[at[i]].Is.Target = kpi.To(n)
		}
	}
}
