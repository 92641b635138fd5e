package openai

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"dealdesk/ai"
	"dealdesk/ai/fakemodel"
)

// aimock starts a stand-in that others wrote, if it is installed, and returns its address.
func aimock(t *testing.T, fixtures string, options ...string) string {
	t.Helper()
	program, err := exec.LookPath("llmock")
	if err != nil {
		t.Skip("needs llmock: npm install --global @copilotkit/aimock@1.43.0")
	}
	file := filepath.Join(t.TempDir(), "fixtures.json")
	if err := os.WriteFile(file, []byte(fixtures), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, append([]string{"--port", "0", "--strict", "--fixtures", file}, options...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	said := ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said += lines.Text() + "\n"
		if url := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(lines.Text()); url != "" {
			go func() {
				for lines.Scan() {
				}
			}()
			return url + "/v1"
		}
	}
	t.Fatalf("llmock did not start:\n%s", said)
	return ""
}

func TestAnotherStandInUnderstandsUs(t *testing.T) {
	content, err := json.Marshal(meaning("record", "D-7", "lasted", "about 20 min"))
	if err != nil {
		t.Fatal(err)
	}
	fixtures, err := json.Marshal(map[string]any{"fixtures": []any{
		map[string]any{"match": map[string]any{"toolName": "meaning"}, "response": map[string]any{"toolCalls": []any{
			map[string]any{"name": "meaning", "arguments": string(content)}}}},
		map[string]any{"match": map[string]any{"userMessage": "acme on the phone"}, "response": map[string]any{"content": string(content)}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	url := aimock(t, string(fixtures))
	for _, mode := range ai.Modes() {
		a := ask(t, Settings{url, fakemodel.Model, fakemodel.Key, ai.Mode(mode)}, time.Minute)
		if got := a.read(); got.Meaning.Record != "D-7" || got.Meaning.Lasted != "about 20 min" {
			t.Errorf("%s gives %+v", mode, got)
		}
	}
	for option, want := range map[string]ai.TroubleKind{"--chaos-ratelimit": ai.Busy, "--chaos-drop": ai.Failed,
		"--chaos-malformed": ai.Garbled} {
		a := ask(t, Settings{aimock(t, string(fixtures), option, "1"), fakemodel.Model, fakemodel.Key, ai.JSONSchema}, time.Minute)
		if got := a.read(); got.Trouble == nil || got.Trouble.Kind != want {
			t.Errorf("%s gives %+v, want %s", option, got, want)
		}
	}
}
