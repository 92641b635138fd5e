package lang

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// parser reads {{.Name}} placeholders. text/template prints <no value> for a missing one,
// needs a map for every message and is several times slower.
type parser struct{}

func (parser) Cacheable() bool { return true }

func (parser) Parse(source, _, _ string) (template.ParsedTemplate, error) { return parse(source) }

func parse(source string) (message, error) {
	var m message
	for {
		before, after, found := strings.Cut(source, "{{.")
		if !found {
			m.tail = source
			return m, nil
		}
		name, rest, closed := strings.Cut(after, "}}")
		if !closed || strings.ContainsAny(name, " {.") || name == "" {
			return m, fmt.Errorf("lang: placeholder {{.%s", after)
		}
		m.parts = append(m.parts, part{before, name})
		source = rest
	}
}

// message is a line of the files: parts of text that each end in a placeholder, and the text
// after the last one.
type message struct {
	parts []part
	tail  string
}

type part struct{ text, name string }

// Execute fills in data, which is the []argument of Say.
func (m message) Execute(data any) (string, error) {
	given, _ := data.([]argument)
	return m.fill(given), nil
}

func (m message) fill(given []argument) string {
	if len(m.parts) == 0 {
		return m.tail
	}
	var b strings.Builder
	b.Grow(len(m.tail) + 48*len(m.parts))
	for _, part := range m.parts {
		b.WriteString(part.text)
		b.WriteString(value(given, part.name))
	}
	b.WriteString(m.tail)
	return b.String()
}

func value(given []argument, name string) string {
	for _, a := range given {
		if a.name == name {
			return string(a.text)
		}
	}
	return "[" + name + "]"
}
