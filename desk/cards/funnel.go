package cards

import (
	"cmp"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
)

// Funnel returns one pipeline's open deals by stage, as lines and as a table.
func Funnel(p lang.Printer, line sales.Pipeline, f sales.Funnel) chat.Message {
	sum := func(t sales.Totals) chat.Safe { return cmp.Or(Totals(p, t), "–") }
	head := p.Say("funnel.head", "Pipeline", PipelineName(p, line), "Count", f.Count, "Total", sum(f.Total), "Weighted", sum(f.Weighted))
	text := head
	table := &chat.Table{Columns: []chat.Column{{Title: p.Plain("field.stage")}, {Title: p.Plain("funnel.count"), Right: true},
		{Title: p.Plain("field.amount"), Right: true}}}
	for _, s := range f.Stages {
		name, total := StageName(p, s.Stage), sum(s.Total)
		text = chat.Join("\n", text, p.Say("funnel.stage", "Stage", name, "Count", s.Count, "Total", total))
		table.Rows = append(table.Rows, []string{name, p.Number(int64(s.Count)), lang.Unmark(total)})
	}
	return chat.Message{Text: text, Blocks: []chat.Block{chat.Para(head), {Table: table}}}
}
