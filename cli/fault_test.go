package cli

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"dealdesk/dice"
)

// victim is the real binary, built with its stress and verify commands, on one store.
type victim struct {
	*install
	binary string
	acks   []string
	high   int // the highest call that was acknowledged
}

// until runs stress, and ends it with sig once it has acknowledged n more calls.
func (v *victim) until(n int, sig os.Signal, args ...string) {
	v.t.Helper()
	cmd := exec.CommandContext(v.t.Context(), v.binary, append([]string{"--config", v.config, "stress"}, args...)...)
	cmd.Env = append(os.Environ(), v.env...)
	var failure bytes.Buffer
	cmd.Stderr = &failure
	out, err := cmd.StdoutPipe()
	if err != nil {
		v.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		v.t.Fatal(err)
	}
	seen := 0
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if err != nil { // a line that a kill cut short does not count
			break
		}
		v.acks = append(v.acks, line)
		number, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(line, "ACK ")))
		if err != nil {
			v.t.Fatalf("stress printed %q", line)
		}
		v.high = max(v.high, number)
		if seen++; seen == n {
			if err := cmd.Process.Signal(sig); err != nil {
				v.t.Fatal(err)
			}
		}
	}
	err = cmd.Wait()
	if seen < n {
		v.t.Fatalf("stress ended by itself after %d calls: %v %s", seen, err, failure.String())
	}
	if sig == syscall.SIGTERM && err != nil {
		v.t.Errorf("SIGTERM ended it with %v: %s", err, failure.String())
	}
}

// verify runs verify on everything acknowledged so far, and more.
func (v *victim) verify(more ...string) (out string, ok bool) {
	v.t.Helper()
	cmd := exec.CommandContext(v.t.Context(), v.binary, "--config", v.config, "verify")
	cmd.Env = append(os.Environ(), v.env...)
	cmd.Stdin = io.MultiReader(strings.NewReader(strings.Join(v.acks, "")), strings.NewReader(strings.Join(more, "")))
	text, err := cmd.CombinedOutput()
	return string(text), err == nil
}

// TestTheRealBinary holds P1, P2 and P3 against kills. The second and third test are the
// negative controls of the first: a program that breaks its word must be found out.
func TestTheRealBinary(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "dealdesk")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-tags", "stress", "-o", binary, "..").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	for name, test := range map[string]func(*victim){
		"keeps what it acknowledged, once, whenever it is killed": keepsItsWord,
		"is found out when it acknowledges before the commit":     acknowledgesEarly,
		"is found out when it takes a repeat for a new act":       takesTwice,
		"ends with codes that say whether to start it again":      endsWithCodes,
		"says with its code what is wrong with the file":          saysWhatIsWrong,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(&victim{install: newInstall(t), binary: binary})
		})
	}
}

// keepsItsWord kills and restarts. Each start delivers the last calls of the one before
// again, whether they were acknowledged or not.
func keepsItsWord(v *victim) {
	t := v.t
	random := dice.Rand(2)
	for round := range dice.Times(12, 60) {
		sig := syscall.SIGKILL
		if round%4 == 3 {
			sig = syscall.SIGTERM
		}
		v.until(1+random.IntN(300), sig, "--first", strconv.Itoa(max(1, v.high-30)))
		if out, ok := v.verify(); !ok {
			t.Fatalf("round %d, %v: %s", round, sig, out)
		}
	}
	if v.high < 300 {
		t.Errorf("only %d calls were logged: the rounds were too short to mean anything", v.high)
	}

	// The same check must fail when it should.
	if out, ok := v.verify("ACK 999999999\n"); ok || !strings.Contains(out, "is not there") {
		t.Errorf("a call that never was is found: %s", out)
	}
	data, err := os.ReadFile(v.store)
	if err != nil {
		t.Fatal(err)
	}
	tampered := bytes.ReplaceAll(data, []byte("call number 1."), []byte("call number 2."))
	if bytes.Equal(data, tampered) {
		t.Fatal("nothing was tampered with")
	}
	if err := os.WriteFile(v.store, tampered, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, ok := v.verify(); ok {
		t.Errorf("a tampered store verifies: %s", out)
	}
}

func acknowledgesEarly(v *victim) {
	for range 10 { // each kill finds up to eight calls on their way
		v.until(50, syscall.SIGKILL, "--early", "--first", strconv.Itoa(v.high+1))
		if out, ok := v.verify(); !ok {
			if !strings.Contains(out, "was acknowledged and is not there") {
				v.t.Errorf("found out for another reason: %s", out)
			}
			return
		}
	}
	v.t.Error("ten kills did not show that calls were acknowledged too early")
}

func takesTwice(v *victim) {
	v.until(50, syscall.SIGKILL, "--twice")
	if out, ok := v.verify(); ok || !strings.Contains(out, "is there 2 times") {
		v.t.Errorf("a call that was logged twice verifies: %s", out)
	}
}
