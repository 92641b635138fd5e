package fakeslack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxText     = 40_000 // chat.postMessage, chat.update, chat.postEphemeral
	maxMetadata = 8 << 10
)

// content is what a message says, as an app sends it.
type content struct {
	text        string
	blocks      []Block
	attachments json.RawMessage
	metadata    *Metadata
	hasBlocks   bool // blocks or attachments were given, if only as an empty list
	hasMetadata bool
}

func (s *Server) content(c *call) (content, error) {
	out := content{text: c.str("text")}
	if utf8.RuneCountInString(out.text) > maxText {
		return out, refuse("msg_too_long")
	}
	v, err := c.decode("blocks")
	if err != nil {
		return out, refuse("invalid_blocks_format")
	}
	if v != nil {
		out.hasBlocks = true
		if out.blocks, err = s.messageBlocks(v); err != nil {
			return out, err
		}
	}
	if v, err = c.decode("attachments"); err != nil {
		return out, refuse("invalid_attachments")
	} else if v != nil {
		list, ok := v.([]any)
		if !ok {
			return out, refuse("invalid_attachments")
		}
		if len(list) > 100 {
			return out, refuse("too_many_attachments")
		}
		out.hasBlocks = true
		if len(list) > 0 {
			out.attachments = mustJSON(list)
		}
	}
	if v, err = c.decode("metadata"); err != nil {
		return out, refuse("invalid_metadata_format")
	} else if v != nil {
		if out.metadata, err = metadata(v); err != nil {
			return out, err
		}
		out.hasMetadata = true
	}
	return out, nil
}

// metadata checks message metadata; an empty object is no metadata.
func metadata(v any) (*Metadata, error) {
	o, ok := v.(map[string]any)
	if !ok {
		return nil, refuse("invalid_metadata_format")
	}
	if len(o) == 0 {
		return nil, nil
	}
	kind, _ := o["event_type"].(string)
	payload, ok := o["event_payload"].(map[string]any)
	if kind == "" || len(kind) > 255 || !ok {
		return nil, refuse("invalid_metadata_format")
	}
	if len(mustJSON(o)) > maxMetadata {
		return nil, refuse("metadata_too_large")
	}
	return &Metadata{EventType: kind, EventPayload: payload}, nil
}

func (t content) empty() bool {
	return strings.TrimSpace(t.text) == "" && len(t.blocks) == 0 && t.attachments == nil
}

// conversation finds a channel by id or #name, or a person's direct conversation.
func (s *Server) conversation(name string) *Channel {
	if c := s.st.Channels[name]; c != nil {
		return c
	}
	if u := s.st.Users[name]; u != nil && !u.Bot {
		return s.st.Channels["D"+u.ID]
	}
	for _, c := range s.st.Channels {
		if c.Name != "" && "#"+c.Name == name {
			return c
		}
	}
	return nil
}

// destination is where the bot may write.
func (s *Server) destination(name string) (*Channel, error) {
	if name == s.opt.BotUser {
		return nil, refuse("cannot_dm_bot")
	}
	ch := s.conversation(name)
	switch {
	case ch == nil:
		return nil, refuse("channel_not_found")
	case ch.Archived:
		return nil, refuse("is_archived")
	case ch.has(s.opt.BotUser):
		return ch, nil
	case ch.Private:
		return nil, refuse("channel_not_found")
	case s.need("chat:write.public") != nil:
		return nil, refuse("not_in_channel")
	}
	return ch, nil
}

// ts makes the next timestamp of the channel: the clock's, or just after the last.
func (s *Server) ts(ch *Channel) string {
	ch.lastTS = max(ch.lastTS+1, s.opt.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", ch.lastTS/1e6, ch.lastTS%1e6)
}

// thread checks that ts starts or may start a thread.
func (ch *Channel) thread(ts string) (*Message, error) {
	if ts == "" {
		return nil, nil
	}
	m := ch.find(ts, "")
	if m == nil {
		return nil, refuse("thread_not_found")
	}
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		return nil, refuse("cannot_reply_to_message")
	}
	return m, nil
}

// post adds a message and tells the app about it.
func (s *Server) post(ch *Channel, m *Message) {
	m.Channel, m.TS = ch.ID, s.ts(ch)
	if m.ThreadTS != "" {
		if parent := ch.find(m.ThreadTS, ""); parent != nil {
			parent.ThreadTS = parent.TS
		}
	}
	ch.Messages = append(ch.Messages, m)
	s.emitMessage(ch, m)
	s.bump()
}

// whisper adds an ephemeral message; the app hears nothing of it.
func (s *Server) whisper(ch *Channel, m *Message) {
	m.Channel, m.TS = ch.ID, s.ts(ch)
	ch.Ephemerals = append(ch.Ephemerals, m)
	s.bump()
}

