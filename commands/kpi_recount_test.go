package commands_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dealdesk/dice"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// measure compares what Measure adds up with a plain reading of all records: every metric as a goal of the same
// days would have reached, the medians, and the groups of each dimension.
func (p *actors) measure(r store.Reader) error {
	apart := *p // what is drawn here does not change what people do
	apart.Rand = dice.Rand(1400 + uint64(p.Acts))
	p = &apart
	for range 4 {
		g, s := p.anyGoal(kpi.Revenue)
		q := store.Question{Person: "", Filter: g.Filter, Days: s, Wins: true}
		switch g.Scope.Kind {
		case goal.OfTeam:
			q.Teams = []string{g.Scope.ID}
		case goal.OfPerson:
			q.Person = g.Scope.ID
			if g.Scope.Team != "" {
				q.Teams = []string{g.Scope.Team}
			}
		}
		all, err := store.Measure(r, q)
		if err != nil || len(all) != 1 {
			return cmp.Or(err, p.wrong(len(all)))
		}
		for _, m := range kpi.Metrics() {
			if m == kpi.Entered {
				continue
			}
			g.Metric = m
			want, _, err := recounted(r, g, s)
			if err != nil {
				return err
			}
			if got := all[0].Tally(m, g.Of, g.Currency); got.N != want.N || got.Of != want.Of {
				p.Errorf("%s of %+v in %v: %+v, the records say %+v", m, q, s, got, want)
			}
		}
		if err := p.medians(r, g, s, all[0].Counts); err != nil {
			return err
		}
		if err := p.money(r, g, q, all[0].Counts); err != nil {
			return err
		}
		for _, by := range kpi.Dimensions {
			q.By = by
			groups, err := store.Measure(r, q)
			if err != nil {
				return err
			}
			if err := p.groups(r, g, q, all[0].Counts, groups); err != nil {
				return err
			}
			if err := p.compared(r, q); err != nil {
				return err
			}
		}
		if err := p.each(r, q); err != nil {
			return err
		}
	}
	return nil
}

// each checks that several dimensions measured together are what each is by itself.
func (p *actors) each(r store.Reader, q store.Question) error {
	q.Wins = false
	by := []kpi.Dimension{kpi.ByIndustry, kpi.ByRegion, kpi.BySource, kpi.BySize}
	all, err := store.MeasureEach(r, q, by...)
	if err != nil {
		return err
	}
	for i := range by {
		q.By = by[i]
		want, err := store.Measure(r, q)
		if err != nil {
			return err
		}
		if !slices.EqualFunc(all[i], want, alike) {
			p.Errorf("%+v beside others: %v, by itself %v", q, all[i], want)
		}
	}
	return nil
}

func alike(a, b store.Group) bool { return a.Key == b.Key && maps.Equal(a.Counts, b.Counts) }

// compared checks that several runs of days measured together are what each is by itself.
func (p *actors) compared(r store.Reader, q store.Question) error {
	if q.By == kpi.ByMonth || q.By == kpi.ByQuarter {
		return nil
	}
	q.Wins = false
	spans := []calendar.Span{q.Days, q.Days.Before(), q.Days}
	all, err := store.Compare(r, q, spans...)
	if err != nil {
		return err
	}
	for i, s := range spans {
		q.Days = s
		want, err := store.Measure(r, q)
		if err != nil {
			return err
		}
		if !slices.EqualFunc(all[i], want, alike) {
			p.Errorf("%+v together: %v, by itself %v", q, all[i], want)
		}
	}
	return nil
}

func (p *actors) wrong(n int) error {
	p.Errorf("%d groups without a dimension", n)
	return nil
}

// medians reads the days of all deals that count, one by one.
func (p *actors) medians(r store.Reader, g goal.Goal, s calendar.Span, got kpi.Counts) error {
	g.Metric, g.Of = kpi.Wins, ""
	_, won, err := recounted(r, g, s)
	if err != nil {
		return err
	}
	middle := func(days []int) int64 {
		if len(days) == 0 {
			return 0
		}
		slices.Sort(days)
		return int64(days[(len(days)-1)/2]+days[len(days)/2]) * 50
	}
	var cycle []int
	for _, id := range won {
		e, err := store.Events.Find(r, id)
		if err != nil {
			return err
		}
		cycle = append(cycle, e.Days)
	}
	if t := got.Tally(kpi.MedianCycle, "", ""); t.Of != int64(len(cycle)) || t.N != middle(cycle) {
		p.Errorf("the median cycle in %v is %+v, the records say %d of %v", s, t, middle(cycle), cycle)
	}
	for _, stage := range []string{"lead", "discovery"} {
		g.Metric, g.Of = kpi.Conversion, stage
		_, left, err := recounted(r, g, s)
		if err != nil {
			return err
		}
		var stay []int
		for _, id := range left {
			e, err := store.Events.Find(r, id)
			if err != nil {
				return err
			}
			if e.Kind == sales.Advanced || e.Kind == sales.WentBack {
				stay = append(stay, e.Days)
			} else if e.Stay != sales.DaysUnknown {
				stay = append(stay, e.Stay)
			}
		}
		if t := got.Tally(kpi.Stay, stage, ""); t.Of != int64(len(stay)) || t.N != middle(stay) {
			p.Errorf("the median days in %s in %v are %+v, the records say %d of %v", stage, s, t, middle(stay), stay)
		}
	}
	return nil
}

