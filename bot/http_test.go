package bot_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dealdesk/bot"
	"dealdesk/bot/fakeslack"
)

// signed makes a request signed like Slack's.
func signed(secret, path, kind, body string, at time.Time) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	stamp := strconv.FormatInt(at.Unix(), 10)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", fakeslack.Sign(secret, stamp, []byte(body)))
	return r
}

func slashBody(text, trigger string) string {
	return url.Values{"command": {"/log"}, "text": {text}, "team_id": {"T0001"}, "user_id": {"UANA"}, "user_name": {"ana"},
		"channel_id": {"C1"},
		"trigger_id": {trigger}, "response_url": {"https://hooks.slack.com/commands/x"}}.Encode()
}

const formType, jsonType = "application/x-www-form-urlencoded", "application/json"

func TestOnlyRecentlySignedRequestsAreAccepted(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.config.Mode = bot.HTTP
	d.start()
	_, _, secret := d.slack.Tokens()
	now := time.Now()
	body := slashBody("call Acme", "t1")
	good := func() *http.Request { return signed(secret, "/slack/commands", formType, body, now) }
	for name, c := range map[string]struct {
		request *http.Request
		status  int
	}{
		"another secret":  {signed("wrong", "/slack/commands", formType, body, now), 401},
		"too old":         {signed(secret, "/slack/commands", formType, body, now.Add(-6*time.Minute)), 401},
		"from the future": {signed(secret, "/slack/commands", formType, body, now.Add(6*time.Minute)), 401},
		"no signature":    {func() *http.Request { r := good(); r.Header.Del("X-Slack-Signature"); return r }(), 401},
		"no timestamp":    {func() *http.Request { r := good(); r.Header.Del("X-Slack-Request-Timestamp"); return r }(), 401},
		"another version": {func() *http.Request {
			r := good()
			r.Header.Set("X-Slack-Signature", "v1="+r.Header.Get("X-Slack-Signature")[3:])
			return r
		}(), 401},
		"another body": {func() *http.Request {
			r := good()
			r.Body = httptest.NewRequest("POST", "/", strings.NewReader(body+"&x=1")).Body
			return r
		}(), 401},
		"too large":    {signed(secret, "/slack/commands", formType, body+"&pad="+strings.Repeat("x", 1<<20), now), 413},
		"another path": {signed(secret, "/slack/elsewhere", formType, body, now), 404},
		"a GET":        {httptest.NewRequest(http.MethodGet, "/slack/commands", nil), 405},
	} {
		w := httptest.NewRecorder()
		d.bot.Handler().ServeHTTP(w, c.request)
		if w.Code != c.status {
			t.Errorf("%s: status %d, want %d", name, w.Code, c.status)
		}
	}
	if d.effects.Load() != 0 {
		t.Fatal("a refused request took effect")
	}
	for range 3 { // a captured request can be replayed for five minutes, without a new effect
		w := httptest.NewRecorder()
		d.bot.Handler().ServeHTTP(w, good())
		if w.Code != 200 || !strings.Contains(w.Body.String(), "logged call Acme") {
			t.Fatalf("answered %d %s", w.Code, w.Body)
		}
	}
	if n := d.effects.Load(); n != 1 {
		t.Errorf("%d effects of one command", n)
	}
}

func TestCombinedPathAcceptsEveryKindOfDelivery(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.config.Mode = bot.HTTP
	d.start()
	_, _, secret := d.slack.Tokens()
	do := func(kind, body string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		d.bot.Handler().ServeHTTP(w, signed(secret, "/slack", kind, body, time.Now()))
		return w
	}
	if w := do(jsonType, `{"type":"url_verification","challenge":"abc"}`); !strings.Contains(w.Body.String(), `"abc"`) {
		t.Errorf("the challenge was answered with %s", w.Body)
	}
	if w := do(formType, slashBody("one", "t1")); !strings.Contains(w.Body.String(), "logged one") {
		t.Errorf("a command was answered with %s", w.Body)
	}
	suggestion := `{"type":"block_suggestion","user":{"id":"UANA"},"view":{"id":"V1","type":"modal"},"action_id":"suggest","block_id":"account","value":"Corp"}`
	if w := do(formType, url.Values{"payload": {suggestion}}.Encode()); !strings.Contains(w.Body.String(), "Acme Corp") {
		t.Errorf("a suggestion was answered with %s", w.Body)
	}
	if w := do(jsonType, `{"type":"event_callback","team_id":"T0001","event":{"type":"message","user":"UANA","text":"log two","ts":"6.1","channel":"DUANA","channel_type":"im"}}`); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("an event was answered with %d %s", w.Code, w.Body)
	}
	if w := do(formType, "nonsense"); w.Code != 200 {
		t.Errorf("a malformed delivery was answered with %d", w.Code)
	}
	d.idle()
	if n := d.effects.Load(); n != 2 {
		t.Errorf("%d effects, want 2", n)
	}
	if n := len(d.bot.Malformed()); n != 1 {
		t.Errorf("%d deliveries are kept, want 1", n)
	}
	w := httptest.NewRecorder()
	d.bot.Handler().ServeHTTP(w, httptest.NewRequest("POST", "/slack", strings.NewReader("ssl_check=1&token=x")))
	if w.Code != 200 {
		t.Errorf("ssl_check was answered with %d", w.Code)
	}
}

// BenchmarkSignedSlashCommand measures a command whose route does nothing: signature,
// form, person, route and answer. A real command adds only its Update.
func BenchmarkSignedSlashCommand(b *testing.B) {
	d := newRig(b, fakeslack.Options{})
	d.config.Mode = bot.HTTP
	d.ctx = context.Background()
	d.start()
	_, _, secret := d.slack.Tokens()
	handler := d.bot.Handler()
	var n atomic.Int64
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			body := strings.Replace(slashBody("", fmt.Sprint(n.Add(1))), "%2Flog", "%2Fquiet", 1)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, signed(secret, "/slack/commands", formType, body, time.Now()))
			if w.Code != http.StatusOK {
				b.Errorf("answered %d %s", w.Code, w.Body)
			}
		}
	})
}
