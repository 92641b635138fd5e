//go:build linux && faults

package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dealdesk/bot/fakeslack"
)

// world is a company with one rep and one channel for each team, its Slack, and the binary on
// its store. Between the binary and Slack's Web API is a gate, which can fail.
type world struct {
	*testing.T
	slack              *fakeslack.Server
	gate               *gate
	dir, config, store string
	admin, listen      string
	env                []string
	ulimit             string // of the shell that starts serve
	proc               *process
}

func rep(n int) string     { return fmt.Sprintf("UREP%d", n) }
func channel(n int) string { return fmt.Sprintf("CTEAM%d", n) }

// customer is a name that nobody takes for that of another team's.
func customer(n int) string {
	names := strings.Fields("Acme Birch Cobalt Delta Ember Fjord Granite Harbor Indigo Juniper Kestrel Lantern Magnet Nimbus " +
		"Orchid Pepper Quartz Raven Saffron Tundra Umbra Velvet Walnut Xenon Yonder Zephyr Bamboo Cactus Dolphin Eagle")
	return names[n]
}

func newWorld(t *testing.T, teams int) *world { return newWorldAt(t, teams, time.Now) }

// newWorldAt makes a world whose Slack has this clock.
func newWorldAt(t *testing.T, teams int, now func() time.Time) *world {
	t.Helper()
	t.Parallel()
	host := newHost()
	w := &world{T: t, dir: t.TempDir(), admin: freeAddress(t, host), listen: freeAddress(t, host)}
	w.config, w.store = filepath.Join(w.dir, "config.toml"), filepath.Join(w.dir, "desk.db")
	w.slack = fakeslack.New(fakeslack.Options{Now: now, Limits: fakeslack.Limits{Off: true}, Keep: 1 << 20})
	w.check(w.slack.Start("127.0.0.1:0"))
	t.Cleanup(w.slack.Close)
	w.gate = newGate(t, w.slack.URL())
	for _, user := range []string{"UBOSS", "UADMIN"} {
		w.slack.AddUser(fakeslack.User{ID: user, Name: strings.ToLower(user)})
	}
	text := "[workspace]\nadmins = [\"UADMIN\"]\n"
	for n := range teams {
		w.slack.AddUser(fakeslack.User{ID: rep(n), Name: strings.ToLower(rep(n))})
		w.slack.AddChannel(fakeslack.Channel{ID: channel(n), Name: strings.ToLower(channel(n)),
			Members: []string{rep(n), "UBOSS", w.slack.BotUser()}})
		text += fmt.Sprintf("[[team]]\nname = \"Team %d\"\nchannel = %q\nmanager = \"UBOSS\"\nmembers = [%q]\n", n, channel(n), rep(n))
	}
	w.check(os.WriteFile(w.config, []byte(text), 0o600))
	token, app, secret := w.slack.Tokens()
	w.env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + w.dir,
		"STRESS_DIR=" + w.dir,
		"DEALDESK_STORE_PATH=" + w.store,
		"DEALDESK_SLACK_API_URL=" + w.gate.url + "/api/",
		"DEALDESK_SLACK_BOT_TOKEN=" + token, "DEALDESK_SLACK_APP_TOKEN=" + app, "DEALDESK_SLACK_SIGNING_SECRET=" + secret,
		"DEALDESK_ADMIN_LISTEN=" + w.admin, "DEALDESK_SLACK_LISTEN=" + w.listen}
	return w
}

