package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealdesk/bot"
)

func TestEverySettingCanComeFromTheEnvironment(t *testing.T) {
	// Two teams, a stage and two questions from the environment alone, and every other setting.
	env := map[string]string{}
	want := map[string]any{}
	c := defaults()
	c.Teams = make([]teamConfig, 2)
	c.Pipelines = []pipelineConfig{{Stages: make([]stageConfig, 1)}}
	c.Approvals.Policies = []policyConfig{{Steps: make([]stepConfig, 2)}}
	c.Standup.Questions = make([]questionConfig, 2)
	each(&c, func(at string, v any) {
		switch v.(type) {
		case *string:
			if !strings.HasSuffix(at, "_file") {
				env[envName(at)], want[at] = "text of "+at, "text of "+at
			}
		case *bot.Secret:
			env[envName(at)], want[at] = " s3cret\n", "s3cret"
		case *[]string:
			env[envName(at)], want[at] = "U1, U2,U3", []string{"U1", "U2", "U3"}
		case *map[string][]string:
			env[envName(at)+"_DESK"], want[at] = "U1,U2", map[string][]string{"desk": {"U1", "U2"}}
		case *any:
			env[envName(at)], want[at] = "words of "+at, "words of "+at
		case *bool:
			env[envName(at)], want[at] = "true", true
		case *int:
			env[envName(at)], want[at] = "42", 42
		case *float64:
			env[envName(at)], want[at] = "12.5", 12.5
		default:
			t.Fatalf("%s is a %T, which the environment cannot set", at, v)
		}
	})
	r := Read("", nil, env)
	if len(r.Mistakes) > 0 {
		t.Fatal(r.Mistakes)
	}
	got := map[string]any{}
	each(&r.config, func(at string, v any) {
		if s, ok := v.(*bot.Secret); ok {
			got[at] = s.Reveal()
		} else if want[at] != nil {
			got[at] = reflect.ValueOf(v).Elem().Interface()
		}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"DEALDESK_SLACK_BOT_TOKEN", "DEALDESK_TEAM_1_CHANNEL", "DEALDESK_PIPELINE_0_STAGE_0_CHANCE",
		"DEALDESK_STANDUP_QUESTION_1_REQUIRED", "DEALDESK_LLM_MAY_SEND"} {
		if env[name] == "" {
			t.Errorf("%s is not the name of any setting", name)
		}
	}
}

func TestTheEnvironmentOverridesTheFile(t *testing.T) {
	path := writeConfig(t, goodTeam+"[store]\npath = \"file.db\"\nmax_size = 5\n", 0o600)
	env := Environment([]string{"HOME=/", "DEALDESK_CONFIG=elsewhere", "DEALDESK_STORE_PATH=env.db", "DEALDESK_STORE_MAX_SIZE=",
		"DEALDESK_SLCK_MODE=http"})
	s, err := load(path, true, env, testLanguages, false)
	if err != nil {
		t.Fatal(err)
	}
	if s.Store.Path != "env.db" || s.Store.MaxSize != 5<<20 {
		t.Errorf("got %+v", s.Store)
	}
	if got := s.Warnings.In(english()); got != "environment variable DEALDESK_SLCK_MODE: names no setting and is ignored" {
		t.Errorf("warnings: %q", got)
	}
}

func TestASecretComesFromAFileWithoutItsLineEnd(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "token")
	if err := os.WriteFile(secret, []byte("  xoxb-from-file \r\n"), 0o444); err != nil {
		t.Fatal(err)
	}
	text := goodTeam + "[slack]\nbot_token_file = " + fmt.Sprintf("%q", secret) + "\n"
	env := map[string]string{"DEALDESK_SLACK_APP_TOKEN": "xapp-1"}
	s, err := load(writeConfig(t, text, 0o644), true, env, testLanguages, true)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Slack.botToken.Reveal(); got != "xoxb-from-file" {
		t.Errorf("got %q", got)
	}
	env["DEALDESK_SLACK_BOT_TOKEN"] = "xoxb-1"
	if _, err = load(writeConfig(t, text, 0o644), true, env, testLanguages, true); err == nil ||
		!strings.Contains(err.Error(), "keep one of the two") {
		t.Errorf("set twice: got %v", err)
	}
}

func TestAFileWithSecretsThatOthersCanReadIsRefused(t *testing.T) {
	text := goodTeam + "[slack]\nbot_token = \"xoxb-1\"\napp_token = \"xapp-1\"\n"
	for mode, refused := range map[os.FileMode]bool{0o600: false, 0o400: false, 0o640: true, 0o604: true, 0o644: true} {
		path := writeConfig(t, text, mode)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := load(path, true, nil, testLanguages, true)
		if got := err != nil && strings.Contains(err.Error(), "may be read by others"); got != refused || err != nil && !refused {
			t.Errorf("mode %o: got %v", mode, err)
		}
		if err != nil && strings.Contains(err.Error(), "xoxb-1") {
			t.Errorf("the secret is in the error: %v", err)
		}
	}
}

func TestNoFileAtTheUsualPlaceIsNoMistakeButANamedOneIs(t *testing.T) {
	env := map[string]string{"DEALDESK_TEAM_0_NAME": "North", "DEALDESK_TEAM_0_CHANNEL": "C1", "DEALDESK_TEAM_0_MANAGER": "U1"}
	missing := filepath.Join(t.TempDir(), "config.toml")
	if _, err := load(missing, false, env, testLanguages, false); err != nil {
		t.Error(err)
	}
	if _, err := load(missing, true, env, testLanguages, false); err == nil {
		t.Error("a file that was asked for and does not exist was accepted")
	}
}
