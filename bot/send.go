package bot

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"dealdesk/store"
)

// sender makes Slack match the outbox. Each channel is a lane that sends one post after
// the other. Lanes run concurrently and share only the pacer.
//
// The outbox is read again after each change, so posts waiting in a lane are up to date
// and a crash loses nothing. A post is durably marked as attempted before the first byte
// is sent; if its outcome stays unknown, it is looked up before it is sent again (lost.go).
type sender struct {
	b       *Bot
	wakeup  chan struct{}
	lanes   group // running lanes
	watches group // searches for duplicates

	mu      sync.Mutex
	ready   map[string][]store.Post // lane -> posts to send, in order
	active  map[string]bool         // running lanes
	busy    map[string]bool         // keys being handled
	newer   map[string]store.Post   // key being handled -> the post as last read
	settled map[string]bool         // keys handled since the outbox was last read
	resent  map[string]string       // id of a post that was sent again -> its ts, "" until known
}

const (
	readAhead = 256 // posts read in addition to those held
	pollEvery = time.Minute
)

func newSender(b *Bot) *sender {
	return &sender{b: b, wakeup: make(chan struct{}, 1), ready: map[string][]store.Post{}, active: map[string]bool{}, busy: map[string]bool{},
		newer: map[string]store.Post{}, settled: map[string]bool{}, resent: map[string]string{}}
}

// wake makes run read the outbox again.
func (s *sender) wake() {
	select {
	case s.wakeup <- struct{}{}:
	default:
	}
}

// run sends until ctx ends.
func (s *sender) run(ctx context.Context) {
	s.resume(ctx)
	for ctx.Err() == nil {
		if steady := s.b.deps.Steady; steady != nil && !steady(ctx) {
			pause(ctx, time.Second)
			continue
		}
		began := time.Now()
		wait := s.read(ctx)
		// Do not read a long outbox again after every sent message.
		if !pause(ctx, min(20*time.Since(began), 5*time.Second)) {
			break
		}
		t := time.NewTimer(wait)
		select {
		case <-s.b.deps.Outbox.Wake():
		case <-s.wakeup:
		case <-t.C:
		case <-ctx.Done():
		}
		t.Stop()
	}
}

// finish sends what it can within d and then starts nothing new.
func (s *sender) finish(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	s.wake()
	for ctx.Err() == nil {
		changed := s.lanes.changed()
		due, err := s.b.deps.Outbox.Due(ctx, s.b.deps.Now(), 1)
		if err != nil || len(due) == 0 && s.lanes.idle() {
			break
		}
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
	s.lanes.finish(0)
}

// laneOf returns the lane of a post.
func laneOf(p store.Post) string {
	if p.User != "" {
		return "user " + p.User
	}
	return p.Channel
}

// read distributes the due posts to their lanes and returns how long run may wait.
func (s *sender) read(ctx context.Context) time.Duration {
	s.mu.Lock()
	clear(s.settled)
	held := len(s.busy)
	for _, lane := range s.ready {
		held += len(lane)
	}
	s.mu.Unlock()

	now := s.b.deps.Now()
	due, err := s.b.deps.Outbox.Due(ctx, now, held+readAhead)
	if err != nil {
		if ctx.Err() == nil {
			s.b.log.Error("the outbox cannot be read", "error", err.Error())
		}
		return time.Second
	}
	s.measureBacklog(due, now)

	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.ready)
	clear(s.newer)
	wait := pollEvery
	for _, p := range due {
		lane := laneOf(p)
		if s.settled[p.Key] {
			s.wake() // it changed during the read
			continue
		}
		if s.busy[p.Key] {
			s.newer[p.Key] = p
			continue
		}
		if until := lookupWait(p, now); until > 0 {
			wait = min(wait, until)
			continue
		}
		s.ready[lane] = append(s.ready[lane], p)
	}
	for lane := range s.ready {
		if !s.active[lane] && s.lanes.start() {
			s.active[lane] = true
			go s.b.guarded(func() { s.runLane(ctx, lane) })
		}
	}
	if next, err := s.b.deps.Outbox.NextDue(ctx, now); err == nil && !next.IsZero() {
		wait = min(wait, max(next.Sub(now), 10*time.Millisecond))
	}
	return wait
}

