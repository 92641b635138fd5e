// Package bot is the only code that talks to Slack. It receives what people do over
// Socket Mode or signed HTTP, turns it into a chat.Request, passes it to its route and
// delivers the reply. It also works off the outbox: each store.Post becomes one Slack
// message and is kept up to date. No Slack type leaves the package.
//
// A request passes through socket.go or http.go, decode*.go, answer.go and reply.go.
// A Post passes through send.go (when), post.go (what) and lost.go (if its outcome is
// unknown). Both are rendered by render*.go and go out through client.go and pace.go.
package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/slack-go/slack"
	"golang.org/x/sync/errgroup"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/store"
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
	BotToken      Secret                                 // xoxb-
	AppToken      Secret                                 // xapp-, Socket only
	SigningSecret Secret                                 // HTTP only
	APIURL        string                                 // "" means Slack's own
	Listen        string                                 // address of the HTTP server; "" when the caller serves Handler
	PingInterval  time.Duration                          // a socket silent for longer is dead; 0 means 30 s
	Connections   int                                    // open sockets; 0 means 2, so that one can be renewed without a gap
	Reactions     []string                               // names of the emoji passed to the reaction route; others are ignored
	Overheard     func(text string) string               // route for a thread message not addressed to the bot, "" for none; may be nil
	Plain         string                                 // route for plain words to the bot, whose answer may be Unknown; "" for none
	Sentence      func(line string, at time.Time) bool   // reports whether a line that begins as a command is none; may be nil
	Meant         func(line string, at time.Time) string // route for a line to the bot that names no command, "" for none; may be nil
	Unpaced       bool                                   // post without rate limiting: only for a local Slack
}

// Outbox is the part of the store that the sender uses.
type Outbox interface {
	// Due returns posts whose time has come and whose message is not up to date.
	Due(ctx context.Context, now time.Time, limit int) ([]store.Post, error)
	// Settle records the outcomes of posts durably.
	Settle(ctx context.Context, outcomes []store.Outcome) error
	// NextDue returns when the next waiting post becomes due, zero if none waits.
	NextDue(ctx context.Context, now time.Time) (time.Time, error)
	// Watch marks posts to be checked for duplicates until Unwatch; Watched lists them.
	Watch(ctx context.Context, keys ...string) error
	Unwatch(ctx context.Context, keys ...string) error
	Watched(ctx context.Context) ([]store.Post, error)
	// Wake receives a value after each commit that put a Post.
	Wake() <-chan struct{}
}

// Deps are the dependencies of a Bot.
type Deps struct {
	Router *chat.Router
	Outbox Outbox
	Lang   *lang.Catalog
	Log    *slog.Logger
	Now    func() time.Time
	// Sleep waits for a duration on the clock of Now, or until ctx ends; nil waits in
	// real time. A test clock may advance itself instead.
	Sleep   func(context.Context, time.Duration) error
	Metrics prometheus.Registerer // nil means a new registry

	// Barred is called before a Post is sent or updated. It returns why its readers may
	// not see it (P13), "" if they may. Nil allows everything.
	Barred func(context.Context, store.Post) (why string, err error)
	// Refused is called after Slack's refusal of a post to a channel was recorded. May
	// be nil.
	Refused func(ctx context.Context, channel, why string)
	// Steady reports whether the clock can be trusted. While it cannot, nothing is sent. Nil
	// trusts it.
	Steady func(context.Context) bool
	// Language returns the language someone chose; nil or "" follows their Slack locale.
	Language func(context.Context, chat.Who) string
	// OwnThread reports whether a thread is below a message of the bot. Nil: none is.
	OwnThread func(context.Context, chat.Where) bool
}

// Bot connects the desk to one Slack workspace. Make it with New, start it with Run.
type Bot struct {
	config  Config
	deps    Deps
	log     *slog.Logger
	metrics *metrics
	client  *http.Client
	guard   *guard
	api     *slack.Client // never log it: its fields are tokens
	pace    *pacer
	people  *directory
	sender  *sender

	me             atomic.Pointer[identity] // nil until ready
	ready          chan struct{}
	homes          homes
	directChannels sync.Map // user -> direct message channel
	channels       sync.Map // channel -> channelInfo
	recent         *recent
	deleted        *recent // messages that are gone
	talks          talks   // threads in which people go on talking with us
	malformed      malformedLog
	slots          chan struct{}
	strangers      chan struct{} // look-ups of people who are not known yet
	unknowns       atomic.Int64  // people who are not known yet and wait for their look-up
	large          chan []byte   // memory for large HTTP bodies, nil until it is used
	waiting        atomic.Int64
	workCtx        context.Context // context of all request work; ends late in a shutdown
	cancelWork     context.CancelFunc
	answerCtx      context.Context // of answers; ends after workCtx: whoever waits is told that it was not done
	cancelAnswers  context.CancelFunc
	running        group
	failed         chan error // errors that must end the process
	sockets        sockets
}

