package fakeslack

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dealdesk/bot/fakeslack/blockkit"
)

// valueKey maps element types to the key of their value in the view state.
var valueKey = map[string]string{
	"static_select": "selected_option", "external_select": "selected_option", "radio_buttons": "selected_option",
	"overflow":            "selected_option",
	"multi_static_select": "selected_options", "multi_external_select": "selected_options", "checkboxes": "selected_options",
	"users_select": "selected_user", "multi_users_select": "selected_users",
	"channels_select": "selected_channel", "multi_channels_select": "selected_channels",
	"conversations_select": "selected_conversation", "multi_conversations_select": "selected_conversations",
	"datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time",
	"plain_text_input": "value", "number_input": "value", "email_text_input": "value", "url_text_input": "value", "file_input": "files",
}

// initialValues returns the initial field values of blocks.
func initialValues(blocks []Block) values {
	out := values{}
	for _, b := range blocks {
		for _, el := range blockkit.Elements(b) {
			kind, _ := el["type"].(string)
			key := valueKey[kind]
			if key == "" || kind == "overflow" {
				continue
			}
			block, action := b["block_id"].(string), el["action_id"].(string)
			if out[block] == nil {
				out[block] = map[string]obj{}
			}
			initial := el["initial_"+strings.TrimPrefix(key, "selected_")]
			if initial == nil && strings.HasSuffix(key, "s") {
				initial = []any{}
			}
			out[block][action] = obj{"type": kind, key: initial}
		}
	}
	return out
}

// newValue returns the state of an element after a person entered v, or why the field
// does not accept it. v is text, an Option for menus filled by the app, or a list of
// these.
func (s *Server) newValue(el obj, v any) (obj, error) {
	kind, _ := el["type"].(string)
	key := valueKey[kind]
	if key == "" {
		return nil, fmt.Errorf("a %s cannot be filled", kind)
	}
	out := func(x any) (obj, error) { return obj{"type": kind, key: x}, nil }
	several := strings.HasSuffix(key, "s")
	if v == nil || v == "" {
		if several {
			return out([]any{})
		}
		return out(nil)
	}
	if !several {
		x, err := s.newSingleValue(el, kind, v)
		if err != nil {
			return nil, err
		}
		return out(x)
	}
	var items []any
	switch v := v.(type) {
	case []any:
		items = v
	case []string:
		for _, t := range v {
			items = append(items, t)
		}
	default:
		items = []any{v}
	}
	maxItems := int64(100)
	if kind == "file_input" {
		maxItems = maxFilesPerMessage
	}
	for _, limit := range []string{"max_selected_items", "max_files"} {
		n, _ := el[limit].(json.Number)
		if m, err := n.Int64(); err == nil {
			maxItems = m
		}
	}
	if int64(len(items)) > maxItems {
		return nil, fmt.Errorf("at most %d items can be selected", maxItems)
	}
	for i, it := range items {
		x, err := s.newSingleValue(el, kind, it)
		if err != nil {
			return nil, err
		}
		items[i] = x
	}
	return out(items)
}

