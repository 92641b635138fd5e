package sales

import "dealdesk/sales/calendar"

// Spending is how often the language model was asked for a person on a day.
type Spending struct {
	Person   string        `json:"person"`
	On       calendar.Date `json:"on"`
	Requests int           `json:"requests"`
}

// Spend counts one more request, unless the budget of the day is spent. A clock that is set back
// brings no new budget.
func (s Spending) Spend(on calendar.Date, budget int) (_ Spending, ok bool) {
	if on > s.On {
		s.On, s.Requests = on, 0
	}
	if s.Requests >= budget {
		return s, false
	}
	s.Requests++
	return s, true
}
