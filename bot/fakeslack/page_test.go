package fakeslack

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func withPage(o *Options) {
	o.Page = &Page{}
	o.Limits.Off = true
}

// visit sends a request like the page's own; change can alter it.
func (w *world) visit(method, path, body string, change ...func(*http.Request)) *http.Response {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.ctx, method, w.URL()+path, strings.NewReader(body))
	noError(w.t, err)
	req.AddCookie(&http.Cookie{Name: "playground_" + w.URL()[strings.LastIndex(w.URL(), ":")+1:], Value: w.playground.token})
	req.Header.Set("Origin", w.URL())
	req.Header.Set("Content-Type", "application/json")
	for _, c := range change {
		c(req)
	}
	resp, err := http.DefaultClient.Do(req)
	noError(w.t, err)
	w.t.Cleanup(func() { resp.Body.Close() })
	return resp
}

// doAction runs an action like the page and returns the answer.
func (w *world) doAction(name, body string) map[string]any {
	w.t.Helper()
	resp := w.visit("POST", "/do/"+name, body)
	if resp.StatusCode != http.StatusOK {
		w.t.Fatalf("%s: %s", name, resp.Status)
	}
	var out map[string]any
	noError(w.t, json.NewDecoder(resp.Body).Decode(&out))
	return out
}

func TestPageAnswersOnlyItsOwnRequests(t *testing.T) {
	w := start(t, withPage)
	port := w.URL()[strings.LastIndex(w.URL(), ":"):]
	send := `{"as":"U1","channel":"C1","text":"hello"}`
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	host := func(name string) func(*http.Request) { return func(r *http.Request) { r.Host = name } }
	for _, c := range []struct {
		name, method, path, body string
		change                   func(*http.Request)
		status                   int
	}{
		{"our own page under another name", "POST", "/do/send", send, host("localhost" + port), http.StatusForbidden},
		{"a name that resolves to us", "GET", "/", "", host("evil.example" + port), http.StatusForbidden},
		{"another port", "GET", "/", "", host("127.0.0.1:1"), http.StatusForbidden},
		{"a network address", "GET", "/", "", host("192.168.1.7" + port), http.StatusForbidden},
		{"no port", "GET", "/", "", host("127.0.0.1"), http.StatusForbidden},
		{"another page", "POST", "/do/send", send, header("Origin", "https://evil.example"), http.StatusForbidden},
		{"a sandboxed page", "POST", "/do/send", send, header("Origin", "null"), http.StatusForbidden},
		{"no Origin", "POST", "/do/send", send, func(r *http.Request) { r.Header.Del("Origin") }, http.StatusForbidden},
		{"a form", "POST", "/do/send", send, header("Content-Type", "text/plain"), http.StatusForbidden},
		{"another site's fetch", "GET", "/stream?as=U1", "", header("Sec-Fetch-Site", "cross-site"), http.StatusForbidden},
		{"another port's fetch", "GET", "/stream?as=U1", "", header("Sec-Fetch-Site", "same-site"), http.StatusForbidden},
		{"no cookie", "GET", "/stream?as=U1", "", func(r *http.Request) { r.Header.Del("Cookie") }, http.StatusForbidden},
		{"an old cookie", "POST", "/do/send", send, func(r *http.Request) { r.Header.Set("Cookie", "playground_"+port[1:]+"=old") }, http.StatusForbidden},
		{"the app's side, for another page", "POST", "/api/chat.postMessage", "{}", header("Origin", "https://evil.example"), http.StatusForbidden},
		{"an unknown action", "POST", "/do/everything", "{}", nil, http.StatusNotFound},
		{"no JSON", "POST", "/do/send", "as=U1", nil, http.StatusBadRequest},
		{"a file of the page", "GET", "/page/app.js", "", nil, http.StatusNotFound},
	} {
		change := []func(*http.Request){}
		if c.change != nil {
			change = append(change, c.change)
		}
		if got := w.visit(c.method, c.path, c.body, change...).StatusCode; got != c.status {
			t.Errorf("%s: got %d, want %d", c.name, got, c.status)
		}
	}
	if got := w.As("U1").Sees("C1", ""); len(got) > 0 {
		t.Errorf("a refused request said %q", texts(got))
	}
	if got := w.doAction("send", send); got["error"] != nil || len(w.As("U2").Sees("C1", "")) != 1 {
		t.Errorf("our own page could not speak: %v", got)
	}
}

