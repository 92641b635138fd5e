//go:build linux && faults

package faults

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"dealdesk/dice"
)

// Ways to break it that nobody who built it thought of.

// A virtual machine is paused: the process stands still while Slack goes on, and wakes up.
func TestAPauseOfTheMachineLosesAndDoublesNothing(t *testing.T) {
	c := newCrowd(t)
	pauses := dice.Times(1, 10)
	for range pauses {
		c.typing(40, func() {
			c.check(c.proc.cmd.Process.Signal(syscall.SIGSTOP))
			c.within(4*time.Second, func() bool { return false }) // longer than Slack waits
			c.check(c.proc.cmd.Process.Signal(syscall.SIGCONT))
		})
	}
	c.until("it answers again", func() bool { return c.ask("/readyz") == http.StatusOK })
	_, all := c.promised()
	for _, e := range all[max(0, len(all)-50):] {
		c.slack.Redeliver(e)
	}
	c.stop()
	promised, _ := c.promised()
	times := c.kept()
	if what := broken(promised, times); what != "" {
		t.Error(what)
	}
	if broken(append(promised, 1<<40), times) == "" {
		t.Error("a command that never was is not missed")
	}
	count(t, "P2", fmt.Sprintf("%d pauses of 4 s, %d acknowledged commands, each once", pauses, len(promised)),
		"a command that never was is missed")
}

// The first start of all is killed wherever it is.
func TestAFirstStartKilledAnywhereIsFollowedByAGoodOne(t *testing.T) {
	w := newWorld(t, 3)
	random := dice.Rand(34)
	kills, early := dice.Times(10, 200), 0
	for range kills {
		w.launch()
		w.within(time.Duration(random.IntN(250))*time.Millisecond, func() bool { return !w.proc.running() })
		w.kill(syscall.SIGKILL)
		if info, err := os.Stat(w.store); err != nil {
			early++
		} else if info.Size() == 0 {
			t.Fatal("half a store")
		}
	}
	w.start()
	w.says(0, "/sales", "account new Acme")
	w.until("done", func() bool { return w.answered("account new Acme", "undo") > 0 })
	w.stop()
	w.must("audit", "verify")
	w.check(os.Truncate(w.store, 100))
	if code, _ := w.run("audit", "verify"); code != 5 {
		t.Errorf("half a store verifies: %d", code)
	}
	count(t, "P1", fmt.Sprintf("%d first starts killed, %d of them before there was a store", kills, early), "half a store is refused")
}

// Somebody copies an older backup over the file of a running bot, in place.
func TestABackupCopiedOverTheLiveFileIsNoticed(t *testing.T) {
	for name, truncated := range map[string]bool{"cp": true, "rsync --inplace": false} {
		t.Run(name, func(t *testing.T) { copiedOver(newWorld(t, 1), truncated) })
	}
}

func copiedOver(w *world, truncated bool) {
	t := w.T
	w.start()
	w.says(0, "/sales", "account new Acme")
	w.must("backup", w.backup(0))
	lines := dice.Times(20, 200)
	for i := range lines {
		w.says(0, "/log", fmt.Sprintf("call Acme 5m call number %d.", i+1))
	}
	f, err := os.OpenFile(w.store, os.O_RDWR, 0)
	w.check(err)
	data, err := os.ReadFile(w.backup(0))
	w.check(err)
	_, err = f.WriteAt(data, 0)
	if truncated {
		err = errors.Join(err, f.Truncate(int64(len(data))))
	}
	w.check(errors.Join(err, f.Close()))
	w.says(0, "/log", "call Acme 5m after the copy")
	w.until("the bot ends, or says done", func() bool { return !w.proc.running() || w.answered("after the copy", "undo") > 0 })
	if w.answered("after the copy", "undo") > 0 {
		t.Error("the bot said done after its file was overwritten")
	}
	if code := w.exit(); code != 4 && code != 5 {
		t.Errorf("exit code %d\n%s", code, w.tail())
	}
	w.must("restore", w.backup(0))
	w.start()
	w.says(0, "/log", "call Acme 5m call number 1000.")
	w.stop()
	times := w.kept()
	if len(times) != 1 || times[1000] != 1 {
		t.Errorf("the backup and what came after it: %v", times)
	}
	count(t, "P1", fmt.Sprintf("a backup copied over %d newer commands: noticed before the next is acknowledged", lines),
		"the commands newer than the backup are missed in it")
}

// The quota is used up: the file cannot grow.
func TestAFileThatCannotGrowIsAnHonestNo(t *testing.T) {
	w := newWorld(t, 1)
	w.fill(50)
	w.ulimit = "-f 1500" // of 1 KiB each
	w.start()
	w.says(0, "/sales", "account new Acme")
	said, tries := 0, 0
	w.until("the file is full", func() bool {
		if !w.proc.running() {
			t.Fatalf("it ended with %d:\n%s", w.proc.cmd.ProcessState.ExitCode(), w.tail())
		}
		if tries++; tries > 2000 {
			t.Fatal("the file is never full")
		}
		mark := fmt.Sprintf("try%d,", tries)
		w.says(0, "/log", "call Acme 5m "+mark+strings.Repeat(" many words", 250))
		if said = w.answered(mark, "Not saved"); said > 0 && w.answered(mark, "undo") > 0 {
			t.Error("it said both")
		}
		return said > 0
	})
	w.stop()
	w.ulimit = ""
	w.start()
	w.says(0, "/log", "call Acme 5m there is room")
	w.until("there is room", func() bool { return w.answered("there is room", "undo") > 0 })
	w.stop()
	kept := 0
	for _, note := range w.notes() {
		if strings.HasPrefix(note, "try") {
			kept++
		}
	}
	if kept != tries-1 {
		t.Errorf("%d of %d are there, want all but the last", kept, tries)
	}
	count(t, "P4", fmt.Sprintf("%d commands until the quota, the next answered with not saved", kept),
		"the refused one is missed in the file")
}
