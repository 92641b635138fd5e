package goal

import (
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Past is what those a goal is for reached in the months before it.
type Past struct {
	Span calendar.Span // see PastMonths
	kpi.Tally
	Days int // working days of them
}

// PastMonths are the six months before a day, or as many of them as there are records for, from the day
// since on. Of less than a month these are the days since then.
func PastMonths(today, since calendar.Date) (s calendar.Span) {
	s.To = firstOfMonth(today).AddDays(-1)
	s.From = s.To.AddDays(1)
	for range 6 {
		from := firstOfMonth(s.From.AddDays(-1))
		if from < since {
			break
		}
		s.From = from
	}
	if s.To < s.From {
		s = calendar.Span{From: since, To: today.AddDays(-1)}
	}
	return s
}

// minDays is how many days must be known before anything is said: four weeks.
const minDays = 28

// Ambition compares what a goal asks for with what was usual.
type Ambition struct {
	Enough bool          // at least four weeks, and of rates and means sales.MinSample cases; without them nothing is judged
	Span   calendar.Span // that was looked at
	Usual  kpi.Level     // what the past gives in as many working days as the goal has; of rates and means its number
	More   sales.Percent // how much more than Usual the target is; negative if less
	Much   bool          // so much more than usual that it should be pointed out
}

// muchMore is how much more than usual is pointed out: exactly a half more is not.
const muchMore sales.Percent = 50_00

// Achievable compares the goal with the past. Sums are compared per working day. Where less is better,
// More says how much less than usual the goal asks for, and Much begins at a third, which is as far as half
// more the other way.
func (g Goal) Achievable(past Past, w Work) Ambition {
	d := g.Definition()
	a := Ambition{Span: past.Span}
	usual := d.Value(past.Tally)
	if d.Shape == kpi.Sum && past.Days > 0 {
		usual = kpi.To(kpi.Scale(past.N, int64(w.Days(g.Period)), int64(past.Days)))
	}
	known := past.Span.From.DaysTo(past.Span.To)+1 >= minDays
	if !known || d.Shape == kpi.Last || !usual.Set || d.Shape != kpi.Sum && past.Of < sales.MinSample || d.Lower && usual.N <= 0 {
		return a
	}
	a.Enough, a.Usual = true, usual
	if d.Lower {
		a.More = sales.Percent(kpi.Scale(usual.N-g.Target.N, int64(sales.Hundred), usual.N))
		a.Much = a.More > muchMore*2/3
		return a
	}
	a.More = sales.Percent(kpi.Scale(g.Target.N-usual.N, int64(sales.Hundred), usual.N))
	a.Much = a.More > muchMore || usual.N <= 0 // of nothing there is no percentage
	return a
}
