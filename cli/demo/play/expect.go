package play

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dealdesk/bot/fakeslack"
	"dealdesk/sales"
)

// expectation is the error of an expectation that failed.
type expectation struct{ want, is string }

func (e *expectation) Error() string {
	is := e.is
	if is == "" {
		is = "(nothing)"
	}
	return fmt.Sprintf("%s; there is:\n    %s", e.want, strings.ReplaceAll(is, "\n", "\n    "))
}

// has reports whether text contains words. It ignores markup and differences in white space. An
// ID is a whole word: D-12 does not contain D-1.
func has(text, words string) bool {
	text, words = squeeze(text), squeeze(words)
	for rest := text; words != ""; {
		i := strings.Index(rest, words)
		if i < 0 {
			return false
		}
		end := rest[i+len(words):]
		if !digit.MatchString(words[len(words)-1:]) || end == "" || !digit.MatchString(end[:1]) {
			return true
		}
		rest = end
	}
	return true
}

var digit = regexp.MustCompile(`[0-9]`)

func squeeze(text string) string { return strings.Join(strings.Fields(plain(text)), " ") }

// seen returns what is new to a person, without what they wrote themselves.
func (p *Player) seen(who string) (string, error) {
	user := p.actor
	if who != "" {
		var err error
		if user, err = p.person(who); err != nil {
			return "", err
		}
	}
	if user == "" {
		return "", errors.New("nobody has acted; name the person who sees it")
	}
	var all []string
	for _, s := range p.news {
		if slices.Contains(s.viewers, user) && s.author != user {
			all = append(all, s.text)
		}
	}
	return strings.Join(all, "\n"), nil
}

func (p *Player) sees(m []string) error {
	text, err := p.seen(m[0])
	if err == nil && !has(text, m[1]) {
		err = &expectation{"not seen", text}
	}
	return err
}

func (p *Player) doesNotSee(m []string) error {
	text, err := p.seen(m[0])
	if err == nil && has(text, m[1]) {
		err = &expectation{"seen", text}
	}
	return err
}

func (p *Player) seesNothing([]string) error {
	text, err := p.seen("")
	if err == nil && text != "" {
		err = &expectation{"not nothing", text}
	}
	return err
}

func (p *Player) slackSays(m []string) error {
	err := p.refused
	p.refused = nil
	if err == nil || !has(err.Error(), m[0]) {
		return &expectation{"slack did not say so", fmt.Sprint(err)}
	}
	return nil
}

// has checks what a place shows now.
func (p *Player) has(ctx context.Context, m []string) error {
	name, how, words := m[0], strings.TrimSpace(m[1]), m[2]
	var at place
	var err error
	if strings.HasPrefix(name, "#") || sales.KindOf(name) == sales.KindDeal {
		at, err = p.where(ctx, "", name)
	} else {
		var user string
		if user, err = p.person(name); err == nil {
			at, err = p.where(ctx, user, "dm")
		}
	}
	if err != nil {
		return err
	}
	var found int
	var all []string
	p.Slack.Look(func(st *fakeslack.State) {
		for _, msg := range st.Channels[at.channel].Messages {
			if at.ts != "" && msg.TS != at.ts && msg.ThreadTS != at.ts {
				continue
			}
			text := st.Plain(*msg)
			all = append(all, text)
			if has(text, words) {
				found++
			}
		}
	})
	if how == "no" && found == 0 || how == "once" && found == 1 || how == "" && found > 0 {
		return nil
	}
	return &expectation{fmt.Sprintf("it is there %d times", found), strings.Join(all, "\n")}
}

// nobodyPinged checks that no message of the bot notifies a channel.
func (p *Player) nobodyPinged([]string) error {
	var bad []string
	p.Slack.Look(func(st *fakeslack.State) {
		for _, c := range st.Calls.All() {
			for _, arg := range c.Args {
				if strings.Contains(arg, "<!channel") || strings.Contains(arg, "<!here") || strings.Contains(arg, "<!everyone") ||
					strings.Contains(arg, `"type":"broadcast"`) {
					bad = append(bad, arg)
				}
			}
		}
	})
	if len(bad) > 0 {
		return &expectation{"somebody was", strings.Join(bad, "\n")}
	}
	return nil
}
