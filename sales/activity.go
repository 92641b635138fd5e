package sales

import "time"

// ActivityKind is how a customer was in touch.
type ActivityKind string

const (
	Call    ActivityKind = "call"
	Visit   ActivityKind = "visit"
	Meeting ActivityKind = "meeting"
	Email   ActivityKind = "email"
	Demo    ActivityKind = "demo"
	Chat    ActivityKind = "message" // text, WeChat
	Note    ActivityKind = "note"    // not a contact: moves no clock
)

// ActivityKinds in the order forms offer them.
var ActivityKinds = []ActivityKind{Call, Visit, Meeting, Email, Demo, Chat, Note}

// Contact reports whether k means that someone spoke with the customer.
func (k ActivityKind) Contact() bool { return k != Note && k != "" }

// Activity is one logged contact or note.
type Activity struct {
	ID      string       `json:"id"` // N-12
	Kind    ActivityKind `json:"kind"`
	Account string       `json:"account,omitempty"`
	Deal    string       `json:"deal,omitempty"`
	Team    string       `json:"team"`
	By      string       `json:"by"`
	On      Date         `json:"on"` // local day of the contact
	At      time.Time    `json:"at"` // when it was logged
	Minutes int          `json:"minutes,omitempty"`
	Amount  Money        `json:"amount,omitzero"`
	Intent  int          `json:"intent,omitempty"` // 1 to 5 (R163)
	Note    string       `json:"note,omitempty"`
	Next    NextStep     `json:"next,omitzero"`
	Source  string       `json:"source,omitempty"` // channel:timestamp of the message it came from (U3, U4)
}
