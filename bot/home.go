package bot

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"dealdesk/chat"
)

// The home tab is published when somebody opens it. As long as they may still look at it, it is published
// again after everything they do and every message they are sent, but only if it looks different then:
// Slack draws a view anew even if it is the same.

const (
	homeFor   = 12 * time.Hour  // how long an opened tab is kept up
	homeEvery = 3 * time.Second // how often it is made anew at most
)

// homes are the home tabs that are kept up, by user.
type homes struct {
	mu  sync.Mutex
	tab map[string]*homeTab
	n   int // of times a tab was made anew
}

// homeTab is what is known of one person's tab.
type homeTab struct {
	turn sync.Mutex // held while the tab is made and published, so that no older one follows a newer one

	// Held by homes.mu:
	who    chat.Who
	opened time.Time
	made   time.Time // when it was last begun
	waits  bool      // it will be made anew

	// Held by turn:
	content [sha256.Size]byte // of what was published
	hash    string            // Slack's name for that
}

// open notes that a tab is looked at, and drops those that nobody has looked at for long.
func (h *homes) open(who chat.Who, now time.Time) *homeTab {
	h.mu.Lock()
	defer h.mu.Unlock()
	for user, t := range h.tab {
		if now.Sub(t.opened) > homeFor {
			delete(h.tab, user)
		}
	}
	t := h.tab[who.User]
	if t == nil {
		t = &homeTab{}
		h.tab[who.User] = t
	}
	t.who, t.opened, t.made = who, now, now
	return t
}

// queue returns a person's tab if it is looked at and is not already to be made anew, and how long to
// wait before that.
func (h *homes) queue(user string, now time.Time) (t *homeTab, wait time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t = h.tab[user]
	if t == nil || t.waits || now.Sub(t.opened) > homeFor {
		return nil, 0
	}
	t.waits = true
	return t, homeEvery - now.Sub(t.made)
}

// begin returns the request that makes a tab anew. What changes from here on needs another one.
func (h *homes) begin(t *homeTab, now time.Time) incoming {
	h.mu.Lock()
	defer h.mu.Unlock()
	t.waits, t.made = false, now
	h.n++
	id := fmt.Sprintf("home:%s:again:%d", t.who.User, h.n)
	return incoming{Request: chat.Request{ID: id, Kind: chat.Home, Name: "home", Who: t.who, At: now}}
}

// renewHome makes a person's home tab anew in the background, if they look at it.
func (b *Bot) renewHome(user string) {
	t, wait := b.homes.queue(user, b.deps.Now())
	if t == nil {
		return
	}
	b.inBackground(func(ctx context.Context) {
		if wait > 0 && !b.config.Unpaced && b.pace.sleep(ctx, wait) != nil {
			return
		}
		t.turn.Lock()
		defer t.turn.Unlock()
		in := b.homes.begin(t, b.deps.Now())
		reply, _ := b.perform(ctx, &in)
		if reply.Home == nil { // nobody asked for it: the log says why
			return
		}
		if err := b.publishHome(ctx, t, in.Who.User, *reply.Home); err != nil {
			b.log.Warn("home tab could not be renewed", "user", in.Who.User, "error", err.Error())
		}
	})
}

// openedHome shows the home tab to somebody who has opened it. It is not published if Slack still shows the
// same.
func (b *Bot) openedHome(ctx context.Context, in *incoming) {
	t := b.homes.open(in.Who, b.deps.Now())
	t.turn.Lock()
	defer t.turn.Unlock()
	reply, first := b.perform(ctx, in)
	if !first {
		return
	}
	if in.homeHash == "" || in.homeHash != t.hash {
		t.content = [sha256.Size]byte{}
	}
	if home := reply.Home; home != nil {
		reply.Home = nil
		b.countDelivery(in, b.publishHome(ctx, t, in.Who.User, *home))
	}
	b.deliver(in, reply)
}

// publishHome publishes a home tab unless it is what was published last.
func (b *Bot) publishHome(ctx context.Context, t *homeTab, user string, m chat.Message) error {
	view := renderHome(m)
	content := sha256.Sum256(encode(view))
	if content == t.content {
		return nil
	}
	return b.call(ctx, "views.publish", func(ctx context.Context) error {
		is, err := b.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: view})
		if err == nil {
			t.content, t.hash = content, is.Hash
		}
		return err
	})
}

// mayChangeHome reports whether a request may have changed what its sender's home tab shows.
func (in *incoming) mayChangeHome() bool {
	return in.Name != "" && !in.page && in.Kind != chat.Home && in.Kind != chat.Options
}
