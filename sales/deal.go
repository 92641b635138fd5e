package sales

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"dealdesk/sales/calendar"
)

// Status of a deal.
type Status string

const (
	Open Status = "open"
	Won  Status = "won"
	Lost Status = "lost"
)

// Statuses are all of them; the words are status.<status> in lang/.
var Statuses = []Status{Open, Won, Lost}

// Deal is a possible sale.
type Deal struct {
	ID         string        `json:"id"` // D-7
	Name       string        `json:"name"`
	Account    string        `json:"account,omitempty"` // Account.ID; imports may lack it
	Owner      string        `json:"owner"`
	Team       string        `json:"team"`
	Pipeline   string        `json:"pipeline"`
	Stage      string        `json:"stage"`
	StageSince time.Time     `json:"stage_since"`
	Status     Status        `json:"status"`
	Amount     Money         `json:"amount,omitzero"`   // before discount
	Discount   Percent       `json:"discount,omitzero"` // granted
	Special    Special       `json:"special,omitzero"`  // granted
	Terms      int           `json:"terms"`             // version of what approvals are bound to: amount, discount, special terms
	Close      calendar.Date `json:"close,omitempty"`   // expected; the real day once closed
	Next       NextStep      `json:"next,omitzero"`
	Need       string        `json:"need,omitempty"`
	Budget     string        `json:"budget,omitempty"`
	Product    string        `json:"product,omitempty"`
	Created    time.Time     `json:"created"`
	Contacted  time.Time     `json:"contacted,omitzero"`
	Closed     time.Time     `json:"closed,omitzero"`
	Reason     string        `json:"reason,omitempty"` // why it was lost, a code of Company.LostReasons
	Competitor string        `json:"competitor,omitempty"`
	Overrides  int           `json:"overrides,omitempty"` // how often criteria were overridden with a reason
	Pushed     int           `json:"pushed,omitempty"`    // how often the expected close was put off
	Repriced   int           `json:"repriced,omitempty"`  // how often the amount was changed
	Forecast   Category      `json:"forecast,omitempty"`  // what its owner says of it; "" is InPipeline
	External   string        `json:"external,omitempty"`
}

// Category is what the owner of an open deal says of it in a forecast.
type Category string

const (
	Commit     Category = "commit"   // it will be won in time
	Best       Category = "best"     // it may be, if all goes well
	InPipeline Category = "pipeline" // nothing is said
	Omitted    Category = "omitted"  // it will not be won in time: no forecast counts it
)

// Categories are all of them; the words are category.<category> in lang/.
var Categories = []Category{Commit, Best, InPipeline, Omitted}

// Said is what is said of the deal in a forecast.
func (d Deal) Said() Category { return cmp.Or(d.Forecast, InPipeline) }

// Late reports whether an open deal was expected to close before today.
func (d Deal) Late(today calendar.Date) bool {
	return d.Status == Open && d.Close != "" && d.Close < today
}

// Net is what the customer pays: the amount less the granted discount.
func (d Deal) Net() Money { return d.Amount.Less(d.Discount) }

// NextStep is the one dated next thing to do. Clock is "15:00" or "".
type NextStep struct {
	What  string        `json:"what,omitempty"`
	Due   calendar.Date `json:"due,omitempty"`
	Clock string        `json:"clock,omitempty"`
}

// Mark tells a step from others in the value of a button, which carries no text.
func (s NextStep) Mark() string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s|%s|%s", s.What, s.Due, s.Clock)
	return strconv.FormatUint(h.Sum64(), 36)
}

// Missing reports whether there is no next step.
func (n NextStep) Missing() bool { return n.What == "" && n.Due == "" }

// Overdue reports whether it was due before today.
func (n NextStep) Overdue(today calendar.Date) bool { return n.Due != "" && n.Due < today }

// EventKind is what happened to a deal.
type EventKind string

const (
	Created    EventKind = "created"
	Advanced   EventKind = "advanced"
	WentBack   EventKind = "back"
	ClosedWon  EventKind = "won"
	ClosedLost EventKind = "lost"
	Reopened   EventKind = "reopened"
	Repriced   EventKind = "amount"
	Given      EventKind = "given"
	Redated    EventKind = "close"
	Granted    EventKind = "discount"
)

// EventKinds are all of them; the words are event.<kind> in lang/.
var EventKinds = []EventKind{Created, Advanced, WentBack, ClosedWon, ClosedLost, Reopened, Repriced, Given, Redated, Granted}

