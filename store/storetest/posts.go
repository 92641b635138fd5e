package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dealdesk/chat"
	"dealdesk/store"
)

func testPosts(t *testing.T, s Subject) {
	said := func(text chat.Safe) chat.Message { return chat.Message{Text: text} }
	card := func(text chat.Safe) store.Post {
		return store.Post{Key: "card:D-7", Channel: "C1", About: "D-7", Message: said(text)}
	}
	post := func(d *subject, all ...store.Post) {
		d.do(func(tx *store.Tx) error {
			for _, p := range all {
				if err := tx.Post(p); err != nil {
					return err
				}
			}
			return nil
		})
	}
	due := func(d *subject, now time.Time) (list []store.Post, keys string) {
		list, err := d.Due(t.Context(), now, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			keys += " " + p.Key
		}
		return list, strings.TrimPrefix(keys, " ")
	}
	settle := func(d *subject, all ...store.Outcome) {
		for i := range all {
			all[i].At = monday
		}
		if err := d.Settle(t.Context(), all); err != nil {
			t.Fatal(err)
		}
	}
	stored := func(d *subject, key string) (p store.Post) {
		d.view(func(r store.Reader) (err error) {
			p, _, err = store.PostByKey(r, key)
			return err
		})
		return p
	}
	woken := func(d *subject) bool {
		select {
		case <-d.Wake():
			return true
		default:
			return false
		}
	}

	t.Run("a post goes from pending to attempted to posted", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		post(d, card("one"))
		if !woken(d) || woken(d) {
			t.Error("the sender is woken once")
		}
		list, _ := due(d, monday)
		p := list[0]
		if p.State != store.Pending || p.Rev != 1 || p.SentRev != 0 || len(p.ID) != 26 || p.Message.Text != "one" || p.Channel != "C1" ||
			p.About != "D-7" {
			t.Errorf("%+v", p)
		}
		settle(d, store.Outcome{Key: p.Key, Rev: 1, State: store.Attempted})
		list, _ = due(d, monday)
		if len(list) != 1 || list[0].State != store.Attempted || list[0].Attempts != 1 || list[0].ID != p.ID {
			t.Errorf("%+v", list)
		}
		settle(d, store.Outcome{Key: p.Key, Rev: 1, State: store.Posted, Channel: "C1", TS: "1.1"})
		if list, keys := due(d, monday); len(list) != 0 {
			t.Error(keys)
		}
		d.view(func(r store.Reader) error {
			at, ok, err := store.PostAt(r, "C1", "1.1")
			if !ok || at.Key != p.Key || at.State != store.Posted || at.SentRev != 1 || at.Sent != "C1" {
				t.Errorf("%+v", at)
			}
			_, ok, _ = store.PostAt(r, "C2", "1.1")
			if ok {
				t.Error("found in another channel")
			}
			return err
		})
		d.sound()
	})
	t.Run("the same content is not sent again, other content updates the same message", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		post(d, card("one"))
		id := stored(d, "card:D-7").ID
		settle(d, store.Outcome{Key: "card:D-7", Rev: 1, State: store.Posted, Channel: "C1", TS: "1.1"})
		woken(d)
		before := d.dump()
		post(d, card("one"))
		if _, keys := due(d, monday); keys != "" || woken(d) || stored(d, "card:D-7").Rev != 1 {
			t.Error("it was put again unchanged and is to be sent:", keys)
		}
		_ = before
		post(d, card("two"))
		list, _ := due(d, monday)
		if p := list[0]; p.ID != id || p.TS != "1.1" || p.Sent != "C1" || p.Rev != 2 || p.SentRev != 1 || p.Message.Text != "two" {
			t.Errorf("%+v", p)
		}
	})
	t.Run("a post that is wanted in another channel is a new message there", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		post(d, card("one"))
		settle(d, store.Outcome{Key: "card:D-7", Rev: 1, State: store.Posted, Channel: "C1", TS: "1.1"})
		moved := card("one")
		moved.Channel = "C2"
		post(d, moved)
		list, _ := due(d, monday)
		if p := list[0]; p.TS != "" || p.Sent != "" || p.Channel != "C2" || p.Rev != 2 {
			t.Errorf("%+v", p)
		}
		settle(d, store.Outcome{Key: "card:D-7", Rev: 2, State: store.Posted, Channel: "C2", TS: "2.2"})
		d.view(func(r store.Reader) error {
			_, old, err := store.PostAt(r, "C1", "1.1")
			is, found, _ := store.PostAt(r, "C2", "2.2")
			if old || !found || is.Key != "card:D-7" {
				t.Errorf("the old message is found %v, the new one %v: %+v", old, found, is)
			}
			return err
		})
		d.sound()
	})
	t.Run("a change while it is being sent is sent next", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		post(d, card("one"))
		settle(d, store.Outcome{Key: "card:D-7", Rev: 1, State: store.Attempted})
		post(d, card("two"))
		if p := stored(d, "card:D-7"); p.State != store.Attempted || p.Rev != 2 || p.Attempts != 1 {
			t.Errorf("the attempt is forgotten: %+v", p)
		}
		settle(d, store.Outcome{Key: "card:D-7", Rev: 1, State: store.Posted, Channel: "C1", TS: "1.1"})
		list, _ := due(d, monday)
		if len(list) != 1 || list[0].State != store.Pending || list[0].SentRev != 1 || list[0].TS != "1.1" {
			t.Errorf("%+v", list)
		}
		settle(d, store.Outcome{Key: "card:D-7", Rev: 2, State: store.Posted, Channel: "C1", TS: "1.1"},
			store.Outcome{Key: "card:D-7", Rev: 1, State: store.Posted, Channel: "C1", TS: "1.1"})
		if p := stored(d, "card:D-7"); p.SentRev != 2 {
			t.Errorf("%+v", p)
		}
	})
	t.Run("a post under another waits for it", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		post(d, card("one"), store.Post{Key: "note", Channel: "C1", Under: "card:D-7"}, store.Post{Key: "other", Channel: "C2"})
		if _, keys := due(d, monday); keys != "card:D-7 other" {
			t.Error(keys)
		}
		settle(d, store.Outcome{Key: "card:D-7", Rev: 1, State: store.Attempted})
		if _, keys := due(d, monday); keys != "card:D-7 other" {
			t.Error(keys)
		}
		settle(d, store.Outcome{Key: "card:D-7", Rev: 1, State: store.Posted, Channel: "C1", TS: "1.1"})
		list, keys := due(d, monday)
		if keys != "note other" || list[0].Thread != "1.1" {
			t.Error(keys, list[0].Thread)
		}
		post(d, card("two")) // an update of the root holds nobody up
		if _, keys := due(d, monday); keys != "card:D-7 note other" {
			t.Error(keys)
		}
	})
	t.Run("a post under a refused one is sent without a thread", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		post(d, card("one"), store.Post{Key: "note", Channel: "C1", Under: "card:D-7"})
		settle(d, store.Outcome{Key: "card:D-7", Rev: 1, State: store.Refused, Why: "is_archived"})
		list, keys := due(d, monday)
		if keys != "note" || list[0].Thread != "" || list[0].Under == "" {
			t.Error(keys, list)
		}
	})
	t.Run("refused and missed posts rest until something else is wanted", func(t *testing.T) {
		for _, state := range []store.PostState{store.Refused, store.Missed} {
			d := s.open(t, t.TempDir())
			post(d, card("one"))
			settle(d, store.Outcome{Key: "card:D-7", Rev: 1, State: state, Why: "why"})
			post(d, card("one"))
			if p := stored(d, "card:D-7"); p.State != state || p.Error != "why" {
				t.Errorf("%+v", p)
			}
			if _, keys := due(d, monday); keys != "" {
				t.Error(keys)
			}
			post(d, card("two"))
			if p := stored(d, "card:D-7"); p.State != store.Pending || p.Error != "" {
				t.Errorf("%+v", p)
			}
		}
	})
	t.Run("no post is sent before its time, nor at once after a failure", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		later := card("one")
		later.NotBefore = monday.Add(time.Hour)
		post(d, later, store.Post{Key: "now", Channel: "C1"})
		if _, keys := due(d, monday); keys != "now" {
			t.Error(keys)
		}
		if at, err := d.NextDue(t.Context(), monday); err != nil || !at.Equal(later.NotBefore) {
			t.Error(at, err)
		}
		if _, keys := due(d, later.NotBefore); keys != "now card:D-7" {
			t.Error(keys)
		}
		settle(d, store.Outcome{Key: "now", Rev: 1, State: store.Attempted},
			store.Outcome{Key: "now", Rev: 1, State: store.Pending, Why: "ratelimited", Later: monday.Add(time.Minute)})
		if _, keys := due(d, monday); keys != "" {
			t.Error(keys)
		}
		list, _ := due(d, monday.Add(time.Minute))
		if len(list) != 1 || list[0].State != store.Pending || list[0].Attempts != 1 || list[0].Error != "ratelimited" {
			t.Errorf("%+v", list)
		}
		d.sound()
	})
	t.Run("a message that is no longer wanted is deleted", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		unpost := func(key string) { d.do(func(tx *store.Tx) error { return tx.Unpost(key) }) }
		post(d, card("one"), store.Post{Key: "never", Channel: "C1"})
		unpost("never")
		unpost("unknown")
		if _, keys := due(d, monday); keys != "card:D-7" {
			t.Error("never sent, never to be sent:", keys)
		}
		settle(d, store.Outcome{Key: "card:D-7", Rev: 1, State: store.Posted, Channel: "C1", TS: "1.1"})
		unpost("card:D-7")
		list, _ := due(d, monday)
		if len(list) != 1 || !list[0].Deleted || list[0].TS != "1.1" || list[0].Channel != "C1" || list[0].Message.Text != "" {
			t.Errorf("%+v", list)
		}
		settle(d, store.Outcome{Key: "card:D-7", Rev: 2, State: store.Posted})
		d.view(func(r store.Reader) error {
			_, ok, err := store.PostAt(r, "C1", "1.1")
			if ok {
				t.Error("the deleted message is still found")
			}
			return err
		})
		post(d, card("one")) // wanted again: a new message
		list, _ = due(d, monday)
		if len(list) != 1 || list[0].Deleted || list[0].TS != "" {
			t.Errorf("%+v", list)
		}
		d.sound()
	})
	t.Run("a workspace that has lost its messages gets them again", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		d.put(thing{ID: "D-7"})
		post(d, card("one"), store.Post{Key: "waits", Channel: "C1"}, store.Post{Key: "later", Channel: "C1", NotBefore: monday.Add(time.Hour)})
		settle(d, store.Outcome{Key: "card:D-7", Rev: 1, State: store.Posted, Channel: "C1", TS: "1.1"})
		old, journal := stored(d, "card:D-7").ID, d.sound()
		if err := d.ForgetPosts(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n, err := d.Waiting(t.Context()); n != 0 || err != nil {
			t.Errorf("%d posts still wait: %v", n, err)
		}
		d.view(func(r store.Reader) error {
			_, ok, err := store.PostAt(r, "C1", "1.1")
			if ok || stored(d, "waits").Key != "" {
				t.Error("a forgotten post is still found")
			}
			return err
		})
		if d.sound() != journal || d.get("D-7").ID == "" {
			t.Error("more than the outbox was forgotten")
		}
		post(d, card("one")) // the same words are a new message
		if list, keys := due(d, monday); keys != "card:D-7" || list[0].TS != "" || list[0].Rev != 1 || list[0].ID == old {
			t.Errorf("%+v", list)
		}
		d.sound()
	})
	t.Run("posts come in the order they were first put, up to the limit", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		var want []string
		for i := range 30 {
			key := fmt.Sprint("p", 30-i)
			want = append(want, key)
			if i%2 == 0 {
				post(d, store.Post{Key: key, Channel: "C1"})
			} else {
				post(d, store.Post{Key: key, Channel: "C1"}, store.Post{Key: want[0], Channel: "C1", Message: said("changed")})
			}
		}
		list, err := d.Due(t.Context(), monday, 7)
		if err != nil || len(list) != 7 {
			t.Fatal(len(list), err)
		}
		_, keys := due(d, monday)
		if keys != strings.Join(want, " ") {
			t.Error(keys)
		}
		if n, err := d.Waiting(t.Context()); n != 30 || err != nil {
			t.Error(n, err)
		}
	})
	t.Run("everything comes back as it was put", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		p := store.Post{Key: "k-7", User: "U1", Under: "r", About: "D-7", Audience: "north", Kind: "digest",
			Message: chat.Message{Text: "a",
				Blocks: []chat.Block{chat.Para("b"), {Buttons: []chat.Button{{Label: "l", Action: "x", Value: "D-7"}}}}},
			NotBefore: monday, Expires: monday.Add(time.Hour)}
		post(d, p)
		got := stored(d, "k-7")
		got.PostStatus = store.PostStatus{}
		if diff := cmp.Diff(p, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("ids differ and posts without a place are refused", func(t *testing.T) {
		d := s.open(t, t.TempDir())
		var seen []string
		for i := range 20 {
			key := fmt.Sprint("k", i)
			post(d, store.Post{Key: key, Channel: "C1"}, store.Post{Key: key + "x", Channel: "C1"})
			for _, id := range []string{stored(d, key).ID, stored(d, key+"x").ID} {
				if slices.Contains(seen, id) {
					t.Fatal("two posts have one id")
				}
				seen = append(seen, id)
			}
		}
		for _, p := range []store.Post{{Channel: "C1"}, {Key: "k"}, {Key: "k", Channel: "C1", User: "U1"},
			{Key: "k", Channel: "C1", Under: "k"}} {
			_, err := d.Update(t.Context(), d.change(), func(tx *store.Tx) error { return tx.Post(p) })
			if err == nil {
				t.Errorf("%+v was taken", p)
			}
		}
		err := d.Settle(t.Context(), []store.Outcome{{Key: "unknown", Rev: 1, State: store.Posted}})
		if !errors.Is(err, store.ErrNotFound) {
			t.Error(err)
		}
	})
}
