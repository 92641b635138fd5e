package fakeslack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Person acts as someone in the workspace. Its methods do what a person can do in Slack's
// client and return the errors it would show.
type Person struct {
	s  *Server
	id string
}

// As returns the person to act as. It is not checked whether they exist until they act.
func (s *Server) As(user string) *Person { return &Person{s, user} }

// IM returns the id of the person's direct conversation with the bot.
func (p *Person) IM() string { return "D" + p.id }

// activeUser returns the person if they may act. The lock must be held.
func (p *Person) activeUser() (*User, error) {
	u := p.s.st.Users[p.id]
	if u == nil {
		return nil, fmt.Errorf("there is no user %s", p.id)
	}
	if u.Deleted {
		return nil, fmt.Errorf("%s is deactivated", p.id)
	}
	return u, nil
}

// channel returns a channel the person is in. The lock must be held.
func (p *Person) channel(channel string) (*User, *Channel, error) {
	u, err := p.activeUser()
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

// wait waits until the app has answered, and returns the error shown to the person.
func (p *Person) wait(ctx context.Context, e *Envelope) error {
	select {
	case <-e.done:
		return e.Err
	case <-ctx.Done():
		return ctx.Err()
	case <-p.s.ctx.Done():
		return errClosed
	}
}

// Slash sends a slash command and waits for its acknowledgement. Slack has no commands in
// threads.
func (p *Person) Slash(ctx context.Context, channel, command, text string) error {
	e, err := p.slash(channel, command, text)
	if err != nil {
		return err
	}
	err = p.wait(ctx, e)
	if err == nil || errors.Is(err, ctx.Err()) || errors.Is(err, errClosed) {
		return err
	}
	return fmt.Errorf("%s failed with the error %q", command, err.Error())
}

func (p *Person) slash(channel, command, text string) (*Envelope, error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ch, err := p.channel(channel)
	if err != nil {
		return nil, err
	}
	known := s.opt.Commands == nil || slices.Contains(s.opt.Commands, command)
	if !known || u.TeamID != s.opt.TeamID || s.requireScope("commands") != nil {
		return nil, fmt.Errorf("%s is not a valid command", command)
	}
	name := ch.Name
	if ch.IM != "" {
		name = "directmessage"
	}
	h, url := s.responseURL(ch.ID, p.id, "")
	fields := obj{"token": "fake", "team_id": s.opt.TeamID, "team_domain": s.opt.TeamDomain, "channel_id": ch.ID, "channel_name": name,
		"user_id": p.id, "user_name": strings.ToLower(u.Name), "command": command, "text": s.encodeTyped(strings.TrimSpace(text), true),
		"api_app_id": s.opt.AppID, "is_enterprise_install": "false", "response_url": url, "trigger_id": s.trigger(p.id)}
	return s.enqueue(&Envelope{Type: "slash_commands", Kind: command, Payload: mustJSON(fields), accepts: true,
		httpForm: fieldsForm(fields), answer: s.commandAnswer(h)}), nil
}

// Say posts a message. thread is "" or the timestamp of any message in the thread. Known
// @names and #channels become mentions.
func (p *Person) Say(channel, thread, text string) (ts string, err error) {
	return p.Share(channel, thread, text)
}

// ownMessage returns a message the person wrote.
func (p *Person) ownMessage(channel, ts string) (*Channel, *Message, error) {
	_, ch, err := p.channel(channel)
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
	ch, m, err := p.ownMessage(channel, ts)
	if err != nil {
		return err
	}
	wire := p.s.encodeTyped(text, false)
	p.s.edit(ch, m, p.id, content{text: wire, blocks: p.s.withIDs([]Block{richBlock(wire)})})
	return nil
}

// Delete deletes a message the person wrote, or dismisses an ephemeral one.
func (p *Person) Delete(channel, ts string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	_, ch, err := p.channel(channel)
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

// React adds an emoji by its name without colons.
func (p *Person) React(channel, ts, emoji string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	_, ch, err := p.channel(channel)
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

// Unreact removes the person's emoji.
func (p *Person) Unreact(channel, ts, emoji string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	_, ch, err := p.channel(channel)
	if err != nil {
		return err
	}
	m := ch.find(ts, "")
	if m == nil {
		return fmt.Errorf("there is no message %s in %s", ts, channel)
	}
	if !p.s.unreact(ch, m, p.id, emoji) {
		return errors.New("no_reaction")
	}
	return nil
}

// Sees returns the messages the person sees in a channel or thread, oldest first,
// including ephemeral ones.
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

// Reload restarts the person's client: their ephemeral messages are gone.
func (p *Person) Reload() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, ch := range p.s.st.Channels {
		ch.Ephemerals = slices.DeleteFunc(slices.Clone(ch.Ephemerals), func(m *Message) bool { return m.To == p.id })
	}
	p.s.notify()
}

// Transcript returns what a person sees in a channel or thread as text, each message
// below its author's name.
func (p *Person) Transcript(channel, thread string) string {
	var out []string
	for _, m := range p.Sees(channel, thread) {
		p.s.mu.Lock()
		r := printer{st: &p.s.st}
		head := r.name(m.User)
		if m.To != "" {
			head += " (only visible to you)"
		}
		body := p.s.st.Plain(m)
		p.s.mu.Unlock()
		if m.EditedAt != "" && m.BotID == "" {
			body += " (edited)"
		}
		out = append(out, head+"\n  "+strings.ReplaceAll(body, "\n", "\n  "))
		for _, re := range m.Reactions {
			out = append(out, fmt.Sprintf("  :%s: %d", re.Name, len(re.Users)))
		}
	}
	return strings.Join(out, "\n")
}
