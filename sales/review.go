package sales

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dealdesk/sales/calendar"
)

// ReviewInput is what a review is made from: the events and counters of one team's period
// and of the one before, and the deals open now.
type ReviewInput struct {
	Period    calendar.Span
	Done      bool     // see Company.Reviewed
	People    []Person // of the team, in the order they are shown
	Pipelines []Pipeline
	Events    []Event // of Period, oldest first
	Counts    []Count
	Before    []Event // likewise of Period.Before()
	CountsWas []Count
	Open      []Deal
	Requests  []Approval        // decided in Period
	Asked     []Approval        // decided in Period.Before()
	Work      calendar.Worktime // of the team
	Quiet     func(Deal) int    // after how many working days a deal is stale
	Now       time.Time
	Drop      Percent             // how much a number may fall; 0 is DropLimit
	Weigh     func(*Deal) Percent // how likely an open deal is to be won; nil: as set for its stage
}

// Review is a team's period in numbers, with the period before beside it.
type Review struct {
	Period    calendar.Span
	Done      bool // Was may be compared with Now
	Now, Was  Numbers
	Won, Lost []Event     // oldest first, without what was taken back
	Reasons   []Reason    // why deals were lost, most frequent first
	Rivals    []Reason    // the competitors they were lost to, if named
	Drops     []Drop      // what fell sharply against the period before
	Reps      []RepPeriod // in the order of People, then others with numbers in the period
	Discounts []Tally     // accounts given more than one discount; Metric is the account
	Top       []TopDeals  // the biggest open deals, currency by currency
	Forecast  Sum         // all open deals, weighted by their stage
	Waits     Waits       // of the requests decided in the period
	WaitsWas  Waits
	Watch
}

// Reason is a code or name, how many lost deals have it, and what they were worth.
type Reason struct {
	Code   string
	N      int
	Amount Totals
}

// RepPeriod is one person's period. Metrics are the counters by metric, activities and
// deals; Was are those of the period before.
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

// NewReview makes the review of a period.
func NewReview(in ReviewInput) Review {
	r := Review{
		Period: in.Period,
		Done:   in.Done,
		Now:    NewNumbers(in.Events, in.Counts, in.Pipelines),
		Was:    NewNumbers(in.Before, in.CountsWas, in.Pipelines),
		Watch:  NewWatch(in.Open, in.Quiet, in.Now, in.Work),

		Waits:    NewWaits(in.Requests, in.Work),
		WaitsWas: NewWaits(in.Asked, in.Work),
	}
	if in.Done {
		r.Drops = Drops(r.Now, r.Was, cmp.Or(in.Drop, DropLimit))
	}
	r.outcomes(in)
	r.reps(in)
	r.open(in)
	return r
}

func (r *Review) outcomes(in ReviewInput) {
	reasons, rivals := map[string]*Reason{}, map[string]*Reason{}
	discounts := map[string]int64{}
	for i := range in.Events {
		e := &in.Events[i]
		if e.TakenBack != "" {
			continue
		}
		switch e.Kind {
		case ClosedWon:
			r.Won = append(r.Won, *e)
		case ClosedLost:
			r.Lost = append(r.Lost, *e)
			count(reasons, e.Reason, e.Amount)
			if e.Competitor != "" {
				count(rivals, e.Competitor, e.Amount)
			}
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

// WhyLost ranks why deals were lost, and to whom.
func WhyLost(deals []Deal) (reasons, rivals []Reason) {
	why, to := map[string]*Reason{}, map[string]*Reason{}
	for i := range deals {
		d := &deals[i]
		if d.Status != Lost {
			continue
		}
		count(why, d.Reason, d.Net())
		if d.Competitor != "" {
			count(to, d.Competitor, d.Net())
		}
	}
	return ranked(why), ranked(to)
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
	rest := maps.Clone(now)
	for id := range was { // who has left since, too
		if !slices.ContainsFunc(in.People, func(p Person) bool { return p.ID == id }) {
			rest[id] = now[id]
		}
	}
	for _, id := range slices.Sorted(maps.Keys(rest)) {
		add(id)
	}
}

func (r *Review) open(in ReviewInput) {
	weigh := in.Weigh
	if weigh == nil {
		weigh = asSet(in.Pipelines)
	}
	top := map[string]*few{}
	for i := range in.Open {
		d := &in.Open[i]
		if d.Status != Open {
			continue
		}
		net := d.Net()
		r.Forecast.add(net, net.Part(weigh(d)))
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
