package sales

import (
	"slices"
	"time"

	"dealdesk/sales/calendar"
)

// ActivityKind is how a customer was in touch.
type ActivityKind string

const (
	Call    ActivityKind = "call"
	Visit   ActivityKind = "visit"
	Meeting ActivityKind = "meeting"
	Email   ActivityKind = "email"
	Demo    ActivityKind = "demo"
	Chat    ActivityKind = "message" // text, WeChat
	Attempt ActivityKind = "attempt" // a contact that reached nobody: counted apart, moves no clock
	Note    ActivityKind = "note"    // not a contact: moves no clock

	Complaint ActivityKind = "complaint" // of a customer, however it came; not a contact: moves no clock
	Score     ActivityKind = "score"     // that a customer gave, 1 to 5; likewise
)

// ActivityKinds in the order forms offer them.
var ActivityKinds = []ActivityKind{Call, Visit, Meeting, Email, Demo, Chat, Attempt, Note, Complaint, Score}

// ShippedEmojis are the reactions that log a message, unless the company has its own.
func ShippedEmojis() map[string]ActivityKind {
	return map[string]ActivityKind{
		"telephone_receiver": Call, "phone": Call, "handshake": Meeting,
		"email": Email, "envelope": Email, "speech_balloon": Chat, "memo": Note,
	}
}

// Contact reports whether k means that someone was in touch with the customer.
func (k ActivityKind) Contact() bool {
	return !slices.Contains([]ActivityKind{Note, Attempt, Complaint, Score, ""}, k)
}

// Activity is one logged contact or note.
type Activity struct {
	ID      string        `json:"id"` // N-12
	Kind    ActivityKind  `json:"kind"`
	Account string        `json:"account,omitempty"`
	Deal    string        `json:"deal,omitempty"`
	Team    string        `json:"team"`
	By      string        `json:"by"`
	On      calendar.Date `json:"on"` // local day of the contact
	At      time.Time     `json:"at"` // when it was logged
	Minutes int           `json:"minutes,omitempty"`
	Amount  Money         `json:"amount,omitzero"`
	Intent  int           `json:"intent,omitempty"` // 1 to 5
	Score   int           `json:"score,omitempty"`  // of a Score, 1 to ScoreMax
	Note    string        `json:"note,omitempty"`
	Next    NextStep      `json:"next,omitzero"`
	Source  string        `json:"source,omitempty"` // channel:timestamp of the message it came from
	Edited  time.Time     `json:"edited,omitzero"`  // which edit of that message it shows
	Waited  Waited        `json:"waited,omitzero"`  // of the first contact about a deal
}

// ScoreMin and ScoreMax are the worst and the best score of a customer's satisfaction.
const (
	ScoreMin = 1
	ScoreMax = 5
)

// Waited is the working time from a deal's opening to its first contact, if it is known.
type Waited struct {
	Minutes int  `json:"minutes"`
	Set     bool `json:"set,omitempty"`
}

// Answers returns how long d, as it was before a, waited for a as its first contact. It is not known for a
// deal that had one already, nor for one from another system, whose first contact may lie there. Of a contact
// that was logged on a later day only the day is known: it counts from the first instant of that day.
func (a Activity) Answers(d Deal, work calendar.Worktime) Waited {
	if !a.Kind.Contact() || a.Deal != d.ID || !d.Contacted.IsZero() || d.External != "" || d.Created.IsZero() {
		return Waited{}
	}
	wait := max(work.Between(d.Created, a.when()), 0)
	return Waited{int(wait / time.Minute), true}
}

// Check refuses an impossible contact: of an unknown kind, in the future or long ago. It
// also refuses a note or next step too long to be shown. The next step obeys the rule of
// Deal.Plan, but needs no day.
func (a Activity) Check(today calendar.Date) error {
	switch {
	case !slices.Contains(ActivityKinds, a.Kind):
		return No("log.kind", "Kind", string(a.Kind)).At("kind")
	case a.Kind == Score && (a.Score < 1 || a.Score > ScoreMax), a.Kind != Score && a.Score != 0:
		return No("log.score", "Max", ScoreMax).At("score")
	case !a.On.Valid():
		return No("log.date").At("on")
	case a.On > today:
		return No("log.future", "Date", a.On).At("on")
	case a.On < today.AddDays(-366):
		return No("log.long_ago", "Date", a.On).At("on")
	case a.Next.Due != "" && a.Next.Due < a.On:
		return No("log.next_before", "Date", a.Next.Due).At("due")
	}
	if err := short("note", a.Note, NoteMax); err != nil {
		return err
	}
	switch {
	case a.Next.Missing():
		return nil
	case a.Next.Due == "":
		return a.Next.said()
	}
	return a.Next.check(a.Deal, today)
}

// Before reports whether a is dated before the day d was opened, in the zone of its author. A contact
// of the day it was logged is not: a clock may go back.
func (a Activity) Before(d Deal, zone *time.Location) bool {
	return a.On < min(d.Opened(zone), calendar.DateOf(a.At.In(zone)))
}

// After returns the deal once a has been logged: the contact clock moves, and a next step
// replaces the old one.
func (d Deal) After(a Activity) Deal {
	d.Contacted, d.Next = after(d.Contacted, d.Next, a)
	return d
}

// After returns the account once a has been logged. An activity about a deal moves only
// the deal's clock and next step: not everyone who sees the customer sees the deal (P13).
func (c Account) After(a Activity) Account {
	if a.Deal == "" {
		c.Contacted, c.Next = after(c.Contacted, c.Next, a)
	}
	return c
}

func after(last time.Time, next NextStep, a Activity) (time.Time, NextStep) {
	when := a.when()
	if a.Kind.Contact() && when.After(last) {
		last = when
	}
	if !a.Next.Missing() {
		next = a.Next
	}
	return last, next
}

// when is the instant of a contact; of one that was logged on a later day the first one of its day.
func (a Activity) when() time.Time {
	if a.On < calendar.DateOf(a.At) {
		return a.On.In(a.At.Location())
	}
	return a.At
}
