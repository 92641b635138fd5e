package fakeslack

import (
	"context"
	"errors"
	"fmt"
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
	select {
	case <-e.done:
		return e.Err
	case <-ctx.Done():
		return ctx.Err()
	case <-p.s.ctx.Done():
		return errClosed
	}
}

// Slash sends a slash command and waits for its acknowledgement. There is no thread
// to name: Slack does not offer commands in threads.
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
	return p.Share(channel, thread, text)
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

// Unreact takes the person's emoji back.
func (p *Person) Unreact(channel, ts, emoji string) error {
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
	if !p.s.unreact(ch, m, p.id, emoji) {
		return errors.New("no_reaction")
	}
	return nil
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

// Transcript prints what a person sees in a channel or thread, one message after
// another, each after its author's name.
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
