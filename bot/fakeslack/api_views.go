package fakeslack

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dealdesk/bot/fakeslack/blockkit"
)

const (
	triggerLifetime = 3 * time.Second
	maxViewStack    = 3
	maxViewSize     = 250 << 10 // bytes
)

// trigger is a trigger_id. It lives three seconds and works once.
type trigger struct {
	user string
	at   time.Time
	used bool
}

func (s *Server) trigger(user string) string {
	now := s.opt.Now()
	prune(s.st.triggers, func(t *trigger) bool { return now.Sub(t.at) > time.Hour })
	s.st.lastID++
	id := fmt.Sprintf("%d.%d.%032x", now.UnixMilli(), s.st.lastID, s.st.lastID)
	s.st.triggers[id] = &trigger{user: user, at: now}
	return id
}

// redeemTrigger uses up a trigger and returns its user. Slack uses it up even if the view
// is refused, so callers check the view first.
func (s *Server) redeemTrigger(id string) (string, error) {
	t := s.st.triggers[id]
	switch {
	case t == nil:
		return "", refuse("invalid_trigger_id")
	case t.used:
		return "", refuse("exchanged_trigger_id")
	case s.opt.Now().Sub(t.at) > triggerLifetime:
		return "", refuse("expired_trigger_id")
	}
	t.used = true
	return t.user, nil
}

// view decodes and checks the view argument.
func (s *Server) view(c *call, kind string) (*View, error) {
	v, err := c.decode("view")
	if err != nil {
		return nil, refuse("invalid_arguments", "[ERROR] must be valid JSON [json-pointer:/view]")
	}
	if v == nil {
		return nil, refuse("invalid_arguments", "[ERROR] missing required field: view")
	}
	return s.makeView(v, kind)
}

func (s *Server) makeView(v any, kind string) (*View, error) {
	if len(mustJSON(v)) > maxViewSize {
		return nil, refuse("view_too_large")
	}
	if msgs := blockkit.CheckView(v, kind, s.st.Faults.RefuseBlocks); len(msgs) > 0 {
		return nil, refuse("invalid_arguments", msgs...)
	}
	o := v.(map[string]any)
	text := func(k string) string { t, _ := o[k].(map[string]any); out, _ := t["text"].(string); return out }
	str := func(k string) string { out, _ := o[k].(string); return out }
	flag := func(k string) bool { out, _ := o[k].(bool); return out }
	w := &View{ID: s.st.id("V"), Type: kind, CallbackID: str("callback_id"), ExternalID: str("external_id"),
		PrivateMetadata: str("private_metadata"), Title: text("title"), Submit: text("submit"), Close: text("close"),
		NotifyOnClose: flag("notify_on_close"), ClearOnClose: flag("clear_on_close"),
		Blocks: s.withIDs(blockkit.Blocks(o["blocks"])), texts: obj{"title": o["title"], "submit": o["submit"], "close": o["close"]}}
	w.RootID = w.ID
	for _, other := range s.st.Views {
		if w.ExternalID != "" && other.ExternalID == w.ExternalID {
			return nil, refuse("duplicate_external_id")
		}
	}
	w.Values = initialValues(w.Blocks)
	s.newHash(w)
	return w, nil
}

func (s *Server) newHash(w *View) {
	s.st.lastID++
	w.Hash = fmt.Sprintf("%d.%08x", s.opt.Now().Unix(), s.st.lastID)
}

func (s *Server) viewsOpen(c *call) (obj, error) {
	if err := c.must("trigger_id"); err != nil {
		return nil, err
	}
	w, err := s.view(c, "modal")
	if err != nil {
		return nil, err
	}
	if w.User, err = s.redeemTrigger(c.str("trigger_id")); err != nil {
		return nil, err
	}
	s.closeAllViews(w.User)
	s.st.Views[w.ID] = w
	s.st.Stacks[w.User] = []string{w.ID}
	return obj{"view": s.viewJSON(w)}, nil
}

func (s *Server) viewsPush(c *call) (obj, error) {
	if err := c.must("trigger_id"); err != nil {
		return nil, err
	}
	w, err := s.view(c, "modal")
	if err != nil {
		return nil, err
	}
	if w.User, err = s.redeemTrigger(c.str("trigger_id")); err != nil {
		return nil, err
	}
	if len(s.st.Stacks[w.User]) == 0 {
		return nil, refuse("invalid_trigger_id") // there is no modal to push onto
	}
	if err := s.pushView(w); err != nil {
		return nil, err
	}
	return obj{"view": s.viewJSON(w)}, nil
}

