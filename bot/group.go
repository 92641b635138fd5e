package bot

import (
	"context"
	"sync"
	"time"
)

// group counts what runs and tells when something ended. The zero group works.
type group struct {
	mu    sync.Mutex
	n     int
	shut  bool
	ended chan struct{} // closed and replaced at each end
}

// start reports whether something more may run; done must follow.
func (g *group) start() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut {
		return false
	}
	g.n++
	return true
}

func (g *group) done() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.n--
	if g.ended != nil {
		close(g.ended)
		g.ended = nil
	}
}

func (g *group) idle() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.n == 0
}

// changed is closed when the next thing ends.
func (g *group) changed() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ended == nil {
		g.ended = make(chan struct{})
	}
	return g.ended
}

// open reports whether something may still start.
func (g *group) open() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return !g.shut
}

// close lets nothing new start.
func (g *group) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = true
}

// finish closes the group and waits for what runs, but not longer than d.
func (g *group) finish(d time.Duration) {
	g.close()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	for {
		changed := g.changed()
		if g.idle() {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// pause waits for d; false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// recent remembers the last acts, so that an event that Slack repeats is not answered
// twice. It only saves people a second answer: effects are guarded by the store.
type recent struct {
	mu   sync.Mutex
	ids  map[string]struct{}
	ring []string // in the order they came
	next int
}

func newRecent(size int) *recent {
	return &recent{ids: make(map[string]struct{}, size), ring: make([]string, size)}
}

// add reports whether id is new.
func (r *recent) add(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.ids[id]; ok {
		return false
	}
	delete(r.ids, r.ring[r.next])
	r.ring[r.next] = id
	r.next = (r.next + 1) % len(r.ring)
	r.ids[id] = struct{}{}
	return true
}

// forget makes id new again.
func (r *recent) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.ids, id)
}
