package fakeslack

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// State is the state of the workspace. Server.Look and Server.WaitFor give read access.
type State struct {
	Users    map[string]*User
	Channels map[string]*Channel
	Views    map[string]*View
	Stacks   map[string][]string // user -> ids of the open modals, top one last
	Homes    map[string]string   // user -> id of the published home tab
	Files    map[string]*File

	Calls     Ring[*Call]     // Web API calls, oldest first
	Envelopes Ring[*Envelope] // deliveries to the app, oldest first
	Posts     map[string]*Pace
	Faults    Faults

	opt        Options
	triggers   map[string]*trigger
	hooks      map[string]*hook
	tickets    map[string]bool
	conns      []*conn
	lastPick   int // index of the last used connection
	lastConn   int
	deliveries map[string]*delivery // running attempts, by envelope id
	unfinished map[*Envelope]bool   // envelopes not done yet
	buckets    map[string]*bucket
	lastID     int
}

func newState(o Options) State {
	st := State{
		Users: map[string]*User{}, Channels: map[string]*Channel{}, Views: map[string]*View{},
		Stacks: map[string][]string{}, Homes: map[string]string{}, Files: map[string]*File{},
		Posts: map[string]*Pace{}, opt: o,
		triggers: map[string]*trigger{}, hooks: map[string]*hook{}, tickets: map[string]bool{},
		deliveries: map[string]*delivery{}, unfinished: map[*Envelope]bool{}, buckets: map[string]*bucket{},
	}
	// Ids must not repeat after a restart, or the app would treat new events as repeats.
	st.lastID = int(o.Now().UnixMilli() / 10)
	st.Calls.max, st.Envelopes.max = o.Keep, o.Keep
	st.Users[o.BotUser] = &User{ID: o.BotUser, Name: o.BotName, RealName: o.BotName, TeamID: o.TeamID, Bot: true}
	return st
}

// Connections returns the number of open sockets.
func (st *State) Connections() int { return len(st.conns) }

// Idle reports whether all envelopes are acknowledged or given up.
func (st *State) Idle() bool { return len(st.unfinished) == 0 && len(st.deliveries) == 0 }

// Retry returns the time of the next retry if nothing but retries is outstanding, zero
// otherwise.
func (st *State) Retry() (next time.Time) {
	if len(st.deliveries) > 0 {
		return next
	}
	for e := range st.unfinished {
		if next.IsZero() || e.next.Before(next) {
			next = e.next
		}
	}
	return next
}

// id returns a new identifier with the prefix, formatted like Slack's.
func (st *State) id(prefix string) string {
	st.lastID++
	const digits = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	n, out := st.lastID, ""
	for n > 0 {
		out = string(digits[n%len(digits)]) + out
		n /= len(digits)
	}
	return prefix + strings.Repeat("0", max(0, 8-len(out))) + out
}

// prune occasionally removes entries that are over.
func prune[T any](m map[string]T, over func(T) bool) {
	if len(m) > 0 && len(m)%4096 == 0 {
		maps.DeleteFunc(m, func(_ string, v T) bool { return over(v) })
	}
}

// User is a person or the bot.
type User struct {
	ID, Name, RealName string // Name is the handle after the @
	Email              string
	Locale, TZ         string // "zh-CN", "Asia/Shanghai"; en-US and UTC when empty
	TeamID             string // empty means this workspace; any other makes a stranger
	Guest              bool   // multi-channel guest
	SingleGuest        bool   // single-channel guest
	Admin, Deleted     bool
	Bot                bool
}

// Channel is a channel, or a direct conversation of one person with the bot.
type Channel struct {
	ID, Name   string
	Private    bool
	Shared     bool // with another company
	Archived   bool
	Members    []string // includes the bot if it was invited
	IM         string   // the person, in a direct conversation
	Messages   []*Message
	Ephemerals []*Message

	lastTS int64 // microseconds
}

