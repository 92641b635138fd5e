package calendar

// Span is days from From to To, both included.
type Span struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Before returns the span of equal length that ends the day before s.
func (s Span) Before() Span {
	return Span{s.From.AddDays(-s.From.DaysTo(s.To) - 1), s.From.AddDays(-1)}
}

// Week is the week of d, Monday to Sunday.
func Week(d Date) Span { return Span{d.Monday(), d.Monday().AddDays(6)} }

// MonthsBetween counts the whole months from d to a later day e.
func MonthsBetween(d, e Date) int {
	from, to := d.utc(), e.utc()
	n := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	if to.Day() < from.Day() {
		n--
	}
	return n
}
