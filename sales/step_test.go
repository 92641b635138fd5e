package sales

import (
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	fin = Person{ID: "U-fin", Role: Approver, Approver: true, Functions: []string{"finance"}}
	fox = Person{ID: "U-fox", Role: Approver, Approver: true, Functions: []string{"finance"}}
	eve = Person{ID: "U-eve", Team: "north", Role: Rep}
)

// atDesk is the roster of these tests.
func atDesk() Roster {
	return Roster{Team: north, People: []Person{ann, bo, eve, mia, dan, fin, fox, li, fay, root}, Authority: DefaultAuthority(), At: monday}
}

func (ros Roster) away(ids ...string) Roster {
	ros.Away = append(slices.Clip(ros.Away), ids...)
	return ros
}

// lend returns ros with a delegation that holds now.
func (ros Roster) lend(from, to string) Roster {
	ros.Delegations = append(slices.Clip(ros.Delegations),
		Delegation{ID: "S-1", From: from, To: to, Start: monday.Add(-time.Hour), End: monday.Add(240 * time.Hour)})
	return ros
}

// change returns ros with one person changed.
func (ros Roster) change(id string, change func(*Person)) Roster {
	ros.People = slices.Clone(ros.People)
	for i := range ros.People {
		if ros.People[i].ID == id {
			change(&ros.People[i])
		}
	}
	return ros
}

func (ros Roster) later(d time.Duration) Roster { ros.At = ros.At.Add(d); return ros }

// only is an authority whose limits ask nobody, with one policy.
func only(panels ...Panel) Authority {
	return Authority{Rep: Hundred, Manager: Hundred, Expires: 720 * time.Hour, Remind: 4 * time.Hour, Escalate: 8 * time.Hour,
		Policies: []Policy{{"P", When{}, panels}}}
}

// asked is ann's request for 15 % that goes through these panels.
func asked(ros Roster, panels ...Panel) (Approval, Deal, error) {
	d := aDeal()
	r, _, _, err := d.AskTerms(only(panels...),
		Ask{ID: "R-3", By: hearing{Roster: ros}.person("U-ann"), Discount: 1500, Reason: "rival", Roster: ros, On: today})
	return r, d, err
}

// seats lists those of the current step, "U-bo/U-mia" for a delegate, "!U-dan" for the next
// level, and why that is asked.
func seats(r Approval) string {
	s, _, _ := r.Current()
	var all []string
	for _, seat := range s.Asked {
		one := seat.By
		if seat.For != "" {
			one += "/" + seat.For
		}
		if seat.Up {
			one = "!" + one
		}
		all = append(all, one)
	}
	if s.Fell != "" {
		all = append(all, string(s.Fell))
	}
	return strings.Join(all, " ")
}

