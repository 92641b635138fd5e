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
	Closed   bool // works on deals that are won or lost, too
}

// Handler does one thing for one person, inside the transaction of the call.
type Handler func(*Call) (chat.Reply, error)

// Feature is what people can do about one thing.
type Feature struct {
	Verbs []Verb

	// Shown says for a table of the feature how a record is shown again after an undo, in
	// the undo's transaction. The change is the one undone: Old is the record as it is
	// again, nil if it is gone. Tables without records on show have no entry.
	Shown map[string]func(d *desk.Desk, tx *store.Tx, undone store.RecordChange) error

	// Undone runs once after all records are back and shown; nil does nothing.
	Undone func(d *desk.Desk, tx *store.Tx, seq uint64, undone []store.RecordChange) error
}
