package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"time"
)

const (
	actionTimeout = 15 * time.Second // in real time, even if the clock stands still
	clockTimeout  = 2 * time.Minute  // for moving the clock by months
	maxClockJump  = 366 * 24 * time.Hour
)

// actionRequest is the body of an action on the page.
type actionRequest struct {
	As, Channel, TS, Thread string
	Text, Emoji             string
	View, Block, Action     string
	Value                   any
	Fields                  map[string]any
	Files                   []string
	Count                   int
}

// ref returns a reference to the message or view.
func (d actionRequest) ref() Ref {
	return Ref{Channel: d.Channel, TS: d.TS, View: d.View, Block: d.Block}
}

// actions are all actions of a visitor. They return the answer's "result".
var actions = map[string]func(*Server, context.Context, *Person, actionRequest) (any, error){
	"send": func(s *Server, ctx context.Context, p *Person, d actionRequest) (any, error) {
		if m := slashCommand.FindStringSubmatch(d.Text); m != nil && len(d.Files) == 0 {
			if d.Thread != "" {
				return nil, notice("command_in_thread")
			}
			return nil, p.Slash(ctx, d.Channel, m[1], m[2])
		}
		return p.Share(d.Channel, d.Thread, d.Text, d.Files...)
	},
	"edit": func(_ *Server, _ context.Context, p *Person, d actionRequest) (any, error) {
		return nil, p.Edit(d.Channel, d.TS, d.Text)
	},
	"delete": func(_ *Server, _ context.Context, p *Person, d actionRequest) (any, error) {
		return nil, p.Delete(d.Channel, d.TS)
	},
	"react": func(_ *Server, _ context.Context, p *Person, d actionRequest) (any, error) {
		return nil, p.React(d.Channel, d.TS, d.Emoji)
	},
	"unreact": func(_ *Server, _ context.Context, p *Person, d actionRequest) (any, error) {
		return nil, p.Unreact(d.Channel, d.TS, d.Emoji)
	},
	"shortcut": func(_ *Server, ctx context.Context, p *Person, d actionRequest) (any, error) {
		return nil, p.Shortcut(ctx, d.Action, d.Channel, d.TS)
	},
	"click": func(_ *Server, ctx context.Context, p *Person, d actionRequest) (any, error) {
		return nil, p.Click(ctx, d.ref(), d.Action)
	},
	"choose": func(_ *Server, ctx context.Context, p *Person, d actionRequest) (any, error) {
		return nil, p.Select(ctx, d.ref(), d.Action, formValue(d.Value))
	},
	"options": func(_ *Server, ctx context.Context, p *Person, d actionRequest) (any, error) {
		list, err := p.Options(ctx, d.ref(), d.Action, d.Text)
		out := []obj{}
		for _, o := range list {
			out = append(out, obj{"text": o.Text, "value": o.Value})
		}
		return out, err
	},
	"submit": func(_ *Server, ctx context.Context, p *Person, d actionRequest) (any, error) {
		in := map[string]any{}
		for block, v := range d.Fields {
			in[block] = formValue(v)
		}
		err := p.Submit(ctx, d.View, in)
		if _, shown := errors.AsType[FormErrors](err); shown {
			return nil, nil // the view shows the errors
		}
		return nil, err
	},
	"close": func(_ *Server, _ context.Context, p *Person, d actionRequest) (any, error) {
		return nil, p.CloseView(d.View)
	},
	"home": func(_ *Server, _ context.Context, p *Person, _ actionRequest) (any, error) { return nil, p.OpenHome() },
	"read": func(s *Server, _ context.Context, p *Person, d actionRequest) (any, error) {
		return nil, s.markRead(p.id, d.Channel, d.TS)
	},
	"clock": (*Server).moveClock,
	"fault": (*Server).setFault,
}

var slashCommand = regexp.MustCompile(`^(/[\pL\pN_-]+)(?:\s+((?s).*))?$`)

// notice is the key of a sentence in words.js that the page shows.
type notice string

func (t notice) Error() string { return string(t) }

func (s *Server) serveAction(w http.ResponseWriter, r *http.Request) {
	do := actions[r.PathValue("action")]
	if do == nil {
		http.NotFound(w, r)
		return
	}
	if !fromPage(r, "application/json") {
		http.Error(w, "open the page first", http.StatusForbidden)
		return
	}
	var d actionRequest
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err == nil {
		err = json.Unmarshal(body, &d)
	}
	if err != nil {
		http.Error(w, "not understood", http.StatusBadRequest)
		return
	}
	limit := actionTimeout
	if r.PathValue("action") == "clock" {
		limit = clockTimeout
	}
	ctx, cancel := context.WithTimeout(r.Context(), limit)
	defer cancel()
	result, err := do(s, ctx, s.As(d.As), d)
	answer(w, result, err)
}

