package assistant

import (
	"slices"

	"dealdesk/ai"
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// comment shows the draft of a manager's comment on a team's digest of today and its week.
func comment(c *call.Call) (chat.Reply, error) {
	team, wish, err := teamLed(c)
	if err != nil {
		return chat.Reply{}, err
	}
	digest, thread, err := c.Desk.Cards.DigestOf(c.Read, c.Words, team, c.Today, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	week, _, err := c.Desk.Cards.ReviewOf(c.Read, c.Words, team, calendar.Week(c.Today), c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	var facts []ai.Fact
	for _, shown := range []chat.Safe{digest.Text, thread.Text, week.Text} {
		if shown != "" {
			facts = append(facts, ai.Fact{Text: lang.Unmark(shown), Classes: mixed})
		}
	}
	ask := ai.Draft{What: ai.Comment, Wish: wish, Language: language(c), Today: today(c), Facts: facts}
	return asked(c, ask, "assistant.comment")
}

// teamLed is the team that the line names or the button holds, and that the person leads; the rest of
// the line is what they want to say.
func teamLed(c *call.Call) (team sales.Team, wish string, err error) {
	mine, err := c.MyTeams()
	if err != nil {
		return team, "", err
	}
	led := slices.DeleteFunc(mine, func(t sales.Team) bool { return !sales.May(c.Me, sales.Edit, sales.Record{Team: t}) })
	if c.Req.Value != "" {
		led = slices.DeleteFunc(led, func(t sales.Team) bool { return t.ID != c.Req.Value })
	}
	if len(led) == 0 {
		return team, "", sales.No("people.not_allowed")
	}
	for _, t := range led {
		if rest, named := cutName(c.Req.Args, t.Name); named || len(led) == 1 {
			return t, rest, nil
		}
	}
	which := &call.Choice{Text: c.Words.Say("review.which_team")}
	for _, t := range led {
		which.Options = append(which.Options, chat.Option{Label: t.Name, Value: t.ID})
	}
	return team, "", which
}
