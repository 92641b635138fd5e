package fakeslack

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dealdesk/bot/fakeslack/blockkit"
)

// Ref refers to a message or a view, or to one block of it.
type Ref struct{ Channel, TS, View, Block string }

// Ref returns a reference to the message.
func (m Message) Ref() Ref { return Ref{Channel: m.Channel, TS: m.TS} }

// Ref returns a reference to the view.
func (w View) Ref() Ref { return Ref{View: w.ID} }

// target is an element a person acts on, with its block and message or view.
type target struct {
	user  *User
	ch    *Channel
	msg   *Message
	view  *View
	block Block
	el    obj
}

// find finds an element by its action id, label or placeholder. If several match, value
// selects one.
func (p *Person) find(ref Ref, name, value string) (t target, err error) {
	s := p.s
	var blocks []Block
	if ref.View != "" {
		t.view = s.st.Views[ref.View]
		if t.view == nil || t.view.User != p.id {
			return t, fmt.Errorf("%s has no view %s open", p.id, ref.View)
		}
		if t.user, err = p.activeUser(); err != nil {
			return t, err
		}
		blocks = t.view.Blocks
	} else {
		if t.user, t.ch, err = p.channel(ref.Channel); err != nil {
			return t, err
		}
		if t.msg = t.ch.find(ref.TS, p.id); t.msg == nil {
			return t, fmt.Errorf("the message %s is not there any more", ref.TS)
		}
		blocks = t.msg.Blocks
	}
	for _, by := range []func(obj) any{
		func(el obj) any { return el["action_id"] },
		func(el obj) any { l, _ := el["text"].(map[string]any); return l["text"] },
		func(el obj) any { l, _ := el["placeholder"].(map[string]any); return l["text"] },
	} {
		for _, b := range blocks {
			if ref.Block != "" && b["block_id"] != ref.Block {
				continue
			}
			for _, el := range blockkit.Elements(b) {
				if blockkit.Interactive(el) && by(el) == name && (value == "" || el["value"] == value) {
					t.block, t.el = b, el
					return t, nil
				}
			}
		}
	}
	return t, fmt.Errorf("there is no %q to act on", name)
}

// container adds to a payload where an action happened.
func (p *Person) container(t target, payload obj) {
	s := p.s
	if t.view != nil {
		payload["container"] = obj{"type": "view", "view_id": t.view.ID}
		payload["view"] = s.viewJSON(t.view)
		return
	}
	c := obj{"type": "message", "message_ts": t.msg.TS, "channel_id": t.ch.ID, "is_ephemeral": t.msg.To != ""}
	if t.msg.ThreadTS != "" {
		c["thread_ts"] = t.msg.ThreadTS
	}
	payload["container"], payload["channel"] = c, p.channelField(t.ch)
	if t.msg.To == "" { // Slack keeps no copy of ephemeral messages
		payload["message"] = s.messageJSON(t.ch, t.msg, false)
	}
}

func (p *Person) channelField(ch *Channel) obj {
	name := ch.Name
	switch {
	case ch.IM != "":
		name = "directmessage"
	case ch.Private:
		name = "privategroup"
	}
	return obj{"id": ch.ID, "name": name}
}

// Click presses a button and waits for the acknowledgement. name is its action id or
// label; if several match, value selects one.
func (p *Person) Click(ctx context.Context, ref Ref, name string, value ...string) error {
	return p.press(ctx, ref, name, append(value, "")[0], nil)
}

// Forge presses a button with a value that is not the button's, like a tampered client.
func (p *Person) Forge(ctx context.Context, ref Ref, name, value string) error {
	return p.press(ctx, ref, name, "", &value)
}

func (p *Person) press(ctx context.Context, ref Ref, name, value string, forged *string) error {
	return p.act(ctx, ref, name, value, func(t target) (obj, error) {
		if t.el["type"] != "button" {
			return nil, fmt.Errorf("%q is a %v, not a button", name, t.el["type"])
		}
		action := obj{"type": "button", "text": t.el["text"]}
		for _, k := range []string{"value", "style", "url"} {
			if v := t.el[k]; v != nil {
				action[k] = v
			}
		}
		if forged != nil {
			action["value"] = *forged
		}
		return action, nil
	})
}

