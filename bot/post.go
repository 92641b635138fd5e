package bot

import (
	"context"
	"time"

	"dealdesk/store"

	"github.com/slack-go/slack"
)

// post brings a new message.
func (s *sender) post(ctx context.Context, p store.Post) {
	b := s.b
	if now := b.deps.Now(); !p.Expires.IsZero() && now.After(p.Expires) {
		s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Missed, Why: "expired"})
		return
	}
	if !s.allowed(ctx, p) {
		return
	}
	channel := p.Channel
	if p.User != "" {
		var err error
		if channel, err = b.directChannel(ctx, p.User); err != nil {
			s.failed(ctx, p, "conversations.open", err)
			return
		}
	}
	if b.pace.post(ctx, channel) != nil {
		return // shutting down
	}
	p = s.newest(p)
	if !s.allowed(ctx, p) { // it may have waited for long
		return
	}
	if !s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Attempted}) {
		return
	}
	var ts string
	err := b.plainly(render(p.Message), func(message payload) (err error) {
		_, ts, err = b.api.PostMessageContext(ctx, channel, append(spell(message, p.Thread), metadata(p))...)
		return withoutURL(err)
	})
	if err != nil {
		s.failed(ctx, p, postMessage, err)
		return
	}
	s.sentAgain(p.ID, ts)
	s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: channel, TS: ts})
}

// newest is p with what was wanted of it while it waited for its turn.
func (s *sender) newest(p store.Post) store.Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, ok := s.newer[p.Key]; ok && n.Rev > p.Rev && !n.Deleted {
		return n
	}
	return p
}

// change brings a message up to date. Doing it twice does no harm.
func (s *sender) change(ctx context.Context, p store.Post) {
	b := s.b
	if b.pace.method(ctx, "chat.update") != nil {
		return
	}
	if !s.allowed(ctx, p) {
		return
	}
	err := b.plainly(render(p.Message), func(message payload) error {
		options := append(spell(message, ""), metadata(p))
		if len(message.Blocks) == 0 {
			options = append(options, slack.MsgOptionBlocks()) // else the old ones might stay
		}
		_, _, _, err := b.api.UpdateMessageContext(ctx, p.Sent, p.TS, options...)
		return withoutURL(err)
	})
	if err != nil {
		s.failed(ctx, p, "chat.update", err)
		return
	}
	s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: p.Sent, TS: p.TS})
}

// remove takes a message away.
func (s *sender) remove(ctx context.Context, p store.Post) {
	if p.TS != "" {
		if err := s.b.erase(ctx, p.Sent, p.TS); err != nil {
			s.failed(ctx, p, "chat.delete", err)
			return
		}
	}
	s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted})
}

// erase deletes a message of ours; one that is gone already is fine.
func (b *Bot) erase(ctx context.Context, channel, ts string) error {
	err := b.call(ctx, "chat.delete", func(ctx context.Context) error {
		_, _, err := b.api.DeleteMessageContext(ctx, channel, ts)
		return err
	})
	if reason(err) == "message_not_found" {
		return nil
	}
	return err
}

// allowed asks whether those whom p reaches may read it now (P13). What they may not
// read ends there, with the reason (P8).
func (s *sender) allowed(ctx context.Context, p store.Post) bool {
	why, err := s.b.barred(ctx, p)
	switch {
	case err != nil && ctx.Err() == nil:
		s.retry(ctx, p, "visibility unknown")
	case err == nil && why != "":
		s.b.log.Warn("a post is not for those whom it would reach", "post", p.ID, "kind", p.Kind, "why", why)
		s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Cancelled, Why: why})
	}
	return err == nil && why == ""
}

// failed decides by what is certain.
func (s *sender) failed(ctx context.Context, p store.Post, method string, err error) {
	switch what := fateOf(err); {
	case what == limited:
		s.b.metrics.limited.WithLabelValues(method).Inc()
		s.b.pace.hold(method, patience(err))
		s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Pending, Why: "ratelimited"})
	case what == refused && !lockedOut(err):
		s.b.log.Warn("slack refused a post", "post", p.ID, "kind", p.Kind, "error", err.Error())
		s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Refused, Why: err.Error()})
		if p.Channel != "" && s.b.deps.Refused != nil {
			s.b.deps.Refused(ctx, p.Channel, reason(err))
		}
	case what == unknown && method == postMessage:
		// It stays attempted, and is looked for when Slack had time to show it.
		s.b.log.Warn("a post's outcome is unknown", "post", p.ID, "kind", p.Kind, "error", err.Error())
		s.b.metrics.posts.WithLabelValues("unknown").Inc()
		s.look()
	default:
		s.retry(ctx, p, err.Error())
	}
}

// lockedOut reports an error that says nothing about the post.
func lockedOut(err error) bool {
	switch reason(err) {
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope", "team_access_not_granted":
		return true
	}
	return false
}

// retry tries again later, and later each time.
func (s *sender) retry(ctx context.Context, p store.Post, why string) {
	now := s.b.deps.Now()
	s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Pending, Why: why, Later: now.Add(time.Second << min(p.Attempts, 6))})
}

// metadata marks a message as the post's. Everyone can read it: ids only.
func metadata(p store.Post) slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metadataType, EventPayload: map[string]any{"id": p.ID, "rev": p.Rev}})
}

const metadataType = "dealdesk"
