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
	patience = 15 * time.Second     // a person waits no longer, even when the clock stands still
	longJump = 2 * time.Minute      // to live through months
	maxJump  = 366 * 24 * time.Hour // of the clock at once
)

// deed is what someone does on the page.
type deed struct {
	As, Channel, TS, Thread string
	Text, Emoji             string
	View, Block, Action     string
	Value                   any
	Fields                  map[string]any
	Files                   []string
	Count                   int
}

// ref is the element's place.
func (d deed) ref() Ref { return Ref{Channel: d.Channel, TS: d.TS, View: d.View, Block: d.Block} }

// deeds are all a visitor can do. What they return is the answer's "result".
var deeds = map[string]func(*Server, context.Context, *Person, deed) (any, error){
	"send": func(s *Server, ctx context.Context, p *Person, d deed) (any, error) {
		if m := slashed.FindStringSubmatch(d.Text); m != nil && len(d.Files) == 0 {
			if d.Thread != "" {
				return nil, told("command_in_thread")
			}
			return nil, p.Slash(ctx, d.Channel, m[1], m[2])
		}
		return p.Share(d.Channel, d.Thread, d.Text, d.Files...)
	},
	"edit": func(_ *Server, _ context.Context, p *Person, d deed) (any, error) {
		return nil, p.Edit(d.Channel, d.TS, d.Text)
	},
	"delete": func(_ *Server, _ context.Context, p *Person, d deed) (any, error) {
		return nil, p.Delete(d.Channel, d.TS)
	},
	"react": func(_ *Server, _ context.Context, p *Person, d deed) (any, error) {
		return nil, p.React(d.Channel, d.TS, d.Emoji)
	},
	"unreact": func(_ *Server, _ context.Context, p *Person, d deed) (any, error) {
		return nil, p.Unreact(d.Channel, d.TS, d.Emoji)
	},
	"shortcut": func(_ *Server, ctx context.Context, p *Person, d deed) (any, error) {
		return nil, p.Shortcut(ctx, d.Action, d.Channel, d.TS)
	},
	"click": func(_ *Server, ctx context.Context, p *Person, d deed) (any, error) {
		return nil, p.Click(ctx, d.ref(), d.Action)
	},
	"choose": func(_ *Server, ctx context.Context, p *Person, d deed) (any, error) {
		return nil, p.Select(ctx, d.ref(), d.Action, chosen(d.Value))
	},
	"options": func(_ *Server, ctx context.Context, p *Person, d deed) (any, error) {
		list, err := p.Options(ctx, d.ref(), d.Action, d.Text)
		out := []obj{}
		for _, o := range list {
			out = append(out, obj{"text": o.Text, "value": o.Value})
		}
		return out, err
	},
	"submit": func(_ *Server, ctx context.Context, p *Person, d deed) (any, error) {
		in := map[string]any{}
		for block, v := range d.Fields {
			in[block] = chosen(v)
		}
		err := p.Submit(ctx, d.View, in)
		if _, shown := errors.AsType[FormErrors](err); shown {
			return nil, nil // beside the fields
		}
		return nil, err
	},
	"close": func(_ *Server, _ context.Context, p *Person, d deed) (any, error) { return nil, p.CloseView(d.View) },
	"home":  func(_ *Server, _ context.Context, p *Person, _ deed) (any, error) { return nil, p.OpenHome() },
	"read": func(s *Server, _ context.Context, p *Person, d deed) (any, error) {
		return nil, s.markRead(p.id, d.Channel, d.TS)
	},
	"clock": (*Server).moveClock,
	"fault": (*Server).cause,
}

var slashed = regexp.MustCompile(`^(/[\pL\pN_-]+)(?:\s+((?s).*))?$`)

// told is something the page says in its own words: the code of a sentence in words.js.
type told string

func (t told) Error() string { return string(t) }

func (s *Server) serveDeed(w http.ResponseWriter, r *http.Request) {
	do := deeds[r.PathValue("deed")]
	if do == nil {
		http.NotFound(w, r)
		return
	}
	if !fromPage(r, "application/json") {
		http.Error(w, "open the page first", http.StatusForbidden)
		return
	}
	var d deed
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err == nil {
		err = json.Unmarshal(body, &d)
	}
	if err != nil {
		http.Error(w, "not understood", http.StatusBadRequest)
		return
	}
	limit := patience
	if r.PathValue("deed") == "clock" {
		limit = longJump
	}
	ctx, cancel := context.WithTimeout(r.Context(), limit)
	defer cancel()
	result, err := do(s, ctx, s.As(d.As), d)
	answer(w, result, err)
}

// fromPage says whether our own page sent this. Without an Origin it is no browser's page;
// and a form of another page cannot send this type of content.
func fromPage(r *http.Request, content string) bool {
	return r.Header.Get("Origin") == "http://"+r.Host && strings.HasPrefix(r.Header.Get("Content-Type"), content)
}

// answer tells the page the result of what its visitor did, or what the visitor is told.
func answer(w http.ResponseWriter, result any, err error) {
	out := obj{"result": result}
	code, ours := errors.AsType[told](err)
	switch {
	case ours:
		out["told"] = code
	case errors.Is(err, context.DeadlineExceeded):
		out["told"] = told("no_answer")
	case err != nil:
		out["error"] = err.Error()
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(mustJSON(out))
}

// chosen is a field's value as Submit and Select take it: options the app has given
// come back whole.
func chosen(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, it := range v {
			out[i] = chosen(it)
		}
		return out
	case map[string]any:
		label, _ := v["text"].(string)
		value, _ := v["value"].(string)
		return Option{label, value}
	}
	return v
}

// markRead notes that a person has seen a channel up to a message.
func (s *Server) markRead(user, channel, ts string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.st.Channels[channel]
	if ch == nil || !ch.has(user) {
		return fmt.Errorf("%s is not in %s", user, channel)
	}
	seen := s.desk.read[user]
	if seen == nil {
		seen = map[string]string{}
		s.desk.read[user] = seen
	}
	if compareTS(ts, seen[channel]) > 0 {
		seen[channel] = ts
		s.bump()
	}
	return nil
}

// moveClock moves to a Unix time in Value, or to a local date and time in Text.
func (s *Server) moveClock(ctx context.Context, p *Person, d deed) (any, error) {
	s.mu.Lock()
	u := s.st.Users[p.id]
	s.mu.Unlock()
	if s.desk.Clock == nil {
		return nil, told("clock_fixed")
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
			return nil, told("clock_unread")
		}
	}
	switch ahead := to.Sub(s.opt.Now()); {
	case ahead <= 0:
		return nil, told("clock_back")
	case ahead > maxJump:
		return nil, told("clock_far")
	}
	return nil, s.desk.Clock.Advance(ctx, to)
}

// cause switches a trouble on for the next Count times; 0 switches it off. Those of the
// app's calls are for the method in Text, or for all.
func (s *Server) cause(_ context.Context, _ *Person, d deed) (any, error) {
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
