package commands

import (
	"strings"
	"testing"
	"time"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/store"
)

func TestAnAdminReadsWhatReachedNobodyAndWhy(t *testing.T) {
	w := newWorld(t)
	w.want(w.say(adm, "overdue"), "Nothing is overdue")
	put := func(key string, p store.Post, outcome store.Outcome) {
		t.Helper()
		p.Key, p.Message = key, chat.Message{Text: "the secret"}
		change := store.Change{Once: key, Actor: "test", At: w.now, What: "test"}
		if _, err := w.store.Update(t.Context(), change, func(tx *store.Tx) error { return tx.Post(p) }); err != nil {
			t.Fatal(err)
		}
		if outcome.Key, outcome.Rev, outcome.At = key, 1, w.now; outcome.State != "" {
			if err := w.store.Settle(t.Context(), []store.Outcome{outcome}); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("gone", store.Post{Channel: "CGONE"}, store.Outcome{State: store.Refused, Why: "channel_not_found"})
	put("late", store.Post{User: lilei}, store.Outcome{State: store.Missed, Why: "expired"})
	put("hidden", store.Post{User: bob}, store.Outcome{State: store.Cancelled, Why: "not visible"})
	put("sent", store.Post{User: ana}, store.Outcome{State: store.Posted, Channel: "DUANA", TS: "1.1"})
	put("waits", store.Post{User: mei}, store.Outcome{State: store.Pending, Why: "ratelimited", Later: w.now.Add(time.Hour)})
	change := store.Change{Once: "runs", Actor: "test", At: w.now, What: "test"}
	_, err := w.store.Update(t.Context(), change, func(tx *store.Tx) error {
		day := store.Run{Job: cards.DigestJob, Day: "2026-11-20", Subject: "east", State: store.RunMissed, Due: w.now.Add(-24 * time.Hour), At: w.now}
		return store.Runs.Put(tx, day)
	})
	if err != nil {
		t.Fatal(err)
	}

	reply := w.want(w.say(adm, "overdue"), "3 things", "<#CGONE>", "channel_not_found", "李雷", "expired", "Stand-up digest, East", "missed while I was down")
	if has(reply, "Mei") || has(reply, "Bob") || has(reply, "secret") {
		t.Errorf("it tells what is in time, what was cancelled, or what was said: %+v", reply.Message)
	}
	w.now = w.now.Add(time.Hour + 5*time.Minute)
	w.want(w.say(adm, "未送达"), "4 things", "Mei has been waiting since")
	w.now = w.now.Add(8 * 24 * time.Hour)
	w.want(w.say(adm, "overdue"), "Nothing is overdue")
	for _, who := range []string{ana, mei, dan} {
		w.want(w.say(who, "overdue"), "You may not do this")
	}
}

// has reports whether a text is in what was answered.
func has(reply chat.Reply, text string) bool {
	return reply.Message != nil && strings.Contains(string(reply.Message.Text), text)
}
