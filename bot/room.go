package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"dealdesk/store"
)

// channelInfo is what is known about a channel. Changes arrive as channel_shared events;
// those missed while the bot was down are found by refreshing, as for people (who.go).
type channelInfo struct {
	shared bool // people of another company are in it, or are invited
	at     time.Time
}

// sharedReason bars posts to a channel with people of another company in it.
const sharedReason = "shared"

// barredReason says why the readers of a post may not see it, "" if they may.
func (b *Bot) barredReason(ctx context.Context, p store.Post) (why string, err error) {
	if b.deps.Barred != nil {
		if why, err = b.deps.Barred(ctx, p); why != "" || err != nil {
			return why, err
		}
	}
	if p.Channel == "" {
		return "", nil
	}
	shared, err := b.isShared(ctx, p.Channel)
	if err == nil && shared {
		why = sharedReason
	}
	return why, err
}

// isShared reports whether people of another company are in a channel: they must see
// nothing. For a known channel it does not block.
func (b *Bot) isShared(ctx context.Context, channel string) (bool, error) {
	known, ok := b.channels.Load(channel)
	if !ok {
		return b.fetchChannel(ctx, channel)
	}
	is := known.(channelInfo)
	if time.Since(is.at) > refreshEvery {
		b.channels.Store(channel, channelInfo{is.shared, time.Now()})                     // one refresh at a time
		b.inBackground(func(ctx context.Context) { _, _ = b.fetchChannel(ctx, channel) }) // after a failure the next call tries again
	}
	return is.shared, nil
}

// fetchChannel asks Slack. If it refuses to show the channel, it will also refuse the
// post, with the reason.
func (b *Bot) fetchChannel(ctx context.Context, channel string) (bool, error) {
	is := channelInfo{at: time.Now()}
	err := b.call(ctx, "conversations.info", func(ctx context.Context) error {
		c, err := b.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
		if err == nil {
			is.shared = c.IsExtShared || c.IsPendingExtShared
		}
		return err
	})
	if err != nil && (classify(err) != refused || isAuthError(err)) {
		return false, err
	}
	if err == nil {
		b.channels.Store(channel, is)
	}
	return is.shared, nil
}
