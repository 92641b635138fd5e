package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"dealdesk/store"

	"github.com/slack-go/slack"
)

// A post whose outcome is unknown may stand in Slack or not: the request or its answer
// got lost. Slack has no idempotency key, but shows us the metadata we gave it. So we
// wait, look once for all such posts of a channel, and send again only what is not
// there. A message that Slack shows even later is removed as a double (P6).

const (
	lookFirst = 5 * time.Second // what Slack may need to show a message
	lookPages = 5
	pageSize  = 200
)

// watchAt is when a post that was sent again is looked for once more: together they
// leave a double no 60 s.
var watchAt = [...]time.Duration{20 * time.Second, 25 * time.Second}

// isLost reports an unknown outcome.
func isLost(p store.Post) bool {
	return p.State == store.Attempted && p.TS == ""
}

// unknownFor is how much longer to wait before a lost post is looked for.
func unknownFor(p store.Post, now time.Time) time.Duration {
	if !isLost(p) {
		return 0
	}
	return p.Changed.Add(lookFirst << min(max(p.Attempts-1, 0), 5)).Sub(now)
}

// copyOf is a message of ours in a channel.
type copyOf struct {
	ts  string
	rev int
}

// find looks for lost posts of one lane and decides.
func (s *sender) find(ctx context.Context, lost []store.Post) {
	channel, found, err := s.copies(ctx, lost)
	if err != nil {
		s.notFound(ctx, lost, err)
		return
	}
	var outcomes []store.Outcome
	for _, p := range lost {
		o := store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Pending, Why: "lost"}
		switch copies := found[p.ID]; {
		case len(copies) > 0:
			o = store.Outcome{Key: p.Key, Rev: min(copies[0].rev, p.Rev), State: store.Posted, Channel: channel, TS: copies[0].ts}
			s.eraseDoubles(ctx, channel, copies[1:])
		case p.Deleted:
			o = store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted}
		default:
			s.watch(ctx, p)
		}
		outcomes = append(outcomes, o)
	}
	s.settle(ctx, outcomes...)
	s.look() // what waited for them to have a place can go now
}

// notFound handles a look that failed: again later, or given up where Slack will never
// let us look. Sending blindly could double, so an admin gets to see it instead.
func (s *sender) notFound(ctx context.Context, lost []store.Post, err error) {
	if ctx.Err() != nil {
		return
	}
	s.b.log.Warn("lost posts could not be looked for", "posts", len(lost), "error", err.Error())
	var outcomes []store.Outcome
	for _, p := range lost {
		o := store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Attempted} // counts as a try: waits longer
		if fateOf(err) == refused && !lockedOut(err) {
			o.State, o.Why = store.Refused, "outcome unknown: "+err.Error()
		}
		outcomes = append(outcomes, o)
	}
	s.settle(ctx, outcomes...)
}

// copies lists the messages that carry the ids of posts, which share a lane; the
// earliest of each first.
func (s *sender) copies(ctx context.Context, posts []store.Post) (channel string, found map[string][]copyOf, err error) {
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
	found = map[string][]copyOf{}
	for thread, at := range since {
		// Slack's clock and ours may differ a little.
		if err := s.b.history(ctx, channel, thread, at.Add(-2*time.Minute), found); err != nil {
			return "", nil, err
		}
	}
	for _, copies := range found {
		slices.SortFunc(copies, func(a, b copyOf) int { return strings.Compare(a.ts, b.ts) })
	}
	return channel, found, nil
}

// history reads our messages in a channel or thread since at into found.
func (b *Bot) history(ctx context.Context, channel, thread string, at time.Time, found map[string][]copyOf) error {
	oldest := slackTime(at)
	method := "conversations.history"
	if thread != "" {
		method = "conversations.replies"
	}
	for cursor, page := "", 0; page < lookPages; page++ {
		var messages []slack.Message
		err := b.call(ctx, method, func(ctx context.Context) error {
			if thread != "" {
				var err error
				messages, _, cursor, err = b.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
					ChannelID: channel, Timestamp: thread, Oldest: oldest, Cursor: cursor, Limit: pageSize, IncludeAllMetadata: true})
				return err
			}
			r, err := b.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
				ChannelID: channel, Oldest: oldest, Cursor: cursor, Limit: pageSize, IncludeAllMetadata: true})
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
			found[id] = append(found[id], copyOf{m.Timestamp, int(rev)})
		}
		if cursor == "" {
			break
		}
	}
	return nil
}

// watch looks for a post again after it was sent again.
func (s *sender) watch(ctx context.Context, p store.Post) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, already := s.again[p.ID]; already || !s.watches.start() {
		return
	}
	s.again[p.ID] = ""
	go func() {
		defer s.watches.done()
		defer s.unwatch(p.ID)
		for _, d := range watchAt {
			if !pause(ctx, d) {
				return
			}
			channel, found, err := s.copies(ctx, []store.Post{p})
			if err != nil || len(found[p.ID]) < 2 {
				continue
			}
			s.mu.Lock()
			ours := s.again[p.ID]
			s.mu.Unlock()
			s.eraseDoubles(ctx, channel, slices.DeleteFunc(found[p.ID], func(c copyOf) bool { return ours == "" || c.ts == ours }))
		}
	}()
}

func (s *sender) unwatch(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.again, id)
}

// sentAgain notes which message of a watched post is the right one.
func (s *sender) sentAgain(id, ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, watched := s.again[id]; watched {
		s.again[id] = ts
	}
}

func (s *sender) eraseDoubles(ctx context.Context, channel string, doubles []copyOf) {
	for _, d := range doubles {
		if err := s.b.erase(ctx, channel, d.ts); err != nil {
			s.b.log.Error("a double could not be removed", "channel", channel, "ts", d.ts, "error", err.Error())
			continue
		}
		s.b.metrics.doubles.Inc()
	}
}
