//go:build linux && faults

package faults

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dealdesk/dice"
)

// fill makes a store with so many logged calls, in a company without Slack.
func (w *world) fill(calls int) {
	w.Helper()
	cmd := exec.Command(os.Getenv(binaryVar), "--config", w.config, "stress")
	cmd.Env = w.env
	out, err := cmd.StdoutPipe()
	w.check(err)
	w.check(cmd.Start())
	n := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if n++; n == calls {
			w.check(cmd.Process.Signal(syscall.SIGTERM))
		}
	}
	if err := cmd.Wait(); err != nil || n < calls {
		w.Fatalf("stress: %d calls, %v", n, err)
	}
}

// P1: a file that goes away under the bot is not replaced by an empty one, neither by the
// running bot nor by the next start.
func TestAStoreThatGoesAwayIsNeverReplacedByAnEmptyOne(t *testing.T) {
	w := newWorld(t, 1)
	w.start()
	w.says(0, "/sales", "account new Acme")
	aside := w.store + ".aside"
	ways := map[string]func() error{
		"moved":   func() error { return os.Rename(w.store, aside) },
		"deleted": func() error { return errors.Join(os.Link(w.store, aside), os.Remove(w.store)) },
		"replaced by another": func() error {
			return errors.Join(os.Rename(w.store, aside), os.WriteFile(w.store, nil, 0o600))
		},
	}
	told := 0
	for how, away := range ways {
		w.check(away())
		w.until("it has noticed", func() bool { // by a command, or by work of its own
			_ = w.slack.As(rep(0)).Slash(t.Context(), channel(0), "/log", "call Acme 5m "+how)
			return !w.proc.running()
		})
		told += w.answered(how, "moved or deleted")
		if w.answered(how, "undo") > 0 {
			t.Errorf("%s: the bot said done", how)
		}
		if code := w.exit(); code != 4 {
			t.Errorf("%s: exit code %d", how, code)
		}
		words := map[bool]string{true: "is empty", false: "there is no store"}[how == "replaced by another"]
		w.refused(5, words, "serve")
		w.refused(5, words, "audit", "verify")
		w.check(os.Rename(aside, w.store))
		w.start()
		times := 0
		w.until("its account is there", func() bool { // on a busy computer the first answers may follow later
			times++
			w.says(0, "/log", fmt.Sprintf("call Acme 5m time %d after it was %s", times, how))
			return w.answered("after it was "+how, "undo") > 0
		})
	}
	// The control: with the store really replaced by a new one, the same line is not done.
	w.stop()
	w.check(os.Rename(w.store, aside))
	w.start()
	w.says(0, "/log", "call Acme 5m in an empty desk")
	if w.answered("in an empty desk", "undo") > 0 {
		t.Error("an empty desk passes for the company's")
	}
	count(t, "P1", fmt.Sprintf("%d ways to take the file away, each refused until it is back", len(ways)),
		"an empty desk is found out")
}

// P17: wherever a restore is killed, there is a file, and it opens.
func TestARestoreKilledAnywhereLeavesAWholeStore(t *testing.T) {
	w := newWorld(t, 1)
	w.fill(200)
	copied := filepath.Join(w.dir, "copy.db")
	w.must("backup", copied)
	random := dice.Rand(32)
	killed, kills := 0, dice.Times(12, 200)
	whole := func() error {
		info, err := os.Stat(w.store)
		if err == nil && info.Size() == 0 {
			err = errors.New("it is empty")
		}
		return err
	}
	for range kills {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.IntN(400))*time.Millisecond)
		cmd := exec.CommandContext(ctx, os.Getenv(binaryVar), "--config", w.config, "restore", copied)
		cmd.Env = w.env
		if cmd.Run() != nil {
			killed++
		}
		cancel()
		w.check(whole())
	}
	w.must("audit", "verify")
	if killed == 0 {
		t.Error("no restore was killed")
	}
	w.check(os.Rename(w.store, w.store+".aside"))
	if whole() == nil {
		t.Error("a moment without a file is not noticed")
	}
	count(t, "P17", fmt.Sprintf("%d of %d restores killed, a whole store each time", killed, kills),
		"a moment without a file is noticed")
}

