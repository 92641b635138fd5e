package sales

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// configured is the part of the office that a configuration names.
func configured() Staff {
	s := office()
	s.People = slices.DeleteFunc(s.People, func(p Person) bool { return p.ID == "UNEW" || p.ID == "UGUS" || p.ID == "P-1" })
	return s
}

func TestAStartTakesOverOnlyWhatTheConfigurationHasChanged(t *testing.T) {
	move := func(s Staff, person, team string, role Role) Staff {
		s.setPerson(person, func(p *Person) { p.Team, p.Role = team, role })
		return s
	}
	for name, c := range map[string]struct {
		chat      []StaffChange
		config    func(Staff) Staff
		want      map[string]string // places, and settings as "team.zone"
		overruled []string
	}{
		"nothing": {nil, nil, map[string]string{"UANA": "east rep", "UMEI": "east manager", "UNEW": ""}, nil},
		"what the chat changed stays": {
			[]StaffChange{{Kind: TeamAdd, Team: "west", Person: "UANA"}, {Kind: TeamAdd, Team: "east", Person: "UNEW"},
				{Kind: TeamManager, Team: "east", Person: "UBOB"},
				{Kind: TeamRename, Team: "east", Text: "Ost"}, {Kind: TeamNew, Team: "n", Text: "N", Channel: "CN", Person: "UWEI"}, {Kind: TeamRemove, Person: "ULI"}},
			nil,
			map[string]string{"UANA": "west rep", "UNEW": "east rep", "UBOB": "east manager", "UMEI": "east rep", "east.name": "Ost",
				"n.manager": "UWEI", "ULI": ""}, nil},
		"what the configuration changed elsewhere comes in": {
			[]StaffChange{{Kind: TeamAdd, Team: "east", Person: "UNEW"}, {Kind: TeamZone, Team: "east", Text: "Asia/Tokyo"}},
			func(s Staff) Staff {
				s.Teams[1].Zone, s.Teams[0].Name = "Europe/Berlin", "Ost"
				return move(s, "UBOB", "west", Rep)
			},
			map[string]string{"UNEW": "east rep", "UBOB": "west rep", "west.zone": "Europe/Berlin", "east.zone": "Asia/Tokyo", "east.name": "Ost"},
			nil},
		"both changed the same: the configuration holds, and says so": {
			[]StaffChange{{Kind: TeamZone, Team: "east", Text: "Asia/Tokyo"}, {Kind: TeamRemove, Person: "UBOB"}},
			func(s Staff) Staff { s.Teams[0].Zone = "Europe/Berlin"; return move(s, "UBOB", "west", Rep) },
			map[string]string{"UBOB": "west rep", "east.zone": "Europe/Berlin"},
			[]string{"UBOB add  -> west", "east zone Asia/Tokyo -> Europe/Berlin"}},
		"both changed it to the same": {
			[]StaffChange{{Kind: TeamZone, Team: "east", Text: "Asia/Tokyo"}},
			func(s Staff) Staff { s.Teams[0].Zone = "Asia/Tokyo"; return s }, map[string]string{"east.zone": "Asia/Tokyo"}, nil},
		"it gives a function to somebody with a place, and leaves them there": {
			[]StaffChange{{Kind: TeamAdd, Team: "east", Person: "UNEW"}},
			func(s Staff) Staff {
				s.People = append(s.People, Person{ID: "UNEW", Role: Approver, Functions: []string{Finance}, Approver: true})
				return s
			},
			map[string]string{"UNEW": "east rep"}, nil},
		"it takes back a function that the chat changed": {
			[]StaffChange{{Kind: OfFunction, Person: "UANA", Functions: []string{"service"}}},
			func(s Staff) Staff {
				s.setPerson("UANA", func(p *Person) { p.Functions, p.Approver = []string{Finance}, true })
				return s
			},
			map[string]string{"UANA": "east rep"}, []string{"UANA function service -> finance"}},
		"the configuration drops somebody": {
			[]StaffChange{{Kind: OwnLimit, Person: "UANA", Limit: 500}, {Kind: OfFunction, Person: "UANA", Functions: []string{"finance"}}},
			func(s Staff) Staff { s.People = s.People[1:]; return s }, map[string]string{"UANA": ""}, nil},
		"it drops someone who had become the manager": {
			[]StaffChange{{Kind: TeamManager, Team: "east", Person: "UANA"}},
			func(s Staff) Staff { s.People = s.People[1:]; return s }, map[string]string{"UANA": "", "UMEI": "east manager", "east.manager": "UMEI"},
			nil},
		"it names another manager": {nil,
			func(s Staff) Staff {
				s.Teams[0].Manager = "UANA"
				return move(move(s, "UANA", "east", Manager), "UMEI", "east", Rep)
			},
			map[string]string{"UANA": "east manager", "UMEI": "east rep"}, nil},
		"it drops a whole team": {
			[]StaffChange{{Kind: TeamAdd, Team: "west", Person: "UNEW"}, {Kind: TeamAdd, Team: "west", Person: "UANA"}},
			func(s Staff) Staff {
				s.Teams = s.Teams[:1]
				s.People = slices.DeleteFunc(s.People, func(p Person) bool { return p.Team == "west" })
				return s
			},
			map[string]string{"ULI": "", "UWEI": "", "UNEW": "", "UANA": "east rep", "UDAN": "east director", "west.manager": ""},
			[]string{"UANA add west -> east", "UNEW add west -> "}},
		"it adds someone who sells elsewhere by now": {
			[]StaffChange{{Kind: TeamAdd, Team: "east", Person: "UNEW"}},
			func(s Staff) Staff {
				s.People = append(s.People, Person{ID: "UNEW", Team: "west", Role: Rep})
				return s
			},
			map[string]string{"UNEW": "west rep"}, []string{"UNEW add east -> west"}},
		"it gives a new team the channel of a team made in the chat": {
			[]StaffChange{{Kind: TeamNew, Team: "n", Text: "N", Channel: "CN", Person: "UWEI"}},
			func(s Staff) Staff {
				s.Teams = append(s.Teams, Team{ID: "m", Name: "M", Channel: "CN", Manager: "UMEI"})
				return s
			},
			map[string]string{"m.channel": "CN", "n.channel": ""}, []string{"n channel CN -> "}},
		"it names a member who became a manager elsewhere in the chat": {
			[]StaffChange{{Kind: TeamRemove, Person: "UBOB"}, {Kind: TeamManager, Team: "west", Person: "UBOB"}},
			func(s Staff) Staff {
				s.Teams = append(s.Teams, Team{ID: "n", Name: "N", Channel: "CN", Manager: "UMEI"})
				return move(s, "UBOB", "n", Rep)
			},
			map[string]string{"UBOB": "n rep", "UWEI": "west manager", "west.manager": "UWEI"}, []string{"UBOB add west -> n"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := changed(t, office(), c.chat...)
			config := configured()
			if c.config != nil {
				config = c.config(config)
			}
			is, overruled := s.Merge(configured(), config, DefaultAuthority())
			var said []string
			for _, o := range overruled {
				said = append(said, fmt.Sprintf("%s %s %s -> %s", o.Team+o.Person, o.What, o.Was, o.Is))
			}
			slices.Sort(said)
			if !slices.Equal(said, c.overruled) {
				t.Errorf("overruled %q, want %q", said, c.overruled)
			}
			got := map[string]string{}
			for key := range c.want {
				got[key] = placeOf(is, key)
				if team, setting, ok := strings.Cut(key, "."); ok {
					t, _ := is.Team(team)
					got[key] = map[string]string{"name": t.Name, "zone": t.Zone, "manager": t.Manager, "channel": t.Channel}[setting]
				}
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("got  %v\nwant %v", got, c.want)
			}
			for _, p := range is.People {
				if want := slices.Contains(p.Functions, Finance); p.Approver != want {
					t.Errorf("%s with %v is an approver: %v", p.ID, p.Functions, p.Approver)
				}
				if p.Role == "" && (p.Limit != 0 || p.Functions != nil) {
					t.Errorf("%s was dismissed and keeps %v %v", p.ID, p.Limit, p.Functions)
				}
			}
		})
	}
}

