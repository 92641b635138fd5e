package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dealdesk/bot/fakeslack"
	"dealdesk/chat"
	"dealdesk/store"
)

// clock is the real time plus an offset that tests move.
type clock struct {
	mu     sync.Mutex
	offset time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

// newSendingDesk returns a desk whose bot and Slack share a clock, without rate limits.
func newSendingDesk(t *testing.T) (*rig, *clock) {
	c := &clock{}
	d := newRig(t, fakeslack.Options{Now: c.now, Limits: fakeslack.Limits{Off: true}})
	d.deps.Now, d.config.Unpaced = c.now, true
	return d, c
}

func text(s string) chat.Message { return chat.Message{Text: chat.Safe(s)} }

func TestPostBecomesOneMessageAndIsKeptUpToDate(t *testing.T) {
	d, _ := newSendingDesk(t)
	d.start()
	d.put(store.Post{Key: "card:D-1", Channel: "C1", Message: text("first")})
	d.idle()
	d.put(store.Post{Key: "card:D-1", Channel: "C1",
		Message: chat.Message{Text: "second", Blocks: []chat.Block{chat.Para("second, with a block")}}})
	d.idle()
	d.put(store.Post{Key: "card:D-1", Channel: "C1", Message: text("third")})
	d.idle()
	all := d.messages("C1")
	if len(all) != 1 {
		t.Fatalf("%d messages for one post", len(all))
	}
	if m := d.lastSays(all, "third"); len(m.Blocks) != 0 || m.Metadata == nil || m.Metadata.EventPayload["id"] != d.post("card:D-1").ID {
		t.Errorf("the message is %+v with %v", m, m.Metadata)
	}
	_, err := d.store.Update(d.ctx, store.Change{Once: "unpost", Actor: "test", At: time.Now(), What: "unpost"},
		func(tx *store.Tx) error { return tx.Unpost("card:D-1") })
	d.check(err)
	d.idle()
	if all := d.messages("C1"); len(all) != 0 {
		t.Errorf("an unwanted message is still there: %v", all)
	}
}

func TestPostMovedToAnotherChannelIsSentAgainWithItsThread(t *testing.T) {
	d, _ := newSendingDesk(t)
	d.slack.AddChannel(fakeslack.Channel{ID: "C2", Name: "new", Members: []string{"UBOT"}})
	d.start()
	card := func(channel, words string) {
		d.put(store.Post{Key: "card", Channel: channel, Message: text(words)})
		d.put(store.Post{Key: "reply", Channel: channel, Under: "card", Message: text("reply to " + words)})
		d.idle()
	}
	card("C1", "old")
	card("C2", "new")
	if old := d.messages("C1"); len(old) != 2 || old[0].Text != "old" || old[1].ThreadTS != old[0].TS {
		t.Errorf("the old channel has %+v", old)
	}
	is := d.messages("C2")
	if len(is) != 2 || is[0].Text != "new" || is[1].Text != "reply to new" || is[1].ThreadTS != is[0].TS {
		t.Fatalf("the new channel has %+v", is)
	}
	card("C2", "newer")
	if is := d.messages("C2"); len(is) != 2 || is[0].Text != "newer" {
		t.Errorf("the moved card is not kept up to date: %+v", is)
	}
	if p := d.post("card"); p.Sent != "C2" || p.TS != is[0].TS {
		t.Errorf("the post is in %s", p.Sent)
	}
}

func TestReplyWaitsForItsParentMessage(t *testing.T) {
	t.Parallel() // waits for real time to pass
	d, _ := newSendingDesk(t)
	d.slack.SetFaults(func(f *fakeslack.Faults) { f.RateLimit = map[string]int{"chat.postMessage": 1} })
	d.start()
	d.put(store.Post{Key: "reply", Channel: "C1", Under: "root", Message: text("reply")})
	d.put(store.Post{Key: "root", Channel: "C1", Message: text("root")})
	d.put(store.Post{Key: "late reply", Channel: "C1", Under: "root", Message: text("late reply")})
	d.idle()
	root := d.post("root").TS
	for _, m := range d.messages("C1") {
		if m.Text == "late reply" && m.ThreadTS != root {
			t.Errorf("%q went into thread %q, not %q", m.Text, m.ThreadTS, root)
		}
	}
	if n := len(d.messages("C1")); n != 3 {
		t.Errorf("%d messages, want 3", n)
	}
}

func TestPeopleGetDirectMessages(t *testing.T) {
	d, _ := newSendingDesk(t)
	d.start()
	d.put(store.Post{Key: "nudge", User: "UANA", Message: text("your turn")})
	d.idle()
	d.lastSays(d.messages("DUANA"), "your turn")
	if p := d.post("nudge"); p.Sent != "DUANA" {
		t.Errorf("the direct message was recorded in %q", p.Sent)
	}
}

func TestPostWithALostAnswerIsLookedUpAndNotPostedTwice(t *testing.T) {
	d, c := newSendingDesk(t)
	d.slack.SetFaults(func(f *fakeslack.Faults) { f.LoseAnswer = map[string]int{"chat.postMessage": 2} })
	d.start()
	d.put(store.Post{Key: "digest", Channel: "C1", Message: text("digest")})
	d.put(store.Post{Key: "second", Channel: "C1", Message: text("second")})
	d.put(store.Post{Key: "third", Channel: "C1", Message: text("third")})
	d.wait("three were posted", func(st *fakeslack.State) bool { return len(st.Channels["C1"].Messages) == 3 })
	if n := d.calls("conversations.history"); n != 0 {
		t.Errorf("looked %d times without waiting", n)
	}
	c.move(6 * time.Second)
	d.idle()
	if n := len(d.messages("C1")); n != 3 {
		t.Errorf("%d messages for three posts", n)
	}
	for _, key := range []string{"digest", "second", "third"} {
		if p := d.post(key); p.State != store.Posted || p.TS == "" || p.SentRev != p.Rev {
			t.Errorf("%s is %s at %q", key, p.State, p.TS)
		}
	}
	if n := d.calls("conversations.history"); n != 1 {
		t.Errorf("looked %d times for all, want once", n)
	}
}

func TestPostThatNeverArrivedIsSentAgain(t *testing.T) {
	t.Parallel() // waits for real time to pass
	d, c := newSendingDesk(t)
	d.slack.SetFaults(func(f *fakeslack.Faults) { f.Refuse = map[string]string{"chat.postMessage": "internal_error"} })
	d.start()
	d.put(store.Post{Key: "digest", Channel: "C1", Message: text("digest")})
	d.wait("it was tried", func(st *fakeslack.State) bool {
		for _, call := range st.Calls.All() {
			if call.Method == "chat.postMessage" {
				return true
			}
		}
		return false
	})
	d.slack.SetFaults(func(f *fakeslack.Faults) { f.Refuse = nil })
	c.move(6 * time.Second)
	d.idle()
	if n := len(d.messages("C1")); n != 1 || d.calls("chat.postMessage") != 2 {
		t.Errorf("%d messages after %d tries", n, d.calls("chat.postMessage"))
	}
}

func TestPostsAttemptedBeforeACrashAreLookedUp(t *testing.T) {
	d, c := newSendingDesk(t)
	d.put(store.Post{Key: "digest", Channel: "C1", Message: text("digest")})
	p := d.post("digest")
	d.check(d.store.Settle(d.ctx, []store.Outcome{{Key: "digest", Rev: p.Rev, State: store.Attempted, At: c.now()}}))
	c.move(time.Minute)
	d.start()
	d.idle()
	if n := len(d.messages("C1")); n != 1 || d.calls("conversations.history") != 1 {
		t.Errorf("%d messages after %d looks", n, d.calls("conversations.history"))
	}
}

func TestRetryAfterIsObeyedAndNothingIsLost(t *testing.T) {
	t.Parallel() // waits for real time to pass
	d := newRig(t, fakeslack.Options{})
	d.slack.SetFaults(func(f *fakeslack.Faults) { f.RateLimit, f.RetryAfter = map[string]int{"chat.postMessage": 1}, 1 })
	d.start()
	began := time.Now()
	d.put(store.Post{Key: "digest", Channel: "C1", Message: text("digest")})
	d.idle()
	d.lastSays(d.messages("C1"), "digest")
	if took := time.Since(began); took < time.Second {
		t.Errorf("it was sent again after %v, Slack asked for 1 s", took)
	}
	d.count("slack_limited_total", 1, "method", "chat.postMessage")
}

func TestPostsThatCannotBeSentEndWithAReason(t *testing.T) {
	d, c := newSendingDesk(t)
	d.slack.AddChannel(fakeslack.Channel{ID: "C9", Name: "old", Members: []string{"UBOT"}, Archived: true})
	var refusals sync.Map
	d.deps.Refused = func(_ context.Context, channel, why string) { refusals.Store(channel, why) }
	d.deps.Barred = func(_ context.Context, p store.Post) (string, error) {
		if p.About == "D-secret" {
			return "not_visible", nil
		}
		return "", nil
	}
	d.slack.AddChannel(fakeslack.Channel{ID: "C8", Name: "shared", Members: []string{"UBOT"}, Shared: true})
	d.start()
	d.put(store.Post{Key: "nobody", User: "UNOBODY", Message: text("x")})
	d.put(store.Post{Key: "gone", Channel: "C404", Message: text("x")})
	d.put(store.Post{Key: "archived", Channel: "C9", Message: text("x")})
	d.put(store.Post{Key: "late", Channel: "C1", Message: text("x"), Expires: c.now().Add(-time.Minute)})
	d.put(store.Post{Key: "hidden", Channel: "C1", Message: text("x"), About: "D-secret"})
	d.put(store.Post{Key: "shared", Channel: "C8", Message: text("x")})
	d.put(store.Post{Key: "fine", Channel: "C1", Message: text("fine")})
	d.idle()
	for key, want := range map[string]struct {
		state store.PostState
		why   string
	}{"gone": {store.Refused, "channel_not_found"}, "archived": {store.Refused, "is_archived"}, "late": {store.Missed, "expired"},
		"hidden": {store.Cancelled, "not_visible"}, "shared": {store.Cancelled, "shared"}, "fine": {store.Posted, ""}} {
		if p := d.post(key); p.State != want.state || p.Error != want.why {
			t.Errorf("%s is %s because of %q, want %s because of %q", key, p.State, p.Error, want.state, want.why)
		}
	}
	if n := len(d.messages("C1")); n != 1 {
		t.Errorf("%d messages, want the one that is fine", n)
	}
	d.count("posts_total", 3, "outcome", "refused")
	d.count("posts_total", 2, "outcome", "cancelled")
	got := map[any]any{}
	refusals.Range(func(channel, why any) bool { got[channel] = why; return true })
	if diff := cmp.Diff(map[any]any{"C404": "channel_not_found", "C8": "shared", "C9": "is_archived"}, got); diff != "" {
		t.Error("refused channels:", diff)
	}
}

func TestPostWaitsUntilItIsDueAndItsReadersAreKnown(t *testing.T) {
	d, c := newSendingDesk(t)
	var broken = true
	var mu sync.Mutex
	d.deps.Barred = func(context.Context, store.Post) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		if broken {
			return "", errors.New("cannot tell")
		}
		return "", nil
	}
	d.start()
	d.put(store.Post{Key: "tomorrow", Channel: "C1", Message: text("tomorrow"), NotBefore: c.now().Add(24 * time.Hour)})
	d.idle()
	if len(d.messages("C1")) != 0 {
		t.Error("it was sent a day early")
	}
	c.move(24 * time.Hour)
	d.idle()
	if len(d.messages("C1")) != 0 {
		t.Error("it was sent without knowing who may see it")
	}
	mu.Lock()
	broken = false
	mu.Unlock()
	c.move(time.Minute)
	d.idle()
	d.lastSays(d.messages("C1"), "tomorrow")
}

