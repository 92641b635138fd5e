//go:build linux && faults

package faults

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// gate stands between the binary and Slack's Web API, as a proxy of a company does.
type gate struct {
	url     string
	through http.Handler
	mu      sync.Mutex
	spoil   func(*visit) bool
}

// visit is one call on its way to Slack.
type visit struct {
	method string
	form   url.Values
	w      http.ResponseWriter
	r      *http.Request
	pass   http.Handler
}

func newGate(t *testing.T, slack string) *gate {
	t.Helper()
	to, err := url.Parse(slack)
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{through: httputil.NewSingleHostReverseProxy(to)}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	g.url = server.URL
	return g
}

// use has all calls from now on pass spoil, which returns false to let one through.
func (g *gate) use(spoil func(*visit) bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.spoil = spoil
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	spoil := g.spoil
	g.mu.Unlock()
	if spoil == nil {
		g.through.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	form, _ := url.ParseQuery(string(body)) // what is not a form has no fields
	r.Body = io.NopCloser(bytes.NewReader(body))
	v := &visit{method: strings.TrimPrefix(r.URL.Path, "/api/"), form: form, w: w, r: r, pass: g.through}
	if !spoil(v) {
		g.through.ServeHTTP(w, r)
	}
}

// say answers in Slack's place.
func (v *visit) say(status int, body string, header ...string) {
	for i := 0; i+1 < len(header); i += 2 {
		v.w.Header().Set(header[i], header[i+1])
	}
	v.w.WriteHeader(status)
	_, _ = io.WriteString(v.w, body) // the client may be gone
}

// reach lets the call take effect and keeps Slack's answer.
func (v *visit) reach() *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	v.pass.ServeHTTP(answer, v.r.WithContext(v.r.Context()))
	return answer
}

// cut closes the connection without an answer.
func (v *visit) cut() {
	if h, ok := v.w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			_ = conn.Close()
		}
	}
}

// hang gives no answer until the client gives up.
func (v *visit) hang() { <-v.r.Context().Done() }
