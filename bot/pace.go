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
	perChannel   = rate.Limit(1)
	perWorkspace = rate.Limit(525.0 / 60)
)

// pace keeps calls to Slack within its limits: posts before they are made, everything
// else when Slack says so. All of it is real time: a clock moved in a demo does not make
// Slack faster.
type pace struct {
	unpaced bool
	total   *rate.Limiter
	turn    chan struct{} // who waits for total; few, so that an answer overtakes a fan-out

	mu       sync.Mutex
	channels map[string]*rate.Limiter
	shut     map[string]time.Time // method -> when Slack takes it again
}

func newPace(unpaced bool) *pace {
	return &pace{
		unpaced:  unpaced,
		total:    rate.NewLimiter(perWorkspace, 1),
		turn:     make(chan struct{}, 4),
		channels: map[string]*rate.Limiter{},
		shut:     map[string]time.Time{},
	}
}

// post waits until one more message may go to channel.
func (p *pace) post(ctx context.Context, channel string) error {
	const method = "chat.postMessage"
	if p.unpaced {
		return p.method(ctx, method)
	}
	if err := p.channel(channel).Wait(ctx); err != nil {
		return err
	}
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	// Held back here, a few at a time, so that not all go at once when Slack takes more.
	if err := p.method(ctx, method); err != nil {
		return err
	}
	return p.total.Wait(ctx)
}

func (p *pace) channel(channel string) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok := p.channels[channel]
	if !ok {
		if len(p.channels) > 4096 {
			for name, idle := range p.channels {
				if idle.Tokens() >= 1 {
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
		wait := time.Until(p.shut[method])
		p.mu.Unlock()
		if wait <= 0 {
			return ctx.Err()
		}
		t := time.NewTimer(wait)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		}
	}
}

// hold obeys a Retry-After.
func (p *pace) hold(method string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(d); until.After(p.shut[method]) {
		p.shut[method] = until
	}
}