func (s *Server) botMessage(t content, thread string) *Message {
	return &Message{User: s.opt.BotUser, BotID: s.opt.BotID, Text: t.text, Blocks: t.blocks,
		Attachments: t.attachments, Metadata: t.metadata, ThreadTS: thread}
}

func (s *Server) chatPostMessage(c *call) (obj, error) {
	if err := c.must("channel"); err != nil {
		return nil, err
	}
	ch, err := s.destination(c.str("channel"))
	if err != nil {
		return nil, err
	}
	t, err := s.content(c)
	if err != nil {
		return nil, err
	}
	if t.empty() {
		return nil, refuse("no_text")
	}
	if _, err := ch.thread(c.str("thread_ts")); err != nil {
		return nil, err
	}
	m := s.botMessage(t, c.str("thread_ts"))
	m.Broadcast = m.ThreadTS != "" && c.flag("reply_broadcast")
	s.post(ch, m)
	s.st.paced(ch.ID, s.opt.Now())
	c.Channel, c.TS = ch.ID, m.TS
	return obj{"channel": ch.ID, "ts": m.TS, "message": s.messageJSON(ch, m, true)}, nil
}

func (s *Server) chatPostEphemeral(c *call) (obj, error) {
	if err := c.must("channel", "user"); err != nil {
		return nil, err
	}
	ch, err := s.destination(c.str("channel"))
	if err != nil {
		return nil, err
	}
	t, err := s.content(c)
	if err != nil {
		return nil, err
	}
	if t.empty() {
		return nil, refuse("no_text")
	}
	user := s.st.Users[c.str("user")]
	switch {
	case user == nil:
		return nil, refuse("user_not_found")
	case !ch.has(user.ID):
		return nil, refuse("user_not_in_channel")
	}
	if _, err := ch.thread(c.str("thread_ts")); err != nil {
		return nil, err
	}
	m := s.botMessage(t, c.str("thread_ts"))
	m.To, m.Metadata = user.ID, nil
	s.whisper(ch, m)
	c.Channel, c.TS = ch.ID, m.TS
	return obj{"message_ts": m.TS}, nil
}

// own is a message the bot may change.
func (s *Server) own(c *call, denied string) (*Channel, *Message, error) {
	if err := c.must("channel", "ts"); err != nil {
		return nil, nil, err
	}
	ch := s.st.Channels[c.str("channel")]
	if ch == nil || (!ch.has(s.opt.BotUser) && ch.Private) {
		return nil, nil, refuse("channel_not_found")
	}
	m := ch.find(c.str("ts"), "")
	if m == nil || m.Subtype == "tombstone" {
		return nil, nil, refuse("message_not_found")
	}
	if m.BotID != s.opt.BotID {
		return nil, nil, refuse(denied)
	}
	return ch, m, nil
}

func (s *Server) chatUpdate(c *call) (obj, error) {
	ch, m, err := s.own(c, "cant_update_message")
	if err != nil {
		return nil, err
	}
	if ch.Archived {
		return nil, refuse("is_inactive")
	}
	t, err := s.content(c)
	if err != nil {
		return nil, err
	}
	if t.empty() {
		return nil, refuse("no_text")
	}
	s.edit(ch, m, s.opt.BotUser, t)
	c.Channel, c.TS = ch.ID, m.TS
	return obj{"channel": ch.ID, "ts": m.TS, "text": m.Text, "message": s.messageJSON(ch, m, true)}, nil
}

// edit replaces what a message says: blocks that are not given again are gone,
// metadata that is not given stays.
func (s *Server) edit(ch *Channel, m *Message, by string, t content) {
	before := s.messageJSON(ch, m, false)
	m.Text, m.Blocks, m.Attachments, m.inputs = t.text, t.blocks, t.attachments, nil
	if t.hasMetadata {
		m.Metadata = t.metadata
	}
	m.EditedAt, m.EditedBy = s.ts(ch), by
	s.emitChanged(ch, m, before)
	s.bump()
}

func (s *Server) chatDelete(c *call) (obj, error) {
	ch, m, err := s.own(c, "cant_delete_message")
	if err != nil {
		return nil, err
	}
	s.remove(ch, m)
	c.Channel, c.TS = ch.ID, m.TS
	return obj{"channel": ch.ID, "ts": m.TS}, nil
}

// remove deletes a message. A parent with replies leaves a tombstone, so that its
// thread stays.
func (s *Server) remove(ch *Channel, m *Message) {
	if m.To != "" {
		ch.Ephemerals = slices.DeleteFunc(slices.Clone(ch.Ephemerals), func(e *Message) bool { return e == m })
		s.bump()
		return
	}
	before := s.messageJSON(ch, m, false)
	if len(ch.replies(m.TS)) > 0 {
		*m = Message{Channel: m.Channel, TS: m.TS, ThreadTS: m.TS, User: "USLACKBOT",
			Text: "This message was deleted.", Subtype: "tombstone"}
	} else {
		ch.Messages = slices.DeleteFunc(slices.Clone(ch.Messages), func(e *Message) bool { return e == m })
	}
	s.emitDeleted(ch, m, before)
	s.bump()
}

