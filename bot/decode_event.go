package bot

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"dealdesk/chat"
)

// identity is the bot's own identity in the workspace.
type identity struct {
	user, bot, team, enterprise string
	reactions                   []string                              // see Config.Reactions
	overhears                   func(text string) string              // see Config.Overheard
	talks                       func(at chat.Where, user string) bool // whether a person talks with us in a thread
	said                        func(at chat.Where) (before string)   // remembers a message, and tells which was before it in its thread
}

// slackEvent is an event, or a message inside an event or payload.
type slackEvent struct {
	Type        string      `json:"type"`
	Subtype     string      `json:"subtype"`
	User        name        `json:"user"`    // an object in user_change events
	Inviter     string      `json:"inviter"` // member_joined_channel: who added User
	Bot         string      `json:"bot_id"`
	Text        string      `json:"text"`
	TS          string      `json:"ts"`
	ThreadTS    string      `json:"thread_ts"`
	Channel     name        `json:"channel"` // an object in channel_rename and similar events
	ChannelType string      `json:"channel_type"`
	EventTS     string      `json:"event_ts"`
	Files       []enclosure `json:"files"`
	Attachments []enclosure `json:"attachments"`
	Edited      *struct {
		TS string `json:"ts"`
	} `json:"edited"`

	Message   *slackEvent `json:"message"` // message_changed
	Previous  *slackEvent `json:"previous_message"`
	DeletedTS string      `json:"deleted_ts"`

	Reaction string `json:"reaction"`
	ItemUser string `json:"item_user"`
	Item     struct {
		Type    string `json:"type"`
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	} `json:"item"`

	Tab  string `json:"tab"` // app_home_opened
	View struct {
		Hash string `json:"hash"`
	} `json:"view"`
}

// name is a string field that is an object in some events; then it stays empty.
type name string

func (n *name) UnmarshalJSON(b []byte) error {
	if b[0] != '"' {
		return nil
	}
	return json.Unmarshal(b, (*string)(n))
}

// enclosure is a file or a forwarded message.
type enclosure struct {
	Text string `json:"text"`       // of a forwarded message
	Mail string `json:"plain_text"` // of a forwarded mail
}

