package commands_test

import (
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/desk/cards"
	"dealdesk/store"
)

func TestAnAdminReadsWhatReachedNobodyAndWhy(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Want(w.Say(adm, "overdue"), "Nothing is overdue")
	put := func(key string, p store.Post, outcome store.Outcome) {
		t.Helper()
		p.Key, p.Message = key, chat.Message{Text: "the secret"}
		change := store.Change{Once: key, Actor: "test", At: w.Now, What: "test"}
		if _, err := w.Store.Update(t.Context(), change, func(tx *store.Tx) error { return tx.Post(p) }); err != nil {
			t.Fatal(err)
		}
		if outcome.Key, outcome.Rev, outcome.At = key, 1, w.Now; outcome.State != "" {
			if err := w.Store.Settle(t.Context(), []store.Outcome{outcome}); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("gone", store.Post{Channel: "CGONE"}, store.Outcome{State: store.Refused, Why: "channel_not_found"})
	put("late", store.Post{User: lilei}, store.Outcome{State: store.Missed, Why: "expired"})
	put("hidden", store.Post{User: bob}, store.Outcome{State: store.Cancelled, Why: "not visible"})
	put("sent", store.Post{User: ana}, store.Outcome{State: store.Posted, Channel: "DUANA", TS: "1.1"})
	put("waits", store.Post{User: mei}, store.Outcome{State: store.Pending, Why: "ratelimited", Later: w.Now.Add(time.Hour)})
	change := store.Change{Once: "runs", Actor: "test", At: w.Now, What: "test"}
	_, err := w.Store.Update(t.Context(), change, func(tx *store.Tx) error {
		day := store.Run{Job: cards.DigestJob, Day: "2026-11-20", Subject: "east", State: store.RunMissed, Due: w.Now.Add(-24 * time.Hour),
			At: w.Now}
		return store.Runs.Put(tx, day)
	})
	if err != nil {
		t.Fatal(err)
	}

	reply := w.Want(w.Say(adm, "overdue"), "3 things", "<#CGONE>", "channel_not_found", "李雷", "expired", "Stand-up digest, East",
		"missed while I was down")
	if has(reply, "Mei") || has(reply, "Bob") || has(reply, "secret") {
		t.Errorf("it tells what is in time, what was cancelled, or what was said: %+v", reply.Message)
	}
	w.Now = w.Now.Add(time.Hour + 5*time.Minute)
	w.Want(w.Say(adm, "未送达"), "4 things", "Mei has been waiting since")
	w.Now = w.Now.Add(8 * 24 * time.Hour)
	w.Want(w.Say(adm, "overdue"), "Nothing is overdue")
	for _, who := range []string{ana, mei, dan} {
		w.Want(w.Say(who, "overdue"), "Only admins see which posts and jobs are overdue")
	}
}

// has reports whether a text is in what was answered.
func has(reply chat.Reply, text string) bool {
	return reply.Message != nil && strings.Contains(string(reply.Message.Text), text)
}
