package kpi

import (
	"slices"

	"dealdesk/sales"
)

// Days that are counted if nobody says which: rates need more cases than sums.
const (
	quarter  = 90
	halfYear = 180
	year     = 365
)

// AccuracySample is how many periods it takes for a habit.
const AccuracySample = 3

// definitions are the metrics in the order they are offered. It is the only place that says how one is
// counted.
var definitions = []Definition{
	{Metric: Revenue, Shape: Sum, Unit: Amount, Window: quarter, Shared: true},
	{Metric: Customers, Shape: Sum, Unit: Number, Window: quarter, Wins: true},
	{Metric: Wins, Shape: Sum, Unit: Number, Window: quarter},
	{Metric: Opened, Shape: Sum, Unit: Number, Window: quarter},
	{Metric: Contacts, Shape: Sum, Unit: Number, Window: quarter, Shared: true},
	{Metric: Calls, Shape: Sum, Unit: Number, Window: quarter, Shared: true},
	{Metric: Visits, Shape: Sum, Unit: Number, Window: quarter, Shared: true},
	{Metric: Meetings, Shape: Sum, Unit: Number, Window: quarter, Shared: true},
	{Metric: Demos, Shape: Sum, Unit: Number, Window: quarter, Shared: true},
	{Metric: Emails, Shape: Sum, Unit: Number, Window: quarter, Shared: true},
	{Metric: Messages, Shape: Sum, Unit: Number, Window: quarter, Shared: true},
	{Metric: WinRate, Shape: Rate, Unit: Share, Window: halfYear, Sample: sales.MinSample},
	{Metric: Conversion, Shape: Rate, Unit: Share, Window: halfYear, Sample: sales.MinSample},
	{Metric: DealSize, Shape: Mean, Unit: Amount, Window: quarter, Sample: sales.MinSample},
	{Metric: Cycle, Shape: Mean, Unit: Days, Lower: true, Window: halfYear, Sample: sales.MinSample},
	{Metric: Response, Shape: Mean, Unit: Duration, Lower: true, Window: quarter, Sample: sales.MinSample},
	{Metric: Repurchase, Shape: Rate, Unit: Share, Window: halfYear, Sample: sales.MinSample, Wins: true},
	{Metric: Complaints, Shape: Sum, Unit: Number, Lower: true, Window: quarter},
	{Metric: Entered, Shape: Last, Unit: Number},
	{Metric: MedianCycle, Shape: Median, Unit: Days, Lower: true, Window: halfYear, Sample: sales.MinSample, NoGoal: true},
	{Metric: Stay, Shape: Median, Unit: Days, Lower: true, Window: halfYear, Sample: sales.MinSample, NoGoal: true},
	{Metric: Discount, Shape: Mean, Unit: Share, Lower: true, Window: quarter, Sample: sales.MinSample, NoGoal: true},
	{Metric: Bought, Shape: Sum, Unit: Number, Window: quarter, NoGoal: true, Wins: true},
	{Metric: Lifetime, Shape: Mean, Unit: Amount, Window: halfYear, Sample: sales.MinSample, NoGoal: true, Wins: true},
	{Metric: Satisfaction, Shape: Mean, Unit: Points, Window: halfYear, Sample: sales.MinSample},
	{Metric: Acquisition, Shape: Mean, Unit: Amount, Lower: true, Window: halfYear, Sample: sales.MinSample, NoGoal: true, Wins: true},
	{Metric: Return, Shape: Quotient, Unit: Share, Window: halfYear, Sample: sales.MinSample, NoGoal: true, Wins: true, Money: true},
	{Metric: Accuracy, Shape: Quotient, Unit: Share, Window: year, Sample: AccuracySample, NoGoal: true, Money: true},
	{Metric: ComplaintRate, Shape: Rate, Unit: Share, Lower: true, Window: halfYear, Sample: sales.MinSample, NoGoal: true, Wins: true},
}

// Case is what one of the cases is that a number comes from; the words are kpi_cases.<case> in lang/.
type Case string

// Cases are all of them.
var Cases = []Case{"customers", "deals", "periods", "records"}

// Counted is what the cases of a metric are.
func (d Definition) Counted() Case {
	switch d.Metric {
	case Customers, Repurchase, Bought, Lifetime, Acquisition, ComplaintRate:
		return "customers"
	case Revenue, Wins, Opened, WinRate, Conversion, DealSize, Cycle, MedianCycle, Stay, Discount, Return, Response:
		return "deals"
	case Accuracy:
		return "periods"
	}
	return "records"
}

// Metrics lists those for which a goal can be set, in the order forms offer them; the words are
// metric.<metric> in lang/.
func Metrics() (all []Metric) {
	for _, d := range definitions {
		if !d.NoGoal {
			all = append(all, d.Metric)
		}
	}
	return all
}

// Definitions lists all that records tell: every metric but what is entered by hand.
func Definitions() []Definition {
	return slices.DeleteFunc(slices.Clone(definitions), func(d Definition) bool { return d.Metric == Entered })
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
	case MedianCycle:
		return []string{sales.CountCycles}, nil
	case Stay:
		return []string{sales.CountLeft + ":" + stage}, nil
	case Response:
		return []string{sales.CountResponse}, []string{sales.CountResponses}
	case Satisfaction:
		return []string{sales.CountScore}, []string{sales.KindMetric(sales.Score)}
	case Discount:
		return []string{sales.CountGiven}, []string{sales.CountWon}
	case ComplaintRate:
		return []string{string(Complaints)}, nil
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
	N     int64        // the sum; of a Rate the part, of a Mean the sum that is divided, of Last and Median the number
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
	case Last, Median, Quotient:
		if t.Of <= 0 {
			return Level{}
		}
		return To(t.N)
	}
	if t.Of <= 0 {
		return Level{}
	}
	switch {
	case d.Shape == Rate:
		return To(Scale(t.N, int64(sales.Hundred), t.Of))
	case d.Unit == Days, d.Unit == Points:
		return To(Scale(t.N, 100, t.Of))
	}
	return To(Scale(t.N, 1, t.Of))
}

// Enough reports whether a tally has enough cases to be judged: a rate, mean or median of fewer may be chance. A
// sum counts as it is.
func (d Definition) Enough(t Tally) bool { return d.Shape == Sum || t.Of >= max(int64(d.Sample), 1) }

// Judged is Value where there are enough cases; else no level is set.
func (d Definition) Judged(t Tally) Level {
	if !d.Enough(t) {
		return Level{}
	}
	return d.Value(t)
}

// Better reports whether n is better than m.
func (d Definition) Better(n, m int64) bool {
	if d.Lower {
		return n < m
	}
	return n > m
}
