package company

import (
	"maps"
	"slices"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// foundBy is how the customers of a team were found, in their order; of the last ones nobody knows.
var foundBy = []string{"referral", "event", "ads", "referral", "content", "partner", "referral", "outreach", "ads", "social", ""}

// spent is what each team spends on a source in a month, in its unit of amounts: most on advertising, which brings
// least.
var spent = map[string]int64{"ads": 9, "event": 6, "content": 2, "referral": 1, "partner": 2, "outreach": 3}

// told is what customers say about their score.
var told = map[string][]string{
	"east": {"Quick answers, good training", "Works well, the invoices come late", "They would recommend us",
		"Delivery was a week late", "Helpful, a bit expensive"},
	"south": {"响应很快，培训到位", "系统好用，开票有点慢", "愿意推荐给同行", "交付晚了一周", "服务不错，价格偏高"},
}

var scores = []int{5, 4, 5, 2, 4}

// money adds what was spent to win customers, and how content the customers are who talk to a team.
func (h *history) money() {
	for _, b := range Books() {
		for ago := range 4 {
			first := (calendar.DateOf(Begins)[:len("2006-01-")] + "01").AddMonths(-ago)
			at := b.clock(max(0, first.AddMonths(1).DaysTo(calendar.DateOf(Begins))), "09:05")
			h.then(at, func(tx *store.Tx, at time.Time) error {
				for _, source := range slices.Sorted(maps.Keys(spent)) {
					c, err := kpi.Cost{Month: string(first[:len("2006-01")]), Source: source, Team: b.Team, By: b.leader(), At: at.UTC(),
						Amount: sales.Money{Minor: b.unit * spent[source] * 25, Currency: b.currency}}.Entered(calendar.DateOf(at))
					if err != nil {
						return err
					}
					if err := store.Costs.Put(tx, c); err != nil {
						return err
					}
				}
				return nil
			})
		}
		names := slices.Sorted(maps.Keys(h.clients))
		names = slices.DeleteFunc(names, func(name string) bool { return h.clients[name].account.Team != b.Team })
		for i, name := range names {
			h.then(b.clock(2+i%12, "17:40"), h.clients[name].scored(scores[i%len(scores)], told[b.Team][i%len(scores)]))
		}
	}
}

// scored notes how content a customer is, if it has had a deal by then.
func (c *client) scored(score int, said string) func(*store.Tx, time.Time) error {
	return func(tx *store.Tx, at time.Time) error {
		if c.account.ID == "" {
			return nil
		}
		return store.Activities.Put(tx, sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.Score, Score: score, Note: said,
			Account: c.account.ID, Team: c.account.Team, By: c.account.Owner, On: calendar.DateOf(at.In(c.book.Zone)), At: at.UTC()})
	}
}

// leader is who leads the team.
func (b Book) leader() string {
	if b.Team == "south" {
		return "UWEI"
	}
	return "UMEI"
}
