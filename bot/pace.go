package bot

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Slack's posting limits (P9): one message per second and channel, and several hundred
// per minute and workspace.
const (
	postMessage   = "chat.postMessage"
	updateMessage = "chat.update"
	perChannel    = rate.Limit(1)
	perWorkspace  = rate.Limit(525.0 / 60)
)

// pacer keeps calls within Slack's limits. Posts are delayed in advance, other methods
// only after a Retry-After. It must use the same clock as Slack's limiter; with a test
// clock, sleep advances that clock.
type pacer struct {
	unpaced bool
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error
	total   *rate.Limiter
	queue   chan struct{} // posts waiting for total; few, so that an answer overtakes a fan-out

	mu        sync.Mutex
	channels  map[string]*rate.Limiter
	heldUntil map[string]time.Time // method -> when it may be called again
	lines     map[string]*line     // method -> its calls that wait
}

// line makes the calls of a method one after the other.
type line struct {
	turn  chan struct{}
	calls int // in the line, including the one under way
}

func newPacer(unpaced bool, now func() time.Time, sleep func(context.Context, time.Duration) error) *pacer {
	if sleep == nil {
		sleep = func(ctx context.Context, d time.Duration) error { pause(ctx, d); return ctx.Err() }
	}
	return &pacer{
		unpaced:   unpaced,
		now:       now,
		sleep:     sleep,
		total:     rate.NewLimiter(perWorkspace, 1),
		queue:     make(chan struct{}, 4),
		channels:  map[string]*rate.Limiter{},
		heldUntil: map[string]time.Time{},
		lines:     map[string]*line{},
	}
}

// waitPost waits until a message may be posted to channel.
func (p *pacer) waitPost(ctx context.Context, channel string) error {
	if p.unpaced {
		return p.waitMethod(ctx, postMessage)
	}
	if err := p.wait(ctx, p.channel(channel)); err != nil {
		return err
	}
	select {
	case p.queue <- struct{}{}:
		defer func() { <-p.queue }()
	case <-ctx.Done():
		return ctx.Err()
	}
	// Only a few posts wait here, so that they do not all go out when a Retry-After ends.
	if err := p.waitMethod(ctx, postMessage); err != nil {
		return err
	}
	return p.wait(ctx, p.total)
}

// waitAnswer is like waitPost for an answer that someone waits for: it skips the queue.
func (p *pacer) waitAnswer(ctx context.Context, channel string) error {
	if p.unpaced {
		return ctx.Err()
	}
	if err := p.wait(ctx, p.channel(channel)); err != nil {
		return err
	}
	return p.wait(ctx, p.total)
}

// wait waits until the limiter allows one more call.
func (p *pacer) wait(ctx context.Context, l *rate.Limiter) error {
	now := p.now()
	turn := l.ReserveN(now, 1)
	err := p.sleep(ctx, turn.DelayFrom(now))
	if err != nil {
		turn.CancelAt(p.now())
	}
	return err
}

func (p *pacer) channel(channel string) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok := p.channels[channel]
	if !ok {
		if len(p.channels) > 4096 {
			for name, idle := range p.channels {
				if idle.TokensAt(p.now()) >= 1 {
					delete(p.channels, name)
				}
			}
		}
		l = rate.NewLimiter(perChannel, 1)
		p.channels[channel] = l
	}
	return l
}

// openDirect opens a direct channel. A fan-out to people needs one for each of them.
const openDirect = "conversations.open"

// enter waits until the method may be called; leave must be called after the call. Calls run
// side by side until Slack refuses one. From then on they queue until none is waiting: if all
// were made when the Retry-After ends, all but a few would be refused again. The calls of a
// fan-out always queue. Posts have a queue of their own.
func (p *pacer) enter(ctx context.Context, method string) (leave func(), err error) {
	p.mu.Lock()
	l := p.lines[method]
	if l == nil && method != postMessage && (method == openDirect || p.heldUntil[method].After(p.now())) {
		l = &line{turn: make(chan struct{}, 1)}
		p.lines[method] = l
	}
	if l != nil {
		l.calls++
	}
	p.mu.Unlock()
	if l == nil {
		return func() {}, p.waitMethod(ctx, method)
	}
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		p.leave(method, l)
		return nil, ctx.Err()
	}
	leave = func() {
		<-l.turn
		p.leave(method, l)
	}
	if err := p.waitMethod(ctx, method); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

func (p *pacer) leave(method string, l *line) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l.calls--; l.calls == 0 {
		delete(p.lines, method)
	}
}

// waitMethod waits until the method's Retry-After has passed.
func (p *pacer) waitMethod(ctx context.Context, method string) error {
	for {
		p.mu.Lock()
		wait := p.heldUntil[method].Sub(p.now())
		p.mu.Unlock()
		if wait <= 0 {
			return ctx.Err()
		}
		if err := p.sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// holdMethod makes calls of the method wait for d, because of a Retry-After.
func (p *pacer) holdMethod(method string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := p.now().Add(d); until.After(p.heldUntil[method]) {
		p.heldUntil[method] = until
	}
}