func TestPageMayLoadNothingFromElsewhere(t *testing.T) {
	w := start(t, withPage, func(o *Options) { o.TeamName = "</title><script>alert(1)</script>" })
	resp := w.visit("GET", "/", "")
	policy := resp.Header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'sha256-", "style-src 'sha256-", "frame-ancestors 'none'",
		"require-trusted-types-for 'script'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %q: %s", part, policy)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
		t.Errorf("the policy is too wide: %s", policy)
	}
	c := resp.Cookies()
	if len(c) != 1 || c[0].SameSite != http.SameSiteStrictMode || !c[0].HttpOnly {
		t.Errorf("the cookie is not for us alone: %v", c)
	}
	page, err := io.ReadAll(resp.Body)
	noError(t, err)
	if n := strings.Count(string(page), "<script"); n != 1 {
		t.Errorf("the page has %d scripts", n)
	}
	for _, part := range []string{"src=", "url(", "@import", "import ", "http:", "https:", "style=", "</script>alert"} {
		if strings.Contains(strings.ReplaceAll(string(page), "http://www.w3.org/2000/svg", ""), part) {
			t.Errorf("the page has %q", part)
		}
	}
}

func TestServerWithoutPageServesNone(t *testing.T) {
	w := start(t)
	for _, path := range []string{"/", "/icon.svg", "/stream?as=U1", "/record/call/0"} {
		resp, err := http.Get(w.URL() + path)
		noError(t, err)
		resp.Body.Close()
		if resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %s", path, resp.Status)
		}
	}
}

func TestPageIsServedToThisComputerOnly(t *testing.T) {
	s := New(Options{Page: &Page{}})
	t.Cleanup(s.Close)
	wantError(t, s.Start("0.0.0.0:0"), "can be reached from other computers")
}

// stream opens a window's stream and returns a function that reads the next patch.
func (w *world) stream(query string) func() map[string]any {
	w.t.Helper()
	resp := w.visit("GET", "/stream?"+query, "")
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<24)
	return func() (patch map[string]any) {
		w.t.Helper()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				noError(w.t, json.Unmarshal([]byte(data), &patch))
				return patch
			}
		}
		w.t.Fatalf("the stream ended: %v", lines.Err())
		return nil
	}
}

// sentTexts returns the texts of a patch's messages.
func sentTexts(patch map[string]any) (out []string) {
	list, _ := patch["list"].(map[string]any)
	changed, _ := list["changed"].([]any)
	for _, m := range changed {
		out = append(out, m.(map[string]any)["text"].(string))
	}
	return out
}

func TestWindowGetsWhatItsPersonSeesAndThenTheChanges(t *testing.T) {
	w := start(t, withPage)
	first, err := w.As("U1").Say("C1", "", "one")
	noError(t, err)
	w.form("chat.postEphemeral", "channel", "C1", "user", "U2", "text", "for U2 alone")
	next := w.stream("as=U1&channel=C1")
	if got := sentTexts(next()); len(got) != 1 || got[0] != "one" {
		t.Fatalf("at first: %q", got)
	}
	w.post("C1", "two")
	patch := next()
	if got := sentTexts(patch); len(got) != 1 || got[0] != "two" {
		t.Errorf("after a message: %q", got)
	}
	if patch["people"] != nil || patch["kit"] != nil {
		t.Errorf("unchanged parts were sent again: %v", patch)
	}
	noError(t, w.As("U1").React("C1", first, "eyes"))
	if got := sentTexts(next()); len(got) != 1 || got[0] != "one" {
		t.Errorf("after a reaction: %q", got)
	}
	noError(t, w.As("U1").Delete("C1", first))
	list, _ := next()["list"].(map[string]any)
	if gone, _ := list["gone"].([]any); len(gone) != 1 || gone[0] != first {
		t.Errorf("after a deletion: %v", list)
	}
	w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", `[{"type":"pretty"}]`)
	refused, _ := next()["refused"].([]any)
	if len(refused) != 1 || refused[0].(map[string]any)["error"] != "invalid_blocks" {
		t.Errorf("after a refusal: %v", refused)
	}
}

func TestWindowGetsNothingFromChannelsItsPersonIsNotIn(t *testing.T) {
	w := start(t, withPage)
	_, err := w.As("U1").Say("G1", "", "secret")
	noError(t, err)
	patch := w.stream("as=U2&channel=G1")()
	raw, err := json.Marshal(patch)
	noError(t, err)
	if place, _ := patch["place"].(map[string]any); place["channel"] != "C1" || strings.Contains(string(raw), "secret") {
		t.Errorf("U2 got: %s", raw)
	}
}

func TestWindowWithoutAPlaceGetsOneAtOnce(t *testing.T) {
	w := start(t, withPage)
	w.post("C1", "hello")
	for _, query := range []string{"as=&channel=", "as=U404&channel=C404", "as=&channel=C1&thread=1.2"} {
		patch := w.stream(query)()
		place, _ := patch["place"].(map[string]any)
		if place["as"] != "U1" || place["channel"] != "C1" || len(sentTexts(patch)) != 1 {
			t.Errorf("%s: got %v and %v", query, place, patch["list"])
		}
	}
	next := w.stream("as=U2&channel=C1")
	next()
	noError(t, w.Remove("C1", "U2"))
	if place, _ := next()["place"].(map[string]any); place["channel"] != "DU2" {
		t.Errorf("after leaving the channel: %v", place)
	}
}

