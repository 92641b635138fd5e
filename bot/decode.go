package bot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"dealdesk/chat"

	"github.com/slack-go/slack"
)

// Payloads are decoded into structs of the fields we use: slack-go's own take six times
// as long. Decoding is pure; whatever comes in, it returns an error or something heard.

// heard is one thing a person did, and what answering it takes.
type heard struct {
	chat.Request
	line        string // what was typed, the route's name still in front
	trigger     string // opens a form, once, for 3 s
	responseURL string // takes 5 answers in 30 min; a secret
	depth       int    // of the form it happened in: 1 to 3; 0 outside forms
	alone       bool   // only the asker sees the message that held the button
	explicit    bool   // meant for us for certain: an unknown command is told so
	lookUp      bool   // About names a message whose text did not come along
	field       string // of a form: where a word about the whole form can stand
	profile     *slack.User
	room        string // channel that is shared, or not any more: nobody asked for anything
}

// errIgnore is what is well-formed and not for us.
var errIgnore = errors.New("not for us")

// form reads the fields of an application/x-www-form-urlencoded body for which into has
// a place, without building a map of all.
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

// decodeSlash reads a slash command, a form over HTTP and an object over a socket.
func decodeSlash(body []byte) (heard, error) {
	var s slash
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 && trimmed[0] == '{' {
		if err := json.Unmarshal(trimmed, &s); err != nil {
			return heard{}, fmt.Errorf("slash command: %w", err)
		}
	} else if err := form(body, s.field); err != nil {
		return heard{}, fmt.Errorf("slash command: %w", err)
	}
	if s.Command == "" || s.User == "" || s.Trigger == "" {
		return heard{}, errors.New("slash command: command, user_id or trigger_id is missing")
	}
	return heard{
		Request: chat.Request{
			ID:    "trigger:" + s.Trigger,
			Kind:  chat.Slash,
			Name:  strings.TrimPrefix(s.Command, "/"),
			Who:   chat.Who{Workspace: s.Team, User: s.User, Name: s.Name},
			Where: chat.Where{Channel: s.Channel},
			Rooms: rooms(s.Text),
		},
		line:        words(s.Text),
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
	ActionID    string `json:"action_id"` // of a suggestion
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
	Message   said `json:"message"`
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
	State    struct {
		Values map[string]map[string]action `json:"values"`
	} `json:"state"`
}

// action is a button pressed or the state of an input: they have the same fields.
type action struct {
	ActionID string   `json:"action_id"`
	Value    string   `json:"value"`
	Option   choice   `json:"selected_option"`
	Options  []choice `json:"selected_options"`
	Date     string   `json:"selected_date"`
	User     string   `json:"selected_user"`
	Room     string   `json:"selected_conversation"`
}

type choice struct {
	Value string `json:"value"`
}

// chosen is what was filled in, as chat.Request.Fields has it.
func (a action) chosen() string {
	var several []string
	for _, o := range a.Options {
		several = append(several, o.Value)
	}
	return cmp.Or(a.Value, a.Option.Value, a.Date, a.User, a.Room, strings.Join(several, ","))
}

// depth counts the forms up to this one; Slack names only the first and the one before.
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

// origin is what a form carries with it: the record it is about and the place it was
// opened from, where its answer belongs. No state, no authority.
type origin struct {
	Value   string `json:"v,omitempty"`
	Channel string `json:"c,omitempty"`
	Thread  string `json:"t,omitempty"`
}

// decodeInteraction reads the payload of a click, a form, a shortcut or a suggestion.
func decodeInteraction(payload []byte) (heard, error) {
	var in interaction
	if err := json.Unmarshal(payload, &in); err != nil {
		return heard{}, fmt.Errorf("interaction: %w", err)
	}
	if in.Type == "" || in.User.ID == "" {
		return heard{}, errors.New("interaction: type or user is missing")
	}
	h := heard{
		Request: chat.Request{
			Who: chat.Who{Workspace: in.User.Team, User: in.User.ID, Name: in.User.Name},
			Where: chat.Where{
				Channel: firstOf(in.Channel.ID, in.Container.Channel),
				Thread:  firstOf(in.Container.ThreadTS, in.Message.ThreadTS),
				TS:      firstOf(in.Container.MessageTS, in.Message.TS),
			},
		},
		trigger:     in.Trigger,
		responseURL: in.ResponseURL,
		depth:       in.View.depth(),
		explicit:    true,
	}
	// Between two people we can only have spoken to one of them.
	h.Where.Direct = strings.HasPrefix(h.Where.Channel, "D") && h.Where.TS != "" && !in.Container.Ephemeral
	h.alone = in.Container.Ephemeral || h.Where.Direct
	if in.View != nil {
		var from origin
		if in.View.Metadata != "" {
			if err := json.Unmarshal([]byte(in.View.Metadata), &from); err != nil {
				return heard{}, fmt.Errorf("interaction: private_metadata: %w", err)
			}
		}
		h.Value = from.Value
		h.Where = chat.Where{Channel: from.Channel, Thread: from.Thread, View: in.View.ID}
		h.Fields = map[string]string{}
		for block, elements := range in.View.State.Values {
			if h.field == "" || block < h.field {
				h.field = block
			}
			for _, e := range elements {
				if s := e.chosen(); s != "" {
					h.Fields[block] = s
				}
			}
		}
	}
	switch in.Type {
	case "block_actions":
		if len(in.Actions) == 0 {
			return heard{}, errors.New("interaction: block_actions without an action")
		}
		h.ID, h.Kind = "trigger:"+in.Trigger, chat.Click
		h.Name, h.Value = routeOf(in.Actions[0].ActionID), in.Actions[0].chosen()
	case "view_submission":
		if in.View == nil {
			return heard{}, errors.New("interaction: view_submission without a view")
		}
		h.ID, h.Kind, h.Name = "view:"+in.View.ID+":"+in.View.Callback, chat.Submit, in.View.Callback
		return h, nil
	case "block_suggestion":
		h.ID, h.Kind = "suggest:"+h.Where.View+":"+in.BlockID, chat.Options
		h.Name, h.Args = routeOf(in.ActionID), in.Value
		return h, nil
	case "message_action":
		h.ID, h.Kind, h.Name = "trigger:"+in.Trigger, chat.Shortcut, in.Callback
		h.About = in.Message.about(h.Where.Channel)
	case "shortcut":
		h.ID, h.Kind, h.Name = "trigger:"+in.Trigger, chat.Shortcut, in.Callback
	default:
		return heard{}, errIgnore // view_closed and what Slack invents next
	}
	if in.Trigger == "" {
		return heard{}, errors.New("interaction: trigger_id is missing")
	}
	return h, nil
}

// Buttons of one message need different action ids, so all but the first for a route
// carry a number behind it.
func routeOf(actionID string) string {
	name, _, _ := strings.Cut(actionID, "#")
	return name
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}
