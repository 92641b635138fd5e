package config

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Mistake is one mistake in the configuration.
type Mistake struct {
	File     string
	Variable string // of the environment, in the place of a file
	Setting  string // "slack.mode"; "" for the file as a whole
	Key      string // of the words that say what is wrong
	Args     []any  // names and values of their placeholders
	place
}

// place is a line and column of the file, both from 1, or zero if unknown.
type place struct{ Line, Column int }

// Mistakes are all mistakes in a configuration.
type Mistakes []Mistake

// Say returns words of a language, as lang.Printer.Plain does.
type Say func(key string, args ...any) string

// Error returns the keys of the words. What a person reads comes from In.
func (ms Mistakes) Error() string {
	return ms.In(func(key string, args ...any) string { return strings.TrimSpace(key + " " + fmt.Sprintln(args...)) })
}

// In returns the mistakes in a language, one per line, in the form "file:line:column: setting what".
func (ms Mistakes) In(say Say) string {
	sorted := slices.SortedStableFunc(slices.Values(ms), func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	lines := make([]string, len(sorted))
	for i, m := range sorted {
		lines[i] = m.In(say)
	}
	return strings.Join(slices.Compact(lines), "\n")
}

// secretLike matches a token of Slack or of a language model, whole or in part, and what looks
// like a signing secret.
var secretLike = regexp.MustCompile(`(?i)(x(?:ox[a-z]|app)-|\bsk-)[\w.%-]+|\b[0-9a-f]{32}\b`)

// WithoutSecrets removes secrets that were pasted where they do not belong: as the name of a
// setting, an id, the name of a file (P16).
func WithoutSecrets(text string) string { return secretLike.ReplaceAllString(text, "$1…") }

// In returns the mistake in a language.
func (m Mistake) In(say Say) string { return WithoutSecrets(m.text(say)) }

func (m Mistake) text(say Say) string {
	where := m.File
	if m.Variable != "" {
		where = say("config.variable", "Name", m.Variable)
	}
	if m.Line > 0 {
		where = fmt.Sprintf("%s:%d:%d", m.File, m.Line, m.Column)
	}
	if where != "" {
		where += ": "
	}
	args := make([]any, len(m.Args))
	for i, a := range m.Args { // as they are typed: 1000000, not 1,000,000
		switch a := a.(type) {
		case []string:
			args[i] = strings.Join(a, ", ")
		default:
			args[i] = fmt.Sprint(a)
		}
	}
	if m.Setting != "" {
		where += m.Setting + " "
	}
	return where + say(m.Key, args...)
}

// places maps each setting to its place in the file: "team.1.members.0" is the first member of
// the second team.
type places map[string]place

// find returns the place of a setting, or of the table that it would belong to.
func (p places) find(at string) place {
	for at != "" {
		if where, ok := p[at]; ok {
			return where
		}
		if where, ok := p[strings.ReplaceAll(at, ".0", "")]; ok { // [team] for [[team]]
			return where
		}
		at = at[:max(strings.LastIndexByte(at, '.'), 0)]
	}
	return place{}
}

// statement is the range of bytes from one TOML statement up to the next.
type statement struct {
	start, end int
	table      bool // a [header]
}

// locate finds the place of every setting. It stops at the first syntax error, which the decoder
// reports.
func locate(data []byte) (places, []statement) {
	var p unstable.Parser
	p.Reset(data)
	l := locator{places: places{}, last: map[string]int{}}
	for i, c := range data {
		if c == '\n' {
			l.ends = append(l.ends, i)
		}
	}
	var statements []statement
	table := ""
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.KeyValue:
			l.pair(table, e)
		case unstable.Table, unstable.ArrayTable:
			table = l.header(e)
		default:
			continue
		}
		key := e.Key()
		key.Next()
		start := int(key.Node().Raw.Offset)
		for start > 0 && data[start-1] != '\n' {
			start--
		}
		if n := len(statements); n > 0 {
			statements[n-1].end = start
		}
		statements = append(statements, statement{start, len(data), e.Kind != unstable.KeyValue})
	}
	return l.places, statements
}

type locator struct {
	ends   []int // of the lines, as offsets
	places places
	last   map[string]int // index of the last table of each array of tables
}

// header records the place of [a.b] or [[a.b]] and returns the name of the table.
func (l *locator) header(e *unstable.Node) string {
	at := ""
	for key := e.Key(); key.Next(); {
		at = join(at, string(key.Node().Data))
		n, array := l.last[at]
		if key.IsLast() && e.Kind == unstable.ArrayTable {
			if array {
				n++
			}
			l.last[at], array = n, true
		}
		if array {
			at = join(at, fmt.Sprint(n))
		}
		if key.IsLast() {
			l.note(at, key.Node())
		}
	}
	return at
}

// pair records the places of key = value and of everything inside the value.
func (l *locator) pair(table string, e *unstable.Node) {
	at := table
	for key := e.Key(); key.Next(); {
		at = join(at, string(key.Node().Data))
		l.note(at, key.Node())
	}
	l.value(at, e.Value())
}

func (l *locator) value(at string, v *unstable.Node) {
	children, i := v.Children(), 0
	for children.Next() {
		switch child := children.Node(); {
		case child.Kind == unstable.KeyValue:
			l.pair(at, child)
		case v.Kind == unstable.Array:
			element := join(at, fmt.Sprint(i))
			if child.Raw.Length > 0 {
				l.note(element, child)
			}
			l.value(element, child)
			i++
		}
	}
}

func (l *locator) note(at string, n *unstable.Node) {
	start := int(n.Raw.Offset)
	line, _ := slices.BinarySearch(l.ends, start)
	if line > 0 {
		start -= l.ends[line-1] + 1
	}
	l.places[at] = place{line + 1, start + 1}
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// offset returns the offset of a line and column, both from 1.
func offset(data []byte, line, column int) int {
	at := 0
	for ; line > 1 && at < len(data); at++ {
		if data[at] == '\n' {
			line--
		}
	}
	return at + column - 1
}

// blank overwrites the statement at offset at with spaces, and for a header everything below it,
// too. It reports whether that changed anything. Line numbers stay the same.
func blank(data []byte, statements []statement, at int) bool {
	for i, s := range statements {
		if at < s.start || at >= s.end {
			continue
		}
		end := s.end
		for j := i + 1; s.table && j < len(statements) && !statements[j].table; j++ {
			end = statements[j].end
		}
		changed := false
		for k := s.start; k < end; k++ {
			if c := data[k]; c != '\n' && c != '\r' && c != ' ' {
				data[k], changed = ' ', true
			}
		}
		return changed
	}
	return false
}
