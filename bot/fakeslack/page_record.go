package fakeslack

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// maxListed is how many calls and envelopes the inspector lists.
const maxListed = 120

// record lists the latest calls and envelopes, without their contents.
func (s *Server) record() obj {
	calls, envelopes := []obj{}, []obj{}
	all := s.st.Calls.All()
	for i, c := range latest(all) {
		calls = append(calls, obj{"n": s.st.Calls.Total() - min(len(all), maxListed) + i, "at": millis(c.At), "method": c.Method,
			"status": c.Status, "error": c.Error, "about": s.subject(c)})
	}
	for _, e := range latest(s.st.Envelopes.All()) {
		o := obj{"n": e.n, "at": millis(e.At), "type": e.Type, "kind": e.Kind, "done": e.Done, "tries": len(e.Attempts)}
		if !e.AckedAt.IsZero() {
			o["took"] = e.AckedAt.Sub(e.At).Milliseconds()
		}
		if e.Err != nil {
			o["error"] = e.Err.Error()
		}
		envelopes = append(envelopes, o)
	}
	return obj{"calls": calls, "envelopes": envelopes, "connections": s.st.Connections(), "idle": s.st.Idle(),
		"totals": obj{"calls": s.st.Calls.Total(), "envelopes": s.st.Envelopes.Total()}}
}

func latest[T any](all []T) []T { return all[max(0, len(all)-maxListed):] }

func millis(t time.Time) int64 { return t.UnixMilli() }

// subject returns the name of the channel or person a call is about.
func (s *Server) subject(c *Call) string {
	name := c.Channel
	for _, k := range []string{"channel", "user", "users", "user_id"} {
		if name == "" {
			name = c.Args[k]
		}
	}
	if ch := s.conversation(name); ch != nil {
		if u := s.st.Users[ch.IM]; u != nil {
			return "@" + u.Name
		}
		return "#" + ch.Name
	}
	if u := s.st.Users[name]; u != nil {
		return "@" + u.Name
	}
	return name
}

// serveRecord returns one call or envelope in full.
func (s *Server) serveRecord(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.PathValue("n"))
	s.mu.Lock()
	var out obj
	if r.PathValue("kind") == "call" {
		all := s.st.Calls.All()
		if i := n - (s.st.Calls.Total() - len(all)); i >= 0 && i < len(all) {
			out = callJSON(all[i])
		}
	} else {
		for _, e := range s.st.Envelopes.All() {
			if e.n == n {
				out = envelopeJSON(e)
			}
		}
	}
	body := mustJSON(out)
	s.mu.Unlock()
	if out == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body)
}

func callJSON(c *Call) obj {
	args := obj{}
	for k, v := range c.Args {
		args[k] = v
		if json.Valid([]byte(v)) && len(v) > 1 && (v[0] == '{' || v[0] == '[') {
			args[k] = json.RawMessage(v)
		}
	}
	return obj{"method": c.Method, "at": c.At, "args": args, "status": c.Status, "answer": json.RawMessage(orNull(c.Answer))}
}

func envelopeJSON(e *Envelope) obj {
	attempts := []obj{}
	for _, a := range e.Attempts {
		o := obj{"id": a.ID, "at": a.At, "via": a.Via, "copy": a.Copy, "reason": a.Reason}
		if !a.AckedAt.IsZero() {
			o["acked_after"] = fmt.Sprintf("%d ms", a.AckedAt.Sub(a.At).Milliseconds())
		}
		attempts = append(attempts, o)
	}
	return obj{"type": e.Type, "kind": e.Kind, "at": e.At, "payload": e.Payload, "attempts": attempts,
		"answer": json.RawMessage(orNull(e.Answer))}
}

func orNull(b []byte) []byte {
	if len(b) == 0 {
		return []byte("null")
	}
	return b
}

// refusedIn lists the latest refused messages to a channel and refused forms for a person,
// with Slack's error messages.
func (s *Server) refusedIn(ch *Channel, viewer string) []obj {
	out := []obj{}
	for _, c := range latest(s.st.Calls.All()) {
		here := false
		switch c.Method {
		case "chat.postMessage", "chat.postEphemeral", "chat.update", "response_url":
			here = c.Channel == ch.ID || s.conversation(c.Args["channel"]) == ch
		case "views.open", "views.push", "views.update", "views.publish":
			t, w := s.st.triggers[c.Args["trigger_id"]], s.st.Views[c.Args["view_id"]]
			here = t != nil && t.user == viewer || w != nil && w.User == viewer || c.Args["user_id"] == viewer
		}
		if !here || c.Error == "" || c.Error == "ratelimited" {
			continue
		}
		var answer struct {
			Meta struct {
				Messages []string `json:"messages"`
			} `json:"response_metadata"`
		}
		_ = json.Unmarshal(orNull(c.Answer), &answer) // an answer that was not kept has no details
		out = append(out, obj{"ts": fmt.Sprintf("%d.%06d", c.At.Unix(), c.At.UnixMicro()%1e6), "method": c.Method, "error": c.Error,
			"messages": answer.Meta.Messages})
	}
	return out
}

// faultsNow returns the active faults.
func (s *Server) faultsNow() obj {
	f := s.st.Faults
	blocks := []string{}
	for kind, on := range f.RefuseBlocks {
		if on {
			blocks = append(blocks, kind)
		}
	}
	return obj{"lose_answer": pending(f.LoseAnswer), "rate_limit": pending(f.RateLimit), "twice": pending(map[string]int{"*": f.DeliverTwice}),
		"lose_acks": pending(map[string]int{"*": f.LoseAcks}), "refuse": len(blocks)}
}

// pending returns the counters above zero, by method.
func pending(all map[string]int) map[string]int {
	out := maps.Clone(all)
	maps.DeleteFunc(out, func(_ string, n int) bool { return n <= 0 })
	return out
}
