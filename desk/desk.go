// Package desk is what commands and jobs both do: keep a record that a rule has changed,
// post what others see of it, and take that back. Its methods run inside somebody else's
// transaction, but for those that take a context. What they post is made in desk/cards,
// which only reads. Messages to others are posts of the store's outbox: the wanted state
// of one message under a key, so that putting it again edits it.
package desk

import (
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// Desk is a company at work over its store. It never changes after New, so everybody may
// use it at once.
type Desk struct {
	Store *store.Store
	Cards cards.Maker
}

// New makes the desk of a company.
func New(s *store.Store, l *lang.Catalog, c sales.Company) *Desk {
	return &Desk{Store: s, Cards: cards.New(l, c)}
}
