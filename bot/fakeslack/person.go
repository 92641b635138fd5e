package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Person acts as someone in the workspace: what they could do in Slack's client,
// with the errors it would show them.
type Person struct {
	s  *Server
	id string
}

// As returns the person to act as. Whether they exist is checked when they act.
func (s *Server) As(user string) *Person { return &Person{s, user} }

// Ref is a place with buttons: a message or a view.
type Ref struct{ Channel, TS, View string }

// Ref is where the message is.
func (m Message) Ref() Ref { return Ref{Channel: m.Channel, TS: m.TS} }

// Ref is where the view is.
func (w View) Ref() Ref { return Ref{View: w.ID} }

// IM is the id of the person's conversation with the bot.
func (p *Person) IM() string { return "D" + p.id }

// who is the person, if they may act. The lock is held.
func (p *Person) who() (*User, error) {
	u := p.s.st.Users[p.id]
	if u == nil {
		return nil, fmt.Errorf("there is no user %s", p.id)
	}
	if u.Deleted {
		return nil, fmt.Errorf("%s is deactivated", p.id)
	}
	return u, nil
}

// in is a channel the person is in. The lock is held.
func (p *Person) in(channel string) (*User, *Channel, error) {
	u, err := p.who()
	if err != nil {
		return nil, nil, err
	}
	ch := p.s.st.Channels[channel]
	switch {
	case ch == nil || !ch.has(p.id):
		return nil, nil, fmt.Errorf("%s is not in %s", p.id, channel)
	case ch.Archived:
		return nil, nil, fmt.Errorf("%s is archived", channel)
	}
	return u, ch, nil
}

// wait waits until the app has answered, and returns what the person saw go wrong.
func (p *Person) wait(ctx context.Context, e *Envelope) error {
	if err := p.s.WaitFor(ctx, func(*State) bool { return e.Done }); err != nil {
		return err
	}
	return e.Err // set once, before Done
}

// Slash sends a slash command and waits for its acknowledgement. There is no thread
// to name: Slack does not offer commands in threads.
func (p *Person) Slash(ctx context.Context, channel, command, text string) error {
	e, err := p.slash(channel, command, text)
	if err != nil {
		return err
	}
	if err := p.wait(ctx, e); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return fmt.Errorf("%s failed with the error %q", command, err.Error())
	}
	return nil
}

func (p *Person) slash(channel, command, text string) (*Envelope, error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ch, err := p.in(channel)
	if err != nil {
		return nil, err
	}
	known := s.opt.Commands == nil || slices.Contains(s.opt.Commands, command)
	if !known || u.TeamID != s.opt.TeamID || s.need("commands") != nil {
		return nil, fmt.Errorf("%s is not a valid command", command)
	}
	name := ch.Name
	if ch.IM != "" {
		name = "directmessage"
	}
	h, url := s.responseURL(ch.ID, p.id, "")
	fields := obj{"token": "fake", "team_id": s.opt.TeamID, "team_domain": s.opt.TeamDomain, "channel_id": ch.ID, "channel_name": name,
		"user_id": p.id, "user_name": strings.ToLower(u.Name), "command": command, "text": s.typed(strings.TrimSpace(text), true),
		"api_app_id": s.opt.AppID, "is_enterprise_install": "false", "response_url": url, "trigger_id": s.trigger(p.id)}
	return s.enqueue(&Envelope{Type: "slash_commands", Kind: command, Payload: mustJSON(fields), accepts: true,
		form: fieldsForm(fields), answer: s.commandAnswer(h)}), nil
}

// Say posts a message; thread is "" or the timestamp of any message in the thread.
// @names and #channels of the workspace become mentions, as they do when typed.
func (p *Person) Say(channel, thread, text string) (ts string, err error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ch, err := p.in(channel)
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(text) == "" {
		return "", errors.New("there is nothing to send")
	}
	if thread != "" {
		parent := ch.find(thread, "")
		if parent == nil {
			return "", fmt.Errorf("there is no message %s in %s", thread, channel)
		}
		if parent.ThreadTS != "" {
			thread = parent.ThreadTS
		}
	}
	wire := s.typed(text, false)
	m := &Message{User: p.id, Text: wire, Blocks: s.named([]Block{richBlock(wire)}), ThreadTS: thread, ClientMsgID: s.st.id("client-msg-")}
	s.post(ch, m)
	return m.TS, nil
}

