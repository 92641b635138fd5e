package sales

import (
	"slices"

	"dealdesk/sales/calendar"
)

// StaffKind says what a StaffChange changes. It is also the second word of its command and
// the key of its words in lang/ (staff.<kind>).
type StaffKind string

const (
	TeamNew      StaffKind = "new"
	TeamRename   StaffKind = "rename"
	TeamAdd      StaffKind = "add"
	TeamRemove   StaffKind = "remove"
	TeamManager  StaffKind = "manager"
	TeamDirector StaffKind = "director"
	TeamChannel  StaffKind = "channel"
	TeamZone     StaffKind = "zone"
	TeamLanguage StaffKind = "language"
	TeamCurrency StaffKind = "currency"
	TeamCalendar StaffKind = "calendar" // only by the configuration; the next one likewise
	TeamDays     StaffKind = "days"
	TeamHours    StaffKind = "hours"
	OfFunction   StaffKind = "function"
	OnLeave      StaffKind = "leave"
	OwnLimit     StaffKind = "limit"
)

// StaffKinds are all of them.
var StaffKinds = []StaffKind{TeamNew, TeamRename, TeamAdd, TeamRemove, TeamManager, TeamDirector, TeamChannel, TeamZone,
	TeamLanguage, TeamCurrency, TeamCalendar, TeamDays, TeamHours, OfFunction, OnLeave, OwnLimit}

// Functions lists those that people can have besides their role: the usual ones, and
// whatever else the policies ask for.
func (a Authority) Functions() []string {
	all := []string{Finance, "service", "marketing"}
	for _, policy := range a.Policies {
		for _, s := range policy.Steps {
			for _, who := range s.Who {
				if role := who == string(Manager) || who == string(Director); !role && !inChat(who) && !slices.Contains(all, who) {
					all = append(all, who)
				}
			}
		}
	}
	return all
}

// StaffChange is one thing an admin changes about who sells where. Kind decides which of the
// fields it uses; an empty one clears the setting.
type StaffChange struct {
	Kind      StaffKind     `json:"kind"`
	Team      string        `json:"team,omitempty"`   // Team.ID
	Person    string        `json:"person,omitempty"` // Person.ID
	Text      string        `json:"text,omitempty"`   // a name, zone, language or hours
	Channel   string        `json:"channel,omitempty"`
	Limit     Percent       `json:"limit,omitempty"`
	Functions []string      `json:"functions,omitempty"`
	Away      calendar.Span `json:"away,omitzero"`
}

// Change returns s with ch applied; s stays as it is. A change that would be refused in the
// configuration is refused here, too. on is the day of the person asking.
func (s Staff) Change(ch StaffChange, a Authority, on calendar.Date) (Staff, error) {
	after := s.clone()
	if err := after.apply(ch, a, on); err != nil {
		return s, err
	}
	return after.Settled(s, a)
}

func (s *Staff) apply(ch StaffChange, a Authority, on calendar.Date) error {
	switch ch.Kind {
	case TeamNew:
		return s.newTeam(ch)
	case OfFunction, OnLeave, OwnLimit:
		return s.changePerson(ch, a, on)
	case TeamAdd:
		return s.join(ch)
	case TeamRemove:
		return s.leave(ch)
	}
	return s.changeTeam(ch)
}

func (s *Staff) newTeam(ch StaffChange) error {
	name, err := teamName(ch.Text)
	if err != nil {
		return err
	}
	if other, taken := s.Team(ch.Team); taken {
		return No("staff.name_taken", "Name", other.Name).At("name")
	}
	switch {
	case ch.Channel == "":
		return No("staff.channel_missing", "Team", name).At("channel")
	case ch.Person == "":
		return No("staff.manager_missing", "Team", name).At("person")
	}
	if err := s.fit(ch.Person); err != nil {
		return err
	}
	s.Teams = append(s.Teams, Team{ID: ch.Team, Name: name, Channel: ch.Channel, Manager: ch.Person})
	return nil
}

func teamName(name string) (string, error) {
	name = tidied(name)
	if name != "" && TeamID(name) == "" {
		return name, No("staff.name_unsayable", "Name", name).At("name")
	}
	return CheckName(name)
}

// fit refuses people who cannot be given a place: only people who are in the chat and of
// this company can act in one.
func (s *Staff) fit(id string) error {
	p, known := s.Person(id)
	switch {
	case !known:
		return No("staff.person_unknown", "Person", id).At("person")
	case !inChat(id):
		return No("staff.not_in_chat", "Person", id).At("person")
	case p.Outside:
		return No("staff.outside", "Person", id).At("person")
	case p.Gone:
		return No("staff.gone", "Person", id).At("person")
	}
	return nil
}

// join puts someone into a team, out of the one they were in.
func (s *Staff) join(ch StaffChange) error {
	t, ok := s.Team(ch.Team)
	if !ok {
		return No("staff.team_unknown", "Name", ch.Team).At("team")
	}
	if err := s.fit(ch.Person); err != nil {
		return err
	}
	if p, _ := s.Person(ch.Person); p.Team == t.ID {
		return No("staff.in_already", "Person", p.ID, "Team", t.Name).At("person")
	}
	s.setPerson(ch.Person, func(p *Person) { p.Team = t.ID })
	return nil
}

