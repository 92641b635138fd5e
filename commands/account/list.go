package account

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase/talk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// list lists the person's customers, or those whose name matches.
func list(c *call.Call) (chat.Reply, error) {
	asked := strings.TrimSpace(c.Req.Args)
	wanted := talk.Conditions(asked)
	unheard := (wanted.Quiet > 0 || wanted.Lately) && len(wanted.Rest) == 0 // else a name is looked for
	whole := unheard && c.Me.Role != sales.Rep && !wanted.Mine              // who leads asks about the team
	var fits []sales.Account
	var err error
	if asked != "" && !unheard {
		fits, err = alikeTo(c, asked)
	} else if whole {
		fits, err = ofTeams(c)
	} else {
		fits, err = store.Collect(store.AccountsOf(c.Read, c.Me.ID))
	}
	if err != nil {
		return chat.Reply{}, err
	}
	head := c.Words.Say("account.list", "Count", len(fits))
	if unheard {
		if fits, err = notContacted(c, fits, wanted); err != nil {
			return chat.Reply{}, err
		}
		head = unheardHead(c, wanted, whole, len(fits))
	} else if len(fits) == 0 {
		return chat.Say(c.Words.Say("account.list_none")), nil
	}
	lines := []chat.Safe{head}
	for _, a := range fits[:min(len(fits), call.ListLimit)] {
		last, err := lastContact(c, a)
		if err != nil {
			return chat.Reply{}, err
		}
		var owner chat.Safe
		if whole {
			name, err := cards.PersonName(c.Read, a.Owner)
			if err != nil {
				return chat.Reply{}, err
			}
			owner = chat.EscapeLine(name)
		}
		lines = append(lines, chat.Join(" · ", chat.Escape("• "+a.ID), chat.EscapeLine(a.Name), owner, last))
	}
	if more := len(fits) - call.ListLimit; more > 0 {
		lines = append(lines, c.Words.Say("deal.list_more", "Count", more))
	}
	text := chat.Join("\n", lines...)
	return chat.Say(text, chat.Para(text)), nil
}

// ofTeams are the customers of the person's teams.
func ofTeams(c *call.Call) (all []sales.Account, err error) {
	teams, err := c.MyTeams()
	if err != nil {
		return nil, err
	}
	for a, err := range store.Accounts.List(c.Read, store.Query{}) {
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(teams, func(t sales.Team) bool { return t.ID == a.Team }) && c.May(sales.See, a.Owner, a.Team) == nil {
			all = append(all, a)
		}
	}
	return all, nil
}

// lastContact returns when anybody was last in touch with a customer, as far as the person may see
// it, or "".
func lastContact(c *call.Call, a sales.Account) (chat.Safe, error) {
	last, err := contactedAt(c, a)
	if err != nil || last.IsZero() {
		return "", err
	}
	return c.Words.Say("account.last", "When", c.Words.Ago(last, c.Req.At)), nil
}

// contactedAt is when a customer was last contacted, as far as the person may know; zero is never.
func contactedAt(c *call.Call, a sales.Account) (last time.Time, err error) {
	last = a.Contacted
	for d, err := range store.DealsOfAccount(c.Read, a.ID) {
		if err != nil {
			return last, err
		}
		if d.Contacted.After(last) && c.May(sales.See, d.Owner, d.Team) == nil {
			last = d.Contacted
		}
	}
	return last, nil
}

// unheardHead says for how long nobody contacted the customers of a list.
func unheardHead(c *call.Call, wanted talk.Listed, whole bool, n int) chat.Safe {
	key, team, days := "account.list_quiet", "account.list_quiet_team", chat.Escape(strconv.Itoa(wanted.Quiet))
	if wanted.Lately {
		key, team, days = "account.list_lately", "account.list_lately_team", lately(c)
	}
	if whole {
		key = team
	}
	return c.Words.Say(key, "Count", n, "Days", days)
}

// lately says how many working days customers may go without contact: of each tier that has a number, and of the others.
func lately(c *call.Call) chat.Safe {
	company := c.Desk.Cards.Company
	var each []chat.Safe
	for _, t := range sales.Tiers {
		if company.Cadence[t] > 0 {
			each = append(each, c.Words.Say("account.lately_tier", "Tier", string(t), "Count", company.Lately(t)))
		}
	}
	if len(each) == 0 {
		return c.Words.Say("account.lately_all", "Count", company.Lately(""))
	}
	return c.Words.List(append(each, c.Words.Say("account.lately_others", "Count", company.Lately(""))), false)
}

// notContacted are those of some customers that nobody contacted for some days: as many as were named, which are
// calendar days, or as their tier may go without.
func notContacted(c *call.Call, all []sales.Account, wanted talk.Listed) (quiet []sales.Account, err error) {
	work := c.Work()
	for _, a := range all {
		since := sales.UntouchedBefore(wanted.Quiet, c.Req.At, c.Zone)
		if wanted.Lately {
			since = sales.StaleBefore(c.Desk.Cards.Company.Lately(a.Tier), c.Req.At, work)
		}
		last, err := contactedAt(c, a)
		if err != nil {
			return nil, err
		}
		if last.Before(since) && a.Created.Before(since) {
			quiet = append(quiet, a)
		}
	}
	return quiet, nil
}
