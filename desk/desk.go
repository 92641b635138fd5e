// Package desk does what commands and jobs share: it stores records that a rule has changed, posts
// what others see of them, and takes that back. Its methods run inside the caller's transaction,
// except for those that take a context. Package desk/cards, which only reads, renders the posts.
// A post is the wanted state of one message under a key in the store's outbox, so that posting it
// again edits the message.
package desk

import (
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// Desk stores and posts for one company. It never changes after New and is safe for concurrent
// use.
type Desk struct {
	Store *store.Store
	Cards cards.Maker
}

// New returns the desk of a company.
func New(s *store.Store, l *lang.Catalog, c sales.Company) *Desk {
	return &Desk{Store: s, Cards: cards.New(l, c)}
}
