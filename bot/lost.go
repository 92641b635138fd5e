package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"dealdesk/store"
)

// A post is lost if its outcome is unknown: the request or the response got lost. Slack
// has no idempotency key but returns message metadata. So the sender waits, looks up all
// lost posts of a channel at once and sends only the missing ones again. If Slack shows
// a message even later, it is deleted as a duplicate (P6).

const (
	lookupDelay     = 5 * time.Second // Slack may need this long to show a message
	maxLookupPages  = 5
	historyPageSize = 200
)

// watchIntervals are the waits before a post that was sent again is checked for
// duplicates. Together they are below 60 s (P6).
var watchIntervals = [...]time.Duration{20 * time.Second, 25 * time.Second}

// isLost reports whether the outcome is unknown.
func isLost(p store.Post) bool {
	return p.State == store.Attempted && p.TS == ""
}

// lookupWait is how much longer to wait before a lost post is looked up.
func lookupWait(p store.Post, now time.Time) time.Duration {
	if !isLost(p) || p.Changed.After(now.Add(time.Minute)) { // attempted while the clock was wrong
		return 0
	}
	return p.Changed.Add(lookupDelay << min(max(p.Attempts-1, 0), 5)).Sub(now)
}

// sentCopy is a message of a post in a channel.
type sentCopy struct {
	ts  string
	rev int
}

// findLost looks up the lost posts of one lane and settles each as posted or pending.
func (s *sender) findLost(ctx context.Context, lost []store.Post) {
	channel, found, err := s.copies(ctx, lost)
	if err != nil {
		s.lookupFailed(ctx, lost, err)
		return
	}
	var outcomes []store.Outcome
	var again []store.Post
	for _, p := range lost {
		o := store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Pending, Why: "lost"}
		switch copies := found[p.ID]; {
		case len(copies) > 0:
			o = store.Outcome{Key: p.Key, Rev: min(copies[0].rev, p.Rev), State: store.Posted, Channel: channel, TS: copies[0].ts}
			s.deleteDuplicates(ctx, channel, copies[1:])
		case p.Deleted:
			o = store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted}
		default:
			again = append(again, p)
		}
		outcomes = append(outcomes, o)
	}
	if err := s.b.deps.Outbox.Watch(context.WithoutCancel(ctx), keysOf(again)...); err != nil {
		s.b.log.Error("lost posts cannot be watched", "posts", len(again), "error", err.Error())
		return // they are looked up again before they are sent
	}
	for _, p := range again {
		s.watch(ctx, p)
	}
	s.settle(ctx, outcomes...)
	s.wake() // posts waiting for these can now be sent
}

// lookupFailed handles a failed lookup. It is repeated later, unless Slack refuses it:
// then the posts are settled as refused, because sending again could duplicate them.
func (s *sender) lookupFailed(ctx context.Context, lost []store.Post, err error) {
	if ctx.Err() != nil {
		return
	}
	s.b.log.Warn("lost posts could not be looked up", "posts", len(lost), "error", err.Error())
	var outcomes []store.Outcome
	for _, p := range lost {
		o := store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Attempted, Why: err.Error()} // counts as an attempt, so the next wait is longer
		if classify(err) == refused && !isAuthError(err) {
			o.State, o.Why = store.Refused, "outcome unknown: "+err.Error()
		}
		outcomes = append(outcomes, o)
	}
	s.settle(ctx, outcomes...)
}

// copies finds the messages of posts, which share a lane, by post id; earliest first.
func (s *sender) copies(ctx context.Context, posts []store.Post) (channel string, found map[string][]sentCopy, err error) {
	channel = posts[0].Channel
	if posts[0].User != "" {
		if channel, err = s.b.directChannel(ctx, posts[0].User); err != nil {
			return "", nil, err
		}
	}
	since := map[string]time.Time{} // thread -> how far back
	for _, p := range posts {
		if at, ok := since[p.Thread]; !ok || p.At.Before(at) {
			since[p.Thread] = p.At
		}
	}
	found = map[string][]sentCopy{}
	for thread, at := range since {
		// Slack's clock may differ a little.
		if err := s.b.history(ctx, channel, thread, at.Add(-2*time.Minute), found); err != nil {
			return "", nil, err
		}
	}
	for _, copies := range found {
		slices.SortFunc(copies, func(a, b sentCopy) int { return strings.Compare(a.ts, b.ts) })
	}
	return channel, found, nil
}

