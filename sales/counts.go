package sales

import (
	"slices"
	"strconv"
	"strings"

	"dealdesk/sales/calendar"
)

// Tally is a number to add to the counters of a day and a person. The store updates the
// counters in the transaction that keeps the record; digests and reviews read counters,
// never all activities.
type Tally struct {
	Metric string
	N      int64
}

// Count is a stored counter: one metric of one person on one day, with one team's records.
type Count struct {
	On     calendar.Date
	Person string
	Metric string
	N      int64
}

// Metrics of activities. A kind's own metric is KindMetric.
const (
	Contacts = "contacts" // every activity but notes
	Minutes  = "minutes"
)

// Metrics of the first contact with a deal, see Activity.Waited: minutes of working time, and how many deals.
const (
	CountResponse  = "response"
	CountResponses = "responses"
)

// CountScore adds up the scores of customers; KindMetric(Score) counts them.
const CountScore = "score_sum"

// Metrics of deals. CountWon with ":" and a currency, "won:CNY", is an amount in minor
// units, net of discount; CountPriced likewise is how many deals it comes from. CountLeft with ":" and a
// stage counts the deals that left the stage, CountOn those of them that went forward or were won.
// CountCycle adds up the days from opening to win, of CountCycles deals; with ":" and a number of days it counts
// the deals that took so many, from which a median is read. CountIn with ":" and a stage counts the deals that came
// into the stage. CountStay with ":", a stage, ":" and a number of days counts those that left it after so many, for
// another stage or because they were won or lost. CountGiven adds up the discounts of won deals, in hundredths of a percent.
const (
	CountCreated   = "created"
	CountAdvanced  = "advanced"
	CountBack      = "back"
	CountWon       = "won"
	CountLost      = "lost"
	CountDiscounts = "discounts"
	CountOverrides = "overrides"
	CountPriced    = "priced"
	CountLeft      = "left"
	CountOn        = "on"
	CountCycle     = "cycle"
	CountCycles    = "cycles"
	CountIn        = "in"
	CountStay      = "stay"
	CountGiven     = "given"
)

// KindMetric is the metric that counts activities of a kind: "calls", "notes".
func KindMetric(k ActivityKind) string { return string(k) + "s" }

// ActivityCounts returns what a adds to the counters of a.By on a.On.
func ActivityCounts(a Activity) []Tally {
	tallies := make([]Tally, 1, 5)
	tallies[0] = Tally{KindMetric(a.Kind), 1}
	if a.Kind.Contact() {
		tallies = append(tallies, Tally{Contacts, 1})
	}
	if a.Minutes > 0 {
		tallies = append(tallies, Tally{Minutes, int64(a.Minutes)})
	}
	if a.Score > 0 {
		tallies = append(tallies, Tally{CountScore, int64(a.Score)})
	}
	if a.Waited.Set {
		tallies = append(tallies, Tally{CountResponse, int64(a.Waited.Minutes)}, Tally{CountResponses, 1})
	}
	return tallies
}

// OfActivities reports whether a metric counts activities, not steps of deals.
func OfActivities(metric string) bool {
	switch metric {
	case Contacts, Minutes, CountScore, CountResponse, CountResponses:
		return true
	}
	return slices.ContainsFunc(ActivityKinds, func(k ActivityKind) bool { return metric == KindMetric(k) })
}

// EventCounts returns what e adds to the counters of e.Owner on e.On: nothing once it is taken back.
func EventCounts(e Event) []Tally {
	if e.TakenBack != "" {
		return nil
	}
	var all []Tally
	if e.Kind.overridable() && len(e.Unmet) > 0 {
		all = append(all, Tally{CountOverrides, 1})
	}
	switch e.Kind {
	case Created:
		all = append(all, Tally{CountCreated, 1})
		if e.To != "" { // of the first versions
			all = append(all, Tally{CountIn + ":" + e.To, 1})
		}
	case Advanced:
		all = append(all, Tally{CountAdvanced, 1}, Tally{CountLeft + ":" + e.From, 1}, Tally{CountOn + ":" + e.From, 1})
		all = append(all, e.moved()...)
	case WentBack:
		all = append(all, Tally{CountBack, 1}, Tally{CountLeft + ":" + e.From, 1})
		all = append(all, e.moved()...)
	case ClosedWon:
		all = append(all, Tally{CountWon, 1}, Tally{CountLeft + ":" + e.From, 1}, Tally{CountOn + ":" + e.From, 1})
		all = append(all, stayed(e.From, e.Stay)...)
		if !e.Amount.Zero() { // imported deals may lack it
			all = append(all, Tally{CountWon + ":" + e.Amount.Currency, e.Amount.Minor}, Tally{CountPriced + ":" + e.Amount.Currency, 1})
		}
		if e.Days != DaysUnknown {
			all = append(all, Tally{CountCycle, int64(e.Days)}, Tally{CountCycles, 1}, Tally{CountCycle + ":" + strconv.Itoa(e.Days), 1})
		}
		if e.Discount > 0 {
			all = append(all, Tally{CountGiven, int64(e.Discount)})
		}
	case ClosedLost:
		all = append(all, Tally{CountLost, 1}, Tally{CountLeft + ":" + e.From, 1})
		all = append(all, stayed(e.From, e.Stay)...)
	case Granted:
		all = append(all, Tally{CountDiscounts, 1})
	}
	return all
}

// moved is what a move to another stage adds: where the deal is now, and how long it was where it came from.
func (e Event) moved() []Tally {
	return append([]Tally{{CountIn + ":" + e.To, 1}}, stayed(e.From, e.Days)...)
}

// stayed counts a deal that was in a stage for so many days, if they are known.
func stayed(stage string, days int) []Tally {
	if days == DaysUnknown {
		return nil
	}
	return []Tally{{CountStay + ":" + stage + ":" + strconv.Itoa(days), 1}}
}

// overridable reports whether unmet criteria of an event are counted.
func (k EventKind) overridable() bool { return k == Advanced || k == ClosedWon }

// WonIn returns the currency of a metric that adds up what was won; ok is false for every other metric.
func WonIn(metric string) (currency string, ok bool) { return strings.CutPrefix(metric, CountWon+":") }
