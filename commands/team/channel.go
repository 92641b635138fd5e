package team

import (
	"fmt"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// retry posts in the team's channel again, after somebody has given the bot access.
func retry(c *call.Call) (chat.Reply, error) {
	if err := c.May(sales.Manage, "", ""); err != nil {
		return chat.Reply{}, err
	}
	t, ok, err := store.Teams.Get(c.Read, c.Req.Value)
	if err == nil && !ok {
		err = sales.No("people.no_such_team", "Name", c.Req.Value)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	t.Unreachable = ""
	if err := store.Teams.Put(c.Tx, t); err != nil {
		return chat.Reply{}, err
	}
	if err := greet(c, t); err != nil {
		return chat.Reply{}, err
	}
	return c.Done(c.Words.Say("team.retried", "Channel", chat.ChannelLink(t.Channel))), nil
}

func greetKey(team string, seq uint64) string { return fmt.Sprintf("channel/%s/%d", team, seq) }

// greet posts in a team's channel what the channel is for. This shows at once whether the bot may
// post there.
func greet(c *call.Call, t sales.Team) error {
	text := c.Desk.Cards.Printer(t.Language, c.Req.At).Say("team.hello", "Team", t.Name)
	return c.Tx.Post(store.Post{Key: greetKey(t.ID, c.Tx.Seq()), Channel: t.Channel, Audience: t.ID, Kind: "staff", Message: cards.Said(text)})
}
