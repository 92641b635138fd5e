package fakeslack

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"time"
)

const (
	settle   = 15 * time.Millisecond  // the stream waits for more after a change, so that a burst is drawn once
	firstFew = 100                    // messages of a channel are told at once, so that they are soon on the screen
	theRest  = 150 * time.Millisecond // and then the older ones
)

// serveStream tells one window what its person sees, first all and then what changed
// (server-sent events). A window that shows something else opens a new stream.
func (s *Server) serveStream(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	look := &window{s: s, as: q.Get("as"), channel: q.Get("channel"), thread: q.Get("thread"), inspects: q.Get("inspect") != "",
		sent: map[string][]byte{}}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	second := time.NewTicker(time.Second) // the clock on the page
	defer second.Stop()
	for {
		s.mu.Lock()
		changed := s.changed // before asking, so that nothing slips between
		s.mu.Unlock()
		g := s.guide(r.Context())
		s.mu.Lock()
		patch := look.patch(g)
		s.mu.Unlock()
		if len(patch) > 0 {
			if _, err := fmt.Fprintf(w, "data: %s\n\n", mustJSON(patch)); err != nil || out.Flush() != nil {
				return
			}
		}
		var rest <-chan time.Time
		if look.list.more || look.side.more {
			rest = time.After(theRest)
		}
		select {
		case <-rest:
		case <-changed:
			select {
			case <-time.After(settle):
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

// window is what one open page shows, and what it was told of it.
type window struct {
	s                   *Server
	as, channel, thread string
	inspects            bool

	sent       map[string][]byte
	list, side feed
}

// patch is what changed since the last one. The lock is held; what is returned is
// safe without it.
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
	if w.settle() {
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
		if f := w.list.look(s, w.as, list, threads); f != nil {
			out["list"] = f
		}
		if w.thread != "" {
			if f := w.side.look(s, w.as, side, threads); f != nil {
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

// settle finds a person and a channel for a window that names none, or none that is
// there; true when it moved.
func (w *window) settle() bool {
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

// feed is a list of messages as one window was told it.
type feed struct {
	told, more bool // something was told; older messages are still to come
	marks      map[string]mark
}

// mark tells whether a message still looks as it did. Blocks, reactions and the like
// are replaced, never changed, so their address says whether they are the same.
type mark struct {
	text, edited, subtype, latest string
	replies, reactions, files     int
	block                         *Block
	reaction                      *Reaction
}

// look is what is new: messages that changed and timestamps of those that are gone;
// nil when nothing is.
func (f *feed) look(s *Server, viewer string, list []*Message, threads map[string]*summary) any {
	if f.more = !f.told && len(list) > firstFew; f.more {
		list = list[len(list)-firstFew:]
	}
	marks := make(map[string]mark, len(list))
	var changed []obj
	for _, m := range list {
		k := mark{text: m.Text, edited: m.EditedAt, subtype: m.Subtype, reactions: len(m.Reactions), files: len(m.Files)}
		if t := threads[m.TS]; t != nil {
			k.replies, k.latest = t.Count, t.Latest
		}
		if len(m.Blocks) > 0 {
			k.block = &m.Blocks[0]
		}
		if len(m.Reactions) > 0 {
			k.reaction = &m.Reactions[0]
		}
		if old, known := f.marks[m.TS]; !known || old != k {
			changed = append(changed, s.messageFor(viewer, m, threads[m.TS]))
		}
		marks[m.TS] = k
	}
	var gone []string
	for ts := range f.marks {
		if _, still := marks[ts]; !still {
			gone = append(gone, ts)
		}
	}
	first := !f.told
	f.told, f.marks = true, marks
	if !first && len(changed) == 0 && len(gone) == 0 {
		return nil
	}
	return obj{"all": first, "more": f.more, "changed": changed, "gone": gone}
}
