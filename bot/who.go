package bot

import (
	"context"
	"fmt"
	"sync"
	"time"

	"dealdesk/chat"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"
)

// fresh is how long what we know about someone is believed without asking again.
// Changes are told to us (user_change); this covers those told while we were away.
const fresh = 15 * time.Minute

// directory knows the people of the workspace. Once someone is known, asking waits for
// nothing.
type directory struct {
	ask   func(ctx context.Context, user string) (*slack.User, error)
	later func(func(context.Context)) // runs something aside, waited for at shutdown
	me    func() *identity

	flight singleflight.Group
	mu     sync.Mutex
	known  map[string]knownPerson
}

type knownPerson struct {
	chat.Who
	at time.Time
}

// who describes someone. An error means that nothing is known about their rights, so
// nothing may be done for them.
func (d *directory) who(ctx context.Context, user string) (chat.Who, error) {
	d.mu.Lock()
	p, ok := d.known[user]
	d.mu.Unlock()
	if !ok {
		return d.learn(ctx, user)
	}
	if time.Since(p.at) > fresh {
		d.mu.Lock()
		p.at = time.Now() // one refresh at a time
		d.known[user] = p
		d.mu.Unlock()
		d.later(func(ctx context.Context) { _, _ = d.learn(ctx, user) }) // failed: the next request tries again
	}
	return p.Who, nil
}

// remembered is what is known about someone without asking, at least their id.
func (d *directory) remembered(user string) chat.Who {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p, ok := d.known[user]; ok {
		return p.Who
	}
	return chat.Who{User: user}
}

// learn asks Slack, once for all who wait.
func (d *directory) learn(ctx context.Context, user string) (chat.Who, error) {
	v, err, _ := d.flight.Do(user, func() (any, error) {
		u, err := d.ask(ctx, user)
		if err != nil {
			return chat.Who{}, err
		}
		w := d.me().describe(u)
		d.keep(w)
		return w, nil
	})
	return v.(chat.Who), err
}

// Meet looks these people up and tells the desk who they are. What changed while the bot
// was not there, nobody tells it: it calls this at each start.
func (b *Bot) Meet(ctx context.Context, users []string) error {
	route, ok := b.deps.Router.Named("profile")
	if !ok {
		return nil
	}
	for _, user := range users {
		who, err := b.people.learn(ctx, user)
		if reason(err) == "user_not_found" {
			b.log.Warn("nobody in the workspace has this id", "user", user)
			continue
		}
		if err != nil {
			return fmt.Errorf("bot: look up %s: %w", user, err)
		}
		now := b.deps.Now()
		req := chat.Request{ID: fmt.Sprintf("profile:%s:%d", user, now.UnixNano()), Kind: chat.Profile, Name: route.Name, Who: who, At: now}
		if _, err := route.Do(ctx, req); err != nil {
			return fmt.Errorf("bot: tell the desk about %s: %w", user, err)
		}
	}
	return nil
}

func (d *directory) keep(w chat.Who) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.known[w.User] = knownPerson{w, time.Now()}
}

// changed takes in a user_change and reports whether it says anything new: most are
// about someone's status line. The event lacks the language at times.
func (d *directory) changed(u *slack.User) (chat.Who, bool) {
	w := d.me().describe(u)
	d.mu.Lock()
	old, known := d.known[w.User]
	d.mu.Unlock()
	if w.Locale == "" {
		w.Locale = old.Locale
	}
	if known || w.Locale != "" {
		d.keep(w)
	}
	return w, !known || old.Who != w
}

// describe says what Slack's record of someone means to us.
func (me *identity) describe(u *slack.User) chat.Who {
	ours := u.TeamID == me.team || me.enterprise != "" && u.Enterprise.EnterpriseID == me.enterprise
	return chat.Who{
		Workspace: u.TeamID,
		User:      u.ID,
		Name:      firstOf(u.Profile.DisplayName, u.Profile.RealName, u.RealName, u.Name),
		Locale:    u.Locale,
		Zone:      u.TZ,
		Outside:   !ours || u.IsStranger,
		Guest:     u.IsRestricted || u.IsUltraRestricted,
		Gone:      u.Deleted,
	}
}
