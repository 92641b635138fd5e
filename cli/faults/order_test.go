//go:build linux && faults

package faults

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dealdesk/store"
)

// notes returns the notes of all logged calls of a stopped bot.
func (w *world) notes() (notes []string) {
	w.Helper()
	w.read(func(r store.Reader) error {
		for a, err := range store.Activities.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			notes = append(notes, a.Note)
		}
		return nil
	})
	return notes
}

// message is a version of what the rep wrote to the bot: the first one, or an edit of it.
func (w *world) message(ts, text string, version int) {
	w.Helper()
	said := map[string]any{"type": "message", "user": rep(0), "text": text, "ts": ts}
	event := said
	if version > 0 {
		at := fmt.Sprintf("%d.000000", time.Now().Unix()+int64(version))
		said["edited"] = map[string]any{"user": rep(0), "ts": at}
		event = map[string]any{"type": "message", "subtype": "message_changed", "message": said, "ts": at}
	}
	event["channel"], event["channel_type"] = "D"+rep(0), "im"
	body, err := json.Marshal(map[string]any{"type": "event_callback", "team_id": "T0001",
		"event_id": fmt.Sprint("Ev", ts, version), "event": event})
	w.check(err)
	if status, _ := w.signed(http.DefaultClient, "/slack/events", jsonType, string(body)); status != http.StatusOK {
		w.Errorf("status %d", status)
	}
}

// P2: of a message and its edits the newest text holds, in whatever order they come. A text
// that names ssl_check is heard like any other.
func TestTheNewestTextHoldsInEveryOrder(t *testing.T) {
	w := newWorld(t, 1)
	w.env = append(w.env, "DEALDESK_SLACK_MODE=http")
	w.start()
	send := w.overOneConnection()
	send("t0", "/sales", "account new Acme")
	began := time.Now().Unix() // all versions of a message have one timestamp
	orders := [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}
	for i, order := range orders {
		for _, version := range order {
			ts := fmt.Sprintf("%d.%d", began, 100000+i)
			w.message(ts, fmt.Sprintf("log call Acme 5m order %d version %d", i, version), version)
		}
	}
	w.event("log call Acme 5m a&ssl_check=1&b", fmt.Sprintf("%d.200000", began))
	w.stop()
	all := strings.Join(w.notes(), "\n")
	newest, older := 0, 0
	for i := range orders {
		newest += strings.Count(all, fmt.Sprintf("order %d version 2", i))
		older += strings.Count(all, fmt.Sprintf("order %d version 0", i)) + strings.Count(all, fmt.Sprintf("order %d version 1", i))
	}
	if newest != len(orders) || older != 0 || !strings.Contains(all, "ssl_check=1") {
		t.Errorf("%d newest and %d older texts:\n%s", newest, older, all)
	}
	w.start() // the control: an edit that never comes leaves the older text
	w.message(fmt.Sprintf("%d.300000", began), "log call Acme 5m order 9 version 1", 0)
	w.stop()
	if !strings.Contains(strings.Join(w.notes(), "\n"), "order 9 version 1") {
		t.Error("an older text would not be found")
	}
	count(t, "P2", fmt.Sprintf("%d orders of a message and two edits, the newest text each time; ssl_check in a text is heard",
		len(orders)),
		"an older text is found")
}

// P6: a post is lost on its way, sent again, and the first try arrives after all, while the bot
// restarts. The double is gone within the minute.
func TestTheWatchForADoubleGoesOnAfterARestart(t *testing.T) {
	w := newWorld(t, 1)
	w.start()
	w.says(0, "/sales", "account new Acme")
	w.until("nothing waits", func() bool { return w.metric("dealdesk_outbox_due") == "0" })
	var mu sync.Mutex
	var late url.Values
	w.gate.use(func(v *visit) bool {
		mu.Lock()
		defer mu.Unlock()
		if v.method != "chat.postMessage" || late != nil {
			return false
		}
		late = v.form
		token, _, _ := w.slack.Tokens()
		late.Set("token", token)
		v.cut()
		return true
	})
	w.says(0, "/deal", "new Acme \"Deal0X\" 10k")
	w.until("it is sent again", func() bool { return w.cards(0, "Deal0X") == 1 })
	w.kill(syscall.SIGKILL)
	mu.Lock()
	resp, err := http.PostForm(w.slack.URL()+"/api/chat.postMessage", late)
	mu.Unlock()
	w.check(err)
	w.check(resp.Body.Close())
	if twice, _ := w.doubles(); len(twice) != 1 {
		t.Fatalf("the control, a double that is not watched for, is not seen: %v", twice)
	}
	began := time.Now()
	w.start()
	w.until("the double is gone", func() bool { twice, _ := w.doubles(); return len(twice) == 0 })
	if took := time.Since(began); took > time.Minute || w.cards(0, "Deal0X") != 1 {
		t.Errorf("after %v there are %d cards", took, w.cards(0, "Deal0X"))
	}
	w.stop()
	count(t, "P6", fmt.Sprintf("1 double after a restart, gone after %v", time.Since(began).Round(time.Second)),
		"the double is counted while it is there")
}

// P7: a bot whose clock does not agree with Slack's posts nothing, tells the admins, and goes on
// once the clock is right.
func TestNothingIsPostedByAWrongClock(t *testing.T) {
	w := newWorld(t, 1)
	var mu sync.Mutex
	off := 48 * time.Hour
	posts := 0
	w.gate.use(func(v *visit) bool {
		mu.Lock()
		defer mu.Unlock()
		if v.method == "chat.postMessage" {
			posts++
		}
		if v.method != "api.test" {
			return false
		}
		answer := v.reach()
		v.say(answer.Code, answer.Body.String(), "Date", time.Now().Add(-off).UTC().Format(http.TimeFormat))
		return true
	})
	w.start()
	w.says(0, "/sales", "account new Acme")
	w.says(0, "/deal", "new Acme \"Deal0X\" 10k")
	w.until("the clock is found wrong", func() bool { return strings.Contains(w.proc.log.String(), "is wrong") })
	mu.Lock()
	early := posts
	off = 0
	mu.Unlock()
	if early != 0 {
		t.Errorf("%d posts by a wrong clock", early)
	}
	w.until("it goes out", func() bool { return w.cards(0, "Deal0X") == 1 })
	w.stop()
	count(t, "P7", "a clock 48 h ahead: 0 posts until it is right, then all", "the same post is counted as soon as the clock is right")
}
