package importer

import (
	"strings"

	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
)

// Sample is a deal as its row was read, with the names of what it refers to.
type Sample struct {
	Deal           sales.Deal
	Account, Owner string
}

// sampleText shows what was read from which column, so that a column taken for another is seen
// at a glance: what is empty is shown as well.
func (i *Run) sampleText(s *Sample) string {
	maker, d := cards.New(i.Words, i.Settings.Company), s.Deal
	amount, day := "", "close"
	if !d.Amount.Zero() {
		amount = i.Money(d.Amount)
	}
	if d.Status != sales.Open {
		day = "closed"
	}
	parts := []string{
		i.labelled("field.account", s.Account), i.labelled("field.amount", amount),
		i.labelled("field.stage", lang.Unmark(maker.StageOf(i.Printer, d))),
	}
	if line, ok := i.Settings.Company.Pipeline(d.Pipeline); ok && len(i.Settings.Company.Pipelines) > 1 {
		parts = append(parts, i.labelled("import.change.pipeline", cards.PipelineName(i.Printer, line)))
	}
	return strings.Join(append(parts, i.labelled("field.owner", s.Owner), i.labelled("field."+day, i.Day(string(d.Close)))), " · ")
}

func (i *Run) labelled(label, value string) string {
	if value == "" {
		value = "–"
	}
	return i.Plain("import.labelled", "Label", i.Plain(label), "Value", short(value))
}
