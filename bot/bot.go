// Package bot is the only code that knows Slack. It hears what people do, over Socket
// Mode or signed HTTP, turns it into a chat.Request, hands it to its route and answers;
// beside that it keeps the outbox: every store.Post becomes, and stays, one Slack
// message. main makes one Bot and runs it. No Slack type leaves the package.
//
// The way of a request is: socket.go or http.go (receive), decode*.go, answer.go,
// reply.go. The way of a Post is: send.go (when), post.go (what), lost.go (what if). Both
// end in render*.go, and nothing leaves but through client.go and pace.go.
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/store"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/slack-go/slack"
	"golang.org/x/sync/errgroup"
)

// Mode is how Slack reaches the bot.
type Mode string

const (
	Socket Mode = "socket" // the bot calls Slack: no public address needed
	HTTP   Mode = "http"   // Slack calls the bot, signed
)

// Config is the [slack] part of the configuration.
type Config struct {
	Mode          Mode
	BotToken      Secret                   // xoxb-
	AppToken      Secret                   // xapp-, Socket only
	SigningSecret Secret                   // HTTP only
	APIURL        string                   // "" is Slack's own
	Listen        string                   // address of the HTTP server; "" when the caller serves Handler
	PingInterval  time.Duration            // a socket silent for longer is dead; 0 is 30 s
	Connections   int                      // sockets held at once; 0 is 2, so that one may be renewed without a gap
	Reactions     []string                 // emoji names that mean something; all others are not heard
	Overheard     func(text string) string // the route that words in a thread may concern though they are not addressed to us, "" for none; nil hears none
	Unpaced       bool                     // post without Slack's pace: only against a local Slack
}

// Outbox is what the sender needs of the store.
type Outbox interface {
	// Due returns posts whose time has come and whose message is not what it should be.
	Due(ctx context.Context, now time.Time, limit int) ([]store.Post, error)
	// Settle writes down, durably, what became of posts.
	Settle(ctx context.Context, outcomes []store.Outcome) error
	// NextDue is when the next post's time comes, zero if none waits for it.
	NextDue(ctx context.Context, now time.Time) (time.Time, error)
	// Wake is readable after a commit that put a Post.
	Wake() <-chan struct{}
}

// Deps are what a Bot works with.
type Deps struct {
	Router *chat.Router
	Outbox Outbox
	Lang   *lang.Catalog
	Log    *slog.Logger
	Now    func() time.Time
	// Sleep waits for as long by the clock of Now, or until ctx ends; nil waits in real
	// time. A clock that is moved by hand may move on instead.
	Sleep   func(context.Context, time.Duration) error
	Metrics prometheus.Registerer // nil: a registry of its own

	// Barred is asked before a Post goes out, new or changed: why may those it reaches not
	// read it, or not any more (P13)? "" is that they may, nil that everybody always may.
	Barred func(context.Context, store.Post) (why string, err error)
	// Refused is told, after it was written down, that Slack refuses a post to a channel
	// and why; nil: nobody is.
	Refused func(ctx context.Context, channel, why string)
	// Language is the language someone chose; nil or "" follows their Slack locale.
	Language func(context.Context, chat.Who) string
}

// Bot is the desk's place in one Slack workspace. Make it with New, start it with Run.
type Bot struct {
	config  Config
	deps    Deps
	log     *slog.Logger
	metrics *metrics
	client  *http.Client
	guard   *guard
	api     *slack.Client // never logged: its fields are tokens
	pace    *pace
	people  *directory
	sender  *sender

	me      atomic.Pointer[identity] // nil until ready
	ready   chan struct{}
	direct  sync.Map // user -> direct message channel
	rooms   sync.Map // channel -> room
	recent  *recent
	aside   aside
	slots   chan struct{}
	waiting atomic.Int64
	work    context.Context // of everything a request does; ends late in a shutdown
	stop    context.CancelFunc
	running group
	failed  chan error // what must end the process
	sockets sockets
}

// New makes a Bot. It calls nobody; Run does.
func New(c Config, d Deps) (*Bot, error) {
	c.APIURL = firstOf(c.APIURL, slack.APIURL)
	if !strings.HasSuffix(c.APIURL, "/") {
		c.APIURL += "/"
	}
	if c.PingInterval == 0 {
		c.PingInterval = 30 * time.Second
	}
	if c.Connections == 0 {
		c.Connections = 2
	}
	switch {
	case c.Mode != Socket && c.Mode != HTTP:
		return nil, fmt.Errorf("bot: mode must be %q or %q", Socket, HTTP)
	case c.BotToken.Empty():
		return nil, errors.New("bot: the bot token is missing")
	case c.Mode == Socket && c.AppToken.Empty():
		return nil, errors.New("bot: socket mode needs an app token")
	case c.Mode == HTTP && c.SigningSecret.Empty():
		return nil, errors.New("bot: http mode needs the signing secret")
	}
	if d.Metrics == nil {
		d.Metrics = prometheus.NewRegistry()
	}
	m, err := newMetrics(d.Metrics)
	if err != nil {
		return nil, fmt.Errorf("bot: metrics: %w", err)
	}
	client, guard, err := newHTTPClient(c.APIURL)
	if err != nil {
		return nil, err
	}
	b := &Bot{
		config: c, deps: d, log: d.Log, metrics: m, client: client, guard: guard,
		api: slack.New(c.BotToken.Reveal(), slack.OptionAppLevelToken(c.AppToken.Reveal()),
			slack.OptionAPIURL(c.APIURL), slack.OptionHTTPClient(client)),
		pace: newPace(c.Unpaced, d.Now, d.Sleep), recent: newRecent(8192),
		slots: make(chan struct{}, maxAtOnce), failed: make(chan error, 1), ready: make(chan struct{}),
	}
	b.work, b.stop = context.WithCancel(context.Background())
	b.people = &directory{ask: b.askUser, later: b.later, me: b.me.Load, known: map[string]knownPerson{}}
	b.sender = newSender(b)
	return b, nil
}

