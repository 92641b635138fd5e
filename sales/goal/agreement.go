package goal

import (
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Asks is the goal with the question to its person whether they agree; there is none to a team, nor to
// somebody about a goal of their own, nor about nothing.
func (g Goal) Asks() Goal {
	g.Agreement = Agreement{}
	if g.Scope.Kind == OfPerson && g.Scope.ID != g.By && !g.Nothing() {
		g.Agreement.State = Asked
	}
	return g
}

// Answerable refuses to talk about a number whose time has passed.
func (g Goal) Answerable(today calendar.Date) error {
	if g.Over(today) {
		return sales.No("goal.is_over", "ID", g.ID, "Date", g.Period.To)
	}
	return nil
}

// Accept is the goal as its person agrees to it.
func (g Goal) Accept(by string, at time.Time) (Goal, error) {
	if err := g.answers(by); err != nil {
		return g, err
	}
	if g.Agreement.State == Accepted {
		return g, sales.No("goal.agreed_already", "ID", g.ID)
	}
	g.Agreement.State, g.Agreement.By, g.Agreement.At = Accepted, by, at
	g.Agreement.Note = "" // it was about the other number
	return g, nil
}

// Propose is the goal with another number from its person, which waits for whoever set it.
func (g Goal) Propose(other kpi.Level, note, by string, at time.Time) (Goal, error) {
	if err := g.answers(by); err != nil {
		return g, err
	}
	switch d := g.Definition(); {
	case !other.Set:
		return g, sales.No("goal.no_number").At("target")
	case other.N == g.Target.N:
		return g, sales.No("goal.same_number").At("target")
	case other.N < 0 || other.N == 0 && !d.Lower:
		return g, sales.No("goal.nothing").At("target")
	case d.Unit == kpi.Share && other.N > int64(sales.Hundred):
		return g, sales.No("goal.over_hundred", "Percent", sales.Percent(other.N)).At("target")
	case g.Baseline.Set && !d.Better(other.N, g.Baseline.N) && d.Lower:
		return g, sales.No("goal.above_baseline").At("target")
	case g.Baseline.Set && !d.Better(other.N, g.Baseline.N):
		return g, sales.No("goal.below_baseline").At("target")
	}
	g.Agreement = Agreement{State: Proposed, Proposed: other, Note: note, By: by, At: at}
	return g, nil
}

// answers refuses everybody but the person of the goal.
func (g Goal) answers(by string) error {
	switch {
	case g.Dropped:
		return sales.No("goal.is_dropped", "ID", g.ID)
	case g.Scope.Kind != OfPerson:
		return sales.No("goal.nobody_agrees", "ID", g.ID)
	case g.Scope.ID != by:
		return sales.No("goal.theirs_to_answer", "ID", g.ID, "Person", g.Scope.ID)
	}
	return nil
}

// Answer takes the number that the person proposes, or keeps the first. Both stay known.
func (g Goal) Answer(take bool, by string, at time.Time) (Goal, error) {
	if g.Agreement.State != Proposed {
		return g, sales.No("goal.nothing_proposed", "ID", g.ID)
	}
	g.Agreement.State, g.Agreement.By, g.Agreement.At = Kept, by, at
	if take {
		g.Agreement.State = Accepted
		g.Target, g.Agreement.Proposed = g.Agreement.Proposed, g.Target // the other number is now the first one
		g.order()
	}
	return g, nil
}
