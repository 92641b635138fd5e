package sales

import (
	"cmp"
	"regexp"
	"strings"
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
	Silent int           // working days without contact, 0 while still few
	NoStep bool          // nothing is planned: mentioned, but no reason for a nudge
	Doubts               // why its forecast may not hold
	weekly bool          // these alone deserve a nudge today
}

// Nudges reports whether the deal deserves a nudge.
func (m Matter) Nudges() bool { return m.Due != "" || m.Late != "" || m.Silent > 0 || m.weekly }

// Reasons counts all that is said of the deal.
func (m Matter) Reasons() int {
	n := m.Doubts.Count()
	for _, is := range []bool{m.Due != "", m.Late != "", m.Silent > 0, m.NoStep} {
		if is {
			n++
		}
	}
	return n
}

// Limits are when a deal is called stale, and when its records give reason to doubt it; 0 is never.
type Limits struct {
	Quiet    int // working days without contact
	Pushed   int // how often its close was put off
	Contacts int // people known at the customer: fewer, but somebody, is doubtful once it is past the first stage
	Decider  int // the number of the stage from which on a decider must be known
	Question int // days for which a question in the last note may stand
}

// Limits are those of a pipeline: its own, where it has any, else the company's. Below 0 is never.
func (c Company) Limits(pipeline string) Limits {
	l := c.Alerts.Limits
	p, _ := c.Pipeline(pipeline)
	for _, of := range []struct {
		to  *int
		own int
	}{{&l.Quiet, p.Limits.Quiet}, {&l.Pushed, p.Limits.Pushed}, {&l.Contacts, p.Limits.Contacts}, {&l.Decider, p.Limits.Decider},
		{&l.Question, p.Limits.Question}} {
		if of.own != 0 {
			*of.to = max(of.own, 0)
		}
	}
	return l
}

// Known is what the records say around a deal.
type Known struct {
	Contacts int           // people at the customer
	Decider  bool          // one of them decides
	Asked    calendar.Date // the day of the last note about the deal, if the customer asks something in it
}

var (
	asksThem = regexp.MustCompile(`(?i)\b(asks?|asked|asking|wants? to know|wanted to know|wonders?|wondered|would like to know|` +
		`curious)\b,?:? *(me |us )?(if|whether|how|what|when|where|why|which|who|about|for how)\b|` +
		`(客户|对方|他们?|她们?|人家|[总经理工])[^，。；！]{0,8}(问|想知道|想了解|想确认|打听|咨询)|(来问|问到|问起|问我们?)`)
	asksUs = regexp.MustCompile(`(?i)\b(i|we)('ve|'ll| have| will| should| need to| must)? (asks?|asked|ask|wonder|wondered)\b|` +
		`(我们?|咱们?|要|得|记得|需要|回头)(再|去|先)?(问|确认)`)
	answeredUs = regexp.MustCompile(`(?i)\b(answered|told (them|him|her)|replied|explained|confirmed|sorted|resolved)\b|` +
		`(已|已经|都|当场|刚)(经)?(回复|答复|回答|解答|解释|说明|确认|告诉|告知)|(回复|答复|回答|解答|解释)(了|过|清楚)`)
)

// CustomerAsks reports whether a note about a customer holds a question of theirs that it does not answer: one of our own
// ("I asked who decides?", 得问一下) waits for them, not for us.
func CustomerAsks(note string) bool {
	if answeredUs.MatchString(note) {
		return false
	}
	rest := asksUs.ReplaceAllString(note, "")
	return asksThem.MatchString(rest) || rest == note && strings.ContainsAny(note, "?？")
}

// Doubts are what the records of an open deal lack, by arithmetic. A question of the customer stands as long as it is in
// the last note, with nothing logged or planned since.
type Doubts struct {
	Pushed    int           // how often its close was put off, if that is too often
	Alone     bool          // only one person is known at the customer
	NoDecider bool          // nobody who decides is known this late
	Asked     calendar.Date // the day of a question that still stands
}

// Count is how many of them there are.
func (x Doubts) Count() (n int) {
	for _, is := range []bool{x.Pushed > 0, x.Alone, x.NoDecider, x.Asked != ""} {
		if is {
			n++
		}
	}
	return n
}

// Doubts returns those of d.
func (d Deal) Doubts(p Pipeline, k Known, l Limits, today calendar.Date) (x Doubts) {
	stage := p.index(d.Stage) + 1
	if l.Pushed > 0 && d.Pushed >= l.Pushed {
		x.Pushed = d.Pushed
	}
	x.Alone = stage > 1 && k.Contacts > 0 && k.Contacts < l.Contacts
	x.NoDecider = l.Decider > 0 && stage >= l.Decider && !k.Decider
	planned := d.Next.Due != "" && !d.Next.Overdue(today)
	if l.Question > 0 && k.Asked != "" && !planned && k.Asked.DaysTo(today) >= l.Question {
		x.Asked = k.Asked
	}
	return x
}

// doubtsEvery is after how many days a deal is named again for doubts alone: they pass slowly.
const doubtsEvery = 7

// Doubted adds doubts, unless the deal sleeps or nothing has happened since it was dropped.
func (m Matter) Doubted(x Doubts, today calendar.Date) Matter {
	n := m.Nudge
	if m.Deal.Status != Open || n.Until > today || !n.Enough.IsZero() && !m.Deal.stirred().After(n.Enough) {
		return m
	}
	m.Doubts = x
	m.weekly = x.Count() > 0 && (n.On == "" || n.On == today || n.On.DaysTo(today) >= doubtsEvery)
	return m
}

// Matter returns what d asks of its owner at now: to do what is overdue, to say what became
// of a deal that was to close by now, or to get in touch after quiet working days without contact.
// What n silences is left out.
func (d Deal) Matter(n Nudge, quiet int, now time.Time, work calendar.Worktime) Matter {
	m, today := Matter{Deal: d, Nudge: n}, work.On(now)
	if d.Status != Open || n.Until > today {
		return m
	}
	if d.Next.Overdue(today) && d.Next.Due != n.Step {
		m.Due = d.Next.Due
	}
	if d.Late(today) && d.Close != n.Close {
		m.Late = d.Close
	}
	if d.Stale(quiet, now, work) && d.stirred().After(n.Enough) {
		m.Silent = d.Silent(now, work)
	}
	m.NoStep = d.Next.Missing()
	return m
}

// Urgent compares two matters for sorting: overdue steps first, the longest overdue in
// front, then expected closes that have passed, likewise, then silence, the longest in front, then doubts.
func Urgent(a, b Matter) int {
	return cmp.Or(overdueFirst(a.Due, b.Due), overdueFirst(a.Late, b.Late), cmp.Compare(b.Silent, a.Silent),
		cmp.Compare(b.Doubts.Count(), a.Doubts.Count()), cmp.Compare(a.Deal.ID, b.Deal.ID))
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
