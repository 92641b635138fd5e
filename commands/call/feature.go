// Package call runs one request inside its transaction: it finds out who asks, what they may do and
// which record they mean, and it answers. The Door runs requests; features provide the verbs.
// Methods of Call are for what several features need. What only one feature needs is a function of
// that feature.
package call

import (
	"dealdesk/chat"
	"dealdesk/desk"
	"dealdesk/sales"
	"dealdesk/store"
)

// Verb is a route together with its handler.
type Verb struct {
	chat.Route
	Do     Handler
	Reads  bool // changes nothing: answered from a snapshot
	People bool // reads who is mentioned; for all others a mention is text and reads as a name
	Closed bool // works on deals that are won or lost, too

	Reopens bool // works on those alone
	Free    bool // what is typed is kept as it is or read further: a question mark in it asks nothing

	// What the verb's form asks for: Alone, or below the record that it is about. The record is zero while
	// nobody has said which; then the form asks for that first.
	Alone     func(*Call) []chat.Input
	OnDeal    func(*Call, sales.Deal) []chat.Input
	OnAccount func(*Call, sales.Account) []chat.Input
}

// Handler answers one request inside the transaction of the call.
type Handler func(*Call) (chat.Reply, error)

// Feature is a set of verbs about one subject.
type Feature struct {
	Verbs []Verb

	// Shown updates posts after an undo. A table whose records are never posted has no entry.
	Shown Shown

	// Undone runs once after all records are restored and shown; nil does nothing.
	Undone func(d *desk.Desk, tx *store.Tx, seq uint64, undone []store.RecordChange) error
}

// Shown maps each table to the function that updates the posts about a record after an undo, in the
// undo's transaction. undone is the change that was undone: its Old is the restored record, nil if
// the record is gone.
type Shown map[string]func(d *desk.Desk, tx *store.Tx, undone store.RecordChange) error
