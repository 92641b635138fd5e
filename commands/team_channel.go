package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

// closed are the ways Slack says that nothing will arrive in a channel any more.
var closed = []string{"channel_not_found", "is_archived", "not_in_channel", "restricted_action"}

// Refused takes note that Slack refuses posts to a channel. If it is a team's, the admins
// are told, once until somebody does something about it.
func (d *Desk) Refused(ctx context.Context, channel, why string, now time.Time) error {
	if !slices.Contains(closed, why) {
		return nil
	}
	var teams []sales.Team
	err := d.Store.View(ctx, func(r store.Reader) (err error) {
		teams, err = all(r, store.Teams, store.Query{Index: "channel", Key: channel})
		return err
	})
	for _, t := range teams {
		if err == nil && t.Unreachable == "" {
			err = d.unreachable(ctx, t.ID, channel, why, now)
		}
	}
	return err
}

func (d *Desk) unreachable(ctx context.Context, team, channel, why string, now time.Time) error {
	change := store.Change{Once: fmt.Sprintf("unreachable|%s|%s|%d", team, channel, now.UnixNano()), Actor: "slack", At: now, What: "unreachable"}
	_, err := d.Store.Update(ctx, change, func(tx *store.Tx) error {
		t, ok, err := store.Teams.Get(tx, team)
		if err != nil || !ok || t.Unreachable != "" || t.Channel != channel {
			return err
		}
		t.Unreachable = why
		if err := store.Teams.Put(tx, t); err != nil {
			return err
		}
		s, err := staffOf(tx)
		if err != nil {
			return err
		}
		for _, admin := range admins(s) {
			p := d.Cards.PrinterOf(admin, now)
			text := p.Say("team.refused", "Team", t.Name, "Channel", chat.ChannelLink(channel), "Why", unreachable(p, why))
			buttons := chat.Block{Buttons: []chat.Button{
				{Label: p.Plain("team.retry"), Action: "team retry", Value: t.ID},
				{Label: p.Plain("staff_form.channel"), Action: "team channel", Value: t.ID},
			}}
			if err := tx.Post(store.Post{Key: fmt.Sprintf("unreachable/%d/%s", tx.Seq(), admin.ID), User: admin.ID, Kind: "staff", Message: cards.Said(text, buttons)}); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// teamRetry speaks in the channel again, after somebody has let the bot in.
func teamRetry(c *call) (chat.Reply, error) {
	if err := c.may(sales.Manage, "", ""); err != nil {
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
	if err := c.greet(t); err != nil {
		return chat.Reply{}, err
	}
	return c.done(c.Words.Say("team.retried", "Channel", chat.ChannelLink(t.Channel))), nil
}

func greetKey(team string, seq uint64) string { return fmt.Sprintf("channel/%s/%d", team, seq) }

// greet says in a team's channel what it is for. That shows at once whether the bot may
// post there.
func (c *call) greet(t sales.Team) error {
	text := c.Desk.Cards.Printer(t.Language, c.Req.At).Say("team.hello", "Team", t.Name)
	return c.Tx.Post(store.Post{Key: greetKey(t.ID, c.Tx.Seq()), Channel: t.Channel, Audience: t.ID, Kind: "staff", Message: cards.Said(text)})
}

// leaderless tells the admins that a team's manager is no longer in the chat, and takes
// that back when they return.
func (d *Desk) leaderless(tx *store.Tx, boss sales.Person) error {
	s, err := staffOf(tx)
	if err != nil {
		return err
	}
	for _, t := range s.Teams {
		if t.Manager != boss.ID {
			continue
		}
		for _, admin := range admins(s) {
			key := "leaderless/" + t.ID + "/" + boss.ID + "/" + admin.ID
			if boss.InChat() {
				if err := tx.Unpost(key); err != nil {
					return err
				}
				continue
			}
			p := d.Cards.PrinterOf(admin, tx.Change().At)
			text := p.Say("team.manager_gone", "Person", cards.NameOf(boss), "Team", t.Name)
			button := chat.Block{Buttons: []chat.Button{{Label: p.Plain("staff_form.manager"), Action: "team manager", Value: t.ID}}}
			if err := tx.Post(store.Post{Key: key, User: admin.ID, Kind: "staff", Message: cards.Said(text, button)}); err != nil {
				return err
			}
		}
	}
	return nil
}
