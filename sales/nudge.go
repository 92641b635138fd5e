package sales

import (
	"cmp"
	"time"

	"dealdesk/sales/calendar"
)

// What deserves a nudge to a deal's owner, and what prevents it.

// Nudge is what is remembered about nudges for one deal. It is kept apart from the deal, so
// that logging a contact does not change it.
type Nudge struct {
	Deal   string        `json:"deal"`
	To     string        `json:"to,omitempty"`    // Person.ID of the last person nudged about it
	On     calendar.Date `json:"on,omitempty"`    // the day of that nudge, for that person: a deal is named once a day, even if it changes hands
	Until  calendar.Date `json:"until,omitempty"` // snoozed: nothing before this day
	Enough time.Time     `json:"enough,omitzero"` // not needed: no nudge about the silence up to then
	Step   calendar.Date `json:"step,omitempty"`  // not needed: no nudge about the next step due then
}

// Named reports whether the deal was named on a day or later, as clocks may be set back.
func (n Nudge) Named(on calendar.Date) bool { return n.On >= on }

// Drop silences nudges about d's lack of contact until its next contact or move, and about
// its next step until that gets another day.
func (n Nudge) Drop(d Deal) Nudge {
	n.Enough, n.Step, n.Until = d.stirred(), d.Next.Due, ""
	return n
}

// Dropped reports whether nothing has happened to d since it was dropped.
func (n Nudge) Dropped(d Deal) bool {
	return !n.Enough.IsZero() && !d.stirred().After(n.Enough) && d.Next.Due == n.Step
}

// stirred is when the deal last moved: a contact, or a change of stage.
func (d Deal) stirred() time.Time {
	if t := d.Touched(); t.After(d.StageSince) {
		return t
	}
	return d.StageSince
}

// Matter is what a deal asks of its owner, and what was said about it.
type Matter struct {
	Deal   Deal
	Nudge  Nudge
	Due    calendar.Date // of an overdue next step, "" if it is not
	Silent int           // days without contact, 0 while still few
	NoStep bool          // nothing is planned: mentioned, but no reason for a nudge
}

// Nudges reports whether the deal deserves a nudge.
func (m Matter) Nudges() bool { return m.Due != "" || m.Silent > 0 }

// Matter returns what d asks of its owner at now: to do what is overdue, or to get in touch
// after quiet days without contact. What n silences is left out.
func (d Deal) Matter(n Nudge, quiet int, now time.Time, loc *time.Location) Matter {
	m, today := Matter{Deal: d, Nudge: n}, calendar.DateOf(now.In(loc))
	if d.Status != Open || n.Until > today {
		return m
	}
	if d.Next.Overdue(today) && d.Next.Due != n.Step {
		m.Due = d.Next.Due
	}
	if d.Stale(quiet, now, loc) && d.stirred().After(n.Enough) {
		m.Silent = d.Silent(now, loc)
	}
	m.NoStep = d.Next.Missing()
	return m
}

// Urgent compares two matters for sorting: overdue steps first, the longest overdue in
// front, then silence, the longest in front.
func Urgent(a, b Matter) int {
	switch {
	case a.Due == "" && b.Due != "":
		return 1
	case a.Due != "" && b.Due == "":
		return -1
	}
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(b.Silent, a.Silent), cmp.Compare(a.Deal.ID, b.Deal.ID))
}
