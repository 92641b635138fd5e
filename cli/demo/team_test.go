package demo

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"dealdesk/bot/fakeslack"
	"dealdesk/cli/demo/play"
)

// TestAdminsAreNotifiedOnceThatAChannelIsClosed is not a story because a story cannot archive a
// channel.
func TestAdminsAreNotifiedOnceThatAChannelIsClosed(t *testing.T) {
	for _, http := range []bool{false, true} {
		var transcript, log bytes.Buffer
		l, player, err := OpenStory(t.Context(), play.Story{}, Plan{
			Listen: "127.0.0.1:0", Dir: t.TempDir(), http: http,
			Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError})),
		}, &transcript, "en")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		play := func(lines ...string) {
			t.Helper()
			for _, line := range lines {
				if err := player.Do(t.Context(), line); err != nil {
					t.Fatalf("%s: %v\n%s", line, err, transcript.String())
				}
			}
		}
		play("at 10:30", "ana /sales account new Acme", "ana /deal new Acme Platform 120k")
		if err := l.slack.Archive("CEAST"); err != nil {
			t.Fatal(err)
		}
		play("bob in dm: account new Initech", "bob in dm: deal new Initech Pilot 50k", "bob in dm: deal amount D-2 60k",
			"ada has once I can't post to #east, the channel of East: it is archived", "周敏 has once 频道已归档",
			"ada in dm: team", "sees Slack refuses my posts to the channel: it is archived",
			"ada clicks Try again on I can't post", "ada has I can't post to #east",
			"ada in dm: team channel East #north", "sees Channel of East: #north (before: #east)", "#north has This is the channel of East from now on",
			"ana in dm: deal amount D-1 130k", "#north has Amount ¥130,000", "bob in dm: deal next D-2 call them Fri", "#north has Pilot",
			"ada in D-1: !advance", "sees Before D-1 moves on", "ada in dm: team", "does not see Slack refuses")
		notes := 0
		l.slack.Look(func(st *fakeslack.State) {
			for _, m := range st.Channels["DUADA"].Messages {
				if strings.Contains(st.Plain(*m), "I can't post to") {
					notes++
				}
			}
		})
		if notes != 2 { // one at first and one after "Try again"
			t.Errorf("Ada was told %d times:\n%s", notes, transcript.String())
		}
		if err := l.Stop(); err != nil || log.Len() > 0 {
			t.Errorf("%v %s", err, log.String())
		}
	}
}
