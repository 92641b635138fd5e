package blockkit

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// A check validates one value of a block and records what is wrong with it. The tables in
// blocks.go and data.go express Block Kit's rules with checks.
type check func(p *problems, at string, v any)

// problems collects messages as in Slack's response_metadata.messages, each with a JSON
// pointer.
type problems struct{ messages []string }

func (p *problems) add(at, format string, args ...any) {
	p.messages = append(p.messages, fmt.Sprintf("[ERROR] %s [json-pointer:%s]", fmt.Sprintf(format, args...), at))
}

type field struct {
	must bool
	check
}

func must(c check) field { return field{true, c} }
func may(c check) field  { return field{false, c} }

type shape map[string]field

// object accepts exactly the fields of the shape, and applies rules about several fields.
func object(sh shape, rules ...func(p *problems, at string, o obj)) check {
	return func(p *problems, at string, v any) {
		o, ok := v.(map[string]any)
		if !ok {
			p.add(at, "must provide an object")
			return
		}
		for name, f := range sh {
			switch val, given := o[name]; {
			case given && val != nil:
				f.check(p, at+"/"+name, val)
			case f.must:
				p.add(at, "missing required field: %s", name)
			case given:
				p.add(at+"/"+name, "must not be null")
			}
		}
		for name := range o {
			if _, known := sh[name]; !known {
				p.add(at, "invalid additional property: %s", name)
			}
		}
		for _, r := range rules {
			r(p, at, o)
		}
	}
}

// str accepts a string of min to max characters.
func str(min, max int) check {
	return func(p *problems, at string, v any) {
		t, ok := v.(string)
		n := utf8.RuneCountInString(t)
		switch {
		case !ok:
			p.add(at, "must provide a string")
		case n < min:
			p.add(at, "must be more than %d characters", min-1)
		case n > max:
			p.add(at, "must be less than %d characters", max+1)
		}
	}
}

func enum(of ...string) check {
	return func(p *problems, at string, v any) {
		if t, ok := v.(string); !ok || !slices.Contains(of, t) {
			p.add(at, "must be a valid enum value")
		}
	}
}

func boolean(p *problems, at string, v any) {
	if _, ok := v.(bool); !ok {
		p.add(at, "must provide a boolean")
	}
}

// integer accepts a whole number from min to max.
func integer(min, max int64) check {
	return func(p *problems, at string, v any) {
		n, ok := v.(json.Number)
		i, err := n.Int64()
		if !ok || err != nil || i < min || i > max {
			p.add(at, "must be an integer from %d to %d", min, max)
		}
	}
}

func number(p *problems, at string, v any) {
	if n, ok := v.(json.Number); !ok {
		p.add(at, "must provide a number")
	} else if _, err := n.Float64(); err != nil {
		p.add(at, "must provide a finite number")
	}
}

func anything(*problems, string, any) {}

// list accepts min to max items that pass the check.
func list(min, max int, item check) check {
	return func(p *problems, at string, v any) {
		l, ok := v.([]any)
		switch {
		case !ok:
			p.add(at, "must provide an array")
			return
		case len(l) < min:
			p.add(at, "no fewer than %d items allowed", min)
		case len(l) > max:
			p.add(at, "no more than %d items allowed", max)
			return
		}
		for i, it := range l {
			item(p, fmt.Sprintf("%s/%d", at, i), it)
		}
	}
}

// typed accepts an object whose type is in the table and, if names are given, one of them.
func typed(table map[string]check, names ...string) check {
	return func(p *problems, at string, v any) {
		o, ok := v.(map[string]any)
		if !ok {
			p.add(at, "must provide an object")
			return
		}
		kind, ok := o["type"].(string)
		c := table[kind]
		switch {
		case !ok:
			p.add(at, "missing required field: type")
		case c == nil || len(names) > 0 && !slices.Contains(names, kind):
			p.add(at+"/type", "unsupported type: %s", kind)
		default:
			c(p, at, v)
		}
	}
}

// text accepts a text object of min to max characters.
func text(plainOnly bool, min, max int) check {
	kinds := []string{"plain_text", "mrkdwn"}
	if plainOnly {
		kinds = kinds[:1]
	}
	return object(shape{
		"type": must(enum(kinds...)), "text": must(str(min, max)), "emoji": may(boolean), "verbatim": may(boolean),
	}, func(p *problems, at string, o obj) {
		if _, ok := o["emoji"]; ok && o["type"] == "mrkdwn" {
			p.add(at, "invalid additional property: emoji")
		}
		if _, ok := o["verbatim"]; ok && o["type"] == "plain_text" {
			p.add(at, "invalid additional property: verbatim")
		}
	})
}

func plain(max int) check  { return text(true, 1, max) }
func either(max int) check { return text(false, 1, max) }

// oneOf requires exactly one of the fields.
func oneOf(names ...string) func(*problems, string, obj) {
	return func(p *problems, at string, o obj) {
		n := 0
		for _, name := range names {
			if o[name] != nil {
				n++
			}
		}
		if n != 1 {
			p.add(at, "exactly one of these fields is required: %v", names)
		}
	}
}
