package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"dealdesk/bot/fakeslack"
	"dealdesk/chat"
	"dealdesk/store"
)

// An opened home tab is published again after what its reader does and is told, but only if it looks
// different then.
func TestAnOpenedHomeTabIsKeptUpWithoutFlicker(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.config.Unpaced = true
	var made, shown atomic.Int64
	d.reroute([]chat.Route{
		{Name: "home", Do: func(_ context.Context, r chat.Request) (chat.Reply, error) {
			made.Add(1)
			return chat.Reply{Home: &chat.Message{Text: chat.Safe(fmt.Sprintf("page %d of %s", shown.Load(), r.Who.Name))}}, nil
		}},
		{Name: "turn", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
			shown.Add(1)
			return chat.Say("turned"), nil
		}},
		{Name: "stay", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) { return chat.Say("stayed"), nil }},
		{Name: "read", Help: true, Page: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
			shown.Add(1)
			return chat.Say("read"), nil
		}},
	})
	d.start()
	ana := d.slack.As("UANA")
	does := func(command string) func() {
		return func() { d.check(ana.Slash(d.ctx, "C1", "/sales", command)) }
	}
	told := func(user string) func() {
		return func() {
			shown.Add(1)
			d.put(store.Post{Key: fmt.Sprint("news/", shown.Load()), User: user, Message: chat.Message{Text: "news"}})
		}
	}
	was := ""
	for _, step := range []struct {
		name    string
		do      func()
		renewed bool
	}{
		{"a command of somebody who has not opened the tab", does("turn"), false},
		{"opening the tab", func() { d.check(ana.OpenHome()) }, true},
		{"opening the same tab again", func() { d.check(ana.OpenHome()) }, false},
		{"a command that changes it", does("turn"), true},
		{"a command that changes nothing", does("stay"), false},
		{"a command that only reads", does("read"), false},
		{"a message to the reader", told("UANA"), true},
		{"a message to somebody else", told("ULI"), false},
		{"opening it after it has changed", func() { d.check(ana.OpenHome()) }, true},
	} {
		before := made.Load()
		step.do()
		d.idle()
		is := ""
		if home, ok := ana.Home(); ok {
			is = home.Hash
		}
		if (is != was) != step.renewed {
			t.Errorf("%s: published anew: %v, want %v", step.name, is != was, step.renewed)
		}
		if step.name == "a command that only reads" && made.Load() != before {
			t.Errorf("%s: the tab was made anew for nothing", step.name)
		}
		was = is
	}
	if _, opened := d.slack.As("ULI").Home(); opened {
		t.Error("a home tab that nobody opened was published")
	}
	if home, _ := ana.Home(); !strings.Contains(d.slack.PlainView(home), fmt.Sprintf("page %d of ana", shown.Load())) {
		t.Errorf("the tab is not of now: %s", d.slack.PlainView(home))
	}
}