// fromPage reports whether our own page sent the request: browsers set the Origin, and a
// form of another page cannot send this content type.
func fromPage(r *http.Request, content string) bool {
	return r.Header.Get("Origin") == "http://"+r.Host && strings.HasPrefix(r.Header.Get("Content-Type"), content)
}

// answer returns the result of an action to the page, or the notice or error to show.
func answer(w http.ResponseWriter, result any, err error) {
	out := obj{"result": result}
	code, ours := errors.AsType[notice](err)
	switch {
	case ours:
		out["notice"] = code
	case errors.Is(err, context.DeadlineExceeded):
		out["notice"] = notice("no_answer")
	case err != nil:
		out["error"] = err.Error()
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(mustJSON(out))
}

// formValue converts a field's value for Submit and Select: objects become Options.
func formValue(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, it := range v {
			out[i] = formValue(it)
		}
		return out
	case map[string]any:
		label, _ := v["text"].(string)
		value, _ := v["value"].(string)
		return Option{label, value}
	}
	return v
}

// markRead records that a person has read a channel up to a message.
func (s *Server) markRead(user, channel, ts string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.st.Channels[channel]
	if ch == nil || !ch.has(user) {
		return fmt.Errorf("%s is not in %s", user, channel)
	}
	seen := s.playground.read[user]
	if seen == nil {
		seen = map[string]string{}
		s.playground.read[user] = seen
	}
	if compareTS(ts, seen[channel]) > 0 {
		seen[channel] = ts
		s.notify()
	}
	return nil
}

// Read reports whether a visitor of the page has seen a message of a channel, whoever they
// acted as.
func (s *Server) Read(channel, ts string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.playground == nil {
		return false
	}
	for _, seen := range s.playground.read {
		if compareTS(seen[channel], ts) >= 0 {
			return true
		}
	}
	return false
}

// moveClock moves to a Unix time in Value, or to a local date and time in Text.
func (s *Server) moveClock(ctx context.Context, p *Person, d actionRequest) (any, error) {
	s.mu.Lock()
	u := s.st.Users[p.id]
	s.mu.Unlock()
	if s.playground.Clock == nil {
		return nil, notice("clock_fixed")
	}
	to := time.Time{}
	if at, ok := d.Value.(float64); ok {
		to = time.Unix(int64(at), 0)
	} else {
		zone := time.UTC
		if u != nil {
			if z, err := time.LoadLocation(u.TZ); err == nil {
				zone = z
			}
		}
		var err error
		if to, err = time.ParseInLocation("2006-01-02T15:04", d.Text, zone); err != nil {
			return nil, notice("clock_unread")
		}
	}
	switch ahead := to.Sub(s.opt.Now()); {
	case ahead <= 0:
		return nil, notice("clock_back")
	case ahead > maxClockJump:
		return nil, notice("clock_far")
	}
	return nil, s.playground.Clock.Advance(ctx, to)
}

// setFault switches a fault on for the next Count times; 0 switches it off. Faults of API
// calls apply to the method in Text, or to all.
func (s *Server) setFault(_ context.Context, _ *Person, d actionRequest) (any, error) {
	n := max(0, min(d.Count, 1000))
	switch d.Action {
	case "cut":
		s.Cut()
		return nil, nil
	case "disconnect":
		return nil, s.Disconnect("refresh_requested")
	}
	if _, known := methods[d.Text]; !known && d.Text != "response_url" {
		d.Text = "*"
	}
	count := func(of map[string]int) map[string]int {
		out := maps.Clone(of)
		if out == nil {
			out = map[string]int{}
		}
		out[d.Text] = n
		return out
	}
	s.SetFaults(func(f *Faults) {
		switch d.Action {
		case "lose_answer":
			f.LoseAnswer = count(f.LoseAnswer)
		case "rate_limit":
			f.RateLimit = count(f.RateLimit)
		case "twice":
			f.DeliverTwice = n
		case "lose_acks":
			f.LoseAcks = n
		case "refuse":
			f.RefuseBlocks = map[string]bool{}
			if n > 0 {
				f.RefuseBlocks = map[string]bool{"table": true, "data_table": true, "data_visualization": true}
			}
		}
	})
	return nil, nil
}
