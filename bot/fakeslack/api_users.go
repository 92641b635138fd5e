package fakeslack

import (
	"maps"
	"slices"
	"strings"
	"time"
)

func (s *Server) authTest(*call) (obj, error) {
	return obj{"url": "https://" + s.opt.TeamDomain + ".slack.com/", "team": s.opt.TeamName, "team_id": s.opt.TeamID,
		"user": s.opt.BotName, "user_id": s.opt.BotUser, "bot_id": s.opt.BotID, "is_enterprise_install": false}, nil
}

func (s *Server) botsInfo(c *call) (obj, error) {
	if id := c.str("bot"); id != "" && id != s.opt.BotID {
		return nil, refuse("bot_not_found")
	}
	return obj{"bot": obj{"id": s.opt.BotID, "app_id": s.opt.AppID, "user_id": s.opt.BotUser, "name": s.opt.BotName,
		"deleted": false, "updated": 1}}, nil
}

func (s *Server) teamInfo(*call) (obj, error) {
	return obj{"team": obj{"id": s.opt.TeamID, "name": s.opt.TeamName, "domain": s.opt.TeamDomain}}, nil
}

func (s *Server) usersInfo(c *call) (obj, error) {
	if err := c.must("user"); err != nil {
		return nil, err
	}
	u := s.st.Users[c.str("user")]
	if u == nil {
		return nil, refuse("user_not_found")
	}
	out := s.userJSON(u)
	if !c.flag("include_locale") {
		delete(out, "locale")
	}
	return obj{"user": out}, nil
}

func (s *Server) usersList(c *call) (obj, error) {
	var all []obj
	for _, id := range slices.Sorted(maps.Keys(s.st.Users)) {
		u := s.userJSON(s.st.Users[id])
		if !c.flag("include_locale") {
			delete(u, "locale")
		}
		all = append(all, u)
	}
	part, meta, err := paginate(c, all, 1000)
	if err != nil {
		return nil, err
	}
	return obj{"members": part, "cache_ts": s.opt.Now().Unix(), "response_metadata": meta}, nil
}

// userJSON returns a person as Slack shows them. A stranger's locale and roles are known
// only to their own workspace.
func (s *Server) userJSON(u *User) obj {
	stranger := u.TeamID != s.opt.TeamID
	profile := obj{"real_name": u.RealName, "real_name_normalized": u.RealName, "display_name": u.Name, "team": u.TeamID}
	if u.Email != "" && s.requireScope("users:read.email") == nil && !stranger {
		profile["email"] = u.Email
	}
	out := obj{"id": u.ID, "team_id": u.TeamID, "name": u.Name, "real_name": u.RealName, "deleted": u.Deleted,
		"is_bot": u.Bot, "is_app_user": u.Bot, "is_admin": u.Admin && !stranger, "is_owner": false,
		"is_restricted": u.Guest || u.SingleGuest, "is_ultra_restricted": u.SingleGuest,
		"is_stranger": stranger, "profile": profile, "updated": 1}
	if u.Deleted {
		return out
	}
	label, offset := "UTC", 0
	if loc, err := time.LoadLocation(u.TZ); err == nil {
		label, offset = s.opt.Now().In(loc).Zone()
	}
	out["tz"], out["tz_label"], out["tz_offset"] = u.TZ, label, offset
	if !stranger && u.Locale != "" {
		out["locale"] = u.Locale
	}
	return out
}

// userField returns the short form of a person in interactions.
func (s *Server) userField(u *User) obj {
	return obj{"id": u.ID, "username": strings.ToLower(u.Name), "name": strings.ToLower(u.Name), "team_id": u.TeamID}
}
