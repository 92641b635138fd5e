package main

import (
	"strings"
	"time"

	"dealdesk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// mayRead reports whether those whom a post reaches may still see the record it is about
// (P13). The sender asks when the post's turn comes: rights may have ended since it was
// written. Who has left meanwhile is told nothing at all. What is shown in a channel is
// what every member of its team may see (U26).
func mayRead(r store.Reader, m cards.Maker, p store.Post, now time.Time) (ok bool, err error) {
	reader := sales.Member(p.Audience)
	if p.User != "" {
		if reader, _, err = store.People.Get(r, p.User); err != nil {
			return false, err
		}
	}
	if p.About == "" {
		return !reader.Gone && !reader.Outside, nil
	}
	if !strings.HasPrefix(p.About, "R-") {
		records, err := store.Whose(r, p.About)
		return sales.Visible(reader, records...), err
	}
	a, _, err := store.Approvals.Get(r, p.About)
	if err != nil {
		return false, err
	}
	d, ok, err := store.Deals.Get(r, a.Deal)
	if err != nil || !ok {
		return false, err
	}
	ros, err := m.Roster(r, d, a, now)
	return a.ShownTo(reader, d, ros), err
}
