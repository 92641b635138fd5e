package desk

import (
	"cmp"
	"errors"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// PostGoal puts the messages about a goal into the state that its agreement asks for.
func (desk *Desk) PostGoal(tx *store.Tx, g goal.Goal) error {
	over := g.Over(calendar.DateOf(tx.Change().At)) // then nobody is asked any more
	for _, about := range []struct {
		key, to string
		wanted  bool
		message func(p lang.Printer, g goal.Goal) (chat.Message, error)
	}{
		{cards.GoalAgreeKey(g.ID), g.Scope.ID, g.Agreement.State == goal.Asked && !g.Dropped && !over,
			func(p lang.Printer, g goal.Goal) (chat.Message, error) { return desk.Cards.GoalAsk(tx, p, g) }},
		{cards.GoalAnswerKey(g.ID), desk.setter(tx, g), g.Agreement.State == goal.Proposed && !g.Dropped && !over,
			func(p lang.Printer, g goal.Goal) (chat.Message, error) { return desk.Cards.GoalProposal(tx, p, g) }},
	} {
		_, there, err := store.PostByKey(tx, about.key)
		if err != nil {
			return err
		}
		if !there && !about.wanted {
			continue
		}
		if g.Agreement.State == "" && !g.Dropped || g.Agreement.State == goal.Asked && !about.wanted ||
			g.Agreement.State == goal.Proposed && over && !g.Dropped {
			if err := tx.Unpost(about.key); err != nil {
				return err
			}
			continue
		}
		who, _, err := store.People.Get(tx, about.to)
		if err != nil {
			return err
		}
		if !who.InChat() {
			continue
		}
		message, err := about.message(desk.Cards.PrinterOf(who, tx.Change().At), g)
		if err != nil {
			return err
		}
		if err := tx.Post(store.Post{Key: about.key, User: who.ID, Kind: "goal", Message: message}); err != nil {
			return err
		}
	}
	return nil
}

// postLead tells whoever leads a team of a goal that somebody else set for it. The parts by period come with their
// whole.
func (desk *Desk) postLead(tx *store.Tx, g goal.Goal) error {
	if g.Scope.Kind != goal.OfTeam {
		return nil
	}
	key := cards.GoalLeadKey(g.ID)
	_, told, err := store.PostByKey(tx, key)
	if err != nil || told && !g.Dropped {
		return err
	}
	if g.Dropped {
		return tx.Unpost(key)
	}
	parent, _, err := store.Goals.Get(tx, g.Parent)
	if err != nil || parent.Scope == g.Scope {
		return err
	}
	team, _, err := store.Teams.Get(tx, g.Scope.ID)
	if err != nil || team.Manager == g.By {
		return err
	}
	boss, _, err := store.People.Get(tx, team.Manager)
	if err != nil || !boss.InChat() {
		return err
	}
	message, err := desk.Cards.GoalLead(tx, desk.Cards.PrinterOf(boss, tx.Change().At), g)
	if err != nil {
		return err
	}
	return tx.Post(store.Post{Key: key, User: boss.ID, Kind: "goal", Message: message})
}

// TellSetter tells whoever set a goal that somebody else changed or dropped it, and whoever set the goal it was a part of
// that it is no longer.
func (desk *Desk) TellSetter(tx *store.Tx, was, is goal.Goal) error {
	actor := tx.Change().Actor
	parent, _, err := store.Goals.Get(tx, was.Parent)
	if err != nil {
		return err
	}
	for _, about := range []struct {
		to, key, say string
		news         bool
	}{
		{parent.By, cards.GoalLeftKey(is.ID), "goal.left_yours", was.Parent != is.Parent && was.Parent != ""},
		{is.By, cards.GoalChangedKey(is.ID), "goal.dropped_yours", is.Dropped},
		{is.By, cards.GoalChangedKey(is.ID), "goal.changed_yours", !is.Dropped && (parent.By != is.By || was.Parent == is.Parent)},
	} {
		who, _, err := store.People.Get(tx, about.to)
		if err != nil {
			return err
		}
		if !about.news || about.to == actor || !who.InChat() {
			continue
		}
		message, err := desk.Cards.GoalTold(tx, desk.Cards.PrinterOf(who, tx.Change().At), about.say, actor, was, is)
		if err != nil {
			return err
		}
		if err := tx.Post(store.Post{Key: about.key, User: who.ID, Kind: "goal", Message: message}); err != nil {
			return err
		}
	}
	return nil
}

// setter is who answers what the person of a goal proposes: whoever set it, or the manager if they are gone.
func (desk *Desk) setter(tx *store.Tx, g goal.Goal) string {
	by, _, err := store.People.Get(tx, g.By)
	if err == nil && by.InChat() {
		return g.By
	}
	p, _, err := store.People.Get(tx, g.Scope.ID)
	if err != nil {
		return g.By
	}
	t, _, err := store.Teams.Get(tx, p.Team)
	if err != nil {
		return g.By
	}
	return cmp.Or(t.Manager, t.Director)
}

// UnpostGoal takes back what was said about a goal that an undo has removed.
func (desk *Desk) UnpostGoal(tx *store.Tx, id string) error {
	if err := desk.UntellSetter(tx, id); err != nil {
		return err
	}
	for _, key := range []string{cards.GoalAgreeKey(id), cards.GoalAnswerKey(id), cards.GoalLeadKey(id)} {
		if err := tx.Unpost(key); err != nil {
			return err
		}
	}
	return nil
}

// UntellSetter takes back what TellSetter told, because the change was undone.
func (desk *Desk) UntellSetter(tx *store.Tx, id string) error {
	return errors.Join(tx.Unpost(cards.GoalChangedKey(id)), tx.Unpost(cards.GoalLeftKey(id)))
}