// damages returns a damaged copy of a file, drawn by chance.
func damaged(whole []byte, n int) (data []byte, how string) {
	random := dice.Rand(uint64(3300 + n))
	page := os.Getpagesize()
	pages := len(whole) / page
	data = bytes.Clone(whole)
	switch n % 4 {
	case 0:
		size := random.IntN(len(whole))
		return data[:size], fmt.Sprintf("cut to %d of %d bytes", size, len(whole))
	case 1:
		a, b := random.IntN(pages), random.IntN(pages)
		copy(data[a*page:], whole[b*page:(b+1)*page])
		copy(data[b*page:], whole[a*page:(a+1)*page])
		return data, fmt.Sprintf("pages %d and %d of %d swapped", a, b, pages)
	case 2:
		for range 1 + random.IntN(50) {
			data[random.IntN(len(data))] ^= 1 << random.IntN(8)
		}
		return data, "flipped bits"
	}
	a := random.IntN(pages)
	for i := range page {
		data[a*page+i] = byte(random.IntN(256))
	}
	return data, fmt.Sprintf("noise in page %d of %d", a, pages)
}

// P19: no command ends in a trace over a damaged file, and none changes it.
func TestNoCommandEndsInATraceOverADamagedFile(t *testing.T) {
	w := newWorld(t, 1)
	w.fill(300)
	copied := filepath.Join(w.dir, "copy.db")
	w.must("backup", copied)
	whole, err := os.ReadFile(copied)
	w.check(err)
	people := filepath.Join(w.dir, "people.csv")
	w.check(os.WriteFile(people, []byte("id,name,email\nUREP0,Ana,ana@acme.example\n"), 0o600))
	bad := filepath.Join(w.dir, "bad.db")
	codes := map[int]int{}
	tries := dice.Times(40, 1200)
	for n := range tries {
		data, how := damaged(whole, n)
		w.check(os.WriteFile(w.store, data, 0o600))
		w.check(os.WriteFile(bad, data, 0o600))
		out := filepath.Join(w.dir, fmt.Sprint("out", n))
		commands := [][]string{{"audit", "verify"}, {"export", "--out", out}, {"backup", out + ".db"}, {"import", "--dry-run", people},
			{"restore", bad}, {"stress", "--first", "1"}}
		args := commands[(n/4)%len(commands)]
		code, text := w.briefly(10*time.Second, args...)
		codes[code]++
		if code != 0 && code != 5 || strings.Contains(text, "panic:") || strings.Contains(text, "goroutine ") {
			t.Errorf("%s, %v: exit code %d: %s", how, args, code, text)
		}
	}
	if codes[5] < tries/2 {
		t.Errorf("exit codes %v: too little was damaged", codes)
	}
	control := exec.Command(os.Getenv(binaryVar), "crash", "--hard")
	text, _ := control.CombinedOutput() // fails, and must
	if control.ProcessState.ExitCode() != 2 || !strings.Contains(string(text), "goroutine ") {
		t.Errorf("a crash looks like %d: %s", control.ProcessState.ExitCode(), text)
	}
	count(t, "P19", fmt.Sprintf("%d damaged files, exit codes %v", tries, codes), "a crash is told by its code and its trace")
}

// briefly runs a command of the binary, and ends it in order if it goes on.
func (w *world) briefly(limit time.Duration, args ...string) (code int, out string) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Getenv(binaryVar), append([]string{"--config", w.config}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 30 * time.Second // a busy computer may take long to start it
	var text log
	cmd.Env, cmd.Stdout, cmd.Stderr = w.env, &text, &text
	_ = cmd.Run() // the code says it
	return cmd.ProcessState.ExitCode(), text.String()
}
