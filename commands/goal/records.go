package goal

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// records lists what is behind the number of a goal, the latest first, as far as the person may see it.
func records(c *call.Call) (chat.Reply, error) {
	id, after, _ := strings.Cut(c.Req.Value, "|")
	c.Req.Value = id
	g, _, err := goalArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	if err != nil {
		return chat.Reply{}, err
	}
	rows, last, err := rowsOf(c, g, after)
	if err != nil {
		return chat.Reply{}, err
	}
	m := call.RecordsMessage(c, c.Words.Say("goal.records_of", "Goal", title), rows, last,
		chat.Button{Action: "goal records", Value: g.ID + "|" + last})
	return chat.Reply{Message: &m, Title: call.TitleFor(g.ID, c.Words.Plain("goal.records")), Replace: after != ""}, nil
}

// rowsOf reads one page of records behind another, and the last of them if there are more.
func rowsOf(c *call.Call, g goal.Goal, after string) (rows []call.Row, last string, err error) {
	if g.Metric != kpi.Entered {
		return call.RecordsBehind(c, g, after)
	}
	for i := len(g.Entries) - 1; i >= 0; i-- {
		e := g.Entries[i]
		who, err := cards.PersonName(c.Read, e.By)
		if err != nil {
			return nil, "", err
		}
		rows = append(rows, call.Row{Text: c.Words.Say("goal.entry", "Level", cards.GoalLevel(c.Words, g, e.N), "Date", e.On, "Who", who)})
	}
	return rows, "", nil
}
