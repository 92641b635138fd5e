package bot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/slack-go/slack"

	"dealdesk/chat"
)

// Payloads are decoded into structs with only the fields used here: slack-go's own types
// take six times as long. Decoding is pure and returns an error for any invalid input.

// incoming is one thing a person did, with what is needed to answer it.
type incoming struct {
	chat.Request
	line           string    // the text as typed, starting with the route's name
	trigger        string    // opens one form, within 3 s
	responseURL    string    // accepts 5 answers in 30 min; a secret
	depth          int       // depth of the form it came from, 1 to 3; 0 outside forms
	page           bool      // the route is for reading: see chat.Route
	onlyAsker      bool      // the clicked message is visible to the asker only
	typed          chat.Kind // how the new text of an edited message is addressed to us
	mended         bool      // it is an edit that made a command of a message
	explicit       bool      // certainly addressed to us, so an unknown command gets an answer
	continued      bool      // said in a thread in which the person talks with us, without a new mention
	lookUp         bool      // the text of the message in About must be fetched
	inputs         []string  // the fields of the submitted form, from the top
	homeHash       string    // Slack's name for the home tab that it shows
	profile        *slack.User
	changedChannel string // channel that became shared or unshared; not a request
}

// errNotForUs is returned for well-formed payloads that need no answer.
var errNotForUs = errors.New("not for us")

// form decodes an application/x-www-form-urlencoded body. It stores only the fields for
// which into returns a destination and builds no map.
func form(body []byte, into func(name []byte) *string) error {
	for len(body) > 0 {
		var pair []byte
		pair, body, _ = bytes.Cut(body, []byte{'&'})
		name, value, _ := bytes.Cut(pair, []byte{'='})
		place := into(name)
		if place == nil {
			continue
		}
		text, err := url.QueryUnescape(string(value))
		if err != nil {
			return fmt.Errorf("form field: %w", err)
		}
		*place = text
	}
	return nil
}

type slash struct {
	Command     string `json:"command"`
	Text        string `json:"text"`
	Team        string `json:"team_id"`
	User        string `json:"user_id"`
	Name        string `json:"user_name"`
	Channel     string `json:"channel_id"`
	Trigger     string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
}

// decodeSlash decodes a slash command: a form over HTTP, a JSON object over a socket.
func decodeSlash(body []byte) (incoming, error) {
	var s slash
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 && trimmed[0] == '{' {
		if err := json.Unmarshal(trimmed, &s); err != nil {
			return incoming{}, fmt.Errorf("slash command: %w", err)
		}
	} else if err := form(body, s.field); err != nil {
		return incoming{}, fmt.Errorf("slash command: %w", err)
	}
	if s.Command == "" || s.User == "" || s.Trigger == "" {
		return incoming{}, errors.New("slash command: command, user_id or trigger_id is missing")
	}
	return incoming{
		Request: chat.Request{
			ID:    "trigger:" + s.Trigger,
			Kind:  chat.Slash,
			Name:  strings.TrimPrefix(s.Command, "/"),
			Who:   chat.Who{Workspace: s.Team, User: s.User, Name: s.Name},
			Where: chat.Where{Channel: s.Channel},
			Rooms: channelsIn(s.Text),
		},
		line:        plainText(unformat(s.Text)),
		trigger:     s.Trigger,
		responseURL: s.ResponseURL,
		explicit:    true,
	}, nil
}

func (s *slash) field(name []byte) *string {
	switch string(name) {
	case "command":
		return &s.Command
	case "text":
		return &s.Text
	case "team_id":
		return &s.Team
	case "user_id":
		return &s.User
	case "user_name":
		return &s.Name
	case "channel_id":
		return &s.Channel
	case "trigger_id":
		return &s.Trigger
	case "response_url":
		return &s.ResponseURL
	}
	return nil
}

type interaction struct {
	Type        string `json:"type"`
	Callback    string `json:"callback_id"`
	Trigger     string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	ActionID    string `json:"action_id"` // block_suggestion only
	BlockID     string `json:"block_id"`
	Value       string `json:"value"`
	User        struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		Team string `json:"team_id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Message   slackEvent `json:"message"`
	Container struct {
		MessageTS string `json:"message_ts"`
		ThreadTS  string `json:"thread_ts"`
		Channel   string `json:"channel_id"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []action `json:"actions"`
	View    *view    `json:"view"`
}

type view struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Callback string `json:"callback_id"`
	Metadata string `json:"private_metadata"`
	Root     string `json:"root_view_id"`
	Previous string `json:"previous_view_id"`
	Blocks   []struct {
		Type string `json:"type"`
		ID   string `json:"block_id"`
	} `json:"blocks"`
	State struct {
		Values map[string]map[string]action `json:"values"`
	} `json:"state"`
}

func (v *view) callback() string {
	if v == nil {
		return ""
	}
	return v.Callback
}

// inputs are the fields of a form, from the top.
func (v *view) inputs() (ids []string) {
	for _, b := range v.Blocks {
		if b.Type == "input" {
			ids = append(ids, b.ID)
		}
	}
	return ids
}

