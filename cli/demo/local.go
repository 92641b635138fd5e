package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"dealdesk/bot"
	"dealdesk/bot/fakeslack"
	"dealdesk/cli/config"
	"dealdesk/cli/demo/play"
	"dealdesk/cli/serve"
	"dealdesk/commands"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// local is a whole workspace on this computer: a local Slack and an office in it, wired
// as serve does it, both on one clock that can be moved. It is the scenarios.Desk of the
// demo and of the stories.
type local struct {
	settings config.Settings
	words    *lang.Catalog
	clock    *play.Clock
	slack    *fakeslack.Server
	path     string // of the store
	http     bool   // signed HTTP instead of Socket Mode
	log      *slog.Logger

	office  *serve.Office
	working atomic.Pointer[serve.Office] // the same once it works, for the page
	end     func() error                 // ends the office
}

var _ play.Desk = (*local)(nil)

// Plan says which workspace to build.
type Plan struct {
	company play.Company
	config  string            // more settings, TOML
	env     map[string]string // and as environment variables
	clock   *play.Clock
	Listen  string // where the local Slack listens
	Dir     string // of the store
	http    bool
	Log     *slog.Logger
	page    *playground // nil: no page
}

// DemoStore is the file in a folder that a demo keeps, never one that serve may have there.
func DemoStore(dir string) string { return filepath.Join(dir, "demo.db") }

// newLocal builds the workspace and installs the app in it, with exactly the rights that
// its manifest asks for. Nothing works in it yet: Start.
func newLocal(p Plan) (*local, error) {
	words, err := lang.Open()
	if err != nil {
		return nil, err
	}
	r := config.Read("", []byte(p.company.Config+p.config), p.env)
	s := r.Settings(words.Languages(), false)
	if len(r.Mistakes) > 0 {
		return nil, r.Mistakes
	}
	o := fakeslack.Options{Now: p.clock.Now, TeamName: s.Company.Name}
	router, err := commands.Router(desk.New(nil, words, s.Company))
	if err != nil {
		return nil, err
	}
	manifest, err := bot.Manifest(router.Routes(), words.Printer(s.Company.Language), "Dealdesk", bot.Socket, "")
	if err != nil {
		return nil, err
	}
	if err := o.Install(manifest); err != nil {
		return nil, err
	}
	l := &local{settings: s, words: words, clock: p.clock, path: DemoStore(p.Dir), http: p.http, log: p.Log}
	if p.page != nil {
		o.Page = p.page.page(l, router.Routes())
	}
	l.slack = fakeslack.New(o)
	for _, u := range p.company.People {
		l.slack.AddUser(u)
	}
	for _, c := range p.company.Channels {
		l.slack.AddChannel(c)
	}
	return l, startNear(l.slack, p.Listen)
}

// startNear listens on the address, or on the next free port after it.
func startNear(s *fakeslack.Server, address string) error {
	const tries = 20
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", address, err)
	}
	first, err := strconv.Atoi(port)
	if err != nil || first == 0 {
		return s.Start(address)
	}
	for n := first; ; n++ {
		err := s.Start(net.JoinHostPort(host, strconv.Itoa(n)))
		if !errors.Is(err, syscall.EADDRINUSE) || n == first+tries {
			return err
		}
	}
}

// sockets the bot holds. All are open when Start returns, so that none opens after a Stop.
const sockets = 2

// Start runs the office until Stop, and returns when it works.
func (l *local) Start(ctx context.Context) error {
	st, err := l.open(ctx)
	if err != nil {
		return err
	}
	botToken, appToken, secret := l.slack.Tokens()
	c := bot.Config{Mode: bot.Socket, Connections: sockets, BotToken: bot.NewSecret(botToken), AppToken: bot.NewSecret(appToken), SigningSecret: bot.NewSecret(secret), APIURL: l.slack.URL() + "/api/"}
	if l.http {
		c.Mode = bot.HTTP
	}
	l.office, err = serve.NewOffice(ctx, st, l.settings, l.words, serve.Deps{Slack: c, Now: l.clock.Now, Sleep: l.clock.Sleep, Log: l.log})
	if err != nil {
		return errors.Join(err, st.Close())
	}
	l.working.Store(l.office)
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- l.office.Run(running) }()
	l.end = func() error {
		cancel()
		return errors.Join(<-ended, st.Close())
	}
	select {
	case <-l.office.Met:
	case err := <-ended:
		cancel()
		return errors.Join(fmt.Errorf("the bot ended: %w", err), st.Close())
	}
	if l.http {
		return l.serveHTTP(ctx)
	}
	return l.slack.WaitFor(ctx, func(s *fakeslack.State) bool { return s.Connections() == sockets })
}

// open opens the store without anything working on it.
func (l *local) open(ctx context.Context) (*store.Store, error) {
	st, _, err := serve.OpenToServe(ctx, l.path, bolt.Options{Log: l.log}, l.clock.Now())
	return st, err
}

// serveHTTP lets the local Slack call the bot.
func (l *local) serveHTTP(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: l.office.Bot.Handler(), ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(listener) }() // always ErrServerClosed, by end
	end := l.end
	l.end = func() error { return errors.Join(end(), server.Close()) }
	url := "http://" + listener.Addr().String() + "/slack/"
	return l.slack.UseHTTP(ctx, fakeslack.URLs{Events: url + "events", Commands: url + "commands", Interactions: url + "interactions"})
}

// Stop ends the office in order; the local Slack stays, and knows that it is gone.
func (l *local) Stop() error {
	if l.end == nil {
		return nil
	}
	end := l.end
	l.end, l.office = nil, nil
	l.working.Store(nil)
	if err := end(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return l.slack.WaitFor(ctx, func(s *fakeslack.State) bool { return s.Connections() == 0 })
}

// Close ends everything.
func (l *local) Close() error {
	err := l.Stop()
	l.slack.Close()
	return err
}

// Tick does what is due by the clock.
func (l *local) Tick(ctx context.Context) error { return l.office.Jobs.Tick(ctx) }

// NextDue is when a job, or anything at all for "", is due next.
func (l *local) NextDue(ctx context.Context, job string) (time.Time, error) {
	due, err := l.office.Jobs.NextDue(ctx, job)
	if err != nil || job != "" {
		return due, err
	}
	post, err := l.office.Store.NextDue(ctx, l.clock.Now())
	if due.IsZero() || !post.IsZero() && post.Before(due) {
		due = post
	}
	return due, err
}

// Idle returns when everything heard is answered and everything due is posted.
func (l *local) Idle(ctx context.Context) error { return l.office.Bot.Idle(ctx) }

// Room is where a deal's card is.
func (l *local) Room(ctx context.Context, deal string) (channel, ts string, err error) {
	return room(ctx, l.office.Store, deal)
}

func room(ctx context.Context, st *store.Store, deal string) (channel, ts string, err error) {
	err = st.View(ctx, func(r store.Reader) error {
		d, err := store.Deals.Find(r, deal)
		if err != nil {
			return err
		}
		p, ok, err := store.PostByKey(r, cards.DealKey(d.ID, d.Team))
		if err == nil && (!ok || p.TS == "") {
			err = fmt.Errorf("%s has no card in a channel", deal)
		}
		channel, ts = p.Sent, p.TS
		return err
	})
	return channel, ts, err
}
