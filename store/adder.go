package store

// adder is a group while it is added up.
type adder struct {
	key   string
	sums  []int64                 // by the numbers of names
	coded [len(metricCodes)]int64 // of the metrics that have a code
}

func (a *adder) add(name int, n int64) {
	if name >= len(a.sums) {
		a.sums = append(a.sums, make([]int64, name+1-len(a.sums))...)
	}
	a.sums[name] += n
}

// count adds a counter by customer; name is the number of one without a code.
func (a *adder) count(t *made, name int) {
	if name < 0 {
		a.coded[t.code] += t.n
	} else {
		a.add(name, t.n)
	}
}

// names numbers the counters that were met, so that the next one of a name is added without hashing it.
type names struct {
	all   []string
	alike [64][]int // the numbers of those with the same length, first and last letter, or nearly
	after []int     // which one stood behind each the last time: most days hold the same ones
	last  int
}

func (s *names) of(name []byte) int {
	if s.last < len(s.after) {
		if i := s.after[s.last]; s.all[i] == string(name) {
			s.last = i
			return i
		}
	}
	i := s.find(name)
	if s.last < len(s.after) {
		s.after[s.last] = i
	}
	s.last = i
	return i
}

func (s *names) find(name []byte) int {
	at := 0
	if len(name) > 0 {
		at = (len(name) + 7*int(name[0]) + 31*int(name[len(name)-1])) % len(s.alike)
	}
	for _, i := range s.alike[at] {
		if s.all[i] == string(name) {
			return i
		}
	}
	s.all, s.after = append(s.all, string(name)), append(s.after, 0)
	s.alike[at] = append(s.alike[at], len(s.all)-1)
	return len(s.all) - 1
}
