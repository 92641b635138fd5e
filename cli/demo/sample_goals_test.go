package demo

import (
	"testing"

	"dealdesk/cli/demo/company"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

func TestTheGoalsOfTheSampleTellItsStory(t *testing.T) {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	maker := cards.New(words, sales.Company{})
	for _, seed := range []uint64{1, 2, 3} {
		err := written(t, seed).View(t.Context(), func(r store.Reader) error {
			pace := map[string]goal.Pace{} // of a team's revenue, by the first day of the goal's period
			states, kinds, scopes := map[string]int{}, map[kpi.Metric]bool{}, map[goal.ScopeKind]bool{}
			for _, g := range all(t, r, store.Goals) {
				kinds[g.Metric], scopes[g.Scope.Kind] = true, true
				states[g.Scope.Team+" "+string(g.Agreement.State)]++
				x, err := maker.ProgressOf(r, g, company.Begins)
				if err != nil {
					return err
				}
				if g.Metric == kpi.Revenue {
					pace[g.Scope.ID+" "+string(g.Period.From)+" "+string(g.Period.To)] = x.Pace
				}
				if g.Definition().Unit == kpi.Amount && g.Target.N%100 != 0 {
					t.Errorf("seed %d: %s asks for pennies", seed, g.ID)
				}
				parts, err := cards.GoalParts(r, g.ID)
				if err != nil {
					return err
				}
				if sum, gap := g.SumOf(parts); len(parts) > 0 && gap != 0 {
					t.Errorf("seed %d: the parts of %s add up to %d of %d", seed, g.ID, sum, g.Target.N)
				}
			}
			for of, want := range map[string]goal.Pace{
				"east 2026-10-01 2026-12-31": goal.OnPace, "south 2026-10-01 2026-12-31": goal.Behind,
				"south 2026-10-01 2026-10-31": goal.Missed, "south 2026-11-01 2026-11-30": goal.Behind,
			} {
				if pace[of] != want {
					t.Errorf("seed %d: the revenue of %s is %q, want %q", seed, of, pace[of], want)
				}
			}
			for _, team := range []string{"east", "south"} {
				if states[team+" asked"] != 1 || states[team+" proposed"] != 1 || states[team+" accepted"] == 0 {
					t.Errorf("seed %d: the answers of %s to their goals are %v", seed, team, states)
				}
			}
			if len(scopes) != 3 || !kinds[kpi.Customers] || !kinds[kpi.Contacts] || !kinds[kpi.WinRate] || !kinds[kpi.Entered] {
				t.Errorf("seed %d: the goals are of %v for %v", seed, kinds, scopes)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
