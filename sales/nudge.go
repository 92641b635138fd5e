package sales

import (
	"cmp"
	"time"
)

// What deserves a quiet word to a deal's owner (R104, U6), and what keeps it quiet (U8).

// Nudge is what is remembered of the words said about one deal. It is kept beside the
// deal, so that whoever logs a contact changes nothing here.
type Nudge struct {
	Deal   string    `json:"deal"`
	To     string    `json:"to,omitempty"`    // Person.ID of whom it was named to last
	On     Date      `json:"on,omitempty"`    // their day then: a deal is named once a day, whoever has it by evening
	Until  Date      `json:"until,omitempty"` // snoozed: nothing before this day
	Enough time.Time `json:"enough,omitzero"` // not needed: nothing about the silence since then
	Step   Date      `json:"step,omitempty"`  // not needed: nothing about the next step that was due then
}

// Named reports whether the deal was named on a day or later: clocks may be set back.
func (n Nudge) Named(on Date) bool { return n.On >= on }

// Drop keeps quiet about the silence of d until its next contact or move, and about its
// next step until that has another day.
func (n Nudge) Drop(d Deal) Nudge {
	n.Enough, n.Step, n.Until = d.stirred(), d.Next.Due, ""
	return n
}

// Dropped reports whether nothing has happened to d since it was dropped.
func (n Nudge) Dropped(d Deal) bool {
	return !n.Enough.IsZero() && !d.stirred().After(n.Enough) && d.Next.Due == n.Step
}

// stirred is when anything last moved between us and the customer: a contact, or a step
// to another stage.
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
	Due    Date // of an overdue next step, "" if it is not
	Silent int  // days without contact, 0 while they are few enough
	NoStep bool // nothing is planned (U6): worth a mention, no nudge
}

// Nudges reports whether it deserves a nudge.
func (m Matter) Nudges() bool { return m.Due != "" || m.Silent > 0 }

// Matter tells what d asks of its owner at now: to do what is overdue, to get in touch
// after quiet days without contact (R104). What n keeps quiet about is left out.
func (d Deal) Matter(n Nudge, quiet int, now time.Time, loc *time.Location) Matter {
	m, today := Matter{Deal: d, Nudge: n}, DateOf(now.In(loc))
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

// Urgent compares two matters for sorting: first what was promised, the longest overdue
// in front, then what has been silent, the longest in front.
func Urgent(a, b Matter) int {
	switch {
	case a.Due == "" && b.Due != "":
		return 1
	case a.Due != "" && b.Due == "":
		return -1
	}
	return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(b.Silent, a.Silent), cmp.Compare(a.Deal.ID, b.Deal.ID))
}
