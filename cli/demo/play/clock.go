package play

import (
	"context"
	"sync"
	"time"
)

// Clock is the time of a story, and the only clock of its desk and its Slack. It only goes
// forward.
type Clock struct {
	mu    sync.Mutex
	at    time.Time
	since time.Time // the real moment when it showed at; zero: it stands still
}

// NewClock makes a clock that shows at, and then runs or stands still.
func NewClock(at time.Time, runs bool) *Clock {
	c := &Clock{at: at}
	if runs {
		c.since = time.Now()
	}
	return c
}

// Now is the time it shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.since.IsZero() {
		return c.at
	}
	return c.at.Add(time.Since(c.since))
}

// forward moves the clock to t; if t has passed, the clock stays where it is.
func (c *Clock) forward(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.move(t)
}

func (c *Clock) move(t time.Time) {
	if now := c.now(); t.After(now) {
		c.at = c.at.Add(t.Sub(now))
	}
}

// step moves a clock that stands still on a little, because people never do two things at
// the same instant.
func (c *Clock) step() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.since.IsZero() {
		c.at = c.at.Add(time.Second)
	}
}

// Sleep is how the desk waits by this clock. Nobody watches, so the clock moves on at once.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.move(c.now().Add(d))
	return ctx.Err()
}
