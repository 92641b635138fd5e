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
