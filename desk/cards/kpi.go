package cards

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// KPI is a number as people read it: an amount in each currency by itself.
type KPI struct {
	Text   string
	N      int64     // how many cases it comes from; where there are too few, the most of a currency
	Left   []string  // currencies that are left out, as they have too few
	Enough bool      // there are as many as its definition asks for
	Level  kpi.Level // of the first currency, to compare and to draw
	In     string    // that currency
}

// ReadKPI reads a metric from counters; currency is that of amounts where nothing was sold.
func ReadKPI(p lang.Printer, d kpi.Definition, stage, currency string, c kpi.Counts) (k KPI) {
	all := []string{currency}
	if in := c.CurrenciesOf(d); len(in) > 0 {
		all = in
	}
	var texts []string
	few := int64(0)
	for _, in := range all {
		t := c.Tally(d.Metric, stage, in)
		level, cases := c.Judged(d, stage, in)
		if k.In == "" {
			k.Level, k.In = d.Value(t), in
		}
		if !level.Set {
			few = max(few, cases)
			k.Left = append(k.Left, in)
			continue
		}
		k.Enough = true
		if k.N += t.Of; d.Metric == kpi.Accuracy { // the same ones in each currency
			k.N = t.Of
		}
		text := GoalLevel(p, goal.Goal{Metric: d.Metric, Currency: in}, level.N)
		if d.Money && len(all) > 1 {
			text = p.Plain("kpi.in_currency", "Value", text, "Currency", in)
		}
		texts = append(texts, text)
	}
	if !k.Enough {
		k.N, k.Left = few, nil
	}
	k.Text = joined(p, texts)
	return k
}

func joined(p lang.Printer, texts []string) string {
	var list []chat.Safe
	for _, text := range texts {
		list = append(list, chat.EscapeLine(text))
	}
	return lang.Unmark(chat.Join(string(p.Say("list.comma")), list...))
}

// KPIGroup names a group of a dimension.
func (m Maker) KPIGroup(r store.Reader, p lang.Printer, by kpi.Dimension, key string) (string, error) {
	if key == "" {
		return p.Plain("kpi_none." + string(by)), nil
	}
	switch by {
	case kpi.ByTeam:
		return m.GoalScope(r, p, goal.Scope{Kind: goal.OfTeam, ID: key})
	case kpi.ByPerson, kpi.ByManager:
		return PersonName(r, key)
	case kpi.BySource:
		return SourceName(p, key), nil
	case kpi.ByMonth:
		return p.Plain("goal_period.month", "Month", p.Month(monthOf(key)), "Year", key[:len("2006")]), nil
	case kpi.ByQuarter:
		return p.Plain("goal_quarter."+key[len("2006-Q"):], "Year", key[:len("2006")]), nil
	}
	return key, nil
}

// KPIStages are the stages of all pipelines, each once: two pipelines may name theirs alike.
func (m Maker) KPIStages() (all []sales.Stage) {
	for _, line := range m.Company.Pipelines {
		for _, s := range line.Stages {
			if !slices.ContainsFunc(all, func(t sales.Stage) bool { return t.ID == s.ID }) {
				all = append(all, s)
			}
		}
	}
	return all
}

// SortKPIs puts the groups with the best number first, those with too few cases after them, the unknown one last.
func SortKPIs(d kpi.Definition, groups []store.Group, read func(kpi.Counts) KPI) {
	slices.SortStableFunc(groups, func(a, b store.Group) int {
		x, y := read(a.Counts), read(b.Counts)
		rank := func(g store.Group, k KPI) int {
			switch {
			case g.Key == "":
				return 2
			case !k.Enough:
				return 1
			}
			return 0
		}
		if r := rank(a, x) - rank(b, y); r != 0 {
			return r
		}
		switch {
		case x.In != y.In:
			return cmp.Compare(x.In, y.In)
		case d.Better(x.Level.N, y.Level.N):
			return -1
		case d.Better(y.Level.N, x.Level.N):
			return 1
		}
		return 0
	})
}

func monthOf(key string) time.Month {
	n, _ := strconv.Atoi(key[len("2006-"):])
	return time.Month(n)
}

// KPIFigure is a number for a picture.
func KPIFigure(d kpi.Definition, k KPI) float64 {
	return charted(goal.Goal{Metric: d.Metric, Currency: k.In}, k.Level.N)
}

// KPIUnit names what the numbers of a picture are.
func KPIUnit(p lang.Printer, d kpi.Definition, currency string) string {
	return Maker{}.goalUnit(p, goal.Goal{Metric: d.Metric, Currency: currency})
}

// KPILevel writes a number of a metric in its unit.
func KPILevel(p lang.Printer, d kpi.Definition, currency string, n int64) string {
	return GoalLevel(p, goal.Goal{Metric: d.Metric, Currency: currency}, n)
}

// CostTitle says what a cost is of: its month, source and team.
func (m Maker) CostTitle(r store.Reader, p lang.Printer, cost kpi.Cost) (chat.Safe, error) {
	team := p.Plain("goal.company")
	if cost.Team != "" {
		var err error
		if team, err = m.GoalScope(r, p, goal.Scope{Kind: goal.OfTeam, ID: cost.Team}); err != nil {
			return "", err
		}
	}
	return chat.Join(" · ", chat.EscapeLine(CostMonth(p, cost.Month)), chat.EscapeLine(SourceName(p, cost.Source)), chat.EscapeLine(team)), nil
}

// CostMonth names the month of a cost.
func CostMonth(p lang.Printer, month string) string {
	return GoalPeriod(p, goal.MonthsFrom(calendar.Date(month+"-01"), 1))
}
