package demo

import (
	"bytes"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dealdesk/bot/fakeslack"
	"dealdesk/cli/demo/play"
	"dealdesk/commands/commandstest"
	"dealdesk/dice"
)

// TestEveryStoryPasses plays each story in a new workspace over real sockets, once over Socket
// Mode and once over signed HTTP. Of a story that is told in both languages it plays the English
// one over the first and the Chinese one over the second, if the run is not long.
func TestEveryStoryPasses(t *testing.T) {
	paths, err := filepath.Glob("../../scenarios/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, path := range paths {
		story, err := play.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(story.Name, ".txtar")
		transports := []string{"socket", "http"}
		switch english, chinese := strings.CutSuffix(path, "-zh.txtar"); {
		case dice.Long():
		case chinese && slices.Contains(paths, english+".txtar"):
			transports = transports[1:]
		case slices.Contains(paths, strings.TrimSuffix(path, ".txtar")+"-zh.txtar"):
			transports = transports[:1]
		}
		for _, transport := range transports {
			t.Run(name+"/"+transport, func(t *testing.T) {
				t.Parallel()
				playOne(t, story, transport == "http")
			})
		}
	}
}

func playOne(t *testing.T, story play.Story, http bool) {
	var transcript, log bytes.Buffer
	l, player, err := OpenStory(t.Context(), story, Plan{
		Listen: "127.0.0.1:0", Dir: t.TempDir(), http: http,
		Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError})),
	}, &transcript, "en")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := player.Play(t.Context(), story); err != nil {
		t.Errorf("%v\n\nwhat happened:\n%s", err, transcript.String())
	}

	// In every story the bot keeps the rules of Slack, has words for everything it posts, and
	// leaves a sound store.
	if key := commandstest.BareKey.FindString(transcript.String()); key != "" {
		t.Errorf("the key %s is shown:\n%s", key, transcript.String())
	}
	l.slack.Look(func(st *fakeslack.State) {
		for _, c := range st.Calls.All() {
			if c.Error != "" {
				t.Errorf("slack refused %s with %s: %v", c.Method, c.Error, c.Args)
			}
			if key := commandstest.BareKey.FindString(fmt.Sprint(c.Args)); key != "" {
				t.Errorf("%s shows the key %s: %v", c.Method, key, c.Args)
			}
		}
	})
	if l.office != nil {
		if diff, err := l.office.Store.Recount(t.Context()); err != nil || len(diff) > 0 {
			t.Errorf("the counters do not equal a recount: %v %v", diff, err)
		}
	}
	if err := l.Stop(); err != nil {
		t.Error(err)
	}
	if log.Len() > 0 {
		t.Errorf("the bot logged errors:\n%s", log.String())
	}
}
