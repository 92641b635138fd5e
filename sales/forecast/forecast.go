package forecast

import (
	"strings"
	"time"
	"unicode/utf8"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Scope is whose deals a forecast counts: those that a person has with a team, or, without a person, the team's.
type Scope struct {
	Person string `json:"person,omitempty"`
	Team   string `json:"team,omitempty"`
}

// Owns reports whether a deal belongs to the scope.
func (s Scope) Owns(d sales.Deal) bool {
	return d.Team == s.Team && (s.Person == "" || d.Owner == s.Person)
}

// Forecast is what was submitted for a period: by a person for their own deals. A team's record holds only what its
// manager sets in the place of the sum.
type Forecast struct {
	ID       string        `json:"id"` // ID
	Scope    Scope         `json:"scope"`
	Period   calendar.Span `json:"period"`
	First    Submitted     `json:"first,omitzero"` // of the period, without its deals: accuracy is measured by it
	Last     Submitted     `json:"last,omitzero"`
	Override Override      `json:"override,omitzero"`
}

// Submitted is a forecast at the moment when its owner gave it.
type Submitted struct {
	At time.Time `json:"at,omitzero"`
	Figures
	Lines []Line `json:"lines,omitempty"`
}

// Override is the number that a manager counts on in the place of a commit.
type Override struct {
	By     string      `json:"by,omitempty"`
	At     time.Time   `json:"at,omitzero"`
	Number sales.Money `json:"number,omitzero"`
	Was    sales.Money `json:"was,omitzero"` // the commit then, in the same currency
	Reason string      `json:"reason,omitempty"`
}

// Set reports whether there is one.
func (o Override) Set() bool { return o.By != "" }

// Far reports whether the number has another size than what was submitted: 50 may be meant as 50k.
func (o Override) Far() bool {
	return o.Was.Minor > 0 && (o.Number.Minor < o.Was.Minor/10 || o.Number.Minor/10 > o.Was.Minor)
}

// ID is that of a scope's forecast for a period; with an empty period it is how all of the scope begin.
func ID(s Scope, p calendar.Span) string {
	id := s.Person + "|" + s.Team + "|"
	if p.From == "" {
		return id
	}
	return id + string(p.From) + "|" + string(p.To)
}

// Plain reports whether people submit forecasts for a period: a month, a quarter or a year.
func Plain(p calendar.Span) bool {
	for _, n := range []int{1, 3, 12} {
		if p == months(p.From, n) {
			return true
		}
	}
	return false
}

// MonthsAhead is how far off a period begins at most for which a forecast is submitted.
const MonthsAhead = 12

// FarOff reports whether a period lies so far ahead that nobody submits for it, or before the history that counts.
func FarOff(p calendar.Span, today calendar.Date) bool {
	return p.From > today.AddMonths(MonthsAhead) || p.To < Since(today)
}

// Submit keeps what the owner says now.
func (f Forecast) Submit(o Outlook, at time.Time, today calendar.Date) (Forecast, error) {
	switch {
	case !Plain(o.Period):
		return f, sales.No("forecast.no_period")
	case o.Period.To < today:
		return f, sales.No("forecast.over", "Date", o.Period.To)
	case FarOff(o.Period, today):
		return f, sales.No("forecast.too_far", "Count", MonthsAhead)
	}
	f.Last = Submitted{at.UTC(), o.Figures, o.Lines()}
	if f.First.At.IsZero() {
		f.First = Submitted{at.UTC(), o.Figures, nil}
	}
	return f, nil
}

// Set counts on another number than the commit, with a reason. commit is what the owners say, won what the period has
// brought already.
func (f Forecast) Set(number sales.Money, commit, won sales.Totals, reason string, a sales.Act) (Forecast, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case !Plain(f.Period):
		return f, sales.No("forecast.no_period")
	case f.Period.To < a.On:
		return f, sales.No("forecast.over", "Date", f.Period.To)
	case number.Minor < 0 || number.Minor > sales.AmountMax:
		return f, sales.No("amount.too_large", "Max", sales.Money{Minor: sales.AmountMax, Currency: number.Currency}).At("amount")
	case number.Minor < won[number.Currency]:
		return f, sales.No("forecast.below_won", "Won", sales.Money{Minor: won[number.Currency], Currency: number.Currency}).At("amount")
	case reason == "":
		return f, sales.No("forecast.no_reason").At("reason")
	case utf8.RuneCountInString(reason) > sales.TextMax:
		return f, sales.No("text.too_long", "Max", sales.TextMax, "Length", utf8.RuneCountInString(reason)).At("reason")
	}
	f.Override = Override{a.By, a.At.UTC(), number, sales.Money{Minor: commit[number.Currency], Currency: number.Currency}, reason}
	return f, nil
}

// Unset takes an override back.
func (f Forecast) Unset() (Forecast, error) {
	if !f.Override.Set() {
		return f, sales.No("forecast.no_override")
	}
	f.Override = Override{}
	return f, nil
}

// Counted is the commit that counts: the submitted one, or the one that overrides it.
func (f Forecast) Counted(commit sales.Totals) sales.Totals {
	out := sales.Totals{}
	for _, m := range commit.Money() {
		out.Add(m)
	}
	if o := f.Override; o.Set() {
		delete(out, o.Number.Currency)
		out.Add(o.Number)
	}
	return out
}

// Erased is f without what a person who asked for it wrote.
func (f Forecast) Erased(e sales.Erasure) Forecast {
	if e.Is(f.Override.By) {
		f.Override.Reason = e.As
	}
	return f
}

// Landed is what was first submitted for periods that are over, and what was won in them, in one currency.
type Landed struct {
	Submitted, Won int64
	N              int
}

// Periods is how many of the latest periods accuracy is measured over.
const Periods = 4

// Add takes a period in. One of which nothing was submitted in this currency says nothing.
func (l Landed) Add(first Submitted, won sales.Totals, currency string) Landed {
	if first.At.IsZero() || first.Commit[currency] <= 0 {
		return l
	}
	return Landed{l.Submitted + first.Commit[currency], l.Won + won[currency], l.N + 1}
}

// Plus is both together.
func (l Landed) Plus(m Landed) Landed {
	return Landed{l.Submitted + m.Submitted, l.Won + m.Won, l.N + m.N}
}

// Enough reports whether there are enough periods for Percent to mean something.
func (l Landed) Enough() bool { return l.N >= kpi.AccuracySample }

// Percent is how much of what was submitted was won; it may be above 100 %.
func (l Landed) Percent() sales.Percent {
	return sales.Percent(kpi.Scale(l.Won, int64(sales.Hundred), l.Submitted))
}

// At is where a commit lands if it goes as before.
func (l Landed) At(commit sales.Money) sales.Money {
	return sales.Money{Minor: kpi.Scale(commit.Minor, l.Won, l.Submitted), Currency: commit.Currency}
}
