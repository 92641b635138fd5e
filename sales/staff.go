package sales

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Staff is who sells where: all teams and all people. The configuration holds one Staff, the
// store another. Roles are never set directly; they follow from the teams. Whoever directs
// a team is a director, whoever manages one a manager, whoever is in one a rep. An admin
// who is none of these is only an admin, someone only a policy asks is only an approver, and
// everyone else has no rights.
type Staff struct {
	Teams  []Team   `json:"teams"`
	People []Person `json:"people"`
}

// Team finds a team by its id.
func (s Staff) Team(id string) (Team, bool) {
	return find(s.Teams, func(t Team) bool { return t.ID == id })
}

// Person finds a person by their id.
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

// set applies change to the record in all that matches, if there is one.
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

// posts lists what someone leads: "manager east", "director west".
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

// leads reports whether someone manages or directs the team.
func (t Team) leads(person string) bool {
	return person != "" && (t.Manager == person || t.Director == person)
}

// place is everything a role follows from.
func (s Staff) place(p Person) string {
	return fmt.Sprint(p.Team, s.posts(p.ID), p.Functions, p.Admin, p.Approver)
}

// settle gives p the role that follows from their place. A leader without a team is put into
// the first one they lead. Someone who led their team (led) but no longer does moves to the
// next one they lead; someone who leads none stays and sells there.
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

// resettle settles everyone whose place differs from before.
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

// Settled returns s, a change of before, with the roles that follow from its places. It is
// refused if it breaks a rule that was not broken before.
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

// wrong is a broken rule: who broke it, and the words for it.
type wrong struct {
	person, team string
	problem      *Problem
}

func (w wrong) is(other wrong) bool {
	return w.problem.Code == other.problem.Code && w.person == other.person && w.team == other.team
}

// wrongs lists what is against the rules, including those of the configuration: what someone
// may decide as one team's lead would hold wherever else they are, and everyone in a channel
// sees what is posted there.
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

// TeamID makes a team's id from its name: its words in lower case, joined by dashes. It is ""
// for a name without a letter or digit, which nobody could type.
func TeamID(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "-")
}

// Raises reports whether one human, under any of their identities, could grant or decide
// more in after than in s: through a role, a team they lead, a limit of their own or a
// function that a policy may name. Nobody may raise themselves alone.
func (s Staff) Raises(after Staff, a Authority, who Person) bool {
	for _, is := range after.People {
		if Same(is, who) && s.raises(after, a, is) {
			return true
		}
	}
	return false
}

// Raised returns somebody who could grant or decide more in after than in s.
func (s Staff) Raised(after Staff, a Authority) (who Person, ok bool) {
	return find(after.People, func(is Person) bool { return s.raises(after, a, is) })
}

// raises is Raises for one identity, as it is in after.
func (s Staff) raises(after Staff, a Authority, is Person) bool {
	was, _ := s.Person(is.ID)
	return rank(is.Role) > rank(was.Role) || is.Approver && !was.Approver || a.Own(is) > a.Own(was) ||
		!within(is.Functions, was.Functions) || !within(after.posts(is.ID), s.posts(is.ID))
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(v string) bool { return !slices.Contains(all, v) })
}
