package kpi

import (
	"cmp"
	"slices"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// show shows all numbers of some people, one of them, or either taken apart by a dimension.
func show(c *call.Call) (chat.Reply, error) {
	a, err := read(c, c.Req.Args)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := a.whose.mayShow(a.metric, a.by); err != nil {
		return chat.Reply{}, err
	}
	if a.metric == kpi.Return && a.by == "" { // each source has its own
		a.by = kpi.BySource
	}
	if d, one := kpi.DefinitionOf(a.metric); one && a.by != "" && !d.Allows(a.by) {
		return chat.Reply{}, cannotBy(c, d)
	}
	switch {
	case a.as != "":
		return file(c, a)
	case a.by != "":
		return apart(c, a)
	case a.metric == kpi.Conversion || a.metric == kpi.Stay:
		return stages(c, a)
	}
	return overview(c, a)
}

// span are the days that are counted: those asked for up to today, else the last ones of the metric's window.
func (a asked) span(d kpi.Definition, today calendar.Date) calendar.Span {
	if a.days == (calendar.Span{}) {
		return calendar.Span{From: today.AddDays(1 - d.Window), To: today}
	}
	return calendar.Span{From: a.days.From, To: min(a.days.To, today)}
}

// measured are the counters of a span, read once for all metrics with the same window.
type measured struct {
	c    *call.Call
	a    asked
	read map[calendar.Span][]store.Group
	won  *store.Won // nil: not read yet
}

func measure(c *call.Call, a asked) *measured {
	return &measured{c: c, a: a, read: map[calendar.Span][]store.Group{}}
}

func (m *measured) groups(s calendar.Span, by kpi.Dimension) ([]store.Group, error) {
	if all, ok := m.read[s]; ok {
		return all, nil
	}
	d, one := kpi.DefinitionOf(m.a.metric)
	q := store.Question{Teams: m.a.whose.teams, Person: m.a.whose.person, Days: s, By: by, Wins: d.Wins || !one,
		Landed: d.Metric == kpi.Accuracy || m.a.as != ""}
	if q.Wins && m.won == nil {
		won, err := store.AllWins(m.c.Read)
		if err != nil {
			return nil, err
		}
		m.won = &won
	}
	if q.Wins {
		q.Won = *m.won
	}
	all, err := store.Measure(m.c.Read, q)
	if err == nil && by == kpi.ByPerson {
		all, err = m.seen(all)
	}
	m.read[s] = all
	return all, err
}

// seen leaves out the people whose numbers the asker may not see: the director above them.
func (m *measured) seen(all []store.Group) ([]store.Group, error) {
	among, _, err := teams(m.c)
	return slices.DeleteFunc(all, func(g store.Group) bool {
		return slices.ContainsFunc(among, func(t sales.Team) bool { return t.Director == g.Key && !mayEach(m.c, t, g.Key) })
	}), err
}

// whole are the counters of a metric's days, and of those beside them, nil if none were asked for.
func (m *measured) whole(d kpi.Definition) (now, was kpi.Counts, err error) {
	s := m.a.span(d, m.c.Today)
	all, err := m.groups(s, "")
	if err != nil {
		return nil, nil, err
	}
	if now = all[0].Counts; m.a.against == nothing {
		return now, nil, nil
	}
	if m.a.days != (calendar.Span{}) {
		s = m.a.days
	}
	if all, err = m.groups(m.a.against.beside(s, m.c.Today), ""); err != nil {
		return nil, nil, err
	}
	return now, all[0].Counts, nil
}

// apartAlone are shown only when asked for: each stage or source has its own, and accuracy looks back a year.
var apartAlone = [...]kpi.Metric{kpi.Conversion, kpi.Stay, kpi.Return, kpi.Accuracy}

// overview shows one number, or all that there are.
func overview(c *call.Call, a asked) (chat.Reply, error) {
	all := slices.DeleteFunc(kpi.Definitions(), func(d kpi.Definition) bool {
		return slices.Contains(apartAlone[:], d.Metric) || !d.Shared && a.whose.shared(a.by)
	})
	if a.metric != "" {
		d, _ := kpi.DefinitionOf(a.metric)
		all = []kpi.Definition{d}
	}
	m := measure(c, a)
	head := c.Words.Say("kpi.head", "What", cmp.Or(a.what(c), c.Words.Plain("kpi.all")), "Whose", a.whose.name, "Days", a.said(c, all...))
	text, blocks := head, []chat.Block{chat.Para(chat.Bold(head))}
	var few []chat.Safe
	for _, d := range all {
		now, was, err := m.whole(d)
		if err != nil {
			return chat.Reply{}, err
		}
		k := cards.ReadKPI(c.Words, d, "", currency(c), now)
		before := cards.ReadKPI(c.Words, d, "", currency(c), was)
		name := c.Words.Plain("metric." + string(d.Metric))
		switch {
		case k.Enough && (a.metric != "" || k.N != 0 || before.Enough && before.N != 0):
			line := c.Words.Say("kpi.line", "Name", name, "Value", valued(c, d, k, before, a.against))
			text = chat.Join("\n", text, line)
			blocks = append(blocks, chat.Row(line, chat.Button{Label: c.Words.Plain("kpi.records"), Action: "kpi records",
				Value: a.recordsValue(d.Metric, a.span(d, c.Today), "", "")}))
		case a.metric != "" && k.N == 0 && nothingFor(c, a, d, now) != "":
			line := nothingFor(c, a, d, now)
			text, blocks = chat.Join("\n", text, line), append(blocks, chat.Para(line))
		case !k.Enough && (a.metric != "" || k.N > 0):
			few = append(few, c.Words.Say("kpi.few_one", "Name", name, "Count", k.N))
		}
	}
	if len(few) > 0 {
		line := c.Words.Say("kpi.few_all", "List", chat.Join(string(c.Words.Say("list.comma")), few...), "Least", leastOf(all))
		text, blocks = chat.Join("\n", text, line), append(blocks, chat.Block{Context: line})
	}
	if len(blocks) == 1 {
		none := c.Words.Say("kpi.none")
		text, blocks = chat.Join("\n", text, none), append(blocks, chat.Para(none))
	}
	if d, _ := kpi.DefinitionOf(a.metric); a.metric != "" && (d.Unit != kpi.Number || d.Wins) { // its name says the others
		how := c.Words.Say("kpi.counted", "How", c.Words.Say("kpi_how."+string(a.metric)))
		text, blocks = chat.Join("\n", text, how), append(blocks, chat.Block{Context: how})
	}
	reply := chat.Say(text, blocks...)
	return reply, nil
}

// what names the metric, "" for all.
func (a asked) what(c *call.Call) string {
	if a.metric == "" {
		return ""
	}
	return c.Words.Plain("metric." + string(a.metric))
}

// said names the days that are counted.
func (a asked) said(c *call.Call, all ...kpi.Definition) string {
	if a.days != (calendar.Span{}) {
		days := cards.GoalPeriod(c.Words, a.days)
		if days == c.Words.Plain("goal_period.by", "To", c.Words.Day(string(a.days.To))) { // no month, quarter or year
			days = c.Words.Plain("goal_period.days", "From", c.Words.Day(string(a.days.From)), "To", c.Words.Day(string(a.days.To)))
		}
		if a.days.From == a.days.To {
			days = c.Words.Day(string(a.days.To))
		}
		if a.days.To > c.Today {
			return c.Words.Plain("kpi.so_far", "Days", days)
		}
		return days
	}
	var windows []int
	for _, d := range all {
		if !slices.Contains(windows, d.Window) {
			windows = append(windows, d.Window)
		}
	}
	if slices.Sort(windows); len(windows) == 1 {
		return c.Words.Plain("kpi.last", "Count", windows[0])
	}
	return c.Words.Plain("kpi.last_two", "Count", windows[0], "Rates", windows[len(windows)-1])
}

// valued is a number with its cases, and the one beside it.
func valued(c *call.Call, d kpi.Definition, k, was cards.KPI, a against) chat.Safe {
	now := cased(c, d, k)
	if a == nothing {
		return now
	}
	then := c.Words.Say("kpi.too_few")
	if was.Enough {
		then = cased(c, d, was)
	}
	return c.Words.Say("kpi.beside_"+string(a), "Now", now, "Was", then)
}

// cased is a number with how many cases it comes from, where that is not the number itself.
func cased(c *call.Call, d kpi.Definition, k cards.KPI) chat.Safe {
	if d.Shape == kpi.Sum && (d.Unit == kpi.Number || k.N == 0) {
		return chat.EscapeLine(k.Text)
	}
	if len(k.Left) > 0 {
		return c.Words.Say("kpi.cases_left", "Value", k.Text, "Cases", casesOf(c, d, k.N), "Left", k.Left)
	}
	return c.Words.Say("kpi.cases", "Value", k.Text, "Cases", casesOf(c, d, k.N))
}

// casesOf says how many deals, customers or whatever else a number comes from.
func casesOf(c *call.Call, d kpi.Definition, n int64) chat.Safe {
	return c.Words.Say("kpi_cases."+string(d.Counted()), "Count", n)
}

// currency is that of amounts where nothing was sold.
func currency(c *call.Call) string { return cmp.Or(c.Team.Currency, c.Desk.Cards.Company.Currency) }

// stages shows a metric that each stage has.
func stages(c *call.Call, a asked) (chat.Reply, error) {
	d, _ := kpi.DefinitionOf(a.metric)
	now, was, err := measure(c, a).whole(d)
	if err != nil {
		return chat.Reply{}, err
	}
	head := c.Words.Say("kpi.head", "What", a.what(c), "Whose", a.whose.name, "Days", a.said(c, d))
	text := head
	var few []chat.Safe
	for _, s := range c.Desk.Cards.KPIStages() {
		k := cards.ReadKPI(c.Words, d, s.ID, "", now)
		name := cards.StageName(c.Words, s)
		switch {
		case k.Enough:
			line := c.Words.Say("kpi.line", "Name", name, "Value", valued(c, d, k, cards.ReadKPI(c.Words, d, s.ID, "", was), a.against))
			text = chat.Join("\n", text, line)
		case k.N > 0:
			few = append(few, c.Words.Say("kpi.few_one", "Name", name, "Count", k.N))
		}
	}
	if len(few) > 0 {
		text = chat.Join("\n", text, c.Words.Say("kpi.few_all", "Least", sales.MinSample,
			"List", chat.Join(string(c.Words.Say("list.comma")), few...)))
	}
	if text == head {
		text = chat.Join("\n", text, c.Words.Say("kpi.none"))
	}
	text = chat.Join("\n", text, c.Words.Say("kpi.counted", "How", c.Words.Say("kpi_how."+string(a.metric))))
	return chat.Say(text, chat.Para(text)), nil
}

// shownGroups is how many groups a message names.
const shownGroups = 20

// apartBy are the numbers that a dimension shows of each group if nobody asked for one.
var apartBy = [...]kpi.Metric{kpi.Revenue, kpi.WinRate, kpi.DealSize, kpi.MedianCycle}

// apart shows numbers taken apart by a dimension, those of one metric the best first.
func apart(c *call.Call, a asked) (chat.Reply, error) {
	first := kpi.Revenue
	if a.whose.shared(a.by) { // nobody is ranked by revenue before colleagues
		first = kpi.Contacts
	}
	main, _ := kpi.DefinitionOf(cmp.Or(a.metric, first))
	if main.Metric == kpi.Conversion || main.Metric == kpi.Stay {
		return chat.Reply{}, sales.No("kpi.by_stage")
	}
	span := a.span(main, c.Today)
	groups, err := measure(c, a).groups(span, a.by)
	if err != nil {
		return chat.Reply{}, err
	}
	of := func(n kpi.Counts) cards.KPI { return cards.ReadKPI(c.Words, main, "", currency(c), n) }
	idle := a.metric != "" && main.Shape == kpi.Sum && of(sum(groups)).N != 0
	if idle {
		if groups, err = withIdle(c, a, groups); err != nil {
			return chat.Reply{}, err
		}
	}
	timed := a.by == kpi.ByMonth || a.by == kpi.ByQuarter
	if !timed {
		cards.SortKPIs(main, groups, of)
	}
	what := cmp.Or(a.what(c), c.Words.Plain("kpi.all"))
	head := c.Words.Say("kpi.head_by", "What", what, "Whose", a.whose.name, "Days", a.said(c, main),
		"By", c.Words.Plain("kpi_by."+string(a.by)))
	text, blocks := head, []chat.Block{chat.Para(chat.Bold(head))}
	chart := &chat.Chart{Kind: "bar", Title: what, Unit: cards.KPIUnit(c.Words, main, currency(c))}
	few, shown, paid := false, 0, sum(groups).CurrenciesOf(main)
	for _, g := range groups {
		k, unpaid := of(g.Counts), g.Unpaid(main, paid)
		spent := g.Spent()
		if k.N == 0 && unpaid == 0 && !timed && !(idle && sells(a.by)) &&
			(!main.Spends() || len(spent) == 0) && (a.metric != "" || several(c, a, g.Counts) == "") {
			continue
		}
		if shown++; shown > shownGroups {
			continue
		}
		name, err := c.Desk.Cards.KPIGroup(c.Read, c.Words, a.by, g.Key)
		if err != nil {
			return chat.Reply{}, err
		}
		value := casesOf(c, main, k.N)
		if main.Spends() && len(spent) > 0 {
			value = c.Words.Say("kpi.few_spent", "Cases", value, "Spent", cards.Totals(c.Words, spent))
		}
		if k.Enough {
			value = cased(c, main, k)
			chart.Points = append(chart.Points, chat.DataPoint{Label: name, Value: cards.KPIFigure(main, k)})
		} else {
			few = few || k.N > 0
		}
		switch {
		case unpaid > 0 && k.N == 0 && len(spent) == 0:
			value = c.Words.Say("kpi.unpaid", "Cases", casesOf(c, main, unpaid))
		case unpaid > 0:
			value = c.Words.Say("kpi.and_unpaid", "Value", value, "Cases", casesOf(c, main, unpaid))
		}
		if a.metric == "" {
			value = cmp.Or(several(c, a, g.Counts), c.Words.Say("kpi.too_few"))
		}
		line := c.Words.Say("kpi.line", "Name", name, "Value", value)
		text = chat.Join("\n", text, line)
		if k.N == 0 && !main.Spends() {
			blocks = append(blocks, chat.Para(line))
			continue
		}
		blocks = append(blocks, chat.Row(line, chat.Button{Label: c.Words.Plain("kpi.records"), Action: "kpi records",
			Value: a.recordsValue(main.Metric, span, a.by, g.Key)}))
	}
	note := func(line chat.Safe) {
		text, blocks = chat.Join("\n", text, line), append(blocks, chat.Block{Context: line})
	}
	switch {
	case shown == 0:
		note(cmp.Or(nothingFor(c, a, main, kpi.Counts{}), c.Words.Say("kpi.none")))
	case len(groups) == 1 && !timed:
		note(c.Words.Say("kpi.only_one", "By", c.Words.Plain("kpi_by."+string(a.by))))
	case shown > shownGroups:
		note(c.Words.Say("kpi.more", "Count", shown-shownGroups))
	}
	if a.against != nothing {
		note(c.Words.Say("kpi.not_beside"))
	}
	if few && a.metric != "" {
		note(c.Words.Say("kpi.few_note", "Least", main.Sample))
	}
	if len(chart.Points) > 1 && !mixed(groups, main) {
		blocks = append(blocks, chat.Block{Chart: chart})
	}
	if shown > 0 {
		blocks = append(blocks, chat.Block{Buttons: []chat.Button{
			{Label: c.Words.Plain("kpi.as_workbook"), Action: "kpi table", Value: a.value("xlsx")},
			{Label: c.Words.Plain("kpi.as_csv"), Action: "kpi table", Value: a.value("csv")}}})
	}
	return chat.Say(text, blocks...), nil
}

// several are the usual numbers of a group in one line, without those of too few cases; "" if none is
// left.
func several(c *call.Call, a asked, n kpi.Counts) chat.Safe {
	var parts []chat.Safe
	usual := apartBy[:]
	if a.whose.shared(a.by) {
		usual = []kpi.Metric{kpi.Contacts, kpi.Revenue}
	}
	for _, metric := range usual {
		d, _ := kpi.DefinitionOf(metric)
		if k := cards.ReadKPI(c.Words, d, "", currency(c), n); k.Enough && k.N > 0 {
			parts = append(parts, c.Words.Say("kpi.part", "Name", c.Words.Plain("metric."+string(metric)), "Value", cased(c, d, k)))
		}
	}
	return chat.Join(" · ", parts...)
}

// mixed reports whether amounts are in several currencies: one picture of them would be nonsense.
func mixed(groups []store.Group, d kpi.Definition) bool { return len(sum(groups).CurrenciesOf(d)) > 1 }

func sum(groups []store.Group) kpi.Counts {
	all := kpi.Counts{}
	for _, g := range groups {
		all.Add(g.Counts)
	}
	return all
}
