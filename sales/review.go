package sales

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// ReviewInput is what a review is made of: the events and counters of one team's period
// and of the one before, and the deals open now.
type ReviewInput struct {
	Period    Span
	People    []Person // of the team, in the order they are shown
	Pipelines []Pipeline
	Events    []Event // of Period, oldest first
	Counts    []Count
	Before    []Event // the same of Period.Before()
	CountsWas []Count
	Open      []Deal
	Quiet     int // Alerts.Quiet
	Now       time.Time
	Zone      *time.Location
}

// Review is a team's period in numbers, with the period before beside it (R113, R128).
type Review struct {
	Period    Span
	Now, Was  Numbers
	Won, Lost []Event // oldest first; what was reopened within the period is not there
	Reopened  []Event
	Reasons   []Reason    // why deals were lost, most frequent first (U7)
	Rivals    []Reason    // to whom, where it was said
	Reps      []RepPeriod // in the order of People, then others whose numbers fell in the period
	Discounts []Tally     // accounts given more than one discount; Metric is the account (R87)
	Top       []TopDeals  // the biggest open deals, currency by currency
	Forecast  Sum         // all open deals, weighted by their stage
	Watch
}

// Numbers are a period's results.
type Numbers struct {
	Created, Advanced, Back int
	Won, Lost, Reopened     int
	Discounts, Overrides    int
	WonTotal, LostTotal     Totals
	WinRate                 Ratio     // won of won and lost
	DealSize                []Average // of won deals, by currency
	Cycle                   Median    // days from creation to win
	Stages                  []StageMoves
	Metrics                 map[string]int64 // activities, by metric
}

// StageMoves is what went through a stage: In is every deal that came in from anywhere,
// Out every deal that left it.
type StageMoves struct {
	Pipeline, Stage string
	In, Out         int
	Forward, Back   int // of Out, to another stage
	Won, Lost       int // of Out, closed
}

// Conversion is how many of the deals that left the stage went forward or were won.
func (s StageMoves) Conversion() Ratio { return Ratio{s.Forward + s.Won, s.Out} }

// MinSample is how many cases a rate needs before it says anything (U20).
const MinSample = 5

// Ratio is N of Of. It is shown with Of, or as "not enough history".
type Ratio struct{ N, Of int }

// Enough reports whether the sample is large enough to show Percent.
func (r Ratio) Enough() bool { return r.Of >= MinSample }

// Percent is the share, rounded half up to a hundredth of a percent; 0 of nothing.
func (r Ratio) Percent() Percent {
	if r.Of == 0 {
		return 0
	}
	return Percent((2*r.N*int(Hundred) + r.Of) / (2 * r.Of))
}

// Average is a mean amount of N deals.
type Average struct {
	Money
	N int
}

// Enough reports whether the sample is large enough to show the mean.
func (a Average) Enough() bool { return a.N >= MinSample }

// Median is the middle of N cases, in days, half days rounded up.
type Median struct{ Days, N int }

// Enough reports whether the sample is large enough to show the median.
func (m Median) Enough() bool { return m.N >= MinSample }

// Reason is a code or name, how many lost deals gave it, and what they were worth.
type Reason struct {
	Code   string
	N      int
	Amount Totals
}

// RepPeriod is one person's period. Metrics are the counters by metric, activities and
// deals; Was those of the period before.
type RepPeriod struct {
	Person       string
	Metrics, Was map[string]int64
	WonTotal     Totals
}

// TopDeals are the biggest open deals of one currency.
type TopDeals struct {
	Currency string
	Few
}

// Before is the span of as many days that ends the day before s.
func (s Span) Before() Span {
	return Span{s.From.AddDays(-s.From.DaysTo(s.To) - 1), s.From.AddDays(-1)}
}

// Week is the week of d, Monday to Sunday.
func Week(d Date) Span { return Span{d.Monday(), d.Monday().AddDays(6)} }

// NewReview makes the review of a period.
func NewReview(in ReviewInput) Review {
	r := Review{
		Period: in.Period,
		Now:    numbers(in.Events, in.Counts, in.Pipelines),
		Was:    numbers(in.Before, in.CountsWas, in.Pipelines),
		Watch:  NewWatch(in.Open, in.Quiet, in.Now, in.Zone),
	}
	r.outcomes(in)
	r.reps(in)
	r.open(in)
	return r
}

