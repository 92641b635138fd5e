package play

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"dealdesk/bot/fakeslack"
)

func (p *Player) slash(ctx context.Context, m []string) error {
	who, in, command, text := m[0], m[1], m[2], unescape(m[3])
	return p.act(ctx, who, p.to(in)+command+" "+text, func(person *fakeslack.Person, user string) error {
		at, err := p.where(ctx, user, in)
		if err != nil {
			return err
		}
		return person.Slash(ctx, at.channel, command, text)
	})
}

// to returns the transcript's prefix for the place where something is typed.
func (p *Player) to(place string) string {
	if place == "" {
		return ""
	}
	return "[" + place + "] "
}

func (p *Player) message(ctx context.Context, m []string) error {
	who, in, text := m[0], m[1], unescape(m[2])
	return p.act(ctx, who, p.to(in)+text, func(person *fakeslack.Person, user string) error {
		at, err := p.where(ctx, user, in)
		if err != nil {
			return err
		}
		ts, err := person.Say(at.channel, at.ts, text)
		if err == nil {
			p.said[user] = place{at.channel, ts}
		}
		return err
	})
}

// shares sends a file without words, such as a voice clip.
func (p *Player) shares(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.to(m[1])+"📎 "+m[2], func(person *fakeslack.Person, user string) error {
		at, err := p.where(ctx, user, m[1])
		if err != nil {
			return err
		}
		file, err := person.Upload(m[2], []byte(m[2]))
		if err != nil {
			return err
		}
		_, err = person.Share(at.channel, at.ts, "", file)
		return err
	})
}

// forwards sends a message on, without words of the person's own.
func (p *Player) forwards(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.to(m[1])+"↪ "+m[2], func(person *fakeslack.Person, user string) error {
		at, err := p.where(ctx, user, m[1])
		if err != nil {
			return err
		}
		from, err := p.find(user, m[2])
		if err != nil {
			return err
		}
		for _, seen := range person.Sees(from.channel, "") {
			if seen.TS == from.ts {
				_, err = person.Forward(at.channel, seen)
				return err
			}
		}
		return mistaken(p.words.noMessage, m[2])
	})
}

// mine returns the last message of the person.
func (p *Player) mine(user string) (place, error) {
	at, ok := p.said[user]
	if !ok {
		return at, mistake(p.words.notWritten)
	}
	return at, nil
}

func (p *Player) edits(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.words.edits+m[1], func(person *fakeslack.Person, user string) error {
		at, err := p.mine(user)
		if err != nil {
			return err
		}
		return person.Edit(at.channel, at.ts, unescape(m[1]))
	})
}

func (p *Player) deletes(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.words.deletes, func(person *fakeslack.Person, user string) error {
		at, err := p.mine(user)
		if err != nil {
			return err
		}
		return person.Delete(at.channel, at.ts)
	})
}

func (p *Player) reacts(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], ":"+m[1]+":", func(person *fakeslack.Person, user string) error {
		at, err := p.mine(user)
		if m[2] != "" {
			at, err = p.find(user, m[2])
		}
		if err != nil {
			return err
		}
		return person.React(at.channel, at.ts, m[1])
	})
}

func (p *Player) uses(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.words.uses+m[1], func(person *fakeslack.Person, user string) error {
		at, err := p.find(user, m[2])
		if err != nil {
			return err
		}
		return person.Shortcut(ctx, m[1], at.channel, at.ts)
	})
}

func (p *Player) opensHome(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.words.opensHome, func(person *fakeslack.Person, _ string) error { return person.OpenHome() })
}

// find returns the newest message with these words that the person can see.
func (p *Player) find(user, words string) (place, error) {
	for _, m := range p.newest(user) {
		if has(m.text, words) {
			return place{m.channel, m.ts}, nil
		}
	}
	return place{}, mistaken(p.words.noMessage, words)
}

// clicks clicks a button.
func (p *Player) clicks(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.words.clicks+m[1], func(person *fakeslack.Person, user string) error {
		at, label, err := p.target(person, user, m[1])
		if err != nil {
			return err
		}
		return person.Click(ctx, at, label)
	})
}

// forges clicks a button as a tampered client could: with another value than the button's.
func (p *Player) forges(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.words.clicks+m[1]+" = "+m[2], func(person *fakeslack.Person, user string) error {
		at, label, err := p.target(person, user, m[1])
		if err != nil {
			return err
		}
		return person.Forge(ctx, at, label, m[2])
	})
}

