package bot

import (
	"context"
	"time"

	"dealdesk/store"

	"github.com/slack-go/slack"
)

// room is what Slack said of a channel. Slack tells when that changes (channel_shared);
// what it told while we were away is asked again after a while, like what is known of
// people (who.go).
type room struct {
	shared bool // people of another company read along, or are about to
	at     time.Time
}

// barred says why those whom a post reaches may not read it, "" if they may.
func (b *Bot) barred(ctx context.Context, p store.Post) (why string, err error) {
	if b.deps.Barred != nil {
		if why, err = b.deps.Barred(ctx, p); why != "" || err != nil {
			return why, err
		}
	}
	if p.Channel == "" {
		return "", nil
	}
	shared, err := b.shared(ctx, p.Channel)
	if err == nil && shared {
		why = "shared"
	}
	return why, err
}

// shared reports whether people of another company are in a channel: they see nothing of
// ours. Once a channel is known, asking waits for nothing.
func (b *Bot) shared(ctx context.Context, channel string) (bool, error) {
	known, ok := b.rooms.Load(channel)
	if !ok {
		return b.lookInto(ctx, channel)
	}
	is := known.(room)
	if time.Since(is.at) > fresh {
		b.rooms.Store(channel, room{is.shared, time.Now()})                    // one refresh at a time
		b.later(func(ctx context.Context) { _, _ = b.lookInto(ctx, channel) }) // failed: the next one tries again
	}
	return is.shared, nil
}

// lookInto asks Slack. Where it does not show us the channel, posting is refused too, and
// says why.
func (b *Bot) lookInto(ctx context.Context, channel string) (bool, error) {
	is := room{at: time.Now()}
	err := b.call(ctx, "conversations.info", func(ctx context.Context) error {
		c, err := b.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
		if err == nil {
			is.shared = c.IsExtShared || c.IsPendingExtShared
		}
		return err
	})
	if err != nil && (fateOf(err) != refused || lockedOut(err)) {
		return false, err
	}
	if err == nil {
		b.rooms.Store(channel, is)
	}
	return is.shared, nil
}
