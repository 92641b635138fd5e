package sales

// Action is a thing that needs a right.
type Action string

const (
	See    Action = "see"    // read a record, in any surface (P13)
	Log    Action = "log"    // write down a contact
	Edit   Action = "edit"   // change a record: stage, amount, next step, name
	Give   Action = "give"   // hand a record to someone else
	Decide Action = "decide" // approve, reject or return a request, within authority
	Rate   Action = "rate"   // say of which tier a customer is, which policies go by
	Revert Action = "revert" // undo a change; own is one's own change
	Create Action = "create" // make an account or a deal
	Manage Action = "manage" // people, teams, settings of the company
)

// Actions in the table's order.
var Actions = []Action{See, Log, Edit, Give, Decide, Rate, Revert, Create, Manage}

// Relation is how close someone stands to a record.
type Relation int

const (
	Nothing Relation = iota // no relation is close enough
	Own                     // it is theirs
	OfTeam                  // it belongs to a team they are in, manage or direct
	Any                     // every record
)

// permissions says how far each role reaches with each action. It is the only place
// that does; a test reads it out cell by cell. Besides, whoever a step of a request names
// decides in that step; see Step.
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
}

// Record is what a right is asked about: whose it is and which team's. A customer is
// several of them: its own and those of the deals with it, because whoever sells to a
// customer works with it, whosever it is.
type Record struct {
	Owner string // Person.ID
	Team  Team
}

// RelationOf says how close p stands to r.
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

// May reports whether p may do a to what any of these records are about. Who is
// deactivated, a guest or of another company may do nothing.
func May(p Person, a Action, records ...Record) bool {
	reach := permissions[a][p.Role]
	if p.Admin {
		reach = max(reach, permissions[a][Admin])
	}
	if p.Approver {
		reach = max(reach, permissions[a][Approver])
	}
	for _, r := range records {
		if rel := RelationOf(p, r); rel != Nothing && rel <= reach {
			return true
		}
	}
	return false
}

// Visible is the one rule of what someone sees (P13): every query, card and suggestion
// asks it, and the sender once more before a post goes out.
func Visible(p Person, records ...Record) bool { return May(p, See, records...) }
