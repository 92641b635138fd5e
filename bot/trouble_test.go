package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"dealdesk/bot"
	"dealdesk/bot/fakeslack"
)

func TestFailedMentionIsAnsweredOnceThoughItArrivesTwice(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	for _, words := range []string{"broken", "lgo call Acme"} {
		_, err := d.slack.As("UANA").Say("C1", "", "@dealdesk "+words) // arrives as a message and as a mention
		d.check(err)
		d.idle()
	}
	if n := len(d.ephemeral("C1", "UANA")); n != 2 {
		t.Errorf("%d answers to two mentions", n)
	}
}

func TestLateAnswerIsSentAfterTheAcknowledgement(t *testing.T) {
	t.Parallel() // waits for real time to pass
	overBoth(t, func(d *rig) {
		d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "slow")) // back after 2 s
		d.lastSays(d.ephemeral("C1", "UANA"), "Not done yet")
		close(d.release)
		d.idle()
		d.lastSays(d.ephemeral("C1", "UANA"), "done at last")
		if d.calls("response_url") != 1 {
			d.Errorf("response_url was used %d times", d.calls("response_url"))
		}
	})
}

func TestAnswerTooLargeForASocketUsesTheResponseURL(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "long"))
	d.idle()
	d.lastSays(d.ephemeral("C1", "UANA"), "long story")
	if d.calls("response_url") != 1 {
		t.Errorf("response_url was used %d times", d.calls("response_url"))
	}
}

func TestFailuresAreAnsweredWithALoggedReference(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	ana := d.slack.As("UANA")
	for command, want := range map[string]string{"panic": "Something broke", "broken": "Something broke", "unsaved": "Not saved"} {
		d.check(ana.Slash(d.ctx, "C1", "/sales", command))
		m := d.lastSays(d.ephemeral("C1", "UANA"), want)
		_, ref, found := strings.Cut(m.Text, "E-")
		if !found || !strings.Contains(d.log.String(), "E-"+ref[:6]) {
			t.Errorf("%s: no reference in %q that the log has", command, m.Text)
		}
	}
	if strings.Contains(d.log.String(), "words of a customer") {
		t.Error("the log contains the value of a panic")
	}
	d.check(ana.Slash(d.ctx, "C1", "/log", "still here"))
	d.lastSays(d.ephemeral("C1", "UANA"), "logged still here")
	d.count("requests_total", 1, "outcome", "panic")
}

func TestUnsureStoreStopsTheBotAfterAnAnswer(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	var err error
	d.bot, err = bot.New(d.config, d.deps)
	d.check(err)
	go func() { d.ended <- d.bot.Run(d.ctx) }()
	d.wait("both sockets are open", func(st *fakeslack.State) bool { return st.Connections() == 2 })
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "unsure"))
	d.lastSays(d.ephemeral("C1", "UANA"), "Not sure yet")
	select {
	case err := <-d.ended:
		if err == nil || !strings.Contains(err.Error(), "not sure") {
			t.Errorf("Run ended with %v", err)
		}
	case <-d.ctx.Done():
		t.Error("Run went on with a store that cannot be trusted")
	}
}

func TestNothingIsDoneForAPersonWhoCannotBeLookedUp(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	d.slack.SetFaults(func(f *fakeslack.Faults) { f.Refuse = map[string]string{"users.info": "internal_error"} })
	d.check(d.slack.As("ULI").Slash(d.ctx, "C1", "/log", "call Acme"))
	d.lastSays(d.ephemeral("C1", "ULI"), "can't check who you are")
	if d.effects.Load() != 0 {
		t.Error("something was done for an unknown person")
	}
	d.slack.SetFaults(func(f *fakeslack.Faults) { f.Refuse = nil })
	d.check(d.slack.As("ULI").Slash(d.ctx, "C1", "/log", "call Acme"))
	d.lastSays(d.ephemeral("C1", "ULI"), "logged call Acme")
}

