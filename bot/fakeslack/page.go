package fakeslack

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"dealdesk/bot/fakeslack/page"
)

// Page configures the playground: a web page at URL() that shows the workspace like
// Slack's client, for trying and inspecting the app. It is served to this computer only.
// The zero value is ready to use.
type Page struct {
	Lang      string    // of the page's own words, "en" or "zh"; empty means "en"
	Clock     Clock     // moves the workspace's time; nil offers no clock
	People    []Persona // people to act as, in this order; nil means everyone
	Hints     []Hint    // completions offered by the composer
	Shortcuts []Hint    // entries of the message menu; Insert is the callback id
	Steps     []Step    // first steps to try, in this order
}

// Clock moves the workspace's time. Its methods may call the Server.
type Clock interface {
	// Advance moves the time forward and returns when everything due has happened.
	Advance(ctx context.Context, to time.Time) error
	// Stops returns future moments that get a button. It is called often.
	Stops(ctx context.Context) []Stop
}

// Stop is a moment to move the clock to.
type Stop struct {
	Label string
	At    time.Time
}

// Persona is someone to act as, with their role, such as "manager, East".
type Persona struct{ User, Label string }

// Hint is one completion in the composer.
type Hint struct {
	Insert string // inserted text, such as "/deal advance "
	Line   string // complete example, such as "/deal advance D-7"
	Text   string // what it does
}

// Step is one of the first steps to try. Once Done has returned true it stays done. Its
// functions may call the Server, and are called often.
type Step struct {
	ID, Text string
	Go       func(context.Context) Place // where to do it and what to type; may be nil
	Done     func(context.Context) bool
	Optional bool // the tour is over without it
}

// Place is where to do a step: the person, the conversation and the text to type.
type Place struct {
	As      string `json:"as,omitempty"`
	Channel string `json:"channel,omitempty"`
	Thread  string `json:"thread,omitempty"`
	Text    string `json:"text,omitempty"`
	Clock   bool   `json:"clock,omitempty"` // use the clock
}

// playground is the state of the page. The server's lock guards it.
type playground struct {
	Page
	built     page.Page
	token     string                       // given to our own page, required for actions
	openedAt  string                       // timestamp of the start; older messages count as read
	read      map[string]map[string]string // person, channel -> timestamp of the last message seen
	stepsDone map[string]bool              // step id
}

// servePage adds the page's paths to mux and returns a handler that guards all paths.
func (s *Server) servePage(mux *http.ServeMux) http.Handler {
	s.playground = &playground{Page: *s.opt.Page, token: rand.Text(), read: map[string]map[string]string{}, stepsDone: map[string]bool{},
		openedAt: fmt.Sprintf("%d.000000", s.opt.Now().Unix())}
	lang := "en"
	if s.playground.Lang == "zh" {
		lang = "zh-Hans"
	}
	s.playground.built = page.Build(lang, s.opt.TeamName)
	mux.HandleFunc("GET /{$}", s.serveIndex)
	mux.HandleFunc("GET /icon.svg", serveIcon)
	mux.HandleFunc("GET /stream", s.pageOnly(s.serveStream))
	mux.HandleFunc("GET /record/{kind}/{n}", s.pageOnly(s.serveRecord))
	mux.HandleFunc("GET /download/{id}", s.pageOnly(s.serveDownload))
	mux.HandleFunc("POST /do/{action}", s.pageOnly(s.serveAction))
	mux.HandleFunc("POST /attach", s.pageOnly(s.serveAttach))
	return s.localOnly(mux)
}

// localOnly refuses requests for a host name other than this computer's (DNS rebinding),
// and requests that a browser makes for another site's page.
func (s *Server) localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.isLocal(r.Host) {
			http.Error(w, "this page answers to localhost only", http.StatusForbidden)
			return
		}
		// Socket Mode clients send Slack's Origin; their ticket protects them.
		origin := r.Header.Get("Origin")
		if origin != "" && origin != "http://"+r.Host && r.URL.Path != "/link" {
			http.Error(w, "this page answers to itself only", http.StatusForbidden)
			return
		}
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// isLocal reports whether a Host header names this computer and our port.
func (s *Server) isLocal(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil || !strings.HasSuffix(s.url, ":"+port) {
		return false
	}
	return strings.EqualFold(name, "localhost") || net.ParseIP(name).IsLoopback()
}

// cookieName includes the port, because browsers share cookies among ports.
func cookieName(r *http.Request) string {
	_, port, _ := net.SplitHostPort(r.Host)
	return "playground_" + port
}

// pageOnly admits only our own page: it has the token, and the browser marks the request
// as same-origin.
func (s *Server) pageOnly(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie(cookieName(r))
		site := r.Header.Get("Sec-Fetch-Site")
		if err != nil || subtle.ConstantTimeCompare([]byte(c.Value), []byte(s.playground.token)) != 1 || site != "" && site != "same-origin" {
			http.Error(w, "open the page first", http.StatusForbidden)
			return
		}
		next(w, r)
	}
}

func (s *Server) serveIndex(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: cookieName(r), Value: s.playground.token, Path: "/", HttpOnly: true,
		SameSite: http.SameSiteStrictMode})
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", s.playground.built.Policy)
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(s.playground.built.HTML)
}

func serveIcon(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "image/svg+xml") // the system's table may differ
	_, _ = io.WriteString(w, page.Icon())
}
