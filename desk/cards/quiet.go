package cards

import (
	"strconv"

	"dealdesk/sales"
	"dealdesk/store"
)

// Quiet reads what says after how many working days without contact each of some deals is stale. Customers are read only
// where their tier matters.
func (m Maker) Quiet(r store.Reader, of ...sales.Deal) (func(sales.Deal) int, error) {
	tiers := map[string]sales.Tier{}
	for _, d := range of {
		if _, known := tiers[d.Account]; known || len(m.Company.Cadence) == 0 {
			continue
		}
		a, _, err := store.Accounts.Get(r, d.Account)
		if err != nil {
			return nil, err
		}
		tiers[d.Account] = a.Tier
	}
	return func(d sales.Deal) int { return m.Company.Quiet(d.Pipeline, tiers[d.Account]) }, nil
}

// QuietDays says after how many working days without contact deals are stale: "3", or "3–14" where pipelines or tiers
// differ.
func (m Maker) QuietDays() string {
	least, most := m.Company.QuietDays()
	if least == most {
		return strconv.Itoa(most)
	}
	return strconv.Itoa(least) + "–" + strconv.Itoa(most)
}
