package account

import (
	"cmp"
	"slices"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// wonOf lists what was won with a customer, the latest first, and how much it was together,
// as far as the person sees it.
func wonOf(c *call.Call, a sales.Account) (chat.Safe, error) {
	var won []sales.Deal
	sum := sales.Totals{}
	for d, err := range store.DealsOfAccount(c.Read, a.ID) {
		if err != nil {
			return "", err
		}
		if d.Status == sales.Won && c.May(sales.See, d.Owner, d.Team) == nil {
			won = append(won, d)
			sum.Add(d.Net())
		}
	}
	if len(won) == 0 {
		return "", nil
	}
	slices.SortStableFunc(won, func(x, y sales.Deal) int { return cmp.Compare(y.Close, x.Close) })
	lines := []chat.Safe{c.Words.Say("account.won", "Count", len(won), "Total", cards.Totals(c.Words, sum))}
	for _, d := range won[:min(len(won), call.ChoiceLimit)] {
		line, err := c.Desk.Cards.DealLine(c.Read, c.Words, d)
		if err != nil {
			return "", err
		}
		lines = append(lines, line)
	}
	if more := len(won) - call.ChoiceLimit; more > 0 {
		lines = append(lines, c.Words.Say("deal.list_more", "Count", more))
	}
	return chat.Join("\n", lines...), nil
}