func TestAChannelThatIsSharedGetsNothingMore(t *testing.T) {
	d, _ := newSendingDesk(t)
	d.start()
	d.put(store.Post{Key: "before", Channel: "C1", Message: text("before")})
	d.idle()
	d.slack.Look(func(st *fakeslack.State) { st.Channels["C1"].Shared = true })
	d.slack.SendEvent(map[string]any{"type": "channel_shared", "channel": "C1", "event_ts": "9.0"})
	d.check(d.slack.WaitIdle(d.ctx))
	d.put(store.Post{Key: "after", Channel: "C1", Message: text("after")})
	d.put(store.Post{Key: "before", Channel: "C1", Message: text("changed")})
	d.idle()
	d.lastSays(d.messages("C1"), "before")
	for _, key := range []string{"before", "after"} {
		if p := d.post(key); p.State != store.Cancelled || p.Error != "shared" {
			t.Errorf("%s is %s because of %q", key, p.State, p.Error)
		}
	}
	d.slack.Look(func(st *fakeslack.State) { st.Channels["C1"].Shared = false })
	d.slack.SendEvent(map[string]any{"type": "channel_unshared", "channel": "C1", "event_ts": "9.1"})
	d.check(d.slack.WaitIdle(d.ctx))
	d.put(store.Post{Key: "after", Channel: "C1", Message: text("again")})
	d.idle()
	d.lastSays(d.messages("C1"), "again")
}