// Select chooses a value in a menu, date picker or the like that sends block_actions. For
// v see Submit.
func (p *Person) Select(ctx context.Context, ref Ref, name string, v any) error {
	return p.act(ctx, ref, name, "", func(t target) (obj, error) {
		if t.block["type"] == "input" && t.block["dispatch_action"] != true {
			return nil, fmt.Errorf("%q tells the app nothing before the form is submitted", name)
		}
		x, err := p.s.newValue(t.el, v)
		if err != nil {
			return nil, err
		}
		if t.el["type"] == "overflow" {
			return x, nil
		}
		state := t.state()
		block := t.block["block_id"].(string)
		if state[block] == nil {
			state[block] = map[string]obj{}
		}
		state[block][t.el["action_id"].(string)] = x
		return maps.Clone(x), nil
	})
}

// state returns this person's values of the fields in the same message or view.
func (t target) state() values {
	if t.view != nil {
		return t.view.Values
	}
	if t.msg.inputs == nil {
		t.msg.inputs = map[string]values{}
	}
	if t.msg.inputs[t.user.ID] == nil {
		t.msg.inputs[t.user.ID] = initialValues(t.msg.Blocks)
	}
	return t.msg.inputs[t.user.ID]
}

// act sends block_actions and waits for the acknowledgement.
func (p *Person) act(ctx context.Context, ref Ref, name, value string, do func(target) (obj, error)) error {
	e, err := func() (*Envelope, error) {
		s := p.s
		s.mu.Lock()
		defer s.mu.Unlock()
		t, err := p.find(ref, name, value)
		if err != nil {
			return nil, err
		}
		action, err := do(t)
		if err != nil {
			return nil, err
		}
		action["action_id"], action["block_id"], action["action_ts"] = t.el["action_id"], t.block["block_id"], s.eventTS(t.ch)
		payload := obj{"actions": []obj{action}, "state": obj{"values": t.state()}}
		p.container(t, payload)
		if t.msg != nil {
			_, payload["response_url"] = s.responseURL(t.ch.ID, p.id, t.msg.TS)
		}
		return s.enqueue(s.interaction("block_actions", t.user, payload, nil)), nil
	}()
	if err != nil {
		return err
	}
	return p.wait(ctx, e)
}

// Shortcut runs a message shortcut, or a global one if channel is "".
func (p *Person) Shortcut(ctx context.Context, callbackID, channel, ts string) error {
	e, err := func() (*Envelope, error) {
		s := p.s
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.opt.Shortcuts != nil && !slices.Contains(s.opt.Shortcuts, callbackID) {
			return nil, fmt.Errorf("the app has no shortcut %q", callbackID)
		}
		if channel == "" {
			u, err := p.activeUser()
			if err != nil {
				return nil, err
			}
			return s.enqueue(s.interaction("shortcut", u, obj{"callback_id": callbackID, "action_ts": s.eventTS(nil)}, nil)), nil
		}
		u, ch, err := p.channel(channel)
		if err != nil {
			return nil, err
		}
		m := ch.find(ts, "")
		if m == nil {
			return nil, fmt.Errorf("there is no message %s in %s", ts, channel)
		}
		_, url := s.responseURL(ch.ID, p.id, "")
		return s.enqueue(s.interaction("message_action", u, obj{"callback_id": callbackID, "channel": p.channelField(ch),
			"message": s.messageJSON(ch, m, false), "message_ts": m.TS, "action_ts": s.eventTS(ch), "response_url": url}, nil)), nil
	}()
	if err != nil {
		return err
	}
	return p.wait(ctx, e)
}

// Options types into a menu filled by the app and returns its options.
func (p *Person) Options(ctx context.Context, ref Ref, name, typed string) ([]Option, error) {
	var out []Option
	e, err := func() (*Envelope, error) {
		s := p.s
		s.mu.Lock()
		defer s.mu.Unlock()
		t, err := p.find(ref, name, "")
		if err != nil {
			return nil, err
		}
		if kind, _ := t.el["type"].(string); !strings.HasSuffix(kind, "external_select") {
			return nil, fmt.Errorf("%q does not ask the app for options", name)
		}
		payload := obj{"action_id": t.el["action_id"], "block_id": t.block["block_id"], "value": typed}
		p.container(t, payload)
		return s.enqueue(s.interaction("block_suggestion", t.user, payload, func(answer json.RawMessage) (err error) {
			out, err = readOptions(answer)
			return err
		})), nil
	}()
	if err != nil {
		return nil, err
	}
	if err := p.wait(ctx, e); err != nil {
		return nil, err
	}
	return out, nil
}