// pushView puts a view on its user's stack.
func (s *Server) pushView(w *View) error {
	stack := s.st.Stacks[w.User]
	if len(stack) >= maxViewStack {
		return refuse("push_limit_reached")
	}
	w.RootID, w.PreviousID = stack[0], stack[len(stack)-1]
	s.st.Views[w.ID] = w
	s.st.Stacks[w.User] = append(slices.Clone(stack), w.ID)
	return nil
}

func (s *Server) viewsUpdate(c *call) (obj, error) {
	old := s.st.Views[c.str("view_id")]
	if id := c.str("external_id"); old == nil && id != "" {
		for _, w := range s.st.Views {
			if w.ExternalID == id {
				old = w
			}
		}
	}
	if c.str("view_id") == "" && c.str("external_id") == "" {
		return nil, refuse("invalid_arguments", "[ERROR] missing required field: view_id")
	}
	if old == nil || old.Type != "modal" {
		return nil, refuse("not_found")
	}
	if h := c.str("hash"); h != "" && h != old.Hash {
		return nil, refuse("hash_conflict")
	}
	external := old.ExternalID
	old.ExternalID = "" // the new view may use the same id
	w, err := s.view(c, "modal")
	old.ExternalID = external
	if err != nil {
		return nil, err
	}
	s.replaceView(old, w)
	return obj{"view": s.viewJSON(old)}, nil
}

// replaceView gives an open view new content. Values of fields that still exist are kept.
func (s *Server) replaceView(old, w *View) {
	for block, actions := range old.Values {
		for action, v := range actions {
			if _, ok := w.Values[block][action]; ok {
				w.Values[block][action] = v
			}
		}
	}
	id, user, root, previous := old.ID, old.User, old.RootID, old.PreviousID
	if w.ExternalID == "" {
		w.ExternalID = old.ExternalID
	}
	*old = *w
	old.ID, old.User, old.RootID, old.PreviousID = id, user, root, previous
	s.notify()
}

func (s *Server) viewsPublish(c *call) (obj, error) {
	if err := c.must("user_id"); err != nil {
		return nil, err
	}
	user := s.st.Users[c.str("user_id")]
	if user == nil {
		return nil, refuse("user_not_found")
	}
	w, err := s.view(c, "home")
	if err != nil {
		return nil, err
	}
	w.User = user.ID
	if old := s.st.Views[s.st.Homes[user.ID]]; old != nil {
		if h := c.str("hash"); h != "" && h != old.Hash {
			return nil, refuse("hash_conflict")
		}
		s.replaceView(old, w)
		return obj{"view": s.viewJSON(old)}, nil
	}
	s.st.Views[w.ID] = w
	s.st.Homes[user.ID] = w.ID
	return obj{"view": s.viewJSON(w)}, nil
}

// closeView removes the view from its user's stack.
func (s *Server) closeView(w *View) {
	s.st.Stacks[w.User] = slices.DeleteFunc(slices.Clone(s.st.Stacks[w.User]), func(id string) bool { return id == w.ID })
	delete(s.st.Views, w.ID)
	s.notify()
}

func (s *Server) closeAllViews(user string) {
	for _, id := range s.st.Stacks[user] {
		delete(s.st.Views, id)
	}
	delete(s.st.Stacks, user)
	s.notify()
}

// viewJSON returns a view as it appears in answers and interactions.
func (s *Server) viewJSON(w *View) obj {
	var previous any
	if w.PreviousID != "" {
		previous = w.PreviousID
	}
	out := obj{"id": w.ID, "team_id": s.opt.TeamID, "type": w.Type, "callback_id": w.CallbackID,
		"external_id": w.ExternalID, "private_metadata": w.PrivateMetadata, "blocks": w.Blocks,
		"state": obj{"values": w.Values}, "hash": w.Hash, "clear_on_close": w.ClearOnClose,
		"notify_on_close": w.NotifyOnClose, "root_view_id": w.RootID, "previous_view_id": previous,
		"app_id": s.opt.AppID, "app_installed_team_id": s.opt.TeamID, "bot_id": s.opt.BotID}
	for k, v := range w.texts {
		out[k] = v
	}
	return out
}

// withIDs gives blocks and elements the ids they lack, as Slack does.
func (s *Server) withIDs(blocks []Block) []Block {
	for _, b := range blocks {
		if id, _ := b["block_id"].(string); id == "" {
			b["block_id"] = strings.ToLower(s.st.id("b"))
		}
		for _, el := range blockkit.Elements(b) {
			if id, _ := el["action_id"].(string); id == "" && blockkit.Interactive(el) {
				el["action_id"] = strings.ToLower(s.st.id("a"))
			}
		}
	}
	return blocks
}
