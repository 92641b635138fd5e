package fakeslack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestUnacknowledgedEventIsRetriedAtOnceAndAfterOneAndFiveMinutes(t *testing.T) {
	w := start(t)
	a := w.connect(silent)
	_, err := w.As("U1").Say("C1", "", "hello")
	noError(t, err)
	first := a.next()
	if first.RetryAttempt != 0 || first.RetryReason != "" {
		t.Errorf("%+v", first)
	}
	for n, wait := range []time.Duration{3 * time.Second, 63 * time.Second, 303 * time.Second} {
		// The wait of a retry starts when the previous attempt times out.
		if n > 0 {
			w.move(3 * time.Second)
			wait -= 3 * time.Second
		}
		w.move(wait - time.Millisecond)
		w.move(time.Millisecond)
		f := a.next()
		if f.RetryAttempt != n+1 || f.RetryReason != "timeout" || f.EnvelopeID == first.EnvelopeID {
			t.Errorf("retry %d: %+v", n+1, f)
		}
		want(t, "event id", f.Payload["event_id"].(string), first.Payload["event_id"].(string))
	}
	w.move(3 * time.Second)
	noError(t, w.WaitIdle(w.ctx))
	w.Look(func(st *State) {
		e := st.Envelopes.All()[0]
		if len(e.Attempts) != 4 || e.Err == nil || !e.AckedAt.IsZero() {
			t.Errorf("%+v", e)
		}
	})
}

func TestAcknowledgedRetryEndsAnEvent(t *testing.T) {
	w := start(t)
	answers := make(chan any, 10)
	answers <- mute
	answers <- nil
	a := w.connect(func(frame) any { return <-answers })
	_, err := w.As("U1").Say("C1", "", "hello")
	noError(t, err)
	a.next()
	w.move(3 * time.Second)
	if f := a.next(); f.RetryAttempt != 1 {
		t.Errorf("%+v", f)
	}
	noError(t, w.WaitIdle(w.ctx))
	w.Look(func(st *State) {
		if e := st.Envelopes.All()[0]; e.Err != nil || e.AckedAt.IsZero() {
			t.Errorf("%+v", e)
		}
	})
}

func TestEachEnvelopeGoesToOneConnection(t *testing.T) {
	w := start(t)
	a, b := w.connect(ackAll), w.connect(ackAll)
	for range 4 {
		_, err := w.As("U1").Say("C1", "", "hello")
		noError(t, err)
	}
	seen := map[any]int{}
	for range 2 {
		seen[a.next().Payload["event_id"]]++
		seen[b.next().Payload["event_id"]]++
	}
	if len(seen) != 4 {
		t.Errorf("%v", seen)
	}
}

func TestAtMostTenSocketsAreOpenAndTicketsWorkOnce(t *testing.T) {
	w := start(t)
	for range maxConnections {
		w.connect(ackAll)
	}
	ws := w.dial()
	var f frame
	noError(t, ws.ReadJSON(&f))
	want(t, "eleventh", f.Type+" "+f.Reason, "disconnect too_many_websockets")
	_, resp, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(w.URL(), "http")+"/link?ticket=x", nil)
	if err == nil || resp.StatusCode != 404 {
		t.Error("an invented ticket works")
	}
	resp.Body.Close()
}

func TestDisconnectingSocketGetsNoNewEnvelopes(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	noError(t, w.Disconnect("refresh_requested"))
	f := a.next()
	want(t, "frame", f.Type+" "+f.Reason, "disconnect refresh_requested")
	b := w.connect(ackAll)
	for range 3 {
		noError(t, w.As("U1").Slash(w.ctx, "C1", "/log", ""))
		b.next()
	}
	w.Cut()
	noError(t, w.WaitFor(w.ctx, func(st *State) bool { return st.Connections() == 0 }))
}

func TestAcknowledgementsOfTwentyKilobytesAreDropped(t *testing.T) {
	var answer string
	w := start(t)
	a := w.connect(func(f frame) any { return obj{"text": answer} })
	frameSize := len(mustJSON(obj{"envelope_id": "env-00000000", "payload": obj{"text": ""}})) + 1 // WriteJSON ends with a newline
	answer = strings.Repeat("x", maxAckSize-frameSize-1)
	noError(t, w.As("U1").Slash(w.ctx, "C1", "/log", ""))
	a.next()
	answer += "x"
	done := make(chan error)
	go func() { done <- w.As("U1").Slash(w.ctx, "C1", "/log", "") }()
	a.next()
	w.move(3 * time.Second)
	wantError(t, <-done, "operation_timeout")
}