// newSingleValue returns one value of an element.
func (s *Server) newSingleValue(el obj, kind string, v any) (any, error) {
	if o, ok := v.(Option); ok {
		if !strings.HasSuffix(kind, "external_select") {
			v = o.Value
		} else {
			return obj{"text": obj{"type": "plain_text", "text": o.Text, "emoji": true}, "value": o.Value}, nil
		}
	}
	t := fmt.Sprint(v)
	limit := func(name string) (float64, bool) {
		f, err := strconv.ParseFloat(fmt.Sprint(el[name]), 64)
		return f, err == nil
	}
	switch strings.TrimPrefix(kind, "multi_") {
	case "static_select", "radio_buttons", "checkboxes", "overflow":
		for _, o := range optionObjects(el) {
			label, _ := o["text"].(map[string]any)
			if o["value"] == t || label["text"] == t {
				return o, nil
			}
		}
		return nil, fmt.Errorf("there is no option %q", t)
	case "external_select":
		return nil, fmt.Errorf("choose one of the options the app gives (Options), not %q", t)
	case "users_select":
		if s.st.Users[t] == nil {
			return nil, fmt.Errorf("there is no user %q", t)
		}
	case "channels_select", "conversations_select":
		if s.st.Channels[t] == nil {
			return nil, fmt.Errorf("there is no channel %q", t)
		}
	case "file_input":
		f := s.st.Files[t]
		if f == nil || f.User == s.opt.BotUser {
			return nil, fmt.Errorf("there is no uploaded file %q", t)
		}
		extension, _ := f.kind()
		if types, ok := el["filetypes"].([]any); ok && !slices.Contains(types, any(extension)) {
			return nil, fmt.Errorf("files of the type %s are not accepted here", extension)
		}
		f.Shared = true
		return s.fileJSON(f), nil
	case "datepicker":
		if _, err := time.Parse("2006-01-02", t); err != nil {
			return nil, fmt.Errorf("%q is no date", t)
		}
	case "timepicker":
		if _, err := time.Parse("15:04", t); err != nil {
			return nil, fmt.Errorf("%q is no time", t)
		}
	case "datetimepicker":
		n, err := strconv.ParseInt(t, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no Unix time", t)
		}
		return n, nil
	case "number_input":
		f, err := strconv.ParseFloat(t, 64)
		if err != nil || el["is_decimal_allowed"] != true && strings.Contains(t, ".") {
			return nil, fmt.Errorf("%q is no number that fits here", t)
		}
		if low, ok := limit("min_value"); ok && f < low {
			return nil, fmt.Errorf("must be at least %v", low)
		}
		if high, ok := limit("max_value"); ok && f > high {
			return nil, fmt.Errorf("must be at most %v", high)
		}
	case "email_text_input":
		if _, err := mail.ParseAddress(t); err != nil {
			return nil, fmt.Errorf("%q is no email address", t)
		}
	case "url_text_input":
		if u, err := url.Parse(t); err != nil || u.Host == "" {
			return nil, fmt.Errorf("%q is no URL", t)
		}
	case "plain_text_input":
		n := utf8.RuneCountInString(t)
		if high, ok := limit("max_length"); n > 3000 || ok && n > int(high) {
			return nil, fmt.Errorf("too long: %d characters", n)
		}
		if low, ok := limit("min_length"); ok && n < int(low) {
			return nil, fmt.Errorf("too short: %d characters", n)
		}
	}
	return t, nil
}

// hasValue reports whether a field has a value.
func hasValue(v obj) bool {
	kind, _ := v["type"].(string)
	switch x := v[valueKey[kind]].(type) {
	case nil:
		return false
	case string:
		return x != ""
	case []any:
		return len(x) > 0
	}
	return true
}

// field finds a block and element of a view by block id, action id or label.
func (w *View) field(name string) (Block, obj) {
	byLabel := func(b Block) bool {
		l, _ := b["label"].(map[string]any)
		return l["text"] == name
	}
	for _, same := range []func(Block) bool{
		func(b Block) bool { return b["block_id"] == name },
		func(b Block) bool {
			return slices.ContainsFunc(blockkit.Elements(b), func(el obj) bool { return el["action_id"] == name })
		},
		byLabel,
	} {
		for _, b := range w.Blocks {
			if els := blockkit.Elements(b); same(b) && len(els) > 0 {
				i := slices.IndexFunc(els, func(el obj) bool { return el["action_id"] == name })
				return b, els[max(i, 0)]
			}
		}
	}
	return nil, nil
}

// fillView enters values into the fields of a view. Invalid ones become errors beside
// their fields, as in Slack's client.
func (s *Server) fillView(w *View, in map[string]any) error {
	wrong := FormErrors{}
	for name, v := range in {
		b, el := w.field(name)
		if el == nil {
			return fmt.Errorf("the form %q has no field %q", w.Title, name)
		}
		block, action := b["block_id"].(string), el["action_id"].(string)
		x, err := s.newValue(el, v)
		if err != nil {
			wrong[block] = err.Error()
			continue
		}
		w.Values[block][action] = x
	}
	if len(wrong) > 0 {
		w.Errors = wrong
		s.notify()
		return wrong
	}
	return nil
}

// checkRequired returns errors for required fields that are empty.
func (w *View) checkRequired(u *User) error {
	missing, text := FormErrors{}, "Please complete this required field."
	if u.chinese() {
		text = "请填写此必填字段。"
	}
	for _, b := range w.Blocks {
		if b["type"] != "input" || b["optional"] == true {
			continue
		}
		id := b["block_id"].(string)
		for _, v := range w.Values[id] {
			if !hasValue(v) {
				missing[id] = text
			}
		}
	}
	if len(missing) > 0 {
		w.Errors = missing
		return missing
	}
	return nil
}
