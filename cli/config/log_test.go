package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealdesk/sales"
)

func TestWordsAndEmojisForKindsOfContactAreRead(t *testing.T) {
	text := goodTeam + "[log.words]\nmeeting = [\"Townhall\", \"沙盤\"]\nvisit = [\"site walk\"]\n[log.emojis]\nnote = [\"memo\"]"
	env := map[string]string{"DEALDESK_LOG_WORDS_CALL": "ring,dial", "DEALDESK_LOG_EMOJIS_VISIT": "car"}
	s, err := load(writeConfig(t, text, 0o600), true, env, testLanguages, false)
	if err != nil || len(s.Warnings) > 0 {
		t.Fatal(err, s.Warnings)
	}
	words := map[string]sales.ActivityKind{"townhall": sales.Meeting, "沙盘": sales.Meeting, "site walk": sales.Visit,
		"ring": sales.Call, "dial": sales.Call}
	if diff := cmp.Diff(words, s.Company.Words); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]sales.ActivityKind{"memo": sales.Note, "car": sales.Visit}, s.Company.Emojis); diff != "" {
		t.Error(diff)
	}
}

func TestAMistakeInWordsOrEmojisForKindsOfContactIsNamed(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"words of an unknown kind": {"[log.words]\ntownhall = [\"hall\"]", ":7:1: log.words.townhall must be one of call, visit,"},
		"words for a note":         {"[log.words]\nnote = [\"memo\"]", ":7:1: log.words.note must be one of call, visit,"},
		"a kind without words":     {"[log.words]\nvisit = []", ":7:1: log.words.visit is empty"},
		"a word twice":             {"[log.words]\nvisit = [\"walk\",\n\"Walk\"]", ":8:1: log.words.visit.1 \"walk\" is already under visit"},
		"a word of two kinds":      {"[log.words]\ndemo = [\"沙盘\"]\nmeeting = [\"沙盤\"]", ":8:12: log.words.meeting.0 \"沙盘\" is already under demo"},
		"a word of one letter":     {"[log.words]\ncall = [\"c\"]", ":7:9: log.words.call.0 \"c\" cannot be found in a line"},
		"a word with marks":        {"[log.words]\ncall = [\"1:1\"]", ":7:9: log.words.call.0 \"1:1\" cannot be found in a line"},
		"an emoji with colons":     {"[log.emojis]\nvisit = [\":car:\"]", ":7:10: log.emojis.visit.0 \":car:\" is no name of an emoji"},
		"an emoji of two kinds":    {"[log.emojis]\ncall = [\"car\"]\nvisit = [\"car\"]", ":8:10: log.emojis.visit.0 \"car\" is already under call"},
		"an emoji for an attempt":  {"[log.emojis]\nattempt = [\"x\"]", ":7:1: log.emojis.attempt must be one of call, visit,"},
		"a kind without emojis":    {"[log.emojis]\ncall = []", ":7:1: log.emojis.call is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(writeConfig(t, goodTeam+c.text, 0o600), true, nil, testLanguages, false)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
