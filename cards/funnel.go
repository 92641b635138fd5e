package cards

import (
	"slices"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
)

// Funnel shows one pipeline's open deals by stage, as lines and as a table.
func Funnel(p lang.Printer, line sales.Pipeline, f sales.Funnel) chat.Message {
	head := p.Say("funnel.head", "Pipeline", PipelineName(p, line), "Count", f.Count, "Total", Totals(p, f.Total), "Weighted", Totals(p, f.Weighted))
	text := head
	table := &chat.Table{Columns: []chat.Column{{Title: p.Plain("field.stage")}, {Title: p.Plain("funnel.count"), Right: true}, {Title: p.Plain("field.amount"), Right: true}}}
	for _, s := range f.Stages {
		name, total := StageName(p, s.Stage), Totals(p, s.Total)
		text = chat.Join("\n", text, p.Say("funnel.stage", "Stage", name, "Count", s.Count, "Total", total))
		table.Rows = append(table.Rows, []string{name, p.Number(int64(s.Count)), lang.Unmark(total)})
	}
	return chat.Message{Text: text, Blocks: []chat.Block{chat.Para(head), {Table: table}}}
}

// Totals lists amounts by currency; an empty one is a dash.
func Totals(p lang.Printer, t sales.Totals) chat.Safe {
	var codes []string
	for code := range t {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	var list []chat.Safe
	for _, code := range codes {
		list = append(list, chat.Escape(p.Money(t[code], code)))
	}
	if len(list) == 0 {
		return "–"
	}
	return chat.Join(" + ", list...)
}