// New makes a Bot without calling Slack.
func New(c Config, d Deps) (*Bot, error) {
	c.APIURL = cmp.Or(c.APIURL, slack.APIURL)
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
		pace: newPacer(c.Unpaced, d.Now, d.Sleep), recent: newRecent(8192), deleted: newRecent(8192),
		homes:     homes{tab: map[string]*homeTab{}},
		slots:     make(chan struct{}, maxRunning),
		strangers: make(chan struct{}, maxStrangers), large: make(chan []byte, largeBodies),
		failed: make(chan error, 1), ready: make(chan struct{}),
	}
	for range largeBodies {
		b.large <- nil
	}
	b.workCtx, b.cancelWork = context.WithCancel(context.Background())
	b.answerCtx, b.cancelAnswers = context.WithCancel(context.Background())
	b.people = &directory{fetch: b.askUser, background: b.inBackground, me: b.me.Load, known: map[string]knownPerson{}}
	b.sender = newSender(b)
	return b, nil
}

// Run receives and sends until ctx ends or continuing would be unsafe. Then it stops
// receiving, finishes running work, sends what it can and returns, all within 9 s (P20).
// The error is not nil if the process must not be restarted blindly (rejected tokens) or
// must be restarted (store.ErrUnsure).
func (b *Bot) Run(ctx context.Context) error {
	defer b.cancelAnswers()
	defer b.cancelWork()
	if err := b.authenticate(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	receive, hangUp := context.WithCancel(ctx)
	defer hangUp()
	sending, stopSending := context.WithCancel(context.Background())
	defer stopSending()
	var sender sync.WaitGroup
	sender.Go(func() { b.guarded(func() { b.sender.run(sending) }) })

	receiver, receiving := errgroup.WithContext(receive)
	if b.config.Mode == Socket {
		for range b.config.Connections {
			receiver.Go(func() (err error) {
				b.guarded(func() { err = b.keepConnected(receiving) })
				return err
			})
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
	b.cancelWork()
	b.running.finish(time.Second)
	b.sockets.closeAll()
	err := receiver.Wait()
	sender.Wait()
	return err
}

// fail ends Run with err: the state in memory can no longer be trusted.
func (b *Bot) fail(err error) {
	select {
	case b.failed <- err:
	default: // an earlier error is already pending
	}
}

// Idle returns when no request is running and nothing in the outbox is due. Demos and
// tests use it to wait for all effects of an action.
func (b *Bot) Idle(ctx context.Context) error {
	b.sender.wake() // a test may have moved the clock
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

// ClockOff asks Slack for the time and returns how far the clock of this computer is ahead.
func (b *Bot) ClockOff(ctx context.Context) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.config.APIURL+"api.test", nil)
	if err != nil {
		return 0, errNotSlack
	}
	res, err := b.client.Do(r)
	if err != nil {
		return 0, withoutURL(err)
	}
	defer res.Body.Close()
	at, err := http.ParseTime(res.Header.Get("Date"))
	if err != nil || res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("slack returned no time: %s", res.Status)
	}
	return b.deps.Now().Sub(at), nil
}

// Waiting returns how many requests are being handled or wait to be.
func (b *Bot) Waiting() int { return int(b.waiting.Load()) }

// Ready is closed once Slack has accepted the token. Requests are answered from then on.
func (b *Bot) Ready() <-chan struct{} { return b.ready }

// authenticate asks Slack for the bot's identity and retries while Slack is unreachable.
func (b *Bot) authenticate(ctx context.Context) error {
	wait := time.Second
	for {
		var who *slack.AuthTestResponse
		err := b.call(ctx, "auth.test", func(ctx context.Context) (err error) {
			who, err = b.api.AuthTestContext(ctx)
			return err
		})
		switch {
		case err == nil:
			b.me.Store(&identity{user: who.UserID, bot: who.BotID, team: who.TeamID, enterprise: who.EnterpriseID,
				reactions: b.config.Reactions, overhears: b.config.Overheard,
				talks: func(at chat.Where, user string) bool { return b.talks.goOn(at, user, b.deps.Now()) },
				said:  b.talks.said})
			close(b.ready)
			return nil
		case ctx.Err() != nil:
			return nil
		case classify(err) == refused:
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

// inBackground runs do in its own goroutine; a shutdown waits for it.
func (b *Bot) inBackground(do func(context.Context)) {
	if b.running.start() {
		go func() {
			defer b.running.done()
			b.spared(func() { do(b.workCtx) })
		}()
	}
}