func (w *world) check(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

var hosts atomic.Uint32

// newHost is a loopback address of one world's own: no connection of another takes a port of
// it between two starts of serve.
func newHost() string {
	n := hosts.Add(1)
	return fmt.Sprintf("127.%d.%d.%d", 1+os.Getpid()%254, n/254, 1+n%254)
}

func freeAddress(t *testing.T, host string) string {
	t.Helper()
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// suffer sets what is wrong with the bot's computer: its "clock" is ahead, a "flush" takes long.
func (w *world) suffer(what string, by time.Duration) {
	w.Helper()
	w.check(os.WriteFile(filepath.Join(w.dir, what), []byte(by.String()), 0o600))
}

// until looks until something is so.
func (w *world) until(what string, so func() bool) {
	w.Helper()
	if !w.within(2*time.Minute, so) {
		w.Fatalf("not reached: %s\nthe log ends with:\n%s", what, w.tail())
	}
}

func (w *world) within(limit time.Duration, so func() bool) bool {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(limit)
	for !so() {
		select {
		case <-tick.C:
		case <-deadline:
			return so()
		}
	}
	return true
}

func (w *world) tail() string {
	if w.proc == nil {
		return ""
	}
	text := w.proc.log.String()
	return text[max(0, len(text)-4000):]
}

// process is one run of dealdesk serve.
type process struct {
	cmd   *exec.Cmd
	log   log
	ended chan struct{} // closed once it has ended
}

func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// launch starts serve, on a new store if there is none yet.
func (w *world) launch(flags ...string) {
	w.Helper()
	args := append([]string{"--config", w.config, "serve"}, flags...)
	if _, err := os.Lstat(w.store); err != nil && len(flags) == 0 {
		args = append(args, "--new")
	}
	p := &process{cmd: exec.Command(os.Getenv(binaryVar), args...), ended: make(chan struct{})}
	if w.ulimit != "" {
		p.cmd = exec.Command("bash", append([]string{"-c", "ulimit " + w.ulimit + " && exec \"$0\" \"$@\"", os.Getenv(binaryVar)}, args...)...)
	}
	p.cmd.Env, p.cmd.Stderr, p.cmd.Stdout = w.env, &p.log, &p.log
	w.check(p.cmd.Start())
	go func() {
		_ = p.cmd.Wait() // the exit code is read from the state
		close(p.ended)
	}()
	w.proc = p
	w.Cleanup(func() {
		_ = p.cmd.Process.Kill() // has ended already, as a rule
		<-p.ended
	})
}

// start waits until serve is connected.
func (w *world) start(flags ...string) {
	w.Helper()
	w.launch(flags...)
	w.until("ready", func() bool {
		if !w.proc.running() {
			w.Fatalf("serve ended by itself with code %d:\n%s", w.proc.cmd.ProcessState.ExitCode(), w.tail())
		}
		return w.ask("/readyz") == http.StatusOK
	})
}

// ask asks the admin listener; 0 when nobody answers.
func (w *world) ask(path string) int {
	resp, err := http.Get("http://" + w.admin + path)
	if err != nil {
		return 0
	}
	resp.Body.Close()
	return resp.StatusCode
}

// metric returns a value of the metrics, such as dealdesk_outbox_due.
func (w *world) metric(name string) string {
	resp, err := http.Get("http://" + w.admin + "/metrics")
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// kill ends serve with a signal and returns its exit code, -1 for a signal.
func (w *world) kill(sig os.Signal) int {
	w.Helper()
	w.check(w.proc.cmd.Process.Signal(sig))
	return w.exit()
}

// exit waits for the end of serve.
func (w *world) exit() int {
	w.Helper()
	p := w.proc
	w.until("the end of the process", func() bool { return !p.running() })
	return p.cmd.ProcessState.ExitCode()
}

// stop ends serve in order.
func (w *world) stop() {
	w.Helper()
	began := time.Now()
	if code := w.kill(syscall.SIGTERM); code != 0 || time.Since(began) > 11*time.Second {
		w.Errorf("SIGTERM: exit code %d after %v\n%s", code, time.Since(began), w.tail())
	}
}

// run runs another command of the binary.
func (w *world) run(args ...string) (code int, out string) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Getenv(binaryVar), append([]string{"--config", w.config}, args...)...)
	var text bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = w.env, &text, &text
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.Fatal(err)
	}
	if strings.Contains(text.String(), "goroutine ") {
		w.Errorf("%v ended in a trace:\n%s", args, text.String())
	}
	return cmd.ProcessState.ExitCode(), text.String()
}

func (w *world) must(args ...string) string {
	w.Helper()
	code, out := w.run(args...)
	if code != 0 {
		w.Fatalf("%v: exit code %d: %s", args, code, out)
	}
	return out
}

// refused demands an exit code and words.
func (w *world) refused(code int, words string, args ...string) {
	w.Helper()
	if got, out := w.run(args...); got != code || !strings.Contains(out, words) {
		w.Errorf("%v: exit code %d, want %d and %q in:\n%s", args, got, code, words, out)
	}
}

// says types a command until the bot was there to acknowledge it.
func (w *world) says(n int, command, text string) {
	w.Helper()
	var err error
	w.until(command+" "+text, func() bool {
		err = w.slack.As(rep(n)).Slash(w.Context(), channel(n), command, text)
		return err == nil
	})
}

// done returns how many commands with this text were answered as done: only then there is an
// Undo button, or whatever else the caller looks for.
func (w *world) answered(text, with string) (n int) {
	w.slack.Look(func(st *fakeslack.State) {
		for _, e := range st.Envelopes.All() {
			if bytes.Contains(e.Payload, []byte(text)) && bytes.Contains(e.Answer, []byte(with)) {
				n++
			}
		}
	})
	return n
}

// cards counts the messages of the bot in a channel that contain some words.
func (w *world) cards(n int, words string) (all int) {
	w.slack.Look(func(st *fakeslack.State) {
		for _, m := range st.Channels[channel(n)].Messages {
			if m.BotID != "" && strings.Contains(m.Text, words) {
				all++
			}
		}
	})
	return all
}

// doubles returns the ids of posts that are in Slack more than once, and how many are there.
func (w *world) doubles() (twice []string, all int) {
	times := map[string]int{}
	w.slack.Look(func(st *fakeslack.State) {
		for _, c := range st.Channels {
			for _, m := range c.Messages {
				if m.Metadata != nil {
					id, _ := m.Metadata.EventPayload["id"].(string)
					times[id]++
				}
			}
		}
	})
	for id, n := range times {
		if n > 1 {
			twice = append(twice, id)
		}
	}
	slices.Sort(twice)
	return twice, len(times)
}
