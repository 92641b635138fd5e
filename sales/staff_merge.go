package sales

import (
	"slices"
	"strings"
)

// A staff begins with the configuration, and can later be changed both there and in the
// chat. The last configuration is kept, so that a start can see what has changed in the
// file since, and leave the rest as the chat has made it.

// Overruled is a change made in the chat that the configuration has changed since: the last
// edit, in the configuration, wins.
type Overruled struct {
	Team   string    // Team.ID, for a team's setting
	Person string    // Person.ID, for someone's place
	What   StaffKind // TeamAdd for a place
	Was    string    // what the chat had made of it: an id, a name, a zone
	Is     string
}

// teamSettings are a team's settings in a configuration.
var teamSettings = []struct {
	kind StaffKind
	of   func(*Team) *string
}{
	{TeamRename, func(t *Team) *string { return &t.Name }},
	{TeamChannel, func(t *Team) *string { return &t.Channel }},
	{TeamManager, func(t *Team) *string { return &t.Manager }},
	{TeamDirector, func(t *Team) *string { return &t.Director }},
	{TeamZone, func(t *Team) *string { return &t.Zone }},
	{TeamLanguage, func(t *Team) *string { return &t.Language }},
	{TeamCurrency, func(t *Team) *string { return &t.Currency }},
	{TeamCalendar, func(t *Team) *string { return &t.Calendar }},
	{TeamDays, func(t *Team) *string { return &t.Days }},
	{TeamHours, func(t *Team) *string { return &t.Hours }},
}

// Merge applies to s, the stored staff, what config has changed since it was base. People
// whom config no longer names lose their place and all posts; those who got one only in the
// chat keep it. Where the two do not fit together, config wins. Only the configuration
// appoints admins: those in config.People, and nobody else.
func (s Staff) Merge(base, config Staff, a Authority) (Staff, []Overruled) {
	m := merging{s.clone(), s, base, config, nil}
	for _, t := range config.Teams {
		m.team(t)
	}
	for _, t := range base.Teams {
		if _, stays := config.Team(t.ID); !stays {
			m.drop(t.ID)
		}
	}
	for i := range m.People {
		m.People[i].Admin = false
	}
	for _, p := range config.People {
		m.person(p)
	}
	for _, p := range base.People {
		if _, stays := config.Person(p.ID); !stays {
			m.dismiss(p.ID)
		}
	}
	m.repair()
	placed := m.clone()
	m.resettle(s, a)
	for _, p := range config.People { // whoever stands where the configuration puts them has exactly what it says
		is, _ := placed.Person(p.ID)
		if is.Approver = p.Approver; placed.place(is) == config.place(p) {
			m.setPerson(p.ID, func(is *Person) { is.Team, is.Role = p.Team, p.Role })
		}
	}
	return m.Staff, m.overruled
}

type merging struct {
	Staff
	was, base, config Staff
	overruled         []Overruled
}

func (m *merging) overrule(o Overruled) {
	if o.Was != o.Is {
		m.overruled = append(m.overruled, o)
	}
}

// team applies the settings of a team that the configuration has changed.
func (m *merging) team(t Team) {
	if _, known := m.Team(t.ID); !known {
		m.Teams = append(m.Teams, t)
		return
	}
	base, named := m.base.Team(t.ID)
	m.setTeam(t.ID, func(is *Team) {
		for _, setting := range teamSettings {
			is, was, want := setting.of(is), *setting.of(&base), *setting.of(&t)
			if want == was || !named && want == "" {
				continue
			}
			if named && *is != was || !named && *is != "" {
				m.overrule(Overruled{Team: t.ID, What: setting.kind, Was: *is, Is: want})
			}
			*is = want
		}
	})
	if is, _ := m.Team(t.ID); is.Channel != m.channelWas(t.ID) {
		m.setTeam(t.ID, func(t *Team) { t.Unreachable = "" })
	}
}

func (m *merging) channelWas(team string) string {
	t, _ := m.was.Team(team)
	return t.Channel
}