func TestAStepAsksThePanelTheirDelegatesAndThenTheNextLevel(t *testing.T) {
	manager, director, finance := Panel{Who{"manager"}, 1}, Panel{Who{"director"}, 1}, Panel{Who{"finance"}, 1}
	revoked := atDesk().away("U-mia").lend("U-mia", "U-bo")
	revoked.Delegations[0].Revoked = monday.Add(-time.Minute)
	for _, c := range []struct {
		name  string
		ros   Roster
		panel Panel
		want  string // "" for refused
	}{
		{"the manager", atDesk(), manager, "U-mia"},
		{"a manager on leave: the director", atDesk().away("U-mia"), manager, "!U-dan away"},
		{"a manager on leave: their delegate", atDesk().away("U-mia").lend("U-mia", "U-bo"), manager, "U-bo/U-mia"},
		{"a manager who is here has a delegate: both", atDesk().lend("U-mia", "U-bo"), manager, "U-mia U-bo/U-mia"},
		{"a delegate who is also on leave", atDesk().away("U-mia", "U-bo").lend("U-mia", "U-bo"), manager, "!U-dan away"},
		{"a delegate who was deactivated", atDesk().away("U-mia").lend("U-mia", "U-bo").change("U-bo", func(p *Person) { p.Gone = true }), manager, "!U-dan away"},
		{"a delegate whose right was revoked", revoked, manager, "!U-dan away"},
		{"a delegate whose time has not come", atDesk().away("U-mia").lend("U-mia", "U-bo").later(-2 * time.Hour), manager, "!U-dan away"},
		{"a delegate whose time is over", atDesk().away("U-mia").lend("U-mia", "U-bo").later(240 * time.Hour), manager, "!U-dan away"},
		{"the requester as a delegate", atDesk().away("U-mia").lend("U-mia", "U-ann"), manager, "!U-dan away"},
		{"the requester's second identity as a delegate", atDesk().away("U-mia").lend("U-mia", "U-bo").change("U-bo", func(p *Person) { p.External = "ann" }).change("U-ann", func(p *Person) { p.External = "ann" }), manager, "!U-dan away"},
		{"a delegate of a delegate", atDesk().away("U-mia", "U-bo").lend("U-mia", "U-bo").lend("U-bo", "U-eve"), manager, "!U-dan away"},
		{"a delegate of two", atDesk().away("U-fin", "U-fox").lend("U-fin", "U-bo").lend("U-fox", "U-bo"), finance, "U-bo/U-fin"},
		{"a delegate from another team", atDesk().away("U-mia").lend("U-mia", "U-li"), manager, "U-li/U-mia"},
		{"a delegate who is a guest", atDesk().away("U-mia").lend("U-mia", "U-fay"), manager, "!U-dan away"},
		{"a manager who left", atDesk().change("U-mia", func(p *Person) { p.Gone = true }), manager, "!U-dan empty"},
		{"a manager who no longer is one", atDesk().change("U-mia", func(p *Person) { p.Role = Rep }), manager, "!U-dan empty"},
		{"a manager whose own limit is lower", atDesk().change("U-mia", func(p *Person) { p.Limit = 1500 }), manager, "!U-dan empty"},
		{"a manager whose own limit is just above", atDesk().change("U-mia", func(p *Person) { p.Limit = 1501 }), manager, "U-mia"},
		{"all on leave: the manager is asked anyway", atDesk().away("U-mia", "U-dan"), manager, "U-mia away"},
		{"nobody at all", atDesk().change("U-mia", func(p *Person) { p.Gone = true }).change("U-dan", func(p *Person) { p.Gone = true }), manager, ""},
		{"the director", atDesk(), director, "U-dan"},
		{"a director on leave has nobody above", atDesk().away("U-dan"), director, "U-dan away"},
		{"any of a function", atDesk(), finance, "U-fin U-fox"},
		{"any of a function, one on leave", atDesk().away("U-fin"), finance, "U-fox"},
		{"all of a function, one on leave", atDesk().away("U-fin"), Panel{Who{"finance"}, All}, "U-fox"},
		{"all of a function, all on leave", atDesk().away("U-fin", "U-fox"), Panel{Who{"finance"}, All}, "!U-dan away"},
		{"two of two", atDesk(), Panel{Who{"finance"}, 2}, "U-fin U-fox"},
		{"two of two, one on leave", atDesk().away("U-fin"), Panel{Who{"finance"}, 2}, "U-fox !U-dan away"},
		{"two of two, one gone", atDesk().change("U-fin", func(p *Person) { p.Functions = nil }), Panel{Who{"finance"}, 2}, "U-fox !U-dan empty"},
		{"four of two and a director", atDesk(), Panel{Who{"finance"}, 4}, ""},
		{"two seats of one human", atDesk().change("U-fin", func(p *Person) { p.Email = "f@x.example" }).change("U-fox", func(p *Person) { p.Email = " F@X.example" }), finance, "U-fin"},
		{"two of one human", atDesk().change("U-fin", func(p *Person) { p.Email = "f@x.example" }).change("U-fox", func(p *Person) { p.Email = "F@x.example" }), Panel{Who{"finance"}, 2}, "U-fin !U-dan empty"},
		{"two of one human and their delegate", atDesk().lend("U-fox", "U-bo").change("U-fin", func(p *Person) { p.Email = "f@x.example" }).change("U-fox", func(p *Person) { p.Email = "F@x.example" }), Panel{Who{"finance"}, 2}, "U-fin !U-dan empty"},
		{"two, and the director is a delegate", atDesk().away("U-fin").lend("U-fin", "U-dan").change("U-fox", func(p *Person) { p.Gone = true }), Panel{Who{"finance"}, 2}, "!U-dan U-fin empty"},
		{"the requester holds the function, too", atDesk().change("U-fin", func(p *Person) { p.Email = "ann@x.example" }).change("U-ann", func(p *Person) { p.Email = "ann@x.example" }), finance, "U-fox"},
		{"by name", atDesk(), Panel{Who{"U-fox"}, 1}, "U-fox"},
		{"by name, in the deal's team", atDesk(), Panel{Who{"U-bo"}, 1}, "U-bo"},
		{"by name, the requester", atDesk(), Panel{Who{"U-ann"}, 1}, "!U-dan empty"},
		{"by name, someone who does not see the deal", atDesk(), Panel{Who{"U-li"}, 1}, "!U-dan empty"},
		{"by name, a stranger", atDesk(), Panel{Who{"U-nobody"}, 1}, "!U-dan empty"},
		{"a function nobody holds", atDesk(), Panel{Who{"legal"}, 1}, "!U-dan empty"},
		{"a manager elsewhere is none here", atDesk().change("U-mia", func(p *Person) { p.Gone = true }).change("U-li", func(p *Person) { p.Approver = true }), manager, "!U-dan empty"},
	} {
		r, _, err := asked(c.ros, c.panel)
		if c.want == "" {
			p := refused(t, err, "discount.nobody_can_decide")
			if who, ok := p.Args["Level"].(Who); !ok || !slices.Equal(who, c.panel.Who) {
				t.Errorf("%s: the refusal names %v", c.name, p.Args["Level"])
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := seats(r); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAskingIsRefusedWhenTooFewPeopleCouldFillTheSteps(t *testing.T) {
	manager, director := Panel{Who{"manager"}, 1}, Panel{Who{"director"}, 1}
	gone := func(p *Person) { p.Gone = true }
	for _, c := range []struct {
		name   string
		ros    Roster
		panels []Panel
		code   string
	}{
		{"a manager and a director", atDesk(), []Panel{manager, director}, ""},
		{"a director alone", atDesk().change("U-mia", gone), []Panel{manager, director}, "discount.nobody_can_decide"},
		{"two directors", atDesk().change("U-mia", func(p *Person) { p.Role = Director }), []Panel{manager, director}, ""},
		{"two accounts of one director", atDesk().change("U-mia", func(p *Person) { p.Role, p.Email = Director, "d@x" }).change("U-dan", func(p *Person) { p.Email = "d+2@x" }), []Panel{manager, director}, "discount.nobody_can_decide"},
		{"a director who lends to others", atDesk().change("U-mia", gone).lend("U-dan", "U-bo"), []Panel{manager, director}, "discount.nobody_can_decide"},
		{"one bookkeeper, asked by function and by name", atDesk().change("U-fox", gone).change("U-dan", gone), []Panel{{Who{"finance"}, 1}, {Who{"U-fin"}, 1}}, "discount.too_few"},
		{"and a director in their place", atDesk().change("U-fox", gone), []Panel{{Who{"finance"}, 1}, {Who{"U-fin"}, 1}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := asked(c.ros, c.panels...)
			if c.code != "" {
				refused(t, err, c.code)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAskingIsRefusedWhenNobodyCouldDecideAStep(t *testing.T) {
	_, _, err := asked(atDesk(), Panel{Who{"manager"}, 1}, Panel{Who{"finance"}, 4})
	if p := refused(t, err, "discount.nobody_can_decide"); !slices.Equal(p.Args["Level"].(Who), Who{"finance"}) {
		t.Errorf("it names %v", p.Args["Level"])
	}
	r, _, err := asked(atDesk().away("U-fin", "U-fox"), Panel{Who{"manager"}, 1}, Panel{Who{"finance"}, 1})
	if err != nil || seats(r) != "U-mia" || len(r.Steps[1].Asked) != 0 || r.Steps[1].Fell != "" {
		t.Errorf("a later step is asked when its turn comes: %+v %v", r.Steps, err)
	}
}