// kind returns Slack's channel_type.
func (c *Channel) kind() string {
	switch {
	case c.IM != "":
		return "im"
	case c.Private:
		return "group"
	}
	return "channel"
}

// scope returns the prefix of the scopes for this kind of conversation.
func (c *Channel) scope() string {
	return map[string]string{"im": "im", "group": "groups", "channel": "channels"}[c.kind()]
}

func (c *Channel) has(user string) bool { return slices.Contains(c.Members, user) }

// find returns the message with this timestamp, including ephemeral ones for viewer.
func (c *Channel) find(ts, viewer string) *Message {
	if ts == "" {
		return nil
	}
	for _, m := range slices.Backward(c.Messages) { // recent messages are looked up most
		if m.TS == ts {
			return m
		}
	}
	for _, m := range c.Ephemerals {
		if m.TS == ts && m.To == viewer {
			return m
		}
	}
	return nil
}

// replies returns the messages of a thread without its parent.
func (c *Channel) replies(ts string) (out []*Message) {
	for _, m := range c.Messages {
		if m.ThreadTS == ts && m.TS != ts {
			out = append(out, m)
		}
	}
	return out
}

// Block is one decoded block; numbers are json.Number.
type Block = map[string]any

// obj is a JSON object.
type obj = map[string]any

// Message is the current state of a message. Blocks are replaced, never modified.
type Message struct {
	Channel, TS string
	ThreadTS    string // the parent's timestamp; the parent's own once it has replies
	User        string // author; the bot's user for the bot
	BotID       string
	Text        string // as sent by the API
	Blocks      []Block
	Attachments json.RawMessage
	Metadata    *Metadata
	EditedAt    string // timestamp of the last edit
	EditedBy    string
	To          string // set on ephemeral messages: the only person who sees it
	Subtype     string
	ClientMsgID string
	Broadcast   bool // a reply also shown in the channel
	Reactions   []Reaction
	Files       []string

	inputs map[string]values // person -> values of its fields
}

// Metadata is an app's message metadata.
type Metadata struct {
	EventType    string         `json:"event_type"`
	EventPayload map[string]any `json:"event_payload"`
}

// Reaction is one emoji and the people who added it.
type Reaction struct {
	Name  string
	Users []string
}

// File is one uploaded file.
type File struct {
	ID, Name, Title string
	User            string // who uploaded it
	At              time.Time
	Size            int
	Content         []byte
	Shared          bool // the upload is completed: others see it, and the app may read it
}

// values are the field values of a view or message, by block id and action id.
type values map[string]map[string]obj

// View is the current state of a modal or home tab.
type View struct {
	ID, Type, CallbackID, ExternalID string
	PrivateMetadata                  string
	Title, Submit, Close             string
	Blocks                           []Block
	Hash                             string
	User                             string
	RootID, PreviousID               string
	NotifyOnClose, ClearOnClose      bool
	Errors                           map[string]string // shown beside the fields, by block id
	Values                           values

	texts obj // title, submit and close as sent
}

// Ring keeps the latest items.
type Ring[T any] struct {
	items []T
	total int
	max   int
}

func (r *Ring[T]) add(v T) {
	if len(r.items) >= 2*r.max {
		r.items = append(r.items[:0:0], r.items[len(r.items)-r.max:]...)
	}
	r.items = append(r.items, v)
	r.total++
}

// All returns the kept items, oldest first.
func (r *Ring[T]) All() []T { return r.items[max(0, len(r.items)-r.max):] }

// Total counts all items, kept or not.
func (r *Ring[T]) Total() int { return r.total }

// Call is one Web API call, or one use of a response_url (Method "response_url").
type Call struct {
	At      time.Time
	Method  string
	Args    map[string]string // without the token
	Status  int               // HTTP status; 0 if the answer was lost on purpose
	Error   string            // Slack's error code, empty if ok
	Channel string
	TS      string // of the message it posted or changed
	Answer  []byte // JSON, kept only for the page; nil if too large
}
