//go:build linux && faults

package faults

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dealdesk/bot/fakeslack"
	"dealdesk/dice"
	"dealdesk/store"
)

// accounts returns the names of all customers of a stopped bot.
func (w *world) accounts() (names []string) {
	w.Helper()
	w.read(func(r store.Reader) error {
		for a, err := range store.Accounts.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			names = append(names, a.Name)
		}
		return nil
	})
	return names
}

// lost returns what was done and is not there.
func lost(done, kept []string) (all []string) {
	for _, name := range done {
		if !strings.Contains("\n"+strings.Join(kept, "\n")+"\n", "\n"+name+"\n") {
			all = append(all, name)
		}
	}
	return all
}

// Several admins import at the same moment, each a file of their own, and count again.
func TestCommandsAtOnceOnOneFileLoseNothing(t *testing.T) {
	w := newWorld(t, 1)
	w.fill(20)
	var mu sync.Mutex
	var done []string
	refused := 0
	rounds := dice.Times(4, 40)
	for round := range rounds {
		var group sync.WaitGroup
		for n := range 6 {
			name := fmt.Sprintf("%s %s", customer(round%30), customer(n+6))
			path := filepath.Join(w.dir, fmt.Sprintf("accounts-%d-%d.csv", round, n))
			w.check(os.WriteFile(path, []byte("id,name\n"+fmt.Sprintf("x%d-%d,%s\n", round, n, name)), 0o600))
			group.Go(func() {
				code, out := w.run("import", "--yes", "accounts="+path)
				mu.Lock()
				defer mu.Unlock()
				switch code {
				case 0:
					done = append(done, name)
				case 3, 4:
					refused++
				default:
					t.Errorf("exit code %d: %s", code, out)
				}
			})
		}
		group.Go(func() { w.run("recount") })
		group.Wait()
	}
	w.must("audit", "verify")
	if all := lost(done, w.accounts()); len(all) > 0 {
		t.Errorf("%d of %d imports that were done are not there: %v", len(all), len(done), all)
	}
	if len(done) == 0 || len(lost(append(done, "An import that never was"), w.accounts())) == 0 {
		t.Error("an import that never was is not missed")
	}
	count(t, "P1", fmt.Sprintf("%d imports at once with others done, %d refused, none lost", len(done), refused),
		"an import that never was is missed")
}

// A service manager, a container and cron give the program next to nothing to live on.
func TestAPoorSurroundingIsEnough(t *testing.T) {
	w := newWorld(t, 1)
	rich := w.env
	gone := filepath.Join(w.dir, "gone")
	w.check(os.Mkdir(gone, 0o700))
	poor := slices.DeleteFunc(slices.Clone(rich), func(v string) bool {
		return strings.HasPrefix(v, "PATH=") || strings.HasPrefix(v, "TMPDIR=")
	})
	w.env = append(poor,
		"TMPDIR="+filepath.Join(w.dir, "none"), "TZ=Nowhere/None", "LANG=xx_YY.KOI8-R", "LC_ALL=\xff", "HOME=", "DEALDESK_CONFIG=/none")
	w.ulimit = "-s 256 && cd " + gone + " && rmdir " + gone // in a folder that is not there any more
	w.start("--new")
	w.says(0, "/sales", "account new Acme")
	const lines = 10
	for i := range lines {
		w.says(0, "/log", fmt.Sprintf("call Acme 5m call number %d.", i+1))
	}
	ran := 0
	all := func(more ...[]string) {
		out := filepath.Join(w.dir, fmt.Sprint("out", ran))
		for _, args := range append(more, []string{"backup", w.backup(ran)}, []string{"export", "--out", out}) {
			w.must(args...)
			ran++
		}
	}
	all()
	w.stop()
	all([]string{"audit", "verify"}, []string{"recount"})
	if times := w.kept(); len(times) != lines {
		t.Errorf("%d of %d calls are there", len(times), lines)
	}
	w.env = append(rich, "DEALDESK_STORE_PATH="+filepath.Join(gone, "desk.db")) // the control: a store that cannot be
	w.refused(5, "no store", "audit", "verify")
	count(t, "P20", fmt.Sprintf("serve and %d commands without a folder, home, path, zone or language", ran),
		"a folder that is needed and is not there is noticed")
}

