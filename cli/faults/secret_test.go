//go:build linux && faults

package faults

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/dice"
)

// lines are what somebody types, well or not; WORD stands for words of their own.
var lines = []string{
	"/sales|account new WORD", "/sales|account rename Acme WORD", "/sales|account owner Acme <@WORD>", "/sales|account tier Acme WORD",
	"/sales|contact add Acme \"WORD\" decider word@WORD.example", "/sales|team add East WORD", "/sales|team new WORD #WORD @WORD",
	"/sales|team limit @WORD 12%", "/sales|settings WORD", "/sales|name WORD <@UNOBODY99>", "/sales|as WORD", "/sales|overdue WORD",
	"/sales|WORD", "/sales|undo WORD", "/sales|audit WORD", "/sales|function WORD @WORD", "/sales|away WORD", "/sales|delegate @WORD WORD",
	"/log|call Acme 5m WORD", "/log|call WORD 5m", "/log|WORD", "/log|call Acme 5m <@UNOBODY99> WORD", "/log|call Acme yesterday WORD 99h",
	"/deal|new Acme \"WORD\" 10k", "/deal|new WORD", "/deal|move WORD", "/deal|lost WORD WORD", "/deal|next WORD call WORD", "/deal|D-1 WORD",
	"/discount|D-1 15% WORD", "/discount|WORD 15%", "/discount|D-1 WORD", "/standup|WORD", "/standup|done: WORD\nplan: WORD\nblockers: WORD",
	"/standup|skip WORD", "/standup|show WORD", "/deal|list WORD", "/sales|review WORD", "/sales|help WORD",
}

// P16: what people type is in no log, however it goes wrong, and whatever Slack answers.
func TestNoTypedWordIsInTheLog(t *testing.T) {
	w := newWorld(t, 1)
	w.start()
	w.says(0, "/sales", "account new Acme")
	failing := []func(*visit) bool{
		nil,
		func(v *visit) bool { v.say(200, `{"ok":false,"error":"internal_error"}`); return true },
		func(v *visit) bool { v.say(500, "WATERMELON"); return true },
		func(v *visit) bool { v.reach(); v.cut(); return true },
	}
	typed := 0
	for i := range dice.Times(2, len(failing)) {
		w.gate.use(failing[(i*3)%len(failing)])
		for _, line := range lines {
			command, text, _ := strings.Cut(strings.ReplaceAll(line, "WORD", "WATERMELON"), "|")
			for _, who := range []string{rep(0), "UADMIN", "UBOSS"} {
				if who != rep(0) && i > 0 {
					continue
				}
				place := map[bool]string{true: channel(0), false: "D" + who}[who == rep(0)]
				_ = w.slack.As(who).Slash(t.Context(), place, command, text) // an answer that is late is not missed here
				typed++
			}
			if _, err := w.slack.As(rep(0)).Say("D"+rep(0), "", command[1:]+" "+text); err == nil {
				typed++
			}
		}
	}
	w.slack.SendEvent(map[string]any{"type": "message", "text": "WATERMELON", "user": []int{1}})
	w.slack.SendEnvelope("slash_commands", map[string]any{"command": 7, "text": "WATERMELON"})
	w.slack.SendEnvelope("WATERMELON", map[string]any{"text": "WATERMELON"})
	w.gate.use(nil)
	w.until("all is answered", func() bool {
		idle := false
		w.slack.Look(func(st *fakeslack.State) { idle = st.Idle() })
		return idle
	})
	found := func(log string) string {
		for line := range strings.Lines(log) {
			if strings.Contains(strings.ToUpper(line), "WATERMELON") {
				return line
			}
		}
		return ""
	}
	w.stop()
	if line := found(w.proc.log.String()); line != "" {
		t.Errorf("the log has %s", line)
	}
	control := exec.Command(os.Getenv(binaryVar), "crash", "--hard") // which prints what it was about
	text, _ := control.CombinedOutput()
	if found(strings.ReplaceAll(string(text), "customer", "watermelon")) == "" {
		t.Error("words in a trace are not found")
	}
	logged := strings.Count(w.proc.log.String(), "\n")
	count(t, "P16", fmt.Sprintf("%d lines and messages typed, none of their words in %d lines of log", typed, logged),
		"words in a trace are found")
}

// P16: no mistake in the configuration repeats a secret that was pasted in the wrong place.
func TestNoMistakeOfTheConfigurationShowsASecret(t *testing.T) {
	w := newWorld(t, 1)
	w.fill(1)
	good, err := os.ReadFile(w.config)
	w.check(err)
	secrets := []string{"xoxb-1234567890-abcdEFGHijkl", "xapp-1-A0123-456-abcdefghij",
		"0123456789abcdef0123456789abcdef", "sk-proj-AbCdEf0123456789AbCdEf"}
	files := []string{
		"[slack]\nmode = %q\n", "[slack]\nbot_token_file = %q\n", "[slack]\nsigning_secret_file = %q\n", "[slack]\nlisten = %q\n",
		"[slack]\napi_url = %q\n", "[slack]\napi_url = \"https://me:%[2]s@127.0.0.1:1/\"\n", "[audit]\nchannel = %q\n", "[llm]\napi_key_file = %q\n",
		"[llm]\nbase_url = %q\n", "[%[2]s]\n", "[slack]\n%[2]s = 1\n", "%[2]s\n", "[store]\nmax_size = %q\n", "[review]\nday = %q\n",
		"[[team]]\nname = \"East\"\nchannel = %q\nmanager = \"UBOSS\"\n", "[[team]]\nname = \"East\"\nchannel = \"C7\"\nmanager = %q\n",
		"[functions]\nfinance = [%q]\n", "[approvals]\nexpires = %q\n", "[admin]\nlisten = %q\n", "[slack]\nbot_token = [%q]\n",
	}
	ways := [][]string{{"check"}, {"serve"}, {"audit", "verify"}}
	tries := 0
	shown := func(secret, out string) bool {
		return strings.Contains(out, secret) || strings.Contains(out, secret[len(secret)-8:])
	}
	env := w.env
	w.env = nil // so that the file has the last word
	for _, v := range env {
		if !strings.HasPrefix(v, "DEALDESK_") || strings.HasPrefix(v, "DEALDESK_STORE") {
			w.env = append(w.env, v)
		}
	}
	for i, file := range files {
		secret := secrets[i%len(secrets)]
		for _, s := range append([]string{secret}, secrets...)[:dice.Times(1, len(secrets))] {
			w.check(os.WriteFile(w.config, fmt.Appendf(good[:len(good):len(good)], strings.ReplaceAll(file, "%q", "%[1]q"), s, s), 0o600))
			args := ways[(i+tries)%len(ways)]
			tries++
			if code, out := w.briefly(5*time.Second, args...); code == 0 && args[0] != "audit" || shown(s, out) {
				t.Errorf("%q, %v: exit code %d: %s", file, args, code, out)
			}
		}
	}
	w.check(os.WriteFile(w.config, good, 0o600))
	w.env = env
	const ordinary = "a-folder-of-backups" // the control: what is no secret is repeated
	if _, out := w.run("backup", filepath.Join(w.dir, ordinary, "copy.db")); !shown(ordinary, out) {
		t.Errorf("a word that is repeated is not found in: %s", out)
	}
	count(t, "P16", fmt.Sprintf("%d configurations with a secret in the wrong place, none repeats it", tries),
		"a word that is repeated is found")
}
