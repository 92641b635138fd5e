package main

import (
	"strings"

	"dealdesk/sales"
	"dealdesk/store"
)

// mayRead reports whether those whom a post reaches may still see the record it is about
// (P13). The sender asks when the post's turn comes: rights may have ended since it was
// written. Who has left meanwhile is told nothing at all. What is shown in a channel is
// what every member of its team may see (U26).
func mayRead(r store.Reader, p store.Post) (ok bool, err error) {
	reader := sales.Person{ID: "member of " + p.Audience, Team: p.Audience, Role: sales.Rep}
	if p.User != "" {
		if reader, _, err = store.People.Get(r, p.User); err != nil {
			return false, err
		}
	}
	if p.About == "" {
		return !reader.Gone && !reader.Outside, nil
	}
	record, ok, err := recordOf(r, p.About)
	return ok && sales.Visible(reader, record), err
}

// recordOf finds whose a deal or an account is, by its id.
func recordOf(r store.Reader, id string) (record sales.Record, ok bool, err error) {
	var team string
	switch {
	case strings.HasPrefix(id, "D-"):
		d, found, getErr := store.Deals.Get(r, id)
		record.Owner, team, ok, err = d.Owner, d.Team, found, getErr
	case strings.HasPrefix(id, "A-"):
		a, found, getErr := store.Accounts.Get(r, id)
		record.Owner, team, ok, err = a.Owner, a.Team, found, getErr
	}
	if err != nil || !ok {
		return record, false, err
	}
	record.Team, _, err = store.Teams.Get(r, team)
	return record, true, err
}
