package discount

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/sales"
)

// limits tells what the person may grant alone, and who decides above that.
func limits(c *call.Call) (chat.Reply, error) {
	authority := c.Desk.Cards.Company.Authority
	percent := func(share sales.Percent) string { return c.Words.Percent(int(share)) }
	own := authority.Own(c.Me)
	lines := []chat.Safe{c.Words.Say("discount_limits.none")}
	if own > 0 {
		lines[0] = c.Words.Say("discount_limits.own", "Share", percent(own))
	}
	if own < authority.Manager {
		lines = append(lines, c.Words.Say("discount_limits.manager", "Share", percent(authority.Manager)))
	}
	lines = append(lines, c.Words.Say("discount_limits.director", "Share", percent(authority.Manager)),
		c.Words.Say("discount_limits.terms", "Count", authority.PaymentDays))
	for _, p := range authority.Policies {
		lines = append(lines, c.Words.Say("discount_limits.policy", "Policy", p.Name))
	}
	return chat.Say(chat.Join("\n", lines...)), nil
}
