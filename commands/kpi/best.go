package kpi

import (
	"cmp"
	"slices"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// best shows what works: the customers who buy most readily, the products that are asked for more, and to whoever
// leads a team what its best seller does otherwise than the others.
func best(c *call.Call) (chat.Reply, error) {
	a, err := read(c, c.Req.Args)
	if err != nil {
		return chat.Reply{}, err
	}
	if a.metric != "" || a.by != "" || a.as != "" {
		return chat.Reply{}, sales.No("kpi.not_understood", "Text", c.Req.Args)
	}
	if err := a.whose.mayShow(kpi.WinRate, ""); err != nil {
		return chat.Reply{}, err
	}
	d, _ := kpi.DefinitionOf(kpi.WinRate)
	head := c.Words.Say("kpi.head", "What", c.Words.Plain("kpi_best.head"), "Whose", a.whose.name, "Days", a.said(c, d))
	parts := []chat.Safe{head}
	for _, find := range []func(*call.Call, asked) ([]chat.Safe, error){golden, rising, topSeller} {
		lines, err := find(c, a)
		if err != nil {
			return chat.Reply{}, err
		}
		parts = append(parts, lines...)
	}
	if len(parts) == 1 {
		parts = append(parts, c.Words.Say("kpi_best.none", "Least", d.Sample))
	}
	text := chat.Join("\n", parts...)
	return chat.Say(text, chat.Para(text)), nil
}

// byGroup measures the window of rates by a dimension.
func byGroup(c *call.Call, a asked, by kpi.Dimension) ([]store.Group, error) {
	d, _ := kpi.DefinitionOf(kpi.WinRate)
	return measure(c, a).groups(a.span(d, c.Today), by)
}

// golden names the customers who buy most readily.
func golden(c *call.Call, a asked) (lines []chat.Safe, err error) {
	rate, _ := kpi.DefinitionOf(kpi.WinRate)
	q := store.Question{Teams: a.whose.teams, Person: a.whose.person, Days: a.span(rate, c.Today)}
	found, err := c.Desk.Cards.Golden(c.Read, c.Words, q, currency(c))
	for _, g := range found {
		lines = append(lines, g.Line)
	}
	return lines, err
}

// rising finds the products for which clearly more deals were opened than in as many days before.
func rising(c *call.Call, a asked) (lines []chat.Safe, err error) {
	d, _ := kpi.DefinitionOf(kpi.WinRate)
	now := a.span(d, c.Today)
	m := measure(c, a)
	groups, err := m.groups(now, kpi.ByProduct)
	if err != nil {
		return nil, err
	}
	before, err := m.groups(now.Before(), kpi.ByProduct)
	if err != nil {
		return nil, err
	}
	opened := func(groups []store.Group, key string) int64 {
		i := slices.IndexFunc(groups, func(g store.Group) bool { return g.Key == key })
		if i < 0 {
			return 0
		}
		return groups[i].Tally(kpi.Opened, "", "").N
	}
	for _, g := range groups {
		n, was := opened(groups, g.Key), opened(before, g.Key)
		// A product that is new has nothing to be compared with.
		if g.Key == "" || n < sales.MinSample || was == 0 || n*int64(sales.Hundred) <= was*int64(sales.Hundred+sales.DropLimit) {
			continue
		}
		name, err := c.Desk.Cards.KPIGroup(c.Read, c.Words, kpi.ByProduct, g.Key)
		if err != nil {
			return nil, err
		}
		lines = append(lines, c.Words.Say("kpi_best.rising", "Product", name, "Count", n, "Was", was))
	}
	return lines, nil
}

// habits are what people do, in the order in which they are compared.
var habits = [...]kpi.Metric{kpi.Opened, kpi.Contacts, kpi.Visits, kpi.Meetings, kpi.Demos, kpi.Calls, kpi.Response,
	kpi.Discount, kpi.WinRate}

// leastSellers is how many people must have won something, or the best and the median say nothing.
const leastSellers = 3

// topSeller compares who won the most with the median of all who won something: in what they do, not in what they won.
func topSeller(c *call.Call, a asked) (lines []chat.Safe, err error) {
	if !a.whose.ranks || a.whose.person != "" {
		return nil, nil
	}
	groups, err := byGroup(c, a, kpi.ByPerson)
	if err != nil {
		return nil, err
	}
	all := kpi.Counts{}
	for _, g := range groups {
		all.Add(g.Counts)
	}
	in := append(all.Currencies(), currency(c))[0]
	groups = slices.DeleteFunc(groups, func(g store.Group) bool { return g.Tally(kpi.Revenue, "", in).N <= 0 })
	if len(groups) < leastSellers {
		return nil, nil
	}
	won := func(a, b store.Group) int {
		return cmp.Compare(b.Tally(kpi.Revenue, "", in).N, a.Tally(kpi.Revenue, "", in).N)
	}
	slices.SortFunc(groups, won)
	who, err := cards.PersonName(c.Read, groups[0].Key)
	if err != nil {
		return nil, err
	}
	for _, metric := range habits {
		d, _ := kpi.DefinitionOf(metric)
		top := groups[0].Tally(metric, "", "")
		var levels []int64
		for _, g := range groups {
			if t := g.Tally(metric, "", ""); d.Enough(t) && d.Value(t).Set {
				levels = append(levels, d.Value(t).N)
			}
		}
		slices.Sort(levels)
		if len(levels) < leastSellers || !d.Enough(top) {
			continue
		}
		is, usual := d.Value(top).N, levels[len(levels)/2]
		if gap := max(is, usual) - min(is, usual); gap*4 < max(usual, 1) || max(is, usual) == 0 { // less than a quarter is no difference
			continue
		}
		text := func(n int64) string { return cards.KPILevel(c.Words, d, in, n) }
		lines = append(lines, c.Words.Say("kpi.line", "Name", c.Words.Plain("metric."+string(metric)),
			"Value", c.Words.Say("kpi_best.against", "Is", text(is), "Usual", text(usual))))
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return append([]chat.Safe{c.Words.Say("kpi_best.top", "Who", who, "Count", len(groups))}, lines...), nil
}
