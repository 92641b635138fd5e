package review

import (
	"slices"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// pipeline shows the open deals of each of the person's teams by stage: count, total and weighted
// total. The text has the same numbers as the table.
func pipeline(c *call.Call) (chat.Reply, error) {
	teams, err := c.TeamsNamed(c.Req.Args)
	if err != nil {
		return chat.Reply{}, err
	}
	var deals []sales.Deal
	for d, err := range store.OpenDealsInBrief(c.Read) {
		if err != nil {
			return chat.Reply{}, err
		}
		if slices.ContainsFunc(teams, func(t sales.Team) bool { return t.ID == d.Team }) {
			deals = append(deals, d)
		}
	}
	chances, err := c.Desk.Cards.Chances(c.Read, c.Today)
	if err != nil {
		return chat.Reply{}, err
	}
	var message chat.Message
	for _, line := range c.Desk.Cards.Company.Pipelines {
		if f := sales.NewFunnel(line, deals, chances.Weigh); f.Count > 0 {
			part := cards.Funnel(c.Words, line, f)
			message.Text = chat.Join("\n\n", message.Text, part.Text)
			message.Blocks = append(message.Blocks, part.Blocks...)
		}
	}
	if message.Text == "" {
		message = cards.Said(c.Words.Say("pipeline.empty"))
	}
	if c.Req.Args != "" && len(teams) == 1 {
		head := chat.Bold(chat.EscapeLine(teams[0].Name))
		message.Text = chat.Join("\n", head, message.Text)
		message.Blocks = append([]chat.Block{chat.Para(head)}, message.Blocks...)
	}
	return chat.Reply{Message: &message}, nil
}
