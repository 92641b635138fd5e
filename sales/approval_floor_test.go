package sales

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"dealdesk/sales/calendar"
)

// authority returns the Authority for a policy of the model.
func authority(policy int) Authority {
	a := Authority{Rep: 1000, Manager: 2000, PaymentDays: 30, Chain: policy == 1, Expires: 48 * time.Hour, Remind: 4 * time.Hour,
		Escalate: 8 * time.Hour}
	a.Policies = [][]Policy{nil, nil,
		{{"Two", When{Discount: 1500}, []Panel{{Who{"finance"}, 2}}}, {"Manager", When{}, []Panel{{Who{"manager"}, 1}}}},
		{{"Credit", When{PaymentDays: 60}, []Panel{{Who{"finance"}, All}, {Who{"U-bo"}, 1}}}},
		{{"Large", When{Amount: Money{3000000, "CNY"}}, []Panel{{Who{"manager", "finance"}, All}}}},
	}[policy]
	return a
}

// floor is the rules at work, with what a store would keep.
type floor struct {
	*model
	rules    Authority
	team     Team
	deal     Deal
	loans    []Delegation
	requests []Approval
	ended    map[string]Approval // how each request ended, as first seen
	offers   map[string][]offer  // what each voter on a request saw
	grant    string              // the request that the deal's terms came from
	granted  int                 // the version that request made, or was brought back as
	meaning  map[int]offer       // what each version of the terms says
	changes  []change            // that can be undone, the last one first
	last     []func(*rapid.T)    // decisions to replay
	seen     map[string]int      // what happened, over all sequences
}

// offer is the content of a version of the terms.
type offer struct {
	amount   Money
	discount Percent
	special  Special
}

// change is what an undo brings back.
type change struct {
	deal       Deal
	off, extra int
	open       bool
	owner      string
	gave       []string
	grant      string
}

func (d *floor) present() change {
	return change{d.deal, d.off, d.extra, d.open, d.owner, d.gave, d.grant}
}

func newFloor(seen map[string]int, policy int) *floor {
	d := &floor{model: newModel(policy), rules: authority(policy), team: Team{ID: "north", Manager: "U-mia", Director: "U-dan"},
		ended: map[string]Approval{}, offers: map[string][]offer{}, meaning: map[int]offer{}, seen: seen, deal: aDeal()}
	d.deal.Amount = Money{3000000, "CNY"}
	return d
}

func (d *floor) person(who string) Person {
	p := Person{ID: "U-" + who, Team: "north", Role: Role(d.role[who]), Gone: d.gone[who], Outside: who == "fay"}
	switch who {
	case "li":
		p.Team = "south"
	case "root", "fin", "fox", "fin2":
		p.Team = ""
	}
	switch human(who) {
	case "ann":
		p.Email = map[string]string{"ann": "ann@x.example", "amy": " Ann@X.example"}[who]
	case "fin":
		p.External = "person 7"
	}
	if d.books[who] {
		p.Functions = []string{"finance"}
	}
	p.Approver = d.rules.Appoints(p)
	return p
}

func (d *floor) roster() Roster {
	ros := Roster{Team: d.team, Delegations: d.loans, Authority: d.rules, At: d.now()}
	for _, who := range d.gave {
		ros.Owners = append(ros.Owners, "U-"+who)
	}
	for _, who := range cast {
		ros.People = append(ros.People, d.person(who))
		if d.away[who] {
			ros.Away = append(ros.Away, "U-"+who)
		}
	}
	return ros
}

func (d *floor) now() time.Time { return monday.Add(time.Duration(d.hour) * time.Hour) }

func (d *floor) today() calendar.Date { return calendar.DateOf(d.now()) }

func (d *floor) act() Act { return Act{"U-" + d.owner, d.now(), d.today()} }

func (d *floor) happened(what string) { d.seen[what]++ }

// someone is mostly a person whose act can succeed: a day of refusals tests little.
func (d *floor) someone(t *rapid.T, likely ...string) string {
	if rapid.IntRange(0, 3).Draw(t, "stranger") < 3 {
		return rapid.SampledFrom(likely).Draw(t, "who")
	}
	return rapid.SampledFrom(cast).Draw(t, "who")
}

// busy is one of some people, preferably one who is asked right now: what happens to the
// others matters little.
func (d *floor) busy(t *rapid.T, among ...string) string {
	likely := slices.Clone(among)
	for _, p := range d.papers {
		if d.alive(p) {
			for _, s := range p.steps[p.turn].asked {
				for _, who := range []string{s.by, s.by, s.by, s.whose} {
					if slices.Contains(among, who) {
						likely = append(likely, who)
					}
				}
			}
		}
	}
	return rapid.SampledFrom(likely).Draw(t, "who")
}

// seldom skips most draws of an action. rapid draws small numbers most often.
func seldom(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "seldom") < 4 {
		t.Skip("not today")
	}
}