func TestMalformedDeliveriesAreAcknowledgedAndKept(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	d.slack.SendEnvelope("teleport", map[string]any{"x": 1})
	d.slack.SendEnvelope("slash_commands", map[string]any{"command": 7})
	d.slack.SendEvent(map[string]any{"type": "from_the_future", "user": map[string]any{"id": "U1"}, "channel": map[string]any{"id": "C1"}})
	d.check(d.slack.SendFrame(`{"envelope_id":"env-broken","type":`))
	d.check(d.slack.WaitIdle(d.ctx))
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/log", "after the storm"))
	d.lastSays(d.ephemeral("C1", "UANA"), "after the storm")
	d.idle()
	kept := d.bot.Malformed()
	if len(kept) != 3 {
		t.Fatalf("%d deliveries are kept, want 3: %+v", len(kept), kept)
	}
	d.slack.Look(func(st *fakeslack.State) {
		for _, e := range st.Envelopes.All() {
			if len(e.Attempts) != 1 || e.Attempts[0].AckedAt.IsZero() {
				t.Errorf("%s %s was not acknowledged at once: %+v", e.Type, e.Kind, e.Attempts)
			}
		}
	})
}

func TestARefusedTableIsSentAsText(t *testing.T) {
	d := newRig(t, fakeslack.Options{})
	d.slack.SetFaults(func(f *fakeslack.Faults) { f.RefuseBlocks = map[string]bool{"table": true} })
	d.start()
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "table"))
	d.idle()
	if m := d.lastSays(d.ephemeral("C1", "UANA"), "numbers: 1"); len(m.Blocks) != 0 {
		t.Errorf("the answer still has %v", m.Blocks)
	}
}

func TestSocketIsRenewedWithoutAGapAndReconnectsAfterACut(t *testing.T) {
	t.Parallel() // waits for real time to pass
	d := newRig(t, fakeslack.Options{}).start()
	d.check(d.slack.Disconnect("refresh_requested"))
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/log", "in between"))
	d.lastSays(d.ephemeral("C1", "UANA"), "in between")
	d.wait("a third socket is open", func(st *fakeslack.State) bool { return st.Connections() == 3 })
	d.slack.Cut()
	d.wait("all are gone", func(st *fakeslack.State) bool { return st.Connections() == 0 })
	d.wait("both are back", func(st *fakeslack.State) bool { return st.Connections() == 2 })
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/log", "again"))
	d.lastSays(d.ephemeral("C1", "UANA"), "again")
}

// Slack counts a socket before the bot has it, so a bot that is stopped at that moment must
// close what it has not got yet.
func TestABotThatStopsWhileItConnectsLeavesNoSocketOpen(t *testing.T) {
	d := newRig(t, fakeslack.Options{Limits: fakeslack.Limits{TierBurst: 100}})
	d.deps.Metrics = nil // each bot needs its own
	for range 20 {
		b, err := bot.New(d.config, d.deps)
		d.check(err)
		ctx, stop := context.WithCancel(d.ctx)
		go func() { d.ended <- b.Run(ctx) }()
		d.wait("both sockets are open", func(st *fakeslack.State) bool { return st.Connections() == 2 })
		stop()
		d.check(<-d.ended)
		d.wait("both are closed", func(st *fakeslack.State) bool { return st.Connections() == 0 })
	}
}

func TestStopFinishesRunningRequestsAndSendsTheirAnswers(t *testing.T) {
	d := newRig(t, fakeslack.Options{}).start()
	answered := make(chan error, 1)
	go func() { answered <- d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "slow") }()
	<-d.received
	began := time.Now()
	d.stop()
	close(d.release)
	d.check(<-answered)
	if err := <-d.ended; err != nil {
		t.Errorf("Run ended with %v", err)
	}
	d.ended <- nil
	d.lastSays(d.ephemeral("C1", "UANA"), "done at last")
	if took := time.Since(began); took > 9*time.Second {
		t.Errorf("stopping took %v", took)
	}
}

// Whoever was told that the answer follows gets one, even if the disk is so slow that the stop does not
// wait for it.
func TestAStopTellsWhoeverWaitsThatItWasNotSaved(t *testing.T) {
	t.Parallel() // waits for real time to pass
	overBoth(t, func(d *rig) {
		d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "slow")) // back after 2 s
		d.lastSays(d.ephemeral("C1", "UANA"), "Not done yet")
		d.stop()
		if err := <-d.ended; err != nil {
			d.Errorf("Run ended with %v", err)
		}
		d.ended <- nil
		d.lastSays(d.ephemeral("C1", "UANA"), "Not saved")
	})
}