// race has two people click a button before either sees what the other did.
func (p *Player) race(ctx context.Context, m []string) error {
	second, err := p.person(m[1])
	if err != nil {
		return err
	}
	return p.act(ctx, m[0], p.words.race+m[1]+": "+m[2], func(person *fakeslack.Person, user string) error {
		other := p.Slack.As(second)
		at, label, err := p.target(person, user, m[2])
		if err != nil {
			return err
		}
		too, _, err := p.target(other, second, m[2])
		if err != nil {
			return err
		}
		both := errgroup.Group{}
		both.Go(func() error { return person.Click(ctx, at, label) })
		both.Go(func() error { return other.Click(ctx, too, label) })
		return both.Wait()
	})
}

// fills fills in fields of the top form and submits it. In a menu whose options come from the
// app, it types the text and takes the first option.
func (p *Player) fills(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.words.fills+m[1], func(person *fakeslack.Person, user string) error {
		views := person.Views()
		if len(views) == 0 {
			return mistake(p.words.noForm)
		}
		form := views[len(views)-1]
		values := map[string]any{}
		for _, part := range strings.Split(m[1], " | ") {
			name, value, ok := strings.Cut(part, "=")
			if !ok {
				return fmt.Errorf("%q is not of the form field = value", part)
			}
			name, value = strings.TrimSpace(name), unescape(strings.TrimSpace(value))
			values[name] = value
			if menu := suggesting(form, name); menu != "" {
				options, err := person.Options(ctx, form.Ref(), menu, value)
				if err != nil || len(options) == 0 {
					return fmt.Errorf("nothing is suggested for %q: %w", value, err)
				}
				values[name] = options[0]
			}
		}
		return person.Submit(ctx, form.ID, values)
	})
}

// suggesting returns the action of a field whose options come from the app, "" for other fields.
func suggesting(form fakeslack.View, field string) string {
	for _, b := range form.Blocks {
		element, _ := b["element"].(map[string]any)
		if action, _ := element["action_id"].(string); b["block_id"] == field && element["type"] == "external_select" {
			return action
		}
	}
	return ""
}

func (p *Player) submits(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.words.submits, func(person *fakeslack.Person, _ string) error {
		views := person.Views()
		if len(views) == 0 {
			return mistake(p.words.noForm)
		}
		return person.Submit(ctx, views[len(views)-1].ID, nil)
	})
}

func (p *Player) cancels(ctx context.Context, m []string) error {
	return p.act(ctx, m[0], p.words.cancels, func(person *fakeslack.Person, _ string) error {
		views := person.Views()
		if len(views) == 0 {
			return mistake(p.words.noForm)
		}
		return person.CloseView(views[len(views)-1].ID)
	})
}

// becomes changes a person's status or zone in the workspace.
func (p *Player) becomes(ctx context.Context, m []string) error {
	user, err := p.person(m[0])
	if err != nil {
		return err
	}
	p.look()
	p.print("", "%s: %s", m[0], m[1])
	err = p.Slack.UpdateUser(user, func(u *fakeslack.User) {
		switch m[1] {
		case "deactivated":
			u.Deleted = true
		case "back":
			u.Deleted, u.Guest = false, false
		case "a guest":
			u.Guest = true
		case "of another company":
			u.TeamID = "TOTHER"
		default:
			u.TZ = strings.TrimPrefix(m[1], "in ")
		}
	})
	if err != nil {
		return err
	}
	if err := p.settle(ctx); err != nil {
		return err
	}
	p.report()
	return nil
}

// again has Slack deliver its last envelope to the app once more.
func (p *Player) again(ctx context.Context, _ []string) error {
	var last *fakeslack.Envelope
	p.Slack.Look(func(st *fakeslack.State) {
		for _, e := range slices.Backward(st.Envelopes.All()) {
			told := string(e.Payload)
			if strings.Contains(told, `"`+p.watch+`"`) && (e.Type != "events_api" || !strings.Contains(told, `"bot_id"`)) {
				last = e
				return
			}
		}
	})
	if last == nil {
		return errors.New("nothing has been delivered yet")
	}
	p.look()
	p.print("", "(%s)", p.words.again)
	p.Slack.Redeliver(last)
	if err := p.settle(ctx); err != nil {
		return err
	}
	p.report()
	return nil
}

func (p *Player) stop(context.Context, []string) error {
	p.stopped = true
	p.print("", "(%s)", p.words.stop)
	return p.Bot.Stop()
}

func (p *Player) start(ctx context.Context, _ []string) error {
	p.look()
	p.print("", "(%s)", p.words.start)
	if err := p.Bot.Start(ctx); err != nil {
		return err
	}
	p.stopped, p.actor = false, ""
	return p.pass(ctx, p.Clock.Now())
}

func (p *Player) restart(ctx context.Context, m []string) error {
	if err := p.stop(ctx, m); err != nil {
		return err
	}
	return p.start(ctx, m)
}