// leave takes someone out of their team. Their limit goes too: it was for selling there.
func (s *Staff) leave(ch StaffChange) error {
	p, known := s.Person(ch.Person)
	t, _ := s.Team(p.Team)
	switch {
	case !known, p.Team == "", ch.Team != "" && p.Team != ch.Team:
		return No("staff.not_in", "Person", ch.Person, "Team", s.nameOf(ch.Team)).At("person")
	case t.Manager == p.ID:
		return No("staff.still_leads", "Person", p.ID, "Team", t.Name, "Role", Manager).At("person")
	case t.Director == p.ID:
		return No("staff.still_leads", "Person", p.ID, "Team", t.Name, "Role", Director).At("person")
	}
	s.setPerson(p.ID, func(p *Person) { p.Team, p.Limit = "", 0 })
	return nil
}

func (s *Staff) nameOf(team string) string {
	t, _ := s.Team(team)
	return t.Name
}

func (s *Staff) changeTeam(ch StaffChange) error {
	t, ok := s.Team(ch.Team)
	if !ok {
		return No("staff.team_unknown", "Name", ch.Team).At("team")
	}
	was := t
	switch ch.Kind {
	case TeamRename:
		name, err := teamName(ch.Text)
		if err != nil {
			return err
		}
		t.Name = name
	case TeamManager:
		if ch.Person == "" {
			return No("staff.manager_missing", "Team", t.Name).At("person")
		}
		t.Manager = ch.Person
	case TeamDirector:
		t.Director = ch.Person
	case TeamChannel:
		if ch.Channel == "" {
			return No("staff.channel_missing", "Team", t.Name).At("channel")
		}
		t.Channel, t.Unreachable = ch.Channel, ""
	case TeamZone:
		t.Zone = ch.Text
	case TeamLanguage:
		t.Language = ch.Text
	case TeamCurrency:
		if _, known := Exponent(ch.Text); !known && ch.Text != "" {
			return No("amount.currency_unknown", "Currency", ch.Text).At("currency")
		}
		t.Currency = ch.Text
	case TeamHours:
		if t.Hours = ""; ch.Text != "" {
			hours, err := calendar.ReadHours(ch.Text)
			if err != nil {
				return No("hours.invalid", "Given", ch.Text).At("hours")
			}
			t.Hours = hours.String()
		}
	default:
		return No("staff.change_unknown")
	}
	if ch.Person != "" {
		if err := s.fit(ch.Person); err != nil {
			return err
		}
	}
	if t == was {
		return No("staff.unchanged", "Team", t.Name)
	}
	s.setTeam(t.ID, func(to *Team) { *to = t })
	return nil
}

func (s *Staff) changePerson(ch StaffChange, a Authority, on calendar.Date) error {
	if ch.Kind != OnLeave || ch.Person == "" {
		if err := s.fit(ch.Person); err != nil {
			return err
		}
	}
	p, known := s.Person(ch.Person)
	if !known {
		return No("staff.person_unknown", "Person", ch.Person).At("person")
	}
	switch ch.Kind {
	case OfFunction:
		for _, f := range ch.Functions {
			if !slices.Contains(a.Functions(), f) {
				return No("staff.function_unknown", "Given", f, "Functions", a.Functions()).At("function")
			}
		}
		functions := slices.Compact(slices.Sorted(slices.Values(ch.Functions)))
		if slices.Equal(functions, p.Functions) {
			return No("staff.unchanged_person", "Person", p.ID)
		}
		s.setPerson(p.ID, func(p *Person) { p.Functions = functions })
	case OnLeave:
		if p.Role == "" {
			return No("staff.no_place", "Person", p.ID).At("person")
		}
		if ch.Away.From < on {
			return No("standup.leave_past", "Date", ch.Away.From).At("from")
		}
		planned := slices.DeleteFunc(slices.Clone(p.Away), func(s calendar.Span) bool { return s.To < on })
		away := AddLeave(planned, ch.Away)
		if slices.Equal(away, planned) {
			return No("staff.unchanged_person", "Person", p.ID)
		}
		s.setPerson(p.ID, func(p *Person) { p.Away = away })
	case OwnLimit:
		switch {
		case rank(p.Role) == 0 || p.Team == "":
			return No("staff.no_place", "Person", p.ID).At("person")
		case ch.Limit < 0 || ch.Limit >= Hundred:
			return No("discount.out_of_range", "Discount", ch.Limit).At("limit")
		case rank(p.Role) < rank(Manager) && ch.Limit > a.Manager:
			return No("staff.limit_above", "Person", p.ID, "Limit", a.Manager).At("limit")
		case ch.Limit == p.Limit:
			return No("staff.unchanged_person", "Person", p.ID)
		}
		s.setPerson(p.ID, func(p *Person) { p.Limit = ch.Limit })
	}
	return nil
}
