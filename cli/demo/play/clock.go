package play

import (
	"context"
	"sync"
	"time"
)

// Clock is the time of a story, and the only clock of its desk and its Slack. It never goes back.
type Clock struct {
	mu    sync.Mutex
	at    time.Time
	since time.Time // when it showed at, in real time; zero if it stands still
}

// NewClock returns a clock that shows at and then runs or stands still.
func NewClock(at time.Time, runs bool) *Clock {
	c := &Clock{at: at}
	if runs {
		c.since = time.Now()
	}
	return c
}

// Now returns the time that the clock shows.
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

// forward moves the clock to t. If t has passed, it does nothing.
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

// step moves a clock that stands still forward a little, because no two acts happen at the same
// instant.
func (c *Clock) step() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.since.IsZero() {
		c.at = c.at.Add(time.Second)
	}
}

// Sleep moves the clock forward by d instead of waiting.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.move(c.now().Add(d))
	return ctx.Err()
}
