package goal

import (
	"cmp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/desk/documents"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// table sends a goal and its parts as a workbook, or as plain text with "csv" behind the goal.
func table(c *call.Call) (chat.Reply, error) {
	g, rest, err := goalArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	rows, err := c.Desk.Cards.GoalRows(c.Read, c.Words, g, c.Req.At, sees(c))
	if err != nil {
		return chat.Reply{}, err
	}
	// Level by level, so that the parts of one goal stand below each other.
	slices.SortStableFunc(rows, func(a, b cards.GoalRow) int { return cmp.Compare(a.Depth, b.Depth) })
	write, ending := documents.XLSX, ".xlsx"
	if strings.EqualFold(strings.TrimSpace(rest), "csv") {
		write, ending = documents.CSV, ".csv"
	}
	content, err := write(breakdown(c.Words, rows))
	if err != nil {
		return chat.Reply{}, err
	}
	reply := chat.Say(c.Words.Say("goal.table_made", "ID", g.ID, "Count", len(rows)))
	reply.File = &chat.File{Name: g.ID + ending, Content: content}
	return reply, nil
}

// Columns of the breakdown.
const (
	columnID = iota
	columnPartOf
	columnName
	columnTarget
	columnStretch
	columnChallenge
	columnParts // the sum of the targets of its parts
	columnGap   // how much more those are than the target
	columnReached
	columnShare
	columnsOfBreakdown
)

// breakdown is the table of some goals, each one's parts together. What adds up is a formula.
func breakdown(p lang.Printer, rows []cards.GoalRow) documents.Table {
	t := documents.Table{Name: p.Plain("goal.table")}
	for _, of := range []struct {
		key   string
		width float64
	}{{"number", 8}, {"part_of", 8}, {"name", 40}, {"target", 16}, {"stretch", 16}, {"challenge", 16}, {"parts", 16}, {"gap", 14},
		{"reached", 16}, {"share", 10}} {
		t.Columns = append(t.Columns, documents.Column{Title: p.Plain("goal_column." + of.key), Width: of.width})
	}
	for i, row := range rows {
		cells := cellsOf(rows, i, row)
		if row.Share.Back() {
			cells[columnShare] = documents.Cell{Text: p.Plain("goal.share_back")}
		}
		t.Rows = append(t.Rows, cells)
	}
	if first, last := partsOf(rows, rows[0].ID); last >= first {
		t.Chart = &documents.Chart{Title: p.Plain("goal.chart_parts"), Labels: columnName, Columns: []int{columnTarget, columnReached},
			First: first, Last: last}
	}
	return t
}

// partsOf are the first and the last row of the parts of a goal; the last is before the first if there are none.
func partsOf(rows []cards.GoalRow, id string) (first, last int) {
	is := func(row cards.GoalRow) bool { return row.Parent == id }
	first = slices.IndexFunc(rows, is)
	if first < 0 {
		return 0, -1
	}
	for last = first; last+1 < len(rows) && is(rows[last+1]); last++ {
	}
	return first, last
}

func cellsOf(rows []cards.GoalRow, i int, row cards.GoalRow) []documents.Cell {
	format := formatOf(row.Goal)
	number := func(l kpi.Level) documents.Cell {
		if !l.Set {
			return documents.Cell{}
		}
		return documents.Number(cards.GoalFigure(row.Goal, l.N), format)
	}
	cells := make([]documents.Cell, columnsOfBreakdown)
	cells[columnID], cells[columnName] = documents.Cell{Text: row.ID}, documents.Cell{Text: lang.Unmark(row.Name)}
	if i > 0 {
		cells[columnPartOf] = documents.Cell{Text: row.Parent}
	}
	cells[columnTarget], cells[columnStretch], cells[columnChallenge] = number(row.Target), number(row.Stretch), number(row.Challenge)
	cells[columnReached] = number(row.Reached)
	first, last := partsOf(rows, row.ID)
	if last >= first && row.Definition().Shape == kpi.Sum {
		var sum int64
		for _, part := range rows[first : last+1] {
			sum += part.Target.N
		}
		of := documents.Ref(first, columnTarget) + ":" + documents.Ref(last, columnTarget)
		cells[columnParts] = number(kpi.To(sum))
		cells[columnParts].Formula = "SUM(" + of + ")"
		cells[columnGap] = number(kpi.To(sum - row.Target.N))
		cells[columnGap].Formula = documents.Ref(i, columnParts) + "-" + documents.Ref(i, columnTarget)
	}
	if row.Share.Set {
		cells[columnShare] = documents.Number(float64(row.Share.Percent)/float64(sales.Hundred), "0.0%")
		if row.Target.N != 0 && !row.Share.Way && !row.Definition().Lower {
			cells[columnShare].Number = cards.GoalFigure(row.Goal, row.Reached.N) / cards.GoalFigure(row.Goal, row.Target.N)
			cells[columnShare].Formula = documents.Ref(i, columnReached) + "/" + documents.Ref(i, columnTarget)
		}
	}
	return cells
}

func formatOf(g goal.Goal) string {
	switch g.Definition().Unit {
	case kpi.Amount:
		if (sales.Money{Currency: g.Currency}).Places() == 0 {
			return "#,##0"
		}
		return "#,##0.00"
	case kpi.Share:
		return "0.0%"
	case kpi.Days:
		return "0.0"
	case kpi.Points:
		return "0.00"
	}
	return "#,##0"
}
