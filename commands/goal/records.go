package goal

import (
	"cmp"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
	"dealdesk/store"
)

// recordsPage is how many records a page shows.
const recordsPage = 10

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
	head := c.Words.Say("goal.records_of", "Goal", title)
	text, blocks := head, []chat.Block{chat.Para(chat.Bold(head))}
	if len(rows) == 0 {
		none := c.Words.Say("goal.no_records")
		text, blocks = chat.Join("\n", text, none), append(blocks, chat.Para(none))
	}
	for _, r := range rows {
		text = chat.Join("\n", text, r.text)
		switch sales.KindOf(r.about) {
		case sales.KindDeal:
			blocks = append(blocks, chat.Row(r.text, chat.Button{Label: c.Words.Plain("common.show"), Action: "deal", Value: r.about}))
		case sales.KindAccount:
			blocks = append(blocks, chat.Row(r.text, chat.Button{Label: c.Words.Plain("common.show"), Action: "account", Value: r.about}))
		default:
			blocks = append(blocks, chat.Para(r.text))
		}
	}
	if last != "" {
		blocks = append(blocks, chat.Block{Buttons: []chat.Button{{Label: c.Words.Plain("goal.records_more"), Action: "goal records",
			Value: g.ID + "|" + last}}})
	}
	reply := chat.Say(text, blocks...)
	reply.Title, reply.Replace = call.TitleFor(g.ID, c.Words.Plain("goal.records")), after != ""
	return reply, nil
}

// row is one record: what it says, and the deal or customer it opens.
type row struct {
	text  chat.Safe
	about string
}

// rowsOf reads one page of records behind another, and the last of them if there are more.
func rowsOf(c *call.Call, g goal.Goal, after string) (rows []row, last string, err error) {
	if g.Metric == kpi.Entered {
		for i := len(g.Entries) - 1; i >= 0; i-- {
			e := g.Entries[i]
			who, err := cards.PersonName(c.Read, e.By)
			if err != nil {
				return nil, "", err
			}
			rows = append(rows, row{text: c.Words.Say("goal.entry", "Level", cards.GoalLevel(c.Words, g, e.N), "Date", e.On, "Who", who)})
		}
		return rows, "", nil
	}
	from, err := recordWith(c, after)
	if err != nil {
		return nil, "", err
	}
	span := calendar.Span{From: g.Period.From, To: min(g.Period.To, c.Today)}
	for rec, err := range store.RecordsOf(c.Read, g, span, from) {
		if err != nil {
			return nil, "", err
		}
		// Who may see a deal today decides, not who could when it was counted.
		whose, err := store.Whose(c.Read, cmp.Or(rec.Event.Deal, rec.Activity.Deal, rec.Activity.Account))
		if err != nil {
			return nil, "", err
		}
		if !sales.Visible(c.Me, whose...) {
			continue
		}
		if len(rows) == recordsPage {
			return rows, last, nil
		}
		r, err := rowFor(c, rec)
		if err != nil {
			return nil, "", err
		}
		rows, last = append(rows, r), rec.ID()
	}
	return rows, "", nil
}

// recordWith is the record that a page ended with.
func recordWith(c *call.Call, id string) (rec store.Record, err error) {
	switch sales.KindOf(id) {
	case sales.KindEvent:
		rec.Event, _, err = store.Events.Get(c.Read, id)
	case sales.KindActivity:
		rec.Activity, _, err = store.Activities.Get(c.Read, id)
	}
	return rec, err
}

// rowFor says what a record is.
func rowFor(c *call.Call, rec store.Record) (row, error) {
	if rec.Event.ID != "" {
		line, err := c.Desk.Cards.GoalEvent(c.Read, c.Words, rec.Event)
		return row{line, rec.Event.Deal}, err
	}
	a := rec.Activity
	m, err := cards.Activity(c.Read, c.Words, a)
	return row{chat.Join(" ", chat.Escape(c.Words.Day(string(a.On))), m.Text), cmp.Or(a.Deal, a.Account)}, err
}