func TestUnreadMarksDisappearWhenTheChannelIsRead(t *testing.T) {
	w := start(t, withPage)
	w.move(time.Minute)
	w.post("C1", "hello")
	ts := w.post("C1", "hello <@U1>")
	marks := func() (unread, mentions any) {
		list, _ := w.stream("as=U1&channel=C2")()["channels"].([]any)
		for _, c := range list {
			if o := c.(map[string]any); o["id"] == "C1" {
				return o["unread"], o["mentions"]
			}
		}
		return nil, nil
	}
	if u, m := marks(); u != 2.0 || m != 1.0 {
		t.Errorf("unread: %v and %v", u, m)
	}
	w.doAction("read", `{"as":"U1","channel":"C1","ts":"`+ts+`"}`)
	if u, m := marks(); u != 0.0 || m != 0.0 {
		t.Errorf("after reading: %v and %v", u, m)
	}
}

// clockOf is the page's Clock for a test's clock.
type clockOf struct{ *world }

func (c clockOf) Advance(_ context.Context, to time.Time) error {
	c.move(to.Sub(c.clock.now()))
	return nil
}

func (c clockOf) Stops(context.Context) []Stop {
	return []Stop{{"Lunch", time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}}
}

func TestClockOnlyMovesForward(t *testing.T) {
	w := start(t, withPage)
	if got := w.doAction("clock", `{"as":"U1","value":1}`); got["notice"] != "clock_fixed" {
		t.Errorf("without a clock: %v", got)
	}
	w.playground.Clock = clockOf{w}
	for body, notice := range map[string]string{
		`{"as":"U1","text":"2026-11-23T08:00"}`: "clock_back", // it is 10:00 in Berlin
		`{"as":"U1","text":"2036-11-23T08:00"}`: "clock_far",
		`{"as":"U1","text":"tomorrow"}`:         "clock_unread",
	} {
		if got := w.doAction("clock", body); got["notice"] != notice {
			t.Errorf("%s: %v", body, got)
		}
	}
	if got := w.doAction("clock", `{"as":"U2","text":"2026-11-24T09:30"}`); got["notice"] != nil || got["error"] != nil {
		t.Error(got)
	}
	if got := w.Now(); !got.Equal(time.Date(2026, 11, 24, 1, 30, 0, 0, time.UTC)) { // Shanghai's 9:30
		t.Errorf("the clock shows %v", got)
	}
}

func TestInspectorShowsCallsWithAnswersAndEnvelopes(t *testing.T) {
	w := start(t, withPage)
	w.connect(ackAll)
	_, err := w.As("U1").Say("C1", "", "hello")
	noError(t, err)
	noError(t, w.WaitIdle(w.ctx))
	w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", `[{"type":"pretty"}]`)
	record, _ := w.stream("as=U1&channel=C1&inspect=1")()["record"].(map[string]any)
	calls, envelopes := record["calls"].([]any), record["envelopes"].([]any)
	last := calls[len(calls)-1].(map[string]any)
	if last["error"] != "invalid_blocks" || last["about"] != "#sales" || len(envelopes) != 1 || envelopes[0].(map[string]any)["done"] != true {
		t.Errorf("got %v", record)
	}
	var whole struct {
		Args   map[string]any
		Answer struct{ Error string }
	}
	resp := w.visit("GET", "/record/call/"+string(mustJSON(last["n"])), "")
	noError(t, json.NewDecoder(resp.Body).Decode(&whole))
	if whole.Answer.Error != "invalid_blocks" || whole.Args["text"] != "x" || whole.Args["token"] != nil {
		t.Errorf("in full: %+v", whole)
	}
}

func TestPageSwitchesFaultsOnAndOff(t *testing.T) {
	w := start(t, withPage)
	w.doAction("fault", `{"action":"rate_limit","count":1}`)
	if r := w.form("chat.postMessage", "channel", "C1", "text", "x"); r.err() != "ratelimited" {
		t.Errorf("got %q", r.err())
	}
	w.doAction("fault", `{"action":"rate_limit","count":5}`)
	w.doAction("fault", `{"action":"rate_limit","count":0}`)
	w.post("C1", "through")
	w.doAction("fault", `{"action":"rate_limit","count":1,"text":"users.info"}`)
	w.post("C1", "through")
	if r := w.form("users.info", "user", "U1"); r.err() != "ratelimited" {
		t.Errorf("the method itself: got %q", r.err())
	}
	w.doAction("fault", `{"action":"refuse","count":1}`)
	table := `[{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}]`
	if r := w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks", table); r.err() != "invalid_blocks" {
		t.Errorf("got %q", r.err())
	}
}
