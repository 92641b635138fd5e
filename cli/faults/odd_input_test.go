//go:build linux && faults

package faults

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"dealdesk/dice"
)

// Somebody opens every connection there is.
func TestConnectionsWithoutEndStopNobody(t *testing.T) {
	w := newWorld(t, 1)
	w.ulimit = "-n 64"
	w.start()
	w.says(0, "/sales", "account new Acme")
	var open []net.Conn
	for range 100 {
		conn, err := net.DialTimeout("tcp", w.admin, time.Second)
		if err != nil {
			break
		}
		open = append(open, conn)
	}
	const lines = 20
	for i := range lines {
		w.says(0, "/log", fmt.Sprintf("call Acme 5m call number %d.", i+1))
	}
	for _, conn := range open {
		w.check(conn.Close())
	}
	w.says(0, "/deal", "new Acme \"Deal0X\" 10k")
	w.until("cards go out again", func() bool { return w.cards(0, "Deal0X") == 1 })
	w.until("the admin listener answers again", func() bool { return w.ask("/readyz") == http.StatusOK })
	w.must("backup", w.backup(0))
	w.stop()
	if n := len(w.kept()); n != lines {
		t.Errorf("%d of %d calls are there", n, lines)
	}
	count(t, "P19", fmt.Sprintf("%d connections held, %d commands answered meanwhile", len(open), lines),
		"the connections are counted")
}

// Whoever reads the log goes away.
func TestALogThatNobodyReadsStopsNothing(t *testing.T) {
	w := newWorld(t, 1)
	w.fill(1)
	r, pipe, err := os.Pipe()
	w.check(err)
	cmd := exec.Command(os.Getenv(binaryVar), "--config", w.config, "serve")
	cmd.Env, cmd.Stderr, cmd.Stdout = w.env, pipe, pipe
	w.check(cmd.Start())
	p := &process{cmd: cmd, ended: make(chan struct{})}
	go func() { _ = cmd.Wait(); close(p.ended) }()
	w.proc = p
	w.Cleanup(func() { _ = cmd.Process.Kill(); <-p.ended })
	w.check(errors.Join(r.Close(), pipe.Close()))
	w.until("ready", func() bool {
		if !p.running() {
			t.Fatal("it ended: ", cmd.ProcessState)
		}
		return w.ask("/readyz") == http.StatusOK
	})
	w.says(0, "/sales", "account new Acme")
	w.gate.use(func(v *visit) bool {
		if v.method == "chat.postMessage" {
			v.cut() // which it logs
			w.gate.use(nil)
			return true
		}
		return false
	})
	w.says(0, "/deal", "new Acme \"Deal0X\" 10k")
	w.until("the card goes out", func() bool { return w.cards(0, "Deal0X") == 1 || !p.running() })
	if !p.running() {
		t.Fatal("it ended: ", cmd.ProcessState)
	}
	w.stop()
	count(t, "P19", "1 log without a reader, the bot goes on", "a process that ended is noticed")
}

// The path of the store is something else.
func TestAPathThatIsNoFileIsRefusedAtOnce(t *testing.T) {
	w := newWorld(t, 1)
	w.fill(1)
	real := filepath.Join(w.dir, "real.db")
	w.check(os.Rename(w.store, real))
	ways := map[string]func() error{
		"a pipe":            func() error { return syscall.Mkfifo(w.store, 0o600) },
		"a folder":          func() error { return os.Mkdir(w.store, 0o700) },
		"a device":          func() error { return os.Symlink("/dev/zero", w.store) },
		"a link to nothing": func() error { return os.Symlink(filepath.Join(w.dir, "none"), w.store) },
		"a link to itself":  func() error { return os.Symlink(w.store, w.store) },
	}
	n := 0
	for what, put := range ways {
		w.check(put())
		for _, args := range [][]string{{"serve"}, {"audit", "verify"}, {"backup", w.backup(0)}} {
			n++
			if code, out := w.briefly(20*time.Second, args...); code != 1 && code != 5 {
				t.Errorf("%s, %v: exit code %d: %s", what, args, code, out)
			}
		}
		w.check(os.Remove(w.store))
	}
	w.check(os.Symlink(real, w.store)) // the control: a link to a store is a store
	w.must("audit", "verify")
	count(t, "P19", fmt.Sprintf("%d commands on %d paths that are no file, each refused", n, len(ways)), "a link to a store is opened")
}

