//go:build linux && faults

package faults

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"dealdesk/dice"
)

// P17: a backup taken while everybody types restores to what was acknowledged before it.
func TestABackupUnderLoadRestores(t *testing.T) {
	c := newCrowd(t)
	backups := dice.Times(3, 30)
	var before [][]int64
	c.typing(30, func() {
		for i := range backups {
			promised, _ := c.promised()
			before = append(before, promised)
			c.must("backup", c.backup(i))
		}
	})
	c.stop()
	all, _ := c.promised()
	kept := 0
	for i := range backups {
		c.must("restore", c.backup(i))
		times := c.kept()
		if what := broken(before[i], times); what != "" {
			t.Errorf("backup %d: %s", i, what)
		}
		kept += len(before[i])
	}
	c.must("restore", c.backup(0))
	if broken(all, c.kept()) == "" {
		t.Error("an older backup is taken for the newest state")
	}
	half := filepath.Join(c.dir, "half.db")
	data, err := os.ReadFile(c.backup(0))
	c.check(err)
	c.check(os.WriteFile(half, data[:len(data)/2], 0o600))
	c.refused(5, "did not pass its check", "restore", half)
	count(t, "P17", fmt.Sprintf("%d backups under load, %d acknowledged commands found in them", backups, kept),
		"what came after a backup is missed in it, half a backup is refused")
}

func (w *world) backup(i int) string { return filepath.Join(w.dir, fmt.Sprintf("backup%d.db", i)) }

// P20: no second copy on one file; ready within 2 s; a signal ends it within 10 s although no
// call to Slack gets an answer, and what waits goes out after the next start, once.
func TestTwoCopiesNeverShareAFileAndASignalEndsOneInTime(t *testing.T) {
	w := newWorld(t, 3)
	w.start()
	for n := range 3 {
		w.says(n, "/sales", "account new "+customer(n))
	}
	for _, args := range [][]string{{"serve"}, {"recount"}, {"stress"}} {
		w.refused(3, "another copy", args...)
	}
	w.gate.use(func(v *visit) bool { v.hang(); return true })
	for n := range 3 {
		w.says(n, "/deal", fmt.Sprintf("new %s \"Deal%dX\" 10k", customer(n), n))
	}
	began := time.Now()
	code := w.kill(syscall.SIGTERM)
	took := time.Since(began)
	if code != 0 || took > 11*time.Second {
		t.Errorf("exit code %d after %v", code, took)
	}
	w.gate.use(nil)
	w.start()
	for n := range 3 {
		w.until("what waited goes out", func() bool { return w.cards(n, fmt.Sprintf("Deal%dX", n)) == 1 })
	}
	w.check(w.proc.cmd.Process.Signal(syscall.SIGSTOP)) // the control: a process that hears no signal
	w.check(w.proc.cmd.Process.Signal(syscall.SIGTERM))
	if w.within(time.Second, func() bool { return !w.proc.running() }) {
		t.Error("a process that stands still has ended")
	}
	w.check(w.proc.cmd.Process.Signal(syscall.SIGCONT))
	w.exit()
	if twice, _ := w.doubles(); len(twice) > 0 {
		t.Errorf("doubles: %v", twice)
	}
	count(t, "P20", fmt.Sprintf("3 second copies refused; SIGTERM while Slack hangs took %v, 3 posts went out after it",
		took.Round(time.Millisecond)),
		"a process that hears no signal is waited for")
}

// The exit code says whether another start can help.
func TestTheExitCodeSaysWhetherToStartAgain(t *testing.T) {
	w := newWorld(t, 1)
	w.refused(5, "there is no store", "serve")
	w.fill(1)
	good := w.env
	w.env = append(w.env, "DEALDESK_SLACK_MODE=pigeon")
	w.refused(78, "slack.mode", "serve")
	w.env = append(good[:len(good):len(good)], "DEALDESK_SLACK_BOT_TOKEN=xoxb-wrong")
	w.refused(1, "does not accept the bot token", "serve")
	w.env = good
	w.start()
	for sig, want := range map[syscall.Signal]int{syscall.SIGSEGV: 2, syscall.SIGKILL: -1} {
		if code := w.kill(sig); code != want {
			t.Errorf("%v: exit code %d, want %d", sig, code, want)
		}
		w.start()
	}
	w.stop()
	w.gate.use(func(v *visit) bool { v.say(http.StatusForbidden, blocked); return true })
	w.launch() // a proxy in the way is no reason to give up
	if w.within(time.Second, func() bool { return !w.proc.running() }) {
		t.Errorf("a proxy ended the bot with %d: %s", w.proc.cmd.ProcessState.ExitCode(), w.tail())
	}
	w.gate.use(nil)
	w.until("ready after all", func() bool { return w.ask("/readyz") == http.StatusOK })
	w.stop()
	count(t, "P19", "6 ends, each with the code that says whether to start again", "a crash has code 2, which no end on purpose has")
}
