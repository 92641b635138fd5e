package importer

import (
	"cmp"

	"dealdesk/sales"
	"dealdesk/store"
)

// link makes someone who came with an earlier import, and has not been seen in the chat,
// the person of the chat that a later one names: their deals, numbers and teams follow.
// If the configuration has put them into a team by then, their deals go there too.
func (l *loading) link(from sales.Person, to string) (sales.Person, error) {
	is, known, err := store.People.Get(l.tx, to)
	switch {
	case err != nil:
		return is, err
	case from.InChat():
		return is, sales.No("import.slack_taken", "Name", from.Name, "Text", from.ID).At("slack_id")
	case known && is.External != "":
		return is, sales.No("import.slack_taken", "Name", is.Name, "Text", to).At("slack_id")
	case !known:
		is = from
		is.ID = to
	}
	is.External, is.Email = from.External, cmp.Or(is.Email, from.Email)
	is.Team, is.Role = cmp.Or(is.Team, from.Team), cmp.Or(is.Role, from.Role)
	for _, move := range []func(from, to sales.Person) error{l.moveDeals, l.moveAccounts, l.moveTeams} {
		if err := move(from, is); err != nil {
			return is, err
		}
	}
	if err := store.People.Delete(l.tx, from.ID); err != nil {
		return is, err
	}
	l.people.replace(from.ID, is.ID)
	return is, nil
}

func (l *loading) moveDeals(from, to sales.Person) error {
	deals, err := store.Collect(store.DealsOf(l.tx, from.ID))
	if err != nil {
		return err
	}
	for _, d := range deals {
		events, err := store.Collect(store.EventsOf(l.tx, d.ID))
		if err != nil {
			return err
		}
		for _, e := range events {
			if e.Owner == from.ID {
				e.Team = to.Team
			}
			for _, id := range []*string{&e.Owner, &e.By, &e.From, &e.To} {
				swap(id, from, to)
			}
			if err := store.Events.Put(l.tx, e); err != nil {
				return err
			}
		}
		d.Owner, d.Team = to.ID, to.Team
		if err := store.Deals.Put(l.tx, d); err != nil {
			return err
		}
	}
	return nil
}

func (l *loading) moveAccounts(from, to sales.Person) error {
	accounts, err := store.Collect(store.AccountsOf(l.tx, from.ID))
	if err != nil {
		return err
	}
	for _, a := range accounts {
		a.Owner, a.Team = to.ID, to.Team
		if err := store.Accounts.Put(l.tx, a); err != nil {
			return err
		}
	}
	return nil
}

func (l *loading) moveTeams(from, to sales.Person) error {
	teams, err := store.Teams.All(l.tx, store.Query{})
	if err != nil {
		return err
	}
	for _, t := range teams {
		swap(&t.Manager, from, to)
		swap(&t.Director, from, to)
		if err := store.Teams.Put(l.tx, t); err != nil {
			return err
		}
	}
	return nil
}

func swap(id *string, from, to sales.Person) {
	if *id == from.ID {
		*id = to.ID
	}
}
