package goal

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/goals"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/goal"
)

// told proposes what a line says of a goal that it describes, or of the one that was shown or set just now. Where
// several may be meant it asks which. What may be said of something else is only of a goal that was shown.
func told(c *call.Call, t goals.Told) (chat.Reply, error) {
	unknown := chat.Reply{Unknown: true}
	id := ""
	if t.Which == "" {
		id = call.LastGoal(c)
	}
	if id == "" && !t.Sure {
		if waits, err := requestWaits(c); err != nil || waits || !c.Req.Where.Direct { // it may be meant for that
			return unknown, err
		}
	}
	var all []goal.Goal
	var err error
	if id != "" {
		var g goal.Goal
		g, err = byID(c, id)
		all = []goal.Goal{g}
	} else {
		all, err = meant(c, t.Which)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	if len(all) == 0 {
		if _, wish, _ := goals.Wish(c.Req.Args); wish || t.Which == "" && !t.Sure {
			return unknown, nil
		}
		if t.Which == "" {
			return chat.Reply{}, sales.No("goal.none_yet")
		}
		return listedOr(c, nil, "", c.Words.Say("goal.none_described", "Text", t.Which), true)
	}
	if all, err = settableOf(c, all); err != nil {
		return chat.Reply{}, err
	}
	if all, err = splittable(c, t, all); err != nil {
		return chat.Reply{}, err
	}
	if len(all) > 1 {
		return chat.Reply{}, whichFor(c, t.Route, t.Rest, all)
	}
	if t.Route == "goal split" {
		return splitTold(c, all[0], t.Rest)
	}
	reply, err := call.Propose(c, t.Route, strings.TrimSpace(all[0].ID+" "+t.Rest), nil)
	if err != nil {
		return reply, err
	}
	note, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, all[0])
	if err == nil && t.Route == "goal target" {
		var is goal.Goal
		if is, err = changedTo(c, all[0], "target", t.Rest); err == nil {
			note = chat.Join("\n", note, c.Words.Say("goal.changed", "Field", c.Words.Plain("field.target"),
				"Was", cards.GoalLevel(c.Words, is, all[0].Target.N), "Is", cards.GoalLevel(c.Words, is, is.Target.N)))
		}
	}
	if err != nil {
		return chat.Reply{}, err
	}
	return call.Remark(reply, note), nil
}

// meant are the goals that words describe, of those that are not over: one by its number, else those that run, or if
// none of them fits all. Without words it is any of those that run.
func meant(c *call.Call, which string) ([]goal.Goal, error) {
	if goalID.MatchString(which) {
		g, err := byID(c, strings.ToUpper(which))
		return []goal.Goal{g}, err
	}
	all, err := running(c)
	if err != nil || which == "" {
		return all, err
	}
	o, err := options(c, goal.Scope{})
	if err != nil {
		return nil, err
	}
	said, ok := goals.Some(which, false, o)
	if !ok {
		return nil, nil
	}
	said = ours(c, said)
	if kept := fitting(all, said); len(kept) > 0 {
		return kept, nil
	}
	if all, err = visible(c); err != nil {
		return nil, err
	}
	return fitting(all, said), nil
}

func fitting(all []goal.Goal, said goals.Said) (kept []goal.Goal) {
	for _, g := range all {
		if said.Fits(g) {
			kept = append(kept, g)
		}
	}
	return kept
}

// settableOf are those of some goals that the person may change; it is an error if there are none.
func settableOf(c *call.Call, all []goal.Goal) (kept []goal.Goal, err error) {
	for _, g := range all {
		ok, err := may(c, sales.SetGoal, g)
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, g)
		}
	}
	if len(kept) == 0 {
		return nil, toSet(c, all[0])
	}
	return kept, nil
}

// splittable are those of several goals that can be broken down, for an order to do so.
func splittable(c *call.Call, t goals.Told, all []goal.Goal) (kept []goal.Goal, err error) {
	if t.Route != "goal split" || len(all) < 2 {
		return all, nil
	}
	for _, g := range all {
		parts, err := cards.GoalParts(c.Read, g.ID)
		if err != nil {
			return nil, err
		}
		if len(parts) == 0 && g.Scope.Kind != goal.OfPerson {
			kept = append(kept, g)
		}
	}
	if len(kept) == 0 {
		return all, nil
	}
	return kept, nil
}