// drop ends a team that the configuration no longer names. Its deals and what people wrote
// stay; nobody is in it or leads it, and nothing is posted for it.
func (m *merging) drop(team string) {
	m.setTeam(team, func(t *Team) { t.Manager, t.Director, t.Channel, t.Unreachable = "", "", "", "" })
	for _, p := range m.was.People {
		base, _ := m.base.Person(p.ID)
		if p.Team != team || base.Team == team || !inChat(p.ID) {
			continue
		}
		in, named := m.config.Person(p.ID)
		m.overrule(Overruled{Person: p.ID, What: TeamAdd, Was: team, Is: in.Team})
		if m.restore(p.ID); !named {
			m.dismiss(p.ID)
		}
	}
}

// person applies a place that the configuration has changed.
func (m *merging) person(p Person) {
	is, known := m.Person(p.ID)
	if !known {
		m.People = append(m.People, p)
		return
	}
	base, _ := m.base.Person(p.ID)
	m.setPerson(p.ID, func(is *Person) { is.Admin = p.Admin })
	if !slices.Equal(p.Functions, base.Functions) {
		if !slices.Equal(is.Functions, base.Functions) {
			m.overrule(Overruled{Person: p.ID, What: OfFunction, Was: strings.Join(is.Functions, ", "), Is: strings.Join(p.Functions, ", ")})
		}
		m.setPerson(p.ID, func(is *Person) { is.Functions = p.Functions })
	}
	if p.Team == base.Team { // which is "" for whom the configuration did not name
		return
	}
	if is.Team != base.Team {
		m.overrule(Overruled{Person: p.ID, What: TeamAdd, Was: is.Team, Is: p.Team})
	}
	m.restore(p.ID)
}

// restore gives someone the place they have in the configuration, and takes away the posts
// that it gives to others.
func (m *merging) restore(person string) {
	p, _ := m.config.Person(person)
	m.setPerson(person, func(is *Person) { is.Team = p.Team })
	for i, t := range m.Teams {
		in, _ := m.config.Team(t.ID)
		if t.Manager == person && in.Manager != person {
			m.Teams[i].Manager = in.Manager
		}
		if t.Director == person && in.Director != person {
			m.Teams[i].Director = in.Director
		}
	}
}

// dismiss takes away someone's place and everything given with it. People who were imported
// and never seen in the chat keep the team their records count for.
func (m *merging) dismiss(person string) {
	m.restore(person)
	m.setPerson(person, func(p *Person) {
		if p.Limit, p.Functions = 0, nil; inChat(person) {
			p.Team, p.Role = "", ""
		}
	})
}

// repair takes back, step by step, what came from the chat and breaks the rules together
// with what came from the configuration, which fits the rules by itself.
func (m *merging) repair() {
	for range len(m.People) + len(m.Teams) {
		broken := slices.DeleteFunc(m.wrongs(), func(w wrong) bool {
			return w.problem.Code == "staff.name_taken" || slices.ContainsFunc(m.was.wrongs(), w.is)
		})
		if len(broken) == 0 {
			return
		}
		for _, w := range broken {
			m.takeBack(w)
		}
	}
}

func (m *merging) takeBack(w wrong) {
	if w.person != "" {
		is, _ := m.Person(w.person)
		m.restore(w.person)
		for _, t := range m.Teams { // the posts that the configuration gives them are theirs again
			if in, ok := m.config.Team(t.ID); ok && in.leads(w.person) {
				m.setTeam(t.ID, func(t *Team) { t.Manager, t.Director = in.Manager, in.Director })
			}
		}
		now, _ := m.Person(w.person)
		m.overrule(Overruled{Person: w.person, What: TeamAdd, Was: is.Team, Is: now.Team})
		return
	}
	t, _ := m.Team(w.team)
	for i := range m.Teams { // both that share the channel: one of them has it from the chat
		if other := &m.Teams[i]; other.Channel == t.Channel {
			in, _ := m.config.Team(other.ID)
			m.overrule(Overruled{Team: other.ID, What: TeamChannel, Was: other.Channel, Is: in.Channel})
			other.Channel = in.Channel
		}
	}
}
