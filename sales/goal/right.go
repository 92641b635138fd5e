package goal

import (
	"slices"

	"dealdesk/sales"
)

// Right says whether somebody may see or set the goal: a is sales.SeeGoal or sales.SetGoal. team is the goal's
// team, or that of its person; teams are all of them. A goal of the company concerns every team: directors see
// it, and who directs all teams sets it. What the members of a team reach together is theirs to see; what one
// of them is to reach is not the others' business.
func (g Goal) Right(p sales.Person, a sales.Action, team sales.Team, teams []sales.Team) bool {
	switch g.Scope.Kind {
	case OfPerson:
		return sales.May(p, a, sales.Record{Owner: g.Scope.ID, Team: team})
	case OfTeam:
		return sales.May(p, a, sales.Record{Team: team}) || a == sales.SeeGoal && p.Team == team.ID && sales.Visible(p, sales.Record{Team: team})
	case OfCompany:
		directs := func(t sales.Team) bool { return t.Director == p.ID && sales.May(p, a, sales.Record{Team: t}) }
		if a == sales.SeeGoal && slices.ContainsFunc(teams, directs) {
			return true
		}
		return sales.May(p, a, sales.Record{}) || len(teams) > 0 && !slices.ContainsFunc(teams, func(t sales.Team) bool { return !directs(t) })
	}
	return false
}
