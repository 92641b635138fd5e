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

// funnel shows how deals went through the stages in some days: how many came in and went on, how long they stayed,
// where most get lost, and which wait now. By a dimension it compares how its groups win.
func funnel(c *call.Call) (chat.Reply, error) {
	a, err := read(c, c.Req.Args)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := a.whose.mayShow(kpi.WinRate, a.by); err != nil {
		return chat.Reply{}, err
	}
	if a.by != "" || a.as != "" {
		return compared(c, a)
	}
	d, _ := kpi.DefinitionOf(kpi.Conversion)
	a.metric = d.Metric
	m := measure(c, a)
	now, _, err := m.whole(d)
	if err != nil {
		return chat.Reply{}, err
	}
	var stuck []stuckDeal
	if a.days.To == "" || a.days.To >= c.Today { // which wait now says nothing of the past
		if stuck, err = stuckDeals(c, m); err != nil {
			return chat.Reply{}, err
		}
	}
	head := c.Words.Say("kpi.head", "What", c.Words.Plain("kpi.funnel"), "Whose", a.whose.name, "Days", a.said(c, d))
	text, blocks := head, []chat.Block{chat.Para(chat.Bold(head))}
	for _, line := range c.Desk.Cards.Company.Pipelines {
		part, chart := stagesOf(c, line, now)
		if part == "" {
			continue
		}
		text, blocks = chat.Join("\n", text, part), append(blocks, chat.Para(part))
		if chart != nil {
			blocks = append(blocks, chat.Block{Chart: chart})
		}
	}
	if line := gone(c, now); line != "" {
		text, blocks = chat.Join("\n", text, line), append(blocks, chat.Para(line))
	}
	if len(blocks) == 1 {
		none := c.Words.Say("kpi.none")
		text, blocks = chat.Join("\n", text, none), append(blocks, chat.Para(none))
	}
	if len(stuck) > 0 {
		line := c.Words.Say("kpi.stuck", "Count", len(stuck))
		text, blocks = chat.Join("\n", text, line), append(blocks, chat.Para(line))
	}
	for _, s := range stuck[:min(len(stuck), shownStuck)] {
		name := cards.StageName(c.Words, s.stage)
		d, err := store.Deals.Find(c.Read, s.deal.ID)
		if err != nil {
			return chat.Reply{}, err
		}
		line := c.Words.Say("kpi.stuck_deal", "ID", d.ID, "Name", d.Name, "Stage", name, "Days", s.days, "Usual", s.usual)
		text = chat.Join("\n", text, line)
		blocks = append(blocks, chat.Row(line, chat.Button{Label: c.Words.Plain("common.show"), Action: "deal", Value: s.deal.ID}))
	}
	return chat.Say(text, blocks...), nil
}

// gone names the stages that deals came into and that the configuration no longer has, "" if there are none.
func gone(c *call.Call, now kpi.Counts) chat.Safe {
	known := c.Desk.Cards.KPIStages()
	var names []string
	var n int64
	for name, in := range now {
		id, ok := strings.CutPrefix(name, sales.CountIn+":")
		if ok && in > 0 && !slices.ContainsFunc(known, func(s sales.Stage) bool { return s.ID == id }) {
			names, n = append(names, id), n+in
		}
	}
	if n == 0 {
		return ""
	}
	slices.Sort(names)
	return c.Words.Say("kpi.stage_gone", "Count", n, "Stages", names)
}

// stagesOf says how deals went through the stages of a pipeline, with its largest drop. It is "" where none did.
func stagesOf(c *call.Call, line sales.Pipeline, now kpi.Counts) (text chat.Safe, chart *chat.Chart) {
	conversion, _ := kpi.DefinitionOf(kpi.Conversion)
	stay, _ := kpi.DefinitionOf(kpi.Stay)
	chart = &chat.Chart{Kind: "bar", Title: cards.PipelineName(c.Words, line), Unit: c.Words.Plain("kpi.came_in")}
	type drop struct {
		name string
		of   kpi.Tally
	}
	var worst drop
	few := false
	for _, s := range line.Stages {
		in, left := now[sales.CountIn+":"+s.ID], now.Tally(kpi.Conversion, s.ID, "")
		if in == 0 && left.Of == 0 {
			continue
		}
		name := cards.StageName(c.Words, s)
		chart.Points = append(chart.Points, chat.DataPoint{Label: name, Value: float64(in)})
		parts := []chat.Safe{c.Words.Say("kpi.stage_in", "Count", in)}
		if k := cards.ReadKPI(c.Words, conversion, s.ID, "", now); k.Enough {
			parts = append(parts, c.Words.Say("kpi.stage_on", "Share", k.Text, "Count", left.N, "Of", left.Of))
			if level := conversion.Value(left); worst.of.Of == 0 || level.N < conversion.Value(worst.of).N {
				worst = drop{name, left}
			}
		} else if left.Of > 0 {
			few = true
			parts = append(parts, c.Words.Say("kpi.stage_left", "Count", left.N, "Of", left.Of))
		}
		if k := cards.ReadKPI(c.Words, stay, s.ID, "", now); k.Enough {
			parts = append(parts, c.Words.Say("kpi.stage_days", "Days", k.Text))
		} else if k.N == 0 && left.Of > 0 { // an import brought them there
			parts = append(parts, c.Words.Say("kpi.stage_brought"))
		}
		text = chat.Join("\n", text, c.Words.Say("kpi.line", "Name", name, "Value", chat.Join(" · ", parts...)))
	}
	if text == "" {
		return "", nil
	}
	if len(c.Desk.Cards.Company.Pipelines) > 1 {
		text = chat.Join("\n", chat.Bold(chat.EscapeLine(cards.PipelineName(c.Words, line))), text)
	}
	if worst.of.Of > worst.of.N {
		text = chat.Join("\n", text, c.Words.Say("kpi.drop", "Stage", worst.name, "Count", worst.of.Of-worst.of.N, "Of", worst.of.Of))
	}
	if few {
		text = chat.Join("\n", text, c.Words.Say("kpi.stage_few", "Least", conversion.Sample))
	}
	if len(chart.Points) < 2 {
		chart = nil
	}
	return text, chart
}

