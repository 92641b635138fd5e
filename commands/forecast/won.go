package forecast

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
)

// ifWon says where a period would end if some deals were won in it: "Acme, D-4 next quarter". It keeps nothing. The answer
// is Unknown if no deal is named.
func ifWon(c *call.Call) (chat.Reply, error) {
	span, named := spanIn(c, strings.TrimSpace(c.Req.Args), shownFor)
	deals, unknown, err := dealsIn(c, named)
	if err != nil {
		return chat.Reply{}, err
	}
	switch {
	case len(deals) == 0:
		return chat.Reply{Unknown: true}, nil
	case unknown != "":
		return chat.Reply{}, sales.No("forecast.if_unknown", "Text", unknown)
	}
	m := meant{period: span}
	if m.Scope, err = ownScope(c, span); err != nil {
		return chat.Reply{}, err
	}
	o, err := c.Desk.Cards.ForecastOf(c.Read, m.Scope, span, c.Today)
	if err != nil {
		return chat.Reply{}, err
	}
	name, err := scopeName(c, m.Scope)
	if err != nil {
		return chat.Reply{}, err
	}
	title := c.Words.Say("forecast.title", "Who", name, "Period", cards.GoalPeriod(c.Words, span))
	lines := []chat.Safe{chat.Bold(title), c.Words.Say("forecast.if_so_far", "Won", sumOf(c, o.Won))}
	won, commit := sales.Totals{}, sales.Totals{}
	for in, all := range map[*sales.Totals]sales.Totals{&won: o.Won, &commit: o.Commit} {
		for _, n := range all.Money() {
			in.Add(n)
		}
	}
	committed := map[string]bool{}
	for _, d := range o.Open {
		committed[d.ID] = d.Said() == sales.Commit
	}
	for _, d := range deals {
		title, err := c.Desk.Cards.DealTitle(c.Read, d)
		if err != nil {
			return chat.Reply{}, err
		}
		lines = append(lines, c.Words.Say("forecast.if_deal", "Deal", title, "Amount", cards.Net(c.Words, d)))
		if won.Add(d.Net()); !committed[d.ID] {
			commit.Add(d.Net())
		}
	}
	lines = append(lines, c.Words.Say("forecast.if_then", "Won", sumOf(c, won), "Commit", sumOf(c, commit)))
	text := chat.Join("\n", lines...)
	return chat.Say(text, chat.Para(text)), nil
}

func sumOf(c *call.Call, t sales.Totals) chat.Safe {
	if text := cards.Totals(c.Words, t); text != "" {
		return text
	}
	return "0"
}

// dealsIn are the open deals that a list of names means, and the first of the names that means none.
func dealsIn(c *call.Call, names string) (deals []sales.Deal, unknown string, err error) {
	seen := map[string]bool{}
	for name := range strings.SplitSeq(names, ",") {
		name = strings.TrimSpace(name)
		found, err := dealsOf(c, name)
		if err != nil {
			return nil, "", err
		}
		if len(found) == 0 && unknown == "" {
			unknown = name
		}
		for _, d := range found {
			if !seen[d.ID] {
				deals, seen[d.ID] = append(deals, d), true
			}
		}
	}
	return deals, unknown, nil
}

// dealsOf is the deal of an id, or the open ones of a customer.
func dealsOf(c *call.Call, name string) ([]sales.Deal, error) {
	var d sales.Deal
	var err error
	id, isID := phrase.ID(name)
	if isID && sales.KindOf(id) == sales.KindDeal {
		d, err = c.DealByID(id)
	} else if found, rest, wrong := c.DealsNamed(name); wrong == nil && rest == "" {
		return found, nil
	} else {
		err = wrong
	}
	if _, no := sales.AsProblem(err); no || err == nil && d.Status != sales.Open {
		return nil, nil
	}
	return []sales.Deal{d}, err
}
