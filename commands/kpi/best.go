package kpi

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
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
	parts, err := found(c, a, true)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(parts) == 1 {
		text := chat.Join("\n", append(parts, c.Words.Say("kpi_best.none", "Least", d.Sample))...)
		return chat.Say(text, chat.Para(text)), nil
	}
	text := chat.Join("\n", parts...)
	blocks := []chat.Block{chat.Para(text)}
	if t, ok, err := shareable(c, a.whose); err != nil || ok {
		if err != nil {
			return chat.Reply{}, err
		}
		a.days = a.span(d, c.Today)
		blocks = append(blocks, chat.Block{Buttons: []chat.Button{{Label: c.Words.Plain("kpi_best.share", "Team", t.Name), Action: "kpi share",
			Value: a.value(""), Confirm: &chat.Confirm{Title: c.Words.Plain("kpi_best.share_title"),
				Text: c.Words.Plain("kpi_best.share_sure", "Team", t.Name), Yes: c.Words.Plain("kpi_best.share_yes"),
				No: c.Words.Plain("common.cancel")}}}})
	}
	return chat.Say(text, blocks...), nil
}

// found is what works, under a head. named says whether whoever won the most is.
func found(c *call.Call, a asked, named bool) ([]chat.Safe, error) {
	d, _ := kpi.DefinitionOf(kpi.WinRate)
	parts := []chat.Safe{c.Words.Say("kpi.head", "What", c.Words.Plain("kpi_best.head"), "Whose", a.whose.name, "Days", a.said(c, d))}
	top := func(c *call.Call, a asked) ([]chat.Safe, error) { return topSeller(c, a, named) }
	for _, find := range []func(*call.Call, asked) ([]chat.Safe, error){golden, rising, top} {
		lines, err := find(c, a)
		if err != nil {
			return nil, err
		}
		parts = append(parts, lines...)
	}
	return parts, nil
}

// shareable is the team into whose channel its leader may post what works there.
func shareable(c *call.Call, w whose) (t sales.Team, ok bool, err error) {
	if len(w.teams) != 1 || w.person != "" || !w.ranks {
		return t, false, nil
	}
	t, ok, err = store.Teams.Get(c.Read, w.teams[0])
	return t, ok && t.Channel != "" && leads(c, t), err
}

// share posts what works into the channel of the team, once for the same days. It names nobody: whoever won the most
// is between the leader and them.
func share(c *call.Call) (chat.Reply, error) {
	part := strings.Split(c.Req.Value, "|")
	if len(part) != 6 {
		return chat.Reply{}, sales.No("review.stale")
	}
	a := asked{days: calendar.Span{From: calendar.Date(part[1]), To: calendar.Date(part[2])}}
	if !a.days.From.Valid() || !a.days.To.Valid() {
		return chat.Reply{}, sales.No("review.stale")
	}
	var err error
	if a.whose, err = whoseNamed(c, part[3]); err != nil {
		return chat.Reply{}, err
	}
	t, ok, err := shareable(c, a.whose)
	if err == nil && !ok {
		err = sales.No("kpi.share_not_allowed")
	}
	if err != nil {
		return chat.Reply{}, err
	}
	key := "best/" + t.ID + "/" + string(a.days.From) + "/" + string(a.days.To)
	if _, there, err := store.PostByKey(c.Read, key); err != nil || there {
		return chat.Say(c.Words.Say("kpi_best.shared_before", "Team", t.Name)), err
	}
	theirs := *c
	theirs.Words = c.Desk.Cards.Printer(t.Language, c.Req.At)
	parts, err := found(&theirs, a, false)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(parts) == 1 {
		d, _ := kpi.DefinitionOf(kpi.WinRate)
		return chat.Say(c.Words.Say("kpi_best.none", "Least", d.Sample)), nil
	}
	text := chat.Join("\n", append(parts, theirs.Words.Say("kpi_best.shared_by", "Who", c.Me.Name))...)
	if err := c.Tx.Post(store.Post{Key: key, Channel: t.Channel, Audience: t.ID, Kind: "best", Message: cards.Said(text)}); err != nil {
		return chat.Reply{}, err
	}
	return chat.Say(c.Words.Say("kpi_best.shared", "Team", t.Name)), nil
}

// byGroup measures the window of rates by a dimension.
func byGroup(c *call.Call, a asked, by kpi.Dimension) ([]store.Group, error) {
	d, _ := kpi.DefinitionOf(kpi.WinRate)
	a.metric = d.Metric // none of what is compared needs the index of wins
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
	all, err := cards.ProductShifts(c.Read, store.Question{Teams: a.whose.teams, Person: a.whose.person}, a.span(d, c.Today))
	if err != nil {
		return nil, err
	}
	for _, s := range all[0] {
		if s.Up() {
			lines = append(lines, c.Words.Say("kpi_best.rising", "Product", s.Key, "Count", s.Now, "Was", s.Was))
		}
	}
	return lines, nil
}

// habits are what people do, in the order in which they are compared.
var habits = [...]kpi.Metric{kpi.Opened, kpi.Contacts, kpi.Visits, kpi.Meetings, kpi.Demos, kpi.Calls, kpi.Response,
	kpi.Discount, kpi.WinRate}

// leastSellers is how many people must have won something, or the best and the median say nothing.
const leastSellers = 3

// topSeller compares who won the most with the median of all who won something: in what they do, not in what they won.
func topSeller(c *call.Call, a asked, named bool) (lines []chat.Safe, err error) {
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
	head := c.Words.Say("kpi_best.top", "Who", who, "Count", len(groups))
	if !named {
		head = c.Words.Say("kpi_best.top_unnamed", "Count", len(groups))
	}
	return append([]chat.Safe{head}, lines...), nil
}
