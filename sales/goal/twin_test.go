package goal

import (
	"testing"

	"dealdesk/sales/kpi"
)

func TestAPersonsPartInATeamIsTheSameGoal(t *testing.T) {
	own := Goal{ID: "G-1", Metric: kpi.Calls, Scope: Scope{Kind: OfPerson, ID: "UANA"}}
	part := own
	part.ID, part.Scope.Team, part.Currency = "G-2", "east", "CNY" // a currency says nothing of calls
	other := part
	other.ID, other.Scope.Team = "G-3", "south"
	if !own.Twin(part) || !part.Twin(own) || part.Twin(other) {
		t.Error("a person's goal and their part of the team's are no twins, or those of two teams are")
	}
	part.Metric, own.Metric, own.Currency = kpi.Revenue, kpi.Revenue, "USD"
	if own.Twin(part) {
		t.Error("amounts in two currencies are twins")
	}
}
