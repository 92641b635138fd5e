package serve

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// A clock that jumps is compared with Slack's before anything is done by it. If it is off by more
// than clockOff, jobs and sender wait: a digest of a day to come cannot be taken back.
const (
	clockJump = time.Minute     // the wall clock may gain or lose this much on the monotonic one between two looks
	clockOff  = 2 * time.Minute // Slack's clock and ours may differ by this much
	askAgain  = 10 * time.Second
)

// clock watches the clock of this computer.
type clock struct {
	wall func() time.Time
	ran  func() time.Duration // by the monotonic clock
	ask  func(context.Context) (time.Duration, error)
	// changed is called when the clock turns out to be wrong, and when it is right again.
	changed func(ctx context.Context, off time.Duration, right bool)
	log     *slog.Logger

	mu     sync.Mutex
	looked time.Time // by wall at the last look
	after  time.Duration
	sure   bool // it agreed with Slack's and has not jumped since
	wrong  bool
	asked  time.Duration
}

// Steady reports whether the clock can be trusted. It asks Slack at the start and whenever
// the clock has jumped.
func (c *clock) Steady(ctx context.Context) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	wall, ran := c.wall().Round(0), c.ran()
	if c.looked.IsZero() {
		c.asked = ran - askAgain
	} else if jump := wall.Sub(c.looked) - (ran - c.after); jump.Abs() > clockJump {
		c.log.Warn("the clock of this computer has jumped", "by", jump)
		c.sure, c.asked = false, ran-askAgain
	}
	c.looked, c.after = wall, ran
	if c.sure {
		return true
	}
	if ran-c.asked < askAgain {
		return false
	}
	c.asked = ran
	off, err := c.ask(ctx)
	switch {
	case err != nil:
		if ctx.Err() == nil {
			c.log.Warn("nothing is sent or done by the clock until Slack gives the time", "error", err)
		}
	case off.Abs() > clockOff:
		c.log.Error("the clock of this computer is wrong: nothing is sent or done by it", "ahead", off.Round(time.Second))
		if !c.wrong {
			c.wrong = true
			c.changed(ctx, off, false)
		}
	default:
		c.sure = true
		if c.wrong {
			c.log.Warn("the clock of this computer is right again")
		}
		c.changed(ctx, off, true)
		c.wrong = false
	}
	return c.sure
}
