package bot

import (
	"fmt"
	"log/slog"
)

// Secret is a string that prints as [redacted] in every way a value can be printed or
// encoded, so that no log, error or dump can hold it (rule 8). string(s) is the value.
type Secret string

const redacted = "[redacted]"

// Format also covers wrong verbs: without it fmt prints the value behind "%!d".
func (Secret) Format(f fmt.State, _ rune)   { _, _ = f.Write([]byte(redacted)) }
func (Secret) String() string               { return redacted }
func (Secret) GoString() string             { return redacted }
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
func (Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }
