package desk

import (
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// KeepGoals stores goals that were set or changed; a new one gets its id. Their history is in the journal, with
// both values of each change. Whoever has to answer is asked.
func (desk *Desk) KeepGoals(tx *store.Tx, all ...goal.Goal) ([]goal.Goal, error) {
	for i, g := range all {
		if g.ID == "" {
			g.ID, g.By, g.Created = tx.Next(sales.KindGoal), tx.Change().Actor, tx.Change().At.UTC()
			all[i] = g
		}
		if g.Agreement.State == goal.Asked && g.Agreement.At.IsZero() {
			all[i].Agreement.At = tx.Change().At.UTC()
			g = all[i]
		}
		if err := store.Goals.Put(tx, g); err != nil {
			return nil, err
		}
		if err := desk.PostGoal(tx, g); err != nil {
			return nil, err
		}
		if err := desk.postLead(tx, g); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// MayGoal reports whether somebody may do a (sales.SeeGoal or sales.SetGoal) to a goal.
func (desk *Desk) MayGoal(r store.Reader, p sales.Person, a sales.Action, g goal.Goal) (bool, error) {
	at, err := desk.Cards.GoalPlace(r, g.Scope)
	if err != nil {
		return false, err
	}
	var teams []sales.Team
	if g.Scope.Kind == goal.OfCompany {
		if teams, err = store.Teams.All(r, store.Query{}); err != nil {
			return false, err
		}
	}
	return g.Right(p, a, at.Team, teams), nil
}
