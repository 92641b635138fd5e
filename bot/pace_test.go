package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/lang"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// wire is Slack's Web API without a network, so that long tests can run in a synctest
// bubble with fake time.
type wire struct {
	mu           sync.Mutex
	posts        []wirePost
	answerPost   func(n int) error // how the n-th chat.postMessage ends; it takes effect even if this is an error
	historyDelay time.Duration     // until history shows a message whose answer was lost
}

type wirePost struct {
	at, visible time.Time
	channel, ts string
	metadata    json.RawMessage
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	var answer any
	switch method := strings.TrimPrefix(r.URL.Path, "/api/"); method {
	case "chat.postMessage":
		p := wirePost{at: now, visible: now, channel: form.Get("channel"), ts: slackTime(now), metadata: json.RawMessage(form.Get("metadata"))}
		var err error
		if w.answerPost != nil {
			err = w.answerPost(len(w.posts))
		}
		if err != nil {
			p.visible = now.Add(w.historyDelay)
		}
		w.posts = append(w.posts, p)
		if err != nil {
			return nil, err
		}
		answer = map[string]any{"ok": true, "channel": p.channel, "ts": p.ts}
	case "conversations.info":
		answer = map[string]any{"ok": true, "channel": map[string]any{"id": form.Get("channel")}}
	case "conversations.history":
		messages := []map[string]any{}
		for _, p := range w.posts {
			if !p.visible.After(now) && p.channel == form.Get("channel") {
				messages = append(messages, map[string]any{"type": "message", "user": "UBOT", "ts": p.ts, "metadata": p.metadata})
			}
		}
		answer = map[string]any{"ok": true, "messages": messages}
	case "chat.delete":
		kept := w.posts[:0]
		for _, p := range w.posts {
			if p.ts != form.Get("ts") {
				kept = append(kept, p)
			}
		}
		w.posts = kept
		answer = map[string]any{"ok": true}
	default:
		return nil, fmt.Errorf("%s is not wired", method)
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(encode(answer)))),
		Request: r}, nil
}

// sent returns the messages that are there now.
func (w *wire) sent() []wirePost {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.posts)
}

// bubble runs a sender against the wire in fake time, with a real store.
func bubble(t *testing.T, w *wire, test func(ctx context.Context, b *Bot, put func(...store.Post))) {
	restarting(t, w, func(ctx context.Context, b *Bot, _ func() *Bot, put func(...store.Post)) { test(ctx, b, put) })
}

