package cards

import (
	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// rateDays is over how many days the win rate is taken: a month has too few closed deals.
const rateDays = 90

// results are what counters add up to over some days.
type results map[string]int64

// won returns the sums that were won, by currency.
func (n results) won() sales.Totals {
	sum := sales.Totals{}
	for metric, amount := range n {
		if currency, ok := sales.WonIn(metric); ok {
			sum.Add(sales.Money{Minor: amount, Currency: currency})
		}
	}
	return sum
}

// rate is how many of the closed deals were won.
func (n results) rate() sales.Ratio {
	won, lost := int(n[sales.CountWon]), int(n[sales.CountLost])
	return sales.Ratio{N: won, Of: won + lost}
}

// numbers shows the person's own numbers of this week and month, what they have open, and how many of
// their deals they win.
func (h *home) numbers() error {
	week, month, quarter, err := h.counted()
	if err != nil {
		return err
	}
	var lines []chat.Safe
	for _, of := range []struct {
		key string
		n   results
	}{{"home.week", week}, {"home.month", month}} {
		if what := h.did(of.n); what != "" {
			lines = append(lines, h.Say(of.key, "What", what))
		}
	}
	if rate := quarter.rate(); rate.Enough() {
		lines = append(lines, h.Say("home.win_rate", "Percent", rate.Percent(), "N", rate.N, "Of", rate.Of, "Days", rateDays))
	}
	if len(lines)+len(h.open) == 0 {
		h.fresh = h.who.Role == sales.Rep && len(quarter) == 0
		return nil
	}
	list := chat.Button{Label: h.Plain("common.show"), Action: "deal list"}
	if h.of == "" {
		h.head(h.Say("home.numbers"))
	} else {
		h.head(h.Say("home.numbers_of", "Name", h.of))
		list.Value = h.who.ID
	}
	if text := chat.Join("\n", lines...); text != "" {
		h.line(text)
	}
	if len(h.open) > 0 {
		sum := sales.Totals{}
		for i := range h.open {
			sum.Add(h.open[i].Net())
		}
		h.line(chat.Join(" · ", h.Say("home.open", "Count", len(h.open)), Totals(h.Printer, sum)),
			list)
	}
	return nil
}

// did returns contacts by kind and what was won.
func (h *home) did(n results) chat.Safe {
	what := contacts(h.Printer, n)
	if won := n[sales.CountWon]; won > 0 {
		what = chat.Join(" · ", what, h.Say("home.won", "Count", won, "Total", Totals(h.Printer, n.won())))
	}
	return what
}

// counted reads the person's counters of this week, of this month and of rateDays, with the deals of
// whatever team.
func (h *home) counted() (week, month, quarter results, err error) {
	keys := []string{store.InTeam(h.who.ID, "")}
	for t, err := range store.Teams.List(h.r, store.Query{}) {
		if err != nil {
			return nil, nil, nil, err
		}
		keys = append(keys, store.InTeam(h.who.ID, t.ID))
	}
	week, month, quarter = results{}, results{}, results{}
	monday, first := calendar.Week(h.today).From, h.today[:len("2006-01")]+"-01"
	for c, err := range store.SumOf(h.r, keys, h.today.AddDays(1-rateDays), h.today) {
		if err != nil {
			return nil, nil, nil, err
		}
		quarter[c.Metric] += c.N
		if c.On >= first {
			month[c.Metric] += c.N
		}
		if c.On >= monday {
			week[c.Metric] += c.N
		}
	}
	return week, month, quarter, nil
}
