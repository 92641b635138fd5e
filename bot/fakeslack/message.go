package fakeslack

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ts returns the channel's next timestamp: the current time, or just after the last one.
func (s *Server) ts(ch *Channel) string {
	ch.lastTS = max(ch.lastTS+1, s.opt.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", ch.lastTS/1e6, ch.lastTS%1e6)
}

// thread returns the parent message with this timestamp. It must not be a reply itself.
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

// post adds a message and sends the event.
func (s *Server) post(ch *Channel, m *Message) {
	m.Channel, m.TS = ch.ID, s.ts(ch)
	if m.ThreadTS != "" {
		if parent := ch.find(m.ThreadTS, ""); parent != nil {
			parent.ThreadTS = parent.TS
		}
	}
	ch.Messages = append(ch.Messages, m)
	s.emitMessage(ch, m)
	s.notify()
}

// postEphemeral adds an ephemeral message. There is no event for it.
func (s *Server) postEphemeral(ch *Channel, m *Message) {
	m.Channel, m.TS = ch.ID, s.ts(ch)
	ch.Ephemerals = append(ch.Ephemerals, m)
	s.notify()
}

func (s *Server) botMessage(t content, thread string) *Message {
	return &Message{User: s.opt.BotUser, BotID: s.opt.BotID, Text: t.text, Blocks: t.blocks,
		Attachments: t.attachments, Metadata: t.metadata, ThreadTS: thread}
}

// edit replaces a message's content: blocks that are not given are removed, metadata that
// is not given stays.
func (s *Server) edit(ch *Channel, m *Message, by string, t content) {
	before := s.messageJSON(ch, m, false)
	m.Text, m.Blocks, m.Attachments, m.inputs = t.text, t.blocks, t.attachments, nil
	if t.hasMetadata {
		m.Metadata = t.metadata
	}
	m.EditedAt, m.EditedBy = s.ts(ch), by
	s.emitChanged(ch, m, before)
	s.notify()
}

// remove deletes a message. A parent with replies becomes a tombstone, so that its thread
// stays.
func (s *Server) remove(ch *Channel, m *Message) {
	if m.To != "" {
		ch.Ephemerals = slices.DeleteFunc(slices.Clone(ch.Ephemerals), func(e *Message) bool { return e == m })
		s.notify()
		return
	}
	before := s.messageJSON(ch, m, false)
	for _, id := range m.Files {
		delete(s.st.Files, id)
	}
	if len(ch.replies(m.TS)) > 0 {
		*m = Message{Channel: m.Channel, TS: m.TS, ThreadTS: m.TS, User: "USLACKBOT",
			Text: "This message was deleted.", Subtype: "tombstone"}
	} else {
		ch.Messages = slices.DeleteFunc(slices.Clone(ch.Messages), func(e *Message) bool { return e == m })
	}
	s.emitDeleted(ch, m, before)
	s.notify()
}

// react adds a reaction and sends the event. It returns false if the reaction existed.
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
	s.notify()
	return true
}

// unreact removes a reaction and sends the event. It returns false if there was none.
func (s *Server) unreact(ch *Channel, m *Message, user, name string) bool {
	var all []Reaction
	found := false
	for _, r := range m.Reactions {
		if r.Name == name && slices.Contains(r.Users, user) {
			found = true
			r.Users = slices.DeleteFunc(slices.Clone(r.Users), func(id string) bool { return id == user })
		}
		if len(r.Users) > 0 {
			all = append(all, r)
		}
	}
	if !found {
		return false
	}
	m.Reactions = all
	s.emit(ch, obj{"type": "reaction_removed", "user": user, "reaction": name, "item_user": m.User,
		"item": obj{"type": "message", "channel": ch.ID, "ts": m.TS}})
	s.notify()
	return true
}

// messageJSON returns a message as it appears in the history and in events.
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
		out["files"], out["upload"] = list, m.Subtype == ""
	}
	return out
}

// compareTS compares two timestamps. An invalid timestamp counts as 0.
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

