package call

import (
	"cmp"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// recordsPage is how many records a page shows.
const recordsPage = 10

// Row is one record: what it says, and the deal or customer it opens.
type Row struct {
	Text  chat.Safe
	About string
}

// RecordsBehind reads one page of the records behind a goal's number, those behind the record that the page before
// ended with, as far as the person may see them. last is the last one if there are more.
func RecordsBehind(c *Call, g goal.Goal, after string) (rows []Row, last string, err error) {
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

// RecordsMessage shows a page of records; more asks for the one behind it, if there is one.
func RecordsMessage(c *Call, head chat.Safe, rows []Row, last string, more chat.Button) chat.Message {
	text, blocks := head, []chat.Block{chat.Para(chat.Bold(head))}
	if len(rows) == 0 {
		none := c.Words.Say("goal.no_records")
		text, blocks = chat.Join("\n", text, none), append(blocks, chat.Para(none))
	}
	for _, r := range rows {
		text = chat.Join("\n", text, r.Text)
		switch sales.KindOf(r.About) {
		case sales.KindDeal:
			blocks = append(blocks, chat.Row(r.Text, chat.Button{Label: c.Words.Plain("common.show"), Action: "deal", Value: r.About}))
		case sales.KindAccount:
			blocks = append(blocks, chat.Row(r.Text, chat.Button{Label: c.Words.Plain("common.show"), Action: "account", Value: r.About}))
		default:
			blocks = append(blocks, chat.Para(r.Text))
		}
	}
	if last != "" {
		more.Label = c.Words.Plain("goal.records_more")
		blocks = append(blocks, chat.Block{Buttons: []chat.Button{more}})
	}
	return chat.Message{Text: text, Blocks: blocks}
}

// recordWith is the record that a page ended with.
func recordWith(c *Call, id string) (rec store.Record, err error) {
	switch sales.KindOf(id) {
	case sales.KindEvent:
		rec.Event, _, err = store.Events.Get(c.Read, id)
	case sales.KindActivity:
		rec.Activity, _, err = store.Activities.Get(c.Read, id)
	}
	return rec, err
}

// rowFor says what a record is.
func rowFor(c *Call, rec store.Record) (Row, error) {
	if rec.Event.ID != "" {
		line, err := c.Desk.Cards.GoalEvent(c.Read, c.Words, rec.Event)
		return Row{line, rec.Event.Deal}, err
	}
	a := rec.Activity
	m, err := cards.Activity(c.Read, c.Words, a)
	return Row{chat.Join(" ", chat.Escape(c.Words.Day(string(a.On))), m.Text), cmp.Or(a.Deal, a.Account)}, err
}
