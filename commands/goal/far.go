package goal

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// farOff warns of a number that has another size than the one before: 900 may be meant as 900k.
func farOff(c *call.Call, g goal.Goal, was, is *kpi.Level) chat.Safe {
	if !was.Set || !is.Set || was.N <= 0 || is.N >= was.N/10 && is.N/10 <= was.N {
		return ""
	}
	return c.Words.Say("goal.far_off", "Was", cards.GoalLevel(c.Words, g, was.N), "Is", cards.GoalLevel(c.Words, g, is.N))
}

// sumFarOff warns of parts whose sum has another size than the goal.
func sumFarOff(c *call.Call, g goal.Goal, parts goal.Parts) chat.Safe {
	if !g.FarFrom(parts.Goals) {
		return ""
	}
	sum, _ := g.SumOf(parts.Goals)
	return c.Words.Say("goal.sum_off", "Sum", cards.GoalLevel(c.Words, g, sum), "Target", cards.GoalLevel(c.Words, g, g.Target.N))
}

// askSure asks whether a number is meant as it was typed; the line waits as a draft.
func askSure(c *call.Call, route string, g goal.Goal, typed string, warning chat.Safe) (chat.Reply, error) {
	draft, err := c.KeepDraft(chat.Draft{Route: route, Args: g.ID + " " + typed})
	if err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	text := chat.Join("\n", chat.Bold(title), warning)
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("goal.set_anyway"), Action: "pick", Value: draft + "/" + sure, Style: chat.Primary},
		{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft},
	}}), err
}
