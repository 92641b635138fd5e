package fakeslack

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"dealdesk/bot/fakeslack/blockkit"
)

var errTrouble = errors.New("we had some trouble connecting. Try again?")

// FormErrors are the errors beside a form's fields, by block id.
type FormErrors map[string]string

func (e FormErrors) Error() string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(e)) {
		out = append(out, k+": "+e[k])
	}
	return strings.Join(out, "; ")
}

// interaction returns the envelope of a person's action.
func (s *Server) interaction(kind string, u *User, payload obj, answer func(json.RawMessage) error) *Envelope {
	payload["type"], payload["token"], payload["api_app_id"] = kind, "fake", s.opt.AppID
	payload["user"], payload["team"] = s.userField(u), obj{"id": s.opt.TeamID, "domain": s.opt.TeamDomain}
	payload["enterprise"], payload["is_enterprise_install"] = nil, false
	if kind != "block_suggestion" && kind != "view_closed" {
		payload["trigger_id"] = s.trigger(u.ID)
	}
	raw := mustJSON(payload)
	return &Envelope{Type: "interactive", Kind: kind, Payload: raw, answer: answer, httpForm: payloadForm(raw),
		accepts: kind == "view_submission" || kind == "block_suggestion"}
}

func empty(answer json.RawMessage) bool {
	t := bytes.TrimSpace(answer)
	return len(t) == 0 || bytes.Equal(t, []byte("null")) || bytes.Equal(t, []byte("{}"))
}

// commandAnswer handles the acknowledgement payload of a command.
func (s *Server) commandAnswer(h *hook) func(json.RawMessage) error {
	return func(answer json.RawMessage) error {
		if empty(answer) {
			return nil
		}
		return s.respond(h, &call{}, answer)
	}
}

// formAnswer handles the answer to a submission.
func (s *Server) formAnswer(w *View) func(json.RawMessage) error {
	return func(answer json.RawMessage) error {
		if empty(answer) {
			s.closeView(w)
			return nil
		}
		v, err := decodeJSON(answer)
		o, ok := v.(map[string]any)
		if err != nil || !ok {
			return errTrouble
		}
		switch o["response_action"] {
		case "clear":
			s.closeAllViews(w.User)
		case "errors":
			return s.showErrors(w, o["errors"])
		case "update":
			external := w.ExternalID
			w.ExternalID = ""
			fresh, err := s.makeView(o["view"], "modal")
			w.ExternalID = external
			if err != nil {
				return errors.Join(errTrouble, err)
			}
			fresh.Values = initialValues(fresh.Blocks)
			s.replaceView(w, fresh)
		case "push":
			fresh, err := s.makeView(o["view"], "modal")
			if err == nil {
				fresh.User = w.User
				err = s.pushView(fresh)
			}
			if err != nil {
				return errors.Join(errTrouble, err)
			}
		default:
			return errTrouble
		}
		return nil
	}
}

// showErrors shows errors beside fields. An error for anything but an input block makes
// Slack reject the whole answer.
func (s *Server) showErrors(w *View, v any) error {
	all, _ := v.(map[string]any)
	shown := FormErrors{}
	for id, text := range all {
		t, ok := text.(string)
		isInput := slices.ContainsFunc(w.Blocks, func(b Block) bool { return b["type"] == "input" && b["block_id"] == id })
		if !ok || t == "" || !isInput {
			return errTrouble
		}
		shown[id] = t
	}
	if len(shown) == 0 {
		return errTrouble
	}
	w.Errors = shown
	return shown
}

// Option is one entry of a menu.
type Option struct{ Text, Value string }

// readOptions decodes the answer to a block_suggestion.
func readOptions(answer json.RawMessage) ([]Option, error) {
	v, err := decodeJSON(answer)
	if err != nil {
		return nil, errors.New("no answer to block_suggestion")
	}
	if messages := blockkit.CheckOptions(v); len(messages) > 0 {
		return nil, refuse("invalid_options", messages...)
	}
	return optionsOf(v.(map[string]any)), nil
}

// optionsOf returns the options of a menu, including those in groups.
func optionsOf(el obj) (out []Option) {
	for _, o := range optionObjects(el) {
		t, _ := o["text"].(map[string]any)
		label, _ := t["text"].(string)
		value, _ := o["value"].(string)
		out = append(out, Option{label, value})
	}
	return out
}

func optionObjects(el obj) []obj {
	out := blockkit.Blocks(el["options"])
	for _, g := range blockkit.Blocks(el["option_groups"]) {
		out = append(out, blockkit.Blocks(g["options"])...)
	}
	return out
}
