package main

import (
	"dealdesk/sales"
	"dealdesk/store"
)

// mayRead reports whether those whom a post reaches may still see the record it is about
// (P13). The sender asks when the post's turn comes: rights may have ended since it was
// written. Who has left meanwhile is told nothing at all. What is shown in a channel is
// what every member of its team may see (U26).
func mayRead(r store.Reader, p store.Post) (ok bool, err error) {
	reader := sales.Member(p.Audience)
	if p.User != "" {
		if reader, _, err = store.People.Get(r, p.User); err != nil {
			return false, err
		}
	}
	if p.About == "" {
		return !reader.Gone && !reader.Outside, nil
	}
	records, err := store.Whose(r, p.About)
	return sales.Visible(reader, records...), err
}
