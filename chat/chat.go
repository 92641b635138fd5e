// Package chat holds what comes into the bot and goes out of it, free of Slack: a Request
// comes in, the Router finds its Route, and the handler returns a Reply to the asker.
// Anything for other people is a Message kept in a store.Post. The bot package translates
// all of it for Slack; commands and jobs never see Slack's types.
package chat

import (
	"context"
	"time"
)

// Kind says how a request reached us.
type Kind string

const (
	Slash     Kind = "slash"     // /sales log ...
	Mention   Kind = "mention"   // @dealdesk log ...
	Direct    Kind = "direct"    // plain text in a direct message with the bot
	Bang      Kind = "bang"      // !approve in a thread
	Overheard Kind = "overheard" // words in a thread that are not addressed to us but may concern us
	Enclosed  Kind = "enclosed"  // a message to the bot without words: a file, a clip or a forwarded one
	Joined    Kind = "joined"    // somebody added us to a channel
	Click     Kind = "click"     // a button, or a choice made in a message
	Submit    Kind = "submit"    // a form
	Shortcut  Kind = "shortcut"  // on a message or global
	Reaction  Kind = "reaction"  // an emoji on a message
	Edit      Kind = "edit"      // a message that was a command has new text
	Delete    Kind = "delete"    // a message that was a command is gone
	Options   Kind = "options"   // suggestions while someone types in a form
	Home      Kind = "home"      // someone opened the bot's home tab
	Profile   Kind = "profile"   // someone's name, language, zone or rights changed in the workspace
)

// Typed reports whether the words were typed as one line of text.
func (k Kind) Typed() bool {
	return k == Slash || k == Mention || k == Direct || k == Bang || k == Edit
}

// Request is one thing a person did.
type Request struct {
	ID      string            // idempotency key (P2): the same act carries the same ID however often it arrives
	Kind    Kind              //
	Name    string            // the Route's name, once found
	Args    string            // the raw text after the route's name; notes are cut from it, never re-joined
	Form    string            // on suggestions: the Route of the form that asks for them
	Value   string            // opaque record id of a button, form or shortcut; grants nothing by itself
	Fields  map[string]string // what was filled in, by Input.ID
	Who     Who
	Where   Where
	About   Said              // the message a shortcut, reaction, edit or delete is about
	Rooms   map[string]string // ids of the channels in Args, by how they are written there: "#sales"
	Named   []Who             // with Route.Names: the people mentioned in Args or chosen in Fields
	Unasked bool              // in a thread in which the person talks with us, but perhaps said to somebody else: it is only proposed
	Code    bool              // typed as a block of code: perhaps shown, and not said
	At      time.Time         // when it arrived: the only clock a handler has
}

// Who did it, as the workspace knows them. Rights come from the store, never from here;
// Outside, Guest and Gone only take rights away.
type Who struct {
	Workspace string
	User      string // Slack user id
	Name      string // display name
	Email     string // "" if the workspace does not show it
	Locale    string // "en-US", "zh-CN"
	Zone      string // IANA name
	Outside   bool   // belongs to another company
	Guest     bool
	Gone      bool // deactivated
}

// Where it happened. Thread is the root's timestamp, "" outside threads. TS is the
// timestamp of the message typed or clicked. View is the open form, if any.
type Where struct {
	Channel string
	Thread  string
	TS      string
	View    string
	Direct  bool   // the bot's direct message with the person
	Shown   bool   // clicked on a message that everybody in the channel reads
	Root    bool   // clicked on the first message of Thread by somebody who is reading the channel
	Before  string // the TS of what anybody said last in the thread before an overheard message; "" if that is not known
}

// AnswerThread is the thread that a message to the person belongs in: where they are
// looking. A card's own buttons are pressed in the channel, where its closed thread would
// hide the answer.
func (w Where) AnswerThread() string {
	if w.Root {
		return ""
	}
	return w.Thread
}

// Said is a message other than the request itself.
type Said struct {
	Channel string
	Thread  string
	TS      string
	User    string
	Text    string
	At      time.Time
	Edited  time.Time // when this text was written, if it replaced an earlier one
}

// Reply answers the asker. The zero Reply means that nothing needs to be said.
type Reply struct {
	Message *Message          `json:"message,omitempty"`
	Title   string            `json:"title,omitempty"`   // plain text: title of the page, if the message opens over the chat
	Unknown bool              `json:"unknown,omitempty"` // the words mean nothing here; whoever asked says so
	Refused bool              `json:"refused,omitempty"` // nothing was done: the page it was clicked on stays as it is
	Replace bool              `json:"replace,omitempty"` // on a click: replaces the message that held the button, if only the asker sees it
	Modal   *Modal            `json:"modal,omitempty"`   // open this form (stacked when the asker is in one)
	Errors  map[string]string `json:"errors,omitempty"`  // on a submission: keep the form open and say what is wrong, by Input.ID
	Options []Option          `json:"options,omitempty"` // suggestions
	Home    *Message          `json:"home,omitempty"`    // the home tab
	File    *File             `json:"-"`                 // for the asker alone; made by handlers that only read, so no kept answer has one
}

// File is a document for people to open elsewhere, such as a workbook.
type File struct {
	Name    string // with its extension
	Content []byte
}

// Say is the Reply of one message to the asker alone.
func Say(text Safe, blocks ...Block) Reply {
	return Reply{Message: &Message{Text: text, Blocks: blocks}}
}

// Handler does one thing a person asked for: one store.Update or View, then a Reply.
// A rule's refusal is a Reply; an error is logged and apologised for in one place.
type Handler func(context.Context, Request) (Reply, error)

// Draft is a typed line that waits for its writer to pick a record or to create the
// customer it names. It exists so that bad input never loses what was typed.
type Draft struct {
	ID     string    `json:"id"`
	User   string    `json:"user"`
	Route  string    `json:"route,omitempty"` // what the line is for; "" if only a customer is to be created
	Args   string    `json:"args,omitempty"`
	Create string    `json:"create,omitempty"` // name of a customer that may be created
	Longer string    `json:"longer,omitempty"` // another such name, with more words of the line
	About  string    `json:"about,omitempty"`  // the request that the line is a remark on
	Source string    `json:"source,omitempty"` // channel:timestamp of the message that was typed
	At     time.Time `json:"at"`

	// The card that asks about it, while it may be answered in words: where it is, and its buttons.
	Room    string   `json:"room,omitempty"`
	Buttons []Button `json:"buttons,omitempty"`
}
