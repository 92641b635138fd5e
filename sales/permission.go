package sales

// Action is a thing that needs a right.
type Action string

const (
	See     Action = "see"     // read a record, in any surface (P13)
	Log     Action = "log"     // write down a contact
	Edit    Action = "edit"    // change a record: stage, amount, next step, name
	Give    Action = "give"    // hand a record to someone else
	Decide  Action = "decide"  // approve, reject or return a request, within authority
	Revert  Action = "revert"  // undo a change; own is one's own change
	Plan    Action = "plan"    // fill in a stand-up
	Create  Action = "create"  // make an account or a deal
	Import  Action = "import"  // bring in files
	Manage  Action = "manage"  // people, teams, settings of the company
	Inspect Action = "inspect" // read the audit log
)

// Actions in the table's order.
var Actions = []Action{See, Log, Edit, Give, Decide, Revert, Plan, Create, Import, Manage, Inspect}

// Relation is how close someone stands to a record.
type Relation int

const (
	Nothing Relation = iota // no relation is close enough
	Own                     // it is theirs
	OfTeam                  // it belongs to a team they are in, manage or direct
	Any                     // every record
)

// permissions says how far each role reaches with each action. It is the only place
// that does; a test reads it out cell by cell.
var permissions = map[Action]map[Role]Relation{
	//          rep            manager          director           admin
	See:     {Rep: OfTeam, Manager: OfTeam, Director: OfTeam, Admin: Any},
	Log:     {Rep: OfTeam, Manager: OfTeam, Director: OfTeam, Admin: Any},
	Edit:    {Rep: Own, Manager: OfTeam, Director: OfTeam, Admin: Any},
	Give:    {Rep: Own, Manager: OfTeam, Director: OfTeam, Admin: Any},
	Decide:  {Rep: Nothing, Manager: OfTeam, Director: OfTeam, Admin: Nothing},
	Revert:  {Rep: Own, Manager: Own, Director: Own, Admin: Any},
	Plan:    {Rep: Own, Manager: Own, Director: Own, Admin: Own},
	Create:  {Rep: OfTeam, Manager: OfTeam, Director: OfTeam, Admin: Any},
	Import:  {Rep: Nothing, Manager: Nothing, Director: Nothing, Admin: Any},
	Manage:  {Rep: Nothing, Manager: Nothing, Director: Nothing, Admin: Any},
	Inspect: {Rep: Nothing, Manager: OfTeam, Director: OfTeam, Admin: Any},
}

// Record is what a right is asked about: whose it is and which team's.
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

// May reports whether p may do a to r. Who is deactivated, a guest or of another
// company may do nothing.
func May(p Person, a Action, r Record) bool {
	rel := RelationOf(p, r)
	reach := permissions[a][p.Role]
	if p.Admin {
		reach = max(reach, permissions[a][Admin])
	}
	return rel != Nothing && rel <= reach
}

// Visible is the one rule of what someone sees (P13): every query, card, suggestion
// and export asks it.
func Visible(p Person, r Record) bool { return May(p, See, r) }
