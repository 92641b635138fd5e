package play

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dealdesk/bot/fakeslack"
)

// What a prompt offers besides playing lines.

// Who returns the exact handle of a person.
func (p *Player) Who(name string) (string, error) {
	user, err := p.person(name)
	return p.name(user), err
}

// People writes a list of all people.
func (p *Player) People() {
	p.Slack.Look(func(st *fakeslack.State) {
		for _, id := range st.Everyone() {
			u := st.Users[id]
			fmt.Fprintf(p.out, "  %s (%s)\n", u.Name, u.Locale)
		}
	})
}

// Show writes what a person sees in a place now.
func (p *Player) Show(ctx context.Context, who, name string) error {
	user, err := p.person(who)
	if err != nil {
		return err
	}
	at, err := p.where(ctx, user, name)
	if err != nil {
		return err
	}
	found := false
	for _, s := range p.sights() {
		if s.channel != at.channel || s.thread != at.ts && s.ts != at.ts || !slices.Contains(s.viewers, user) {
			continue
		}
		found = true
		head := p.name(s.author)
		if s.only != "" && !strings.HasPrefix(s.place, p.words.direct) {
			head += p.words.only
		}
		fmt.Fprintf(p.out, "  %s\n    %s\n", head, strings.ReplaceAll(plain(s.text), "\n", "\n    "))
	}
	if !found {
		fmt.Fprintf(p.out, "  (%s)\n", p.words.bare)
	}
	return nil
}

// Watch selects the person whose private messages the transcript shows in full when nobody acts.
// Of other people's private messages it shows only that they came.
func (p *Player) Watch(who string) error {
	user, err := p.person(who)
	p.watch = user
	return err
}
