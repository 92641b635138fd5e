package cards

import (
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

func delegationKey(id string) string { return "delegation/" + id }

// Delegated keeps a delegation, tells who stands in for somebody, once when it is made and
// once when it is taken back, and asks or no longer asks them what waits.
func (m Maker) Delegated(tx *store.Tx, g sales.Delegation) error {
	if err := store.Delegations.Put(tx, g); err != nil {
		return err
	}
	to, _, err := store.People.Get(tx, g.To)
	if err != nil {
		return err
	}
	from, err := PersonName(tx, g.From)
	if err != nil {
		return err
	}
	now := tx.Change().At
	p, over := m.PrinterOf(to, now), delegationKey(g.ID)+"/over"
	text := p.Say("delegation.asked", "Who", from, "Span", m.DelegationSpan(tx, p, g, to, g.Created))
	if err := tx.Post(store.Post{Key: delegationKey(g.ID), User: to.ID, Kind: "delegation", Message: Said(text)}); err != nil {
		return err
	}
	if g.Revoked.IsZero() {
		err = tx.Unpost(over)
	} else {
		err = tx.Post(store.Post{Key: over, User: to.ID, Kind: "delegation", Message: Said(p.Say("delegation.over", "Who", from))})
	}
	if err != nil {
		return err
	}
	return m.Tend(tx)
}

// Undelegated is Delegated for one that is gone, by an undo.
func (m Maker) Undelegated(tx *store.Tx, id string) error {
	if err := tx.Unpost(delegationKey(id)); err != nil {
		return err
	}
	return m.Tend(tx)
}

// DelegationSpan says how long g holds, in the zone of who reads it; what has begun by now
// has no beginning.
func (m Maker) DelegationSpan(r store.Reader, p lang.Printer, g sales.Delegation, reader sales.Person, now time.Time) chat.Safe {
	team, _, err := store.Teams.Get(r, reader.Team)
	if err != nil {
		team = sales.Team{} // the read that matters reports it
	}
	zone := m.ZoneOf(reader, team, "")
	until := p.Moment(g.End.Add(-time.Minute).In(zone)) // not the next day's midnight
	if !g.Start.After(now) {
		return p.Say("delegation.until", "Until", until)
	}
	return p.Say("delegation.from", "From", p.Moment(g.Start.In(zone)), "Until", until)
}

// Tend looks again at whom to ask, in every request that waits, after that may have
// changed.
func (m Maker) Tend(tx *store.Tx) error {
	var waiting []sales.Approval
	for a, err := range store.Approvals.List(tx, store.Query{Index: "waiting", All: true}) {
		if err != nil {
			return err
		}
		waiting = append(waiting, a)
	}
	for _, a := range waiting {
		d, there, err := store.Deals.Get(tx, a.Deal)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		ros, err := m.Roster(tx, d, a, tx.Change().At)
		if err != nil {
			return err
		}
		on := sales.DateOf(tx.Change().At.In(m.zoneOf(tx, d.Team)))
		if a, d, granted, changed := a.Tend(d, ros, on); changed {
			if err := m.KeepRequest(tx, d, a, granted); err != nil {
				return err
			}
		}
	}
	return nil
}