func (s *Server) chatGetPermalink(c *call) (obj, error) {
	if err := c.must("channel", "message_ts"); err != nil {
		return nil, err
	}
	ch := s.st.Channels[c.str("channel")]
	if ch == nil {
		return nil, refuse("channel_not_found")
	}
	m := ch.find(c.str("message_ts"), "")
	if m == nil {
		return nil, refuse("message_not_found")
	}
	link := fmt.Sprintf("https://%s.slack.com/archives/%s/p%s", s.opt.TeamDomain, ch.ID, strings.Replace(m.TS, ".", "", 1))
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + ch.ID
	}
	return obj{"channel": ch.ID, "permalink": link}, nil
}

func (s *Server) reactionsAdd(c *call) (obj, error) {
	if err := c.must("channel", "timestamp", "name"); err != nil {
		return nil, err
	}
	ch := s.st.Channels[c.str("channel")]
	if ch == nil || !ch.has(s.opt.BotUser) {
		return nil, refuse("channel_not_found")
	}
	m := ch.find(c.str("timestamp"), "")
	if m == nil {
		return nil, refuse("message_not_found")
	}
	if !s.react(ch, m, s.opt.BotUser, c.str("name")) {
		return nil, refuse("already_reacted")
	}
	return nil, nil
}

// react adds a reaction and tells the app; false when it was there.
func (s *Server) react(ch *Channel, m *Message, user, name string) bool {
	all := slices.Clone(m.Reactions)
	i := slices.IndexFunc(all, func(r Reaction) bool { return r.Name == name })
	if i < 0 {
		all, i = append(all, Reaction{Name: name}), len(all)
	}
	if slices.Contains(all[i].Users, user) {
		return false
	}
	all[i].Users = append(slices.Clone(all[i].Users), user)
	m.Reactions = all
	s.emit(ch, obj{"type": "reaction_added", "user": user, "reaction": name, "item_user": m.User,
		"item": obj{"type": "message", "channel": ch.ID, "ts": m.TS}})
	s.bump()
	return true
}

// messageJSON is a message as history and events show it.
func (s *Server) messageJSON(ch *Channel, m *Message, withMetadata bool) obj {
	out := obj{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS}
	if u := s.st.Users[m.User]; u != nil {
		out["team"] = u.TeamID
		if u.TeamID != s.opt.TeamID {
			out["user_team"], out["source_team"] = u.TeamID, u.TeamID
		}
	}
	set := func(k, v string) {
		if v != "" {
			out[k] = v
		}
	}
	set("subtype", m.Subtype)
	set("client_msg_id", m.ClientMsgID)
	set("thread_ts", m.ThreadTS)
	if m.BotID != "" {
		out["bot_id"], out["app_id"] = m.BotID, s.opt.AppID
		out["bot_profile"] = obj{"id": m.BotID, "app_id": s.opt.AppID, "name": s.opt.BotName, "deleted": false, "team_id": s.opt.TeamID}
	}
	if len(m.Blocks) > 0 {
		out["blocks"] = m.Blocks
	}
	if m.Attachments != nil {
		out["attachments"] = m.Attachments
	}
	if m.EditedAt != "" {
		out["edited"] = obj{"user": m.EditedBy, "ts": m.EditedAt}
	}
	if m.Metadata != nil && withMetadata {
		out["metadata"] = m.Metadata
	}
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		if parent := ch.find(m.ThreadTS, ""); parent != nil {
			out["parent_user_id"] = parent.User
		}
	}
	if replies := ch.replies(m.TS); len(replies) > 0 {
		var users []string
		for _, r := range replies {
			if !slices.Contains(users, r.User) {
				users = append(users, r.User)
			}
		}
		out["reply_count"], out["reply_users"], out["reply_users_count"] = len(replies), users, len(users)
		out["latest_reply"] = replies[len(replies)-1].TS
	}
	if len(m.Reactions) > 0 {
		list := make([]obj, len(m.Reactions))
		for i, r := range m.Reactions {
			list[i] = obj{"name": r.Name, "users": r.Users, "count": len(r.Users)}
		}
		out["reactions"] = list
	}
	if len(m.Files) > 0 {
		list := make([]obj, len(m.Files))
		for i, id := range m.Files {
			list[i] = s.fileJSON(s.st.Files[id])
		}
		out["files"], out["upload"] = list, true
	}
	return out
}

// compareTS orders two timestamps; what is no timestamp counts as 0.
func compareTS(a, b string) int {
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}
