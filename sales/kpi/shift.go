package kpi

import (
	"cmp"
	"slices"

	"dealdesk/sales"
)

// Shift is how much of something there is in a period and in the one before.
type Shift struct {
	Key      string
	Now, Was int64
}

// leastShift is by how much one has to rise or fall to be told.
const leastShift = 30_00

// Up reports whether it rises.
func (s Shift) Up() bool { return s.Now > s.Was }

// Shifts are those that rise or fall clearly, the largest change first. Fewer cases than a rate needs tell nothing, and
// what is new has nothing to be compared with.
func Shifts(now, was map[string]int64) (all []Shift) {
	look := func(key string) {
		s := Shift{key, now[key], was[key]}
		by := max(s.Now-s.Was, s.Was-s.Now)
		if key != "" && s.Was > 0 && max(s.Now, s.Was) >= sales.MinSample && by*int64(sales.Hundred) >= leastShift*s.Was {
			all = append(all, s)
		}
	}
	for key := range now {
		look(key)
	}
	for key := range was {
		if _, both := now[key]; !both {
			look(key)
		}
	}
	slices.SortFunc(all, func(a, b Shift) int {
		return cmp.Or(cmp.Compare(max(b.Now-b.Was, b.Was-b.Now), max(a.Now-a.Was, a.Was-a.Now)), cmp.Compare(a.Key, b.Key))
	})
	return all
}

// News are the shifts that were not told before: not the same way.
func News(all, before []Shift) []Shift {
	return slices.DeleteFunc(all, func(s Shift) bool {
		return slices.ContainsFunc(before, func(b Shift) bool { return b.Key == s.Key && b.Up() == s.Up() })
	})
}
