package account

import (
	"cmp"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/sales"
)

// noTier is the word that removes a tier.
const noTier = "none"

// setTier sets how much a customer is worth: A, B, C, or unknown. Only a manager decides it.
// Neither a computation nor the seller may, because approval policies depend on it.
func setTier(c *call.Call) (chat.Reply, error) {
	typed, only := tierNamed(c, c.Req.Args)
	if only { // in a deal's room the customer goes without saying
		c.Req.Args = ""
	}
	a, rest, err := accountArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	whose, err := c.Record(a.Owner, a.Team)
	if err == nil && !sales.May(c.Me, sales.Rate, whose) {
		err = sales.No("account.tier_for_managers", "ID", a.ID)
	}
	if err != nil {
		return chat.Reply{}, err
	}
	switch {
	case c.Req.Kind == chat.Submit:
		rest = c.Req.Fields["tier"]
	case only:
		rest = typed
	case rest == "":
		return call.AccountForm(c, "account tier", a, tierFields(c, a)...), nil
	}
	tier, known := tierNamed(c, rest)
	if !known {
		tier = rest // refused in its own words
	}
	if a, err = a.Rate(sales.Tier(strings.TrimPrefix(tier, noTier))); err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("account.rated", "ID", a.ID, "Name", a.Name, "Tier", string(a.Tier))
	if a.Tier == "" {
		text = c.Words.Say("account.unrated", "ID", a.ID, "Name", a.Name)
	}
	return keepAccount(c, a, text)
}

// tierNamed parses "A", "a", "A类", "none".
func tierNamed(c *call.Call, typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	if c.OneOf("common.", []string{noTier}, typed) != "" {
		return noTier, true
	}
	letter := strings.ToUpper(strings.TrimRight(sales.Simplified(typed), "类级"))
	for _, t := range sales.Tiers {
		if letter == string(t) {
			return letter, true
		}
	}
	return "", false
}

func tierFields(c *call.Call, a sales.Account) []chat.Input {
	options := []chat.Option{{Label: c.Words.Plain("account.no_tier"), Value: noTier}}
	for _, t := range sales.Tiers {
		options = append(options, chat.Option{Label: string(t), Value: string(t)})
	}
	in := chat.Input{ID: "tier", Kind: chat.Select, Options: options}
	if a.ID != "" {
		in.Initial = cmp.Or(string(a.Tier), noTier)
	}
	return []chat.Input{in}
}
