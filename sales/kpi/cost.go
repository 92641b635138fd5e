package kpi

import (
	"slices"
	"strings"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// Cost is what was spent in a month to win customers of a source. There is one for each month, source, team and
// currency.
type Cost struct {
	ID     string      `json:"id"`             // CostID
	Month  string      `json:"month"`          // 2026-09
	Source string      `json:"source"`         // see sales.Account.Source
	Team   string      `json:"team,omitempty"` // that spent it, "" for the company as a whole
	Amount sales.Money `json:"amount"`
	By     string      `json:"by"`
	At     time.Time   `json:"at"`
}

// costSince is the first year of which costs can be entered.
const costSince = "2000-01"

// Entered is c with the id it has, if it can be entered: of this month or an earlier one.
func (c Cost) Entered(today calendar.Date) (Cost, error) {
	switch {
	case !calendar.Date(c.Month + "-01").Valid():
		return c, sales.No("cost.no_month", "Example", today[:len("2006-01")]).At("month")
	case c.Month > string(today[:len("2006-01")]):
		return c, sales.No("cost.ahead", "Month", c.Month).At("month")
	case c.Month < costSince:
		return c, sales.No("cost.long_ago", "Month", c.Month).At("month")
	case c.Source == "":
		return c, sales.No("cost.no_source").At("source")
	case c.Amount.Minor <= 0:
		return c, sales.No("cost.no_amount").At("amount")
	case c.Amount.Minor > sales.AmountMax:
		return c, sales.No("amount.too_large", "Max", sales.Money{Minor: sales.AmountMax, Currency: c.Amount.Currency}).At("amount")
	}
	c.ID = CostID(c.Month, c.Source, c.Team, c.Amount.Currency)
	return c, nil
}

// CostID is the id of a cost.
func CostID(month, source, team, currency string) string {
	return month + "|" + source + "|" + team + "|" + currency
}

// In is the part of a cost that lies in some days, each day of its month having the same.
func (c Cost) In(days calendar.Span) int64 {
	first := calendar.Date(c.Month + "-01")
	next := first.AddMonths(1)
	from, to := max(first, days.From), min(next.AddDays(-1), days.To)
	if to < from {
		return 0
	}
	return Scale(c.Amount.Minor, int64(from.DaysTo(to)+1), int64(first.DaysTo(next)))
}

// Costs adds amounts up, currency by currency.
func Costs(all []Cost) sales.Totals {
	t := sales.Totals{}
	for _, c := range all {
		t.Add(c.Amount)
	}
	return t
}

// Spent are the costs that counters hold, currency by currency.
func (c Counts) Spent() sales.Totals {
	t := sales.Totals{}
	for name, n := range c {
		if currency, ok := strings.CutPrefix(name, CountCost+":"); ok {
			t.Add(sales.Money{Minor: n, Currency: currency})
		}
	}
	return t
}

// Cases are how many cases a metric comes from. Those of a group that costs nothing are cases of the whole as well, though
// nothing can be said of the group: without them the groups would not add up to the whole.
func (c Counts) Cases(m Metric, currency string) int64 {
	switch m {
	case Acquisition:
		return c[CountCustomers+":"+currency]
	case Return:
		return c.Tally(DealSize, "", currency).Of
	}
	return c.Tally(m, "", currency).Of
}

// Unpaid are the cases of a group in currencies in which the whole has costs and the group has none.
func (c Counts) Unpaid(d Definition, whole []string) (n int64) {
	for _, in := range whole {
		if d.Spends() && c[CountCost+":"+in] <= 0 {
			n += c.Cases(d.Metric, in)
		}
	}
	return n
}

// Dimensions are those by which a metric can be taken apart. Costs are known by month, source and team; of a return
// that of all sources together would count the customers of whom nobody knows the source.
func (d Definition) Dimensions() []Dimension {
	switch d.Metric {
	case Acquisition:
		return []Dimension{ByTeam, ByManager, ByOffice, BySource, ByMonth, ByQuarter}
	case Return:
		return []Dimension{BySource}
	case Accuracy:
		return []Dimension{ByTeam, ByPerson, ByManager, ByOffice}
	}
	return Dimensions
}

// Spends reports whether costs are part of it.
func (d Definition) Spends() bool { return d.Metric == Acquisition || d.Metric == Return }

// Allows reports whether it can be taken apart by a dimension.
func (d Definition) Allows(by Dimension) bool { return slices.Contains(d.Dimensions(), by) }

// Apart are the definitions that a dimension can take apart.
func Apart(all []Definition, by Dimension) []Definition {
	return slices.DeleteFunc(slices.Clone(all), func(d Definition) bool {
		return by == "" && d.Metric == Return || by != "" && !d.Allows(by)
	})
}