// restarting is bubble with a bot that can be stopped and started again.
func restarting(t *testing.T, w *wire, test func(ctx context.Context, b *Bot, restart func() *Bot, put func(...store.Post))) {
	synctest.Test(t, func(t *testing.T) {
		backend, err := bolt.Open(filepath.Join(t.TempDir(), "desk.db"), bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer backend.Close()
		s, err := store.Open(t.Context(), backend, store.Options{Now: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		words, err := lang.Open()
		if err != nil {
			t.Fatal(err)
		}
		router, err := chat.NewRouter(nil, words.Names, phrase.Distance)
		if err != nil {
			t.Fatal(err)
		}
		start := func() (*Bot, func()) {
			b, err := New(Config{Mode: HTTP, BotToken: NewSecret("xoxb"), SigningSecret: NewSecret("secret")},
				Deps{Router: router, Outbox: s, Lang: words, Log: slog.New(slog.DiscardHandler), Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			b.guard.RoundTripper = w
			b.me.Store(&identity{user: "UBOT", team: "T1"})
			ctx, cancel := context.WithCancel(t.Context())
			var running sync.WaitGroup
			running.Go(func() { b.sender.run(ctx) })
			return b, sync.OnceFunc(func() {
				cancel()
				running.Wait()
				b.sender.lanes.finish(time.Second)
				b.sender.watches.finish(time.Second)
				b.cancelWork()
			})
		}
		b, stop := start()
		ctx := t.Context()
		restart := func() *Bot {
			stop()
			b, stop = start()
			return b
		}
		n := 0
		test(ctx, b, restart, func(posts ...store.Post) {
			n++
			_, err := s.Update(ctx, store.Change{Once: fmt.Sprint("put ", n), Actor: "test", At: time.Now(), What: "put"}, func(tx *store.Tx) error {
				for _, p := range posts {
					if err := tx.Post(p); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		stop()
	})
}

func TestPostsKeepToSlacksRateAndFanOutUsesAlmostAllOfIt(t *testing.T) {
	w := &wire{}
	bubble(t, w, func(ctx context.Context, b *Bot, put func(...store.Post)) {
		const channels, each = 54, 10
		var posts []store.Post
		for i := range channels * each {
			posts = append(posts, store.Post{Key: fmt.Sprint("p", i), Channel: fmt.Sprintf("C%d", i%channels), Message: chat.Message{Text: "x"}})
		}
		began := time.Now()
		put(posts...)
		if err := b.Idle(ctx); err != nil {
			t.Fatal(err)
		}
		sent := w.sent()
		if len(sent) != channels*each {
			t.Fatalf("%d of %d were posted", len(sent), channels*each)
		}
		last := map[string]time.Time{}
		for i, p := range sent {
			if before, ok := last[p.channel]; ok && p.at.Sub(before) < time.Second {
				t.Errorf("%s got two messages within %v", p.channel, p.at.Sub(before))
			}
			last[p.channel] = p.at
			if i >= 525 && p.at.Sub(sent[i-525].at) < time.Minute {
				t.Errorf("526 messages within %v", p.at.Sub(sent[i-525].at))
			}
		}
		took := time.Since(began).Seconds()
		ideal := float64(channels*each-1) / (525.0 / 60)
		t.Logf("%.1f %% of the allowed rate", 100*ideal/took)
		if ideal/took < 0.98 {
			t.Errorf("the fan-out took %.1f s, %.1f s is possible", took, ideal)
		}
	})
}

func TestBusyChannelDoesNotDelayOtherChannels(t *testing.T) {
	w := &wire{}
	bubble(t, w, func(ctx context.Context, b *Bot, put func(...store.Post)) {
		var posts []store.Post
		for i := range 600 { // more than the sender reads ahead
			posts = append(posts, store.Post{Key: fmt.Sprint("p", i), Channel: "CBUSY", Message: chat.Message{Text: "x"}})
		}
		put(posts...)
		began := time.Now()
		put(store.Post{Key: "other", Channel: "COTHER", Message: chat.Message{Text: "x"}})
		for {
			synctest.Wait()
			for _, p := range w.sent() {
				if p.channel == "COTHER" {
					if waited := p.at.Sub(began); waited > 5*time.Second {
						t.Errorf("the other channel waited %v", waited)
					}
					return
				}
			}
			if time.Since(began) > time.Minute {
				t.Fatal("the other channel waited for the busy one")
			}
			pause(ctx, time.Second)
		}
	})
}

func TestLateDuplicateIsDeletedWithinAMinute(t *testing.T) {
	w := &wire{historyDelay: 15 * time.Second, answerPost: func(n int) error {
		if n == 0 {
			return io.ErrUnexpectedEOF
		}
		return nil
	}}
	bubble(t, w, func(ctx context.Context, b *Bot, put func(...store.Post)) {
		began := time.Now()
		put(store.Post{Key: "digest", Channel: "C1", Message: chat.Message{Text: "digest"}})
		if err := b.Idle(ctx); err != nil {
			t.Fatal(err)
		}
		sent := w.sent()
		if len(sent) != 2 {
			t.Fatalf("%d messages, want the lost one and its duplicate", len(sent))
		}
		right := sent[1].ts
		b.sender.watches.finish(time.Minute)
		if took := time.Since(began); took > time.Minute {
			t.Errorf("watching took %v", took)
		}
		if left := w.sent(); len(left) != 1 || left[0].ts != right {
			t.Errorf("%d messages are left", len(left))
		}
	})
}

func TestTheWatchForADuplicateOutlivesARestart(t *testing.T) {
	w := &wire{historyDelay: 15 * time.Second, answerPost: func(n int) error {
		if n == 0 {
			return io.ErrUnexpectedEOF
		}
		return nil
	}}
	restarting(t, w, func(ctx context.Context, b *Bot, restart func() *Bot, put func(...store.Post)) {
		began := time.Now()
		put(store.Post{Key: "digest", Channel: "C1", Message: chat.Message{Text: "digest"}})
		if err := b.Idle(ctx); err != nil {
			t.Fatal(err)
		}
		if len(w.posts) != 2 {
			t.Fatalf("%d messages, want the lost one and its duplicate", len(w.posts))
		}
		right := w.posts[1].ts
		b = restart()
		synctest.Wait()
		b.sender.watches.finish(time.Minute)
		if took := time.Since(began); took > time.Minute {
			t.Errorf("watching took %v", took)
		}
		if len(w.posts) != 1 || w.posts[0].ts != right {
			t.Errorf("%d messages are left", len(w.posts))
		}
		if left, err := b.deps.Outbox.Watched(ctx); err != nil || len(left) != 0 {
			t.Errorf("still watched: %v, %v", left, err)
		}
	})
}

func TestAnswerOvertakesAFanOut(t *testing.T) {
	w := &wire{}
	bubble(t, w, func(ctx context.Context, b *Bot, put func(...store.Post)) {
		var posts []store.Post
		for i := range 200 {
			posts = append(posts, store.Post{Key: fmt.Sprint("p", i), Channel: fmt.Sprint("C", i), Message: chat.Message{Text: "x"}})
		}
		put(posts...)
		synctest.Wait()
		began := time.Now()
		if err := b.post(ctx, "DUANA", "", render(chat.Message{Text: "answer"})); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(began); waited > 3*time.Second {
			t.Errorf("the answer waited %v", waited)
		}
	})
}
