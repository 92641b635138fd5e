package cards

import (
	"iter"
	"slices"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Roster returns everybody who can decide on a request about d, with their rights at a time: the
// leaders of its team, the people named by the policies and by the request's steps, the requester,
// those who were asked or have voted, and the delegates of all of them. a is the zero Approval if
// nothing was requested yet.
func (m Maker) Roster(r store.Reader, d sales.Deal, a sales.Approval, at time.Time) (sales.Roster, error) {
	team, _, err := store.Teams.Get(r, d.Team)
	if err != nil {
		return sales.Roster{}, err
	}
	ros := sales.Roster{Team: team, Authority: m.Company.Authority, At: at}
	add := func(p sales.Person) {
		if slices.ContainsFunc(ros.People, func(q sales.Person) bool { return q.ID == p.ID }) {
			return
		}
		ros.People = append(ros.People, p)
		if p.AwayOn(calendar.DateOf(at.In(m.ZoneOf(p, team, "")))) {
			ros.Away = append(ros.Away, p.ID)
		}
	}
	find := func(id string) error {
		p, ok, err := store.People.Get(r, id)
		if ok {
			add(p)
		}
		return err
	}
	list := func(people iter.Seq2[sales.Person, error]) error {
		for p, err := range people {
			if err != nil {
				return err
			}
			add(p)
		}
		return nil
	}
	if err := list(store.TeamMembers(r, team.ID)); err != nil {
		return ros, err
	}
	moves, err := store.Collect(store.EventsOf(r, d.ID))
	if err != nil {
		return ros, err
	}
	ros.Owners = sales.FormerOwners(moves, at)
	who, ids := m.concerned(a, d.Owner)
	for _, name := range who { // an id or a function, which look nothing like each other
		if err := list(store.PeopleWithFunction(r, name)); err != nil {
			return ros, err
		}
	}
	for _, id := range slices.Concat(who, ids, ros.Owners, []string{team.Manager, team.Director}) {
		if err := find(id); err != nil {
			return ros, err
		}
	}
	for _, p := range slices.Clone(ros.People) {
		for g, err := range store.DelegationsFrom(r, p.ID) {
			if err != nil {
				return ros, err
			}
			if g.Revoked.IsZero() { // one that does not hold today says why somebody may not decide
				ros.Delegations = append(ros.Delegations, g)
			}
			if g.Active(at) {
				if err := find(g.To); err != nil {
					return ros, err
				}
			}
		}
	}
	return ros, nil
}

// concerned returns the names in the policies and in a's steps, and the ids of everybody who
// has to do with a.
func (m Maker) concerned(a sales.Approval, owner string) (who sales.Who, ids []string) {
	for _, policy := range m.Company.Authority.Policies {
		for _, s := range policy.Steps {
			who = append(who, s.Who...)
		}
	}
	ids = []string{a.Requester, owner}
	for _, s := range a.Steps {
		who = append(who, s.Who...)
		for _, seat := range s.Asked {
			ids = append(ids, seat.By, seat.For)
		}
		for _, vote := range s.Votes {
			ids = append(ids, vote.By, vote.For)
		}
	}
	slices.Sort(who)
	return slices.Compact(who), ids
}
