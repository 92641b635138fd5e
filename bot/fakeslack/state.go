package fakeslack

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// State is the whole workspace. It is seen through Server.Look and Server.WaitFor,
// and only read there.
type State struct {
	Users    map[string]*User
	Channels map[string]*Channel
	Views    map[string]*View
	Stacks   map[string][]string // user -> ids of the open modals, the top one last
	Homes    map[string]string   // user -> id of the published home tab
	Files    map[string]*File

	Calls     Ring[*Call]     // Web API calls, oldest first
	Envelopes Ring[*Envelope] // everything sent to the app, oldest first
	Posts     map[string]*Pace
	Faults    Faults

	opt        Options
	triggers   map[string]*trigger
	hooks      map[string]*hook
	tickets    map[string]bool
	conns      []*conn
	turn       int // round robin over conns
	lastConn   int
	deliveries map[string]*delivery // outstanding, by envelope id
	open       map[*Envelope]bool   // not done yet
	buckets    map[string]*bucket
	lastID     int
}

func newState(o Options) State {
	st := State{
		Users: map[string]*User{}, Channels: map[string]*Channel{}, Views: map[string]*View{},
		Stacks: map[string][]string{}, Homes: map[string]string{}, Files: map[string]*File{},
		Posts: map[string]*Pace{}, opt: o,
		triggers: map[string]*trigger{}, hooks: map[string]*hook{}, tickets: map[string]bool{},
		deliveries: map[string]*delivery{}, open: map[*Envelope]bool{}, buckets: map[string]*bucket{},
	}
	// No id comes again after a restart, or the app would take what is new for a repeat.
	st.lastID = int(o.Now().UnixMilli() / 10)
	st.Calls.max, st.Envelopes.max = o.Keep, o.Keep
	st.Users[o.BotUser] = &User{ID: o.BotUser, Name: o.BotName, RealName: o.BotName, TeamID: o.TeamID, Bot: true}
	return st
}

// Connections is how many sockets the app has open.
func (st *State) Connections() int { return len(st.conns) }

// Idle says whether every envelope is acknowledged or given up.
func (st *State) Idle() bool { return len(st.open) == 0 && len(st.deliveries) == 0 }

// Retry is when an envelope that was not acknowledged is sent again, if all that is open
// waits for that; zero otherwise.
func (st *State) Retry() (next time.Time) {
	if len(st.deliveries) > 0 {
		return next
	}
	for e := range st.open {
		if next.IsZero() || e.next.Before(next) {
			next = e.next
		}
	}
	return next
}

// id makes a new identifier with the prefix, in the shape of Slack's.
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

// forget drops what is long over, now and then.
func forget[T any](m map[string]T, over func(T) bool) {
	if len(m) > 0 && len(m)%4096 == 0 {
		maps.DeleteFunc(m, func(_ string, v T) bool { return over(v) })
	}
}

// User is a person, or the bot, as the workspace sees them.
type User struct {
	ID, Name, RealName string // Name is the handle after the @
	Email              string
	Locale, TZ         string // "zh-CN", "Asia/Shanghai"; en-US and UTC when empty
	TeamID             string // another workspace's makes a stranger; empty is this one
	Guest              bool   // several channels
	SingleGuest        bool   // one channel only
	Admin, Deleted     bool
	Bot                bool
}

// Channel is a channel, or the conversation of one person with the bot.
type Channel struct {
	ID, Name   string
	Private    bool
	Shared     bool // with another company
	Archived   bool
	Members    []string // the bot too, when it was invited
	IM         string   // the person, when it is a direct conversation with the bot
	Messages   []*Message
	Ephemerals []*Message

	lastTS int64 // microseconds
}

// kind is Slack's channel_type.
func (c *Channel) kind() string {
	switch {
	case c.IM != "":
		return "im"
	case c.Private:
		return "group"
	}
	return "channel"
}

// scope is the prefix of the scopes this kind of conversation asks for.
func (c *Channel) scope() string {
	return map[string]string{"im": "im", "group": "groups", "channel": "channels"}[c.kind()]
}

func (c *Channel) has(user string) bool { return slices.Contains(c.Members, user) }

// find is the message with this timestamp; people also find what only they see.
func (c *Channel) find(ts, viewer string) *Message {
	if ts == "" {
		return nil
	}
	for _, m := range slices.Backward(c.Messages) { // most are about the latest
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

// replies are the messages of a thread without its parent.
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

// obj is a JSON object to be sent.
type obj = map[string]any

// Message is one message as it stands now. Blocks are replaced, never changed.
type Message struct {
	Channel, TS string
	ThreadTS    string // the parent's timestamp; the parent's own once it has replies
	User        string // author; the bot's user for the bot
	BotID       string
	Text        string // verbatim
	Blocks      []Block
	Attachments json.RawMessage
	Metadata    *Metadata
	EditedAt    string // timestamp of the last edit
	EditedBy    string
	To          string // set on ephemeral messages: the only one who sees it
	Subtype     string
	ClientMsgID string
	Broadcast   bool // a reply shown in the channel, too
	Reactions   []Reaction
	Files       []string

	inputs map[string]values // what each person has chosen in its fields
}

// Metadata is what an app attached to its message.
type Metadata struct {
	EventType    string         `json:"event_type"`
	EventPayload map[string]any `json:"event_payload"`
}

// Reaction is one emoji and who gave it.
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
	Shared          bool // its upload is completed: others see it, and the app may read it
}

// values is the state of the fields of a view or message: block id, action id.
type values map[string]map[string]obj

// View is a modal or a home tab as it stands now.
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

	texts obj // title, submit and close as they were sent
}

// Ring keeps the last things that happened.
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

// All is what is kept, oldest first.
func (r *Ring[T]) All() []T { return r.items[max(0, len(r.items)-r.max):] }

// Total counts all that ever happened, kept or not.
func (r *Ring[T]) Total() int { return r.total }

// Call is one Web API call, or one use of a response_url (Method "response_url").
type Call struct {
	At      time.Time
	Method  string
	Args    map[string]string // without the token
	Status  int               // of the HTTP answer; 0 when the answer was lost on purpose
	Error   string            // Slack's code; empty when it was ok
	Channel string
	TS      string // of the message it made or changed
	Answer  []byte // as JSON, while a page shows it; nil when too large to keep
}