// Run receives and sends until ctx ends or something makes going on unsafe. Then it
// receives no more, finishes what runs, sends what can be sent, and returns; all within
// 9 s (P20). Its error is not nil when the process must not be restarted blindly
// (rejected tokens) or must be restarted (store.ErrUnsure).
func (b *Bot) Run(ctx context.Context) error {
	defer b.stop()
	if err := b.introduce(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	receive, hangUp := context.WithCancel(ctx)
	defer hangUp()
	sending, stopSending := context.WithCancel(context.Background())
	defer stopSending()
	var sender errgroup.Group
	sender.Go(func() error { return b.sender.run(sending) })

	receiver, receiving := errgroup.WithContext(receive)
	if b.config.Mode == Socket {
		for range b.config.Connections {
			receiver.Go(func() error { return b.keepConnected(receiving) })
		}
	} else if b.config.Listen != "" {
		receiver.Go(func() error { return b.listen(receiving) })
	} else {
		receiver.Go(func() error { <-receiving.Done(); return nil })
	}
	receiver.Go(func() error {
		select {
		case err := <-b.failed:
			return err
		case <-receiving.Done():
			return nil
		}
	})

	<-receiving.Done()
	b.running.close()
	b.sockets.stopReading()
	b.running.finish(4 * time.Second)
	b.sender.finish(sending, 3*time.Second)
	stopSending()
	b.sender.lanes.finish(time.Second)
	b.sender.watches.finish(time.Second)
	b.stop()
	b.running.finish(time.Second)
	b.sockets.hangUp()
	return errors.Join(receiver.Wait(), sender.Wait())
}

// fail ends Run with err: what the process holds in memory can no longer be trusted.
func (b *Bot) fail(err error) {
	select {
	case b.failed <- err:
	default: // the first reason is enough
	}
}

// Idle returns when no request is being worked on and the outbox holds nothing due: for
// demos and tests, which want to see what an act led to.
func (b *Bot) Idle(ctx context.Context) error {
	b.sender.look() // the clock may have been moved
	for {
		worked, sent := b.running.changed(), b.sender.lanes.changed()
		if b.running.idle() && b.sender.lanes.idle() {
			due, err := b.deps.Outbox.Due(ctx, b.deps.Now(), 1)
			if err != nil {
				return err
			}
			if len(due) == 0 && b.running.idle() {
				return nil
			}
		}
		select {
		case <-worked:
		case <-sent:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Ready is closed when Slack has accepted us: requests are answered from then on.
func (b *Bot) Ready() <-chan struct{} { return b.ready }

// introduce asks Slack who we are, for as long as it cannot be reached.
func (b *Bot) introduce(ctx context.Context) error {
	wait := time.Second
	for {
		var who *slack.AuthTestResponse
		err := b.call(ctx, "auth.test", func(ctx context.Context) (err error) {
			who, err = b.api.AuthTestContext(ctx)
			return err
		})
		switch {
		case err == nil:
			b.me.Store(&identity{user: who.UserID, bot: who.BotID, team: who.TeamID, enterprise: who.EnterpriseID, reactions: b.config.Reactions, overheard: b.config.Overheard})
			close(b.ready)
			return nil
		case ctx.Err() != nil:
			return nil
		case fateOf(err) == refused:
			return fmt.Errorf("bot: slack does not accept the bot token: %w", err)
		}
		b.log.Warn("slack cannot be reached", "error", err.Error(), "again_in", wait.String())
		if !pause(ctx, wait) {
			return nil
		}
		wait = min(2*wait, 30*time.Second)
	}
}

func (b *Bot) askUser(ctx context.Context, user string) (*slack.User, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var u *slack.User
	err := b.call(ctx, "users.info", func(ctx context.Context) (err error) {
		u, err = b.api.GetUserInfoContext(ctx, user, slack.GetUserInfoOptionIncludeLocale(true))
		return err
	})
	return u, err
}

// later runs something beside a request; a shutdown waits for it.
func (b *Bot) later(do func(context.Context)) {
	if b.running.start() {
		go func() {
			defer b.running.done()
			do(b.work)
		}()
	}
}
