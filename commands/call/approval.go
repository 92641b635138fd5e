package call

import (
	"dealdesk/sales"
	"dealdesk/store"
)

// ApprovalByID returns a request that the person may see: because they see its deal, or because
// they may decide on it for somebody.
func (c *Call) ApprovalByID(id string) (Pending, error) {
	a, ok, err := store.Approvals.Get(c.Read, id)
	if err != nil {
		return Pending{}, err
	}
	if ok {
		if p, shown, err := c.PendingOf(a); err != nil || shown {
			return p, err
		}
	}
	return Pending{}, sales.No("approval.not_found", "ID", id)
}

// PendingOf returns a request with what a decision needs, and whether the person may see it.
func (c *Call) PendingOf(a sales.Approval) (p Pending, shown bool, err error) {
	d, ok, err := store.Deals.Get(c.Read, a.Deal)
	if err != nil || !ok { // an import may have taken it back
		return Pending{}, false, err
	}
	ros, err := c.Desk.Cards.Roster(c.Read, d, a, c.Req.At)
	return Pending{a, d, ros}, a.ShownTo(c.Me, d, ros), err
}

// Pending is a request with its deal and roster.
type Pending struct {
	sales.Approval
	Deal   sales.Deal
	Roster sales.Roster
}
