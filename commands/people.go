package commands

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

// myTeams are the teams the person is in, manages or directs; all of them for an admin.
func (c *call) myTeams() ([]sales.Team, error) {
	var mine []sales.Team
	for t, err := range store.Teams.List(c.Read, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if sales.Visible(c.Me, sales.Record{Team: t}) {
			mine = append(mine, t)
		}
	}
	return mine, nil
}

// profile keeps what the chat says of a known person: name, language, zone, and above
// all whether they still work here. It runs as the workspace, not as a person.
func (d *Desk) profile(ctx context.Context, req chat.Request) (chat.Reply, error) {
	change := store.Change{Once: req.ID, Actor: "slack", At: req.At, What: req.Name}
	_, err := d.Store.Update(ctx, change, func(tx *store.Tx) error {
		p, known, err := store.People.Get(tx, req.Who.User)
		if err != nil || !known {
			return err
		}
		is := p
		is.Locale, is.Gone, is.Outside = req.Who.Locale, req.Who.Gone, req.Who.Outside || req.Who.Guest
		is.Name, is.ChatZone = cmp.Or(req.Who.Name, p.Name), cmp.Or(req.Who.Zone, p.ChatZone)
		if is.Locale == p.Locale && is.Gone == p.Gone && is.Outside == p.Outside && is.Name == p.Name && is.ChatZone == p.ChatZone {
			return nil
		}
		if err := store.People.Put(tx, is); err != nil || is.InChat() == p.InChat() {
			return err
		}
		return d.leaderless(tx, is)
	})
	return chat.Reply{}, err
}

// teamsNamed is the one team a text names, or all of the person's when it is empty: the
// id that a button carries before a name, and the very name before a similar one. A team
// the person may not see is as unknown as one that does not exist.
func (c *call) teamsNamed(text string) ([]sales.Team, error) {
	teams, err := c.myTeams()
	text = strings.TrimSpace(text)
	if err != nil || text == "" {
		return teams, err
	}
	folded := phrase.Fold(text)
	for _, fits := range []func(sales.Team) bool{
		func(t sales.Team) bool { return t.ID == text },
		func(t sales.Team) bool { return strings.EqualFold(t.Name, text) },
		func(t sales.Team) bool { return folded != "" && phrase.Fold(t.Name) == folded },
	} {
		if i := slices.IndexFunc(teams, fits); i >= 0 {
			return teams[i : i+1], nil
		}
	}
	return nil, sales.No("people.no_such_team", "Name", text)
}
