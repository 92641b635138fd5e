package kpi

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/documents"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// value is what the button to a file carries.
func (a asked) value(as string) string {
	return strings.Join([]string{string(a.metric), string(a.days.From), string(a.days.To), a.whose.text, string(a.by), as}, "|")
}

// table sends the file that a button asks for.
func table(c *call.Call) (chat.Reply, error) {
	part := strings.Split(c.Req.Value, "|")
	if len(part) != 6 {
		return chat.Reply{}, sales.No("review.stale")
	}
	a := asked{metric: kpi.Metric(part[0]), days: calendar.Span{From: calendar.Date(part[1]), To: calendar.Date(part[2])},
		by: kpi.Dimension(part[4]), as: part[5]}
	if _, known := kpi.DefinitionOf(a.metric); a.metric != "" && !known || a.days.From != "" && !(a.days.From.Valid() && a.days.To.Valid()) {
		return chat.Reply{}, sales.No("review.stale")
	}
	var err error
	if a.whose, err = whoseNamed(c, part[3]); err != nil {
		return chat.Reply{}, err
	}
	if err := a.whose.mayShow(a.metric, a.by); err != nil {
		return chat.Reply{}, err
	}
	return file(c, a)
}

// file sends numbers as a workbook or as text: all of the same days, with their cases.
func file(c *call.Call, a asked) (chat.Reply, error) {
	main, ok := kpi.DefinitionOf(a.metric)
	if !ok {
		main.Window = 90
	}
	span := a.span(main, c.Today)
	spans := []calendar.Span{span}
	timed := a.by == kpi.ByMonth || a.by == kpi.ByQuarter
	if a.against != nothing && !timed {
		whole := span
		if a.days != (calendar.Span{}) {
			whole = a.days
		}
		spans = append(spans, a.against.beside(whole, c.Today))
	}
	sheet := Sheet{Words: c.Words, Name: c.Words.Plain("kpi.all"), By: a.by, Currency: currency(c)}
	switch {
	case ok:
		sheet.Metrics = []kpi.Definition{main}
	case a.whose.shared(a.by):
		sheet.Metrics = slices.DeleteFunc(SheetMetrics(), func(d kpi.Definition) bool { return !d.Shared })
	}
	m := measure(c, a)
	for _, s := range spans {
		groups, err := m.groups(s, a.by)
		if err != nil {
			return chat.Reply{}, err
		}
		for _, g := range groups {
			row := Counted{Name: a.whose.name, Counts: g.Counts}
			if a.by != "" {
				if row.Name, err = c.Desk.Cards.KPIGroup(c.Read, c.Words, a.by, g.Key); err != nil {
					return chat.Reply{}, err
				}
			}
			if len(spans) > 1 {
				row.Days = c.Words.Plain("goal_period.days", "From", c.Words.Day(string(s.From)), "To", c.Words.Day(string(s.To)))
			}
			sheet.Rows = append(sheet.Rows, row)
		}
	}
	write, ending := documents.XLSX, ".xlsx"
	if a.as == "csv" {
		write, ending = documents.CSV, ".csv"
	}
	content, err := write(sheet.Table())
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("kpi.table_made", "From", span.From, "To", span.To, "Count", len(sheet.Rows))
	if a.against != nothing && timed {
		text = chat.Join("\n", text, c.Words.Say("kpi.not_beside"))
	}
	reply := chat.Say(text)
	reply.File = &chat.File{Name: "kpi-" + string(span.From) + "-" + string(span.To) + ending, Content: content}
	return reply, nil
}
