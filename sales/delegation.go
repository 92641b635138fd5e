package sales

import (
	"slices"
	"time"
)

// Delegation lends someone's right to decide to someone else, from Start until End
// (P11). It lends what the delegator may decide themselves at the moment of the vote, one
// level deep. It ends at once when it is revoked, or when either of the two loses the role
// it depends on.
type Delegation struct {
	ID      string    `json:"id"` // S-3
	From    string    `json:"from"`
	To      string    `json:"to"`
	Start   time.Time `json:"start"`
	End     time.Time `json:"end"` // not included
	Created time.Time `json:"created"`
	Revoked time.Time `json:"revoked,omitzero"`
	Later   string    `json:"later,omitempty"` // the delegation that replaced it
}

// DelegationMax is how long a delegation may last. For longer than that, someone else
// should have the role.
const DelegationMax = 90 * 24 * time.Hour

// Delegate makes a delegation of draft g, which has ID, Start and End. An empty Start is now.
//
// Problems: delegation.nothing_to_lend, delegation.to_oneself, delegation.cannot_decide
// (to is gone, a guest, of another company, or not in the chat), delegation.past,
// delegation.ends_before_start, delegation.too_long.
func Delegate(g Delegation, from, to Person, at time.Time) (Delegation, error) {
	g.From, g.To, g.Created, g.Revoked = from.ID, to.ID, at.UTC(), time.Time{}
	if g.Start.IsZero() {
		g.Start = at
	}
	g.Start, g.End = g.Start.UTC(), g.End.UTC()
	switch {
	case rank(from.Role) < rank(Manager) && !from.Approver:
		return g, No("delegation.nothing_to_lend")
	case Same(from, to):
		return g, No("delegation.to_oneself").At("to")
	case to.Role == "" || !to.InChat():
		return g, No("delegation.cannot_decide", "Person", to.ID, "Name", to.Name).At("to")
	case !g.End.After(at):
		return g, No("delegation.past", "End", g.End).At("end")
	case !g.Start.Before(g.End):
		return g, No("delegation.ends_before_start", "Start", g.Start, "End", g.End).At("end")
	case g.End.Sub(g.Start) > DelegationMax:
		return g, No("delegation.too_long", "Days", int(DelegationMax/(24*time.Hour))).At("end")
	}
	return g, nil
}

// Stranger reports whether a stand-in is one to be asked about: to decides nothing in their own right and belongs to
// none of the lender's teams, and would read deals of a team that is not theirs and decide on its prices.
func Stranger(to Person, lenders []Team) bool {
	decides := rank(to.Role) >= rank(Manager) || to.Approver
	return !decides && !slices.ContainsFunc(lenders, func(t Team) bool { return t.ID == to.Team })
}

// Standing reports whether g holds at that instant or will later.
func (g Delegation) Standing(at time.Time) bool { return g.Revoked.IsZero() && at.Before(g.End) }

// Replace ends g, because its lender has lent anew to the same human.
func (g Delegation) Replace(by Delegation, at time.Time) Delegation {
	g.Revoked, g.Later = at.UTC(), by.ID
	return g
}

// Overlaps reports whether g and h lend at the same time at some time.
func (g Delegation) Overlaps(h Delegation) bool {
	return g.Start.Before(h.End) && h.Start.Before(g.End)
}

// LentTo returns those of somebody's delegations that hold or will and lend to the human to,
// under any of their identities. A new one replaces those that overlap with it, and to revoke
// one is to revoke all. person looks people up.
func LentTo(all []Delegation, from string, to Person, person func(id string) Person, at time.Time) (theirs []Delegation) {
	for _, g := range all {
		if g.From == from && g.Standing(at) && (g.To == to.ID || Same(person(g.To), to)) {
			theirs = append(theirs, g)
		}
	}
	return theirs
}

// TakenBack refuses to let anybody but the lender bring a delegation back by an undo. was is
// how it is before, the zero Delegation if it is gone; an undo that lends less is fine.
func (g Delegation) TakenBack(was Delegation, by string, at time.Time) error {
	more := !was.Standing(at) || was.To != g.To || g.Start.Before(was.Start) || g.End.After(was.End)
	if by != g.From && g.Standing(at) && more {
		return No("delegation.not_yours_to_revive", "Person", g.From)
	}
	return nil
}

// Active reports whether g holds at that instant, as far as g itself can tell.
func (g Delegation) Active(at time.Time) bool {
	return g.Revoked.IsZero() && !at.Before(g.Start) && at.Before(g.End)
}

// Lends reports whether to may use from's right at that instant.
func (g Delegation) Lends(from, to Person, at time.Time) bool {
	return g.Active(at) && g.From == from.ID && g.To == to.ID && from.InChat() && to.InChat() && to.Role != "" && !Same(from, to)
}

// Revoke ends g at once.
//
// Problems: delegation.not_yours, delegation.over.
func (g Delegation) Revoke(by Person, at time.Time) (Delegation, error) {
	switch {
	case by.ID != g.From && !May(by, Manage, Record{}):
		return g, No("delegation.not_yours", "ID", g.ID)
	case !g.Standing(at):
		return g, No("delegation.over", "ID", g.ID)
	}
	g.Revoked = at.UTC()
	return g, nil
}
