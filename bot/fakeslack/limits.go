package fakeslack

import (
	"math"
	"time"
)

// Limits are the rate limits. The zero value is Slack's: one message per second and
// channel with a small burst, several hundred per minute in total, and each method's
// tier.
type Limits struct {
	Off       bool
	PostBurst int // messages to one channel at one instant; 0 means 3
	PostTotal int // messages per minute in the workspace; 0 means 525
	TierBurst int // calls of a method at one instant above its tier; 0 means 10
}

func (l Limits) withDefaults() Limits {
	if l.PostBurst == 0 {
		l.PostBurst = 3
	}
	if l.PostTotal == 0 {
		l.PostTotal = 525
	}
	if l.TierBurst == 0 {
		l.TierBurst = 10
	}
	return l
}

// bucket is a token bucket on the workspace's clock.
type bucket struct {
	tokens float64
	at     time.Time
}

// takeToken takes one token, or returns how many whole seconds to wait.
func (st *State) takeToken(name string, now time.Time, size int, perSecond float64) int {
	b := st.buckets[name]
	if b == nil {
		b = &bucket{tokens: float64(size), at: now}
		st.buckets[name] = b
	}
	if d := now.Sub(b.at).Seconds(); d > 0 {
		b.tokens, b.at = math.Min(float64(size), b.tokens+d*perSecond), now
	}
	// The tolerance prevents a rounding error from refusing a caller that waited exactly
	// as long as required.
	if b.tokens >= 1-1e-6 {
		b.tokens--
		return 0
	}
	return int(math.Max(1, math.Ceil((1-b.tokens)/perSecond)))
}

// rateLimited returns how many seconds the call has to wait; 0 allows it.
func (s *Server) rateLimited(m method, c *call) int {
	if wait := s.st.Faults.takeLimit(c.Method); wait > 0 {
		return wait
	}
	l, now := s.opt.Limits, s.opt.Now()
	switch {
	case l.Off:
		return 0
	case c.Method == "chat.postMessage":
		channel := c.str("channel")
		if ch := s.conversation(channel); ch != nil {
			channel = ch.ID
		}
		if wait := s.st.takeToken("post "+channel, now, l.PostBurst, 1); wait > 0 {
			return wait
		}
		return s.st.takeToken("post", now, l.PostTotal, float64(l.PostTotal)/60)
	case m.tier > 0:
		return s.st.takeToken(c.Method, now, m.tier+l.TierBurst, float64(m.tier)/60)
	}
	return 0
}

// Pace records how fast messages were posted to a channel.
type Pace struct {
	Total  int
	Second int64 // the last second with a post, Unix
	Count  int   // posts in it
	Max    int   // most posts in one second
}

// countPost counts a post that took effect.
func (st *State) countPost(channel string, now time.Time) {
	p := st.Posts[channel]
	if p == nil {
		p = &Pace{}
		st.Posts[channel] = p
	}
	if now.Unix() != p.Second {
		p.Second, p.Count = now.Unix(), 0
	}
	p.Total++
	p.Count++
	p.Max = max(p.Max, p.Count)
}

// Faults are failures to simulate. Counters count down with each use; the method "*"
// means every method.
type Faults struct {
	LoseAnswer   map[string]int    // calls that take effect but get no answer
	RateLimit    map[string]int    // calls answered with 429, without effect
	RetryAfter   int               // seconds in those answers; 0 means 1
	Refuse       map[string]string // method -> error code of all calls
	RefuseBlocks map[string]bool   // block types the workspace refuses
	DeliverTwice int               // number of next envelopes delivered twice
	LoseAcks     int               // number of next acknowledgements lost
}

// SetFaults changes the faults with fn.
func (s *Server) SetFaults(fn func(*Faults)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(&s.st.Faults)
	s.notify()
}

func (f *Faults) takeLost(method string) bool { return countDown(f.LoseAnswer, method) }

func (f *Faults) takeLimit(method string) int {
	if countDown(f.RateLimit, method) {
		return max(1, f.RetryAfter)
	}
	return 0
}

func (f *Faults) refused(method string) string {
	if code := f.Refuse[method]; code != "" {
		return code
	}
	return f.Refuse["*"]
}

func countDown(m map[string]int, method string) bool {
	for _, k := range []string{method, "*"} {
		if m[k] > 0 {
			m[k]--
			return true
		}
	}
	return false
}

func takeOne(n *int) bool {
	if *n > 0 {
		*n--
		return true
	}
	return false
}
