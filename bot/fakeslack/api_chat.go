package fakeslack

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"dealdesk/bot/fakeslack/blockkit"
)

const (
	maxMessageText  = 40_000
	maxUpdateText   = 4_000 // chat.update returns msg_too_long far below its documented limit
	maxMetadataSize = 8 << 10
)

// content is the content of a message as an app sends it.
type content struct {
	text        string
	blocks      []Block
	attachments json.RawMessage
	metadata    *Metadata
	hasBlocks   bool // blocks or attachments were given, possibly empty
	hasMetadata bool
}

func (s *Server) content(c *call) (content, error) {
	out, limit := content{text: c.str("text")}, maxMessageText
	if c.Method == "chat.update" {
		limit = maxUpdateText
	}
	if utf8.RuneCountInString(out.text) > limit {
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

// messageBlocks checks the blocks of a message and gives them ids.
func (s *Server) messageBlocks(v any) ([]Block, error) {
	if code, messages := blockkit.CheckMessage(v, s.st.Faults.RefuseBlocks); code != "" {
		return nil, refuse(code, messages...)
	}
	return s.withIDs(blockkit.Blocks(v)), nil
}

// metadata checks message metadata. An empty object means none.
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
	if len(mustJSON(o)) > maxMetadataSize {
		return nil, refuse("metadata_too_large")
	}
	return &Metadata{EventType: kind, EventPayload: payload}, nil
}

func (t content) empty() bool {
	return strings.TrimSpace(t.text) == "" && len(t.blocks) == 0 && t.attachments == nil
}

// conversation returns a channel by id or #name, or a person's direct conversation.
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

// destination returns a conversation the bot may post to.
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
	case s.requireScope("chat:write.public") != nil:
		return nil, refuse("not_in_channel")
	}
	return ch, nil
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
	s.st.countPost(ch.ID, s.opt.Now())
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
	s.postEphemeral(ch, m)
	c.Channel, c.TS = ch.ID, m.TS
	return obj{"message_ts": m.TS}, nil
}

// ownMessage returns a message the bot may change.
func (s *Server) ownMessage(c *call, denied string) (*Channel, *Message, error) {
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
	ch, m, err := s.ownMessage(c, "cant_update_message")
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

func (s *Server) chatDelete(c *call) (obj, error) {
	ch, m, err := s.ownMessage(c, "cant_delete_message")
	if err != nil {
		return nil, err
	}
	s.remove(ch, m)
	c.Channel, c.TS = ch.ID, m.TS
	return obj{"channel": ch.ID, "ts": m.TS}, nil
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
