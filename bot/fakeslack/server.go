// Package fakeslack is a strict Slack on this computer: Web API, Socket Mode and
// signed HTTP over real sockets, and people who can be acted as. The demo command
// shows the product with it, and tests hold the bot to Slack's rules with it: what
// Slack refuses it refuses, with Slack's own error codes, and where Slack is lax or
// its documents disagree it takes the stricter reading.
//
// All state lies in one State behind one lock, time comes from one clock, and
// nothing happens by itself except deliveries whose moment has come (see Tick).
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

// Options says which workspace and which app are played. The zero value works.
type Options struct {
	// Now is the workspace's clock; nil is the machine's. Whoever moves the clock
	// calls Tick afterwards.
	Now func() time.Time

	TeamID, TeamName, TeamDomain string // T0001, "Acme Sales", "acme"
	AppID, BotID, BotUser        string // A0001, B0001, UBOT
	BotName                      string // "dealdesk"

	BotToken      string // "xoxb-fake"
	AppToken      string // "xapp-fake"
	SigningSecret string // "fake-signing-secret"

	Scopes    []string // of the bot token; nil is AllScopes()
	Events    []string // subscribed events, such as "message.channels"; nil is every event
	Commands  []string // registered slash commands, with the slash; nil is any
	Shortcuts []string // callback ids of registered shortcuts; nil is any

	// PlainCommands leaves @names and #channels in slash command text as typed,
	// as an app does that has not asked Slack to escape them.
	PlainCommands bool

	Limits Limits
	// PingEvery is how often sockets are pinged, in real time, because it keeps real
	// connections alive; 0 is 5 s.
	PingEvery time.Duration
	Keep      int // calls and envelopes kept in the record; 0 is 10,000

	// Page serves the playground; nil serves no page at all.
	Page *Page
}

// AllScopes is every scope some method or event of this server asks for.
func AllScopes() []string {
	return []string{
		"app_mentions:read", "channels:history", "channels:read", "chat:write", "chat:write.public",
		"commands", "files:read", "files:write", "groups:history", "groups:read", "im:history",
		"im:read", "im:write", "reactions:read", "reactions:write", "team:read", "users:read", "users:read.email",
	}
}

// Install sets what an app manifest (JSON) asks for: scopes, events, commands and
// shortcuts, and nothing more. With it a test proves that the manifest suffices.
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
				Bot []string `json:"bot"`
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
	o.Scopes = append([]string{}, m.OAuth.Scopes.Bot...)
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

// Server is one Slack workspace with one installed app. Its methods may be called
// from any goroutine.
type Server struct {
	opt    Options
	http   http.Server
	client http.Client // for requests to the app's own URLs
	url    string
	wg     sync.WaitGroup
	ctx    context.Context // ends with Close
	cancel context.CancelFunc

	mu      sync.Mutex // guards everything below
	st      State
	changed chan struct{} // closed and replaced at each change
	timer   *time.Timer   // fires Tick when the next deadline comes
	armed   time.Time     // that deadline
	urls    URLs
	closed  bool
	desk    *desk // nil without a page
}

// New makes a workspace with the app installed and nobody else in it.
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
	if at, ok := l.Addr().(*net.TCPAddr); s.desk != nil && (!ok || !at.IP.IsLoopback()) {
		l.Close()
		return fmt.Errorf("fakeslack: %s can be reached from other computers; the page is for this one alone", l.Addr())
	}
	s.url = "http://" + l.Addr().String()
	s.wg.Go(func() { _ = s.http.Serve(l) }) // always ErrServerClosed, by Close
	return nil
}

// URL is where the server listens, without a trailing slash. The Web API is at
// URL()+"/api/".
func (s *Server) URL() string { return s.url }

// Close cuts every connection and waits until everything it started has ended.
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

// Now is the workspace's time.
func (s *Server) Now() time.Time { return s.opt.Now() }

var errClosed = errors.New("fakeslack: the server is closed")

// bump tells everyone who waits that something changed. The lock is held.
func (s *Server) bump() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Changed returns a channel that is closed at the next change of any state.
func (s *Server) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// Look calls fn with the state while nothing can change. fn must not keep what it
// was given, change it, or call the Server.
func (s *Server) Look(fn func(*State)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(&s.st)
}

// WaitFor returns nil as soon as ok says so about the state, or the context's error.
// ok is bound as the function given to Look.
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

// WaitIdle returns when every envelope so far is acknowledged and its answer
// processed, or given up. It does not wait for what the app does after an
// acknowledgement; WaitFor does that.
func (s *Server) WaitIdle(ctx context.Context) error {
	return s.WaitFor(ctx, (*State).Idle)
}
