package cards

import (
	"math"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// chartPoints is how many points Slack draws in a line.
const chartPoints = 20

// GoalFigure is a number of a goal for a picture or a workbook: amounts in whole units of their currency, shares
// of one, days, minutes.
func GoalFigure(g goal.Goal, n int64) float64 {
	switch g.Definition().Unit {
	case kpi.Amount:
		return float64(n) / math.Pow10(sales.Money{Currency: g.Currency}.Places())
	case kpi.Share:
		return float64(n) / float64(sales.Hundred)
	case kpi.Days, kpi.Points:
		return float64(n) / 100
	}
	return float64(n)
}

// charted is GoalFigure with shares in percent, as people read an axis, and without more digits than they read.
func charted(g goal.Goal, n int64) float64 {
	v := GoalFigure(g, n)
	if g.Definition().Unit == kpi.Share {
		v *= 100
	}
	return math.Round(v*100) / 100
}

// goalUnit names what the numbers of a chart are.
func (m Maker) goalUnit(p lang.Printer, g goal.Goal) string {
	switch g.Definition().Unit {
	case kpi.Amount:
		return g.Currency
	case kpi.Share:
		return "%"
	case kpi.Days:
		return p.Plain("goal.unit_days")
	case kpi.Duration:
		return p.Plain("goal.unit_minutes")
	}
	return m.GoalMetric(p, g)
}

// GoalPace draws what was reached week by week, or month by month in a longer period, beside what was expected by
// then, and says the same in words. A goal that does not add up has none, nor one whose second week has not begun.
func (m Maker) GoalPace(r store.Reader, p lang.Printer, g goal.Goal, now time.Time) (text chat.Safe, chart *chat.Chart, err error) {
	d := g.Definition()
	at, err := m.GoalPlace(r, g.Scope)
	if err != nil || d.Shape != kpi.Sum {
		return "", nil, err
	}
	today := calendar.DateOf(now.In(at.Zone))
	steps := goal.Periods(g.Period, goal.Weeks)
	if len(steps) > chartPoints {
		steps = goal.Periods(g.Period, goal.Months)
	}
	steps = slices.DeleteFunc(steps, func(s calendar.Span) bool { return s.From > today })
	if len(steps) < 2 || len(steps) > chartPoints {
		return "", nil, nil
	}
	expected := chat.Series{Name: p.Plain("goal.chart_expected")}
	chart = &chat.Chart{Kind: "line", Title: p.Plain("goal.chart_pace"), Unit: m.goalUnit(p, g), Name: p.Plain("goal.chart_reached")}
	days, passed, reached := at.Work.Days(g.Period), 0, int64(0)
	if days == 0 {
		return "", nil, nil
	}
	text = p.Say("goal.chart_pace")
	for _, s := range steps {
		s.To = min(s.To, today)
		t, err := store.Reached(r, g, s)
		if err != nil {
			return "", nil, err
		}
		reached += t.N
		passed += at.Work.Days(calendar.Span{From: s.From, To: min(s.To, today.AddDays(-1))}) // today is not over
		asked := kpi.Scale(g.Target.N, int64(passed), int64(days))                            // as the goal itself says
		chart.Points = append(chart.Points, chat.DataPoint{Label: p.Day(string(s.To)), Value: charted(g, reached)})
		expected.Values = append(expected.Values, charted(g, asked))
		text = chat.Join("\n", text, p.Say("goal.chart_line", "Date", s.To,
			"Reached", goalShort(p, g, reached), "Expected", goalShort(p, g, asked)))
	}
	chart.Beside = []chat.Series{expected}
	return text, chart, nil
}

// GoalBars draws the parts of a goal beside their targets; nil for a goal without parts. Its lines say the same.
func (m Maker) GoalBars(p lang.Printer, rows []GoalRow) *chat.Chart {
	if len(rows) == 0 {
		return nil
	}
	root := rows[0].Goal
	chart := &chat.Chart{Kind: "bar", Title: p.Plain("goal.chart_parts"), Unit: m.goalUnit(p, root), Name: p.Plain("goal.chart_reached")}
	target := chat.Series{Name: p.Plain("goal.chart_target")}
	for _, row := range rows {
		if row.Depth != 1 || len(chart.Points) == chartPoints {
			continue
		}
		chart.Points = append(chart.Points, chat.DataPoint{Label: lang.Unmark(row.Name), Value: charted(root, row.Reached.N)})
		target.Values = append(target.Values, charted(root, row.Target.N))
	}
	if len(chart.Points) == 0 {
		return nil
	}
	chart.Beside = []chat.Series{target}
	return chart
}