// action is a pressed button or the state of an input; both have the same fields.
type action struct {
	ActionID     string   `json:"action_id"`
	Value        string   `json:"value"`
	Option       choice   `json:"selected_option"`
	Options      []choice `json:"selected_options"`
	Date         string   `json:"selected_date"`
	User         string   `json:"selected_user"`
	Conversation string   `json:"selected_conversation"`
}

type choice struct {
	Value string `json:"value"`
}

// value is the entered value in the form used by chat.Request.Fields.
func (a action) value() string {
	var several []string
	for _, o := range a.Options {
		several = append(several, o.Value)
	}
	return cmp.Or(a.Value, a.Option.Value, a.Date, a.User, a.Conversation, strings.Join(several, ","))
}

// depth is the form's position in the stack. Slack names only the first form and the
// previous one.
func (v *view) depth() int {
	switch {
	case v == nil || v.Type != "modal":
		return 0
	case v.Previous == "":
		return 1
	case v.Previous == v.Root:
		return 2
	}
	return 3
}

// origin is kept in a form's private_metadata: the record it is about and the channel and
// thread to answer in. It holds no state and grants no rights.
type origin struct {
	Value   string `json:"v,omitempty"`
	Channel string `json:"c,omitempty"`
	Thread  string `json:"t,omitempty"`
	Root    bool   `json:"r,omitempty"`
}

// decodeInteraction decodes a click, a submitted form, a shortcut or a suggestion.
func decodeInteraction(payload []byte) (incoming, error) {
	var p interaction
	if err := json.Unmarshal(payload, &p); err != nil {
		return incoming{}, fmt.Errorf("interaction: %w", err)
	}
	if p.Type == "" || p.User.ID == "" {
		return incoming{}, errors.New("interaction: type or user is missing")
	}
	in := incoming{
		Request: chat.Request{
			Who: chat.Who{Workspace: p.User.Team, User: p.User.ID, Name: p.User.Name},
			Where: chat.Where{
				Channel: cmp.Or(p.Channel.ID, p.Container.Channel),
				Thread:  cmp.Or(p.Container.ThreadTS, p.Message.ThreadTS),
				TS:      cmp.Or(p.Container.MessageTS, p.Message.TS),
			},
		},
		trigger:     p.Trigger,
		responseURL: p.ResponseURL,
		depth:       p.View.depth(),
		explicit:    true,
	}
	in.Where.Root = in.Where.Thread != "" && in.Where.Thread == in.Where.TS
	// In a direct message there is only one reader.
	in.Where.Direct = strings.HasPrefix(in.Where.Channel, "D") && in.Where.TS != "" && !p.Container.Ephemeral
	in.onlyAsker = p.Container.Ephemeral || in.Where.Direct
	in.Where.Shown = in.Where.TS != "" && !in.onlyAsker
	if p.View != nil {
		var from origin
		if p.View.Metadata != "" {
			if err := json.Unmarshal([]byte(p.View.Metadata), &from); err != nil {
				return incoming{}, fmt.Errorf("interaction: private_metadata: %w", err)
			}
		}
		in.Value = from.Value
		in.Where = chat.Where{Channel: from.Channel, Thread: from.Thread, Root: from.Root, View: p.View.ID}
		in.Fields, in.inputs = map[string]string{}, p.View.inputs()
		for block, elements := range p.View.State.Values {
			for _, e := range elements {
				if s := e.value(); s != "" {
					in.Fields[block] = s
				}
			}
		}
	}
	switch p.Type {
	case "block_actions":
		if len(p.Actions) == 0 {
			return incoming{}, errors.New("interaction: block_actions without an action")
		}
		in.ID, in.Kind = "trigger:"+p.Trigger, chat.Click
		in.Name, in.Value = routeOf(p.Actions[0].ActionID), p.Actions[0].value()
	case "view_submission":
		if p.View == nil {
			return incoming{}, errors.New("interaction: view_submission without a view")
		}
		in.ID, in.Kind, in.Name = "view:"+p.View.ID+":"+p.View.Callback, chat.Submit, p.View.Callback
		return in, nil
	case "block_suggestion":
		in.ID, in.Kind = "suggest:"+in.Where.View+":"+p.BlockID, chat.Options
		in.Name, in.Args, in.Form = routeOf(p.ActionID), p.Value, p.View.callback()
		return in, nil
	case "message_action":
		in.ID, in.Kind, in.Name = "trigger:"+p.Trigger, chat.Shortcut, p.Callback
		in.About = p.Message.about(in.Where.Channel)
	case "shortcut":
		in.ID, in.Kind, in.Name = "trigger:"+p.Trigger, chat.Shortcut, p.Callback
	default:
		return incoming{}, errNotForUs // view_closed and future types
	}
	if p.Trigger == "" {
		return incoming{}, errors.New("interaction: trigger_id is missing")
	}
	return in, nil
}

// routeOf removes the number that keeps the action ids of one message different.
func routeOf(actionID string) string {
	name, _, _ := strings.Cut(actionID, "#")
	return name
}