func (s *sender) measureBacklog(due []store.Post, now time.Time) {
	s.b.metrics.waiting.Set(float64(len(due)))
	oldest := now
	for _, p := range due {
		if since := latest(p.Changed, p.NotBefore); since.Before(oldest) {
			oldest = since
		}
	}
	s.b.metrics.oldest.Set(now.Sub(oldest).Seconds())
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// runLane sends the posts of one lane until none is left.
func (s *sender) runLane(ctx context.Context, lane string) {
	defer s.lanes.done()
	for {
		work := s.take(lane)
		if len(work) == 0 {
			return
		}
		if ctx.Err() == nil {
			s.handle(ctx, work)
		}
		s.release(work)
	}
}

// take returns the lane's next post, or all lost posts if the next one is lost, because
// one lookup finds them all. If nothing is left it ends the lane.
func (s *sender) take(lane string) (work []store.Post) {
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting := s.ready[lane]
	if len(waiting) == 0 {
		delete(s.active, lane)
		delete(s.ready, lane)
		return nil
	}
	if isLost(waiting[0]) {
		s.ready[lane] = nil
		for _, p := range waiting {
			if isLost(p) {
				work = append(work, p)
			} else {
				s.ready[lane] = append(s.ready[lane], p)
			}
		}
	} else {
		work, s.ready[lane] = waiting[:1:1], waiting[1:]
	}
	for _, p := range work {
		s.busy[p.Key] = true
	}
	return work
}

func (s *sender) release(work []store.Post) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range work {
		if _, passed := s.newer[p.Key]; passed { // it changed meanwhile: read it again
			delete(s.newer, p.Key)
			s.wake()
		}
		delete(s.busy, p.Key)
		s.settled[p.Key] = true
	}
}

// handle sends, updates or removes the message of work's first post.
func (s *sender) handle(ctx context.Context, work []store.Post) {
	defer func() {
		// A post that cannot be handled must not block its lane for ever (P19).
		if cause := recover(); cause != nil {
			s.b.log.Error("a post could not be handled", "post", work[0].ID, "error", panicError(cause).Error(), "stack", string(debug.Stack()))
			s.settle(ctx, store.Outcome{Key: work[0].Key, Rev: work[0].Rev, State: store.Refused, Why: "cannot be handled"})
		}
	}()
	switch p := work[0]; {
	case isLost(p):
		s.findLost(ctx, work)
	case p.Deleted:
		s.remove(ctx, p)
	case p.TS != "" && p.SentRev == p.Rev: // already up to date
		s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: p.Sent, TS: p.TS})
	case p.TS != "":
		s.update(ctx, p)
	default:
		s.post(ctx, p)
	}
	if user := work[0].User; user != "" { // what it tells them may be on their home tab, too
		s.b.renewHome(user)
	}
}

// settle records outcomes and reports whether that worked. If it fails after a post was
// sent, the post stays attempted and is looked up later.
func (s *sender) settle(ctx context.Context, all ...store.Outcome) bool {
	now := s.b.deps.Now()
	for i := range all {
		all[i].At = now
	}
	// Outcomes are recorded even while the bot is stopping, and a slow disk is waited for.
	if err := s.b.deps.Outbox.Settle(context.WithoutCancel(ctx), all); err != nil {
		s.b.log.Error("the outbox cannot be written", "error", err.Error())
		if errors.Is(err, store.ErrUnsure) {
			s.b.fail(err)
		}
		return false
	}
	for _, o := range all {
		if o.State != store.Attempted {
			s.b.metrics.posts.WithLabelValues(string(o.State)).Inc()
		}
	}
	return true
}
