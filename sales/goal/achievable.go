package goal

import (
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// Past is what those a goal is for reached in the months before it.
type Past struct {
	Months int // whole ones, see PastMonths
	Tally
	Days int // working days of these months
}

// PastMonths are the six months before a day, or as many of them as there are records for, from the day
// since on.
func PastMonths(today, since calendar.Date) (s calendar.Span, months int) {
	s.To = firstOfMonth(today).AddDays(-1)
	s.From = s.To.AddDays(1)
	for months = 0; months < 6; months++ {
		from := firstOfMonth(s.From.AddDays(-1))
		if from < since {
			break
		}
		s.From = from
	}
	return s, months
}

// minMonths is how many months must be known before anything is said.
const minMonths = 3

// Ambition compares what a goal asks for with what was usual.
type Ambition struct {
	Enough bool          // at least three months and sales.MinSample cases; without them nothing is judged
	Months int           // that were looked at
	Usual  Level         // what the past gives in as many working days as the goal has; of rates and means its number
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
	a := Ambition{Months: past.Months}
	cases := past.Of
	if d.Shape == Sum && cases == 0 {
		cases = past.N
	}
	usual := d.Value(past.Tally)
	if d.Shape == Sum && past.Days > 0 {
		usual = To(scale(past.N, int64(w.Days(g.Period)), int64(past.Days)))
	}
	if past.Months < minMonths || cases < sales.MinSample || !usual.Set || usual.N <= 0 || d.Shape == Last {
		return a
	}
	a.Enough, a.Usual = true, usual
	if d.Lower {
		a.More = sales.Percent(scale(usual.N-g.Target.N, int64(sales.Hundred), usual.N))
		a.Much = a.More > muchMore*2/3
		return a
	}
	a.More = sales.Percent(scale(g.Target.N-usual.N, int64(sales.Hundred), usual.N))
	a.Much = a.More > muchMore
	return a
}
