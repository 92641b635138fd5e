package store

import (
	"dealdesk/sales"
)

// Whose returns the owners and teams that decide who has a right to the deal or customer
// with this id (sales.May), none if there is no such record. Commands call it for the
// asker, the sender for everyone a post reaches (P13).
func Whose(r Reader, id string) ([]sales.Record, error) {
	switch sales.KindOf(id) {
	case sales.KindDeal:
		d, ok, err := Deals.Get(r, id)
		if err != nil || !ok {
			return nil, err
		}
		own, err := whose(r, d.Owner, d.Team)
		return []sales.Record{own}, err
	case sales.KindAccount:
		a, ok, err := Accounts.Get(r, id)
		if err != nil || !ok {
			return nil, err
		}
		return WhoseAccount(r, a)
	}
	return nil, nil
}

// WhoseAccount is Whose for a customer: its own record and those of its deals. Whoever may
// see one of them may see the customer.
func WhoseAccount(r Reader, a sales.Account) ([]sales.Record, error) {
	own, err := whose(r, a.Owner, a.Team)
	if err != nil {
		return nil, err
	}
	records := []sales.Record{own}
	for d, err := range Deals.List(r, Query{Index: "account", Key: a.ID}) {
		if err != nil {
			return nil, err
		}
		of, err := whose(r, d.Owner, d.Team)
		if err != nil {
			return nil, err
		}
		records = append(records, of)
	}
	return records, nil
}

func whose(r Reader, owner, team string) (sales.Record, error) {
	t, _, err := Teams.Get(r, team)
	return sales.Record{Owner: owner, Team: t}, err
}