func TestPostIsCancelledIfItsReadersLoseAccessWhileItWaits(t *testing.T) {
	d, _ := newSendingDesk(t)
	var asked atomic.Int32
	d.deps.Barred = func(context.Context, store.Post) (string, error) {
		if asked.Add(1) > 1 {
			return "not_visible", nil
		}
		return "", nil
	}
	d.start()
	d.put(store.Post{Key: "waits", Channel: "C1", Message: text("x")})
	d.idle()
	if p := d.post("waits"); p.State != store.Cancelled || len(d.messages("C1")) != 0 {
		t.Errorf("it is %s", p.State)
	}
}

func TestPanicCostsOnePostOrAnswerButNotTheBot(t *testing.T) {
	d, _ := newSendingDesk(t)
	d.deps.Barred = func(_ context.Context, p store.Post) (string, error) {
		if p.About == "D-13" {
			panic("about D-13")
		}
		return "", nil
	}
	d.deps.Language = func(context.Context, chat.Who) string { panic("what language?") }
	d.start()
	d.put(store.Post{Key: "bad", Channel: "C1", About: "D-13", Message: text("bad")})
	d.put(store.Post{Key: "good", Channel: "C1", Message: text("good")})
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "broken")) // the apology asks for the language
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/log", "call Acme"))
	d.lastSays(d.ephemeral("C1", "UANA"), "logged call Acme")
	d.idle()
	if p := d.post("bad"); p.State != store.Refused {
		t.Errorf("the bad post is %s", p.State)
	}
	if p := d.post("good"); p.State != store.Posted {
		t.Errorf("the good post is %s", p.State)
	}
}

