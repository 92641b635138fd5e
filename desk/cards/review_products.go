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
	shifts, err := ProductShifts(v.r, store.Question{Teams: []string{v.team.ID}}, productSpan(to), productSpan(v.Period.From.AddDays(-1)))
	if err != nil {
		return "", err
	}
	var lines []chat.Safe
	for _, s := range kpi.News(shifts[0], shifts[1]) {
		key := "review.product_down"
		if s.Up() {
			key = "review.product_up"
		}
		lines = append(lines, v.Say(key, "Product", s.Key, "Now", s.Now, "Was", s.Was, "Days", productDays))
	}
	return chat.Join("\n", lines[:min(len(lines), productsShown)]...), nil
}

// productSpan are the days up to one in which products are compared with as many before.
func productSpan(to calendar.Date) calendar.Span {
	return calendar.Span{From: to.AddDays(1 - productDays), To: to}
}

// ProductShifts are, for each span, the products for which clearly more or fewer deals were opened than in as many days
// before.
func ProductShifts(r store.Reader, q store.Question, spans ...calendar.Span) (all [][]kpi.Shift, err error) {
	q.By = kpi.ByProduct
	var both []calendar.Span
	for _, s := range spans {
		both = append(both, s, s.Before())
	}
	groups, err := store.Compare(r, q, both...)
	if err != nil {
		return nil, err
	}
	opened := func(groups []store.Group) map[string]int64 {
		n := map[string]int64{}
		for _, g := range groups {
			n[g.Key] = g.Tally(kpi.Opened, "", "").N
		}
		return n
	}
	for i := range spans {
		all = append(all, kpi.Shifts(opened(groups[2*i]), opened(groups[2*i+1])))
	}
	return all, nil
}
