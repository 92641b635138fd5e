package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// closed are the reasons for which no further posts to a channel are possible: errors of Slack, and
// people of another company in it.
var closed = []string{"channel_not_found", "is_archived", "not_in_channel", "restricted_action", "shared"}

// KeepRefused records that Slack refuses posts to a channel of a team and notifies the admins. It
// notifies them once until somebody changes the channel or tries again.
func (desk *Desk) KeepRefused(ctx context.Context, channel, why string, now time.Time) error {
	if !slices.Contains(closed, why) {
		return nil
	}
	var teams []sales.Team
	err := desk.Store.View(ctx, func(r store.Reader) (err error) {
		teams, err = store.TeamsOfChannel(r, channel)
		return err
	})
	for _, t := range teams {
		if err == nil && t.Unreachable == "" {
			err = desk.keepUnreachable(ctx, t.ID, channel, why, now)
		}
	}
	return err
}

func (desk *Desk) keepUnreachable(ctx context.Context, team, channel, why string, now time.Time) error {
	change := store.Change{Once: fmt.Sprintf("unreachable|%s|%s|%d", team, channel, now.UnixNano()), Actor: "slack", At: now,
		What: "unreachable"}
	_, err := desk.Store.Update(ctx, change, func(tx *store.Tx) error {
		t, ok, err := store.Teams.Get(tx, team)
		if err != nil || !ok || t.Unreachable != "" || t.Channel != channel {
			return err
		}
		t.Unreachable = why
		if err := store.Teams.Put(tx, t); err != nil {
			return err
		}
		s, err := StaffOf(tx)
		if err != nil {
			return err
		}
		for _, admin := range Admins(s) {
			p := desk.Cards.PrinterOf(admin, now)
			text := p.Say("team.refused", "Team", t.Name, "Channel", chat.ChannelLink(channel), "Why", cards.Unreachable(p, why))
			buttons := chat.Block{Buttons: []chat.Button{
				{Label: p.Plain("team.retry"), Action: "team retry", Value: t.ID},
				{Label: p.Plain("form.team channel"), Action: "team channel", Value: t.ID},
			}}
			if err := tx.Post(store.Post{Key: fmt.Sprintf("unreachable/%d/%s", tx.Seq(), admin.ID), User: admin.ID, Kind: "staff",
				Message: cards.Said(text, buttons)}); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
