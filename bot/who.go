package bot

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"

	"dealdesk/chat"
)

// refreshEvery is how long cached information is used before Slack is asked again.
// Changes arrive as events; this covers those missed while the bot was down.
const refreshEvery = 15 * time.Minute

// directory caches the people of the workspace. Looking up a known person does not block.
type directory struct {
	fetch      func(ctx context.Context, user string) (*slack.User, error)
	background func(func(context.Context)) // runs a function in the background
	me         func() *identity

	flight singleflight.Group
	mu     sync.Mutex
	known  map[string]knownPerson
}

type knownPerson struct {
	chat.Who
	at time.Time
}

// lookUp returns a person. After an error nothing is known about their rights, so nothing
// may be done for them.
func (d *directory) lookUp(ctx context.Context, user string) (chat.Who, error) {
	d.mu.Lock()
	p, ok := d.known[user]
	d.mu.Unlock()
	if !ok {
		return d.refresh(ctx, user)
	}
	if time.Since(p.at) > refreshEvery {
		d.mu.Lock()
		p.at = time.Now() // one refresh at a time
		d.known[user] = p
		d.mu.Unlock()
		d.background(func(ctx context.Context) { _, _ = d.refresh(ctx, user) }) // after a failure the next request tries again
	}
	return p.Who, nil
}

// knows reports whether a person can be looked up without asking Slack.
func (d *directory) knows(user string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, ok := d.known[user]
	return ok
}

// cached returns a person without asking Slack, if need be with only the id.
func (d *directory) cached(user string) chat.Who {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p, ok := d.known[user]; ok {
		return p.Who
	}
	return chat.Who{User: user}
}

// refresh asks Slack, with one call for all concurrent callers.
func (d *directory) refresh(ctx context.Context, user string) (chat.Who, error) {
	v, err, _ := d.flight.Do(user, func() (any, error) {
		u, err := d.fetch(ctx, user)
		if err != nil {
			return chat.Who{}, err
		}
		w := d.me().who(u)
		d.keep(w)
		return w, nil
	})
	return v.(chat.Who), err
}

// Meet looks people up and passes their profiles to the profile route. It is called at
// each start, because changes made while the bot was down send no event.
func (b *Bot) Meet(ctx context.Context, users []string) error {
	route, ok := b.deps.Router.Named("profile")
	if !ok {
		return nil
	}
	for _, user := range users {
		who, err := b.people.refresh(ctx, user)
		if errorCode(err) == "user_not_found" {
			b.log.Warn("nobody in the workspace has this id", "user", user)
			continue
		}
		if err != nil {
			return fmt.Errorf("bot: look up %s: %w", user, err)
		}
		now := b.deps.Now()
		req := chat.Request{ID: fmt.Sprintf("profile:%s:%d", user, now.UnixNano()), Kind: chat.Profile, Name: route.Name, Who: who, At: now}
		if _, err := route.Do(ctx, req); err != nil {
			return fmt.Errorf("bot: update the profile of %s: %w", user, err)
		}
	}
	return nil
}

func (d *directory) keep(w chat.Who) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.known[w.User] = knownPerson{w, time.Now()}
}

// update applies a user_change event and reports whether anything relevant changed: most
// are about the status line. The event sometimes lacks the language.
func (d *directory) update(u *slack.User) (chat.Who, bool) {
	w := d.me().who(u)
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

// who converts Slack's record of a person.
func (me *identity) who(u *slack.User) chat.Who {
	ours := u.TeamID == me.team || me.enterprise != "" && u.Enterprise.EnterpriseID == me.enterprise
	return chat.Who{
		Workspace: u.TeamID,
		User:      u.ID,
		Name:      cmp.Or(u.Profile.DisplayName, u.Profile.RealName, u.RealName, u.Name),
		Email:     u.Profile.Email, // "" without the scope users:read.email
		Locale:    u.Locale,
		Zone:      u.TZ,
		Outside:   !ours || u.IsStranger,
		Guest:     u.IsRestricted || u.IsUltraRestricted,
		Gone:      u.Deleted,
	}
}

func (b *Bot) identify(ctx context.Context, in *incoming) error {
	if in.profile != nil {
		return nil // the event contains the profile
	}
	if !b.people.knows(in.Who.User) { // strangers never take the places of people who are known
		defer b.unknowns.Add(-1)
		if b.unknowns.Add(1) > maxUnknown {
			return errBusy
		}
		select {
		case b.strangers <- struct{}{}:
			defer func() { <-b.strangers }()
		case <-ctx.Done():
			return errBusy
		}
	}
	who, err := b.people.lookUp(ctx, in.Who.User)
	if err == nil {
		in.Who = who
	}
	return err
}

// maxMentioned is how many people mentioned in one line are looked up.
const maxMentioned = 5

// mentioned matches a mention, or an id too long to be typed by accident.
var mentioned = regexp.MustCompile(`<@([UW][A-Z0-9]+)|\b([UW][A-Z0-9]{8,})\b`)

var userID = regexp.MustCompile(`^[UW][A-Z0-9]+$`).MatchString

// mentionedPeople looks up the people mentioned in a request. Unknown ids are left out.
func (b *Bot) mentionedPeople(ctx context.Context, req chat.Request) (found []chat.Who) {
	var ids []string
	for _, m := range mentioned.FindAllStringSubmatch(req.Args+" "+req.About.Text, -1) {
		ids = append(ids, cmp.Or(m[1], m[2]))
	}
	for _, text := range req.Fields {
		if userID(text) {
			ids = append(ids, text)
		}
	}
	for _, id := range ids[:min(len(ids), maxMentioned)] {
		who, err := b.people.lookUp(ctx, id)
		if err != nil {
			b.log.Warn("mentioned person could not be looked up", "request", req.ID, "error", withoutURL(err).Error())
			continue
		}
		found = append(found, who)
	}
	return found
}
