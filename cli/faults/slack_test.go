//go:build linux && faults

package faults

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/dice"
)

// trouble is one way in which Slack, or somebody on the way to it, fails a post.
type trouble struct {
	name string
	do   func(*visit)
}

const blocked = "<html>blocked by policy</html>"

// troubles are met by one post each. Some of them take effect all the same.
func troubles() []trouble {
	all := []trouble{
		{"429, Retry-After 2", func(v *visit) { v.say(http.StatusTooManyRequests, "", "Retry-After", "2") }},
		{"429 with a date", func(v *visit) {
			v.say(http.StatusTooManyRequests, "", "Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")
		}},
		{"cut before Slack", func(v *visit) { v.cut() }},
		{"cut behind Slack", func(v *visit) { v.reach(); v.cut() }},
		{"no answer, not done", func(v *visit) { v.hang() }},
		{"no answer, done", func(v *visit) { v.reach(); v.hang() }},
		{"500, done", func(v *visit) { v.reach(); v.say(http.StatusInternalServerError, "") }},
		{"200, a page of a hotel", func(v *visit) { v.say(http.StatusOK, "<html>please sign in</html>") }},
		{"200, nothing", func(v *visit) { v.say(http.StatusOK, "") }},
		{"200, half an answer, done", func(v *visit) { body := v.reach().Body.String(); v.say(http.StatusOK, body[:len(body)/2]) }},
		{"200, a list in place of an object", func(v *visit) { v.say(http.StatusOK, "[]") }},
		{"200, ok without a message", func(v *visit) { v.say(http.StatusOK, `{"ok":true}`) }},
		{"200, spaces without end, done", func(v *visit) {
			v.reach()
			for v.r.Context().Err() == nil {
				_, _ = io.WriteString(v.w, strings.Repeat(" ", 1<<16)) // fails when the client gives up
			}
		}},
		{"302 to elsewhere", func(v *visit) { v.say(http.StatusFound, "", "Location", "http://127.0.0.1:1/") }},
		{"internal_error, done", func(v *visit) { v.reach(); v.say(http.StatusOK, `{"ok":false,"error":"internal_error"}`) }},
	}
	if dice.Long() { // each holds all posts for 30 s
		all = append(all,
			trouble{"429 without Retry-After", func(v *visit) { v.say(http.StatusTooManyRequests, "") }},
			trouble{"429, Retry-After -5", func(v *visit) { v.say(http.StatusTooManyRequests, "", "Retry-After", "-5") }})
	}
	for _, status := range []int{400, 401, 403, 404, 407, 418, 451, 500, 502, 503, 504} {
		all = append(all, trouble{fmt.Sprint(status, " of a proxy"), func(v *visit) { v.say(status, blocked) }})
	}
	return all
}

// P4, P8 and P9: the first try to post in each channel meets another trouble.
func TestEveryPostAppearsExactlyOnceWhateverSlackAnswers(t *testing.T) {
	all := troubles()
	w := newWorld(t, len(all))
	var mu sync.Mutex
	met, posts := 0, 0
	var channels []string
	for n := range all {
		channels = append(channels, channel(n))
	}
	w.gate.use(func(v *visit) bool {
		to := v.form.Get("channel")
		if v.method != "chat.postMessage" {
			return false
		}
		mu.Lock()
		n := slices.IndexFunc(channels, func(c string) bool { return c == to })
		if n >= 0 {
			channels[n] = "" // it has met its trouble
			met++
		}
		posts++
		mu.Unlock()
		if n >= 0 {
			all[n].do(v)
		}
		return n >= 0
	})
	w.start()
	for n := range all {
		w.says(n, "/sales", "account new "+customer(n))
		w.says(n, "/deal", fmt.Sprintf("new %s \"Deal%dX\" 10k", customer(n), n))
	}
	for n, x := range all {
		w.until(x.name+" is overcome", func() bool { return w.cards(n, fmt.Sprintf("Deal%dX", n)) > 0 })
	}
	w.until("all posts are settled", func() bool { return w.metric("dealdesk_outbox_due") == "0" })
	w.stop()
	for n, x := range all {
		if times := w.cards(n, fmt.Sprintf("Deal%dX", n)); times != 1 {
			t.Errorf("%s: posted %d times", x.name, times)
		}
	}
	twice, sent := w.doubles()
	if len(twice) > 0 || met != len(all) {
		t.Errorf("%d of %d troubles were met; doubles: %v", met, len(all), twice)
	}
	mu.Lock()
	if posts > 3*len(all)+20 {
		t.Errorf("%d calls for %d posts: a storm", posts, len(all))
	}
	mu.Unlock()

	// The control: a planted double, as a client makes that tries again by itself.
	w.plant(0)
	planted, _ := w.doubles()
	if len(planted) != 1 {
		t.Errorf("a planted double is not found: %v", planted)
	}
	count(t, "P4 P8 P9", fmt.Sprintf("%d posts met %d kinds of failures, each is there once (%d messages)", len(all), met, sent),
		"a planted double is counted")
}

// plant sends the newest message of the bot in a channel once more.
func (w *world) plant(n int) {
	w.Helper()
	var last *fakeslack.Message
	w.slack.Look(func(st *fakeslack.State) {
		for _, m := range st.Channels[channel(n)].Messages {
			if m.Metadata != nil {
				last = m
			}
		}
	})
	w.post(channel(n), last.Text, last.Metadata)
}

// P5: in HTTP mode each request is acknowledged within three seconds over one kept connection,
// while no call to Slack's API gets an answer.
func TestEachRequestIsAcknowledgedInTimeWhileSlackHangs(t *testing.T) {
	w := newWorld(t, 1)
	w.env = append(w.env, "DEALDESK_SLACK_MODE=http")
	w.start()
	send := w.overOneConnection()
	send("t0", "/sales", "account new Acme")
	var mu sync.Mutex
	hung := 0
	w.gate.use(func(v *visit) bool {
		mu.Lock()
		hung++
		mu.Unlock()
		v.hang()
		return true
	})
	w.event("log call Acme 5m talked", "7.1") // its answer needs a call to Slack
	w.until("a call hangs", func() bool { mu.Lock(); defer mu.Unlock(); return hung > 0 })
	slowest := time.Duration(0)
	const requests = 40
	for i := range requests {
		began := time.Now()
		answer := send(fmt.Sprint("t", i+1), "/log", fmt.Sprintf("call Acme 5m call number %d.", i+1))
		slowest = max(slowest, time.Since(began))
		if !strings.Contains(answer, "undo") && !strings.Contains(answer, "text") {
			t.Errorf("request %d was answered %q", i, answer)
		}
	}
	if slowest >= 3*time.Second {
		t.Errorf("a request was acknowledged after %v", slowest)
	}

	// The control: a connection that does wait for the API is found out.
	w.gate.use(nil)
	began := time.Now()
	w.gate.use(func(v *visit) bool { v.hang(); return true })
	resp, err := (&http.Client{Timeout: 3 * time.Second}).Post(w.gate.url+"/api/api.test", "text/plain", nil)
	if err == nil {
		resp.Body.Close()
	}
	if err == nil || time.Since(began) < 3*time.Second {
		t.Errorf("a call that hangs was answered: %v", err)
	}
	w.gate.use(nil)
	w.stop()
	times := w.kept()
	if len(times) != requests {
		t.Errorf("%d of %d calls are there", len(times), requests)
	}
	count(t, "P5", fmt.Sprintf("%d requests over one connection, %d calls to Slack hung, slowest acknowledgement %v",
		requests, hung, slowest.Round(time.Millisecond)), "a request that waits for Slack takes more than 3 s")
}
