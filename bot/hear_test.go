package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dealdesk/bot"
	"dealdesk/bot/fakeslack"
	"dealdesk/chat"
)

// overBoth runs a test over Socket Mode and over signed HTTP.
func overBoth(t *testing.T, test func(d *rig)) {
	for _, mode := range []bot.Mode{bot.Socket, bot.HTTP} {
		t.Run(string(mode), func(t *testing.T) {
			d := newRig(t, fakeslack.Options{})
			d.config.Mode = mode
			test(d.start())
		})
	}
}

func TestSlashCommandIsExecutedAnsweredAndPosted(t *testing.T) {
	overBoth(t, func(d *rig) {
		d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/log", "call Acme & Sons 20m"))
		d.lastSays(d.ephemeral("C1", "UANA"), "slash logged call Acme &amp; Sons 20m")
		d.idle()
		d.lastSays(d.messages("C1"), "card of call Acme &amp; Sons 20m")
		if p := d.post("card"); p.State != "posted" || p.TS == "" {
			d.Errorf("the post is %s at %q", p.State, p.TS)
		}
		// The main command reaches the same route, and the card is edited in place.
		d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "记录 visit Acme"))
		d.idle()
		if all := d.messages("C1"); len(all) != 1 {
			d.Errorf("there are %d cards, want one that is edited", len(all))
		}
		d.lastSays(d.messages("C1"), "card of visit Acme")
		if d.calls("chat.update") != 1 {
			d.Errorf("the card was edited %d times", d.calls("chat.update"))
		}
	})
}

func TestAnswersGoWhereTheQuestionWasAsked(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	ana := d.slack.As("UANA")

	root, err := ana.Say("C1", "", "@dealdesk log call Acme")
	d.check(err)
	d.idle()
	if m := d.lastSays(d.ephemeral("C1", "UANA"), "mention logged call Acme"); m.ThreadTS != "" {
		t.Errorf("a mention in the channel was answered in thread %q", m.ThreadTS)
	}

	_, err = ana.Say("C1", root, "！log visit Acme")
	d.check(err)
	d.idle()
	if m := d.lastSays(d.ephemeral("C1", "UANA"), "bang logged visit Acme"); m.ThreadTS != root {
		t.Errorf("a ! in thread %s was answered in %q", root, m.ThreadTS)
	}

	_, err = ana.Say("DUANA", "", "log mail Acme")
	d.check(err)
	d.idle()
	d.lastSays(d.messages("DUANA"), "direct logged mail Acme")
	if d.effects.Load() != 3 {
		t.Errorf("%d effects, want 3", d.effects.Load())
	}
}

func TestWordsInAThreadThatMayConcernUsAreHeardThereAlone(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.config.Overheard = func(text string) string {
		if text == "looks good" {
			return "log this"
		}
		return ""
	}
	d.start()
	ana := d.slack.As("UANA")
	root, err := ana.Say("C1", "", "looks good")
	d.check(err)
	_, err = ana.Say("C1", root, "the deck looks good")
	d.check(err)
	ts, err := ana.Say("C1", root, "looks good")
	d.check(err)
	if r := <-d.received; r.Kind != chat.Overheard || r.Name != "log this" || r.Where.Thread != root || r.Where.TS != ts ||
		r.Who.User != "UANA" {
		t.Errorf("received as %+v", r)
	}
	d.idle()
	d.count("requests_total", 1, "kind", "overheard")
}

func TestMessagesNotAddressedToTheBotAreIgnored(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	ana := d.slack.As("UANA")
	root, err := ana.Say("C1", "", "log call Acme")
	d.check(err)
	for _, text := range []string{"!wow", "!nonsense", "log call", "see @dealdesk it works"} {
		_, err := ana.Say("C1", root, text)
		d.check(err)
	}
	_, err = ana.Say("C1", "", "!log outside of a thread")
	d.check(err)
	d.idle()
	if n := len(d.messages("C1")) + len(d.ephemeral("C1", "UANA")); n != 0 || d.effects.Load() != 0 {
		t.Errorf("the bot said %d things and did %d", n, d.effects.Load())
	}
}

func TestUnknownCommandGetsASuggestionInTheReadersLanguage(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "lgo call Acme"))
	d.lastSays(d.ephemeral("C1", "UANA"), "Did you mean `log`?")
	d.check(d.slack.As("ULI").Slash(d.ctx, "C1", "/sales", "xyzzy"))
	d.lastSays(d.ephemeral("C1", "ULI"), "没看懂")
	_, err := d.slack.As("UANA").Say("DUANA", "", "hello *there* <!channel>")
	d.check(err)
	d.idle()
	if m := d.lastSays(d.messages("DUANA"), "I don't know"); strings.Contains(m.Text, "<!") {
		t.Errorf("an unknown command is repeated with a ping: %q", m.Text)
	}
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", ""))
	d.lastSays(d.ephemeral("C1", "UANA"), "this is help")
}

