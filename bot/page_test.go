package bot_test

import (
	"context"
	"strings"
	"testing"

	"dealdesk/bot/fakeslack"
	"dealdesk/chat"
	"dealdesk/store"
)

// withPages adds a card with a thread to a desk whose routes read and act.
func withPages(d *rig) fakeslack.Message {
	d.Helper()
	buttons := []chat.Button{
		{Label: "Details", Action: "read", Value: "D-1"}, {Label: "Advance", Action: "act", Value: "D-1"}, {Label: "Form", Action: "form", Value: "D-1"},
	}
	d.put(store.Post{Key: "deal", Channel: "C1", Message: chat.Message{Text: "the card", Blocks: []chat.Block{{Buttons: buttons}}}})
	d.put(store.Post{Key: "deal/1", Channel: "C1", Under: "deal",
		Message: chat.Message{Text: "in the thread", Blocks: []chat.Block{{Buttons: buttons}}}})
	d.wait("both are posted", func(st *fakeslack.State) bool { return len(st.Channels["C1"].Messages) == 2 })
	return d.messages("C1")[0]
}

// pageRoutes are one route to read, with buttons on its page, and one that acts.
func pageRoutes() []chat.Route {
	page := []chat.Block{chat.Para("all about it"), {Buttons: []chat.Button{
		{Label: "More", Action: "read", Value: "more"},
		{Label: "Do it", Action: "act", Value: "D-1"}, {Label: "Fill in", Action: "form", Value: "D-1"}, {Label: "Not mine", Action: "refuse"},
	}}}
	return []chat.Route{
		{Name: "read", Page: true, Do: func(_ context.Context, r chat.Request) (chat.Reply, error) {
			reply := chat.Say(chat.Escape("all about "+r.Value), page...)
			reply.Title = "Acme · D-1"
			return reply, nil
		}},
		{Name: "refuse", Do: func(context.Context, chat.Request) (chat.Reply, error) {
			reply := chat.Say("not yours")
			reply.Refused = true
			return reply, nil
		}},
		{Name: "act", Do: func(context.Context, chat.Request) (chat.Reply, error) { return chat.Say("it is done"), nil }},
		{Name: "numbers", Page: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
			return chat.Say("numbers: 1", chat.Block{Chart: &chat.Chart{Kind: "bar", Title: "n", Points: []chat.DataPoint{{Label: "a", Value: 1}}}}),
				nil
		}},
	}
}

func TestWhatIsForReadingOpensOverTheChat(t *testing.T) {
	t.Parallel() // waits for real time to pass
	overBoth(t, func(d *rig) {
		card := withPages(d)
		ana := d.slack.As("UANA")
		d.check(ana.Click(d.ctx, card.Ref(), "Details"))
		d.idle()
		views := ana.Views()
		if len(views) != 1 || views[0].Title != "Acme · D-1" || views[0].Close != "Close" {
			d.Fatalf("open are %+v", views)
		}
		if all := d.ephemeral("C1", "UANA"); len(all) != 0 {
			d.Errorf("the answer was sent a second time: %+v", all)
		}
		d.check(ana.Click(d.ctx, views[0].Ref(), "More"))
		d.idle()
		if n := len(ana.Views()); n != 2 {
			d.Errorf("%d pages are open, want the second over the first", n)
		}
	})
}

func TestTheButtonOfACardIsAnsweredInTheChannelOrInTheThreadWhereItWasClicked(t *testing.T) {
	t.Parallel() // waits for real time to pass
	overBoth(t, func(d *rig) {
		card := withPages(d)
		ana := d.slack.As("UANA")
		d.check(ana.Click(d.ctx, card.Ref(), "Advance"))
		d.idle()
		if m := d.lastSays(d.ephemeral("C1", "UANA"), "it is done"); m.ThreadTS != "" {
			d.Errorf("the answer went into thread %q, which nobody has open", m.ThreadTS)
		}
		d.check(ana.Click(d.ctx, card.Ref(), "Form"))
		d.idle()
		d.check(ana.Submit(d.ctx, ana.Views()[0].ID, map[string]any{"note": "told"}))
		d.idle()
		if m := d.lastSays(d.ephemeral("C1", "UANA"), "saved told"); m.ThreadTS != "" {
			d.Errorf("the answer to the form went into thread %q", m.ThreadTS)
		}
		d.check(ana.Click(d.ctx, d.messages("C1")[1].Ref(), "Advance"))
		d.idle()
		if m := d.lastSays(d.ephemeral("C1", "UANA"), "it is done"); m.ThreadTS != card.TS {
			d.Errorf("a click in the thread was answered in %q", m.ThreadTS)
		}
	})
}

