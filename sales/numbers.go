package sales

import (
	"math/bits"
	"slices"
)

// Numbers are a period's results.
type Numbers struct {
	Created, Advanced, Back int
	Won, Lost               int
	Discounts, Overrides    int
	Pushed, Repriced        int // expected closes put off, amounts changed
	WonTotal, LostTotal     Totals
	WinRate                 Ratio     // won of won and lost
	DealSize                []Average // of won deals, by currency
	Cycle                   Median    // days from creation to win
	Stages                  []StageMoves
	Metrics                 map[string]int64 // activities, by metric
}

// StageMoves is what went through a stage: In counts every deal that was created there or moved
// in, Out every deal that left it. A deal whose close was taken back has not left.
type StageMoves struct {
	Pipeline, Stage string
	In, Out         int
	Forward, Back   int // of Out, to another stage
	Won, Lost       int // of Out, closed
}

// Conversion is how many of the deals that left the stage went forward or were won.
func (s StageMoves) Conversion() Ratio { return Ratio{s.Forward + s.Won, s.Out} }

// MinSample is how many cases a rate needs before it is shown.
const MinSample = 5

// Ratio is N out of Of. It is shown with Of, or as "not enough history".
type Ratio struct{ N, Of int }

// Count adds a case.
func (r *Ratio) Count(is bool) {
	r.Of++
	if is {
		r.N++
	}
}

// Enough reports whether the sample is large enough to show Percent.
func (r Ratio) Enough() bool { return r.Of >= MinSample }

// Percent is the share, rounded half up to a hundredth of a percent; 0 if Of is 0.
func (r Ratio) Percent() Percent {
	return share(int64(r.N), int64(r.Of))
}

// share is n out of of, at most 100 %; computed in 128 bits, as both may be sums of money.
func share(n, of int64) Percent {
	if n = min(n, of); n <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(n), uint64(Hundred))
	lo, carry := bits.Add64(lo, uint64(of)/2, 0)
	p, _ := bits.Div64(hi+carry, lo, uint64(of))
	return Percent(p)
}

// Average is a mean amount of N deals.
type Average struct {
	Money
	N int
}

// Enough reports whether the sample is large enough to show the mean.
func (a Average) Enough() bool { return a.N >= MinSample }

// Median is the middle of N cases, in days; half days are rounded up.
type Median struct{ Days, N int }

// Enough reports whether the sample is large enough to show the median.
func (m Median) Enough() bool { return m.N >= MinSample }

// NewNumbers adds up a period's events and counters.
func NewNumbers(events []Event, counts []Count, pipelines []Pipeline) Numbers {
	n := Numbers{WonTotal: Totals{}, LostTotal: Totals{}, Metrics: map[string]int64{}}
	at := map[[2]string]int{}
	for _, p := range pipelines {
		for _, s := range p.Stages {
			at[[2]string{p.ID, s.ID}] = len(n.Stages)
			n.Stages = append(n.Stages, StageMoves{Pipeline: p.ID, Stage: s.ID})
		}
	}
	nowhere := &StageMoves{} // stages the configuration no longer has
	stage := func(p, s string) *StageMoves {
		if i, ok := at[[2]string{p, s}]; ok {
			return &n.Stages[i]
		}
		return nowhere
	}
	won := map[string]int{}
	var cycle []int
	for i := range events {
		e := &events[i]
		if e.TakenBack != "" {
			continue
		}
		switch e.Kind {
		case Created:
			n.Created++
			stage(e.Pipeline, e.To).In++
		case Advanced:
			n.Advanced++
			if len(e.Unmet) > 0 {
				n.Overrides++
			}
			from := stage(e.Pipeline, e.From)
			from.Out++
			from.Forward++
			stage(e.Pipeline, e.To).In++
		case WentBack:
			n.Back++
			from := stage(e.Pipeline, e.From)
			from.Out++
			from.Back++
			stage(e.Pipeline, e.To).In++
		case ClosedWon:
			n.Won++
			n.WonTotal.Add(e.Amount)
			won[e.Amount.Currency]++
			if e.Days != DaysUnknown {
				cycle = append(cycle, e.Days)
			}
			if len(e.Unmet) > 0 {
				n.Overrides++
			}
			from := stage(e.Pipeline, e.From)
			from.Out++
			from.Won++
		case ClosedLost:
			n.Lost++
			n.LostTotal.Add(e.Amount)
			from := stage(e.Pipeline, e.From)
			from.Out++
			from.Lost++
		case Granted:
			n.Discounts++
		case Redated:
			if e.From != "" && e.To > e.From {
				n.Pushed++
			}
		case Repriced:
			if !e.Before.Zero() {
				n.Repriced++
			}
		}
	}
	n.WinRate = Ratio{n.Won, n.Won + n.Lost}
	n.Cycle = median(cycle)
	for _, m := range n.WonTotal.Money() {
		n.DealSize = append(n.DealSize, Average{mean(m, won[m.Currency]), won[m.Currency]})
	}
	for _, c := range counts {
		n.Metrics[c.Metric] += c.N
	}
	return n
}

// median sorts days.
func median(days []int) Median {
	n := len(days)
	if n == 0 {
		return Median{}
	}
	slices.Sort(days)
	return Median{(days[(n-1)/2] + days[n/2] + 1) / 2, n}
}

// mean divides a positive sum, rounding half up.
func mean(sum Money, n int) Money {
	return Money{(2*sum.Minor + int64(n)) / (2 * int64(n)), sum.Currency}
}

// Drop is a number that fell by more than a limit. Currency is set for amounts, which
// are in minor units.
type Drop struct {
	Metric   string // one of the counters' metrics
	Currency string
	Was, Now int64
}

// DropLimit is how much a number may fall before it is pointed out, unless the company says otherwise: exactly 15 %
// may.
const DropLimit Percent = 1500

// Drops finds what fell by more than limit. Numbers from fewer than MinSample cases are ignored.
func Drops(now, was Numbers, limit Percent) []Drop {
	const den = int64(Hundred)
	var list []Drop
	check := func(d Drop, cases int) {
		if cases >= MinSample && d.Was-d.Now > d.Was/den*int64(limit)+d.Was%den*int64(limit)/den {
			list = append(list, d)
		}
	}
	check(Drop{CountCreated, "", int64(was.Created), int64(now.Created)}, was.Created)
	check(Drop{CountWon, "", int64(was.Won), int64(now.Won)}, was.Won)
	for _, size := range was.DealSize {
		check(Drop{CountWon, size.Currency, was.WonTotal[size.Currency], now.WonTotal[size.Currency]}, size.N)
	}
	check(Drop{Contacts, "", was.Metrics[Contacts], now.Metrics[Contacts]}, int(was.Metrics[Contacts]))
	return list
}