// mine is a message the person wrote.
func (p *Person) mine(channel, ts string) (*Channel, *Message, error) {
	_, ch, err := p.in(channel)
	if err != nil {
		return nil, nil, err
	}
	m := ch.find(ts, p.id)
	if m == nil || m.User != p.id {
		return nil, nil, fmt.Errorf("%s is no message of %s", ts, p.id)
	}
	return ch, m, nil
}

// Edit changes a message the person wrote.
func (p *Person) Edit(channel, ts, text string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch, m, err := p.mine(channel, ts)
	if err != nil {
		return err
	}
	wire := p.s.typed(text, false)
	p.s.edit(ch, m, p.id, content{text: wire, blocks: p.s.named([]Block{richBlock(wire)})})
	return nil
}

// Delete deletes a message the person wrote, or hides one that only they see.
func (p *Person) Delete(channel, ts string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	_, ch, err := p.in(channel)
	if err != nil {
		return err
	}
	m := ch.find(ts, p.id)
	if m == nil || m.User != p.id && m.To != p.id {
		return fmt.Errorf("%s cannot delete %s", p.id, ts)
	}
	p.s.remove(ch, m)
	return nil
}

// React adds an emoji, named without colons.
func (p *Person) React(channel, ts, emoji string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	_, ch, err := p.in(channel)
	if err != nil {
		return err
	}
	m := ch.find(ts, "")
	if m == nil {
		return fmt.Errorf("there is no message %s in %s", ts, channel)
	}
	if !p.s.react(ch, m, p.id, emoji) {
		return errors.New("already_reacted")
	}
	return nil
}

// target is an element a person acts upon, and where it is.
type target struct {
	user  *User
	ch    *Channel
	msg   *Message
	view  *View
	block Block
	el    obj
}

// find looks for an element by its action id or by the words on it; a value tells
// apart several with the same.
func (p *Person) find(ref Ref, name, value string) (t target, err error) {
	s := p.s
	var blocks []Block
	if ref.View != "" {
		t.view = s.st.Views[ref.View]
		if t.view == nil || t.view.User != p.id {
			return t, fmt.Errorf("%s has no view %s open", p.id, ref.View)
		}
		if t.user, err = p.who(); err != nil {
			return t, err
		}
		blocks = t.view.Blocks
	} else {
		if t.user, t.ch, err = p.in(ref.Channel); err != nil {
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
			for _, el := range elementsOf(b) {
				if interactive(el) && by(el) == name && (value == "" || el["value"] == value) {
					t.block, t.el = b, el
					return t, nil
				}
			}
		}
	}
	return t, fmt.Errorf("there is no %q to act upon", name)
}

