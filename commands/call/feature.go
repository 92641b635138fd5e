// Package call is one request inside its transaction: who asks and what they may, which
// record they mean, how they are answered. The Door lets requests in; features bring the
// verbs. What more than one feature needs of a request is here, what one alone needs is a
// function of that feature.
package call

import (
	"dealdesk/chat"
	"dealdesk/desk"
	"dealdesk/store"
)

// Verb is a route together with its handler.
type Verb struct {
	chat.Route
	Do       Handler
	Reads    bool // changes nothing: answered from a snapshot
	Unsigned bool // done by nobody: see Door.unsigned
	People   bool // reads who is mentioned; for all others a mention is text and reads as a name
}

// Handler does one thing for one person, inside the transaction of the call.
type Handler func(*Call) (chat.Reply, error)

// Feature is what people can do about one thing.
type Feature struct {
	Verbs []Verb

	// Shown shows records again after an undo; tables of which nothing is on show have no
	// entry.
	Shown Shown

	// Undone runs once after all records are back and shown; nil does nothing.
	Undone func(d *desk.Desk, tx *store.Tx, seq uint64, undone []store.RecordChange) error
}

// Shown says by table how a record is shown again after an undo, in the undo's
// transaction. The change is the one undone: Old is the record as it is again, nil if it
// is gone.
type Shown map[string]func(d *desk.Desk, tx *store.Tx, undone store.RecordChange) error
