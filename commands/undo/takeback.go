package undo

import (
	"iter"

	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/store"
)

// TakeBack undoes a journal entry and updates the posts about its records. It keeps the records
// consistent: a deal or customer with newer records is not removed, a version of a deal's terms is
// not used twice (P10), and a request waits again only if it can still be decided. It returns the
// number of records that the entry changed. If something newer prevents the undo, the error is
// *store.Newer.
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
		if err == nil && old.Owner != was.Owner {
			err = askedSince(tx, seq, ch.ID)
		}
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

// present returns the deals and requests that an entry changed, as they are before the undo.
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

// builtOn returns an error if records of other entries refer to a deal, customer or team that the
// undo removes. The records of its own entry are already gone.
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

// builtUpon is the error for a newer record that refers to what a change created.
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

// askedSince returns an error if a request on a deal is newer than an entry. Whoever was handed the
// deal has asked their own team in it: the former owner's team would read the reason, and the
// request would wait where nobody can decide on it.
func askedSince(tx *store.Tx, seq uint64, deal string) error {
	entry, _, err := store.EntryAt(tx, seq)
	if err != nil {
		return err
	}
	for a, err := range store.ApprovalsOf(tx, deal) {
		if err != nil {
			return err
		}
		if !a.Created.After(entry.At) {
			continue // it went along, and this undo brings it back
		}
		for touch, err := range store.History(tx, store.Approvals.Name, a.ID) {
			if err != nil {
				return err
			}
			if touch.Change.Old == nil && touch.Entry.Seq > seq {
				return &builtUpon{&store.Newer{Table: store.Approvals.Name, ID: a.ID, Seq: touch.Entry.Seq}}
			}
		}
	}
	return nil
}

// keepEnded leaves a request ended if it cannot wait again: because it has expired, or because the
// undo itself changes its deal's terms (ours). If somebody else has changed them since, or another
// request waits by now, it returns an error.
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

// showUndone updates the posts about undone changes, with the Shown and Undone of each feature: cards
// show the current state, and messages about removed records are deleted.
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
