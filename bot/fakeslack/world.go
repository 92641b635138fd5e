package fakeslack

import (
	"fmt"
	"slices"
)

// AddUser adds a person and their direct conversation with the bot. It panics if the id
// is taken: that is a bug in the scenario.
func (s *Server) AddUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.st.Users[u.ID] != nil {
		panic("fakeslack: user " + u.ID + " exists")
	}
	if u.TeamID == "" {
		u.TeamID = s.opt.TeamID
	}
	if u.Name == "" {
		u.Name = u.ID
	}
	if u.RealName == "" {
		u.RealName = u.Name
	}
	if u.Locale == "" {
		u.Locale = "en-US"
	}
	if u.TZ == "" {
		u.TZ = "UTC"
	}
	s.st.Users[u.ID] = &u
	if !u.Bot {
		id := "D" + u.ID
		s.st.Channels[id] = &Channel{ID: id, IM: u.ID, Members: []string{u.ID, s.opt.BotUser}}
	}
	s.notify()
}

// UpdateUser changes a person and sends user_change.
func (s *Server) UpdateUser(id string, change func(*User)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.st.Users[id]
	if old == nil {
		return fmt.Errorf("no user %s", id)
	}
	u := *old
	change(&u)
	u.ID = id
	s.st.Users[id] = &u
	s.emit(nil, obj{"type": "user_change", "user": s.userJSON(&u), "cache_ts": s.opt.Now().Unix()})
	s.notify()
	return nil
}

// AddChannel adds a channel. The bot is in it only if it is one of Members. It panics if
// the id is taken or a member is unknown.
func (s *Server) AddChannel(c Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.st.Channels[c.ID] != nil {
		panic("fakeslack: channel " + c.ID + " exists")
	}
	for _, m := range c.Members {
		if s.st.Users[m] == nil {
			panic("fakeslack: channel " + c.ID + " has no such member: " + m)
		}
	}
	c.Members = slices.Clone(c.Members)
	s.st.Channels[c.ID] = &c
	s.notify()
}

// Invite adds someone to a channel and sends member_joined_channel.
func (s *Server) Invite(channel, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.st.Channels[channel]
	if c == nil || s.st.Users[user] == nil {
		return fmt.Errorf("no channel %s or no user %s", channel, user)
	}
	if c.has(user) {
		return fmt.Errorf("%s is in %s already", user, channel)
	}
	c.Members = append(slices.Clone(c.Members), user)
	s.emit(c, obj{"type": "member_joined_channel", "user": user, "channel": c.ID,
		"channel_type": c.ID[:1], "team": s.st.Users[user].TeamID})
	s.notify()
	return nil
}

// Remove removes someone from a channel and sends member_left_channel.
func (s *Server) Remove(channel, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.st.Channels[channel]
	if c == nil || !c.has(user) {
		return fmt.Errorf("%s is not in %s", user, channel)
	}
	// The event is sent first, so that an app gets it even if it is removed itself.
	s.emit(c, obj{"type": "member_left_channel", "user": user, "channel": c.ID,
		"channel_type": c.ID[:1], "team": s.st.Users[user].TeamID})
	c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(m string) bool { return m == user })
	s.notify()
	return nil
}

// Archive archives a channel and sends channel_archive or group_archive.
func (s *Server) Archive(channel string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.st.Channels[channel]
	if c == nil {
		return fmt.Errorf("no channel %s", channel)
	}
	c.Archived = true
	s.emit(c, obj{"type": c.kind() + "_archive", "channel": c.ID})
	s.notify()
	return nil
}

// BotUser returns the bot's user id.
func (s *Server) BotUser() string { return s.opt.BotUser }

// Tokens returns the app's credentials.
func (s *Server) Tokens() (bot, app, signingSecret string) {
	return s.opt.BotToken, s.opt.AppToken, s.opt.SigningSecret
}
