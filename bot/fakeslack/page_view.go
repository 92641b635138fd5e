package fakeslack

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
)

// kit returns what does not change while the page is open.
func (s *Server) kit() obj {
	d := s.playground
	hints := d.Hints
	if hints == nil {
		for _, c := range s.opt.Commands {
			hints = append(hints, Hint{Insert: c + " ", Line: c})
		}
	}
	shortcuts := d.Shortcuts
	if shortcuts == nil {
		for _, c := range s.opt.Shortcuts {
			shortcuts = append(shortcuts, Hint{Insert: c, Line: c})
		}
	}
	return obj{"team": obj{"id": s.opt.TeamID, "name": s.opt.TeamName}, "bot": s.opt.BotUser,
		"methods": append(slices.Sorted(maps.Keys(methods)), "response_url"), "hints": hintsJSON(hints), "shortcuts": hintsJSON(shortcuts)}
}

func hintsJSON(hints []Hint) []obj {
	out := []obj{}
	for _, h := range hints {
		out = append(out, obj{"insert": h.Insert, "line": h.Line, "text": h.Text})
	}
	return out
}

// people returns everyone in the workspace, starting with the people to act as.
func (s *Server) people() []obj {
	cast := s.playground.People
	if cast == nil {
		for _, id := range s.st.Everyone() {
			cast = append(cast, Persona{User: id})
		}
	}
	ids := slices.Sorted(maps.Keys(s.st.Users))
	place := func(id string) int {
		if i := slices.IndexFunc(cast, func(p Persona) bool { return p.User == id }); i >= 0 {
			return i
		}
		return len(cast)
	}
	slices.SortStableFunc(ids, func(a, b string) int { return place(a) - place(b) })
	var out []obj
	for _, id := range ids {
		u, at := s.st.Users[id], place(id)
		p := obj{"id": id, "name": u.Name, "real": u.RealName, "tz": u.TZ, "locale": u.Locale, "bot": u.Bot, "admin": u.Admin,
			"guest": u.Guest || u.SingleGuest, "stranger": u.TeamID != s.opt.TeamID, "gone": u.Deleted, "cast": at < len(cast)}
		if at < len(cast) {
			p["label"] = cast[at].Label
		}
		out = append(out, p)
	}
	return out
}

// channelsFor returns the person's sidebar.
func (s *Server) channelsFor(user string) []obj {
	out := []obj{}
	for _, ch := range s.st.Channels {
		if !ch.has(user) || ch.IM != "" && ch.IM != user {
			continue
		}
		read, latest := s.readUpTo(ch, user), ""
		unread, mentions := unread(ch, user, read)
		if n := len(ch.Messages); n > 0 {
			latest = ch.Messages[n-1].TS
		}
		out = append(out, obj{"id": ch.ID, "name": ch.Name, "private": ch.Private, "shared": ch.Shared, "archived": ch.Archived,
			"im": ch.IM != "", "members": len(ch.Members), "bot": ch.has(s.opt.BotUser), "unread": unread, "mentions": mentions,
			"read": read, "latest": latest})
	}
	slices.SortFunc(out, func(a, b obj) int {
		if a["im"] != b["im"] {
			if b["im"] == true {
				return -1
			}
			return 1
		}
		return strings.Compare(a["name"].(string)+a["id"].(string), b["name"].(string)+b["id"].(string))
	})
	return out
}

// readUpTo returns the timestamp up to which a person has read a channel.
func (s *Server) readUpTo(ch *Channel, user string) string {
	if ts := s.playground.read[user][ch.ID]; ts != "" {
		return ts
	}
	return s.playground.openedAt
}

// unread counts unread messages outside threads, and unread mentions of the person.
func unread(ch *Channel, user, read string) (unread, mentions int) {
	for _, m := range slices.Backward(ch.Messages) {
		if compareTS(m.TS, read) <= 0 {
			break
		}
		if m.User == user {
			continue
		}
		if ch.IM != "" || strings.Contains(m.Text, "<@"+user+">") {
			mentions++
		}
		if m.ThreadTS == "" || m.ThreadTS == m.TS || m.Broadcast {
			unread++
		}
	}
	return unread, mentions
}

// seenBy returns what a person sees of a channel and of one of its threads.
func (ch *Channel) seenBy(user, thread string) (list, side []*Message) {
	for _, m := range slices.Concat(ch.Messages, ch.Ephemerals) {
		if m.To != "" && m.To != user {
			continue
		}
		if m.ThreadTS == "" || m.ThreadTS == m.TS || m.Broadcast {
			list = append(list, m)
		}
		if thread != "" && (m.TS == thread || m.ThreadTS == thread) {
			side = append(side, m)
		}
	}
	return list, side
}

// summary is the line with replies below a thread's parent.
type summary struct {
	Count  int      `json:"count"`
	Users  []string `json:"users"`
	Latest string   `json:"latest"`
}

