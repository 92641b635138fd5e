package bot

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a token or key that prints as [redacted] wherever it turns up: in logs, in
// errors, in dumps of the configuration (P16). Reveal is the one way to its text. It
// holds a pointer, so that even a dump of private fields shows an address only.
type Secret struct{ text *string }

const redacted = "[redacted]"

// NewSecret keeps s.
func NewSecret(s string) Secret { return Secret{&s} }

// Reveal returns the text, for the one place that sends it; "" if there is none.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Empty reports whether nothing was set.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// UnmarshalText reads the configuration.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}

func (s Secret) String() string               { return redacted }
func (s Secret) GoString() string             { return redacted }
func (s Secret) Format(f fmt.State, _ rune)   { _, _ = io.WriteString(f, redacted) }
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }
func (s Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }
