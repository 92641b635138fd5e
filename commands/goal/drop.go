package goal

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales/goal"
)

// drop gives a goal up, with its parts. They are kept for their history.
func drop(c *call.Call) (chat.Reply, error) {
	g, _, err := goalArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := toSet(c, g); err != nil {
		return chat.Reply{}, err
	}
	if doubted(c) {
		return call.Propose(c, "goal drop", g.ID, nil)
	}
	n, err := dropAll(c, g)
	if err != nil {
		return chat.Reply{}, err
	}
	gone := g
	gone.Dropped = true
	if err := c.Desk.TellSetter(c.Tx, g, gone); err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	text := c.Words.Say("goal.dropped", "Goal", title)
	if n > 1 {
		text = chat.Join("\n", text, c.Words.Say("goal.dropped_parts", "Count", n-1))
	}
	if g.Parent != "" {
		family, err := parentLines(c, g)
		if err != nil {
			return chat.Reply{}, err
		}
		if len(family) > 1 {
			text = chat.Join("\n", text, family[1])
		}
	}
	return c.Done(text), err
}

func dropAll(c *call.Call, g goal.Goal) (n int, err error) {
	children, err := cards.GoalParts(c.Read, g.ID)
	if err != nil {
		return 0, err
	}
	for _, child := range children {
		more, err := dropAll(c, child)
		if err != nil {
			return 0, err
		}
		n += more
	}
	g.Dropped = true
	_, err = c.Desk.KeepGoals(c.Tx, g)
	return n + 1, err
}
