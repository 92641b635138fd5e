package goal

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/goals"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/goal"
)

// overOnes is the value of the button to the goals that are over.
const overOnes = "over"

// list lists the goals that the person sees, those of each member of the team, too: the ones that are not over, or, as
// asked, those that are, those of some days, or those behind. What else is typed is read as in a new goal, or found in
// the goals' names.
func list(c *call.Call) (chat.Reply, error) {
	if c.Req.Args == unansweredOnes || goals.Unanswered(c.Req.Args) {
		return unanswered(c)
	}
	over, behind, rest := goals.Narrowed(c.Req.Args)
	over = over || c.Req.Value == overOnes
	o, err := options(c, goal.Scope{})
	if err != nil {
		return chat.Reply{}, err
	}
	said, read := goals.Some(rest, over, o)
	if read {
		said = ours(c, said)
	}
	from := c.Today
	if over || said.Period.From != "" && said.Period.From < from {
		from = said.Period.From
	}
	all, err := dueFrom(c, from)
	if err != nil {
		return chat.Reply{}, err
	}
	var kept []goal.Goal
	for _, g := range all {
		if over && !g.Over(c.Today) || read && !said.Fits(g) {
			continue
		}
		fits, err := true, error(nil)
		if !read && rest != "" {
			fits, err = titled(c, g, rest)
		}
		if fits && behind && err == nil {
			fits, err = isBehind(c, g)
		}
		if err != nil {
			return chat.Reply{}, err
		}
		if fits {
			kept = append(kept, g)
		}
	}
	head, none := "goal.list_all", "goal.none"
	switch {
	case over && behind:
		head, none = "goal.list_missed", "goal.none_missed"
	case over:
		head, none = "goal.list_over", "goal.none_over"
	case behind && rest != "":
		head, none = "goal.list_behind", "goal.none_behind_such"
	case behind:
		head, none = "goal.list_behind", "goal.none_behind"
	case rest != "":
		none = "goal.none_such"
	}
	if over { // the latest first
		slices.SortStableFunc(kept, func(a, b goal.Goal) int { return strings.Compare(string(b.Period.To), string(a.Period.To)) })
	}
	var more []chat.Button
	if !over && !behind && rest == "" {
		if more, err = toOver(c); err != nil {
			return chat.Reply{}, err
		}
	}
	return listedOr(c, kept, c.Words.Say(head), c.Words.Say(none), false, more...)
}

func titled(c *call.Call, g goal.Goal, text string) (bool, error) {
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	return strings.Contains(sales.Fold(lang.Unmark(title)), sales.Fold(text)), err
}

func isBehind(c *call.Call, g goal.Goal) (bool, error) {
	x, err := c.Desk.Cards.ProgressOf(c.Read, g, c.Req.At)
	return x.Pace == goal.Behind || x.Pace == goal.Missed, err
}

// toOver is the button to the goals that are over, if the person sees one.
func toOver(c *call.Call) ([]chat.Button, error) {
	all, err := dueFrom(c, "")
	if err != nil || !slices.ContainsFunc(all, func(g goal.Goal) bool { return g.Over(c.Today) }) {
		return nil, err
	}
	return []chat.Button{{Label: c.Words.Plain("goal.over"), Action: "goal list", Value: overOnes}}, nil
}