// container says where an action happened, the parts of a payload that depend on it.
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
	if t.msg.To == "" { // Slack keeps no copy of what only one person sees
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

// Click presses a button, named by its action id or its label; a value tells apart
// several with the same name. It waits for the acknowledgement.
func (p *Person) Click(ctx context.Context, ref Ref, name string, value ...string) error {
	return p.act(ctx, ref, name, append(value, "")[0], func(t target) (obj, error) {
		if t.el["type"] != "button" {
			return nil, fmt.Errorf("%q is a %v, not a button", name, t.el["type"])
		}
		action := obj{"type": "button", "text": t.el["text"]}
		for _, k := range []string{"value", "style", "url"} {
			if v := t.el[k]; v != nil {
				action[k] = v
			}
		}
		return action, nil
	})
}

// Select chooses in a menu, date picker and the like outside of forms' input blocks,
// or in one that dispatches its action. For v see Submit.
func (p *Person) Select(ctx context.Context, ref Ref, name string, v any) error {
	return p.act(ctx, ref, name, "", func(t target) (obj, error) {
		if t.block["type"] == "input" && t.block["dispatch_action"] != true {
			return nil, fmt.Errorf("%q tells the app nothing before the form is submitted", name)
		}
		x, err := p.s.choose(t.el, v)
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

// state are the fields beside the element, for this person.
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
		} else {
			s.rehash(t.view)
			payload["view"] = s.viewJSON(t.view)
		}
		return s.enqueue(s.interaction("block_actions", t.user, payload, nil)), nil
	}()
	if err != nil {
		return err
	}
	return p.wait(ctx, e)
}

// Submit fills fields of an open form and submits it. Values are named by block id,
// action id or label; a value is text, an Option for menus filled by the app, or a
// list. Fields that are not named keep what is in them. What the form shows beside
// its fields comes back as FormErrors and stays on the view.
func (p *Person) Submit(ctx context.Context, viewID string, in map[string]any) error {
	e, err := func() (*Envelope, error) {
		s := p.s
		s.mu.Lock()
		defer s.mu.Unlock()
		u, err := p.who()
		if err != nil {
			return nil, err
		}
		stack := s.st.Stacks[p.id]
		if len(stack) == 0 || stack[len(stack)-1] != viewID {
			return nil, fmt.Errorf("%s has not the form %s on top", p.id, viewID)
		}
		w := s.st.Views[viewID]
		if w.Submit == "" {
			return nil, fmt.Errorf("the form %q has nothing to submit", w.Title)
		}
		if err := s.fill(w, in); err != nil {
			return nil, err
		}
		if err := w.complete(); err != nil {
			s.bump()
			return nil, err
		}
		w.Errors = nil
		payload := obj{"view": s.viewJSON(w), "response_urls": []obj{}}
		return s.enqueue(s.interaction("view_submission", u, payload, s.formAnswer(w))), nil
	}()
	if err != nil {
		return err
	}
	err = p.wait(ctx, e)
	if err != nil && (err.Error() == "operation_timeout" || errors.Is(err, errNoApp)) {
		return errTrouble
	}
	return err
}

// CloseView closes the form on top. The app hears of it when the view asked for that.
func (p *Person) CloseView(viewID string) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := p.who()
	if err != nil {
		return err
	}
	w := s.st.Views[viewID]
	if w == nil || w.User != p.id || w.Type != "modal" {
		return fmt.Errorf("%s has no form %s open", p.id, viewID)
	}
	seen := s.viewJSON(w)
	if w.ClearOnClose {
		s.closeAll(p.id)
	} else {
		s.closeView(w)
	}
	if w.NotifyOnClose {
		s.enqueue(s.interaction("view_closed", u, obj{"view": seen, "is_cleared": w.ClearOnClose}, nil))
	}
	return nil
}

// Shortcut runs a message shortcut on a message, or a global one when channel is "".
func (p *Person) Shortcut(ctx context.Context, callbackID, channel, ts string) error {
	e, err := func() (*Envelope, error) {
		s := p.s
		s.mu.Lock()
		defer s.mu.Unlock()
		if channel == "" {
			u, err := p.who()
			if err != nil {
				return nil, err
			}
			return s.enqueue(s.interaction("shortcut", u, obj{"callback_id": callbackID, "action_ts": s.eventTS(nil)}, nil)), nil
		}
		u, ch, err := p.in(channel)
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

// Options types into a menu whose options the app gives, and returns them.
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

// OpenHome opens the app's home tab (app_home_opened).
func (p *Person) OpenHome() error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := p.who(); err != nil {
		return err
	}
	event := obj{"type": "app_home_opened", "user": p.id, "channel": p.IM(), "tab": "home"}
	if w := s.st.Views[s.st.Homes[p.id]]; w != nil {
		event["view"] = s.viewJSON(w)
	}
	s.emit(s.st.Channels[p.IM()], event)
	return nil
}

// Home is the published home tab, if there is one.
func (p *Person) Home() (View, bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if w := p.s.st.Views[p.s.st.Homes[p.id]]; w != nil {
		return w.snapshot(), true
	}
	return View{}, false
}

// Views are the open forms, the one on top last.
func (p *Person) Views() []View {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var out []View
	for _, id := range p.s.st.Stacks[p.id] {
		out = append(out, p.s.st.Views[id].snapshot())
	}
	return out
}

func (w *View) snapshot() View {
	out := *w
	out.Errors = maps.Clone(w.Errors)
	out.Values = values{}
	for k, v := range w.Values {
		out.Values[k] = maps.Clone(v)
	}
	return out
}

// Sees is what the person reads in a channel, or in one of its threads, oldest
// first, with what only they see.
func (p *Person) Sees(channel, thread string) []Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch := p.s.st.Channels[channel]
	if ch == nil || !ch.has(p.id) {
		return nil
	}
	var out []Message
	for _, m := range slices.Concat(ch.Messages, ch.Ephemerals) {
		inThread := m.ThreadTS != "" && m.ThreadTS != m.TS
		here := !inThread || m.Broadcast
		if thread != "" {
			here = m.TS == thread || m.ThreadTS == thread
		}
		if here && (m.To == "" || m.To == p.id) {
			out = append(out, *m)
		}
	}
	slices.SortStableFunc(out, func(a, b Message) int { return compareTS(a.TS, b.TS) })
	return out
}

