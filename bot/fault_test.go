package bot_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dealdesk/bot"
	"dealdesk/bot/fakeslack"
	"dealdesk/chat"
	"dealdesk/store"
)

// A proxy on the way answers in Slack's place. Only Slack's own JSON is a refusal.
func TestOnlySlackItselfRefusesAPost(t *testing.T) {
	const blocked = "<html>blocked by policy</html>"
	for _, answer := range []struct {
		status       int
		body, reason string
	}{
		{400, blocked, "400"}, {401, blocked, "401"}, {403, blocked, "403"}, {404, blocked, "404"}, {407, blocked, "407"},
		{418, blocked, "418"}, {451, blocked, "451"}, {502, blocked, "502"}, {200, `{"ok":true}`, "names no message"},
	} {
		t.Run(answer.reason, func(t *testing.T) {
			d, clock := newSendingDesk(t)
			var mu sync.Mutex
			spoiled := 2 // the post, and the look-up that follows
			if answer.status == 200 {
				spoiled = 1 // a history without messages is one
			}
			d.between(func(w http.ResponseWriter, method string) bool {
				mu.Lock()
				defer mu.Unlock()
				if spoiled == 0 || method != "chat.postMessage" && method != "conversations.history" {
					return false
				}
				spoiled--
				w.WriteHeader(answer.status)
				_, _ = w.Write([]byte(answer.body))
				return true
			})
			d.start()
			d.put(store.Post{Key: "digest", Channel: "C1", Message: text("digest")})
			stuck := func() store.Post { return d.post("digest") }
			d.until("its reason is kept", func() bool {
				p := stuck()
				return p.State == store.Attempted && strings.Contains(p.Error, answer.reason)
			})
			gone, cancel := context.WithCancel(d.ctx)
			cancel()
			d.until("it is posted after all", func() bool {
				clock.move(10 * time.Second)
				_ = d.bot.Idle(gone) // only wakes the sender
				return stuck().State == store.Posted
			})
			if n := len(d.messages("C1")); n != 1 {
				t.Errorf("%d messages", n)
			}
		})
	}
}

// until waits until so returns true.
func (d *rig) until(what string, so func() bool) {
	d.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-tick.C:
		case <-d.ctx.Done():
			d.Fatalf("not reached: %s\nlog:\n%s", what, d.log)
		}
	}
}

func TestAnUnreadableRetryAfterIsALimit(t *testing.T) {
	t.Parallel() // waits for real time to pass
	d, _ := newSendingDesk(t)
	var mu sync.Mutex
	calls := 0
	d.between(func(w http.ResponseWriter, method string) bool {
		mu.Lock()
		defer mu.Unlock()
		if method != "chat.postMessage" {
			return false
		}
		calls++
		if calls > 1 {
			return false
		}
		w.Header().Set("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")
		w.WriteHeader(http.StatusTooManyRequests)
		return true
	})
	d.start()
	d.put(store.Post{Key: "digest", Channel: "C1", Message: text("digest")})
	d.until("it waits its turn", func() bool { p := d.post("digest"); return p.State == store.Pending && p.Error == "ratelimited" })
	d.count("slack_limited_total", 1, "method", "chat.postMessage")
}

func TestStrangersDoNotTakeThePlacesOfPeopleWhoAreKnown(t *testing.T) {
	d := newRig(t, fakeslack.Options{Limits: fakeslack.Limits{Off: true}})
	d.config.Mode = bot.HTTP
	var mu sync.Mutex
	known := true
	seen, gate := make(chan struct{}, 1024), make(chan struct{})
	d.between(func(_ http.ResponseWriter, method string) bool {
		mu.Lock()
		hang := method == "users.info" && !known
		mu.Unlock()
		if hang {
			seen <- struct{}{}
			<-gate
		}
		return false
	})
	release := sync.OnceFunc(func() { close(gate) })
	d.Cleanup(release)
	d.start()
	_, _, secret := d.slack.Tokens()
	ask := func(body string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		d.bot.Handler().ServeHTTP(w, signed(secret, "/slack/commands", formType, body, time.Now()))
		return w
	}
	if w := ask(slashBody("one", "t1")); !strings.Contains(w.Body.String(), "logged one") {
		t.Fatalf("answered %s", w.Body)
	}
	mu.Lock()
	known = false
	mu.Unlock()
	var strangers sync.WaitGroup
	for i := range 600 {
		strangers.Go(func() {
			ask(strings.Replace(slashBody("x", fmt.Sprint("s", i)), "UANA", fmt.Sprint("USTRANGER", i), 1))
		})
	}
	<-seen
	d.until("all have been received", func() bool { return d.bot.Waiting() == 600 })
	if w := ask(slashBody("two", "t2")); !strings.Contains(w.Body.String(), "logged two") {
		t.Errorf("a person who is known got %s", w.Body)
	}
	release()
	strangers.Wait()
}

