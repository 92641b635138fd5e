package bot_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/store"
)

// fast is how many times faster than real time the test's clock runs: all who wait for the same
// moment wake at once, as they do in real time.
const fast = 40

// Everybody's direct channel is opened at once after an import, far above Slack's rate.
func TestCallsThatWaitForSlackQueueBehindOne(t *testing.T) {
	t.Parallel() // waits for real time to pass
	began := time.Now()
	now := func() time.Time { return began.Add(fast * time.Since(began)) }
	d := newRig(t, fakeslack.Options{Now: now})
	d.deps.Now, d.config.Unpaced = now, true
	d.deps.Sleep = func(ctx context.Context, wait time.Duration) error {
		timer := time.NewTimer(wait / fast)
		defer timer.Stop()
		select {
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	const people = 150
	var posts []store.Post
	for i := range people {
		id := fmt.Sprintf("U%d", i)
		d.slack.AddUser(fakeslack.User{ID: id})
		posts = append(posts, store.Post{Key: "morning:" + id, User: id, Message: text("good morning")})
	}
	_, err := d.store.Update(d.ctx, store.Change{Once: "morning", Actor: "test", At: now(), What: "put"}, func(tx *store.Tx) error {
		for _, p := range posts {
			if err := tx.Post(p); err != nil {
				return err
			}
		}
		return nil
	})
	d.check(err)
	d.start()
	d.idle()
	got, refused := 0, map[string]int{}
	d.slack.Look(func(s *fakeslack.State) {
		for _, call := range s.Calls.All() {
			switch {
			case call.Error == "ratelimited":
				refused[call.Method]++
			case call.Method == "chat.postMessage":
				got++
			}
		}
	})
	if got != people {
		t.Errorf("%d people got their message, want %d", got, people)
	}
	if n := refused["conversations.open"]; n == 0 || n > people {
		t.Errorf("%d calls were refused; one should ask, and the others wait behind it", n)
	}
	t.Logf("refused: %v", refused)
}
