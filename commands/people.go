package commands

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

func peopleVerbs() []verb {
	return []verb{{Route: chat.Route{Name: "people", Help: true}, do: people, reads: true}}
}

// people lists the asker's team: who does what, who is away.
func people(c *call) (chat.Reply, error) {
	teams, err := c.myTeams()
	if err != nil {
		return chat.Reply{}, err
	}
	if len(teams) == 0 {
		return chat.Reply{}, sales.No("people.no_team")
	}
	var blocks []chat.Block
	var lines []chat.Safe
	for _, t := range teams {
		text := chat.Bold(chat.Escape(t.Name))
		for p, err := range store.People.List(c.r, store.Query{Index: "team", Key: t.ID}) {
			if err != nil {
				return chat.Reply{}, err
			}
			if p.Gone {
				continue
			}
			line := c.Say("people.line", "Name", p.Name, "Role", c.Say("role."+string(p.Role)))
			if p.AwayOn(c.today) {
				line = chat.Join(" · ", line, c.Say("people.away"))
			}
			text = chat.Join("\n", text, line)
		}
		lines, blocks = append(lines, text), append(blocks, chat.Para(text))
	}
	return chat.Say(chat.Join("\n\n", lines...), blocks...), nil
}

// myTeams are the teams the person is in, manages or directs; all of them for an admin.
func (c *call) myTeams() ([]sales.Team, error) {
	var mine []sales.Team
	for t, err := range store.Teams.List(c.r, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if sales.Visible(c.me, sales.Record{Team: t}) {
			mine = append(mine, t)
		}
	}
	return mine, nil
}

// Staff is the organisation as the configuration has it.
type Staff struct {
	Teams  []sales.Team
	People []sales.Person
}

// Enrol makes the configured teams and people known. It runs at every start; what
// people have chosen themselves since (language, zone, leave) stays, and so does what
// the chat said of them. Who has left the configuration keeps their records and loses
// their team and role.
func (d *Desk) Enrol(ctx context.Context, s Staff, now time.Time) error {
	content, err := json.Marshal(s)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	change := store.Change{Once: fmt.Sprintf("enrol|%d|%s", now.UnixNano(), hex.EncodeToString(sum[:8])), Actor: "config", At: now, What: "enrol"}
	_, err = d.Store.Update(ctx, change, func(tx *store.Tx) error {
		for _, t := range s.Teams {
			if err := store.Teams.Put(tx, t); err != nil {
				return err
			}
		}
		for _, p := range s.People {
			p.Admin = slices.Contains(d.Company.Admins, p.ID)
			if err := enrol(tx, p); err != nil {
				return err
			}
		}
		return dismiss(tx, s.People)
	})
	return err
}

func enrol(tx *store.Tx, p sales.Person) error {
	was, known, err := store.People.Get(tx, p.ID)
	if err != nil {
		return err
	}
	if known {
		was.Team, was.Role, was.Admin, was.Functions, was.Approver = p.Team, p.Role, p.Admin, p.Functions, p.Approver
		p = was
	}
	return store.People.Put(tx, p)
}

// dismiss takes the rights of chat users whom the configuration no longer names. Who came
// in with an import and was never seen in the chat keeps the team their records are
// counted for; an admin is whom the configuration calls one, nobody else.
func dismiss(tx *store.Tx, named []sales.Person) error {
	for p, err := range store.People.List(tx, store.Query{}) {
		if err != nil {
			return err
		}
		if slices.ContainsFunc(named, func(n sales.Person) bool { return n.ID == p.ID }) {
			continue
		}
		p.Admin, p.Functions, p.Approver = false, nil, false
		if seen := p.ID[0] == 'U' || p.ID[0] == 'W'; seen {
			p.Team, p.Role = "", ""
		}
		if err := store.People.Put(tx, p); err != nil {
			return err
		}
	}
	return nil
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
		return store.People.Put(tx, is)
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
