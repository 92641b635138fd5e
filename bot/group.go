package bot

import (
	"context"
	"sync"
	"time"
)

// group counts running tasks and signals when one ends. The zero value is ready to use.
type group struct {
	mu    sync.Mutex
	n     int
	shut  bool
	ended chan struct{} // closed when the next task ends; nil if nobody waits
}

// start reports whether another task may run. If so, done must be called after it.
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

// changed returns a channel that is closed when the next task ends.
func (g *group) changed() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ended == nil {
		g.ended = make(chan struct{})
	}
	return g.ended
}

// open reports whether tasks may still start.
func (g *group) open() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return !g.shut
}

// close prevents new tasks.
func (g *group) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = true
}

// finish closes the group and waits at most d for running tasks.
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

// pause waits for d. It returns false if ctx ends first.
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

// recent remembers the latest request ids, so that an event repeated by Slack is not
// answered twice. Repeated effects are prevented by the store.
type recent struct {
	mu   sync.Mutex
	ids  map[string]struct{}
	ring []string // in order of arrival
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

// has reports whether id was added.
func (r *recent) has(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.ids[id]
	return ok
}

// forget makes id new again.
func (r *recent) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.ids, id)
}