// groups checks that the groups of a dimension are the whole, and that those of a region are what a goal for this
// region reached.
func (p *actors) groups(r store.Reader, g goal.Goal, q store.Question, whole kpi.Counts, groups []store.Group) error {
	sum := kpi.Counts{}
	for _, of := range groups {
		sum.Add(of.Counts)
		if q.By != kpi.ByRegion && q.By != kpi.ByIndustry || of.Key == "" || q.Filter != (goal.Filter{}) {
			continue
		}
		part := g
		if part.Filter.Region = of.Key; q.By == kpi.ByIndustry {
			part.Filter = goal.Filter{Industry: of.Key}
		}
		for _, m := range []kpi.Metric{kpi.Calls, kpi.Revenue, kpi.WinRate, kpi.Customers, kpi.Repurchase} {
			part.Metric = m
			want, err := store.Reached(r, part, q.Days)
			if err != nil {
				return err
			}
			if got := of.Tally(m, "", g.Currency); got.N != want.N || got.Of != want.Of {
				p.Errorf("%s of %s %q in %v is %+v, a goal reached %+v", m, q.By, of.Key, q.Days, got, want)
			}
		}
	}
	for name, n := range sum {
		switch {
		case name == kpi.CountBefore, name == kpi.CountAgain, strings.HasPrefix(name, kpi.CountBought): // a customer may be in several groups
		case strings.HasPrefix(name, kpi.CountBuys) && (q.By == kpi.ByMonth || q.By == kpi.ByQuarter): // by the end of each
		case strings.HasPrefix(name, kpi.CountCost+":") && (q.By == kpi.ByMonth || q.By == kpi.ByQuarter): // each is rounded
		case whole[name] != n && (!q.By.OfCustomer() || counted(name)):
			p.Errorf("%s by %s in %v is %d, the whole %d", name, q.By, q.Days, n, whole[name])
		}
	}
	return nil
}

// spend keeps a cost and a score, as commands do.
func (p *actors) spend(tx *store.Tx) error {
	month := calendar.DateOf(p.Now).AddDays(-p.IntN(90))
	c, err := kpi.Cost{Month: string(month[:7]), Source: pick(p.Rand, []string{"referral", "ads", "event"}),
		Team: pick(p.Rand, []string{"", "east", "west"}), By: mei, At: p.Now,
		Amount: sales.Money{Minor: int64(1 + p.IntN(9_999_99)), Currency: pick(p.Rand, []string{"CNY", "USD"})}}.Entered(calendar.DateOf(p.Now))
	if err != nil {
		return err
	}
	a := sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.Score, Score: 1 + p.IntN(5),
		Account: fmt.Sprint("A-", 1+p.IntN(len(p.customers))),
		Team:    "east", By: pick(p.Rand, []string{ana, bob}), On: calendar.DateOf(p.Now), At: p.Now}
	return errors.Join(store.Costs.Put(tx, c), store.Activities.Put(tx, a))
}

// money adds up costs day by day, and scores one by one.
func (p *actors) money(r store.Reader, g goal.Goal, q store.Question, got kpi.Counts) error {
	g.Metric = kpi.Satisfaction
	want, _, err := recounted(r, g, q.Days)
	if err != nil {
		return err
	}
	if t := got.Tally(kpi.Satisfaction, "", ""); t.N != want.N || t.Of != want.Of {
		p.Errorf("the scores of %+v are %+v, the records say %+v", q, t, want)
	}
	if err := p.lifetime(r, q, got); err != nil {
		return err
	}
	spent := sales.Totals{}
	for c, err := range store.Costs.List(r, store.Query{}) {
		if err != nil {
			return err
		}
		in, of := int64(0), int64(0)
		for on := calendar.Date(c.Month + "-01"); string(on[:7]) == c.Month; on = on.AddDays(1) {
			if of++; q.Days.From <= on && on <= q.Days.To {
				in++
			}
		}
		known := q.Person == "" && q.Filter == (goal.Filter{Source: q.Filter.Source})
		if known && (q.Teams == nil || slices.Contains(q.Teams, c.Team)) && (q.Filter.Source == "" || q.Filter.Source == c.Source) {
			spent.Add(sales.Money{Minor: kpi.Scale(c.Amount.Minor, in, of), Currency: c.Amount.Currency})
		}
	}
	for _, in := range []string{"CNY", "USD"} {
		if n := got[kpi.CountCost+":"+in]; n != spent[in] {
			p.Errorf("%+v cost %d %s, the records say %d", q, n, in, spent[in])
		}
	}
	return nil
}

// lifetime counts the wins and the customers of each currency one by one.
func (p *actors) lifetime(r store.Reader, q store.Question, got kpi.Counts) error {
	if q.Filter != (goal.Filter{}) {
		return nil
	}
	buys, bought := map[string]int64{}, map[string]map[string]bool{}
	for e, err := range store.Events.List(r, store.Query{}) {
		if err != nil {
			return err
		}
		in := e.Amount.Currency
		if e.Kind != sales.ClosedWon || e.TakenBack != "" || e.Account == "" || in == "" || e.On > q.Days.To ||
			q.Person != "" && e.Owner != q.Person || q.Teams != nil && !slices.Contains(q.Teams, e.Team) {
			continue
		}
		if buys[in]++; bought[in] == nil {
			bought[in] = map[string]bool{}
		}
		bought[in][e.Account] = true
	}
	for _, in := range []string{"CNY", "USD"} {
		if got[kpi.CountBuys+":"+in] != buys[in] || got[kpi.CountBought+":"+in] != int64(len(bought[in])) {
			p.Errorf("%+v in %s: %d wins of %d customers, the records say %d of %d", q, in, got[kpi.CountBuys+":"+in],
				got[kpi.CountBought+":"+in], buys[in], len(bought[in]))
		}
	}
	return nil
}

// counted reports whether a counter is kept by customer, too.
func counted(name string) bool {
	return !slices.Contains([]string{sales.Contacts, sales.Minutes, sales.CountAdvanced, sales.CountBack, sales.CountDiscounts,
		sales.CountOverrides, "notes", "attempts"}, name)
}
