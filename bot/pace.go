package bot

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Slack's pace of posting (P9): a message a second into each channel, and several
// hundred a minute into the workspace.
const (
	postMessage  = "chat.postMessage"
	perChannel   = rate.Limit(1)
	perWorkspace = rate.Limit(525.0 / 60)
)

// pace keeps calls to Slack within its limits: posts before they are made, everything
// else when Slack says so. Slack's limiter and this one must go by the same clock; where
// that is not the real one, sleep moves it.
type pace struct {
	unpaced bool
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error
	total   *rate.Limiter
	turn    chan struct{} // posts that wait for total; few, so that an answer overtakes a fan-out

	mu       sync.Mutex
	channels map[string]*rate.Limiter
	shut     map[string]time.Time // method -> when Slack takes it again
}

func newPace(unpaced bool, now func() time.Time, sleep func(context.Context, time.Duration) error) *pace {
	if sleep == nil {
		sleep = func(ctx context.Context, d time.Duration) error { pause(ctx, d); return ctx.Err() }
	}
	return &pace{
		unpaced:  unpaced,
		now:      now,
		sleep:    sleep,
		total:    rate.NewLimiter(perWorkspace, 1),
		turn:     make(chan struct{}, 4),
		channels: map[string]*rate.Limiter{},
		shut:     map[string]time.Time{},
	}
}

// post waits until one more message may go to channel.
func (p *pace) post(ctx context.Context, channel string) error {
	if p.unpaced {
		return p.method(ctx, postMessage)
	}
	if err := p.take(ctx, p.channel(channel)); err != nil {
		return err
	}
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	// Held back here, a few at a time, so that not all go at once when Slack takes more.
	if err := p.method(ctx, postMessage); err != nil {
		return err
	}
	return p.take(ctx, p.total)
}

// answer is post for what someone waits for.
func (p *pace) answer(ctx context.Context, channel string) error {
	if p.unpaced {
		return ctx.Err()
	}
	if err := p.take(ctx, p.channel(channel)); err != nil {
		return err
	}
	return p.take(ctx, p.total)
}

// take waits for the limiter's next turn.
func (p *pace) take(ctx context.Context, l *rate.Limiter) error {
	now := p.now()
	turn := l.ReserveN(now, 1)
	err := p.sleep(ctx, turn.DelayFrom(now))
	if err != nil {
		turn.CancelAt(p.now())
	}
	return err
}

func (p *pace) channel(channel string) *rate.Limiter {
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

// method waits until Slack takes calls of it again.
func (p *pace) method(ctx context.Context, method string) error {
	for {
		p.mu.Lock()
		wait := p.shut[method].Sub(p.now())
		p.mu.Unlock()
		if wait <= 0 {
			return ctx.Err()
		}
		if err := p.sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// hold obeys a Retry-After.
func (p *pace) hold(method string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := p.now().Add(d); until.After(p.shut[method]) {
		p.shut[method] = until
	}
}
