package fakeslack

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"time"
)

const (
	burstWait         = 15 * time.Millisecond  // wait for more changes, so that a burst is drawn once
	maxFirstMessages  = 100                    // messages of a channel sent first, so that they appear soon
	olderMessagesWait = 150 * time.Millisecond // before the older ones are sent
)

// serveStream sends one window what its person sees, first everything and then changes, as
// server-sent events. To show something else, a window opens a new stream.
func (s *Server) serveStream(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	win := &window{s: s, as: q.Get("as"), channel: q.Get("channel"), thread: q.Get("thread"), inspects: q.Get("inspect") != "",
		sent: map[string][]byte{}}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	second := time.NewTicker(time.Second) // the clock on the page
	defer second.Stop()
	for {
		s.mu.Lock()
		changed := s.changed // fetched first, so that no change is missed
		s.mu.Unlock()
		g := s.guide(r.Context())
		s.mu.Lock()
		patch := win.patch(g)
		s.mu.Unlock()
		if len(patch) > 0 {
			if _, err := fmt.Fprintf(w, "data: %s\n\n", mustJSON(patch)); err != nil || out.Flush() != nil {
				return
			}
		}
		var rest <-chan time.Time
		if win.list.more || win.side.more {
			rest = time.After(olderMessagesWait)
		}
		select {
		case <-rest:
		case <-changed:
			select {
			case <-time.After(burstWait):
			case <-r.Context().Done():
				return
			case <-s.ctx.Done():
				return
			}
		case <-second.C:
		case <-r.Context().Done():
			return
		case <-s.ctx.Done():
			return
		}
	}
}

// window is one open page: what it shows and what was sent to it.
type window struct {
	s                   *Server
	as, channel, thread string
	inspects            bool

	sent       map[string][]byte
	list, side feed
}

// patch returns what changed since the last call. The lock must be held; the result is
// safe to use without it.
func (w *window) patch(g guide) obj {
	out := obj{}
	set := func(name string, v any) {
		if b := mustJSON(v); !bytes.Equal(b, w.sent[name]) {
			w.sent[name] = b
			out[name] = b
		}
	}
	s := w.s
	if w.sent["kit"] == nil {
		set("kit", s.kit())
	}
	if w.choosePlace() {
		out["place"] = obj{"as": w.as, "channel": w.channel}
	}
	set("people", s.people())
	set("clock", s.clockFor(w.as, g.stops))
	set("tour", g.steps)
	if s.st.Users[w.as] != nil {
		set("channels", s.channelsFor(w.as))
		set("views", s.viewsFor(w.as))
		set("home", s.homeFor(w.as))
	}
	if ch := s.st.Channels[w.channel]; ch != nil && ch.has(w.as) {
		set("refused", s.refusedIn(ch, w.as))
		threads := threadsOf(ch)
		list, side := ch.seenBy(w.as, w.thread)
		if f := w.list.diff(s, w.as, list, threads); f != nil {
			out["list"] = f
		}
		if w.thread != "" {
			if f := w.side.diff(s, w.as, side, threads); f != nil {
				out["side"] = f
			}
		}
	}
	if w.inspects {
		set("record", s.record())
		set("faults", s.faultsNow())
	}
	return out
}

// choosePlace replaces a missing or unknown person or channel. It returns true if it
// changed the place.
func (w *window) choosePlace() bool {
	as, channel := w.as, w.channel
	if people := w.s.people(); w.s.st.Users[as] == nil && len(people) > 0 {
		as, channel = people[0]["id"].(string), ""
	}
	if rooms := w.s.channelsFor(as); len(rooms) > 0 && !slices.ContainsFunc(rooms, func(c obj) bool { return c["id"] == channel }) {
		talks := func(c obj) bool { return c["im"] == false && c["bot"] == true && c["shared"] == false }
		channel = rooms[max(0, slices.IndexFunc(rooms, talks))]["id"].(string)
	}
	if as == w.as && channel == w.channel {
		return false
	}
	w.as, w.channel, w.thread, w.list, w.side = as, channel, "", feed{}, feed{}
	return true
}

// feed is a list of messages as sent to one window.
type feed struct {
	sent, more   bool // something was sent; older messages are not sent yet
	fingerprints map[string]fingerprint
}

// fingerprint shows whether a message changed. Blocks and reactions are replaced, never
// modified, so their addresses can be compared.
type fingerprint struct {
	text, edited, subtype, latest string
	replies, reactions, files     int
	block                         *Block
	reaction                      *Reaction
}

// diff returns changed messages and the timestamps of removed ones; nil if there are none.
func (f *feed) diff(s *Server, viewer string, list []*Message, threads map[string]*summary) any {
	if f.more = !f.sent && len(list) > maxFirstMessages; f.more {
		list = list[len(list)-maxFirstMessages:]
	}
	marks := make(map[string]fingerprint, len(list))
	var changed []obj
	for _, m := range list {
		k := fingerprint{text: m.Text, edited: m.EditedAt, subtype: m.Subtype, reactions: len(m.Reactions), files: len(m.Files)}
		if t := threads[m.TS]; t != nil {
			k.replies, k.latest = t.Count, t.Latest
		}
		if len(m.Blocks) > 0 {
			k.block = &m.Blocks[0]
		}
		if len(m.Reactions) > 0 {
			k.reaction = &m.Reactions[0]
		}
		if old, known := f.fingerprints[m.TS]; !known || old != k {
			changed = append(changed, s.messageFor(viewer, m, threads[m.TS]))
		}
		marks[m.TS] = k
	}
	var gone []string
	for ts := range f.fingerprints {
		if _, still := marks[ts]; !still {
			gone = append(gone, ts)
		}
	}
	first := !f.sent
	f.sent, f.fingerprints = true, marks
	if !first && len(changed) == 0 && len(gone) == 0 {
		return nil
	}
	return obj{"all": first, "more": f.more, "changed": changed, "gone": gone}
}
