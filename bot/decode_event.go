package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealdesk/chat"

	"github.com/slack-go/slack"
)

// identity is who we are in the workspace.
type identity struct {
	user, bot, team, enterprise string
	reactions                   []string                 // emoji that mean something
	overheard                   func(text string) string // see Config.Overheard
}

// said is a message in an event or a payload.
type said struct {
	Type        string `json:"type"`
	Subtype     string `json:"subtype"`
	User        name   `json:"user"` // an object in user_change
	Bot         string `json:"bot_id"`
	Text        string `json:"text"`
	TS          string `json:"ts"`
	ThreadTS    string `json:"thread_ts"`
	Channel     name   `json:"channel"` // an object in channel_rename and its kin
	ChannelType string `json:"channel_type"`
	EventTS     string `json:"event_ts"`
	Edited      *struct {
		TS string `json:"ts"`
	} `json:"edited"`

	Message   *said  `json:"message"` // message_changed
	Previous  *said  `json:"previous_message"`
	DeletedTS string `json:"deleted_ts"`

	Reaction string `json:"reaction"`
	ItemUser string `json:"item_user"`
	Item     struct {
		Type    string `json:"type"`
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	} `json:"item"`

	Tab string `json:"tab"` // app_home_opened
}

// name is a string where some events have an object instead, which leaves it empty.
type name string

func (n *name) UnmarshalJSON(b []byte) error {
	if b[0] != '"' {
		return nil
	}
	return json.Unmarshal(b, (*string)(n))
}

// about describes the message as what a request is about.
func (m *said) about(channel string) chat.Said {
	return chat.Said{Channel: channel, Thread: m.ThreadTS, TS: m.TS, User: string(m.User), Text: words(m.Text), At: instant(m.TS)}
}

// instant reads Slack's "1700000000.000100"; the zero time for anything else.
func instant(ts string) time.Time {
	seconds, micros, _ := strings.Cut(ts, ".")
	s, err := strconv.ParseInt(seconds, 10, 64)
	us, err2 := strconv.ParseInt(micros, 10, 64)
	if err != nil || err2 != nil || s < 0 || us < 0 || us > 999999 {
		return time.Time{}
	}
	return time.Unix(s, us*1000).UTC()
}

// slackTime is the reverse of instant.
func slackTime(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}

// decodeEvent reads an Events API callback.
func decodeEvent(body []byte, me identity) (heard, error) {
	var outer struct {
		Type  string          `json:"type"`
		Team  string          `json:"team_id"`
		ID    string          `json:"event_id"`
		Event json.RawMessage `json:"event"`
	}
	if err := json.Unmarshal(body, &outer); err != nil {
		return heard{}, fmt.Errorf("event: %w", err)
	}
	if outer.Type != "event_callback" {
		return heard{}, errIgnore
	}
	var e said
	if err := json.Unmarshal(outer.Event, &e); err != nil {
		return heard{}, fmt.Errorf("event: %w", err)
	}
	h := heard{Request: chat.Request{Who: chat.Who{Workspace: outer.Team, User: string(e.User)}}}
	switch e.Type {
	case "message", "app_mention":
		return decodeMessage(h, e, me)
	case "reaction_added":
		if e.Item.Type != "message" || string(e.User) == me.user || !slices.Contains(me.reactions, e.Reaction) {
			return heard{}, errIgnore
		}
		h.ID = strings.Join([]string{"reaction", e.Item.Channel, e.Item.TS, string(e.User), e.Reaction}, ":")
		h.Kind, h.Name, h.Args, h.lookUp = chat.Reaction, "reaction", e.Reaction, true
		h.About = chat.Said{Channel: e.Item.Channel, TS: e.Item.TS, User: e.ItemUser, At: instant(e.Item.TS)}
		h.Where = chat.Where{Channel: e.Item.Channel, TS: e.Item.TS}
	case "app_home_opened":
		if e.Tab != "home" {
			return heard{}, errIgnore
		}
		h.ID, h.Kind, h.Name = "home:"+string(e.User)+":"+e.EventTS, chat.Home, "home"
	case "channel_shared", "channel_unshared":
		return heard{room: string(e.Channel)}, nil
	case "user_change":
		var change struct {
			User slack.User `json:"user"`
		}
		if err := json.Unmarshal(outer.Event, &change); err != nil {
			return heard{}, fmt.Errorf("event: user_change: %w", err)
		}
		if change.User.IsBot || change.User.ID == me.user {
			return heard{}, errIgnore
		}
		h.ID, h.Kind, h.Name = "profile:"+change.User.ID+":"+firstOf(e.EventTS, outer.ID), chat.Profile, "profile"
		h.Who.User, h.profile = change.User.ID, &change.User
	default:
		return heard{}, errIgnore
	}
	if h.Who.User == "" {
		return heard{}, errors.New("event: " + e.Type + " without a user")
	}
	return h, nil
}

