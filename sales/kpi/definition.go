package kpi

import (
	"slices"

	"dealdesk/sales"
)

// definitions are the metrics in the order forms offer them. It is the only place that says how one is
// counted.
var definitions = []Definition{
	{Metric: Revenue, Shape: Sum, Unit: Amount},
	{Metric: Customers, Shape: Sum, Unit: Number},
	{Metric: Wins, Shape: Sum, Unit: Number},
	{Metric: Opened, Shape: Sum, Unit: Number},
	{Metric: Contacts, Shape: Sum, Unit: Number},
	{Metric: Calls, Shape: Sum, Unit: Number},
	{Metric: Visits, Shape: Sum, Unit: Number},
	{Metric: Meetings, Shape: Sum, Unit: Number},
	{Metric: Demos, Shape: Sum, Unit: Number},
	{Metric: Emails, Shape: Sum, Unit: Number},
	{Metric: Messages, Shape: Sum, Unit: Number},
	{Metric: WinRate, Shape: Rate, Unit: Share},
	{Metric: Conversion, Shape: Rate, Unit: Share},
	{Metric: DealSize, Shape: Mean, Unit: Amount},
	{Metric: Cycle, Shape: Mean, Unit: Days, Lower: true},
	{Metric: Response, Shape: Mean, Unit: Duration, Lower: true},
	{Metric: Repurchase, Shape: Rate, Unit: Share},
	{Metric: Complaints, Shape: Sum, Unit: Number, Lower: true},
	{Metric: Entered, Shape: Last, Unit: Number},
}

// Metrics lists all metrics in the order forms offer them; the words are metric.<metric> in lang/.
func Metrics() []Metric {
	all := make([]Metric, len(definitions))
	for i, d := range definitions {
		all[i] = d.Metric
	}
	return all
}

// DefinitionOf returns how a metric is counted; ok is false for one that does not exist.
func DefinitionOf(m Metric) (d Definition, ok bool) {
	i := slices.IndexFunc(definitions, func(d Definition) bool { return d.Metric == m })
	if i < 0 {
		return Definition{}, false
	}
	return definitions[i], true
}

// Counters names the counters (sales.Count) from which a metric is read: N adds up those of n, Of those of
// of, see Tally. Both are empty for a metric that is read from elsewhere: the index of wins, or entries. Stage is
// the one that Conversion is of; an amount is counted in one currency.
func (m Metric) Counters(stage, currency string) (n, of []string) {
	in := ":" + currency
	switch m {
	case Revenue, DealSize:
		return []string{sales.CountWon + in}, []string{sales.CountPriced + in}
	case Wins:
		return []string{sales.CountWon}, nil
	case Opened:
		return []string{sales.CountCreated}, nil
	case Contacts:
		return contactCounters(), nil
	case Calls, Visits, Meetings, Demos, Emails, Messages, Complaints:
		return []string{string(m)}, nil
	case WinRate:
		return []string{sales.CountWon}, []string{sales.CountWon, sales.CountLost}
	case Conversion:
		return []string{sales.CountOn + ":" + stage}, []string{sales.CountLeft + ":" + stage}
	case Cycle:
		return []string{sales.CountCycle}, []string{sales.CountCycles}
	case Response:
		return []string{sales.CountResponse}, []string{sales.CountResponses}
	}
	return nil, nil
}

// contactCounters are the counters of every kind that is a contact.
func contactCounters() (all []string) {
	for _, k := range sales.ActivityKinds {
		if k.Contact() {
			all = append(all, sales.KindMetric(k))
		}
	}
	return all
}

// Tally is what was reached over some days, as counters add it up.
type Tally struct {
	N     int64        // the sum; of a Rate the part, of a Mean the sum that is divided, of Last the number
	Of    int64        // how many cases: of a Rate the whole, of a Mean the count, of a Sum the deals or contacts behind it
	Other sales.Totals // amounts in currencies other than the goal's: shown beside it, never added
}

// Value is the number of a tally in the unit of the metric. A rate or mean of no cases is no number.
// Everything is rounded half up: a share to a hundredth of a percent, days to a hundredth of a day, a mean
// amount to the minor unit, minutes to whole ones.
func (d Definition) Value(t Tally) Level {
	switch d.Shape {
	case Sum:
		return To(t.N)
	case Last:
		if t.Of <= 0 {
			return Level{}
		}
		return To(t.N)
	}
	if t.Of <= 0 {
		return Level{}
	}
	switch d.Unit {
	case Share:
		return To(Scale(t.N, int64(sales.Hundred), t.Of))
	case Days:
		return To(Scale(t.N, 100, t.Of))
	}
	return To(Scale(t.N, 1, t.Of))
}

// Enough reports whether a tally has enough cases to be judged: a rate, mean or entered number of fewer than
// sales.MinSample cases may be chance. A sum counts as it is.
func (d Definition) Enough(t Tally) bool {
	return d.Shape == Sum || d.Shape == Last && t.Of > 0 || t.Of >= sales.MinSample
}

// Better reports whether n is better than m.
func (d Definition) Better(n, m int64) bool {
	if d.Lower {
		return n < m
	}
	return n > m
}
