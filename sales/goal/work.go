package goal

import (
	"fmt"
	"slices"
	"strconv"

	"dealdesk/sales/calendar"
)

// Work is when those a goal is for work: the calendar of their team, without the leave of a person. A half
// day counts as a day.
type Work struct {
	Time calendar.Worktime
	Away []calendar.Span
}

// Days counts the working days of a span; none if it ends before it begins.
func (w Work) Days(s calendar.Span) (n int) {
	for d := s.From; d <= s.To; d = d.AddDays(1) {
		if w.on(d) {
			n++
		}
	}
	return n
}

func (w Work) on(d calendar.Date) bool {
	return w.Time.Workday(d) && !slices.ContainsFunc(w.Away, func(s calendar.Span) bool { return s.From <= d && d <= s.To })
}

// week is how many days a week is worked.
func (w Work) week() (n int64) {
	days := w.Time.Days
	if days == 0 {
		days = calendar.MondayToFriday
	}
	for ; days > 0; days &= days - 1 {
		n++
	}
	return n
}

// Periods cuts a span into quarters, months or weeks (Monday to Sunday); the first and the last end with the
// span. It returns nil for parts that are no periods.
func Periods(s calendar.Span, into Into) (all []calendar.Span) {
	for from := s.From; from <= s.To; {
		to := lastDay(from, into)
		if to == "" {
			return nil
		}
		to = min(to, s.To)
		all = append(all, calendar.Span{From: from, To: to})
		from = to.AddDays(1)
	}
	return all
}

// lastDay is the last day of the period that holds d.
func lastDay(d calendar.Date, into Into) calendar.Date {
	switch into {
	case Weeks:
		return calendar.Week(d).To
	case Months:
		return (firstOfMonth(d).AddDays(31)[:len("2006-01")] + "-01").AddDays(-1)
	case Quarters:
		for d = lastDay(d, Months); !slices.Contains([]string{"03", "06", "09", "12"}, string(d[5:7])); {
			d = lastDay(d.AddDays(1), Months)
		}
		return d
	}
	return ""
}

func firstOfMonth(d calendar.Date) calendar.Date { return d[:len("2006-01")] + "-01" }

// YearBefore is the same days a year earlier, by which a season is known: the same dates, or whole weeks for a
// week, so that a Monday is compared with a Monday.
func YearBefore(s calendar.Span) calendar.Span {
	if s == calendar.Week(s.From) {
		return calendar.Span{From: s.From.AddDays(-364), To: s.To.AddDays(-364)}
	}
	return calendar.Span{From: yearBefore(s.From), To: yearBefore(s.To)}
}

// yearBefore is d a year earlier; for the last day of a month the last one of that month.
func yearBefore(d calendar.Date) calendar.Date {
	year, _ := strconv.Atoi(string(d[:4])) // of a valid day
	is := calendar.Date(fmt.Sprintf("%04d", year-1)) + d[4:]
	if d == lastDay(d, Months) {
		return lastDay(firstOfMonth(is), Months)
	}
	return is
}

// MonthsFrom are so many whole months from the first day of one.
func MonthsFrom(from calendar.Date, months int) calendar.Span {
	to := from
	for range months {
		to = (to.AddDays(31)[:8] + "01")
	}
	return calendar.Span{From: from, To: to.AddDays(-1)}
}

// PeriodBefore is the period of the same kind before one: the month before a month, however many days it has.
func PeriodBefore(s calendar.Span) calendar.Span {
	for _, months := range []int{1, 3, 6, 12} {
		if s.From == s.From[:8]+"01" && s == MonthsFrom(s.From, months) {
			from := s.From
			for range months {
				from = from.AddDays(-1)[:8] + "01"
			}
			return calendar.Span{From: from, To: s.From.AddDays(-1)}
		}
	}
	return s.Before()
}

// PeriodAfter is the period of the same kind behind one.
func PeriodAfter(s calendar.Span) calendar.Span {
	from := s.To.AddDays(1)
	for _, months := range []int{1, 3, 6, 12} {
		if s.From == s.From[:8]+"01" && s == MonthsFrom(s.From, months) {
			return MonthsFrom(from, months)
		}
	}
	return calendar.Span{From: from, To: from.AddDays(s.From.DaysTo(s.To))}
}