func TestFormIsOpenedValidatedAndSaved(t *testing.T) {
	overBoth(t, func(d *rig) {
		ana := d.slack.As("UANA")
		d.check(ana.Slash(d.ctx, "C1", "/sales", "form"))
		d.wait("the form is open", func(st *fakeslack.State) bool { return len(st.Stacks["UANA"]) == 1 })
		view := ana.Views()[0]
		if err := ana.Submit(d.ctx, view.ID, map[string]any{"kind": "call"}); err == nil || !strings.Contains(err.Error(), "write something") {
			d.Fatalf("an empty form said %v", err)
		}
		options, err := ana.Options(d.ctx, fakeslack.Ref{View: view.ID}, "suggest", "Corp")
		d.check(err)
		if len(options) != 1 || options[0].Text != "Acme Corp" {
			d.Errorf("suggested %v", options)
		}
		if options, err = ana.Options(d.ctx, fakeslack.Ref{View: view.ID}, "suggest", "Nobody"); err != nil || len(options) != 0 {
			d.Errorf("without a hit: %v %v", options, err)
		}
		if err := ana.Submit(d.ctx, view.ID, map[string]any{"note": "broken"}); err == nil || !strings.Contains(err.Error(), "E-") {
			d.Fatalf("a failing form said %v, want the reference beside a field", err)
		}
		d.check(ana.Submit(d.ctx, view.ID, map[string]any{"note": "a *bold* word", "kind": "visit"}))
		d.wait("the form is closed", func(st *fakeslack.State) bool { return len(st.Stacks["UANA"]) == 0 })
		d.idle()
		d.lastSays(d.ephemeral("C1", "UANA"), "saved a *\u2060bold*\u2060 word visit for D-7")
	})
}

func TestFormOpenedFromAFormIsPushedUntilTheStackIsFull(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	ana := d.slack.As("UANA")
	d.check(ana.Slash(d.ctx, "C1", "/sales", "form"))
	d.wait("the form is open", func(st *fakeslack.State) bool { return len(st.Stacks["UANA"]) == 1 })
	for want := range 5 {
		views := ana.Views()
		if len(views) != min(want+1, 3) {
			t.Fatalf("after %d answers %d forms are stacked", want, len(views))
		}
		d.check(ana.Submit(d.ctx, views[len(views)-1].ID, map[string]any{"note": "more"}))
	}
}

func TestAClickIsAnsweredAndReplacesWhatOnlyTheClickerSees(t *testing.T) {
	overBoth(t, func(d *rig) {
		ana := d.slack.As("UANA")
		d.check(ana.Slash(d.ctx, "C1", "/sales", "buttons"))
		menu := d.lastSays(d.ephemeral("C1", "UANA"), "press")
		d.check(ana.Click(d.ctx, menu.Ref(), "Two"))
		d.idle()
		if all := d.ephemeral("C1", "UANA"); len(all) != 1 {
			d.Errorf("%d messages remain, want the replaced one", len(all))
		}
		d.lastSays(d.ephemeral("C1", "UANA"), "pressed 2")

		_, err := ana.Say("DUANA", "", "buttons")
		d.check(err)
		d.idle()
		menu = d.lastSays(d.messages("DUANA"), "press")
		d.check(ana.Click(d.ctx, menu.Ref(), "One"))
		d.idle()
		d.lastSays(d.messages("DUANA"), "pressed 1")
	})
}

func TestRepeatedDeliveryTakesEffectOnce(t *testing.T) {
	overBoth(t, func(d *rig) {
		ana := d.slack.As("UANA")
		d.slack.SetFaults(func(f *fakeslack.Faults) { f.DeliverTwice = 1 })
		d.check(ana.Slash(d.ctx, "C1", "/log", "one"))
		d.slack.SetFaults(func(f *fakeslack.Faults) { f.DeliverTwice = 2 }) // the message and its mention
		_, err := ana.Say("C1", "", "@dealdesk log two")
		d.check(err)
		d.idle()
		var envelopes []*fakeslack.Envelope
		d.slack.Look(func(st *fakeslack.State) { envelopes = append(envelopes, st.Envelopes.All()...) })
		for _, e := range envelopes {
			d.slack.Redeliver(e)
		}
		d.idle()
		if d.effects.Load() != 2 {
			d.Errorf("%d effects of two acts", d.effects.Load())
		}
		var twos int
		for _, m := range d.ephemeral("C1", "UANA") {
			if strings.Contains(m.Text, "logged two") {
				twos++
			}
		}
		if twos != 1 {
			d.Errorf("the mention was answered %d times", twos)
		}
	})
}