// A backup is killed wherever it is. What it leaves is no backup, and the next one works.
func TestAKilledBackupLeavesNoneAndTheNextOneWorks(t *testing.T) {
	w := newWorld(t, 1)
	w.fill(300)
	w.start()
	w.says(0, "/sales", "account new Acme")
	kills := dice.Times(10, 200)
	killed := w.killAtRandom(dice.Rand(35), kills, 4, func(i int) []string { return []string{"backup", w.backup(i)} })
	// One part is planted: a kill may always come too early or too late to leave one.
	w.check(os.WriteFile(filepath.Join(w.dir, ".dealdesk-part-1"), []byte("half a backup"), 0o600))
	left := w.left()
	w.age()
	w.must("backup", w.backup(kills))
	// The bot may still be at the copy that a killed backup asked it for; that one goes by itself.
	if !w.within(time.Minute, func() bool { return w.left() == 0 }) {
		t.Errorf("%d killed backups left %d parts, the next one %d", killed, left, w.left())
	}
	w.stop()
	whole := 0
	for i := range kills + 1 {
		if _, err := os.Stat(w.backup(i)); err == nil {
			whole++
			w.must("restore", w.backup(i))
		}
	}
	w.check(os.Truncate(w.backup(kills), 5000))
	w.refused(5, "did not pass its check", "restore", w.backup(kills))
	count(t, "P17", fmt.Sprintf("%d of %d backups killed, the %d that have their name restore, %d parts left and removed",
		killed, kills, whole, left), "half a backup is refused, a part is counted while it is there")
}

// killAtRandom runs a command so many times and kills each run at a random instant: one in early of them
// before it has begun to write, if it is quick. It returns how many had not ended.
func (w *world) killAtRandom(random *rand.Rand, times, early int, args func(i int) []string) (killed int) {
	w.Helper()
	for i := range times {
		cmd := exec.Command(os.Getenv(binaryVar), append([]string{"--config", w.config}, args(i)...)...)
		cmd.Env = w.env
		before := w.left()
		w.check(cmd.Start())
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		if i%early > 0 {
			w.within(5*time.Second, func() bool { return w.left() > before || len(ended) > 0 })
		}
		time.Sleep(time.Duration(random.IntN(60)) * time.Millisecond) // the instant of the kill
		_ = cmd.Process.Kill()                                        // may have ended
		if <-ended != nil {
			killed++
		}
	}
	return killed
}

// age makes what is half written older: what is very young may be about to get its lock.
func (w *world) age() {
	w.Helper()
	found, err := filepath.Glob(filepath.Join(w.dir, ".dealdesk-*"))
	w.check(err)
	then := time.Now().Add(-time.Minute)
	for _, path := range found {
		w.check(os.Chtimes(path, then, then))
	}
}

// left counts what is half written beside the store.
func (w *world) left() int {
	w.Helper()
	found, err := filepath.Glob(filepath.Join(w.dir, ".dealdesk-*"))
	w.check(err)
	return len(found)
}

// Somebody in between delivers a request again and again, each time with other words.
func TestOneTriggerTakesEffectOnceWhateverItsWords(t *testing.T) {
	w := newWorld(t, 1)
	w.env = append(w.env, "DEALDESK_SLACK_MODE=http")
	w.start()
	send := w.overOneConnection()
	send("t0", "/sales", "account new Acme")
	first := send("t1", "/log", "call Acme 5m call number 1.")
	const again = 20
	for i := range again {
		if answer := send("t1", "/log", fmt.Sprintf("call Acme 5m call number %d.", i+2)); answer != first {
			t.Errorf("a repeat was answered %s, not %s", answer, first)
		}
	}
	send("t2", "/log", "call Acme 5m call number 100.") // the control: with a trigger of its own it is done
	w.stop()
	if times := w.kept(); len(times) != 2 || times[1] != 1 || times[100] != 1 {
		t.Errorf("in effect: %v", times)
	}
	count(t, "P2", fmt.Sprintf("%d repeats of a trigger with other words, 1 effect, the first answer each time", again),
		"a new trigger is done")
}
