package fakeslack

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// manualClock moves only when a test moves it.
type manualClock struct {
	mu sync.Mutex
	at time.Time
}

func (h *manualClock) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

// move moves the clock and calls Tick.
func (w *world) move(d time.Duration) {
	w.clock.mu.Lock()
	w.clock.at = w.clock.at.Add(d)
	w.clock.mu.Unlock()
	w.Tick()
}

// world is a started server with two people, a stranger and four channels.
type world struct {
	*Server
	t     testing.TB
	ctx   context.Context
	clock *manualClock
}

func start(t testing.TB, change ...func(*Options)) *world {
	t.Helper()
	clock := &manualClock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	o := Options{Now: clock.now}
	for _, c := range change {
		c(&o)
	}
	s := New(o)
	s.AddUser(User{ID: "U1", Name: "ana", RealName: "Ana Silva", Locale: "en-US", TZ: "Europe/Berlin"})
	s.AddUser(User{ID: "U2", Name: "li.wei", RealName: "李伟", Locale: "zh-CN", TZ: "Asia/Shanghai", Admin: true})
	s.AddUser(User{ID: "U9", Name: "rival", TeamID: "T0009"})
	s.AddChannel(Channel{ID: "C1", Name: "sales", Members: []string{"U1", "U2", "UBOT"}})
	s.AddChannel(Channel{ID: "C2", Name: "no-bot", Members: []string{"U1"}})
	s.AddChannel(Channel{ID: "C3", Name: "shared", Shared: true, Members: []string{"U1", "U9", "UBOT"}})
	s.AddChannel(Channel{ID: "G1", Name: "secret", Private: true, Members: []string{"U1"}})
	if err := s.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return &world{s, t, ctx, clock}
}

func noLimits(o *Options) { o.Limits.Off = true }

// reply is an answer of the Web API.
type reply struct {
	obj
	status int
	header http.Header
}

func (r reply) err() string { e, _ := r.obj["error"].(string); return e }

func (r reply) messages() string {
	meta, _ := r.obj["response_metadata"].(map[string]any)
	list, _ := meta["messages"].([]any)
	var out []string
	for _, m := range list {
		out = append(out, m.(string))
	}
	return strings.Join(out, "\n")
}

// form calls a method with a form body and the token in it, like most clients.
func (w *world) form(method string, fields ...string) reply {
	w.t.Helper()
	v := url.Values{"token": {w.opt.BotToken}}
	for i := 0; i < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	req, _ := http.NewRequest("POST", w.URL()+"/api/"+method, strings.NewReader(v.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.do(req)
}

// json calls a method with a JSON body.
func (w *world) json(method, token string, body any) reply {
	w.t.Helper()
	var r io.Reader
	if body != nil {
		r = bytes.NewReader(mustJSON(body))
	}
	req, _ := http.NewRequest("POST", w.URL()+"/api/"+method, r)
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	return w.do(req)
}

func (w *world) do(req *http.Request) reply {
	w.t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	out := reply{status: resp.StatusCode, header: resp.Header}
	if err := json.NewDecoder(resp.Body).Decode(&out.obj); err != nil {
		w.t.Fatal(err)
	}
	return out
}

// post posts a message and returns its timestamp.
func (w *world) post(channel, text string, fields ...string) string {
	w.t.Helper()
	r := w.form("chat.postMessage", append([]string{"channel", channel, "text", text}, fields...)...)
	if r.err() != "" {
		w.t.Fatalf("chat.postMessage: %v %v", r.err(), r.messages())
	}
	return r.obj["ts"].(string)
}

func want(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func wantError(t testing.TB, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Errorf("got error %v, want one that says %q", err, part)
	}
}

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// frame is a frame received over a socket.
type frame struct {
	Type, Reason           string
	EnvelopeID             string `json:"envelope_id"`
	Payload                map[string]any
	AcceptsResponsePayload bool   `json:"accepts_response_payload"`
	RetryAttempt           int    `json:"retry_attempt"`
	RetryReason            string `json:"retry_reason"`
	NumConnections         int    `json:"num_connections"`
	ConnectionInfo         struct {
		AppID string `json:"app_id"`
	} `json:"connection_info"`
}

func (f frame) event() map[string]any { e, _ := f.Payload["event"].(map[string]any); return e }

// app is a Socket Mode client.
type app struct {
	t    testing.TB
	ws   *websocket.Conn
	seen chan frame
}

type answering func(frame) any // returns the payload of the acknowledgement, or mute for none

var mute any = struct{ mute bool }{true}

func (w *world) dial() *websocket.Conn {
	w.t.Helper()
	r := w.json("apps.connections.open", w.opt.AppToken, nil)
	if r.err() != "" {
		w.t.Fatal(r.err())
	}
	ws, resp, err := websocket.DefaultDialer.Dial(r.obj["url"].(string), http.Header{"Origin": {"https://api.slack.com"}})
	if err != nil {
		w.t.Fatal(err)
	}
	resp.Body.Close()
	w.t.Cleanup(func() { ws.Close() })
	return ws
}

// connect opens a connection, reads the hello frame, and answers all others.
func (w *world) connect(answer answering) *app {
	w.t.Helper()
	a := &app{t: w.t, ws: w.dial(), seen: make(chan frame, 1000)}
	hello := a.read()
	if hello.Type != "hello" || hello.ConnectionInfo.AppID != "A0001" || hello.NumConnections < 1 {
		w.t.Fatalf("no hello: %+v", hello)
	}
	go func() {
		for {
			var f frame
			if a.ws.ReadJSON(&f) != nil {
				close(a.seen)
				return
			}
			if f.EnvelopeID != "" {
				if out := answer(f); out != mute {
					ack := obj{"envelope_id": f.EnvelopeID}
					if out != nil {
						ack["payload"] = out
					}
					_ = a.ws.WriteJSON(ack)
				}
			}
			a.seen <- f
		}
	}()
	return a
}

func (a *app) read() (f frame) {
	a.t.Helper()
	if err := a.ws.ReadJSON(&f); err != nil {
		a.t.Fatal(err)
	}
	return f
}

// next returns the next received frame.
func (a *app) next() frame {
	a.t.Helper()
	select {
	case f, ok := <-a.seen:
		if !ok {
			a.t.Fatal("the connection is closed")
		}
		return f
	case <-time.After(patience):
		a.t.Fatal("nothing arrived")
	}
	return frame{}
}

func ackAll(frame) any { return nil }
func silent(frame) any { return mute }

func texts(all []Message) (out []string) {
	for _, m := range all {
		out = append(out, m.Text)
	}
	return out
}

func wantTexts(t testing.TB, all []Message, want ...string) {
	t.Helper()
	if !slices.Equal(texts(all), want) {
		t.Errorf("got %q, want %q", texts(all), want)
	}
}