// draw makes some changes of a staff as an admin might, including refused ones.
func draw(r *rapid.T, s Staff, label string) Staff {
	people := []string{"UANA", "UBOB", "UMEI", "UDAN", "ULI", "UWEI", "UADA", "UNEW"}
	for range rapid.IntRange(0, 8).Draw(r, label) {
		pick := func(of ...string) string { return rapid.SampledFrom(of).Draw(r, "pick") }
		s, _ = s.Change(StaffChange{
			Kind: rapid.SampledFrom([]StaffKind{TeamNew, TeamAdd, TeamAdd, TeamRemove, TeamManager, TeamManager, TeamDirector, TeamChannel,
				TeamRename, TeamZone}).Draw(r, "kind"),
			Team: pick("east", "west", "north"), Person: pick(append(people, "")...), Text: pick("East", "West", "North", "UTC"),
			Channel: pick("CEAST", "CWEST", "CNORTH", "CX"),
		}, DefaultAuthority(), someday)
	}
	return s
}

// drop leaves teams out of a configuration, and the people who are then in none, as a file would.
func drop(r *rapid.T, s Staff) Staff {
	s.Teams = slices.DeleteFunc(s.Teams, func(Team) bool { return rapid.IntRange(0, 5).Draw(r, "drop") == 0 })
	s.People = slices.DeleteFunc(s.People, func(p Person) bool {
		_, in := s.Team(p.Team)
		return !p.Admin && !in && len(s.posts(p.ID)) == 0
	})
	for i, p := range s.People {
		if _, in := s.Team(p.Team); !in {
			s.People[i].Team = ""
			s.People[i] = s.settle(s.People[i], false)
		}
	}
	return s
}

