package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// Report is the result of Check.
type Report struct {
	Team    string   // the workspace's name
	Bot     string   // the bot's name
	Have    []string // scopes of the bot token, sorted
	Missing []string // needed scopes that the token lacks
	Without []string // optional scopes that the token lacks
	Socket  error    // why Socket Mode does not work, if it is used

	team, enterprise string
}

// Check asks Slack for the bot's identity and scopes. It returns an error if Slack does
// not answer or refuses the token.
func (b *Bot) Check(ctx context.Context) (Report, error) {
	var who *slack.AuthTestResponse
	err := b.call(ctx, "auth.test", func(ctx context.Context) (err error) {
		who, err = b.api.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		return Report{}, fmt.Errorf("bot: auth.test: %w", err)
	}
	r := Report{Team: who.Team, Bot: who.User, team: who.TeamID, enterprise: who.EnterpriseID}
	for _, s := range strings.Split(who.Header.Get("X-OAuth-Scopes"), ",") {
		if s = strings.TrimSpace(s); s != "" {
			r.Have = append(r.Have, s)
		}
	}
	slices.Sort(r.Have)
	for _, s := range Scopes() {
		if !slices.Contains(r.Have, s) {
			r.Missing = append(r.Missing, s)
		}
	}
	for _, s := range optional {
		if !slices.Contains(r.Have, s) {
			r.Without = append(r.Without, s)
		}
	}
	if b.config.Mode == Socket {
		r.Socket = b.call(ctx, "apps.connections.open", func(ctx context.Context) error {
			_, _, err := b.api.StartSocketModeContext(ctx)
			return err
		})
	}
	return r, nil
}

// Fault says why the bot could not work in a channel or with a person; "" if it could.
type Fault string

const (
	ChannelUnknown  Fault = "unknown" // there is none, or it is private and the bot is not in it
	ChannelArchived Fault = "archived"
	ChannelShared   Fault = "shared"  // with another company
	ChannelWithout  Fault = "without" // the bot is not in it

	PersonUnknown Fault = "unknown"
	PersonGone    Fault = "gone"
	PersonGuest   Fault = "guest"
	PersonOutside Fault = "outside" // works for another company
	PersonIsBot   Fault = "bot"
)

// CheckChannel asks Slack for a channel's name, and whether the bot could work in it.
func (b *Bot) CheckChannel(ctx context.Context, id string) (name string, fault Fault, err error) {
	var c *slack.Channel
	err = b.call(ctx, "conversations.info", func(ctx context.Context) (err error) {
		c, err = b.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		return err
	})
	switch {
	case errorCode(err) == "channel_not_found":
		return "", ChannelUnknown, nil
	case err != nil:
		return "", "", fmt.Errorf("bot: conversations.info: %w", err)
	case c.IsArchived:
		fault = ChannelArchived
	case c.IsExtShared || c.IsPendingExtShared:
		fault = ChannelShared
	case !c.IsMember:
		fault = ChannelWithout
	}
	return c.Name, fault, nil
}

// CheckPerson asks Slack for a person's name, and whether they may have a place in a team.
func (b *Bot) CheckPerson(ctx context.Context, id string, me Report) (name string, fault Fault, err error) {
	u, err := b.askUser(ctx, id)
	switch {
	case errorCode(err) == "user_not_found":
		return "", PersonUnknown, nil
	case err != nil:
		return "", "", fmt.Errorf("bot: users.info: %w", err)
	}
	who := (&identity{team: me.team, enterprise: me.enterprise}).who(u)
	switch {
	case u.IsBot:
		fault = PersonIsBot
	case who.Gone:
		fault = PersonGone
	case who.Outside:
		fault = PersonOutside
	case who.Guest:
		fault = PersonGuest
	}
	return who.Name, fault, nil
}