func threadsOf(ch *Channel) map[string]*summary {
	out := map[string]*summary{}
	for _, m := range ch.Messages {
		if m.ThreadTS == "" || m.ThreadTS == m.TS {
			continue
		}
		t := out[m.ThreadTS]
		if t == nil {
			t = &summary{}
			out[m.ThreadTS] = t
		}
		t.Count, t.Latest = t.Count+1, m.TS
		if !slices.Contains(t.Users, m.User) && len(t.Users) < 5 {
			t.Users = append(t.Users, m.User)
		}
	}
	return out
}

// messageFor returns a message as the page shows it to one person.
func (s *Server) messageFor(viewer string, m *Message, t *summary) obj {
	out := obj{"ts": m.TS, "user": m.User, "text": m.Text}
	if m.ThreadTS != "" {
		out["thread"] = m.ThreadTS
	}
	if len(m.Blocks) > 0 {
		out["blocks"] = m.Blocks
	}
	if m.EditedAt != "" && m.BotID == "" {
		out["edited"] = true
	}
	if m.To != "" {
		out["whisper"] = true
	}
	if m.Subtype == "tombstone" {
		out["gone"] = true
	}
	if m.Broadcast {
		out["broadcast"] = true
	}
	if t != nil {
		out["replies"] = *t
	}
	if len(m.Reactions) > 0 {
		list := make([]obj, len(m.Reactions))
		for i, r := range m.Reactions {
			list[i] = obj{"name": r.Name, "users": r.Users}
		}
		out["reactions"] = list
	}
	var files []obj
	for _, id := range m.Files {
		if f := s.st.Files[id]; f != nil {
			files = append(files, obj{"id": f.ID, "name": f.Name, "title": f.Title, "size": f.Size, "image": f.picture()})
		}
	}
	if files != nil {
		out["files"] = files
	}
	if m.inputs[viewer] != nil {
		out["values"] = m.inputs[viewer].clone()
	}
	return out
}

func (v values) clone() values {
	out := values{}
	for block, actions := range v {
		out[block] = maps.Clone(actions)
	}
	return out
}

func (s *Server) viewFor(w *View) obj {
	return obj{"id": w.ID, "hash": w.Hash, "type": w.Type, "title": w.Title, "submit": w.Submit, "close": w.Close,
		"blocks": w.Blocks, "values": w.Values, "errors": w.Errors, "root": w.RootID, "previous": w.PreviousID}
}

// viewsFor returns the person's open forms, the top one last.
func (s *Server) viewsFor(user string) []obj {
	out := []obj{}
	for _, id := range s.st.Stacks[user] {
		out = append(out, s.viewFor(s.st.Views[id]))
	}
	return out
}

func (s *Server) homeFor(user string) any {
	if w := s.st.Views[s.st.Homes[user]]; w != nil {
		return s.viewFor(w)
	}
	return nil
}

// guide is what the visitor can do next: stops of the clock and first steps.
type guide struct {
	stops []Stop
	steps []obj
}

// guide collects them from the configuration. The lock must not be held.
func (s *Server) guide(ctx context.Context) (g guide) {
	if c := s.playground.Clock; c != nil {
		g.stops = c.Stops(ctx)
	}
	for _, step := range s.playground.Steps {
		done := s.stepDone(ctx, step)
		o := obj{"id": step.ID, "text": step.Text, "done": done, "optional": step.Optional}
		if step.Go != nil && !done {
			o["go"] = step.Go(ctx)
		}
		g.steps = append(g.steps, o)
	}
	return g
}

// stepDone reports whether a step was done, even if it was undone later.
func (s *Server) stepDone(ctx context.Context, step Step) bool {
	s.mu.Lock()
	done := s.playground.stepsDone[step.ID]
	s.mu.Unlock()
	if done || !step.Done(ctx) {
		return done
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.playground.stepsDone[step.ID] = true
	s.notify() // for other windows
	return true
}

// clockFor returns the time in the person's zone, and the stops of the clock.
func (s *Server) clockFor(user string, named []Stop) obj {
	now := s.opt.Now()
	zone := time.UTC
	if u := s.st.Users[user]; u != nil {
		if z, err := time.LoadLocation(u.TZ); err == nil {
			zone = z
		}
	}
	local := now.In(zone)
	stops := []obj{}
	if s.playground.Clock != nil {
		for _, stop := range named {
			stops = append(stops, obj{"label": stop.Label, "at": stop.At.Unix()})
		}
		friday := local.AddDate(0, 0, (int(time.Friday)-int(local.Weekday())+7)%7)
		friday = time.Date(friday.Year(), friday.Month(), friday.Day(), 17, 0, 0, 0, zone)
		if !friday.After(now) {
			friday = friday.AddDate(0, 0, 7)
		}
		stops = append(stops, obj{"id": "hour", "at": now.Add(time.Hour).Unix() / 60 * 60},
			obj{"id": "day", "at": local.AddDate(0, 0, 1).Unix() / 60 * 60},
			obj{"id": "friday", "at": friday.Unix()})
	}
	return obj{"minute": now.Unix() / 60 * 60, "zone": zone.String(), "local": local.Format("2006-01-02T15:04"),
		"moves": s.playground.Clock != nil, "stops": stops}
}
