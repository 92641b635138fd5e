package sales

import (
	"slices"
	"time"

	"dealdesk/sales/calendar"
)

// Waits is how long requests waited for someone's decision, in the working time of
// the deal's team: a night does not count.
type Waits struct {
	Median time.Duration
	N      int
}

// Enough reports whether the sample is large enough to show the median.
func (w Waits) Enough() bool { return w.N >= MinSample }

// Settled reports whether someone other than the requester has decided a.
func (a Approval) Settled() bool {
	return (a.Status == Approved || a.Status == Rejected || a.Status == Returned) && !a.Own()
}

// NewWaits measures the settled ones.
func NewWaits(requests []Approval, work calendar.Worktime) Waits {
	var all []time.Duration
	for _, a := range requests {
		if a.Settled() {
			all = append(all, max(0, work.Between(a.Created, a.Decided)))
		}
	}
	n := len(all)
	if n == 0 {
		return Waits{}
	}
	slices.Sort(all)
	return Waits{(all[(n-1)/2] + all[n/2]) / 2, n}
}
