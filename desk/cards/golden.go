package cards

import (
	"cmp"
	"slices"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// Segment is a group of customers who buy more readily than the others.
type Segment struct {
	By   kpi.Dimension
	Key  string
	Line chat.Safe // with its numbers and its sample
}

// Golden finds for each dimension of customers the group that brings most for each deal that ended: win rate × deal
// size. There must be another one with enough deals to compare it with. currency is that of amounts where nothing was sold.
func (m Maker) Golden(r store.Reader, p lang.Printer, q store.Question, currency string) (all []Segment, err error) {
	rate, _ := kpi.DefinitionOf(kpi.WinRate)
	size, _ := kpi.DefinitionOf(kpi.DealSize)
	dimensions := []kpi.Dimension{kpi.ByRegion, kpi.ByIndustry, kpi.BySize, kpi.BySource}
	each, err := store.MeasureEach(r, q, dimensions...)
	if err != nil {
		return nil, err
	}
	for i, by := range dimensions {
		groups := each[i]
		sum := kpi.Counts{}
		for _, g := range groups {
			sum.Add(g.Counts)
		}
		in := append(sum.Currencies(), currency)[0]
		worth := func(n kpi.Counts) int64 {
			return kpi.Scale(n.Tally(kpi.Revenue, "", in).N, 1, n.Tally(kpi.WinRate, "", "").Of)
		}
		known := slices.DeleteFunc(groups, func(g store.Group) bool {
			return g.Key == "" || !rate.Enough(g.Tally(kpi.WinRate, "", "")) || !size.Enough(g.Tally(kpi.DealSize, "", in))
		})
		if len(known) < 2 {
			continue
		}
		top := slices.MaxFunc(known, func(a, b store.Group) int { return cmp.Compare(worth(a.Counts), worth(b.Counts)) })
		if worth(top.Counts) <= worth(sum) {
			continue
		}
		name, err := m.KPIGroup(r, p, by, top.Key)
		if err != nil {
			return nil, err
		}
		read := func(d kpi.Definition, n kpi.Counts) string { return ReadKPI(p, d, "", in, n).Text }
		all = append(all, Segment{by, top.Key, p.Say("kpi_best.golden", "By", p.Plain("kpi_by."+string(by)), "Name", name,
			"Rate", read(rate, top.Counts), "Count", top.Tally(kpi.WinRate, "", "").Of, "Size", read(size, top.Counts),
			"AllRate", read(rate, sum), "AllSize", read(size, sum))})
	}
	return all, nil
}

// golden names in the first review that ends in a month who buys most readily, by the days up to the end of the month
// before, if that is not who it was a month earlier.
func (v *review) golden() (chat.Safe, error) {
	month := goal.MonthsFrom(v.Period.To[:len("2006-01-")]+"01", 1)
	if v.Period.From >= month.From && month.From.DaysTo(v.Period.From) > 0 {
		return "", nil
	}
	rate, _ := kpi.DefinitionOf(kpi.WinRate)
	at := func(end calendar.Date) ([]Segment, error) {
		q := store.Question{Teams: []string{v.team.ID}, Days: calendar.Span{From: end.AddDays(1 - rate.Window), To: end}}
		return v.Golden(v.r, v.Printer, q, cmp.Or(v.team.Currency, v.Company.Currency))
	}
	end := month.From.AddDays(-1)
	now, err := at(end)
	if err != nil {
		return "", err
	}
	was, err := at(goal.PeriodBefore(month).From.AddDays(-1))
	var lines []chat.Safe
	for _, s := range now {
		if !slices.ContainsFunc(was, func(w Segment) bool { return w.By == s.By && w.Key == s.Key }) {
			lines = append(lines, s.Line)
		}
	}
	if len(lines) == 0 {
		return "", err
	}
	head := chat.Bold(v.Say("review.golden", "Days", rate.Window, "Date", end))
	return chat.Join("\n", append([]chat.Safe{head}, lines...)...), err
}
