package sales

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Staff is who sells where: all teams and all people. The configuration is one, and what
// is kept is one. A role is never set by itself: it follows from the posts of the teams. Who
// directs a team is a director, who manages one a manager, who is in one a rep; an admin
// who is none of these is only an admin, whom a policy asks only an approver, and whoever is
// nothing has no rights.
type Staff struct {
	Teams  []Team   `json:"teams"`
	People []Person `json:"people"`
}

// Team finds a team by its id.
func (s Staff) Team(id string) (Team, bool) {
	return find(s.Teams, func(t Team) bool { return t.ID == id })
}

// Person finds somebody by their id.
func (s Staff) Person(id string) (Person, bool) {
	return find(s.People, func(p Person) bool { return p.ID == id })
}

func find[T any](all []T, is func(T) bool) (found T, ok bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	return found, false
}

func (s Staff) clone() Staff { return Staff{slices.Clone(s.Teams), slices.Clone(s.People)} }

// set lets change change the record that is in all, if there is one.
func set[T any](all []T, is func(T) bool, change func(*T)) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		change(&all[i])
	}
}

func (s Staff) setTeam(id string, change func(*Team)) {
	set(s.Teams, func(t Team) bool { return t.ID == id }, change)
}

func (s Staff) setPerson(id string, change func(*Person)) {
	set(s.People, func(p Person) bool { return p.ID == id }, change)
}

// posts are what somebody leads: "manager east", "director west".
func (s Staff) posts(person string) (posts []string) {
	for _, t := range s.Teams {
		if person != "" && t.Manager == person {
			posts = append(posts, string(Manager)+" "+t.ID)
		}
		if person != "" && t.Director == person {
			posts = append(posts, string(Director)+" "+t.ID)
		}
	}
	return posts
}

// leads reports whether somebody manages or directs the team.
func (t Team) leads(person string) bool {
	return person != "" && (t.Manager == person || t.Director == person)
}

// place is all that a role follows from.
func (s Staff) place(p Person) string {
	return fmt.Sprint(p.Team, s.posts(p.ID), p.Functions, p.Admin, p.Approver)
}

// settle gives p the role that follows from their place. Who leads a team and is in none
// is in the first one they lead. Who led the team they are in (led) and does no more goes
// to the next one they lead; who leads none stays and sells there.
func (s Staff) settle(p Person, led bool) Person {
	var leads []string
	p.Role = ""
	for _, t := range s.Teams {
		if t.leads(p.ID) {
			leads = append(leads, t.ID)
		}
		switch {
		case t.Director == p.ID:
			p.Role = Director
		case t.Manager == p.ID && p.Role == "":
			p.Role = Manager
		}
	}
	switch {
	case len(leads) > 0 && (p.Team == "" || led && !slices.Contains(leads, p.Team)):
		p.Team = leads[0]
	case p.Role == "" && p.Team != "":
		p.Role = Rep
	case p.Role == "" && p.Admin:
		p.Role = Admin
	case p.Role == "" && p.Approver:
		p.Role = Approver
	}
	return p
}

// resettle settles everybody whose place is not what it was in before.
func (s Staff) resettle(before Staff, a Authority) {
	for i, p := range s.People {
		p.Approver = inChat(p.ID) && a.Appoints(p)
		s.People[i] = p
		if was, known := before.Person(p.ID); !known || before.place(was) != s.place(p) {
			in, _ := before.Team(p.Team)
			s.People[i] = s.settle(p, in.leads(p.ID))
		}
	}
}

// Settled is s, which was before, with the roles that follow from the places in it. It is
// refused where it breaks a rule that was not broken before.
func (s Staff) Settled(before Staff, a Authority) (Staff, error) {
	s = s.clone()
	s.resettle(before, a)
	was := before.wrongs()
	for _, w := range s.wrongs() {
		if !slices.ContainsFunc(was, w.is) {
			return before, w.problem
		}
	}
	return s, nil
}

// wrong is a rule that a staff breaks: whose doing it is, and what to say.
type wrong struct {
	person, team string
	problem      *Problem
}

func (w wrong) is(other wrong) bool {
	return w.problem.Code == other.problem.Code && w.person == other.person && w.team == other.team
}

// wrongs lists what is against the rules, those of the configuration too: what somebody
// may decide as one team's lead would hold wherever else they are, and what stands in a
// channel is seen by everybody in it (U26).
func (s Staff) wrongs() (all []wrong) {
	add := func(person, team string, p *Problem) { all = append(all, wrong{person, team, p}) }
	for i, t := range s.Teams {
		for _, other := range s.Teams[:i] {
			if sameName(other.Name, t.Name) {
				add("", t.ID, No("staff.name_taken", "Name", other.Name).At("name"))
			}
			if t.Channel != "" && other.Channel == t.Channel {
				add("", t.ID, No("staff.channel_taken", "Team", other.Name, "Other", t.Name).At("channel"))
			}
		}
		for _, lead := range slices.Compact([]string{t.Manager, t.Director}) {
			p, _ := s.Person(lead)
			if in, ok := s.Team(p.Team); lead != "" && ok && !in.leads(lead) {
				add(lead, t.ID, No("staff.sells_elsewhere", "Person", lead, "Team", t.Name, "In", in.Name).At("person"))
			}
		}
		for _, other := range s.Teams {
			if m := other.Manager; m != "" && m == t.Director && other.Director != m {
				add(m, t.ID, No("staff.only_manages", "Person", m, "Team", t.Name, "In", other.Name).At("person"))
			}
		}
	}
	return all
}

func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// TeamID makes a team's id of its name: its words, lower case, joined by dashes. "" for a
// name without a letter or digit, which nobody could type.
func TeamID(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "-")
}

// Raises reports whether one human, under any of their identities, could grant or decide
// more in after than in s: through a role, a team they lead, a limit of their own or a
// function that a policy may name. Nobody raises themselves alone.
func (s Staff) Raises(after Staff, a Authority, who Person) bool {
	for _, is := range after.People {
		if !Same(is, who) {
			continue
		}
		was, _ := s.Person(is.ID)
		if rank(is.Role) > rank(was.Role) || is.Approver && !was.Approver || a.own(is) > a.own(was) ||
			!within(is.Functions, was.Functions) || !within(after.posts(is.ID), s.posts(is.ID)) {
			return true
		}
	}
	return false
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(v string) bool { return !slices.Contains(all, v) })
}
