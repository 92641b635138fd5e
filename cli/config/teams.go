package config

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dealdesk/sales"
)

// staff reads the teams and gives each person their highest role: Director, Manager or Rep. An
// admin without one of these gets the role Admin.
func (r *reader) staff(languages []string, a sales.Authority, serving bool) sales.Staff {
	if len(r.config.Teams) == 0 && serving {
		r.wrong("team", "config.team_none")
	}
	var teams []sales.Team
	people := map[string]sales.Person{}
	leads := map[string]bool{}  // managers and directors
	seen := map[string]string{} // names of teams by ID
	rooms := map[string]string{}
	for i, t := range r.config.Teams {
		at := func(key string) string { return fmt.Sprintf("team.%d.%s", i, key) }
		id := cmp.Or(t.ID, teamIDOf(t.Name))
		if t.Name == "" {
			r.wrong(at("name"), "config.team_name")
		} else if !teamID(id) {
			key := "name"
			if t.ID != "" {
				key = "id"
			}
			r.wrong(at(key), "config.team_id", "Text", id)
		} else if _, err := sales.CheckName(t.Name); err != nil {
			problem, _ := sales.AsProblem(err)
			r.wrong(at("name"), "problem."+problem.Code, "Name", t.Name, "Max", sales.NameMax)
		} else if other, twice := seen[id]; twice {
			r.wrong(at("name"), "config.team_twice", "Text", t.Name, "Other", other)
		} else {
			seen[id] = t.Name
		}
		if t.Channel == "" {
			r.wrong(at("channel"), "config.channel_missing")
		} else if !channelID(t.Channel) {
			r.wrong(at("channel"), "config.channel", "Text", t.Channel)
		} else if other, twice := rooms[t.Channel]; twice {
			r.wrong(at("channel"), "config.channel_taken", "Other", other)
		}
		rooms[t.Channel] = t.Name
		if t.Manager == "" {
			r.wrong(at("manager"), "config.manager_missing")
		} else {
			r.user(at("manager"), t.Manager)
		}
		if t.Director != "" {
			r.user(at("director"), t.Director)
		}
		if t.Zone != "" {
			r.zone(at("zone"), t.Zone)
		}
		if t.Language != "" {
			r.oneOf(at("language"), t.Language, languages)
		}
		if _, known := sales.Exponent(t.Currency); !known && t.Currency != "" {
			r.wrong(at("currency"), "config.currency", "Text", t.Currency)
		}
		for j, user := range r.users(at("members"), t.Members) {
			if p, twice := people[user]; twice {
				r.wrong(at(fmt.Sprintf("members.%d", j)), "config.member_twice", "Text", user, "Other", seen[p.Team])
				continue
			}
			people[user] = sales.Person{ID: user, Team: id, Role: sales.Rep}
		}
		leads[t.Manager], leads[t.Director] = true, true
		teams = append(teams, sales.Team{ID: id, Name: t.Name, Channel: t.Channel, Manager: t.Manager, Director: t.Director,
			Zone: t.Zone, Language: t.Language, Currency: t.Currency})
	}
	for _, user := range r.config.Workspace.Admins {
		if _, known := people[user]; !known && !leads[user] {
			people[user] = sales.Person{ID: user, Role: sales.Admin}
		}
	}
	for _, lead := range []struct {
		role sales.Role
		of   func(sales.Team) string
	}{
		{sales.Manager, func(t sales.Team) string { return t.Manager }},
		{sales.Director, func(t sales.Team) string { return t.Director }},
	} {
		for i, t := range teams {
			if user := lead.of(t); user != "" {
				r.leads(fmt.Sprintf("team.%d.%s", i, lead.role), user, people[user], teams, lead.role)
				people[user] = sales.Person{ID: user, Team: cmp.Or(people[user].Team, t.ID), Role: lead.role}
			}
		}
	}
	r.appoint(people, a)
	return sales.Staff{
		Teams:  teams,
		People: slices.SortedFunc(maps.Values(people), func(a, b sales.Person) int { return cmp.Compare(a.ID, b.ID) }),
	}
}

// teamIDOf returns the ID that a team has without one of its own.
func teamIDOf(name string) string { return strings.Join(strings.Fields(strings.ToLower(name)), "-") }

// leads refuses a person who would lead one team and have a lower role in another: a role is
// the person's, so it would hold in both teams.
func (r *reader) leads(at, user string, p sales.Person, teams []sales.Team, as sales.Role) {
	for _, t := range teams {
		switch {
		case p.Team == t.ID && t.Manager != user && t.Director != user:
			r.wrong(at, "config.leads_seller", "Text", user, "Other", t.Name)
		case as == sales.Director && t.Manager == user && t.Director != user:
			r.wrong(at, "config.leads_manager", "Text", user, "Other", t.Name)
		}
	}
}