// A deal is stuck that has been in its stage for more than twice as long as usual, and for two weeks at least.
const (
	stuckTimes = 2
	stuckLeast = 14
	shownStuck = 5
)

type stuckDeal struct {
	deal  sales.Deal
	stage sales.Stage
	days  int
	usual int // days, the median of its stage
}

// stuckDeals are the open deals that wait for much longer than usual, the longest first. Where too few deals left a
// stage nothing is known to be usual.
func stuckDeals(c *call.Call, m *measured) (all []stuckDeal, err error) {
	stay, _ := kpi.DefinitionOf(kpi.Stay)
	a := m.a
	if a.whose.person != "" { // what is usual is so for all of the team
		of := a
		of.whose.person = ""
		m = measure(c, of)
	}
	usual, err := m.groups(calendar.Span{From: c.Today.AddDays(1 - stay.Window), To: c.Today}, "")
	if err != nil {
		return nil, err
	}
	seen, _, err := teams(c)
	if err != nil {
		return nil, err
	}
	medians := map[string]kpi.Tally{} // by stage
	inTeam := map[string]bool{}
	for _, t := range seen {
		inTeam[t.ID] = a.whose.teams == nil || slices.Contains(a.whose.teams, t.ID)
	}
	for d, err := range store.OpenDealsInBrief(c.Read) {
		if err != nil {
			return nil, err
		}
		days := calendar.DateOf(d.StageSince.In(c.Zone)).DaysTo(c.Today)
		if days < stuckLeast {
			break // and so are all behind it
		}
		if !inTeam[d.Team] || a.whose.person != "" && d.Owner != a.whose.person {
			continue
		}
		line, _ := c.Desk.Cards.Company.Pipeline(d.Pipeline)
		stage, known := line.Stage(d.Stage)
		median, read := medians[d.Stage]
		if !read {
			median = usual[0].Tally(kpi.Stay, d.Stage, "")
			medians[d.Stage] = median
		}
		if !known || !stay.Enough(median) || int64(days)*100 <= stuckTimes*median.N {
			continue
		}
		all = append(all, stuckDeal{d, stage, days, int(median.N / 100)})
	}
	slices.SortFunc(all, func(a, b stuckDeal) int { return cmp.Or(b.days-a.days, cmp.Compare(a.deal.ID, b.deal.ID)) })
	return all, nil
}

// compared shows for each group how many deals were opened and how they ended.
func compared(c *call.Call, a asked) (chat.Reply, error) {
	a.metric = kpi.WinRate
	if a.as != "" {
		return file(c, a)
	}
	d, _ := kpi.DefinitionOf(kpi.WinRate)
	cycle, _ := kpi.DefinitionOf(kpi.MedianCycle)
	groups, err := measure(c, a).groups(a.span(d, c.Today), a.by)
	if err != nil {
		return chat.Reply{}, err
	}
	if a.by != kpi.ByMonth && a.by != kpi.ByQuarter {
		cards.SortKPIs(d, groups, func(n kpi.Counts) cards.KPI { return cards.ReadKPI(c.Words, d, "", "", n) })
	}
	head := c.Words.Say("kpi.head_by", "What", c.Words.Plain("kpi.funnel"), "Whose", a.whose.name, "Days", a.said(c, d),
		"By", c.Words.Plain("kpi_by."+string(a.by)))
	text, few, shown := head, false, 0
	for _, g := range groups {
		opened, ended := g.Tally(kpi.Opened, "", "").N, g.Tally(kpi.WinRate, "", "")
		if opened == 0 && ended.Of == 0 {
			continue
		}
		if shown++; shown > shownGroups {
			continue
		}
		name, err := c.Desk.Cards.KPIGroup(c.Read, c.Words, a.by, g.Key)
		if err != nil {
			return chat.Reply{}, err
		}
		parts := []chat.Safe{c.Words.Say("kpi.group_ends", "Opened", opened, "Won", ended.N, "Lost", ended.Of-ended.N)}
		if k := cards.ReadKPI(c.Words, d, "", "", g.Counts); k.Enough {
			parts = append(parts, c.Words.Say("kpi.part", "Name", c.Words.Plain("metric.win_rate"), "Value", k.Text))
		} else {
			few = true
		}
		if k := cards.ReadKPI(c.Words, cycle, "", "", g.Counts); k.Enough {
			parts = append(parts, c.Words.Say("kpi.part", "Name", c.Words.Plain("metric.median_cycle"), "Value", k.Text))
		}
		text = chat.Join("\n", text, c.Words.Say("kpi.line", "Name", name, "Value", chat.Join(" · ", parts...)))
	}
	switch {
	case shown == 0:
		text = chat.Join("\n", text, c.Words.Say("kpi.none"))
	case shown > shownGroups:
		text = chat.Join("\n", text, c.Words.Say("kpi.more", "Count", shown-shownGroups))
	}
	if few {
		text = chat.Join("\n", text, c.Words.Say("kpi.stage_few", "Least", d.Sample))
	}
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("kpi.as_workbook"), Action: "kpi table", Value: a.value("xlsx")},
		{Label: c.Words.Plain("kpi.as_csv"), Action: "kpi table", Value: a.value("csv")}}}), nil
}
