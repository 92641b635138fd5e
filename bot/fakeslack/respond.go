package fakeslack

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	hookLifetime = 30 * time.Minute
	maxHookUses  = 5
)

// hook is the state of a response_url.
type hook struct {
	channel, user string
	source        string // the message that was acted on, if any
	at            time.Time
	uses          int
}

// responseURL returns a new response_url. source is "" for commands.
func (s *Server) responseURL(channel, user, source string) (*hook, string) {
	id, now := s.st.id("hook-"), s.opt.Now()
	prune(s.st.hooks, func(h *hook) bool { return now.Sub(h.at) > 2*hookLifetime })
	h := &hook{channel: channel, user: user, source: source, at: now}
	s.st.hooks[id] = h
	return h, s.url + "/response/" + id
}

func (s *Server) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	c := &call{Call: Call{Method: "response_url", Args: map[string]string{}}}
	s.mu.Lock()
	c.At = s.opt.Now()
	h, status := s.st.hooks[r.PathValue("id")], http.StatusOK
	switch {
	case err != nil:
		err, status = refuse("request_timeout"), http.StatusBadRequest
	case h == nil:
		err, status = refuse("invalid_url"), http.StatusNotFound
	case c.At.Sub(h.at) > hookLifetime:
		err, status = refuse("expired_url"), http.StatusNotFound
	case h.uses >= maxHookUses:
		err, status = refuse("used_url"), http.StatusNotFound
	default:
		h.uses++
		c.Channel = h.channel
		if err = s.respond(h, c, body); err != nil {
			status = http.StatusBadRequest
		}
	}
	out := obj{"ok": err == nil}
	if r, ok := errors.AsType[*refusal](err); ok {
		out["error"], c.Error = r.code, r.code
		if len(r.messages) > 0 {
			out["response_metadata"] = obj{"messages": r.messages}
		}
	}
	lost := status == http.StatusOK && s.st.Faults.takeLost("response_url")
	if c.Status = status; lost {
		c.Status = 0
	}
	s.recordCall(c, mustJSON(out))
	s.notify()
	s.mu.Unlock()
	if lost {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(out)
}

// respond handles an answer to a command or a post to a response_url.
func (s *Server) respond(h *hook, c *call, body []byte) error {
	v, err := decodeJSON(body)
	o, ok := v.(map[string]any)
	if err != nil || !ok {
		return refuse("invalid_payload")
	}
	// slack-go sends empty metadata along.
	if m, ok := o["metadata"].(map[string]any); ok && m["event_type"] == "" {
		delete(o, "metadata")
	}
	if c.args = o; c.Args != nil {
		for k := range o {
			c.Args[k] = c.str(k)
		}
	}
	ch := s.st.Channels[h.channel]
	source := ch.find(h.source, h.user)
	if c.flag("delete_original") {
		if source == nil {
			return refuse("message_not_found")
		}
		s.remove(ch, source)
		return nil
	}
	t, err := s.content(c)
	if err != nil {
		return err
	}
	if t.empty() {
		return refuse("no_text")
	}
	if c.flag("replace_original") && h.source != "" {
		switch {
		case source == nil:
			return refuse("message_not_found")
		case source.To != "":
			source.Text, source.Blocks, source.Attachments = t.text, t.blocks, t.attachments
			s.notify()
		default:
			s.edit(ch, source, s.opt.BotUser, t)
		}
		c.TS = source.TS
		return nil
	}
	if _, err := ch.thread(c.str("thread_ts")); err != nil {
		return err
	}
	m := s.botMessage(t, c.str("thread_ts"))
	switch strings.ToLower(c.str("response_type")) {
	case "in_channel":
		s.post(ch, m)
	case "", "ephemeral":
		m.To, m.Metadata = h.user, nil
		s.postEphemeral(ch, m)
	default:
		return refuse("invalid_response_type")
	}
	c.TS = m.TS
	return nil
}
