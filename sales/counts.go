package sales

import (
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

// Metrics of deals. CountWon with ":" and a currency, "won:CNY", is an amount in minor
// units, net of discount.
const (
	CountCreated   = "created"
	CountAdvanced  = "advanced"
	CountBack      = "back"
	CountWon       = "won"
	CountLost      = "lost"
	CountDiscounts = "discounts"
	CountOverrides = "overrides"
)

// KindMetric is the metric that counts activities of a kind: "calls", "notes".
func KindMetric(k ActivityKind) string { return string(k) + "s" }

// ActivityCounts returns what a adds to the counters of a.By on a.On.
func ActivityCounts(a Activity) []Tally {
	tallies := make([]Tally, 1, 3)
	tallies[0] = Tally{KindMetric(a.Kind), 1}
	if a.Kind.Contact() {
		tallies = append(tallies, Tally{Contacts, 1})
	}
	if a.Minutes > 0 {
		tallies = append(tallies, Tally{Minutes, int64(a.Minutes)})
	}
	return tallies
}

// EventCounts returns what e adds to the counters of e.Owner on e.On: nothing once it is taken back.
func EventCounts(e Event) []Tally {
	if e.TakenBack != "" {
		return nil
	}
	switch e.Kind {
	case Created:
		return []Tally{{CountCreated, 1}}
	case Advanced:
		if len(e.Unmet) > 0 {
			return []Tally{{CountAdvanced, 1}, {CountOverrides, 1}}
		}
		return []Tally{{CountAdvanced, 1}}
	case WentBack:
		return []Tally{{CountBack, 1}}
	case ClosedWon:
		if len(e.Unmet) > 0 {
			return append(withAmount(CountWon, e.Amount), Tally{CountOverrides, 1})
		}
		return withAmount(CountWon, e.Amount)
	case ClosedLost:
		return []Tally{{CountLost, 1}}
	case Granted:
		return []Tally{{CountDiscounts, 1}}
	}
	return nil
}

// WonIn returns the currency of a metric that adds up what was won; ok is false for every other metric.
func WonIn(metric string) (currency string, ok bool) { return strings.CutPrefix(metric, CountWon+":") }

// withAmount counts one, and its amount if there is one: imported deals may lack it.
func withAmount(metric string, m Money) []Tally {
	if m.Zero() {
		return []Tally{{metric, 1}}
	}
	return []Tally{{metric, 1}, {metric + ":" + m.Currency, m.Minor}}
}
