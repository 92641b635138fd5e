package bot

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"dealdesk/store"
)

// sender makes Slack match the outbox. Each channel is a lane of its own that sends one
// post after the other; lanes go on beside each other and share only Slack's pace.
//
// What is to be sent is read anew from the outbox whenever something changed, so a post
// that waits in its lane is always the newest one, and nothing is kept here that a crash
// could lose. A post is marked attempted, durably, before the first byte goes out; if its
// outcome stays unknown it is looked for before it is sent again (lost.go).
type sender struct {
	b       *Bot
	kick    chan struct{}
	lanes   group // at work
	watches group // for doubles

	mu      sync.Mutex
	ready   map[string][]store.Post // lane -> to be sent, in order
	driven  map[string]bool         // lanes at work
	busy    map[string]bool         // Keys at work
	newer   map[string]store.Post   // Key at work -> how the outbox has it now
	settled map[string]bool         // Keys done since the outbox was last read
	again   map[string]string       // ID of a post that was sent again -> its TS
}

const (
	ahead     = 256 // posts read beyond those at work
	lookAgain = time.Minute
)

func newSender(b *Bot) *sender {
	return &sender{b: b, kick: make(chan struct{}, 1), ready: map[string][]store.Post{}, driven: map[string]bool{}, busy: map[string]bool{},
		newer: map[string]store.Post{}, settled: map[string]bool{}, again: map[string]string{}}
}

// look makes run read the outbox again.
func (s *sender) look() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}

// run sends until ctx ends. It returns an error only if the outbox can no longer be
// trusted.
func (s *sender) run(ctx context.Context) error {
	for ctx.Err() == nil {
		began := time.Now()
		wait := s.read(ctx)
		// A long outbox is not read for every message that leaves it.
		if !pause(ctx, min(20*time.Since(began), 5*time.Second)) {
			break
		}
		t := time.NewTimer(wait)
		select {
		case <-s.b.deps.Outbox.Wake():
		case <-s.kick:
		case <-t.C:
		case <-ctx.Done():
		}
		t.Stop()
	}
	return nil
}

// finish sends what can be sent within d, then lets nothing new start.
func (s *sender) finish(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	s.look()
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

// laneOf is where a post waits for its turn.
func laneOf(p store.Post) string {
	if p.User != "" {
		return "user " + p.User
	}
	return p.Channel
}

// read takes over what is due and returns when to look again at the latest.
func (s *sender) read(ctx context.Context) time.Duration {
	s.mu.Lock()
	clear(s.settled)
	held := len(s.busy)
	for _, lane := range s.ready {
		held += len(lane)
	}
	s.mu.Unlock()

	now := s.b.deps.Now()
	due, err := s.b.deps.Outbox.Due(ctx, now, held+ahead)
	if err != nil {
		if ctx.Err() == nil {
			s.b.log.Error("the outbox cannot be read", "error", err.Error())
		}
		return time.Second
	}
	s.measure(due, now)

	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.ready)
	clear(s.newer)
	wait := lookAgain
	for _, p := range due {
		lane := laneOf(p)
		if s.settled[p.Key] {
			s.look() // it changed while we read
			continue
		}
		if s.busy[p.Key] {
			s.newer[p.Key] = p
			continue
		}
		if until := unknownFor(p, now); until > 0 {
			wait = min(wait, until)
			continue
		}
		s.ready[lane] = append(s.ready[lane], p)
	}
	for lane := range s.ready {
		if !s.driven[lane] && s.lanes.start() {
			s.driven[lane] = true
			go s.drive(ctx, lane)
		}
	}
	if next, err := s.b.deps.Outbox.NextDue(ctx, now); err == nil && !next.IsZero() {
		wait = min(wait, max(next.Sub(now), 10*time.Millisecond))
	}
	return wait
}

func (s *sender) measure(due []store.Post, now time.Time) {
	s.b.metrics.waiting.Set(float64(len(due)))
	oldest := now
	for _, p := range due {
		if since := later(p.Changed, p.NotBefore); since.Before(oldest) {
			oldest = since
		}
	}
	s.b.metrics.oldest.Set(now.Sub(oldest).Seconds())
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// drive sends what is ready in one lane until nothing is.
func (s *sender) drive(ctx context.Context, lane string) {
	defer s.lanes.done()
	for {
		work := s.take(lane)
		if len(work) == 0 {
			return
		}
		if ctx.Err() == nil {
			s.one(ctx, work)
		}
		s.release(work)
	}
}

// take gives the lane's next post, or all that are lost if the next one is: one look is
// for all of them. With nothing left it closes the lane.
func (s *sender) take(lane string) (work []store.Post) {
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting := s.ready[lane]
	if len(waiting) == 0 {
		delete(s.driven, lane)
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
		if _, passed := s.newer[p.Key]; passed { // read while we were at it: see what is wanted now
			delete(s.newer, p.Key)
			s.look()
		}
		delete(s.busy, p.Key)
		s.settled[p.Key] = true
	}
}

// one does what the first post of work wants.
func (s *sender) one(ctx context.Context, work []store.Post) {
	defer func() {
		// What cannot even be tried must not stand in the way for ever (P19).
		if cause := recover(); cause != nil {
			s.b.log.Error("a post could not be handled", "post", work[0].ID, "error", panicked(cause).Error(), "stack", string(debug.Stack()))
			s.settle(ctx, store.Outcome{Key: work[0].Key, Rev: work[0].Rev, State: store.Refused, Why: "cannot be handled"})
		}
	}()
	switch p := work[0]; {
	case isLost(p):
		s.find(ctx, work)
	case p.Deleted:
		s.remove(ctx, p)
	case p.TS != "" && p.SentRev == p.Rev: // found out to be right
		s.settle(ctx, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: p.Sent, TS: p.TS})
	case p.TS != "":
		s.change(ctx, p)
	default:
		s.post(ctx, p)
	}
}

// settle writes down what is known; false when it could not be. A post that was sent
// without our being able to note it stays attempted, and is found later.
func (s *sender) settle(ctx context.Context, all ...store.Outcome) bool {
	now := s.b.deps.Now()
	for i := range all {
		all[i].At = now
	}
	// What happened at Slack is noted even when the bot is stopping.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := s.b.deps.Outbox.Settle(ctx, all); err != nil {
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
