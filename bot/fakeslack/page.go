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

// Page asks for the playground: a web page at URL() that shows the workspace the way
// Slack's client does, for people who want to try the app or look into it. It is
// served to this computer alone. The zero value works.
type Page struct {
	Lang      string    // of the page's own words: "en" or "zh"; empty is "en"
	Clock     Clock     // moves the workspace's time; nil leaves it alone
	People    []Persona // whom one can act as, in this order; nil is everyone
	Hints     []Hint    // what the composer offers while one types
	Shortcuts []Hint    // of the menu on each message; Insert is the callback id
	Steps     []Step    // the first minutes, in this order
}

// Clock moves the workspace's time. Its methods may call the Server.
type Clock interface {
	// Advance moves the time forward and returns when everything that became due has
	// happened, in order.
	Advance(ctx context.Context, to time.Time) error
	// Stops are the moments to come that are worth a button of their own. It is called
	// often.
	Stops(ctx context.Context) []Stop
}

// Stop is a moment worth jumping to.
type Stop struct {
	Label string
	At    time.Time
}

// Persona is someone to act as, and what they are there ("manager, East").
type Persona struct{ User, Label string }

// Hint is one line the composer offers.
type Hint struct {
	Insert string // what choosing it types, such as "/deal advance "
	Line   string // a whole example, such as "/deal advance D-7"
	Text   string // what it does
}

// Step is one of the first things to try. It stays done once Done has said so. Its
// functions may call the Server, and are called often.
type Step struct {
	ID, Text string
	Go       func(context.Context) Place // where it is done, and what to type there; may be nil
	Done     func(context.Context) bool
}

// Place is where a step is done: as whom, where, and the words that would do it.
type Place struct {
	As      string `json:"as,omitempty"`
	Channel string `json:"channel,omitempty"`
	Thread  string `json:"thread,omitempty"`
	Text    string `json:"text,omitempty"`
	Clock   bool   `json:"clock,omitempty"` // it is done with the clock
}

// desk is what the page remembers of its visitors. The server's lock guards it.
type desk struct {
	Page
	built  page.Page
	token  string                       // who was given it by our own page may act
	opened string                       // timestamp of the start: what is older counts as read
	read   map[string]map[string]string // person, channel -> timestamp of the last message seen
	done   map[string]bool              // steps
}

// servePage adds the page's paths to mux and returns the handler that guards all.
func (s *Server) servePage(mux *http.ServeMux) http.Handler {
	s.desk = &desk{Page: *s.opt.Page, token: rand.Text(), read: map[string]map[string]string{}, done: map[string]bool{},
		opened: fmt.Sprintf("%d.000000", s.opt.Now().Unix())}
	lang := "en"
	if s.desk.Lang == "zh" {
		lang = "zh-Hans"
	}
	s.desk.built = page.Build(lang, s.opt.TeamName)
	mux.HandleFunc("GET /{$}", s.serveIndex)
	mux.HandleFunc("GET /icon.svg", serveIcon)
	mux.HandleFunc("GET /stream", s.ours(s.serveStream))
	mux.HandleFunc("GET /record/{kind}/{n}", s.ours(s.serveRecord))
	mux.HandleFunc("GET /download/{id}", s.ours(s.serveDownload))
	mux.HandleFunc("POST /do/{deed}", s.ours(s.serveDeed))
	mux.HandleFunc("POST /attach", s.ours(s.serveAttach))
	return s.guarded(mux)
}

// guarded refuses what does not come from this computer by its own name: a page of
// another host that resolves to us (DNS rebinding), and browsers that call the app's
// side of the server for a foreign page.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.here(r.Host) {
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

// here says whether a Host header names this computer and our port.
func (s *Server) here(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil || !strings.HasSuffix(s.url, ":"+port) {
		return false
	}
	return strings.EqualFold(name, "localhost") || net.ParseIP(name).IsLoopback()
}

// cookieName has the port in it, because browsers share cookies among all ports.
func cookieName(r *http.Request) string {
	_, port, _ := net.SplitHostPort(r.Host)
	return "playground_" + port
}

// ours lets only our own page in: it has the token, and the browser says that the
// request is its own.
func (s *Server) ours(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie(cookieName(r))
		site := r.Header.Get("Sec-Fetch-Site")
		if err != nil || subtle.ConstantTimeCompare([]byte(c.Value), []byte(s.desk.token)) != 1 || site != "" && site != "same-origin" {
			http.Error(w, "open the page first", http.StatusForbidden)
			return
		}
		next(w, r)
	}
}

func (s *Server) serveIndex(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: cookieName(r), Value: s.desk.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", s.desk.built.Policy)
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(s.desk.built.HTML)
}

func serveIcon(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "image/svg+xml") // the machine's own table may differ
	_, _ = io.WriteString(w, page.Icon())
}