func TestAMergeKeepsTheRulesWhateverWasChanged(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		base := configured()
		kept := draw(r, office(), "in the chat")
		config := drop(r, draw(r, configured(), "in the file").clone())
		is, _ := kept.Merge(base, config, DefaultAuthority())

		for _, w := range is.wrongs() {
			if w.problem.Code != "staff.name_taken" {
				r.Fatalf("%s %s: %v", w.person, w.team, w.problem)
			}
		}
		for _, p := range is.People {
			want := is.settle(p, false)
			if inChat(p.ID) && p.Role != want.Role && p.Role != "" {
				r.Fatalf("%s is %s %s; their posts are %v", p.ID, p.Team, p.Role, is.posts(p.ID))
			}
			_, named := config.Person(p.ID)
			if _, was := base.Person(p.ID); was && !named && (p.Role != "" || p.Team != "" || p.Admin || len(is.posts(p.ID)) > 0) {
				r.Fatalf("%s was dropped and is %+v with %v", p.ID, p, is.posts(p.ID))
			}
		}
		// Another start with the same file changes nothing and overrules nothing.
		again, overruled := is.Merge(config, config, DefaultAuthority())
		if got, want := fmt.Sprint(again), fmt.Sprint(is); got != want || len(overruled) > 0 {
			r.Fatalf("the next start makes of\n%s\n%s\n%v", want, got, overruled)
		}
		// Where the chat has changed nothing, the file holds.
		plain, overruled := base.Merge(base, config, DefaultAuthority())
		if len(overruled) > 0 {
			r.Fatalf("nothing to overrule, and yet %v", overruled)
		}
		for _, p := range config.People {
			if got, _ := plain.Person(p.ID); got.Team != p.Team || got.Role != p.Role {
				r.Fatalf("%s is %s %s, the file says %s %s", p.ID, got.Team, got.Role, p.Team, p.Role)
			}
		}
		for _, want := range config.Teams {
			if got, _ := plain.Team(want.ID); got != want {
				r.Fatalf("%+v, the file says %+v", got, want)
			}
		}
	})
}
