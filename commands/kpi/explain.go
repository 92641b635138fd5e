package kpi

import (
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/kpi"
)

// explain says how a number is computed, from which days and how many cases, and what it tells.
func explain(c *call.Call) (chat.Reply, error) {
	all := kpi.Definitions()
	if c.Req.Args != "" {
		m := metricNamed(c.Words, sales.Simplified(c.Req.Args))
		if m == "" {
			return chat.Reply{}, sales.No("kpi.unknown", "Text", c.Req.Args)
		}
		d, _ := kpi.DefinitionOf(m)
		all = []kpi.Definition{d}
	}
	sheet := &chat.Table{Columns: []chat.Column{{Title: c.Words.Plain("kpi_column.metric")}, {Title: c.Words.Plain("kpi_column.how")},
		{Title: c.Words.Plain("kpi_column.window")}, {Title: c.Words.Plain("kpi_column.tells")}}}
	var text chat.Safe
	for _, d := range all {
		name := c.Words.Plain("metric." + string(d.Metric))
		how, tells := c.Words.Say("kpi_how."+string(d.Metric)), c.Words.Say("kpi_tells."+string(d.Metric))
		window := windowed(c.Words, d)
		sheet.Rows = append(sheet.Rows, []string{name, lang.Unmark(how), lang.Unmark(window), lang.Unmark(tells)})
		text = chat.Join("\n", text, c.Words.Say("kpi.explained", "Name", name, "How", how, "Window", window, "Tells", tells))
	}
	if len(all) > 1 {
		return chat.Say(text, chat.Block{Table: sheet}), nil
	}
	return chat.Say(text, chat.Para(text)), nil
}

func windowed(p lang.Printer, d kpi.Definition) chat.Safe {
	if d.Sample > 0 {
		return p.Say("kpi.window_sample", "Count", d.Window, "Least", d.Sample)
	}
	return p.Say("kpi.window", "Count", d.Window)
}

// cannotBy names what a number can be taken apart by.
func cannotBy(c *call.Call, d kpi.Definition) error {
	var known []string
	for _, by := range d.Dimensions() {
		known = append(known, c.Words.Plain("kpi_by."+string(by)))
	}
	return sales.No("kpi.by_not_this", "Name", c.Words.Plain("metric."+string(d.Metric)), "Known", known)
}

// leastOf is the sample that is asked for of one number, or of all of them.
func leastOf(all []kpi.Definition) int {
	if len(all) == 1 {
		return all[0].Sample
	}
	return sales.MinSample
}

// nothingFor says why a number that divides by customers or costs cannot be said at all, "" if it can.
func nothingFor(c *call.Call, a asked, d kpi.Definition, n kpi.Counts) chat.Safe {
	switch spent := n.Spent(); {
	case d.Metric != kpi.Acquisition && d.Metric != kpi.Return:
		return ""
	case a.whose.person != "":
		return c.Words.Say("kpi.no_cost_person")
	case len(spent) == 0:
		return c.Words.Say("kpi.no_cost", "Month", exampleMonth(c))
	}
	return c.Words.Say("kpi.no_customer", "Spent", cards.Totals(c.Words, n.Spent()))
}
