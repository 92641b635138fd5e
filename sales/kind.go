package sales

import "strings"

// Kind is what a record is, by the letter its id begins with: D-7 is a deal. People and
// teams of the chat have ids without one.
type Kind string

const (
	KindAccount    Kind = "A"
	KindActivity   Kind = "N"
	KindApproval   Kind = "R"
	KindContact    Kind = "K"
	KindDeal       Kind = "D"
	KindDelegation Kind = "S"
	KindDraft      Kind = "X" // a typed line that waits for a choice
	KindErased     Kind = "Z" // a person whose data was erased
	KindEvent      Kind = "E"
	KindGoal       Kind = "G"
	KindImported   Kind = "P" // a person whom the chat does not know
	KindProposal   Kind = "B"
)

// KindOf returns the kind of the record with an id, "" where the id has none.
func KindOf(id string) Kind {
	kind, _, numbered := strings.Cut(id, "-")
	if !numbered {
		return ""
	}
	return Kind(kind)
}
