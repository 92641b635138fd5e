package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
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

// local is a whole workspace on this computer: a local Slack and an office, wired as serve does
// it, both on one clock that can be moved. It is the play.Bot of the demo and of the stories.
type local struct {
	settings config.Settings
	words    *lang.Catalog
	clock    *play.Clock
	slack    *fakeslack.Server
	path     string // of the store file
	http     bool   // signed HTTP instead of Socket Mode
	log      *slog.Logger

	office  *serve.Office
	working atomic.Pointer[serve.Office] // the running office or nil, read by the page
	end     func() error                 // stops the office and closes the store
}

var _ play.Bot = (*local)(nil)

// Plan describes the workspace to build.
type Plan struct {
	company play.Company
	config  string            // more settings in TOML
	env     map[string]string // more settings as environment variables
	clock   *play.Clock
	Listen  string // where the local Slack listens
	Dir     string // the folder of the store
	http    bool
	Log     *slog.Logger
	page    *playground // nil for none
}

// DemoStore returns the path of the demo's store in a folder. It differs from the default of
// store.path, so that a demo never opens the store of serve.
func DemoStore(dir string) string { return filepath.Join(dir, "demo.db") }

// newLocal builds the workspace and installs the app with exactly the permissions of its
// manifest. The bot does not run before Start.
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

// startNear listens on the address or, if its port is taken, on the next free one.
func startNear(s *fakeslack.Server, address string) error {
	const maxTries = 20
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
		if !errors.Is(err, syscall.EADDRINUSE) || n == first+maxTries {
			return err
		}
	}
}

// sockets is how many connections the bot holds. All are open when Start returns, so that none
// opens after a Stop.
const sockets = 2

// Start runs the office until Stop. It returns when the office is connected.
func (l *local) Start(ctx context.Context) error {
	st, err := l.open(ctx)
	if err != nil {
		return err
	}
	botToken, appToken, secret := l.slack.Tokens()
	c := bot.Config{Mode: bot.Socket, Connections: sockets, BotToken: bot.NewSecret(botToken), AppToken: bot.NewSecret(appToken),
		SigningSecret: bot.NewSecret(secret), APIURL: l.slack.URL() + "/api/"}
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

// open opens the store without running the bot.
func (l *local) open(ctx context.Context) (*store.Store, error) {
	if _, err := os.Stat(l.path); errors.Is(err, fs.ErrNotExist) {
		if err := serve.MakeStore(ctx, l.path); err != nil {
			return nil, err
		}
	}
	st, _, err := serve.OpenToServe(ctx, l.path, bolt.Options{Log: l.log}, l.clock.Now())
	return st, err
}

// serveHTTP starts an HTTP server for the bot and points the local Slack at it.
func (l *local) serveHTTP(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: l.office.Bot.Handler(), ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(listener) }() // always ErrServerClosed, caused by end
	end := l.end
	l.end = func() error { return errors.Join(end(), server.Close()) }
	url := "http://" + listener.Addr().String() + "/slack/"
	return l.slack.UseHTTP(ctx, fakeslack.URLs{Events: url + "events", Commands: url + "commands", Interactions: url + "interactions"})
}

// Stop stops the office in order and waits until the local Slack has noticed. The local Slack
// keeps running.
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

// Close stops the office and the local Slack.
func (l *local) Close() error {
	err := l.Stop()
	l.slack.Close()
	return err
}

// Tick runs the jobs that are due by the clock.
func (l *local) Tick(ctx context.Context) error { return l.office.Jobs.Tick(ctx) }

// NextDue returns when a job is due next, or for "" when any job or post is.
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

// Idle waits until everything received is answered and everything due is posted.
func (l *local) Idle(ctx context.Context) error { return l.office.Bot.Idle(ctx) }

// Room returns the channel and the timestamp of a deal's card.
func (l *local) Room(ctx context.Context, deal string) (channel, ts string, err error) {
	return room(ctx, l.office.Store, deal)
}

func room(ctx context.Context, st *store.Store, deal string) (channel, ts string, err error) {
	err = st.View(ctx, func(r store.Reader) error {
		d, ok, err := store.Deals.Get(r, deal)
		if err == nil && !ok {
			err = play.ErrNoDeal
		}
		if err != nil {
			return err
		}
		p, ok, err := store.PostByKey(r, cards.DealKey(d.ID, d.Team))
		if err == nil && (!ok || p.TS == "") {
			err = play.ErrNoCard
		}
		channel, ts = p.Sent, p.TS
		return err
	})
	return channel, ts, err
}
