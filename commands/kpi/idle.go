package kpi

import (
	"slices"

	"dealdesk/commands/call"
	"dealdesk/sales"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// sells reports whether a dimension is one of those who sell, who have a row even where they did nothing: whoever made
// no call made the fewest.
func sells(by kpi.Dimension) bool { return by == kpi.ByPerson || by == kpi.ByTeam }

// withIdle adds the reps or teams among those shown of whom nothing was counted.
func withIdle(c *call.Call, a asked, groups []store.Group) ([]store.Group, error) {
	if !sells(a.by) || a.whose.person != "" {
		return groups, nil
	}
	seen, _, err := teams(c)
	if err != nil {
		return nil, err
	}
	add := func(key string) {
		if !slices.ContainsFunc(groups, func(g store.Group) bool { return g.Key == key }) {
			groups = append(groups, store.Group{Key: key, Counts: kpi.Counts{}})
		}
	}
	for _, t := range seen {
		if a.whose.teams != nil && !slices.Contains(a.whose.teams, t.ID) {
			continue
		}
		if a.by == kpi.ByTeam {
			add(t.ID)
			continue
		}
		for p, err := range store.TeamMembers(c.Read, t.ID) {
			if err != nil {
				return nil, err
			}
			if p.Role == sales.Rep && !p.Gone {
				add(p.ID)
			}
		}
	}
	return groups, nil
}
