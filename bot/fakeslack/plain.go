package fakeslack

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"dealdesk/bot/fakeslack/blockkit"
)

// Plain returns a message as readable text: its blocks, or its text if it has none, with
// names of people and channels, and buttons as [Label].
func (s *Server) Plain(m Message) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.st.Plain(m)
}

// PlainView returns a form or home tab as readable text, with values and errors of the
// fields.
func (s *Server) PlainView(w View) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.st.PlainView(w)
}

// Plain is like Server.Plain for use inside Server.Look.
func (st *State) Plain(m Message) string {
	r := printer{st: st}
	if len(m.Blocks) == 0 {
		r.line(r.mrkdwn(m.Text))
	}
	r.blocks(m.Blocks)
	for _, id := range m.Files {
		if f := st.Files[id]; f != nil {
			r.line("(file " + f.Name + ")")
		}
	}
	return strings.Join(r.lines, "\n")
}

// PlainView is like Server.PlainView for use inside Server.Look.
func (st *State) PlainView(w View) string {
	r := printer{st: st, view: &w}
	if w.Title != "" {
		r.line("== " + w.Title + " ==")
	}
	r.blocks(w.Blocks)
	var last []string
	for _, label := range []string{w.Close, w.Submit} {
		if label != "" {
			last = append(last, "["+label+"]")
		}
	}
	if len(last) > 0 {
		r.line(strings.Join(last, " "))
	}
	return strings.Join(r.lines, "\n")
}

// printer collects lines of text.
type printer struct {
	st    *State
	view  *View
	lines []string
}

func (r *printer) line(text string) {
	if text != "" {
		r.lines = append(r.lines, strings.Split(text, "\n")...)
	}
}

func (r *printer) blocks(blocks []Block) {
	for _, b := range blocks {
		switch b["type"] {
		case "section":
			r.line(r.text(b["text"]))
			for _, f := range blockkit.Blocks(b["fields"]) {
				r.line(r.text(f))
			}
			if el, ok := b["accessory"].(map[string]any); ok {
				r.line(r.element(b, el))
			}
		case "header":
			r.line("# " + r.text(b["text"]))
		case "divider":
			r.line("---")
		case "context", "actions":
			var parts []string
			for _, el := range blockkit.Blocks(b["elements"]) {
				parts = append(parts, r.element(b, el))
			}
			r.line(strings.Join(parts, " "))
		case "image":
			r.line(r.text(b["title"]))
			r.line(fmt.Sprintf("(image: %v)", b["alt_text"]))
		case "input":
			r.input(b)
		case "rich_text":
			r.line(r.rich(b))
		case "markdown":
			r.line(fmt.Sprint(b["text"]))
		case "table", "data_table":
			caption, _ := b["caption"].(string)
			r.line(caption)
			r.table(b)
		case "data_visualization":
			r.chart(b)
		}
	}
}

func (r *printer) input(b Block) {
	label := r.text(b["label"])
	if b["optional"] == true {
		label += r.own(" (optional)", "（选填）")
	}
	el, _ := b["element"].(map[string]any)
	r.line(label + ": " + r.element(b, el))
	r.line(r.text(b["hint"]))
	id, _ := b["block_id"].(string)
	if r.view != nil && r.view.Errors[id] != "" {
		r.line("  ! " + r.view.Errors[id])
	}
}

// text returns the text of a text object, "" for anything else.
func (r *printer) text(v any) string {
	o, _ := v.(map[string]any)
	t, _ := o["text"].(string)
	if o["type"] == "mrkdwn" {
		return r.mrkdwn(t)
	}
	return t
}

var mrkdwnToken = regexp.MustCompile(`<([^>\n]+)>`)

// mrkdwn resolves the tokens and entities of mrkdwn and keeps its formatting marks.
func (r *printer) mrkdwn(t string) string {
	t = mrkdwnToken.ReplaceAllStringFunc(t, func(m string) string {
		inner, label, labelled := strings.Cut(m[1:len(m)-1], "|")
		switch {
		case strings.HasPrefix(inner, "@"):
			return r.name(inner[1:])
		case strings.HasPrefix(inner, "#"):
			return r.channel(inner[1:])
		case strings.HasPrefix(inner, "!date^"):
			return label
		case strings.HasPrefix(inner, "!"):
			return "@" + inner[1:]
		case labelled:
			return label
		}
		return inner
	})
	return unescaper.Replace(t)
}

func (r *printer) name(id string) string {
	if u := r.st.Users[id]; u != nil {
		return "@" + u.Name
	}
	return "@" + id
}

func (r *printer) channel(id string) string {
	if c := r.st.Channels[id]; c != nil && c.Name != "" {
		return "#" + c.Name
	}
	return "#" + id
}

