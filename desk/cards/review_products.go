package cards

import (
	"dealdesk/chat"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// Products are compared over so many days with as many before; only so many are named.
const (
	productDays   = 90
	productsShown = 3
)

// products names the products for which more or fewer deals are opened than in the period before, in the week in which
// that begins to show, and not again.
func (v *review) products() (chat.Safe, error) {
	to := min(v.Period.To, calendar.DateOf(v.now))
	all, err := v.shifts(to)
	if err != nil || len(all) == 0 {
		return "", err
	}
	before, err := v.shifts(v.Period.From.AddDays(-1))
	if err != nil {
		return "", err
	}
	var lines []chat.Safe
	for _, s := range kpi.News(all, before) {
		key := "review.product_down"
		if s.Up() {
			key = "review.product_up"
		}
		lines = append(lines, v.Say(key, "Product", s.Key, "Now", s.Now, "Was", s.Was, "Days", productDays))
	}
	return chat.Join("\n", lines[:min(len(lines), productsShown)]...), nil
}

// shifts are those of the team's products over the days up to one.
func (v *review) shifts(to calendar.Date) ([]kpi.Shift, error) {
	days := calendar.Span{From: to.AddDays(1 - productDays), To: to}
	return ProductShifts(v.r, store.Question{Teams: []string{v.team.ID}, Days: days})
}

// ProductShifts are the products for which clearly more or fewer deals were opened in the days of a question than in as
// many days before.
func ProductShifts(r store.Reader, q store.Question) ([]kpi.Shift, error) {
	opened := func(s calendar.Span) (map[string]int64, error) {
		q.Days, q.By = s, kpi.ByProduct
		groups, err := store.Measure(r, q)
		n := map[string]int64{}
		for _, g := range groups {
			n[g.Key] = g.Tally(kpi.Opened, "", "").N
		}
		return n, err
	}
	now := q.Days
	is, err := opened(now)
	if err != nil {
		return nil, err
	}
	was, err := opened(now.Before())
	return kpi.Shifts(is, was), err
}