// odd are values that a field of Slack's never has.
var odd = []any{nil, true, -1, 1e300, "", "\x00", strings.Repeat("x", 1<<16), strings.Repeat("<@U", 5000), []any{},
	map[string]any{}, nested(5000), "\u202e\U000e0041", "<!channel>", "../../etc/passwd", "%s%n%d", "{{.Secret}}", "'; --"}

func nested(depth int) (v any) {
	for range depth {
		v = []any{v}
	}
	return v
}

// acknowledged waits for the end of an envelope and reports whether somebody took it.
func (w *world) acknowledged(e *fakeslack.Envelope) (taken bool) {
	w.Helper()
	w.until("it is acknowledged or given up", func() (done bool) {
		w.slack.Look(func(*fakeslack.State) { done, taken = e.Done, e.Err == nil })
		return done
	})
	return taken
}

// Somebody sends what looks like Slack's, with one field that never was.
func TestNonsenseInAnyFieldHarmsNobody(t *testing.T) {
	w := newWorld(t, 2)
	w.start()
	w.says(0, "/sales", "account new Acme")
	w.says(0, "/deal", "new Acme \"Deal0X\" 10k")
	w.says(1, "/sales", "account new Birch")
	kinds := map[string]map[string]any{
		"slash_commands": {"command": "/log", "text": "call Acme 5m nonsense", "user_id": rep(0), "channel_id": channel(0), "team_id": "T0001",
			"trigger_id": "1.2.3", "response_url": w.slack.URL() + "/response/none"},
		"interactive": {"type": "block_actions", "user": map[string]any{"id": rep(0)}, "channel": map[string]any{"id": channel(0)},
			"trigger_id": "1.2.4", "actions": []any{map[string]any{"action_id": "undo", "block_id": "b", "value": "1", "type": "button"}},
			"message": map[string]any{"ts": "1.1"}, "team": map[string]any{"id": "T0001"}},
		"events_api": {"type": "event_callback", "event_id": "Ev1", "team_id": "T0001", "event": map[string]any{"type": "message", "user": rep(0),
			"text": "log call Acme 5m nonsense", "ts": "7.1", "channel": "D" + rep(0), "channel_type": "im"}},
	}
	random, sent := dice.Rand(38), 0
	spoiled := func(fields map[string]any) map[string]any {
		all := maps.Clone(fields)
		key := slices.Sorted(maps.Keys(all))[random.IntN(len(all))]
		if inner, ok := all[key].(map[string]any); ok && random.IntN(3) > 0 {
			inner = maps.Clone(inner)
			inner[slices.Sorted(maps.Keys(inner))[random.IntN(len(inner))]] = odd[random.IntN(len(odd))]
			all[key] = inner
		} else {
			all[key] = odd[random.IntN(len(odd))]
		}
		return all
	}
	for range dice.Times(60, 2000) {
		var all []*fakeslack.Envelope
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			all = append(all, w.slack.SendEnvelope(kind, spoiled(kinds[kind])))
			sent++
		}
		for _, e := range all {
			if !w.acknowledged(e) {
				t.Errorf("not acknowledged: %.200s", e.Payload)
			}
		}
	}
	const lines = 10
	for i := range lines {
		w.says(1, "/log", fmt.Sprintf("call Birch 5m call number %d.", i+1))
	}
	w.stop()
	if w.acknowledged(w.slack.SendEnvelope("slash_commands", kinds["slash_commands"])) { // the control: nobody is there
		t.Error("an envelope that nobody acknowledged is not noticed")
	}
	if times := w.kept(); len(times) != lines {
		t.Errorf("%d of %d calls of somebody else are there", len(times), lines)
	}
	if log := w.proc.log.String(); strings.Contains(log, "nonsense") || strings.Contains(log, "goroutine ") {
		t.Errorf("the log ends with:\n%s", w.tail())
	}
	count(t, "P19", fmt.Sprintf("%d deliveries with one field of nonsense, each acknowledged", sent),
		"one that nobody acknowledges is noticed")
}