// eventScope maps events to the scope they need. Other events need none.
var eventScope = map[string]string{
	"app_mention": "app_mentions:read", "message.channels": "channels:history", "message.groups": "groups:history",
	"message.im": "im:history", "reaction_added": "reactions:read", "reaction_removed": "reactions:read",
	"user_change": "users:read", "member_joined_channel": "channels:read", "member_left_channel": "channels:read",
	"channel_archive": "channels:read", "group_archive": "groups:read", "file_shared": "files:read",
}

// subscription returns the name by which apps subscribe to an event.
func subscription(ch *Channel, event obj) string {
	kind := event["type"].(string)
	if kind == "message" && ch != nil {
		return "message." + ch.scope()
	}
	return kind
}

// emit sends an event if the app is subscribed to it, has the scope and is in the channel.
func (s *Server) emit(ch *Channel, event obj) {
	name := subscription(ch, event)
	switch {
	case s.opt.Events != nil && !slices.Contains(s.opt.Events, name):
	case s.requireScope(eventScope[name]) != nil:
	case ch != nil && !ch.has(s.opt.BotUser):
	default:
		s.enqueue(s.event(ch, event))
	}
}

// event wraps an event as the Events API does.
func (s *Server) event(ch *Channel, event obj) *Envelope {
	now := s.opt.Now()
	if event["event_ts"] == nil {
		event["event_ts"] = s.eventTS(ch)
	}
	shared := ch != nil && ch.Shared
	payload := mustJSON(obj{"token": "fake", "team_id": s.opt.TeamID, "context_team_id": s.opt.TeamID, "context_enterprise_id": nil,
		"api_app_id": s.opt.AppID, "type": "event_callback", "event": event, "event_id": s.st.id("Ev"), "event_time": now.Unix(),
		"is_ext_shared_channel": shared, "event_context": "fake-context",
		"authorizations": []obj{{"enterprise_id": nil, "team_id": s.opt.TeamID, "user_id": s.opt.BotUser, "is_bot": true,
			"is_enterprise_install": false}}})
	kind, _ := event["type"].(string)
	if sub, _ := event["subtype"].(string); sub != "" {
		kind += "/" + sub
	}
	return &Envelope{Type: "events_api", Kind: kind, Payload: payload}
}

// eventTS returns the timestamp of an event that is not a new message.
func (s *Server) eventTS(ch *Channel) string {
	if ch != nil {
		return s.ts(ch)
	}
	return s.ts(&Channel{})
}

// emitMessage sends the event for a new message, and one for a mention in it.
func (s *Server) emitMessage(ch *Channel, m *Message) {
	event := s.messageJSON(ch, m, s.requireScope("metadata.message:read") == nil)
	event["channel"], event["channel_type"], event["event_ts"] = ch.ID, ch.kind(), m.TS
	if m.Broadcast && m.Subtype == "" {
		event["subtype"] = "thread_broadcast"
	}
	s.emit(ch, event)
	if m.BotID == "" && ch.IM == "" && strings.Contains(m.Text, "<@"+s.opt.BotUser+">") {
		mention := s.messageJSON(ch, m, false)
		mention["type"], mention["channel"], mention["event_ts"] = "app_mention", ch.ID, m.TS
		delete(mention, "subtype")
		s.emit(ch, mention)
	}
}

func (s *Server) emitChanged(ch *Channel, m *Message, before obj) {
	s.emit(ch, obj{"type": "message", "subtype": "message_changed", "hidden": true, "channel": ch.ID, "channel_type": ch.kind(),
		"ts": m.EditedAt, "event_ts": m.EditedAt, "message": s.messageJSON(ch, m, false), "previous_message": before})
}

func (s *Server) emitDeleted(ch *Channel, m *Message, before obj) {
	at := s.ts(ch)
	event := obj{"type": "message", "subtype": "message_deleted", "hidden": true, "channel": ch.ID, "channel_type": ch.kind(),
		"ts": at, "event_ts": at, "deleted_ts": m.TS, "previous_message": before}
	if m.Subtype == "tombstone" { // a parent with replies was changed, not deleted
		delete(event, "deleted_ts")
		event["subtype"], event["message"] = "message_changed", s.messageJSON(ch, m, false)
	}
	s.emit(ch, event)
}
