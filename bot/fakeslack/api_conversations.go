package fakeslack

import (
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// readableChannel returns a conversation if the bot has the scope for its kind.
func (s *Server) readableChannel(c *call, right string, member bool) (*Channel, error) {
	if err := c.must("channel"); err != nil {
		return nil, err
	}
	ch := s.st.Channels[c.str("channel")]
	if ch == nil {
		return nil, refuse("channel_not_found")
	}
	if err := s.requireScope(ch.scope() + ":" + right); err != nil {
		return nil, err
	}
	if !ch.has(s.opt.BotUser) {
		if ch.Private {
			return nil, refuse("channel_not_found")
		}
		if member {
			return nil, refuse("not_in_channel")
		}
	}
	c.Channel = ch.ID
	return ch, nil
}

// paginate returns the page of a list after the cursor.
func paginate[T any](c *call, all []T, maxLimit int) (part []T, meta obj, err error) {
	limit := 100
	if v := c.str("limit"); v != "" {
		if limit, err = strconv.Atoi(v); err != nil || limit < 1 || limit > maxLimit {
			return nil, nil, refuse("invalid_limit")
		}
	}
	from := 0
	if v := c.str("cursor"); v != "" {
		raw, err := base64.StdEncoding.DecodeString(v)
		n, err2 := strconv.Atoi(strings.TrimPrefix(string(raw), "next:"))
		if err != nil || err2 != nil || n < 0 || n > len(all) {
			return nil, nil, refuse("invalid_cursor")
		}
		from = n
	}
	to := min(len(all), from+limit)
	meta = obj{"next_cursor": ""}
	if to < len(all) {
		meta["next_cursor"] = base64.StdEncoding.EncodeToString([]byte("next:" + strconv.Itoa(to)))
	}
	return all[from:to], meta, nil
}

// inTimeRange returns the messages between oldest and latest.
func inTimeRange(c *call, all []*Message) []*Message {
	oldest, latest, inclusive := c.str("oldest"), c.str("latest"), c.flag("inclusive")
	in := func(m *Message) bool {
		if o := compareTS(m.TS, oldest); oldest != "" && (o < 0 || o == 0 && !inclusive) {
			return false
		}
		o := compareTS(m.TS, latest)
		return latest == "" || o < 0 || o == 0 && inclusive
	}
	return slices.DeleteFunc(slices.Clone(all), func(m *Message) bool { return !in(m) })
}

func (s *Server) messagesJSON(c *call, ch *Channel, all []*Message) []obj {
	out := make([]obj, len(all))
	for i, m := range all {
		out[i] = s.messageJSON(ch, m, c.flag("include_all_metadata"))
	}
	return out
}

func (s *Server) conversationsHistory(c *call) (obj, error) {
	ch, err := s.readableChannel(c, "history", true)
	if err != nil {
		return nil, err
	}
	var top []*Message
	for _, m := range slices.Backward(ch.Messages) {
		if m.ThreadTS == "" || m.ThreadTS == m.TS || m.Broadcast {
			top = append(top, m)
		}
	}
	part, meta, err := paginate(c, inTimeRange(c, top), 999)
	if err != nil {
		return nil, err
	}
	return obj{"messages": s.messagesJSON(c, ch, part), "has_more": meta["next_cursor"] != "",
		"pin_count": 0, "response_metadata": meta}, nil
}

func (s *Server) conversationsReplies(c *call) (obj, error) {
	if err := c.must("channel", "ts"); err != nil {
		return nil, err
	}
	ch, err := s.readableChannel(c, "history", true)
	if err != nil {
		return nil, err
	}
	parent := ch.find(c.str("ts"), "")
	if parent == nil {
		return nil, refuse("thread_not_found")
	}
	all := []*Message{parent}
	if parent.ThreadTS == "" || parent.ThreadTS == parent.TS {
		all = append(all, inTimeRange(c, ch.replies(parent.TS))...)
	}
	part, meta, err := paginate(c, all, 1000)
	if err != nil {
		return nil, err
	}
	return obj{"messages": s.messagesJSON(c, ch, part), "has_more": meta["next_cursor"] != "", "response_metadata": meta}, nil
}

func (s *Server) conversationsInfo(c *call) (obj, error) {
	ch, err := s.readableChannel(c, "read", false)
	if err != nil {
		return nil, err
	}
	return obj{"channel": s.channelJSON(ch)}, nil
}

func (s *Server) conversationsMembers(c *call) (obj, error) {
	ch, err := s.readableChannel(c, "read", false)
	if err != nil {
		return nil, err
	}
	part, meta, err := paginate(c, ch.Members, 1000)
	if err != nil {
		return nil, err
	}
	return obj{"members": part, "response_metadata": meta}, nil
}

func (s *Server) conversationsList(c *call) (obj, error) {
	types := c.str("types")
	if types == "" {
		types = "public_channel"
	}
	kinds := map[string]string{"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
	want := map[string]bool{}
	for t := range strings.SplitSeq(types, ",") {
		kind, ok := kinds[strings.TrimSpace(t)]
		if !ok {
			return nil, refuse("invalid_types")
		}
		if err := s.requireScope(map[string]string{"channel": "channels:read", "group": "groups:read", "im": "im:read",
			"mpim": "im:read"}[kind]); err != nil {
			return nil, err
		}
		want[kind] = true
	}
	var all []obj
	for _, id := range slices.Sorted(maps.Keys(s.st.Channels)) {
		ch := s.st.Channels[id]
		hidden := ch.Private && !ch.has(s.opt.BotUser) || ch.Archived && c.flag("exclude_archived")
		if want[ch.kind()] && !hidden {
			all = append(all, s.channelJSON(ch))
		}
	}
	part, meta, err := paginate(c, all, 1000)
	if err != nil {
		return nil, err
	}
	return obj{"channels": append([]obj{}, part...), "response_metadata": meta}, nil
}

func (s *Server) conversationsOpen(c *call) (obj, error) {
	if id := c.str("channel"); id != "" {
		ch := s.st.Channels[id]
		if ch == nil || ch.IM == "" {
			return nil, refuse("channel_not_found")
		}
		return obj{"channel": s.channelJSON(ch), "no_op": true, "already_open": true}, nil
	}
	users := strings.Split(c.str("users"), ",")
	switch u := s.st.Users[users[0]]; {
	case users[0] == "":
		return nil, refuse("users_list_not_supplied")
	case len(users) > 1:
		return nil, refuse("missing_scope", "this server opens conversations with one person only")
	case u == nil:
		return nil, refuse("user_not_found")
	case u.Bot:
		return nil, refuse("cannot_dm_bot")
	case u.Deleted:
		return nil, refuse("user_disabled")
	default:
		ch := s.st.Channels["D"+u.ID]
		c.Channel = ch.ID
		if c.flag("return_im") {
			return obj{"channel": s.channelJSON(ch)}, nil
		}
		return obj{"channel": obj{"id": ch.ID}}, nil
	}
}

func (s *Server) channelJSON(ch *Channel) obj {
	out := obj{"id": ch.ID, "created": 1, "is_archived": ch.Archived, "is_im": ch.IM != "", "is_mpim": false,
		"is_channel": ch.kind() == "channel", "is_group": ch.kind() == "group", "is_private": ch.Private || ch.IM != "",
		"is_shared": ch.Shared, "is_ext_shared": ch.Shared, "is_org_shared": false,
		"is_member": ch.has(s.opt.BotUser), "context_team_id": s.opt.TeamID}
	if ch.IM != "" {
		out["user"] = ch.IM
		return out
	}
	out["name"], out["name_normalized"], out["num_members"] = ch.Name, ch.Name, len(ch.Members)
	if ch.Shared {
		teams := []string{s.opt.TeamID}
		for _, m := range ch.Members {
			if t := s.st.Users[m].TeamID; !slices.Contains(teams, t) {
				teams = append(teams, t)
			}
		}
		out["shared_team_ids"], out["connected_team_ids"] = teams, teams[1:]
	}
	return out
}
