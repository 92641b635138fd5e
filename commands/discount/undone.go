package discount

import (
	"encoding/json"
	"fmt"

	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// undoneByID is failed, or says who took the request with this ID back with an undo. Such a request
// has no record any longer.
func undoneByID(c *call.Call, id string, failed error) error {
	if _, no := sales.AsProblem(failed); !no {
		return failed
	}
	for touch, err := range store.History(c.Read, store.Approvals.Name, id) {
		if err != nil {
			return err
		}
		if touch.Change.New != nil || touch.Change.Old == nil || touch.Entry.Undoes == 0 {
			return failed
		}
		var a sales.Approval
		if err := json.Unmarshal(touch.Change.Old, &a); err != nil {
			return fmt.Errorf("decode %s: %w", id, err)
		}
		d, err := c.DealByID(a.Deal)
		if _, hidden := sales.AsProblem(err); hidden {
			return failed
		}
		if err != nil {
			return err
		}
		return undoneBy(c, a, d, touch.Entry)
	}
	return failed
}

// undoneSince says who took back a request on the deal with an undo, if that was after its latest other
// request, which is the zero Approval if there is none.
func undoneSince(c *call.Call, d sales.Deal, latest sales.Approval) error {
	since := d.Created
	if latest.ID != "" {
		since = latest.Created
	}
	a, undo, found, err := store.UndoneRequestOf(c.Read, d.ID, since)
	if err != nil || !found || a.Created.Before(latest.Created) {
		return err
	}
	return undoneBy(c, a, d, undo)
}

func undoneBy(c *call.Call, a sales.Approval, d sales.Deal, undo store.Entry) error {
	who, err := cards.PersonName(c.Read, undo.Actor)
	if err != nil {
		return err
	}
	return sales.No("approval.undone", "ID", a.ID, "Who", who, "Deal", d.ID)
}