// Reload starts the person's client anew: what only they saw is gone.
func (p *Person) Reload() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, ch := range p.s.st.Channels {
		ch.Ephemerals = slices.DeleteFunc(slices.Clone(ch.Ephemerals), func(m *Message) bool { return m.To == p.id })
	}
	p.s.bump()
}

var (
	token   = regexp.MustCompile(`<(?:@[UW][A-Za-z0-9]*|#C[A-Za-z0-9]*(?:\|[^>]*)?|![a-z]+|(?:https?|mailto):[^>\s]+)>`)
	mention = regexp.MustCompile(`(^|[^\pL\pN_&])([@#])([\pL\pN._-]+)`)
	escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// typed is what Slack makes of typed text: mentions become tokens, the three
// special characters entities. Tokens that are there already stay. In commands the
// tokens carry names.
func (s *Server) typed(text string, command bool) string {
	var out strings.Builder
	last := 0
	for _, at := range append(token.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		part := escaper.Replace(text[last:at[0]])
		if !command || !s.opt.PlainCommands {
			part = mention.ReplaceAllStringFunc(part, func(m string) string { return s.mentioned(m, command) })
		}
		out.WriteString(part)
		out.WriteString(text[at[0]:at[1]])
		last = at[1]
	}
	return out.String()
}

// mentioned turns "@name" or "#name" into a token when there is such a name, with
// or without the punctuation at its end.
func (s *Server) mentioned(m string, command bool) string {
	parts := mention.FindStringSubmatch(m)
	before, sign, word := parts[1], parts[2], parts[3]
	if sign == "@" && slices.Contains([]string{"here", "channel", "everyone"}, word) {
		return before + "<!" + word + ">"
	}
	for _, name := range []string{word, strings.TrimRight(word, "._-")} {
		id := s.lookUp(sign, name)
		if id == "" {
			continue
		}
		if command || sign == "#" {
			id += "|" + name
		}
		return before + "<" + sign + id + ">" + word[len(name):]
	}
	return m
}

// lookUp finds the id of a person by handle, or of a channel by name.
func (s *Server) lookUp(sign, name string) string {
	if sign == "@" {
		for _, u := range s.st.Users {
			if strings.EqualFold(u.Name, name) {
				return u.ID
			}
		}
		return ""
	}
	for _, c := range s.st.Channels {
		if c.Name == name {
			return c.ID
		}
	}
	return ""
}

// richBlock is the rich_text block Slack's client makes of typed text.
func richBlock(wire string) Block {
	var parts []any
	add := func(t string) {
		if t != "" {
			parts = append(parts, obj{"type": "text", "text": strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(t)})
		}
	}
	last := 0
	for _, at := range token.FindAllStringIndex(wire, -1) {
		add(wire[last:at[0]])
		inner, _, _ := strings.Cut(wire[at[0]+1:at[1]-1], "|")
		switch inner[0] {
		case '@':
			parts = append(parts, obj{"type": "user", "user_id": inner[1:]})
		case '#':
			parts = append(parts, obj{"type": "channel", "channel_id": inner[1:]})
		case '!':
			parts = append(parts, obj{"type": "broadcast", "range": inner[1:]})
		default:
			parts = append(parts, obj{"type": "link", "url": inner})
		}
		last = at[1]
	}
	add(wire[last:])
	return Block{"type": "rich_text", "elements": []any{obj{"type": "rich_text_section", "elements": parts}}}
}