func TestAnActionOnAPageIsAnsweredThere(t *testing.T) {
	t.Parallel() // waits for real time to pass
	overBoth(t, func(d *rig) {
		card := withPages(d)
		ana := d.slack.As("UANA")
		says := func(n int, want string) {
			d.Helper()
			d.idle()
			views := ana.Views()
			if len(views) != n || !strings.Contains(d.slack.PlainView(views[n-1]), want) {
				d.Fatalf("want %d pages, the last with %q, in %+v", n, want, views)
			}
		}
		d.check(ana.Click(d.ctx, card.Ref(), "Details"))
		says(1, "all about it")
		d.check(ana.Click(d.ctx, ana.Views()[0].Ref(), "Fill in"))
		says(2, "Note")
		d.check(ana.Submit(d.ctx, ana.Views()[1].ID, map[string]any{"note": "told"}))
		says(2, "saved told")
		d.check(ana.CloseView(ana.Views()[1].ID))
		d.check(ana.Click(d.ctx, ana.Views()[0].Ref(), "Not mine"))
		says(2, "not yours")
		d.check(ana.CloseView(ana.Views()[1].ID))
		d.check(ana.Click(d.ctx, ana.Views()[0].Ref(), "Do it"))
		says(1, "it is done")
		if all := d.ephemeral("C1", "UANA"); len(all) != 0 {
			d.Errorf("the answer was also sent behind the page: %+v", all)
		}
	})
}

func TestAPageWithAChartShowsItsNumbersAsText(t *testing.T) {
	overBoth(t, func(d *rig) {
		button := chat.Block{Buttons: []chat.Button{{Label: "Numbers", Action: "numbers"}}}
		d.put(store.Post{Key: "k", Channel: "C1", Message: chat.Message{Text: "x", Blocks: []chat.Block{button}}})
		d.wait("it is posted", func(st *fakeslack.State) bool { return len(st.Channels["C1"].Messages) == 1 })
		ana := d.slack.As("UANA")
		d.check(ana.Click(d.ctx, d.messages("C1")[0].Ref(), "Numbers"))
		d.idle()
		if views := ana.Views(); len(views) != 1 || !strings.Contains(d.slack.PlainView(views[0]), "numbers: 1") {
			d.Errorf("open are %+v", views)
		}
	})
}

func TestAPageThatOpensTooLateIsAMessage(t *testing.T) {
	t.Parallel() // waits for real time to pass
	overBoth(t, func(d *rig) {
		card := withPages(d)
		d.slack.SetFaults(func(f *fakeslack.Faults) { f.Refuse = map[string]string{"views.open": "expired_trigger_id"} })
		d.check(d.slack.As("UANA").Click(d.ctx, card.Ref(), "Details"))
		d.idle()
		d.lastSays(d.ephemeral("C1", "UANA"), "all about D-1")
	})
}

func form(action string) *chat.Modal {
	return &chat.Modal{Action: action, Value: "D-7", Title: "A form", Submit: "Save", Blocks: []chat.Block{
		chat.Ask(chat.Input{ID: "note", Kind: chat.Area, Label: "Note", Optional: true}),
		chat.Ask(chat.Input{ID: "kind", Kind: chat.Select, Label: "Kind", Optional: true,
			Options: []chat.Option{{Label: "Call", Value: "call"}, {Label: "Visit", Value: "visit"}}}),
		chat.Ask(chat.Input{ID: "account", Kind: chat.Select, Label: "Account", Optional: true, Suggest: "suggest"}),
	}}
}
