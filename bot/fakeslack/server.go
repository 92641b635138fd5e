// Package fakeslack is a strict local Slack: Web API, Socket Mode and signed HTTP over
// real sockets, with people to act as. The demo command runs on it, and tests use it to
// hold the bot to Slack's rules: it refuses what Slack refuses, with Slack's error codes.
// Where Slack is lax or its documentation contradicts itself, the stricter rule applies.
//
// All state is in one State behind one lock, and all time comes from one clock. Nothing
// happens by itself except due deliveries (see Tick).
package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Options describes the workspace and the app. The zero value is ready to use.
type Options struct {
	// Now is the workspace's clock; nil means the system clock. Call Tick after moving it.
	Now func() time.Time

	TeamID, TeamName, TeamDomain string // T0001, "Acme Sales", "acme"
	AppID, BotID, BotUser        string // A0001, B0001, UBOT
	BotName                      string // "dealdesk"

	BotToken      string // "xoxb-fake"
	AppToken      string // "xapp-fake"
	SigningSecret string // "fake-signing-secret"

	Scopes    []string // of the bot token; nil means AllScopes()
	Events    []string // subscribed events, such as "message.channels"; nil means all
	Commands  []string // registered slash commands, with the slash; nil allows any
	Shortcuts []string // callback ids of registered shortcuts; nil allows any

	// PlainCommands leaves @names and #channels in command texts as typed, as for an
	// app without should_escape.
	PlainCommands bool

	Limits Limits
	// PingEvery is the interval of socket pings, in real time; 0 means 5 s.
	PingEvery time.Duration
	Keep      int // calls and envelopes kept in the record; 0 means 10,000

	// Page configures the playground; nil serves no page.
	Page *Page
}

// AllScopes returns every scope that a method or event of this server needs.
func AllScopes() []string {
	return []string{
		"app_mentions:read", "channels:history", "channels:read", "chat:write", "chat:write.public",
		"commands", "files:read", "files:write", "groups:history", "groups:read", "im:history",
		"im:read", "im:write", "reactions:read", "reactions:write", "team:read", "users:read", "users:read.email",
	}
}

// Install sets exactly the scopes, events, commands and shortcuts of an app manifest
// (JSON), so that tests prove that the manifest is sufficient.
func (o *Options) Install(manifest []byte) error {
	var m struct {
		Features struct {
			Commands []struct {
				Command string `json:"command"`
				Escape  bool   `json:"should_escape"`
			} `json:"slash_commands"`
			Shortcuts []struct {
				Callback string `json:"callback_id"`
			} `json:"shortcuts"`
		} `json:"features"`
		OAuth struct {
			Scopes struct {
				Bot      []string `json:"bot"`
				Optional []string `json:"bot_optional"`
			} `json:"scopes"`
		} `json:"oauth_config"`
		Settings struct {
			Subscriptions struct {
				Events []string `json:"bot_events"`
			} `json:"event_subscriptions"`
		} `json:"settings"`
	}
	if err := json.Unmarshal(manifest, &m); err != nil {
		return fmt.Errorf("reading the manifest: %w", err)
	}
	o.Scopes = slices.Concat(m.OAuth.Scopes.Bot, m.OAuth.Scopes.Optional)
	o.Events = append([]string{}, m.Settings.Subscriptions.Events...)
	o.Commands, o.Shortcuts = []string{}, []string{}
	for _, c := range m.Features.Commands {
		if o.Commands = append(o.Commands, c.Command); !c.Escape {
			o.PlainCommands = true
		}
	}
	for _, s := range m.Features.Shortcuts {
		o.Shortcuts = append(o.Shortcuts, s.Callback)
	}
	for _, e := range o.Events {
		if s := eventScope[e]; s != "" && !slices.Contains(o.Scopes, s) {
			return fmt.Errorf("the event %s needs the scope %s", e, s)
		}
	}
	return nil
}

