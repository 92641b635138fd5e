package kpi

import (
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
	if err := a.whose.mayRank(a.by); err != nil {
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
	groups, err := measure(c, a).groups(span, a.by)
	if err != nil {
		return chat.Reply{}, err
	}
	sheet := Sheet{Words: c.Words, Name: c.Words.Plain("kpi.all"), By: a.by, Currency: currency(c)}
	if ok {
		sheet.Metrics = []kpi.Definition{main}
	}
	for _, g := range groups {
		name := a.whose.name
		if a.by != "" {
			if name, err = c.Desk.Cards.KPIGroup(c.Read, c.Words, a.by, g.Key); err != nil {
				return chat.Reply{}, err
			}
		}
		sheet.Rows = append(sheet.Rows, Counted{Name: name, Counts: g.Counts})
	}
	write, ending := documents.XLSX, ".xlsx"
	if a.as == "csv" {
		write, ending = documents.CSV, ".csv"
	}
	content, err := write(sheet.Table())
	if err != nil {
		return chat.Reply{}, err
	}
	reply := chat.Say(c.Words.Say("kpi.table_made", "From", span.From, "To", span.To, "Count", len(groups)))
	reply.File = &chat.File{Name: "kpi-" + string(span.From) + "-" + string(span.To) + ending, Content: content}
	return reply, nil
}
