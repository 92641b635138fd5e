package bot

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"dealdesk/store"
)

// post sends a new message.
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
			s.failed(ctx, p, openDirect, err)
			return
		}
	}
	if b.pace.waitPost(ctx, channel) != nil {
		return // shutting down
	}
	p = s.newest(p)
	if !s.allowed(ctx, p) { // it may have waited a long time
		return
	}
	if !s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Attempted}) {
		return
	}
	var ts string
	err := b.withFallback(render(p.Message), func(message payload) (err error) {
		_, ts, err = b.api.PostMessageContext(ctx, channel, append(messageOptions(message, p.Thread), metadata(p))...)
		return named(ts, withoutURL(err))
	})
	if err != nil {
		s.failed(ctx, p, postMessage, err)
		return
	}
	s.noteResent(p.ID, ts)
	s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: channel, TS: ts})
}

// named returns an error of unknown outcome if an answer names no message: such an answer is
// not Slack's, whatever it says.
func named(ts string, err error) error {
	if err == nil && ts == "" {
		return errors.New("the answer names no message")
	}
	return err
}

// newest returns p as last read from the outbox, if it changed while waiting.
func (s *sender) newest(p store.Post) store.Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, ok := s.newer[p.Key]; ok && n.Rev > p.Rev && !n.Deleted {
		return n
	}
	return p
}

// update brings a message up to date. It is idempotent.
func (s *sender) update(ctx context.Context, p store.Post) {
	b := s.b
	leave, err := b.pace.enter(ctx, updateMessage)
	if err != nil {
		return // shutting down
	}
	defer leave()
	if !s.allowed(ctx, p) {
		return
	}
	err = b.withFallback(render(p.Message), func(message payload) error {
		options := append(messageOptions(message, ""), metadata(p))
		if len(message.Blocks) == 0 {
			options = append(options, slack.MsgOptionBlocks()) // otherwise old blocks might stay
		}
		_, ts, _, err := b.api.UpdateMessageContext(ctx, p.Sent, p.TS, options...)
		return named(ts, withoutURL(err))
	})
	if err != nil {
		s.failed(ctx, p, updateMessage, err)
		return
	}
	s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: p.Sent, TS: p.TS})
}

// remove deletes a post's message.
func (s *sender) remove(ctx context.Context, p store.Post) {
	if p.TS != "" {
		if err := s.b.deleteMessage(ctx, p.Sent, p.TS); err != nil {
			s.failed(ctx, p, "chat.delete", err)
			return
		}
	}
	s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted})
}

// deleteMessage deletes a message of ours. It is no error if the message is gone.
func (b *Bot) deleteMessage(ctx context.Context, channel, ts string) error {
	err := b.call(ctx, "chat.delete", func(ctx context.Context) error {
		_, deleted, err := b.api.DeleteMessageContext(ctx, channel, ts)
		return named(deleted, err)
	})
	if errorCode(err) == "message_not_found" {
		return nil
	}
	return err
}

// allowed checks whether the readers of p may see it now (P13). If not, it cancels the
// post with the reason (P8).
func (s *sender) allowed(ctx context.Context, p store.Post) bool {
	why, err := s.b.barredReason(ctx, p)
	switch {
	case err != nil && ctx.Err() == nil:
		s.retry(ctx, p, "visibility unknown")
	case err == nil && why != "":
		s.b.log.Warn("post cancelled, its readers may not see it", "post", p.ID, "kind", p.Kind, "why", why)
		s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Cancelled, Why: why})
		if why == sharedReason && s.b.deps.Refused != nil {
			s.b.deps.Refused(ctx, p.Channel, why)
		}
	}
	return err == nil && why == ""
}

// failed handles a failed call.
func (s *sender) failed(ctx context.Context, p store.Post, method string, err error) {
	switch what := classify(err); {
	case what == limited:
		s.b.metrics.limited.WithLabelValues(method).Inc()
		s.b.pace.holdMethod(method, retryAfter(err))
		s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Pending, Why: "ratelimited"})
	case what == refused && !isAuthError(err):
		s.b.log.Warn("slack refused a post", "post", p.ID, "kind", p.Kind, "error", err.Error())
		s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Refused, Why: err.Error()})
		if p.Channel != "" && s.b.deps.Refused != nil {
			s.b.deps.Refused(ctx, p.Channel, errorCode(err))
		}
	case (what == unknown || what == strange) && method == postMessage:
		// The post stays attempted and is looked up once Slack had time to show it.
		s.b.log.Warn("a post's outcome is unknown", "post", p.ID, "kind", p.Kind, "error", err.Error())
		s.b.metrics.posts.WithLabelValues("unknown").Inc()
		s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Attempted, Why: err.Error()})
		s.wake()
	default:
		s.retry(ctx, p, err.Error())
	}
}

// isAuthError reports whether Slack refused the token rather than the request.
func isAuthError(err error) bool {
	switch errorCode(err) {
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope", "team_access_not_granted":
		return true
	}
	return false
}

// retry tries again later, with exponential backoff.
func (s *sender) retry(ctx context.Context, p store.Post, why string) {
	now := s.b.deps.Now()
	s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Pending, Why: why, Later: now.Add(time.Second << min(p.Attempts, 6))})
}

// metadata marks a message with the id of its post. Everyone can read it, so it must not
// contain more.
func metadata(p store.Post) slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metadataType, EventPayload: map[string]any{"id": p.ID, "rev": p.Rev}})
}

const metadataType = "dealdesk"
