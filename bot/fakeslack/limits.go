package fakeslack

import (
	"math"
	"time"
)

// Limits is the rate limiter. The zero value is Slack's: one message a second into
// each channel with a small burst, several hundred a minute in all, and each
// method's own tier.
type Limits struct {
	Off       bool
	PostBurst int // messages into one channel at one instant; 0 is 3
	PostTotal int // messages a minute in the whole workspace; 0 is 525
	TierBurst int // calls of a tiered method at one instant above its tier; 0 is 10
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

// take takes one token; otherwise it says how many whole seconds to wait.
func (st *State) take(name string, now time.Time, size int, perSecond float64) int {
	b := st.buckets[name]
	if b == nil {
		b = &bucket{tokens: float64(size), at: now}
		st.buckets[name] = b
	}
	if d := now.Sub(b.at).Seconds(); d > 0 {
		b.tokens, b.at = math.Min(float64(size), b.tokens+d*perSecond), now
	}
	// The small allowance keeps a caller that waits exactly as told from being
	// refused by a rounding error.
	if b.tokens >= 1-1e-6 {
		b.tokens--
		return 0
	}
	return int(math.Max(1, math.Ceil((1-b.tokens)/perSecond)))
}

// limited says how many seconds the call has to wait; 0 lets it through.
func (s *Server) limited(m method, c *call) int {
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
		if wait := s.st.take("post "+channel, now, l.PostBurst, 1); wait > 0 {
			return wait
		}
		return s.st.take("post", now, l.PostTotal, float64(l.PostTotal)/60)
	case m.tier > 0:
		return s.st.take(c.Method, now, m.tier+l.TierBurst, float64(m.tier)/60)
	}
	return 0
}

// Pace is how fast one channel was posted into.
type Pace struct {
	Total  int
	Second int64 // the last second with a post, Unix
	Count  int   // posts in it
	Max    int   // the most in any one second
}

// paced counts a post that took effect.
func (st *State) paced(channel string, now time.Time) {
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

// Faults are troubles to cause. Counters count down as they are used; the method
// "*" stands for every method.
type Faults struct {
	LoseAnswer   map[string]int    // calls that take effect but whose connection is cut without an answer
	RateLimit    map[string]int    // calls answered 429 without effect
	RetryAfter   int               // seconds said by those; 0 is 1
	Refuse       map[string]string // method -> error code of every call, until removed
	RefuseBlocks map[string]bool   // block types this workspace does not know
	DeliverTwice int               // the next envelopes arrive twice
	LoseAcks     int               // the next acknowledgements do not arrive
}

// SetFaults lets fn change the faults.
func (s *Server) SetFaults(fn func(*Faults)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(&s.st.Faults)
	s.bump()
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

func take(n *int) bool {
	if *n > 0 {
		*n--
		return true
	}
	return false
}
