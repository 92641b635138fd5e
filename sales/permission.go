package sales

// Action is a thing that needs a right.
type Action string

const (
	See    Action = "see"    // read a record, anywhere (P13)
	Log    Action = "log"    // write down a contact
	Edit   Action = "edit"   // change a record: stage, amount, next step, name
	Give   Action = "give"   // hand a record to someone else
	Decide Action = "decide" // approve, reject or return a request, within authority
	Rate   Action = "rate"   // set a customer's tier, which policies depend on
	Revert Action = "revert" // undo a change; own is a change made by oneself
	Create Action = "create" // make an account or a deal
	Manage Action = "manage" // people, teams, settings of the company

	SeeGoal Action = "see_goal" // read what a person is to reach; see goal.Goal.Right for those of teams
	SetGoal Action = "set_goal" // set, change and break down a goal

	SeeForecast Action = "see_forecast" // read what a person or a team expects to win
	SubmitOwn   Action = "submit"       // say what one will win: nobody says it for somebody else
	Override    Action = "override"     // count on another number than the one submitted

	EnterCost Action = "cost" // read and enter what was spent to win customers
)

// Actions in the table's order.
var Actions = []Action{See, Log, Edit, Give, Decide, Rate, Revert, Create, Manage, SeeGoal, SetGoal, SeeForecast, SubmitOwn, Override,
	EnterCost}

// Relation is how close someone is to a record.
type Relation int

const (
	Nothing Relation = iota // no relation is close enough
	Own                     // it is theirs
	OfTeam                  // it belongs to a team they are in, manage or direct
	Any                     // every record
)

// permissions says which records each role may do each action to. It is the only place that
// does; a test checks every cell. In addition, whoever a step of a request names decides in
// that step; see Step.
var permissions = map[Action]map[Role]Relation{
	//         rep            manager          director           admin       approver
	See:    {Rep: OfTeam, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Any},
	Log:    {Rep: OfTeam, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Nothing},
	Edit:   {Rep: Own, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Nothing},
	Give:   {Rep: Own, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Nothing},
	Decide: {Rep: Nothing, Manager: OfTeam, Director: OfTeam, Admin: Nothing, Approver: Nothing},
	Rate:   {Rep: Nothing, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Nothing},
	Revert: {Rep: Own, Manager: Own, Director: Own, Admin: Any, Approver: Own},
	Create: {Rep: OfTeam, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Nothing},
	Manage: {Rep: Nothing, Manager: Nothing, Director: Nothing, Admin: Any, Approver: Nothing},

	SeeGoal: {Rep: Own, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Nothing},
	SetGoal: {Rep: Nothing, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Nothing},

	SeeForecast: {Rep: Own, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Nothing},
	SubmitOwn:   {Rep: Own, Manager: Own, Director: Own, Admin: Own, Approver: Nothing},
	Override:    {Rep: Nothing, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Nothing},

	EnterCost: {Rep: Nothing, Manager: OfTeam, Director: OfTeam, Admin: Any, Approver: Nothing},
}

// Record is what a right is checked against: its owner and its team. A customer has several
// of them, its own and those of its deals, because whoever sells to a customer works with
// it, whoever owns it.
type Record struct {
	Owner string // Person.ID
	Team  Team
}

// RelationOf returns how close p is to r.
func RelationOf(p Person, r Record) Relation {
	switch {
	case p.Gone || p.Outside || p.ID == "":
		return Nothing
	case r.Owner == p.ID:
		return Own
	case r.Team.ID != "" && (p.Team == r.Team.ID || r.Team.Manager == p.ID || r.Team.Director == p.ID):
		return OfTeam
	}
	return Any
}

// guarded are the actions on what a person is to reach, and expects to win.
var guarded = map[Action]bool{SeeGoal: true, SetGoal: true, SeeForecast: true, Override: true}

// above reports whether r is about the director of its team, asked for by somebody below them: nobody but an admin
// reads and sets the numbers of the director above them, whatever team the director is listed in.
func above(p Person, r Record) bool {
	return r.Owner != "" && r.Owner == r.Team.Director && p.ID != r.Owner && !p.Admin && p.Role != Admin
}

// May reports whether p may do a to something with any of these records. People who are
// deactivated, guests or of another company may do nothing.
func May(p Person, a Action, records ...Record) bool {
	reach := permissions[a][p.Role]
	if p.Admin {
		reach = max(reach, permissions[a][Admin])
	}
	if p.Approver {
		reach = max(reach, permissions[a][Approver])
	}
	for _, r := range records {
		if rel := RelationOf(p, r); rel != Nothing && rel <= reach && !(guarded[a] && above(p, r)) {
			return true
		}
	}
	return false
}

// Visible is the only rule for what someone sees (P13). Every query, card and suggestion
// checks it, and so does the sender before a post goes out.
func Visible(p Person, records ...Record) bool { return May(p, See, records...) }
