package fakeslack

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// A check looks at one value of a block and notes what is wrong with it. Together
// with the tables in blocks.go they are Block Kit's rules as data.
type check func(p *problems, at string, v any)

// problems collects what Slack lists in response_metadata.messages, each with the
// place it is about.
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

// object accepts exactly the fields of the shape, and then the rules about several
// of them together.
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

// str accepts text of so many characters.
func str(least, most int) check {
	return func(p *problems, at string, v any) {
		t, ok := v.(string)
		n := utf8.RuneCountInString(t)
		switch {
		case !ok:
			p.add(at, "must provide a string")
		case n < least:
			p.add(at, "must be more than %d characters", least-1)
		case n > most:
			p.add(at, "must be less than %d characters", most+1)
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

// integer accepts a whole number within bounds.
func integer(least, most int64) check {
	return func(p *problems, at string, v any) {
		n, ok := v.(json.Number)
		i, err := n.Int64()
		if !ok || err != nil || i < least || i > most {
			p.add(at, "must be an integer from %d to %d", least, most)
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

// list accepts so many items, each as the check says.
func list(least, most int, item check) check {
	return func(p *problems, at string, v any) {
		l, ok := v.([]any)
		switch {
		case !ok:
			p.add(at, "must provide an array")
			return
		case len(l) < least:
			p.add(at, "no fewer than %d items allowed", least)
		case len(l) > most:
			p.add(at, "no more than %d items allowed", most)
			return
		}
		for i, it := range l {
			item(p, fmt.Sprintf("%s/%d", at, i), it)
		}
	}
}

// typed accepts an object whose type is in the table and, when some are named, among those.
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

// text accepts a text object of so many characters; plain alone, or mrkdwn, too.
func text(plainOnly bool, least, most int) check {
	kinds := []string{"plain_text", "mrkdwn"}
	if plainOnly {
		kinds = kinds[:1]
	}
	return object(shape{
		"type": must(enum(kinds...)), "text": must(str(least, most)), "emoji": may(boolean), "verbatim": may(boolean),
	}, func(p *problems, at string, o obj) {
		if _, ok := o["emoji"]; ok && o["type"] == "mrkdwn" {
			p.add(at, "invalid additional property: emoji")
		}
		if _, ok := o["verbatim"]; ok && o["type"] == "plain_text" {
			p.add(at, "invalid additional property: verbatim")
		}
	})
}

func plain(most int) check  { return text(true, 1, most) }
func either(most int) check { return text(false, 1, most) }

// oneOf wants exactly one of the fields.
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