func numbers(events []Event, counts []Count, pipelines []Pipeline) Numbers {
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
	undone := takenBack(events)
	won := map[string]int{}
	var cycle []int
	for i := range events {
		e := &events[i]
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
			if undone(i) {
				continue
			}
			n.Won++
			n.WonTotal.Add(e.Amount)
			won[e.Amount.Currency]++
			cycle = append(cycle, e.Days)
			from := stage(e.Pipeline, e.From)
			from.Out++
			from.Won++
		case ClosedLost:
			if undone(i) {
				continue
			}
			n.Lost++
			n.LostTotal.Add(e.Amount)
			from := stage(e.Pipeline, e.From)
			from.Out++
			from.Lost++
		case Reopened:
			n.Reopened++
		case Granted:
			n.Discounts++
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

func (r *Review) outcomes(in ReviewInput) {
	undone := takenBack(in.Events)
	reasons, rivals := map[string]*Reason{}, map[string]*Reason{}
	discounts := map[string]int64{}
	for i := range in.Events {
		e := &in.Events[i]
		switch e.Kind {
		case ClosedWon:
			if !undone(i) {
				r.Won = append(r.Won, *e)
			}
		case ClosedLost:
			if undone(i) {
				continue
			}
			r.Lost = append(r.Lost, *e)
			count(reasons, e.Reason, e.Amount)
			if e.Competitor != "" {
				count(rivals, e.Competitor, e.Amount)
			}
		case Reopened:
			r.Reopened = append(r.Reopened, *e)
		case Granted:
			if e.Account != "" && e.Discount > 0 {
				discounts[e.Account]++
			}
		}
	}
	r.Reasons, r.Rivals = ranked(reasons), ranked(rivals)
	for account, n := range discounts {
		if n > 1 {
			r.Discounts = append(r.Discounts, Tally{account, n})
		}
	}
	slices.SortFunc(r.Discounts, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Metric, b.Metric))
	})
}

func count(into map[string]*Reason, code string, m Money) {
	r := into[code]
	if r == nil {
		r = &Reason{Code: code, Amount: Totals{}}
		into[code] = r
	}
	r.N++
	r.Amount.Add(m)
}

func ranked(from map[string]*Reason) []Reason {
	var list []Reason
	for _, r := range from {
		list = append(list, *r)
	}
	slices.SortFunc(list, func(a, b Reason) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Code, b.Code)) })
	return list
}

func (r *Review) reps(in ReviewInput) {
	now, was, won := byPerson(in.Counts), byPerson(in.CountsWas), map[string]Totals{}
	for _, e := range r.Won {
		if won[e.Owner] == nil {
			won[e.Owner] = Totals{}
		}
		won[e.Owner].Add(e.Amount)
	}
	add := func(id string) {
		r.Reps = append(r.Reps, RepPeriod{id, now[id], was[id], won[id]})
		delete(now, id)
	}
	for _, p := range in.People {
		if !p.Gone && !p.Outside || now[p.ID] != nil {
			add(p.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(now)) {
		add(id)
	}
}

func (r *Review) open(in ReviewInput) {
	chance := map[[2]string]Percent{}
	for _, p := range in.Pipelines {
		for _, s := range p.Stages {
			chance[[2]string{p.ID, s.ID}] = s.Chance
		}
	}
	top := map[string]*few{}
	for i := range in.Open {
		d := &in.Open[i]
		if d.Status != Open {
			continue
		}
		net := d.Net()
		r.Forecast.add(net, net.Part(chance[[2]string{d.Pipeline, d.Stage}]))
		if net.Zero() {
			continue
		}
		f := top[net.Currency]
		if f == nil {
			f = &few{deals: in.Open, order: byNet}
			top[net.Currency] = f
		}
		f.add(i)
	}
	for currency, f := range top {
		r.Top = append(r.Top, TopDeals{currency, f.list()})
	}
	slices.SortFunc(r.Top, func(a, b TopDeals) int {
		return cmp.Or(cmp.Compare(b.Of, a.Of), cmp.Compare(a.Currency, b.Currency))
	})
}

func byNet(a, b *Deal) int {
	return cmp.Or(cmp.Compare(b.Net().Minor, a.Net().Minor), cmp.Compare(a.ID, b.ID))
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
