package store

import (
	"strings"

	"dealdesk/sales"
)

// Whose is what a right on the deal or customer with this id is asked about (sales.May),
// none if there is no such record. Commands ask it of whoever asks, the sender of whoever
// a post reaches (P13).
func Whose(r Reader, id string) ([]sales.Record, error) {
	switch {
	case strings.HasPrefix(id, "D-"):
		d, ok, err := Deals.Get(r, id)
		if err != nil || !ok {
			return nil, err
		}
		own, err := whose(r, d.Owner, d.Team)
		return []sales.Record{own}, err
	case strings.HasPrefix(id, "A-"):
		a, ok, err := Accounts.Get(r, id)
		if err != nil || !ok {
			return nil, err
		}
		return WhoseAccount(r, a)
	}
	return nil, nil
}

// WhoseAccount is Whose of a customer: its own record and those of the deals with it. To
// see one of them is to see the customer.
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