// Server is one Slack workspace with one installed app. Its methods are safe for
// concurrent use.
type Server struct {
	opt    Options
	http   http.Server
	client http.Client // for requests to the app's own URLs
	url    string
	wg     sync.WaitGroup
	ctx    context.Context // ends with Close
	cancel context.CancelFunc

	mu         sync.Mutex // guards everything below
	st         State
	changed    chan struct{} // closed and replaced at each change
	timer      *time.Timer   // calls Tick at the next deadline
	timerAt    time.Time     // when timer fires, zero if it is not set
	urls       URLs
	closed     bool
	playground *playground // nil without a page
}

// New returns a workspace with the app installed and no people.
func New(o Options) *Server {
	def := func(s *string, v string) {
		if *s == "" {
			*s = v
		}
	}
	def(&o.TeamID, "T0001")
	def(&o.TeamName, "Acme Sales")
	def(&o.TeamDomain, "acme")
	def(&o.AppID, "A0001")
	def(&o.BotID, "B0001")
	def(&o.BotUser, "UBOT")
	def(&o.BotName, "dealdesk")
	def(&o.BotToken, "xoxb-fake")
	def(&o.AppToken, "xapp-fake")
	def(&o.SigningSecret, "fake-signing-secret")
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Scopes == nil {
		o.Scopes = AllScopes()
	}
	if o.PingEvery == 0 {
		o.PingEvery = 5 * time.Second
	}
	if o.Keep == 0 {
		o.Keep = 10_000
	}
	o.Limits = o.Limits.withDefaults()
	s := &Server{opt: o, st: newState(o), changed: make(chan struct{})}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveAPI)
	mux.HandleFunc("/link", s.serveSocket)
	mux.HandleFunc("POST /response/{id}", s.serveResponseURL)
	mux.HandleFunc("POST /upload/{id}", s.serveUpload)
	mux.HandleFunc("GET /files/{id}", s.serveFile)
	mux.HandleFunc("GET /signin", serveSignIn)
	s.http.Handler, s.http.ReadHeaderTimeout = mux, 10*time.Second
	if o.Page != nil {
		s.http.Handler = s.servePage(mux)
	}
	return s
}

// Start listens on addr (such as "127.0.0.1:0") and serves until Close.
func (s *Server) Start(addr string) error {
	l, err := new(net.ListenConfig).Listen(s.ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("fakeslack: %w", err)
	}
	if at, ok := l.Addr().(*net.TCPAddr); s.playground != nil && (!ok || !at.IP.IsLoopback()) {
		l.Close()
		return fmt.Errorf("fakeslack: %s can be reached from other computers; the page is for this one alone", l.Addr())
	}
	s.url = "http://" + l.Addr().String()
	s.wg.Go(func() { _ = s.http.Serve(l) }) // always ErrServerClosed, by Close
	return nil
}

// URL is the server's address without a trailing slash. The Web API is at URL()+"/api/".
func (s *Server) URL() string { return s.url }

// Close closes all connections and waits for all goroutines.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	if s.timer != nil {
		s.timer.Stop()
	}
	for _, c := range s.st.conns {
		c.ws.Close()
	}
	s.mu.Unlock()
	s.cancel()
	s.http.Close()
	s.wg.Wait()
	s.client.CloseIdleConnections()
}

// Now returns the workspace's time.
func (s *Server) Now() time.Time { return s.opt.Now() }

var errClosed = errors.New("fakeslack: the server is closed")

// notify wakes everyone waiting for a change. The lock must be held.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Changed returns a channel that is closed at the next change of the state.
func (s *Server) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// Look calls fn with the state under the lock. fn must not keep or change the state or
// call the Server.
func (s *Server) Look(fn func(*State)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(&s.st)
}

// WaitFor waits until ok is true for the state, or returns the context's error. The rules
// of Look apply to ok.
func (s *Server) WaitFor(ctx context.Context, ok func(*State) bool) error {
	for {
		s.mu.Lock()
		if ok(&s.st) {
			s.mu.Unlock()
			return nil
		}
		next := s.changed
		s.mu.Unlock()
		select {
		case <-next:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ctx.Done():
			return errClosed
		}
	}
}

// WaitIdle waits until all envelopes so far are acknowledged and their answers processed,
// or given up. It does not wait for the app's work after an acknowledgement; use WaitFor
// for that.
func (s *Server) WaitIdle(ctx context.Context) error {
	return s.WaitFor(ctx, (*State).Idle)
}
