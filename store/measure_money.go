package store

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/forecast"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// CostsBeside are the costs of the same month, source and team as another one, in each currency.
func CostsBeside(r Reader, of kpi.Cost) iter.Seq2[kpi.Cost, error] {
	return Costs.List(r, Query{Prefix: kpi.CostID(of.Month, of.Source, of.Team, "")})
}

// CostsIn yields the costs of the months that some days touch, in the order of the months.
func CostsIn(r Reader, days calendar.Span) (all []kpi.Cost, err error) {
	next := (days.To[:len("2006-01-")] + "01").AddMonths(1)
	month := func(on calendar.Date) string { return string(on[:len("2006-01")]) + "|" } // as ids begin
	for c, err := range Costs.List(r, Query{From: month(days.From), To: month(next)}) {
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// costs adds what was spent in these days to the groups that it can be known of. What a team spent belongs to no single person.
func (m *measure) costs(r Reader) error {
	only := goal.Filter{Source: m.Filter.Source}
	d, _ := kpi.DefinitionOf(kpi.Acquisition)
	if m.Person != "" || m.Filter != only || m.By != "" && !d.Allows(m.By) {
		return nil
	}
	all, err := CostsIn(r, m.Days)
	for _, c := range all {
		n := c.In(m.Days)
		if n == 0 || m.Teams != nil && !slices.Contains(m.Teams, c.Team) || only.Source != "" && only.Source != c.Source {
			continue
		}
		group := 0
		switch m.By {
		case "":
		case kpi.BySource:
			group = m.group(c.Source)
		default:
			group = m.group(m.staff("", c.Team))
		}
		m.groups[group].add(m.names.of([]byte(kpi.CountCost+":"+c.Amount.Currency)), n)
	}
	return err
}

// landed adds what was first submitted for the periods that end in these days, and what was won in them.
func (m *measure) landed(r Reader) error {
	d, _ := kpi.DefinitionOf(kpi.Accuracy)
	if m.some != nil || m.By != "" && !d.Allows(m.By) {
		return nil
	}
	type key struct {
		group  int
		period calendar.Span
	}
	ended := map[key][]forecast.Forecast{}
	all, err := ForecastsEnding(r, m.Days)
	if err != nil {
		return err
	}
	for _, f := range all {
		if group := m.of([]byte(InTeam(f.Scope.Person, f.Scope.Team))); group >= 0 {
			k := key{group, f.Period}
			ended[k] = append(ended[k], f)
		}
	}
	periods := map[calendar.Span]map[forecast.Scope]sales.Totals{}
	for k, all := range ended {
		won, known := periods[k.period]
		if !known {
			var err error
			if won, err = landedIn(r, k.period); err != nil {
				return err
			}
			periods[k.period] = won
		}
		for currency, sum := range Landed(all, won) {
			for name, n := range map[string]int64{kpi.CountSubmitted: sum.Submitted, kpi.CountLanded: sum.Won, kpi.CountPeriods: int64(sum.N)} {
				m.groups[k.group].add(m.names.of([]byte(name+":"+currency)), n)
			}
		}
	}
	return nil
}

// ForecastsEnding are what people submitted for periods that end in some days, the latest period first.
func ForecastsEnding(r Reader, days calendar.Span) (all []forecast.Forecast, err error) {
	from, to, err := Forecasts.bounds(Query{})
	if err != nil {
		return nil, err
	}
	for k := range r.bytes().Scan(Forecasts.Name, from, to, false) {
		id := decodeID(k[1:])
		if end := calendar.Date(id[strings.LastIndexByte(id, '|')+1:]); end < days.From || end > days.To { // most, which are not read
			continue
		}
		f, _, err := Forecasts.Get(r, id)
		if err != nil {
			return nil, err
		}
		if f.Scope.Person != "" && !f.First.At.IsZero() {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b forecast.Forecast) int { return strings.Compare(string(b.Period.To), string(a.Period.To)) })
	return all, nil
}

// Landed is what was first submitted of the same period by some people, and what they won in it, by currency.
func Landed(all []forecast.Forecast, won map[forecast.Scope]sales.Totals) map[string]forecast.Landed {
	first, sum := forecast.Submitted{Figures: forecast.Figures{Commit: sales.Totals{}}}, sales.Totals{}
	for _, f := range all {
		first.At = f.First.At
		for _, m := range f.First.Commit.Money() {
			first.Commit.Add(m)
		}
		for _, m := range won[f.Scope].Money() {
			sum.Add(m)
		}
	}
	landed := map[string]forecast.Landed{}
	for currency := range maps.Keys(first.Commit) {
		if l := (forecast.Landed{}).Add(first, sum, currency); l.N > 0 {
			landed[currency] = l
		}
	}
	return landed
}

// landedIn is what each person won with each team in some days.
func landedIn(r Reader, days calendar.Span) (map[forecast.Scope]sales.Totals, error) {
	won := map[forecast.Scope]sales.Totals{}
	for k, v := range r.bytes().Scan(countBucket, []byte(days.From), []byte(days.To.AddDays(1)), false) {
		if byCustomerIn(k) {
			continue
		}
		_, who, ok := bytes.Cut(k, []byte{0})
		for t := (tallies{value: v}); ok && t.next(); {
			currency, amount := bytes.CutPrefix(t.metric, []byte(sales.CountWon+":"))
			if !amount {
				continue
			}
			person, team, _ := strings.Cut(string(who), " ")
			s := forecast.Scope{Person: person, Team: team}
			if won[s] == nil {
				won[s] = sales.Totals{}
			}
			won[s].Add(sales.Money{Minor: t.n, Currency: string(currency)})
		}
	}
	return won, nil
}

// WonBy is what a person won with a team in some days.
func WonBy(r Reader, s forecast.Scope, days calendar.Span) (sales.Totals, error) {
	m, err := newMeasure(r, Question{Teams: []string{s.Team}, Person: s.Person, Days: days})
	if err == nil {
		err = m.people(r)
	}
	if err != nil {
		return nil, err
	}
	return m.result()[0].Won(), nil
}