func TestRefusedBlockIsLeftOutOfAPost(t *testing.T) {
	d, _ := newSendingDesk(t)
	d.slack.SetFaults(func(f *fakeslack.Faults) {
		f.RefuseBlocks = map[string]bool{"table": true, "data_visualization": true}
	})
	d.start()
	d.put(store.Post{Key: "review", Channel: "C1", Message: chat.Message{Text: "Q3: 1,200", Blocks: []chat.Block{
		chat.Para("a paragraph"),
		{Table: &chat.Table{Columns: []chat.Column{{Title: "Q"}, {Title: "Sum", Right: true}}, Rows: [][]string{{"Q3", "1,200"}}}},
		{Chart: &chat.Chart{Kind: "bar", Title: "Sums", Points: []chat.DataPoint{{Label: "Q3", Value: 1200}}}},
	}}})
	d.idle()
	if m := d.lastSays(d.messages("C1"), "Q3: 1,200"); len(m.Blocks) != 1 {
		t.Errorf("the message has %d blocks, want the paragraph", len(m.Blocks))
	}
}

func TestNoSecretIsLoggedOrPrinted(t *testing.T) {
	t.Parallel() // waits for real time to pass
	const token, app, signing = "xoxb-very-secret", "xapp-very-secret", "signing-very-secret"
	d := newRig(t, fakeslack.Options{BotToken: token, AppToken: app, SigningSecret: signing})
	d.start()
	ana := d.slack.As("UANA")
	d.slack.SetFaults(func(f *fakeslack.Faults) {
		f.LoseAnswer = map[string]int{"response_url": 2, "chat.postMessage": 2, "users.info": 1, "views.open": 1}
	})
	d.put(store.Post{Key: "digest", Channel: "C1", Message: text("digest")})
	for _, command := range []string{"long", "long", "form", "table", "broken"} {
		d.check(ana.Slash(d.ctx, "C1", "/sales", command))
	}
	d.check(d.slack.WaitIdle(d.ctx))
	d.slack.Cut()
	d.wait("the sockets are back", func(st *fakeslack.State) bool { return st.Connections() == 2 })
	d.until("the log names a lost answer", func() bool { return strings.Contains(d.log.String(), "answer did not reach") })
	printed := d.log.String() + fmt.Sprintf("%v %+v %#v", d.config, d.config, d.config) + fmt.Sprintf("%d %x %q", d.config.BotToken,
		d.config.AppToken, d.config.SigningSecret)
	for _, secret := range []string{token, app, signing, "/response/", "ticket=", "2d766572792d736563726574"} {
		if strings.Contains(printed, secret) {
			t.Errorf("%q is in what was printed:\n%s", secret, printed)
		}
	}
}