// enclosed is the text that came with a message and was not typed in it.
func (m *slackEvent) enclosed() string {
	var texts []string
	for _, e := range slices.Concat(m.Attachments, m.Files) {
		if text := plainText(cmp.Or(e.Text, e.Mail)); strings.TrimSpace(text) != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n")
}

// about returns the message as the subject of a request.
func (m *slackEvent) about(channel string) chat.Said {
	said := chat.Said{Channel: channel, Thread: m.ThreadTS, TS: m.TS, User: string(m.User), Text: plainText(m.Text), At: instant(m.TS)}
	if m.Bot != "" {
		said.User = ""
	}
	if strings.TrimSpace(said.Text) == "" {
		said.Text = m.enclosed()
	}
	return said
}

// instant parses Slack's "1700000000.000100"; the zero time for anything else.
func instant(ts string) time.Time {
	seconds, micros, _ := strings.Cut(ts, ".")
	s, err := strconv.ParseInt(seconds, 10, 64)
	us, err2 := strconv.ParseInt(micros, 10, 64)
	if err != nil || err2 != nil || s < 0 || us < 0 || us > 999999 {
		return time.Time{}
	}
	return time.Unix(s, us*1000).UTC()
}

// slackTime is the inverse of instant.
func slackTime(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}

// decodeEvent decodes an Events API callback.
func decodeEvent(body []byte, me identity) (incoming, error) {
	var outer struct {
		Type  string          `json:"type"`
		Team  string          `json:"team_id"`
		ID    string          `json:"event_id"`
		Event json.RawMessage `json:"event"`
	}
	if err := json.Unmarshal(body, &outer); err != nil {
		return incoming{}, fmt.Errorf("event: %w", err)
	}
	if outer.Type != "event_callback" {
		return incoming{}, errNotForUs
	}
	var e slackEvent
	if err := json.Unmarshal(outer.Event, &e); err != nil {
		return incoming{}, fmt.Errorf("event: %w", err)
	}
	in := incoming{Request: chat.Request{Who: chat.Who{Workspace: outer.Team, User: string(e.User)}}}
	switch e.Type {
	case "message", "app_mention":
		return decodeMessage(in, e, me)
	case "reaction_added":
		if e.Item.Type != "message" || string(e.User) == me.user || !slices.Contains(me.reactions, e.Reaction) {
			return incoming{}, errNotForUs
		}
		in.ID = strings.Join([]string{"reaction", e.Item.Channel, e.Item.TS, string(e.User), e.Reaction}, ":")
		in.Kind, in.Name, in.Args, in.lookUp = chat.Reaction, "reaction", e.Reaction, true
		in.About = chat.Said{Channel: e.Item.Channel, TS: e.Item.TS, User: e.ItemUser, At: instant(e.Item.TS)}
		in.Where = chat.Where{Channel: e.Item.Channel, TS: e.Item.TS}
	case "app_home_opened":
		if e.Tab != "home" {
			return incoming{}, errNotForUs
		}
		in.ID, in.Kind, in.Name = "home:"+string(e.User)+":"+e.EventTS, chat.Home, "home"
		in.homeHash = e.View.Hash
	case "member_joined_channel":
		if string(e.User) != me.user || e.Inviter == "" {
			return incoming{}, errNotForUs
		}
		in.ID, in.Kind, in.Name, in.lookUp = "joined:"+string(e.Channel)+":"+cmp.Or(e.EventTS, outer.ID), chat.Joined, "joined", true
		in.Who.User, in.Where.Channel = e.Inviter, string(e.Channel)
	case "channel_shared", "channel_unshared":
		return incoming{changedChannel: string(e.Channel)}, nil
	case "user_change":
		var change struct {
			User slack.User `json:"user"`
		}
		if err := json.Unmarshal(outer.Event, &change); err != nil {
			return incoming{}, fmt.Errorf("event: user_change: %w", err)
		}
		if change.User.IsBot || change.User.ID == me.user {
			return incoming{}, errNotForUs
		}
		in.ID, in.Kind, in.Name = "profile:"+change.User.ID+":"+cmp.Or(e.EventTS, outer.ID), chat.Profile, "profile"
		in.Who.User, in.profile = change.User.ID, &change.User
	default:
		return incoming{}, errNotForUs
	}
	if in.Who.User == "" {
		return incoming{}, errors.New("event: " + e.Type + " without a user")
	}
	return in, nil
}

// decodeMessage decodes a new, changed or deleted message. A mention arrives twice, as an
// app_mention and as a plain message; both get the same ID.
func decodeMessage(in incoming, e slackEvent, me identity) (incoming, error) {
	m, channel := &e, string(e.Channel)
	switch e.Subtype {
	case "", "file_share", "thread_broadcast":
		if e.Edited != nil { // an edit that adds a mention also comes as message_changed
			return incoming{}, errNotForUs
		}
		in.ID = "message:" + channel + ":" + e.TS
	case "message_changed":
		m = e.Message
		if m == nil || m.Edited == nil || e.Previous != nil && e.Previous.Text == m.Text {
			return incoming{}, errNotForUs // a link preview or a first reply, not an edit
		}
		in.ID, in.Kind = "edit:"+channel+":"+m.TS+":"+m.Edited.TS, chat.Edit
	case "message_deleted":
		m = e.Previous
		if m == nil {
			return incoming{}, errNotForUs
		}
		m.TS = cmp.Or(m.TS, e.DeletedTS)
		in.ID, in.Kind, in.Name = "delete:"+channel+":"+m.TS, chat.Delete, "delete"
	default:
		return incoming{}, errNotForUs
	}
	if m.Bot != "" || m.User == "" || string(m.User) == me.user {
		return incoming{}, errNotForUs // from a bot, often ourselves
	}
	if channel == "" || m.TS == "" {
		return incoming{}, errors.New("event: message without channel or ts")
	}
	in.Who.User = string(m.User)
	in.Where = chat.Where{Channel: channel, Thread: m.ThreadTS, TS: m.TS, Direct: e.ChannelType == "im"}
	if in.Kind == chat.Delete || in.Kind == chat.Edit {
		in.About = m.about(channel)
		if m.Edited != nil {
			in.About.Edited = instant(m.Edited.TS)
		}
	}
	if in.Kind == chat.Delete {
		return in, nil
	}
	if in.Kind == "" && in.Where.Thread != "" && me.said != nil {
		in.Where.Before = me.said(in.Where)
	}
	line, kind, explicit := address(m.Text, in.Where, me.user)
	if kind == chat.Direct && in.Kind == "" && line == "" && len(m.Files)+len(m.Attachments) > 0 {
		in.Kind, in.Name, in.explicit, in.About = chat.Enclosed, "enclosed", true, m.about(channel)
		return in, nil
	}
	if kind == "" && in.Kind == "" && in.Where.Thread != "" && me.overhears != nil { // see Config.Overheard
		in.Kind, in.Args = chat.Overheard, plainText(m.Text)
		if in.Name = me.overhears(in.Args); in.Name != "" {
			in.Unasked = me.talks != nil && me.talks(in.Where, in.Who.User)
			return in, nil
		}
	}
	if kind == "" && e.Subtype == "" && me.talks != nil && !strings.Contains(m.Text, "<@") && me.talks(in.Where, in.Who.User) {
		in.Kind, in.Args, in.continued = "", "", true
		line, kind, explicit = m.Text, chat.Mention, true
	}
	if kind == "" {
		return incoming{}, errNotForUs
	}
	if in.Kind == "" {
		in.Kind, in.explicit = kind, explicit
	}
	in.typed, in.line, in.Rooms = kind, plainText(line), channelsIn(line)
	in.Code = strings.Contains(m.Text, "```") || asCode.MatchString(m.Text)
	return in, nil
}

// asCode matches a line that is all code, or all in quotes, perhaps behind a mention.
var asCode = regexp.MustCompile("^\\s*(?:<@[^>]*>\\s*)?(?:`[^`]*`|\"[^\"]*\"|“[^”]*”|「[^」]*」)\\s*$")

// address finds out how a text is addressed to the bot: by a mention, in a direct message
// or by a leading ! in a thread. Kind "" means not at all. A mention at the start is
// certainly a command; in the middle of a sentence it may not be.
func address(text string, at chat.Where, me string) (line string, kind chat.Kind, explicit bool) {
	text = unformat(text)
	before, after, found := cutMention(text, me)
	switch {
	case found && (before == "" || !at.Direct):
		return unbang(unformat(strings.TrimLeft(after, " \t\u00a0\u3000:,：，"))), chat.Mention, before == ""
	case at.Direct:
		return unbang(text), chat.Direct, true
	case at.Thread != "" && unbang(text) != text:
		return unbang(text), chat.Bang, false
	}
	return "", "", false
}

// unformat takes away the marks around a line that was copied as code or sent in bold or italics.
func unformat(text string) string {
	text = strings.TrimSpace(text)
	for _, mark := range []string{"```", "`", "*", "_", "~"} {
		inner, opened := strings.CutPrefix(text, mark)
		inner, closed := strings.CutSuffix(inner, mark)
		if opened && closed && strings.TrimSpace(inner) != "" && !strings.Contains(inner, mark) {
			return unformat(inner)
		}
	}
	return text
}

// cutMention splits text around <@ME> or <@ME|name>.
func cutMention(text, me string) (before, after string, found bool) {
	before, rest, found := strings.Cut(text, "<@"+me)
	if !found || rest == "" || rest[0] != '>' && rest[0] != '|' {
		return text, "", false
	}
	_, after, found = strings.Cut(rest, ">")
	return strings.TrimSpace(before), after, found
}

// unbang removes a leading ! or its full-width form from Chinese keyboards.
func unbang(text string) string {
	for _, mark := range []string{"!", "！"} {
		if rest, ok := strings.CutPrefix(text, mark); ok {
			return strings.TrimSpace(rest)
		}
	}
	return text
}

// plainText turns Slack's markup back into the text as typed: links and channels by
// their label, people as <@U1>, entities decoded.
func plainText(s string) string {
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

// channelsIn maps the channels named in a text, as plainText writes them, to their ids.
func channelsIn(s string) (found map[string]string) {
	for _, m := range channelToken.FindAllStringSubmatch(s, -1) {
		if found == nil {
			found = map[string]string{}
		}
		found[plainText(m[0])] = m[1]
	}
	return found
}

var channelToken = regexp.MustCompile(`<#([CG][A-Z0-9]+)(?:\|[^<>]*)?>`)

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// token translates the part between < and >.
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