func TestAMessageThatNamesSSLCheckIsHeard(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.config.Mode = bot.HTTP
	d.start()
	_, _, secret := d.slack.Tokens()
	event := strings.Replace(directEvent, "\"help\"", "\"log a&ssl_check=1&b\"", 1)
	w := httptest.NewRecorder()
	d.bot.Handler().ServeHTTP(w, signed(secret, "/slack/events", jsonType, event, time.Now()))
	d.idle()
	if n := d.effects.Load(); n != 1 {
		t.Errorf("%d effects, answered %d", n, w.Code)
	}
	for _, body := range []string{"ssl_check=1&command=%2Flog", "ssl_check=1&payload={}", strings.Repeat("x", 2000) + "&ssl_check=1"} {
		w := httptest.NewRecorder()
		d.bot.Handler().ServeHTTP(w, httptest.NewRequest("POST", "/slack", strings.NewReader(body)))
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%.30s without a signature was answered with %d", body, w.Code)
		}
	}
}

// endless is a body without an end. It counts the bytes that were read.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) { e.read += len(p); return len(p), nil }

func TestABodyWithoutASignatureIsNotRead(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.config.Mode = bot.HTTP
	d.start()
	body := &endless{}
	r := httptest.NewRequest("POST", "/slack/events", body)
	w := httptest.NewRecorder()
	d.bot.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusUnauthorized || body.read > 0 {
		t.Errorf("answered %d after %d bytes", w.Code, body.read)
	}
}

func TestTheLogDoesNotHoldTypedWordsThatLookLikePeople(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "name WATERMELON <@UNOBODY99>"))
	<-d.received
	d.idle()
	if log := d.log.String(); !strings.Contains(log, "could not be looked up") || strings.Contains(log, "WATERMELON") {
		t.Errorf("the log:\n%s", log)
	}
}

func TestAMessageDeletedBeforeItArrivesIsNotHeard(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.config.Mode = bot.HTTP
	d.start()
	_, _, secret := d.slack.Tokens()
	send := func(event string) {
		body := `{"type":"event_callback","team_id":"T0001","event":` + event + `}`
		w := httptest.NewRecorder()
		d.bot.Handler().ServeHTTP(w, signed(secret, "/slack/events", jsonType, body, time.Now()))
		if w.Code != http.StatusOK {
			t.Errorf("answered %d", w.Code)
		}
	}
	const said = `"user":"UANA","ts":"7.1","text":"log call Acme"`
	send(`{"type":"message","subtype":"message_deleted","channel":"DUANA","channel_type":"im","deleted_ts":"7.1","previous_message":{` + said +
		`}}`)
	<-d.received
	send(`{"type":"message","channel":"DUANA","channel_type":"im",` + said + `}`)
	send(`{"type":"message","subtype":"message_changed","channel":"DUANA","channel_type":"im","message":{` + said + `,"edited":{"ts":"7.2"}}}`)
	d.idle()
	if n := d.effects.Load(); n != 0 {
		t.Errorf("%d effects of a message that is gone", n)
	}
}

// slowOutbox is a store on a slow disk: it fails every caller that has a deadline.
type slowOutbox struct {
	*store.Store
	limited chan string
}

func (o slowOutbox) Settle(ctx context.Context, all []store.Outcome) error {
	if _, limited := ctx.Deadline(); limited {
		o.limited <- "Settle"
		return fmt.Errorf("%w: %w", store.ErrUnsure, context.DeadlineExceeded)
	}
	return o.Store.Settle(ctx, all)
}

func TestASlowDiskIsWaitedFor(t *testing.T) {
	d, _ := newSendingDesk(t)
	limited := make(chan string, 16)
	d.deps.Outbox = slowOutbox{d.store, limited}
	routes := []chat.Route{{Name: "deadline", Help: true, Do: func(ctx context.Context, _ chat.Request) (chat.Reply, error) {
		if _, limited := ctx.Deadline(); limited {
			return chat.Reply{}, fmt.Errorf("%w: %w", store.ErrUnsure, context.DeadlineExceeded)
		}
		return chat.Say("waited"), nil
	}}}
	d.reroute(append(d.routes(), routes...))
	d.start()
	d.put(store.Post{Key: "digest", Channel: "C1", Message: text("digest")})
	d.idle()
	d.lastSays(d.messages("C1"), "digest")
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "deadline"))
	d.lastSays(d.ephemeral("C1", "UANA"), "waited")
	if len(limited) > 0 {
		t.Error("recording the outcome of a post has a deadline")
	}
}

func TestAMovedFileIsNamedInTheAnswer(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.reroute(append(d.routes(), chat.Route{Name: "moved", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
		return chat.Reply{}, errors.Join(fmt.Errorf("%w: desk.db", store.ErrMoved))
	}}))
	d.start()
	for user, words := range map[string]string{"UANA": "moved or deleted", "ULI": "被移走或删除"} {
		d.check(d.slack.As(user).Slash(d.ctx, "C1", "/sales", "moved"))
		d.lastSays(d.ephemeral("C1", user), words)
	}
}
