package goal

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/sales/goal"
)

// unansweredOnes asks the list for the goals that nobody has said yes to.
const unansweredOnes = "unanswered"

// unanswered lists the goals that wait for the yes of their person, or for an answer to another number.
func unanswered(c *call.Call) (chat.Reply, error) {
	all, err := visible(c)
	if err != nil {
		return chat.Reply{}, err
	}
	head := c.Words.Say("goal.list_unanswered")
	text, blocks := head, []chat.Block{chat.Para(chat.Bold(head))}
	n := 0
	for _, g := range all {
		if g.Agreement.State != goal.Asked && g.Agreement.State != goal.Proposed {
			continue
		}
		if n++; n > call.ListLimit {
			continue
		}
		title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
		if err != nil {
			return chat.Reply{}, err
		}
		stands, err := c.Desk.Cards.GoalAgreed(c.Read, c.Words, g)
		if err != nil {
			return chat.Reply{}, err
		}
		line := chat.Join("\n", chat.Bold(title), stands)
		text = chat.Join("\n", text, line)
		blocks = append(blocks, chat.Row(line, chat.Button{Label: c.Words.Plain("common.show"), Action: "goal", Value: g.ID}))
	}
	if n == 0 {
		return chat.Say(c.Words.Say("goal.none_unanswered")), nil
	}
	if more := n - call.ListLimit; more > 0 {
		line := c.Words.Say("goal.more", "Count", more)
		text, blocks = chat.Join("\n", text, line), append(blocks, chat.Block{Context: line})
	}
	return chat.Say(text, blocks...), nil
}
