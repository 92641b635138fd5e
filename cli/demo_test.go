package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dealdesk/cli/demo"
	"dealdesk/cli/serve"
	"dealdesk/store"
)

// runDemo runs the command as a shell would.
func runDemo(t *testing.T, typed string, args ...string) (code int, out, complaints string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), append([]string{"demo"}, args...), nil, strings.NewReader(typed), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestAStrangerWhoTypesTheLinesOfTheFirstScreenSeesAWholeDay(t *testing.T) {
	for _, c := range []struct {
		name, screen string
		args         []string
		sees         []string
	}{
		{"en", demo.TryEN, nil, []string{"Logged for", "➡️ Ana: Discovery → Proposal", "Approved by Mei", "# Stand-up · East · Wed 25 Nov"}},
		{"zh", demo.TryZH, []string{"--lang", "zh"}, []string{"已记录", "➡️ 李雷：需求挖掘 → 方案报价", "魏华已批准", "# 站会 · 华南 · 11月25日 周三"}},
		{"en without history", demo.TryEmptyEN, []string{"--empty"}, []string{"is on file", "D-1 · Acme · Data platform", "➡️ Ana: Lead → Discovery", "# Stand-up · East"}},
		{"zh without history", demo.TryEmptyZH, []string{"--empty", "--lang", "zh"}, []string{"D-1 · 华星科技 · 数据平台", "➡️ 李雷", "# 站会 · 华南"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var typed strings.Builder
			for line := range strings.Lines(c.screen) {
				if strings.HasPrefix(line, "  ") {
					typed.WriteString(strings.ReplaceAll(line, "%%", "%"))
				}
			}
			code, out, complaints := runDemo(t, typed.String(), append(c.args, "--listen", "127.0.0.1:0")...)
			if code != 0 || complaints != "" {
				t.Errorf("exit %d: %s", code, complaints)
			}
			for _, want := range c.sees {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in:\n%s", want, out)
				}
			}
			if strings.Contains(out, "no line of this screen") || strings.Contains(out, "slack says") {
				t.Errorf("a line did not work:\n%s", out)
			}
		})
	}
}

func TestEveryWordOfTheScreenIsUnderstood(t *testing.T) {
	lines := []string{"help", "people", "as mei", "/sales approvals", "show #east", "show dm", "show D-1", "as nobody", "tomorrow 09:30",
		"restart", "gibberish", "at yesterday"}
	code, out, complaints := runDemo(t, strings.Join(lines, "\n")+"\nquit\n", "--listen", "127.0.0.1:0")
	if code != 0 || complaints != "" {
		t.Fatalf("exit %d: %s", code, complaints)
	}
	for _, want := range []string{"a name in front of a line is somebody else", "韩梅梅 (zh-CN)", "Mei> ", "Brightwater Hotels · Branch rollout",
		"there is nobody called “nobody”",
		"── Wed 25 Nov 2026 ──", "Your stand-up for Wed 25 Nov", "the bot starts", "“gibberish” is no line of this screen", "no day like tomorrow"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in:\n%s", want, out)
		}
	}
}

func TestAStoryIsPlayedAsATranscriptAndAWrongOneFails(t *testing.T) {
	code, out, complaints := runDemo(t, "", "--play", "../scenarios/first-day.txtar")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, complaints)
	}
	for _, want := range []string{"── Mon 23 Nov 2026 ──", "10:40  Ana: /log call Acme 20m", "Mei: clicks Approve on R-1", "10:00  → #east",
		"16:00  → #east", "# Weekly review · East"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in:\n%s", want, out)
		}
	}
	wrong := filepath.Join(t.TempDir(), "wrong.txtar")
	if err := os.WriteFile(wrong, []byte("ana /sales help\n  sees the moon\nana jumps\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, complaints = runDemo(t, "", "--play", wrong)
	if code == 0 || !strings.Contains(complaints, "wrong.txtar:2: sees the moon: not seen; there is:") ||
		!strings.Contains(complaints, `wrong.txtar:3: ana jumps: this is no line of a story; expected is somebody's act`) {
		t.Errorf("exit %d: %s", code, complaints)
	}
}

func TestTheDemoListensOnThisComputerOnly(t *testing.T) {
	for _, args := range [][]string{{"--listen", "0.0.0.0:8080"}, {"--listen", "8080"}, {"--lang", "fr"}} {
		if code, _, complaints := runDemo(t, "", args...); code != exitUsage || complaints == "" {
			t.Errorf("%v: exit %d: %s", args, code, complaints)
		}
	}
}

func TestAFolderGetsItsHistoryOnceAndLaterRunsContinueIt(t *testing.T) {
	for _, c := range []struct {
		name  string
		first []string
		tell  []string // each start: what is typed
		deals []string // what must be in the list of each start
	}{
		{"with history", nil, []string{"/log call Acme 20m Talked pricing\ntomorrow 09:30\nquit\n", "/deal list team\nshow #east\nclicks Advance on Acme\nquit\n", "/deal Acme\nquit\n"},
			[]string{"· Acme · Data platform", "Acme · Data platform", "Stage Proposal"}},
		{"begun empty", []string{"--empty"}, []string{"/sales account new Acme\n/deal new Acme Pilot 20k\nquit\n", "/deal list team\nshow #east\nquit\n", "/deal D-1\nquit\n"},
			[]string{"Pilot", "D-1 · Acme · Pilot", "D-1 · Acme · Pilot"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			var until time.Time
			var deals []int
			for i, typed := range c.tell {
				args := []string{"--data", dir, "--listen", "127.0.0.1:0"}
				if i == 0 {
					args = append(args, c.first...)
				}
				code, out, complaints := runDemo(t, typed, args...)
				if code != 0 || complaints != "" {
					t.Fatalf("start %d: exit %d: %s", i+1, code, complaints)
				}
				if !strings.Contains(out, c.deals[i]) || strings.Contains(out, "they see no") {
					t.Errorf("start %d: %q is not in:\n%s", i+1, c.deals[i], out)
				}
				if again := strings.Contains(out, "Everything is as you left it"); again != (i > 0) {
					t.Errorf("start %d says that it goes on: %v", i+1, again)
				}
				left, err := demo.LeftIn(t.Context(), dir)
				if err != nil || left.Until.Before(until) || !left.Deals {
					t.Errorf("start %d left %+v: %v", i+1, left, err)
				}
				until = left.Until
				deals = append(deals, dealsIn(t, dir))
			}
			if deals[1] != deals[0] || deals[2] != deals[0] {
				t.Errorf("the starts left %v deals", deals)
			}
		})
	}
}

func dealsIn(t *testing.T, dir string) (n int) {
	t.Helper()
	st, err := serve.OpenStopped(t.Context(), demo.DemoStore(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	err = st.View(t.Context(), func(r store.Reader) error {
		for _, err := range store.Deals.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
