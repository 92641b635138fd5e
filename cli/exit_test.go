package cli

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dealdesk/store/bolt"
)

// runBinary runs the real binary and returns its exit code and what it printed.
func (v *victim) runBinary(args ...string) (code int, out string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, v.binary, append([]string{"--config", v.config}, args...)...)
	cmd.Env = append(os.Environ(), v.env...)
	text, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		v.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(text)
}

// endsWithCodes checks that no deliberate exit has the code of a crash: after a crash the
// program has to be started again, with a wrong configuration it must not be.
func endsWithCodes(v *victim) {
	t := v.t
	for _, c := range []struct {
		args  []string
		code  int
		words string
	}{
		{[]string{"version"}, 0, "dealdesk"},
		{[]string{"backup", filepath.Join(v.dir, "none", "x")}, exitStore, "serve --new"},
		{[]string{"backup"}, exitUsage, "accepts 1 arg"},
		{[]string{"serve"}, exitUsage, "slack.bot_token is missing"},
		{[]string{"crash"}, exitBroken, "a fault in dealdesk"},
		{[]string{"crash", "--hard"}, 2, "goroutine"}, // nobody can recover from it
	} {
		code, out := v.runBinary(c.args...)
		if code != c.code || !strings.Contains(out, c.words) {
			t.Errorf("%v: exit code %d, want %d and %q in\n%s", c.args, code, c.code, c.words, out)
		}
		if code == exitBroken && strings.Contains(out, "customer") {
			t.Errorf("the words of a panic are printed:\n%s", out)
		}
	}
}

// Every code is in the table of docs/admin.md, and the unit there restarts the program after
// each exit that a restart can mend.
func TestTheGuideAndTheUnitKnowEveryExitCode(t *testing.T) {
	text, err := os.ReadFile("../docs/admin.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]bool{0: false, exitFailure: true, 2: true, exitRunning: false, exitUnsure: true,
		exitStore: false, exitNewer: false, exitBroken: true, exitUsage: false}
	_, table, _ := strings.Cut(string(text), "| Exit code |")
	table, unit, _ := strings.Cut(table, "```")
	for code, again := range want {
		row := "\n| " + strconv.Itoa(code) + " |"
		if !strings.Contains(table, row) {
			t.Errorf("exit code %d is not in the table", code)
		}
		_, line, _ := strings.Cut(unit, "RestartPreventExitStatus=")
		line, _, _ = strings.Cut(line, "\n")
		prevented := slices.Contains(strings.Fields(line), strconv.Itoa(code))
		if code != 0 && prevented == again {
			t.Errorf("exit code %d: the unit starts again: %v, want %v", code, !prevented, again)
		}
	}
	for language, final := range map[string]string{"en": "3, 5, 6 and 78", "zh": "3、5、6、78"} {
		if help := (&install{t: t}).must("serve", "--help", "--lang", language); !strings.Contains(help, final) {
			t.Errorf("the help in %s does not say after which codes a start is useless: %s", language, help)
		}
	}
	if n := strings.Count(table, "\n| "); n != len(want) {
		t.Errorf("the table has %d codes, want %d", n, len(want))
	}
}

func TestAMissingStoreStaysMissing(t *testing.T) {
	d := newInstall(t)
	d.env = []string{"DEALDESK_SLACK_BOT_TOKEN=xoxb-1", "DEALDESK_SLACK_APP_TOKEN=xapp-1"}
	for _, args := range [][]string{{"serve"}, {"recount"}, {"export", "--out", filepath.Join(d.dir, "out")}, {"audit", "verify"},
		{"backup", filepath.Join(d.dir, "copy")}, {"import", "--yes", "--undo", "1"}} {
		d.refused(exitStore, "there is no store", args...)
		if _, err := os.Lstat(d.store); err == nil {
			t.Fatalf("%v made a store", args)
		}
	}
}

func TestAnEmptyOrForeignFileIsNoStore(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "other.db")
	b, err := bolt.Open(empty, bolt.Options{}) // a file of bbolt, without a desk in it
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	other, err := os.ReadFile(empty)
	if err != nil {
		t.Fatal(err)
	}
	for words, content := range map[string][]byte{
		"is empty": nil, "its first pages are damaged": []byte(strings.Repeat("hello\n", 5000)), "no store of dealdesk": other,
	} {
		d := newInstall(t)
		d.env = []string{"DEALDESK_SLACK_BOT_TOKEN=xoxb-1", "DEALDESK_SLACK_APP_TOKEN=xapp-1"}
		if err := os.WriteFile(d.store, content, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"serve"}, {"recount"}, {"audit", "verify"}} {
			d.refused(exitStore, words, args...)
		}
		if is, err := os.ReadFile(d.store); err != nil || string(is) != string(content) {
			t.Errorf("%s: the file was changed: %v", words, err)
		}
		d.refused(exitUsage, "exists already", "serve", "--new")
	}
}
