package play

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dealdesk/bot/fakeslack"
)

// What somebody at a prompt can ask for, besides playing lines.

// Who is the exact handle of somebody.
func (p *Player) Who(name string) (string, error) {
	user, err := p.person(name)
	return p.name(user), err
}

// People lists who is there.
func (p *Player) People() {
	p.Slack.Look(func(st *fakeslack.State) {
		for _, id := range st.Everyone() {
			u := st.Users[id]
			fmt.Fprintf(p.out, "  %s (%s)\n", u.Name, u.Locale)
		}
	})
}

// Show writes what somebody sees in a place now.
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

// Watch makes transcripts show in full what the clock brings this person. Of what it brings
// others in private, they show only that it came.
func (p *Player) Watch(who string) error {
	user, err := p.person(who)
	p.watch = user
	return err
}
