package config

import (
	"errors"
	"regexp"
	"strings"
	"sync"
	"testing"

	"dealdesk/lang"
)

var catalog = sync.OnceValues(lang.Open)

// said returns the words of a language.
func said(language string) Say {
	words, err := catalog()
	if err != nil {
		panic(err)
	}
	return words.Printer(language).Plain
}

func english() Say { return said("en") }

// load is Load with its mistakes in English.
func load(path string, named bool, env map[string]string, languages []string, serving bool) (Settings, error) {
	s, err := Load(path, named, env, languages, serving)
	var mistakes Mistakes
	if errors.As(err, &mistakes) {
		err = errors.New(mistakes.In(english()))
	}
	return s, err
}

func TestMistakesAreNamedInChineseToo(t *testing.T) {
	text := goodTeam + "[workspace]\nzone = \"Mars\"\nname = 5\ncolour = \"red\"\n[lost]\nreasons = []\n" +
		"[[pipeline]]\nid = \"own\"\nname = \"Own\"\n[[pipeline.stage]]\nid = \"a\"\nname = \"A\"\nenter = [\"mood.x\"]\n"
	path := writeConfig(t, text, 0o600)
	_, err := Load(path, true, map[string]string{"DEALDESK_ALERTS_QUIET_DAYS": "soon"}, testLanguages, true)
	var mistakes Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(mistakes.In(said("zh-Hans")), path, "config.toml")
	for _, want := range []string{"环境变量 DEALDESK_ALERTS_QUIET_DAYS: alerts.quiet_days 应为整数，不能是“soon”",
		"config.toml:7:1: workspace.zone “Mars”不是时区，请写成如 Asia/Shanghai 或 Europe/Berlin",
		"config.toml:8:8: workspace.name 应为加引号的文字", "config.toml:9:1: workspace.colour 没有这项设置",
		"config.toml:11:1: lost.reasons 是空的：输单要有原因可选，请至少写一个", "slack.bot_token 还没有填：在 Slack 应用设置的",
		"pipeline.0.stage.0.enter 没有条件“mood.x”，请写成 field.…、activity.… 或 contact.…"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if english := regexp.MustCompile(`\b(is|must|are|the|no)\b`).FindString(got); english != "" {
		t.Errorf("%q in\n%s", english, got)
	}
}
