package dice_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"dealdesk/dice"
)

// TestDraws prints what is drawn; the test below runs it again and again.
func TestDraws(t *testing.T) {
	t.Log("seed", flag.Lookup("rapid.seed").Value, "checks", flag.Lookup("rapid.checks").Value, "start", dice.Seeds())
	t.Log("number", dice.Rand(7).Uint64(), "times", dice.Times(3, 30))
	var drawn []int
	rapid.Check(t, func(r *rapid.T) { drawn = append(drawn, rapid.Int().Draw(r, "n")) })
	t.Log("drawn", drawn[len(drawn)-3:])
}

// draws runs TestDraws in a process of its own.
func draws(t *testing.T, env ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestDraws$", "-test.v")
	cmd.Env = append(os.Environ(), "DEALDESK_TEST_LONG=", "DEALDESK_TEST_SEED=")
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := strings.Split(string(out), "\n")
	var kept []string
	for _, line := range lines { // without how long it took
		if strings.Contains(line, "dice_test.go") && !strings.Contains(line, "[rapid]") || strings.HasPrefix(line, "to draw") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

func TestADrawIsTheSameEveryTimeUnlessTheRunIsLong(t *testing.T) {
	first := draws(t)
	if second := draws(t); first != second || !strings.Contains(first, "times 3\n") || !strings.Contains(first, "start 0\n") {
		t.Errorf("drawn:\n%s\nand then:\n%s", first, second)
	}
	long := draws(t, "DEALDESK_TEST_LONG=1")
	if again := draws(t, "DEALDESK_TEST_LONG=1"); long == again || !strings.Contains(long, "times 30\n") ||
		!strings.Contains(long, "checks 1000 ") {
		t.Errorf("a long run drew\n%s\nand then:\n%s", long, again)
	}
	told := regexp.MustCompile(`(?m)^to draw this again: (\S+) (\S+)\n`).FindStringSubmatch(long)
	if told == nil {
		t.Fatalf("a long run does not print how to repeat it:\n%s", long)
	}
	if again := draws(t, told[1], told[2]); again != strings.TrimPrefix(long, told[0]) {
		t.Errorf("drawn again:\n%s\nwant:\n%s", again, long)
	}
}

// heard keeps what a test would fail with.
type heard struct {
	testing.TB
	said string
}

func (h *heard) Errorf(format string, args ...any) { h.said += fmt.Sprintf(format, args...) }

func TestQuickForgivesASlowRunButNotFive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for first, want := range map[int]int{1: 1, 3: 3, 9: 5} { // the first quick run, and how many there are
			h, runs := &heard{TB: t}, 0
			dice.Quick(h, time.Second, func() {
				if runs++; runs < first {
					<-time.After(time.Minute)
				}
			})
			if failed := h.said != ""; runs != want || failed != (first > want) {
				t.Errorf("quick from run %d on: %d runs, %q", first, runs, h.said)
			}
		}
	})
}
