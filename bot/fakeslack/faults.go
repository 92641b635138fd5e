package fakeslack

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
