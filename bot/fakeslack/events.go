package fakeslack

import (
	"slices"
	"strings"
)

// eventScope is the scope an event asks for; events that are not here ask for none.
var eventScope = map[string]string{
	"app_mention": "app_mentions:read", "message.channels": "channels:history", "message.groups": "groups:history",
	"message.im": "im:history", "reaction_added": "reactions:read", "reaction_removed": "reactions:read",
	"user_change": "users:read", "member_joined_channel": "channels:read", "member_left_channel": "channels:read",
	"channel_archive": "channels:read", "group_archive": "groups:read", "file_shared": "files:read",
}

// subscription is the name by which apps subscribe to an event.
func subscription(ch *Channel, event obj) string {
	kind := event["type"].(string)
	if kind == "message" && ch != nil {
		return "message." + ch.scope()
	}
	return kind
}

// emit tells the app about an event, if it is subscribed to it, may hear of it, and
// is in the channel.
func (s *Server) emit(ch *Channel, event obj) {
	name := subscription(ch, event)
	switch {
	case s.opt.Events != nil && !slices.Contains(s.opt.Events, name):
	case s.need(eventScope[name]) != nil:
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
		"authorizations": []obj{{"enterprise_id": nil, "team_id": s.opt.TeamID, "user_id": s.opt.BotUser, "is_bot": true, "is_enterprise_install": false}}})
	kind, _ := event["type"].(string)
	if sub, _ := event["subtype"].(string); sub != "" {
		kind += "/" + sub
	}
	return &Envelope{Type: "events_api", Kind: kind, Payload: payload}
}

// eventTS is the moment of an event that is not a new message.
func (s *Server) eventTS(ch *Channel) string {
	if ch != nil {
		return s.ts(ch)
	}
	return s.ts(&Channel{})
}

// emitMessage tells about a new message, and about the mention in it.
func (s *Server) emitMessage(ch *Channel, m *Message) {
	event := s.messageJSON(ch, m, s.need("metadata.message:read") == nil)
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
	if m.Subtype == "tombstone" { // what has replies is changed into a stone
		delete(event, "deleted_ts")
		event["subtype"], event["message"] = "message_changed", s.messageJSON(ch, m, false)
	}
	s.emit(ch, event)
}