func TestRoutesGetTheCurrentProfileOfTheAsker(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.slack.AddUser(fakeslack.User{ID: "UOUT", Name: "out", TeamID: "T999"})
	d.start()
	d.check(d.slack.Invite("C1", "UOUT"))
	watch := func(user string) chat.Who {
		t.Helper()
		_, err := d.slack.As(user).Say("C1", "", "@dealdesk watch")
		d.check(err)
		return (<-d.received).Who
	}
	if w := watch("ULI"); w.Name != "李雷" || w.Locale != "zh-CN" || w.Zone != "Asia/Shanghai" || w.Outside || w.Guest || w.Gone {
		t.Errorf("ULI is %+v", w)
	}
	if w := watch("UOUT"); !w.Outside {
		t.Errorf("someone of another company is %+v", w)
	}
	watch("ULI")
	if n := d.calls("users.info"); n != 2 {
		t.Errorf("users.info was called %d times for two people", n)
	}
	d.check(d.slack.UpdateUser("ULI", func(u *fakeslack.User) { u.Guest = true }))
	if r := <-d.received; r.Kind != chat.Profile || r.Who.User != "ULI" || !r.Who.Guest {
		t.Errorf("the change was received as %+v", r)
	}
	if w := watch("ULI"); !w.Guest {
		t.Errorf("after the change ULI is %+v", w)
	}
	d.check(d.slack.UpdateUser("ULI", func(u *fakeslack.User) {})) // such as a new status line
	d.idle()
	d.count("requests_total", 1, "kind", "profile")
}

func TestRouteWithNamesGetsTheMentionedPeople(t *testing.T) {
	t.Parallel() // waits for real time to pass
	d := newRig(t, fakeslack.Options{})
	d.slack.AddUser(fakeslack.User{ID: "UGUS", Name: "gus", Guest: true})
	d.slack.AddUser(fakeslack.User{ID: "UOUT", Name: "out", TeamID: "T999"})
	d.start()
	_, err := d.slack.As("UANA").Say(d.slack.As("UANA").IM(), "", "name <@UGUS> and <@UOUT>, 李雷 <@ULI> <@UNOBODY> <@UANA> <@UBOT>")
	d.check(err)
	var got []string
	for _, w := range (<-d.received).Named {
		got = append(got, fmt.Sprint(w.User, " ", w.Name, " ", w.Guest, w.Outside))
	}
	if want := []string{"UGUS gus true false", "UOUT out false true", "ULI 李雷 false false", "UANA ana false false"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q (known people only, five at most)", got, want)
	}
	_, err = d.slack.As("UANA").Say(d.slack.As("UANA").IM(), "", "watch <@ULI> and U0123456789")
	d.check(err)
	if r := <-d.received; len(r.Named) != 1 || r.Named[0].Name != "李雷" {
		t.Errorf("for the name in a text a route without Names got %v", r.Named)
	}
	_, err = d.slack.As("UANA").Say(d.slack.As("UANA").IM(), "", "watch U0123456789")
	d.check(err)
	if r := <-d.received; r.Named != nil {
		t.Errorf("a route without Names got %v", r.Named)
	}
}

func TestEditsDeletionsReactionsAndShortcutsContainTheMessage(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	ana := d.slack.As("UANA")

	ts, err := ana.Say("C1", "", "@dealdesk log call Acme")
	d.check(err)
	d.idle()
	d.check(ana.Edit("C1", ts, "@dealdesk log call Acme 30m"))
	d.idle()
	d.lastSays(d.ephemeral("C1", "UANA"), "edit logged call Acme 30m")
	watched, err := ana.Say("C1", "", "@dealdesk watch once")
	d.check(err)
	<-d.received
	d.idle() // so that its answer is not the last
	// A route that does not follow edits gets the message under its own once-key, so that one of both has effect.
	d.check(ana.Edit("C1", watched, "@dealdesk watch twice"))
	if r := <-d.received; r.Kind != chat.Mention || r.ID != "message:C1:"+watched || r.Args != "twice" || r.About.Edited.IsZero() {
		t.Errorf("an edit that is a command was received as %+v", r)
	}
	d.idle()

	d.check(ana.Delete("C1", ts))
	if r := <-d.received; r.Kind != chat.Delete || r.About.TS != ts || r.Who.User != "UANA" {
		t.Errorf("a deletion was received as %+v", r)
	}

	talk, err := d.slack.As("ULI").Say("C1", "", "Acme wants <10% & soon")
	d.check(err)
	d.check(ana.React("C1", talk, "eyes"))
	d.check(ana.React("C1", talk, "memo"))
	if r := <-d.received; r.Kind != chat.Reaction || r.Args != "memo" || r.About.Text != "Acme wants <10% & soon" || r.About.User != "ULI" ||
		r.Who.User != "UANA" || r.About.At.IsZero() {
		t.Errorf("a reaction was received as %+v", r)
	}

	d.check(ana.Shortcut(d.ctx, "log this", "C1", talk))
	if r := <-d.received; r.Kind != chat.Shortcut || r.About.Text != "Acme wants <10% & soon" || r.About.TS != talk ||
		r.About.Channel != "C1" {
		t.Errorf("a shortcut was received as %+v", r)
	}
	d.idle()
	d.lastSays(d.ephemeral("C1", "UANA"), "taken")
}

func TestHomeTabIsPublished(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	ana := d.slack.As("UANA")
	d.check(ana.OpenHome())
	d.idle()
	home, ok := ana.Home()
	if !ok || !strings.Contains(d.slack.PlainView(home), "home sweet home") {
		t.Errorf("the home tab is %v", home)
	}
}
