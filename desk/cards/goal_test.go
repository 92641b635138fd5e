package cards_test

import (
	"strings"
	"testing"

	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

func TestAWayThatGoesBackwardsIsNoNegativePercentage(t *testing.T) {
	t.Parallel()
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	g := goal.Goal{Metric: kpi.WinRate, Target: kpi.Level{N: 3000, Set: true}}
	x := goal.Progress{Tally: kpi.Tally{N: 1, Of: 7}, Reached: kpi.Level{N: 1429, Set: true},
		Share: goal.Covered{Percent: -57_00, Set: true, Way: true}}
	for language, want := range map[string]string{"en": "further from it than where it began", "zh-Hans": "比起点离目标更远"} {
		got := string(cards.GoalReached(words.Printer(language), g, x, cards.GoalLevel))
		if !strings.Contains(got, want) || strings.Contains(got, "57") {
			t.Errorf("%s: %q", language, got)
		}
	}
}