// decodeMessage reads typed words. A mention arrives twice, as app_mention and as plain
// message; both get the same ID.
func decodeMessage(h heard, e said, me identity) (heard, error) {
	m, channel := &e, string(e.Channel)
	switch e.Subtype {
	case "", "file_share", "thread_broadcast":
		if e.Edited != nil { // an edit that adds a mention; it comes as message_changed too
			return heard{}, errIgnore
		}
		h.ID = "message:" + channel + ":" + e.TS
	case "message_changed":
		m = e.Message
		if m == nil || m.Edited == nil || e.Previous != nil && e.Previous.Text == m.Text {
			return heard{}, errIgnore // a link got its preview, a thread its first answer
		}
		h.ID, h.Kind = "edit:"+channel+":"+m.TS+":"+m.Edited.TS, chat.Edit
	case "message_deleted":
		m = e.Previous
		if m == nil {
			return heard{}, errIgnore
		}
		m.TS = firstOf(m.TS, e.DeletedTS)
		h.ID, h.Kind, h.Name = "delete:"+channel+":"+m.TS, chat.Delete, "delete"
	default:
		return heard{}, errIgnore
	}
	if m.Bot != "" || m.User == "" || string(m.User) == me.user {
		return heard{}, errIgnore // nobody's act; our own above all
	}
	if channel == "" || m.TS == "" {
		return heard{}, errors.New("event: message without channel or ts")
	}
	h.Who.User = string(m.User)
	h.Where = chat.Where{Channel: channel, Thread: m.ThreadTS, TS: m.TS, Direct: e.ChannelType == "im"}
	if h.Kind == chat.Delete || h.Kind == chat.Edit {
		h.About = m.about(channel)
	}
	if h.Kind == chat.Delete {
		return h, nil
	}
	line, kind, explicit := address(m.Text, h.Where, me.user)
	if kind == "" && h.Kind == "" && h.Where.Thread != "" && me.overheard != nil { // nobody asked us: see Config.Overheard
		h.Kind, h.Name = chat.Overheard, me.overheard(words(m.Text))
		if h.Name != "" {
			return h, nil
		}
	}
	if kind == "" {
		return heard{}, errIgnore
	}
	if h.Kind == "" {
		h.Kind, h.explicit = kind, explicit
	}
	h.line, h.Rooms = words(line), rooms(line)
	return h, nil
}

// address tells how words were addressed to us: by a mention, in our direct message, by
// a leading ! in a thread; not at all is kind "". A mention at the front is meant for us
// for certain; one in the middle of a sentence may only be about us.
func address(text string, at chat.Where, me string) (line string, kind chat.Kind, explicit bool) {
	text = strings.TrimSpace(text)
	before, after, found := cutMention(text, me)
	switch {
	case found && (before == "" || !at.Direct):
		return unbang(strings.TrimLeft(after, " \t\u00a0\u3000:,：，")), chat.Mention, before == ""
	case at.Direct:
		return unbang(text), chat.Direct, true
	case at.Thread != "" && unbang(text) != text:
		return unbang(text), chat.Bang, false
	}
	return "", "", false
}

// cutMention finds <@ME> or <@ME|name>.
func cutMention(text, me string) (before, after string, found bool) {
	before, rest, found := strings.Cut(text, "<@"+me)
	if !found || rest == "" || rest[0] != '>' && rest[0] != '|' {
		return text, "", false
	}
	_, after, found = strings.Cut(rest, ">")
	return strings.TrimSpace(before), after, found
}

// unbang takes off a leading mark, also the wide one of Chinese keyboards.
func unbang(text string) string {
	for _, mark := range []string{"!", "！"} {
		if rest, ok := strings.CutPrefix(text, mark); ok {
			return strings.TrimSpace(rest)
		}
	}
	return text
}

// words turns Slack's markup back into what was typed: links and channels by their
// text, people as <@U1>, characters without their escapes.
func words(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for {
		before, rest, open := strings.Cut(s, "<")
		b.WriteString(entities.Replace(before))
		if !open {
			return b.String()
		}
		inner, after, closed := strings.Cut(rest, ">")
		if !closed {
			b.WriteString("<" + entities.Replace(rest))
			return b.String()
		}
		b.WriteString(token(inner))
		s = after
	}
}

// rooms are the channels that a text names, by how words writes them.
func rooms(s string) (found map[string]string) {
	for _, m := range channelToken.FindAllStringSubmatch(s, -1) {
		if found == nil {
			found = map[string]string{}
		}
		found[words(m[0])] = m[1]
	}
	return found
}

var channelToken = regexp.MustCompile(`<#([CG][A-Z0-9]+)(?:\|[^<>]*)?>`)

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// token is what stands between < and >.
func token(inner string) string {
	target, label, _ := strings.Cut(inner, "|")
	label = entities.Replace(label)
	switch {
	case strings.HasPrefix(target, "@"):
		return "<" + target + ">"
	case strings.HasPrefix(target, "#") && label != "":
		return "#" + label
	case strings.HasPrefix(target, "#"):
		return "<" + target + ">"
	case label != "":
		return label
	case strings.HasPrefix(target, "!"): // <!here>, <!channel>
		command, _, _ := strings.Cut(target[1:], "^")
		return "@" + command
	}
	return strings.TrimPrefix(entities.Replace(target), "mailto:")
}
