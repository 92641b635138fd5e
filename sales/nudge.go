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
	On     calendar.Date `json:"on,omitempty"`    // the day of that nudge; a deal that changes hands is named once a day, too
	Until  calendar.Date `json:"until,omitempty"` // snoozed: nothing before this day
	Enough time.Time     `json:"enough,omitzero"` // not needed: no nudge about the silence up to then
	Step   calendar.Date `json:"step,omitempty"`  // not needed: no nudge about the next step due then
	Close  calendar.Date `json:"close,omitempty"` // not needed: no nudge about that expected close having passed
}

// Named reports whether the deal was named on a day or later, as clocks may be set back.
func (n Nudge) Named(on calendar.Date) bool { return n.On >= on }

// Drop silences nudges about d's lack of contact until its next contact or move, and about
// its next step and its expected close until those get another day.
func (n Nudge) Drop(d Deal) Nudge {
	n.Enough, n.Step, n.Close, n.Until = d.stirred(), d.Next.Due, d.Close, ""
	return n
}

// Dropped reports whether nothing has happened to d since it was dropped.
func (n Nudge) Dropped(d Deal) bool {
	return !n.Enough.IsZero() && !d.stirred().After(n.Enough) && d.Next.Due == n.Step && (d.Close == n.Close || n.Close == "")
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
	Late   calendar.Date // of an expected close that has passed, "" if it has not
	Silent int           // days without contact, 0 while still few
	NoStep bool          // nothing is planned: mentioned, but no reason for a nudge
}

// Nudges reports whether the deal deserves a nudge.
func (m Matter) Nudges() bool { return m.Due != "" || m.Late != "" || m.Silent > 0 }

// Matter returns what d asks of its owner at now: to do what is overdue, to say what became
// of a deal that was to close by now, or to get in touch after quiet days without contact.
// What n silences is left out.
func (d Deal) Matter(n Nudge, quiet int, now time.Time, loc *time.Location) Matter {
	m, today := Matter{Deal: d, Nudge: n}, calendar.DateOf(now.In(loc))
	if d.Status != Open || n.Until > today {
		return m
	}
	if d.Next.Overdue(today) && d.Next.Due != n.Step {
		m.Due = d.Next.Due
	}
	if d.Late(today) && d.Close != n.Close {
		m.Late = d.Close
	}
	if d.Stale(quiet, now, loc) && d.stirred().After(n.Enough) {
		m.Silent = d.Silent(now, loc)
	}
	m.NoStep = d.Next.Missing()
	return m
}

// Urgent compares two matters for sorting: overdue steps first, the longest overdue in
// front, then expected closes that have passed, likewise, then silence, the longest in front.
func Urgent(a, b Matter) int {
	return cmp.Or(overdueFirst(a.Due, b.Due), overdueFirst(a.Late, b.Late), cmp.Compare(b.Silent, a.Silent), cmp.Compare(a.Deal.ID, b.Deal.ID))
}

// overdueFirst compares two days that have passed; "" is none, and comes last.
func overdueFirst(a, b calendar.Date) int {
	switch {
	case a == "" && b != "":
		return 1
	case a != "" && b == "":
		return -1
	}
	return cmp.Compare(a, b)
}
