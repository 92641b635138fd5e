package sales

import (
	"strings"
	"testing"
)

// The rights as the sales handbook would print them. Each cell lists the records the role
// may do it to: o its own, t those of its team, a everyone else's.
const rights = `
          rep    manager  director  admin  approver
see       o,t    o,t      o,t       o,t,a  o,t,a
log       o,t    o,t      o,t       o,t,a  -
edit      o      o,t      o,t       o,t,a  -
give      o      o,t      o,t       o,t,a  -
decide    -      o,t      o,t       -      -
rate      -      o,t      o,t       o,t,a  -
revert    o      o        o         o,t,a  o
create    o,t    o,t      o,t       o,t,a  -
manage    -      -        -         o,t,a  -
see_goal  o      o,t      o,t       o,t,a  -
set_goal  -      o,t      o,t       o,t,a  -
see_forecast o   o,t      o,t       o,t,a  -
submit    o      o        o         o      -
override  -      o,t      o,t       o,t,a  -
cost      -      o,t      o,t       o,t,a  -
`

func TestEveryRoleReachesExactlyAsFarAsTheHandbookSays(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(rights), "\n")
	roles := strings.Fields(lines[0])
	if len(lines)-1 != len(Actions) {
		t.Fatalf("the handbook has %d actions, the code %d", len(lines)-1, len(Actions))
	}
	north := Team{ID: "north", Manager: "U-boss", Director: "U-top"}
	records := map[string]Record{
		"o": {Owner: "U-me", Team: Team{ID: "south"}},
		"t": {Owner: "U-other", Team: north},
		"a": {Owner: "U-other", Team: Team{ID: "south", Manager: "U-x", Director: "U-y"}},
	}
	cells := 0
	for i, line := range lines[1:] {
		cols := strings.Fields(line)
		action := Action(cols[0])
		if action != Actions[i] {
			t.Errorf("action %d is %s, the handbook says %s", i, Actions[i], action)
		}
		for j, role := range roles {
			for relation, record := range records {
				cells++
				want := strings.Contains(cols[j+1], relation)
				me := Person{ID: "U-me", Team: "north", Role: Role(role)}
				if got := May(me, action, record); got != want {
					t.Errorf("a %s may %s a record of relation %q: %v, want %v", role, action, relation, got, want)
				}
				gone, outside := me, me
				gone.Gone, outside.Outside = true, true
				if May(gone, action, record) || May(outside, action, record) {
					t.Errorf("a deactivated or outside %s may %s", role, action)
				}
			}
		}
	}
	if cells != 15*5*3 {
		t.Errorf("%d cells were checked", cells)
	}
}

func TestTheRelationToARecordFollowsOwnerAndTeam(t *testing.T) {
	team := Team{ID: "north", Manager: "U-boss", Director: "U-top"}
	for _, c := range []struct {
		name string
		who  Person
		rec  Record
		want Relation
	}{
		{"the owner", Person{ID: "U-1"}, Record{"U-1", team}, Own},
		{"the owner who left the team", Person{ID: "U-1", Team: "south"}, Record{"U-1", team}, Own},
		{"a member", Person{ID: "U-2", Team: "north"}, Record{"U-1", team}, OfTeam},
		{"the manager, who is no member", Person{ID: "U-boss"}, Record{"U-1", team}, OfTeam},
		{"the director", Person{ID: "U-top", Team: "head"}, Record{"U-1", team}, OfTeam},
		{"a colleague elsewhere", Person{ID: "U-3", Team: "south"}, Record{"U-1", team}, Any},
		{"someone without a team, of a record without one", Person{ID: "U-3"}, Record{"U-1", Team{}}, Any},
		{"nobody, of a record nobody owns", Person{}, Record{}, Nothing},
		{"a deactivated owner", Person{ID: "U-1", Gone: true}, Record{"U-1", team}, Nothing},
		{"a guest in the team", Person{ID: "U-2", Team: "north", Outside: true}, Record{"U-1", team}, Nothing},
	} {
		if got := RelationOf(c.who, c.rec); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if May(Person{ID: "U-1", Role: "intern"}, See, Record{"U-1", team}) {
		t.Error("a role nobody knows may see")
	}
	if May(Person{ID: "U-1", Role: Admin}, "dance", Record{"U-1", team}) {
		t.Error("an action nobody knows is allowed")
	}
}

func TestAnApproverWhoSellsSeesEverythingAndChangesTheirOwn(t *testing.T) {
	me := Person{ID: "U-me", Team: "north", Role: Rep, Approver: true}
	mine, other := Record{"U-me", Team{ID: "north"}}, Record{"U-x", Team{ID: "south"}}
	if !May(me, See, other) || !May(me, Edit, mine) {
		t.Error("a right is missing")
	}
	if May(me, Edit, other) || May(me, Log, other) || May(me, Decide, mine) || May(me, Decide, other) {
		t.Error("an approver does more than see")
	}
}

func TestSeeingADealIsSeeingItsCustomer(t *testing.T) {
	own, deal := Record{"U-1", Team{ID: "north"}}, Record{"U-2", Team{ID: "south"}}
	for team, want := range map[string]bool{"north": true, "south": true, "east": false} {
		if got := Visible(Person{ID: "U-3", Team: team, Role: Rep}, own, deal); got != want {
			t.Errorf("a rep of %s sees it: %v", team, got)
		}
	}
	if Visible(Person{ID: "U-3", Team: "north", Role: Rep}) {
		t.Error("a record without owner and team is seen")
	}
}

func TestAnAdminWhoAlsoManagesHasBothRights(t *testing.T) {
	me := Person{ID: "U-me", Role: Manager, Admin: true}
	mine, other := Record{Team: Team{ID: "north", Manager: "U-me"}}, Record{Team: Team{ID: "south"}}
	if !May(me, Decide, mine) || !May(me, See, other) || !May(me, Manage, other) {
		t.Error("a right is missing")
	}
	if May(me, Decide, other) {
		t.Error("being an admin decides requests")
	}
}