// history adds our messages in a channel or thread since at to found.
func (b *Bot) history(ctx context.Context, channel, thread string, at time.Time, found map[string][]sentCopy) error {
	oldest := slackTime(at)
	method := "conversations.history"
	if thread != "" {
		method = "conversations.replies"
	}
	for cursor, page := "", 0; page < maxLookupPages; page++ {
		var messages []slack.Message
		err := b.call(ctx, method, func(ctx context.Context) error {
			if thread != "" {
				var err error
				messages, _, cursor, err = b.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
					ChannelID: channel, Timestamp: thread, Oldest: oldest, Cursor: cursor, Limit: historyPageSize, IncludeAllMetadata: true})
				return err
			}
			r, err := b.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
				ChannelID: channel, Oldest: oldest, Cursor: cursor, Limit: historyPageSize, IncludeAllMetadata: true})
			if err != nil {
				return err
			}
			messages, cursor = r.Messages, r.ResponseMetaData.NextCursor
			return nil
		})
		if err != nil {
			return err
		}
		me := b.me.Load()
		for _, m := range messages {
			id, _ := m.Metadata.EventPayload["id"].(string)
			if m.Metadata.EventType != metadataType || id == "" || m.User != me.user && m.BotID != me.bot {
				continue
			}
			rev, _ := m.Metadata.EventPayload["rev"].(float64)
			found[id] = append(found[id], sentCopy{m.Timestamp, int(rev)})
		}
		if cursor == "" {
			break
		}
	}
	return nil
}

func keysOf(posts []store.Post) (keys []string) {
	for _, p := range posts {
		keys = append(keys, p.Key)
	}
	return keys
}

// resume continues the watches that a stop interrupted.
func (s *sender) resume(ctx context.Context) {
	watched, err := s.b.deps.Outbox.Watched(ctx)
	if err != nil {
		s.b.log.Error("watched posts cannot be read", "error", err.Error())
	}
	for _, p := range watched {
		s.watch(ctx, p)
	}
}

// watch looks for duplicates of a post that is sent again.
func (s *sender) watch(ctx context.Context, p store.Post) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, already := s.resent[p.ID]; already || !s.watches.start() {
		return
	}
	s.resent[p.ID] = p.TS
	go s.b.spared(func() {
		defer s.watches.done()
		defer s.unwatch(p.ID)
		for _, d := range watchIntervals {
			if !pause(ctx, d) {
				return
			}
			channel, found, err := s.copies(ctx, []store.Post{p})
			if err != nil || len(found[p.ID]) < 2 {
				continue
			}
			s.mu.Lock()
			ours := s.resent[p.ID]
			s.mu.Unlock()
			s.deleteDuplicates(ctx, channel, slices.DeleteFunc(found[p.ID], func(c sentCopy) bool { return ours == "" || c.ts == ours }))
		}
		if err := s.b.deps.Outbox.Unwatch(context.WithoutCancel(ctx), p.Key); err != nil {
			s.b.log.Error("the end of a watch cannot be written", "error", err.Error())
		}
	})
}

func (s *sender) unwatch(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.resent, id)
}

// noteResent records the message of a watched post; its other copies are duplicates.
func (s *sender) noteResent(id, ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, watched := s.resent[id]; watched {
		s.resent[id] = ts
	}
}

func (s *sender) deleteDuplicates(ctx context.Context, channel string, duplicates []sentCopy) {
	for _, d := range duplicates {
		if err := s.b.deleteMessage(ctx, channel, d.ts); err != nil {
			s.b.log.Error("a duplicate could not be deleted", "channel", channel, "ts", d.ts, "error", err.Error())
			continue
		}
		s.b.metrics.duplicates.Inc()
	}
}
