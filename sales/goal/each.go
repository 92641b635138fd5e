package goal

import (
	"strconv"

	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Each is what a number is for every one of: three a week.
type Each string

const (
	EachDay     Each = "day"
	EachWeek    Each = "week"
	EachMonth   Each = "month"
	EachQuarter Each = "quarter"
	EachYear    Each = "year"
)

// fine is how finely parts of a month are counted.
const fine = 10_000

// Times is how often each comes in some days, n ÷ of times: every working day once, and a week for as many working
// days as it has. Whole months, quarters and years count as one; of a part of one its working days do.
func (w Work) Times(s calendar.Span, each Each) (n, of int64) {
	switch each {
	case EachDay:
		return int64(w.Days(s)), 1
	case EachWeek:
		return int64(w.Days(s)), w.week()
	}
	length := map[Each]int{EachMonth: 1, EachQuarter: 3, EachYear: 12}[each]
	for from := s.From; from <= s.To; {
		first := firstOfMonth(from)
		month, _ := strconv.Atoi(string(first[5:7]))
		for range (month - 1) % length {
			first = firstOfMonth(first.AddDays(-1))
		}
		whole := MonthsFrom(first, length)
		part := calendar.Span{From: from, To: min(whole.To, s.To)}
		if part == whole {
			n += fine
		} else if days := w.Days(whole); days > 0 {
			n += kpi.Scale(int64(w.Days(part)), fine, int64(days))
		}
		from = part.To.AddDays(1)
	}
	return n, fine
}