func TestSocketsArePinged(t *testing.T) {
	w := start(t, func(o *Options) { o.PingEvery = time.Millisecond })
	ws := w.dial()
	pings := make(chan struct{}, 100)
	ws.SetPingHandler(func(string) error {
		pings <- struct{}{}
		return nil
	})
	go func() {
		for {
			if _, _, err := ws.ReadMessage(); err != nil {
				return
			}
		}
	}()
	<-pings
	<-pings
}

func TestDuplicateUnknownAndLostDeliveriesCanBeCaused(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	w.SetFaults(func(f *Faults) { f.DeliverTwice = 1 })
	noError(t, w.As("U1").Slash(w.ctx, "C1", "/log", "once"))
	one, two := a.next(), a.next()
	if one.EnvelopeID == two.EnvelopeID || one.Payload["trigger_id"] != two.Payload["trigger_id"] {
		t.Errorf("%+v\n%+v", one, two)
	}
	noError(t, w.WaitIdle(w.ctx))
	var e *Envelope
	w.Look(func(st *State) { e = st.Envelopes.All()[0] })
	w.Redeliver(e)
	want(t, "later", a.next().Payload["trigger_id"].(string), one.Payload["trigger_id"].(string))

	w.SendEvent(map[string]any{"type": "star_exploded", "star": "X1"})
	want(t, "event", a.next().event()["type"].(string), "star_exploded")
	w.SendEnvelope("telepathy", obj{"a": 1})
	want(t, "envelope", a.next().Type, "telepathy")
	noError(t, w.SendFrame(`{"type":"hel`+`lo"}`))
	want(t, "frame", a.next().Type, "hello")

	noError(t, w.WaitIdle(w.ctx))
	w.SetFaults(func(f *Faults) { f.LoseAcks = 1 })
	_, err := w.As("U1").Say("C1", "", "hello")
	noError(t, err)
	a.next()
	noError(t, w.WaitFor(w.ctx, func(st *State) bool { return st.Faults.LoseAcks == 0 }))
	w.Look(func(st *State) {
		if st.Idle() {
			t.Error("the acknowledgement was not lost")
		}
	})
	w.move(3 * time.Second)
	if f := a.next(); f.RetryAttempt != 1 {
		t.Errorf("%+v", f)
	}
}

func TestOnlySubscribedEventsFromTheBotsChannelsArrive(t *testing.T) {
	w := start(t, func(o *Options) { o.Events = []string{"message.channels"} })
	a := w.connect(ackAll)
	for _, c := range []string{"C2", "DU1", "C1"} {
		_, err := w.As("U1").Say(c, "", "@dealdesk in "+c)
		noError(t, err)
	}
	want(t, "channel", a.next().event()["channel"].(string), "C1")
	w.Look(func(st *State) {
		if n := st.Envelopes.Total(); n != 1 {
			t.Errorf("%d envelopes were sent", n)
		}
	})
}

// receiver is an app over HTTP. It records requests and answers with a function.
type receiver struct {
	t      testing.TB
	got    chan *http.Request
	bodies chan string
	answer func(w http.ResponseWriter, r *http.Request, body string)
}

func (w *world) receiver(answer func(http.ResponseWriter, *http.Request, string)) *receiver {
	w.t.Helper()
	r := &receiver{t: w.t, got: make(chan *http.Request, 100), bodies: make(chan string, 100), answer: answer}
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		b, _ := io.ReadAll(req.Body)
		body := string(b)
		if sig := Sign("fake-signing-secret", req.Header.Get("X-Slack-Request-Timestamp"), b); sig != req.Header.Get("X-Slack-Signature") {
			w.t.Errorf("a wrong signature on %s", body)
		}
		if strings.Contains(body, "url_verification") {
			var o struct{ Challenge string }
			_ = json.Unmarshal(b, &o)
			_ = json.NewEncoder(rw).Encode(o)
			return
		}
		r.got <- req
		r.bodies <- body
		r.answer(rw, req, body)
	}))
	w.t.Cleanup(srv.Close)
	noError(w.t, w.UseHTTP(w.ctx, URLs{srv.URL, srv.URL, srv.URL}))
	return r
}

func (r *receiver) next() (*http.Request, string) {
	r.t.Helper()
	select {
	case req := <-r.got:
		return req, <-r.bodies
	case <-time.After(patience):
		r.t.Fatal("nothing arrived")
	}
	return nil, ""
}