// Event is one entry in a deal's history. Digests and reviews read the events of a period,
// never all deals.
type Event struct {
	ID         string        `json:"id"` // E-12
	Deal       string        `json:"deal"`
	Account    string        `json:"account,omitempty"`
	Team       string        `json:"team"`
	Owner      string        `json:"owner"` // the deal's owner, whose numbers it counts for
	Pipeline   string        `json:"pipeline,omitempty"`
	By         string        `json:"by"`
	Kind       EventKind     `json:"kind"`
	From       string        `json:"from,omitempty"` // stage, owner or date; of a reopened deal its old status
	To         string        `json:"to,omitempty"`
	Before     Money         `json:"before,omitzero"`
	Amount     Money         `json:"amount,omitzero"`   // net, after the event
	Discount   Percent       `json:"discount,omitzero"` // after the event
	Special    Special       `json:"special,omitzero"`  // of a grant
	Reason     string        `json:"reason,omitempty"`
	Competitor string        `json:"competitor,omitempty"`
	Unmet      []string      `json:"unmet,omitempty"` // criteria that were overridden
	Days       int           `json:"days,omitempty"`  // spent in the stage left, or from creation to close; may be DaysUnknown
	Stay       int           `json:"stay,omitempty"`  // of a win or loss: days spent in the stage in which it closed; may be DaysUnknown
	At         time.Time     `json:"at"`
	On         calendar.Date `json:"on"`             // local day of whoever acted; of a win or loss, the day it happened
	Told       calendar.Date `json:"told,omitempty"` // the day it was entered, if that was later than On

	// TakenBack is the reopening that took a win or loss back. From then on it counts nowhere.
	TakenBack string `json:"taken_back,omitempty"`
}

// DaysUnknown is how long a deal took that was opened only after it had closed, as events of
// earlier versions have it; and how long one stood in its last stage that another system had brought there.
const DaysUnknown = -1

// ClosesLike reports whether a win or loss is entered again as it had been: no number differs.
func (e Event) ClosesLike(was Event) bool {
	return e.Kind == was.Kind && e.On == was.On && e.Amount == was.Amount && e.Owner == was.Owner && e.Team == was.Team &&
		e.Reason == was.Reason && e.Competitor == was.Competitor
}

// EarlierPeriod returns "week" or "month" if a day is of an earlier one than another, so that numbers which
// were read before may differ; else "".
func EarlierPeriod(day, than calendar.Date) string {
	switch {
	case day < calendar.Week(than).From:
		return "week"
	case day[:len("2006-01")] < than[:len("2006-01")]:
		return "month"
	}
	return ""
}

// otherSale is the share by which a deal brings less than another one of the same customer for it to be
// quite another sale.
const otherSale Percent = 80_00

// Twin reports whether d may be the sale of a larger deal of the same team with the same customer, for
// less: one that was lost within OftenDays, or stands open beside d, which was opened later and is won.
// If their names do not tell, d was opened later and brings less by own, what its owner may give alone, or
// has a discount.
// moves are the events of old: its amount counts at its highest, and it was lost when that was entered.
// was is that amount, and less the share by which d brings less; 0 in another currency.
func (d Deal) Twin(old Deal, moves []Event, own Percent, at time.Time) (was Money, less Percent, ok bool) {
	if !d.MayBeTwin(old) {
		return was, 0, false
	}
	_, was = old.CutFrom(moves, at)
	lost := old.Status == Lost && lostAt(old, moves).After(at.AddDate(0, 0, -OftenDays))
	if was.Currency != d.Amount.Currency {
		return was, 0, lost && (d.Status == Won || d.Discount > 0)
	}
	less = was.share(d.Net())
	switch {
	case was.Minor <= d.Amount.Minor:
		return was, less, false
	case lost && d.NamedLike(old):
		return was, less, true
	}
	quiteOther := old.lowest(moves, at).share(d.Net()) > otherSale || !d.Created.After(old.Created)
	return was, less, (lost || old.Status == Open) && !quiteOther && (d.Discount > 0 || d.Status == Won && less >= own)
}

// MayBeTwin reports whether old is a deal that d could be the twin of, whatever they bring.
func (d Deal) MayBeTwin(old Deal) bool {
	beside := old.Status == Open && d.Status == Won && d.Created.After(old.Created)
	return old.ID != d.ID && old.Team == d.Team && (old.Status == Lost || beside)
}

// lostAt is when a loss was entered; the day of the loss may be an earlier one.
func lostAt(d Deal, moves []Event) time.Time {
	at := d.Closed
	for _, e := range moves {
		if e.Kind == ClosedLost && e.TakenBack == "" && e.At.After(at) {
			at = e.At
		}
	}
	return at
}

// lowest is the lowest amount that d had within OftenDays.
func (d Deal) lowest(moves []Event, at time.Time) Money {
	least := d.Amount
	for _, e := range moves {
		if e.Kind == Repriced && e.Before.Currency == least.Currency && e.Before.Minor < least.Minor && !e.Before.Zero() &&
			e.At.After(at.AddDate(0, 0, -OftenDays)) {
			least = e.Before
		}
	}
	return least
}

// NamedLike reports whether d is named much like another deal: their names share a word, or one contains
// the other.
func (d Deal) NamedLike(old Deal) bool {
	a, b := strings.ToLower(Simplified(d.Name)), strings.ToLower(Simplified(old.Name))
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return true
	}
	gap := func(r rune) bool { return !unicode.IsLetter(r) }
	words := strings.FieldsFunc(b, gap)
	return slices.ContainsFunc(strings.FieldsFunc(a, gap), func(w string) bool { return len(w) > 2 && slices.Contains(words, w) })
}
