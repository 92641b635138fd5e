package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

func TestSecretNeverPrints(t *testing.T) {
	const token = "xoxb-very-secret"
	type config struct {
		Token   Secret
		private Secret
		Inner   *struct{ Token Secret }
	}
	s := NewSecret(token)
	c := config{Token: s, private: s, Inner: &struct{ Token Secret }{s}}
	if c.private.Reveal() != token || c.private.Empty() {
		t.Fatalf("Reveal: got %q", c.private.Reveal())
	}
	if !(Secret{}).Empty() || !NewSecret("").Empty() {
		t.Error("a secret that was not set is not empty")
	}

	var shown []string
	for verb := rune('A'); verb <= 'z'; verb++ {
		for _, flags := range []string{"", "+", "#", "-9", " ", "0"} {
			for _, v := range []any{s, &s, c, &c, []Secret{s}, map[string]Secret{"a": s}, map[Secret]int{s: 1}, any(s)} {
				shown = append(shown, fmt.Sprintf("%"+flags+string(verb), v))
			}
		}
	}
	shown = append(shown, fmt.Sprint(s, c), fmt.Sprintln(&c), errors.Join(fmt.Errorf("wrapped: %w, %v", errors.New("x"), c)).Error())

	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).With("with", s).Info("start", "secret", s, "pointer", &s, "config", c, slog.Group("g", "s", s))
	}
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	asTOML, err := toml.Marshal(struct{ Token Secret }{s})
	if err != nil {
		t.Fatal(err)
	}
	shown = append(shown, log.String(), string(asJSON), string(asTOML))

	// The bytes could be printed as text, in hexadecimal or as numbers.
	leaks := []string{token, fmt.Sprintf("%x", token), fmt.Sprintf("%X", token), fmt.Sprintf("% x", token),
		strings.Trim(fmt.Sprint([]byte(token)), "[]")}
	for _, text := range shown {
		for _, leak := range leaks {
			if strings.Contains(text, leak) {
				t.Errorf("the secret is in %q", text)
			}
		}
	}
	if got := fmt.Sprintf("%v %s %#v", s, s, s); got != "[redacted] [redacted] [redacted]" {
		t.Errorf("got %q", got)
	}
}
