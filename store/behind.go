package store

import (
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
)

// Behind returns whether a record of a day with a customer, about a deal, is behind the number of a goal: its filter
// lets it count, and of new customers it is the first win.
func Behind(r Reader, g goal.Goal) (func(account, deal string, on calendar.Date) (bool, error), error) {
	some, err := filterOf(r, g.Filter)
	return func(account, deal string, on calendar.Date) (bool, error) {
		if ok, err := some.lets([]byte(account), []byte(deal), on); err != nil || !ok || g.Metric != goal.Customers {
			return ok, err
		}
		first, err := firstWin(r, account)
		return first.deal == deal, err
	}, err
}
