package sales

import (
	"slices"
	"strings"
	"testing"

	"dealdesk/sales/calendar"
)

// office is a small company: Ana and Bob sell in the east for Mei, Li in the west for Wei,
// Dan directs both. Ada is an admin; Ed left; Gus is a guest; Kim came with an import.
func office() Staff {
	return Staff{
		Teams: []Team{
			{ID: "east", Name: "East", Channel: "CEAST", Manager: "UMEI", Director: "UDAN"},
			{ID: "west", Name: "West", Channel: "CWEST", Manager: "UWEI", Director: "UDAN"},
		},
		People: []Person{
			{ID: "UANA", Team: "east", Role: Rep}, {ID: "UBOB", Team: "east", Role: Rep, Away: []calendar.Span{{From: "2026-11-20", To: someday}}}, {ID: "UMEI", Team: "east", Role: Manager},
			{ID: "UDAN", Team: "east", Role: Director}, {ID: "ULI", Team: "west", Role: Rep}, {ID: "UWEI", Team: "west", Role: Manager},
			{ID: "UADA", Role: Admin, Admin: true}, {ID: "UNEW"}, {ID: "UED", Team: "east", Role: Rep, Gone: true},
			{ID: "UGUS", Outside: true}, {ID: "P-1", Team: "east", Role: Rep},
		},
	}
}

const someday calendar.Date = "2026-11-24"

// changed applies the changes one after the other; all of them must be accepted.
func changed(t *testing.T, s Staff, all ...StaffChange) Staff {
	t.Helper()
	for _, ch := range all {
		var err error
		if s, err = s.Change(ch, DefaultAuthority(), someday); err != nil {
			t.Fatalf("%s %s %s: %v", ch.Kind, ch.Team, ch.Person, err)
		}
	}
	return s
}

func placeOf(s Staff, person string) string {
	p, _ := s.Person(person)
	return strings.TrimSpace(p.Team + " " + string(p.Role))
}

func TestARoleFollowsFromThePostsOfTheTeams(t *testing.T) {
	for name, c := range map[string]struct {
		do   []StaffChange
		want map[string]string
	}{
		"somebody joins":                              {[]StaffChange{{Kind: TeamAdd, Team: "west", Person: "UNEW"}}, map[string]string{"UNEW": "west rep"}},
		"somebody moves":                              {[]StaffChange{{Kind: TeamAdd, Team: "west", Person: "UANA"}}, map[string]string{"UANA": "west rep", "UBOB": "east rep"}},
		"somebody leaves":                             {[]StaffChange{{Kind: TeamRemove, Team: "east", Person: "UANA"}}, map[string]string{"UANA": ""}},
		"an admin who sold leaves":                    {[]StaffChange{{Kind: TeamAdd, Team: "east", Person: "UADA"}, {Kind: TeamRemove, Person: "UADA"}}, map[string]string{"UADA": "admin"}},
		"a rep becomes the manager":                   {[]StaffChange{{Kind: TeamManager, Team: "east", Person: "UANA"}}, map[string]string{"UANA": "east manager", "UMEI": "east rep"}},
		"somebody new becomes the manager":            {[]StaffChange{{Kind: TeamManager, Team: "east", Person: "UNEW"}}, map[string]string{"UNEW": "east manager"}},
		"a manager gets a second team":                {[]StaffChange{{Kind: TeamManager, Team: "west", Person: "UMEI"}}, map[string]string{"UMEI": "east manager", "UWEI": "west rep"}},
		"the director leads one team less":            {[]StaffChange{{Kind: TeamDirector, Team: "east"}}, map[string]string{"UDAN": "west director"}},
		"the director leads none":                     {[]StaffChange{{Kind: TeamDirector, Team: "east"}, {Kind: TeamDirector, Team: "west"}}, map[string]string{"UDAN": "west rep"}},
		"a team is founded":                           {[]StaffChange{{Kind: TeamNew, Team: "north", Text: "North", Channel: "CNORTH", Person: "UNEW"}}, map[string]string{"UNEW": "north manager"}},
		"a manager founds a second team":              {[]StaffChange{{Kind: TeamNew, Team: "north", Text: "North", Channel: "CNORTH", Person: "UMEI"}}, map[string]string{"UMEI": "east manager"}},
		"managing and directing makes a director":     {[]StaffChange{{Kind: TeamDirector, Team: "east", Person: "UMEI"}}, map[string]string{"UMEI": "east director"}},
		"after directing one still manages":           {[]StaffChange{{Kind: TeamDirector, Team: "east", Person: "UMEI"}, {Kind: TeamDirector, Team: "east", Person: "UDAN"}}, map[string]string{"UMEI": "east manager"}},
		"what does not concern people leaves them":    {[]StaffChange{{Kind: TeamRename, Team: "east", Text: "Ost"}, {Kind: TeamZone, Team: "east", Text: "UTC"}, {Kind: TeamLanguage, Team: "east", Text: "en"}, {Kind: TeamChannel, Team: "east", Channel: "CNEW"}}, map[string]string{"UMEI": "east manager", "UANA": "east rep"}},
		"finance decides and sells nothing":           {[]StaffChange{{Kind: OfFunction, Person: "UNEW", Functions: []string{"finance"}}}, map[string]string{"UNEW": "approver"}},
		"no longer finance":                           {[]StaffChange{{Kind: OfFunction, Person: "UNEW", Functions: []string{"finance"}}, {Kind: OfFunction, Person: "UNEW"}}, map[string]string{"UNEW": ""}},
		"a function that no policy asks":              {[]StaffChange{{Kind: OfFunction, Person: "UNEW", Functions: []string{"service"}}}, map[string]string{"UNEW": ""}},
		"a limit ends when its owner leaves the team": {[]StaffChange{{Kind: OwnLimit, Person: "UANA", Limit: 1500}, {Kind: TeamRemove, Person: "UANA"}, {Kind: TeamAdd, Team: "east", Person: "UANA"}}, map[string]string{"UANA": "east rep"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := office()
			is := changed(t, s, c.do...)
			for person, want := range c.want {
				if got := placeOf(is, person); got != want {
					t.Errorf("%s is %q, want %q", person, got, want)
				}
			}
			if p, _ := is.Person("UANA"); p.Limit != 0 {
				t.Errorf("a limit of %v stays", p.Limit)
			}
			if slices.ContainsFunc(office().People, func(p Person) bool { return placeOf(s, p.ID) != placeOf(office(), p.ID) }) {
				t.Error("the staff that was asked has changed")
			}
		})
	}
}

func TestAChangeAgainstTheRulesIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		ch   StaffChange
		want string
	}{
		"no such team":                         {StaffChange{Kind: TeamAdd, Team: "moon", Person: "UANA"}, "staff.team_unknown"},
		"no such person":                       {StaffChange{Kind: TeamAdd, Team: "east", Person: "UNOBODY"}, "staff.person_unknown"},
		"nobody":                               {StaffChange{Kind: TeamAdd, Team: "east"}, "staff.person_unknown"},
		"a guest":                              {StaffChange{Kind: TeamAdd, Team: "east", Person: "UGUS"}, "staff.outside"},
		"a guest as manager":                   {StaffChange{Kind: TeamManager, Team: "east", Person: "UGUS"}, "staff.outside"},
		"someone who left":                     {StaffChange{Kind: TeamAdd, Team: "west", Person: "UED"}, "staff.gone"},
		"someone never in the chat":            {StaffChange{Kind: TeamManager, Team: "east", Person: "P-1"}, "staff.not_in_chat"},
		"in it already":                        {StaffChange{Kind: TeamAdd, Team: "east", Person: "UANA"}, "staff.in_already"},
		"the manager joins another team":       {StaffChange{Kind: TeamAdd, Team: "west", Person: "UMEI"}, "staff.sells_elsewhere"},
		"the manager leaves":                   {StaffChange{Kind: TeamRemove, Team: "east", Person: "UMEI"}, "staff.still_leads"},
		"the director leaves":                  {StaffChange{Kind: TeamRemove, Team: "east", Person: "UDAN"}, "staff.still_leads"},
		"out of a team they are not in":        {StaffChange{Kind: TeamRemove, Team: "west", Person: "UANA"}, "staff.not_in"},
		"an admin who is in no team":           {StaffChange{Kind: TeamRemove, Person: "UADA"}, "staff.not_in"},
		"a team without a manager":             {StaffChange{Kind: TeamManager, Team: "east"}, "staff.manager_missing"},
		"a manager who sells elsewhere":        {StaffChange{Kind: TeamManager, Team: "east", Person: "ULI"}, "staff.sells_elsewhere"},
		"a director who manages elsewhere":     {StaffChange{Kind: TeamDirector, Team: "west", Person: "UMEI"}, "staff.only_manages"},
		"the director manages one of two":      {StaffChange{Kind: TeamDirector, Team: "east", Person: "UWEI"}, "staff.only_manages"},
		"the manager again":                    {StaffChange{Kind: TeamManager, Team: "east", Person: "UMEI"}, "staff.unchanged"},
		"a name that is taken":                 {StaffChange{Kind: TeamRename, Team: "east", Text: " west "}, "staff.name_taken"},
		"a new team of a name that is taken":   {StaffChange{Kind: TeamNew, Team: "WEST", Text: "WEST", Channel: "CX", Person: "UNEW"}, "staff.name_taken"},
		"a new team of an id that is taken":    {StaffChange{Kind: TeamNew, Team: "west", Text: "West!", Channel: "CX", Person: "UNEW"}, "staff.name_taken"},
		"a name of signs":                      {StaffChange{Kind: TeamRename, Team: "east", Text: "🎉🎉"}, "staff.name_unsayable"},
		"no name":                              {StaffChange{Kind: TeamRename, Team: "east", Text: " "}, "name.missing"},
		"a name without end":                   {StaffChange{Kind: TeamRename, Team: "east", Text: strings.Repeat("长", NameMax+1)}, "text.too_long"},
		"the channel of another team":          {StaffChange{Kind: TeamChannel, Team: "east", Channel: "CWEST"}, "staff.channel_taken"},
		"a new team in another's channel":      {StaffChange{Kind: TeamNew, Team: "north", Text: "North", Channel: "CWEST", Person: "UNEW"}, "staff.channel_taken"},
		"a new team without a channel":         {StaffChange{Kind: TeamNew, Team: "north", Text: "North", Person: "UNEW"}, "staff.channel_missing"},
		"a new team without a manager":         {StaffChange{Kind: TeamNew, Team: "north", Text: "North", Channel: "CN"}, "staff.manager_missing"},
		"a new team's manager sells elsewhere": {StaffChange{Kind: TeamNew, Team: "north", Text: "North", Channel: "CN", Person: "UANA"}, "staff.sells_elsewhere"},
		"no channel":                           {StaffChange{Kind: TeamChannel, Team: "east"}, "staff.channel_missing"},
		"the same channel":                     {StaffChange{Kind: TeamChannel, Team: "east", Channel: "CEAST"}, "staff.unchanged"},
		"no function we know":                  {StaffChange{Kind: OfFunction, Person: "UANA", Functions: []string{"magic"}}, "staff.function_unknown"},
		"the functions they have":              {StaffChange{Kind: OfFunction, Person: "UANA"}, "staff.unchanged_person"},
		"leave in the past":                    {StaffChange{Kind: OnLeave, Person: "UANA", Away: calendar.Span{From: "2026-11-23", To: "2026-11-25"}}, "standup.leave_past"},
		"leave of someone away then":           {StaffChange{Kind: OnLeave, Person: "UBOB", Away: calendar.Span{From: someday, To: someday}}, "staff.unchanged_person"},
		"leave of someone without a role":      {StaffChange{Kind: OnLeave, Person: "UNEW", Away: calendar.Span{From: someday, To: someday}}, "staff.no_place"},
		"a limit of everything":                {StaffChange{Kind: OwnLimit, Person: "UANA", Limit: Hundred}, "discount.out_of_range"},
		"a limit below nothing":                {StaffChange{Kind: OwnLimit, Person: "UANA", Limit: -1}, "discount.out_of_range"},
		"a limit for someone in no team":       {StaffChange{Kind: OwnLimit, Person: "UADA", Limit: 500}, "staff.no_place"},
		"no limit where there is none":         {StaffChange{Kind: OwnLimit, Person: "UANA"}, "staff.unchanged_person"},
		"a kind from the future":               {StaffChange{Kind: "budget", Team: "east"}, "staff.change_unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := office().Change(c.ch, DefaultAuthority(), someday)
			if p, ok := AsProblem(err); !ok || p.Code != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestAnOldMistakeDoesNotBlockAChange(t *testing.T) {
	s := office()
	s.Teams[1].Channel = "CEAST" // two teams in one channel, from an older configuration
	is := changed(t, s, StaffChange{Kind: TeamAdd, Team: "west", Person: "UNEW"},
		StaffChange{Kind: TeamChannel, Team: "west", Channel: "CWEST"})
	if len(is.wrongs()) != 0 {
		t.Errorf("still wrong: %v", is.wrongs())
	}
}

func TestOldLeaveIsDroppedWhenNewLeaveIsAdded(t *testing.T) {
	s := office()
	s.People[0].Away = []calendar.Span{{From: "2026-10-01", To: "2026-10-02"}, {From: "2026-12-24", To: "2026-12-31"}}
	s = changed(t, s, StaffChange{Kind: OnLeave, Person: "UANA", Away: calendar.Span{From: "2026-11-25", To: "2026-11-26"}})
	if want := []calendar.Span{{From: "2026-11-25", To: "2026-11-26"}, {From: "2026-12-24", To: "2026-12-31"}}; !slices.Equal(s.People[0].Away,
		want) {
		t.Errorf("away %v", s.People[0].Away)
	}
}

func TestNobodyRaisesThemselvesAlone(t *testing.T) {
	a := DefaultAuthority()
	second := func(s Staff) Staff { // Ana and Li are one human with two accounts
		s.People[0].Email, s.People[4].Email = "ana@example.com", " Ana@Example.com"
		return s
	}
	for name, c := range map[string]struct {
		who  string
		ch   StaffChange
		twin bool
		want bool
	}{
		"a higher limit":                         {"UANA", StaffChange{Kind: OwnLimit, Person: "UANA", Limit: 1200}, false, true},
		"a lower limit":                          {"UANA", StaffChange{Kind: OwnLimit, Person: "UANA", Limit: 500}, false, false},
		"a manager's higher limit":               {"UMEI", StaffChange{Kind: OwnLimit, Person: "UMEI", Limit: 2500}, false, true},
		"a manager's lower limit":                {"UMEI", StaffChange{Kind: OwnLimit, Person: "UMEI", Limit: 1500}, false, false},
		"somebody else's limit":                  {"UADA", StaffChange{Kind: OwnLimit, Person: "UANA", Limit: 1200}, false, false},
		"the limit of one's second account":      {"UANA", StaffChange{Kind: OwnLimit, Person: "ULI", Limit: 1200}, true, true},
		"the limit of a stranger to the account": {"UANA", StaffChange{Kind: OwnLimit, Person: "ULI", Limit: 1200}, false, false},
		"to be the manager":                      {"UANA", StaffChange{Kind: TeamManager, Team: "east", Person: "UANA"}, false, true},
		"to manage a second team":                {"UMEI", StaffChange{Kind: TeamManager, Team: "west", Person: "UMEI"}, false, true},
		"to direct what one manages":             {"UMEI", StaffChange{Kind: TeamDirector, Team: "east", Person: "UMEI"}, false, true},
		"to found a team and manage it":          {"UADA", StaffChange{Kind: TeamNew, Team: "n", Text: "N", Channel: "CN", Person: "UADA"}, false, true},
		"a function":                             {"UANA", StaffChange{Kind: OfFunction, Person: "UANA", Functions: []string{"finance"}}, false, true},
		"a function of no policy yet":            {"UANA", StaffChange{Kind: OfFunction, Person: "UANA", Functions: []string{"marketing"}}, false, true},
		"to give up the post":                    {"UMEI", StaffChange{Kind: TeamManager, Team: "east", Person: "UBOB"}, false, false},
		"to join a team":                         {"UADA", StaffChange{Kind: TeamAdd, Team: "east", Person: "UADA"}, false, false},
		"to move, as a rep":                      {"UANA", StaffChange{Kind: TeamAdd, Team: "west", Person: "UANA"}, false, false},
		"to rename the team":                     {"UMEI", StaffChange{Kind: TeamRename, Team: "east", Text: "Ost"}, false, false},
		"to go on leave":                         {"UANA", StaffChange{Kind: OnLeave, Person: "UANA", Away: calendar.Span{From: someday, To: someday}}, false, false},
		"the post of one's second account":       {"UANA", StaffChange{Kind: TeamManager, Team: "west", Person: "ULI"}, true, true},
		"a new team with another manager":        {"UADA", StaffChange{Kind: TeamNew, Team: "n", Text: "N", Channel: "CN", Person: "UNEW"}, false, false},
		"no own limit means that of the role":    {"UANA", StaffChange{Kind: OwnLimit, Person: "UBOB", Limit: 100}, false, false},
		"two people without email are not one":   {"UADA", StaffChange{Kind: OwnLimit, Person: "UBOB", Limit: 1900}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := office()
			if c.twin {
				s = second(s)
			}
			who, _ := s.Person(c.who)
			if got := s.Raises(changed(t, s, c.ch), a, who); got != c.want {
				t.Errorf("raises: %v, want %v", got, c.want)
			}
		})
	}
}

func TestAnOwnLimitReplacesThatOfTheRole(t *testing.T) {
	a := DefaultAuthority() // below 10 % the rep grants, below 20 % the manager
	for _, c := range []struct {
		role  Role
		limit Percent
		want  Percent // the first share that needs somebody else
	}{
		{Rep, 0, 1000}, {Rep, 500, 500}, {Rep, 1200, 1200}, {Rep, 2500, 2000}, {Admin, 0, 1000},
		{Manager, 0, 2000}, {Manager, 1500, 1500}, {Manager, 500, 500}, {Manager, 3000, 3000},
		{Director, 0, 2000}, {Director, 3000, 3000}, {"", 500, 0},
	} {
		p := Person{ID: "U1", Role: c.role, Limit: c.limit}
		if got := a.Own(p); got != c.want {
			t.Errorf("a %s with a limit of %v needs somebody from %v on, want %v", c.role, c.limit, got, c.want)
		}
	}
	if a.Rep != 1000 || a.Manager != 2000 {
		t.Error("the company's limits have changed")
	}
}
