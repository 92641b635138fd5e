package bot

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a token or key that prints as [redacted] in logs, errors and dumps of the
// configuration (P16). Only Reveal returns its text. It holds a pointer, so that even a
// dump of private fields shows only an address.
type Secret struct{ text *string }

const redacted = "[redacted]"

// NewSecret returns a Secret with the text s.
func NewSecret(s string) Secret { return Secret{&s} }

// Reveal returns the text, "" if none was set. Call it only to send the text.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Empty reports whether the text is empty.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// UnmarshalText sets the secret when the configuration is decoded.
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
