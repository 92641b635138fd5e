package undo

import (
	"iter"

	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/store"
)

// TakeBack undoes a journal entry and shows the records as they are again. What
// the entry's records mean to each other is kept right: a deal or customer that others
// have built on does not go, a version of a deal's terms is not used twice (P10), and a
// request comes back only if it can still be decided. It returns how many records the
// entry had changed; where something newer stands in the way the error is *store.Newer.
func TakeBack(d *desk.Desk, tx *store.Tx, features []call.Feature, seq uint64) (int, error) {
	deals, requests, err := present(tx, seq)
	if err != nil {
		return 0, err
	}
	changes, err := tx.Undo(seq)
	if err != nil {
		return 0, err
	}
	for _, ch := range changes {
		if ch.Old != nil {
			continue
		}
		if err := builtOn(tx, ch); err != nil {
			return 0, err
		}
	}
	for _, ch := range changes {
		was, changed := deals[ch.ID]
		if ch.Table != store.Deals.Name || !changed || ch.Old == nil {
			continue
		}
		old, err := store.Deals.Find(tx, ch.ID)
		if err == nil {
			err = store.Deals.Put(tx, was.Restored(old))
		}
		if err != nil {
			return 0, err
		}
	}
	for _, was := range requests {
		_, ours := deals[was.Deal]
		if err := keepEnded(tx, seq, was, ours); err != nil {
			return 0, err
		}
	}
	return len(changes), showUndone(d, tx, features, seq, changes)
}

// present are the deals and requests that an entry changed, as they are before the undo.
func present(tx *store.Tx, seq uint64) (deals map[string]sales.Deal, requests []sales.Approval, err error) {
	entry, _, err := store.EntryAt(tx, seq)
	if err != nil {
		return nil, nil, err
	}
	payload, err := store.PayloadOf(tx, entry)
	if err != nil {
		return nil, nil, err
	}
	deals = map[string]sales.Deal{}
	for _, ch := range payload.Changes {
		switch ch.Table {
		case store.Deals.Name:
			d, ok, err := store.Deals.Get(tx, ch.ID)
			if err != nil {
				return nil, nil, err
			}
			if ok {
				deals[ch.ID] = d
			}
		case store.Approvals.Name:
			a, ok, err := store.Approvals.Get(tx, ch.ID)
			if err != nil {
				return nil, nil, err
			}
			if ok {
				requests = append(requests, a)
			}
		}
	}
	return deals, requests, nil
}

// builtOn refuses to let a deal or customer go while records of other entries hang on it.
// Those of its own entry are gone already.
func builtOn(tx *store.Tx, ch store.RecordChange) error {
	var left []error
	switch ch.Table {
	case store.Deals.Name:
		left = []error{
			hangs(tx, store.Approvals, store.ApprovalsOf(tx, ch.ID)),
			hangs(tx, store.Activities, store.ActivitiesAbout(tx, ch.ID)),
			hangs(tx, store.Events, store.EventsOf(tx, ch.ID)),
		}
	case store.Teams.Name:
		left = []error{
			hangs(tx, store.People, store.TeamMembers(tx, ch.ID)),
			hangs(tx, store.Deals, store.DealsOfTeam(tx, ch.ID)),
		}
	case store.Accounts.Name:
		left = []error{
			hangs(tx, store.Deals, store.DealsOfAccount(tx, ch.ID)),
			hangs(tx, store.Contacts, store.ContactsOf(tx, ch.ID)),
			hangs(tx, store.Activities, store.ActivitiesAbout(tx, ch.ID)),
		}
	}
	for _, err := range left {
		if err != nil {
			return err
		}
	}
	return nil
}

// builtUpon is the newer record that hangs on what a change had made.
type builtUpon struct{ *store.Newer }

func (b *builtUpon) Unwrap() error { return b.Newer }

// hangs returns a *builtUpon if there is a record of table t among those that hang on what
// a change had made.
func hangs[T any](tx *store.Tx, t store.Table[T], on iter.Seq2[T, error]) error {
	for v, err := range on {
		if err != nil {
			return err
		}
		for touch, err := range store.History(tx, t.Name, t.ID(v)) {
			if err != nil {
				return err
			}
			return &builtUpon{&store.Newer{Table: t.Name, ID: t.ID(v), Seq: touch.Entry.Seq}}
		}
	}
	return nil
}

// keepEnded leaves a request as it was before the undo where it cannot wait again: its
// time has come, or the undo itself has changed its deal's terms (ours). Where somebody
// has changed them since, or another request waits by now, the undo is refused.
func keepEnded(tx *store.Tx, seq uint64, was sales.Approval, ours bool) error {
	a, ok, err := store.Approvals.Get(tx, was.ID)
	if err != nil || !ok || a.Status != sales.Waiting || was.Status == sales.Waiting {
		return err
	}
	deal, err := store.Deals.Find(tx, a.Deal)
	if err != nil {
		return err
	}
	if a.Outdated(deal) != "" && !ours {
		for touch, err := range store.History(tx, store.Deals.Name, deal.ID) {
			if err != nil {
				return err
			}
			if touch.Entry.Seq > seq {
				return &store.Newer{Table: store.Deals.Name, ID: deal.ID, Seq: touch.Entry.Seq}
			}
			break
		}
	}
	if !a.Pending(deal, tx.Change().At) {
		return store.Approvals.Put(tx, was)
	}
	for other, err := range store.ApprovalsOf(tx, deal.ID) {
		if err != nil {
			return err
		}
		if other.ID != a.ID && other.Pending(deal, tx.Change().At) {
			return sales.No("discount.already_waiting", "ID", other.ID, "Deal", deal.ID, "Discount", other.Offer())
		}
	}
	return nil
}

// showUndone takes back what undone changes had shown: cards show the present state,
// messages about records that are gone are deleted, by the feature that has the table.
func showUndone(d *desk.Desk, tx *store.Tx, features []call.Feature, seq uint64, changes []store.RecordChange) error {
	for _, ch := range changes {
		for _, f := range features {
			if show := f.Shown[ch.Table]; show != nil {
				if err := show(d, tx, ch); err != nil {
					return err
				}
			}
		}
	}
	for _, f := range features {
		if f.Undone != nil {
			if err := f.Undone(d, tx, seq, changes); err != nil {
				return err
			}
		}
	}
	return nil
}
