package sales

import (
	"cmp"
	"time"

	"dealdesk/sales/calendar"
)

// How long a deal may be silent, and which of many deals a message shows.

// Touched is when the customer was last contacted about d, or else when d was created.
func (d Deal) Touched() time.Time {
	if d.Contacted.After(d.Created) {
		return d.Contacted
	}
	return d.Created
}

// Silent counts the working days since d was last touched: the days on which its owner could have been in touch. A deal
// that was touched on Friday has been silent for one day on Monday.
func (d Deal) Silent(now time.Time, work calendar.Worktime) int {
	return work.Since(work.On(d.Touched()), work.On(now))
}

// Stale reports whether an open deal has been silent for quiet working days: with 3, a deal touched on Monday is stale
// from Thursday, at any hour, and one touched on Friday from Wednesday. A quiet of 0 means never.
func (d Deal) Stale(quiet int, now time.Time, work calendar.Worktime) bool {
	return d.Status == Open && d.Touched().Before(StaleBefore(quiet, now, work))
}

// StaleBefore is the instant from which a deal must have been touched not to be stale; it
// saves the calendar arithmetic for each of many deals.
func StaleBefore(quiet int, now time.Time, work calendar.Worktime) time.Time {
	if quiet <= 0 {
		return time.Time{}
	}
	first, ok := work.AddWorkdays(work.On(now).AddDays(1), -quiet)
	if !ok {
		return time.Time{}
	}
	return work.Begins(first)
}

// UntouchedBefore is the instant from which a customer or a deal must have been touched where somebody asks which were
// not for some days: calendar days, as people count them when they name a number.
func UntouchedBefore(days int, now time.Time, loc *time.Location) time.Time {
	return calendar.DateOf(now.In(loc)).AddDays(1 - days).In(loc)
}

// Quiet is after how many working days without contact the deals of a pipeline are stale, at a customer of a tier: as
// its tier says, else as the pipeline does. 0 is never, in a pipeline whose deals never are.
func (c Company) Quiet(pipeline string, t Tier) int {
	quiet := c.Limits(pipeline).Quiet
	if own := c.Cadence[t]; own > 0 && quiet > 0 {
		return own
	}
	return quiet
}

// Lately is how many working days a customer of a tier may go without contact, whatever is sold to it.
func (c Company) Lately(t Tier) int { return cmp.Or(c.Cadence[t], c.Alerts.Quiet) }

// QuietDays are the least and the most working days after which deals are stale, at any customer. Those that never are
// do not count.
func (c Company) QuietDays() (least, most int) {
	for _, p := range c.Pipelines {
		for _, t := range append([]Tier{""}, Tiers...) {
			n := c.Quiet(p.ID, t)
			if n > 0 && (least == 0 || n < least) {
				least = n
			}
			most = max(most, n)
		}
	}
	return least, most
}

// Few holds the first of many deals, in order: as many as a message has room for.
type Few struct {
	Deals []Deal
	Of    int // how many there are in all
}

// FewMax is how many deals a Few shows.
const FewMax = 10

// few collects a Few in one pass, keeping at most FewMax positions, in order.
type few struct {
	deals []Deal
	order func(a, b *Deal) int
	first []int
	of    int
}

func (f *few) add(i int) {
	f.of++
	at := len(f.first)
	for at > 0 && f.order(&f.deals[i], &f.deals[f.first[at-1]]) < 0 {
		at--
	}
	if at == FewMax {
		return
	}
	if len(f.first) < FewMax {
		f.first = append(f.first, 0)
	}
	copy(f.first[at+1:], f.first[at:])
	f.first[at] = i
}

func (f *few) list() Few {
	list := Few{Of: f.of}
	for _, i := range f.first {
		list.Deals = append(list.Deals, f.deals[i])
	}
	return list
}

func byTouched(a, b *Deal) int {
	return cmp.Or(a.Touched().Compare(b.Touched()), cmp.Compare(a.ID, b.ID))
}
func byDue(a, b *Deal) int {
	return cmp.Or(cmp.Compare(a.Next.Due, b.Next.Due), cmp.Compare(a.Next.Clock, b.Next.Clock), cmp.Compare(a.ID, b.ID))
}
func byClose(a, b *Deal) int   { return cmp.Or(cmp.Compare(a.Close, b.Close), cmp.Compare(a.ID, b.ID)) }
func byCreated(a, b *Deal) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) }

// Watch is what a digest points out among the open deals.
type Watch struct {
	Stale   Few // longest silent first
	Overdue Few // next step overdue, longest first
	NoNext  Few // no next step, oldest deal first
	Late    Few // expected close has passed, longest first
}

// NewWatch selects from open deals, in one pass. quiet is after how many working days a deal is stale.
func NewWatch(open []Deal, quiet func(Deal) int, now time.Time, work calendar.Worktime) Watch {
	today, before := work.On(now), map[int]time.Time{}
	stale, overdue, none := few{deals: open, order: byTouched}, few{deals: open, order: byDue}, few{deals: open, order: byCreated}
	late := few{deals: open, order: byClose}
	for i := range open {
		d := &open[i]
		if d.Status != Open {
			continue
		}
		days := quiet(*d)
		limit, known := before[days]
		if !known {
			limit = StaleBefore(days, now, work)
			before[days] = limit
		}
		if d.Touched().Before(limit) {
			stale.add(i)
		}
		if d.Next.Overdue(today) {
			overdue.add(i)
		}
		if d.Next.Missing() {
			none.add(i)
		}
		if d.Late(today) {
			late.add(i)
		}
	}
	return Watch{stale.list(), overdue.list(), none.list(), late.list()}
}
