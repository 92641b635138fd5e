package goal

import (
	"encoding/json"
	"errors"
	"fmt"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// changed says what one change did to a goal.
func changed(c *call.Call, ch store.RecordChange, who string) (lines []chat.Safe, err error) {
	var was, is goal.Goal
	if ch.Old != nil {
		err = json.Unmarshal(ch.Old, &was)
	}
	if ch.New != nil {
		err = errors.Join(err, json.Unmarshal(ch.New, &is))
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("decode %s: %w", ch.ID, err)
	case ch.New == nil:
		return nil, nil
	case ch.Old == nil:
		return []chat.Safe{c.Words.Say("goal.history_set", "Who", who, "Target", cards.GoalLevel(c.Words, is, is.Target.N))}, nil
	case was.Dropped != is.Dropped:
		key := "goal.history_dropped"
		if was.Dropped {
			key = "goal.history_back"
		}
		return []chat.Safe{c.Words.Say(key, "Who", who)}, nil
	}
	values, err := c.Desk.Cards.GoalValues(c.Read, c.Words, was, is)
	for _, v := range values {
		if v.Field == "" {
			lines = append(lines, v.Is)
			continue
		}
		lines = append(lines, c.Words.Say("deal.history_value", "Who", who, "Field", v.Field, "Was", v.Was, "Is", v.Is))
	}
	return lines, err
}

// showUndone puts the messages about a goal right after an undo.
func showUndone(d *desk.Desk, tx *store.Tx, ch store.RecordChange) error {
	if ch.Old == nil {
		return d.UnpostGoal(tx, ch.ID)
	}
	g, ok, err := store.Goals.Get(tx, ch.ID)
	if err != nil || !ok {
		return err
	}
	return errors.Join(d.PostGoal(tx, g), d.UntellSetter(tx, g.ID))
}