// element returns one element of block b.
func (r *printer) element(b Block, el obj) string {
	kind, _ := el["type"].(string)
	switch kind {
	case "plain_text", "mrkdwn":
		return r.text(el)
	case "image":
		return fmt.Sprintf("(image: %v)", el["alt_text"])
	case "button":
		return "[" + r.text(el["text"]) + "]"
	}
	value := r.value(b, el)
	if value == "" {
		value = r.text(el["placeholder"])
	}
	switch {
	case kind == "overflow":
		return "[... " + strings.Join(labels(el), " | ") + "]"
	case kind == "radio_buttons" || kind == "checkboxes":
		return "(" + value + r.own(" of: ", "，可选：") + strings.Join(labels(el), " | ") + ")"
	case strings.Contains(kind, "_select"):
		if all := labels(el); len(all) > 0 {
			return "[" + value + " v: " + strings.Join(all, " | ") + "]"
		}
		return "[" + value + " v]"
	}
	return "[" + value + "]"
}

// own returns Slack's own words in the language of whoever sees the form.
func (r *printer) own(english, chinese string) string {
	if r.view != nil && r.st.Users[r.view.User].chinese() {
		return chinese
	}
	return english
}

// chinese reports whether a person uses Slack in Chinese.
func (u *User) chinese() bool { return u != nil && strings.HasPrefix(u.Locale, "zh") }

func labels(el obj) (out []string) {
	for _, o := range optionsOf(el) {
		out = append(out, o.Text)
	}
	return out
}

// value returns a field's current value, or its initial one in a message.
func (r *printer) value(b Block, el obj) string {
	kind, _ := el["type"].(string)
	key := valueKey[kind]
	v := el["initial_"+strings.TrimPrefix(key, "selected_")]
	if r.view != nil {
		block, _ := b["block_id"].(string)
		action, _ := el["action_id"].(string)
		v = r.view.Values[block][action][key]
	}
	items, several := v.([]any)
	if !several {
		items = []any{v}
	}
	var out []string
	for _, it := range items {
		switch it := it.(type) {
		case nil:
		case map[string]any:
			if name, ok := it["name"].(string); ok { // a file
				out = append(out, name)
			} else {
				out = append(out, r.text(it["text"]))
			}
		default:
			t := fmt.Sprint(it)
			switch {
			case strings.Contains(key, "user"):
				t = r.name(t)
			case strings.Contains(key, "channel") || strings.Contains(key, "conversation"):
				t = r.channel(t)
			}
			out = append(out, t)
		}
	}
	return strings.Join(out, ", ")
}

// rich returns a rich_text block or cell.
func (r *printer) rich(b obj) string {
	var out []string
	for _, part := range blockkit.Blocks(b["elements"]) {
		switch part["type"] {
		case "rich_text_list":
			for i, item := range blockkit.Blocks(part["elements"]) {
				mark := "- "
				if part["style"] == "ordered" {
					mark = fmt.Sprintf("%d. ", i+1)
				}
				indent, _ := toFloat(part["indent"])
				out = append(out, strings.Repeat("  ", int(indent))+mark+r.inline(item))
			}
		case "rich_text_quote":
			out = append(out, "> "+strings.ReplaceAll(r.inline(part), "\n", "\n> "))
		default:
			out = append(out, r.inline(part))
		}
	}
	return strings.Join(out, "\n")
}

// inline returns the inline elements of a part of rich text.
func (r *printer) inline(part obj) string {
	var out strings.Builder
	for _, e := range blockkit.Blocks(part["elements"]) {
		str := func(k string) string { t, _ := e[k].(string); return t }
		switch e["type"] {
		case "text":
			out.WriteString(str("text"))
		case "link":
			if t := str("text"); t != "" {
				out.WriteString(t)
			} else {
				out.WriteString(str("url"))
			}
		case "emoji":
			out.WriteString(":" + str("name") + ":")
		case "user":
			out.WriteString(r.name(str("user_id")))
		case "channel":
			out.WriteString(r.channel(str("channel_id")))
		case "usergroup":
			out.WriteString("@" + str("usergroup_id"))
		case "broadcast":
			out.WriteString("@" + str("range"))
		case "color":
			out.WriteString(str("value"))
		case "date":
			if t := str("fallback"); t != "" {
				out.WriteString(t)
			} else if at, ok := toFloat(e["timestamp"]); ok {
				out.WriteString(time.Unix(int64(at), 0).UTC().Format("2006-01-02 15:04"))
			}
		}
	}
	return out.String()
}

func (r *printer) table(b Block) {
	rows, _ := b["rows"].([]any)
	for _, row := range rows {
		var cells []string
		for _, c := range blockkit.Blocks(row) {
			switch c["type"] {
			case "rich_text":
				cells = append(cells, r.rich(c))
			case "raw_number":
				t, ok := c["text"].(string)
				if !ok {
					t = fmt.Sprint(c["value"])
				}
				cells = append(cells, t)
			default:
				cells = append(cells, fmt.Sprint(c["text"]))
			}
		}
		r.line("| " + strings.Join(cells, " | ") + " |")
	}
}

func toFloat(v any) (float64, bool) {
	n, ok := v.(json.Number)
	f, err := n.Float64()
	return f, ok && err == nil
}

// Everyone returns the ids of all people, without the bot.
func (st *State) Everyone() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(st.Users)), func(id string) bool { return st.Users[id].Bot })
}
