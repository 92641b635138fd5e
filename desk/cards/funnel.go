package cards

import (
	"cmp"
	"math"

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
	blocks := []chat.Block{chat.Para(head), {Table: table}}
	if chart := byStage(p, f); chart != nil {
		blocks = append(blocks, chat.Block{Chart: chart})
	}
	return chat.Message{Text: text, Blocks: blocks}
}

// byStage draws the open amounts stage by stage, in the one currency that they are in; nil with several, or where no
// two stages hold anything.
func byStage(p lang.Printer, f sales.Funnel) *chat.Chart {
	if len(f.Total) != 1 {
		return nil
	}
	currency, some := f.Total.Money()[0].Currency, 0
	chart := &chat.Chart{Kind: "bar", Title: p.Plain("funnel.chart"), Unit: currency}
	for _, s := range f.Stages {
		sum := sales.Money{Minor: s.Total[currency], Currency: currency}
		if sum.Minor > 0 {
			some++
		}
		chart.Points = append(chart.Points, chat.DataPoint{Label: StageName(p, s.Stage), Value: float64(sum.Minor) / math.Pow10(sum.Places())})
	}
	if some < 2 {
		return nil
	}
	return chart
}