func TestHTTPSendsCommandsAndInteractionsAsFormsAndEventsAsJSON(t *testing.T) {
	w := start(t)
	r := w.receiver(func(rw http.ResponseWriter, req *http.Request, body string) {
		if strings.Contains(body, "command=") {
			rw.Header().Set("Content-Type", "application/json")
			fmt.Fprint(rw, `{"text":"logged","response_type":"in_channel"}`)
		}
	})
	noError(t, w.As("U1").Slash(w.ctx, "C1", "/log", "call Acme"))
	req, body := r.next()
	want(t, "kind", req.Header.Get("Content-Type"), "application/x-www-form-urlencoded")
	want(t, "time", req.Header.Get("X-Slack-Request-Timestamp"), fmt.Sprint(w.clock.now().Unix()))
	for _, part := range []string{"command=%2Flog", "text=call+Acme", "is_enterprise_install=false", "api_app_id=A0001", "response_url=http"} {
		if !strings.Contains(body, part) {
			t.Errorf("no %s in %s", part, body)
		}
	}
	wantTexts(t, w.As("U2").Sees("C1", ""), "logged")
	req, body = r.next() // the bot's own message
	want(t, "kind", req.Header.Get("Content-Type"), "application/json")
	var e struct {
		Type    string
		EventID string `json:"event_id"`
		Event   map[string]any
	}
	noError(t, json.Unmarshal([]byte(body), &e))
	want(t, "event", e.Type+" "+e.Event["bot_id"].(string), "event_callback B0001")

	ts := w.post("C1", "card", "blocks", button("go", "1"))
	r.next()
	noError(t, w.As("U1").Click(w.ctx, Ref{Channel: "C1", TS: ts}, "go"))
	if _, body = r.next(); !strings.HasPrefix(body, "payload=%7B") {
		t.Error(body)
	}
}

func TestFailedEventIsRetriedOverHTTPWithRetryHeaders(t *testing.T) {
	w := start(t)
	r := w.receiver(func(rw http.ResponseWriter, _ *http.Request, _ string) { rw.WriteHeader(500) })
	_, err := w.As("U1").Say("C1", "", "hello")
	noError(t, err)
	for n, wait := range []time.Duration{0, 0, time.Minute, 5 * time.Minute} {
		if wait > 0 {
			noError(t, w.WaitFor(w.ctx, func(st *State) bool { return len(st.deliveries) == 0 }))
			w.move(wait)
		}
		req, _ := r.next()
		num, reason := "", ""
		if n > 0 {
			num, reason = fmt.Sprint(n), "http_error"
		}
		want(t, "number", req.Header.Get("X-Slack-Retry-Num"), num)
		want(t, "reason", req.Header.Get("X-Slack-Retry-Reason"), reason)
	}
	noError(t, w.WaitIdle(w.ctx))
}

func TestAppCanRefuseRetriesOverHTTP(t *testing.T) {
	w := start(t)
	r := w.receiver(func(rw http.ResponseWriter, _ *http.Request, _ string) {
		rw.Header().Set("X-Slack-No-Retry", "1")
		rw.WriteHeader(500)
	})
	w.SetFaults(func(f *Faults) { f.DeliverTwice = 1 })
	_, err := w.As("U1").Say("C1", "", "hello")
	noError(t, err)
	r.next()
	r.next()
	noError(t, w.WaitIdle(w.ctx))
	w.Look(func(st *State) {
		if e := st.Envelopes.All()[0]; len(e.Attempts) != 2 || e.Err == nil {
			t.Errorf("%+v", e)
		}
	})
}

func TestSlowHTTPAnswerTimesOutOnTheWorkspacesClock(t *testing.T) {
	w := start(t)
	release := make(chan struct{})
	r := w.receiver(func(_ http.ResponseWriter, req *http.Request, _ string) {
		select {
		case <-release:
		case <-req.Context().Done():
		}
	})
	done := make(chan error)
	go func() { done <- w.As("U1").Slash(w.ctx, "C1", "/log", "") }()
	r.next()
	w.move(3 * time.Second)
	wantError(t, <-done, "operation_timeout")
	close(release)
}

func TestEventsURLThatFailsTheChallengeIsRefused(t *testing.T) {
	w := start(t)
	for _, answer := range []string{"", `{"challenge":"guess"}`, "ok"} {
		srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, answer) }))
		wantError(t, w.UseHTTP(w.ctx, URLs{Events: srv.URL}), "challenge")
		srv.Close()
	}
}
