package goal

import (
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

// recordsPage is how many records a page shows.
const recordsPage = 10

// records lists what is behind the number of a goal, the latest first, as far as the person may see it.
func records(c *call.Call) (chat.Reply, error) {
	id, from, _ := strings.Cut(c.Req.Value, "|")
	skip, _ := strconv.Atoi(from)
	c.Req.Value = id
	g, _, err := goalArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	title, err := c.Desk.Cards.GoalTitle(c.Read, c.Words, g)
	if err != nil {
		return chat.Reply{}, err
	}
	rows, more, err := rowsOf(c, g, skip)
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
		if r.deal == "" {
			blocks = append(blocks, chat.Para(r.text))
			continue
		}
		action := "deal"
		if sales.KindOf(r.deal) == sales.KindAccount {
			action = "account"
		}
		blocks = append(blocks, chat.Row(r.text, chat.Button{Label: c.Words.Plain("common.show"), Action: action, Value: r.deal}))
	}
	if more {
		blocks = append(blocks, chat.Block{Buttons: []chat.Button{{Label: c.Words.Plain("goal.records_more"), Action: "goal records",
			Value: g.ID + "|" + strconv.Itoa(skip+len(rows))}}})
	}
	reply := chat.Say(text, blocks...)
	reply.Title, reply.Replace = call.TitleFor(g.ID, c.Words.Plain("goal.records")), skip > 0
	return reply, nil
}

// sieve says whether a record of a day with a customer, about a deal, counts.
type sieve = func(account, deal string, on calendar.Date) (bool, error)

// row is one record: what it says, and what it opens.
type row struct {
	text chat.Safe
	deal string
}

// rowsOf reads one page of records, the latest day first. What was entered by hand has no others.
func rowsOf(c *call.Call, g goal.Goal, skip int) (rows []row, more bool, err error) {
	if g.Metric == goal.Entered {
		for i := len(g.Entries) - 1; i >= 0; i-- {
			e := g.Entries[i]
			who, err := cards.PersonName(c.Read, e.By)
			if err != nil {
				return nil, false, err
			}
			rows = append(rows, row{text: c.Words.Say("goal.entry", "Level", cards.GoalLevel(c.Words, g, e.N), "Date", e.On, "Who", who)})
		}
		return rows[min(skip, len(rows)):min(skip+recordsPage, len(rows))], len(rows) > skip+recordsPage, nil
	}
	behind, err := store.Behind(c.Read, g)
	if err != nil {
		return nil, false, err
	}
	n := 0
	for day := min(g.Period.To, c.Today); day >= g.Period.From; day = day.AddDays(-1) {
		found, err := rowsOn(c, g, day, behind)
		if err != nil {
			return nil, false, err
		}
		for _, r := range found {
			if n++; n <= skip {
				continue
			}
			if len(rows) == recordsPage {
				return rows, true, nil
			}
			rows = append(rows, r)
		}
	}
	return rows, false, nil
}

// rowsOn are the records of a day that count.
func rowsOn(c *call.Call, g goal.Goal, day calendar.Date, behind sieve) (rows []row, err error) {
	kinds := eventsOf(g.Metric)
	all, err := store.Collect(store.Teams.List(c.Read, store.Query{}))
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		if g.Scope.Kind == goal.OfTeam && t.ID != g.Scope.ID {
			continue
		}
		for e, err := range store.EventsOn(c.Read, day, t.ID) {
			if err != nil {
				return nil, err
			}
			if !kinds[e.Kind] || e.TakenBack != "" || g.Scope.Kind == goal.OfPerson && e.Owner != g.Scope.ID {
				continue
			}
			if g.Metric == goal.Conversion && e.From != g.Of {
				continue
			}
			counts, err := behind(e.Account, e.Deal, day)
			if err != nil {
				return nil, err
			}
			if !counts || c.May(sales.See, e.Owner, e.Team) != nil {
				continue
			}
			line, err := c.Desk.Cards.GoalEvent(c.Read, c.Words, e)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row{line, e.Deal})
		}
	}
	if len(kinds) > 0 {
		return rows, nil
	}
	return contactsOn(c, g, day, behind)
}

// eventsOf are the kinds of events that a metric counts; none for contacts.
func eventsOf(m goal.Metric) map[sales.EventKind]bool {
	switch m {
	case goal.Revenue, goal.Customers, goal.Wins, goal.DealSize, goal.Cycle, goal.Repurchase:
		return map[sales.EventKind]bool{sales.ClosedWon: true}
	case goal.WinRate:
		return map[sales.EventKind]bool{sales.ClosedWon: true, sales.ClosedLost: true}
	case goal.Opened:
		return map[sales.EventKind]bool{sales.Created: true}
	case goal.Conversion:
		return map[sales.EventKind]bool{sales.Advanced: true, sales.WentBack: true, sales.ClosedWon: true, sales.ClosedLost: true}
	}
	return nil
}

// contactsOn are the contacts of a day that count.
func contactsOn(c *call.Call, g goal.Goal, day calendar.Date, behind sieve) (rows []row, err error) {
	for a, err := range store.Activities.List(c.Read, store.Query{Index: "day", Prefix: string(day) + " "}) {
		if err != nil {
			return nil, err
		}
		if !counted(g, a) {
			continue
		}
		ok, err := behind(a.Account, a.Deal, day)
		if err != nil {
			return nil, err
		}
		if !ok || c.May(sales.See, a.By, a.Team) != nil {
			continue
		}
		m, err := cards.Activity(c.Read, c.Words, a)
		if err != nil {
			return nil, err
		}
		about := a.Deal
		if about == "" {
			about = a.Account
		}
		rows = append(rows, row{chat.Join(" ", chat.Escape(c.Words.Day(string(a.On))), m.Text), about})
	}
	return rows, nil
}

// counted reports whether a contact is of the goal's kind and scope.
func counted(g goal.Goal, a sales.Activity) bool {
	switch {
	case g.Scope.Kind == goal.OfPerson && a.By != g.Scope.ID, g.Scope.Kind == goal.OfTeam && a.Team != g.Scope.ID:
		return false
	case g.Metric == goal.Contacts:
		return a.Kind.Contact()
	case g.Metric == goal.Response:
		return a.Waited.Set
	}
	return sales.KindMetric(a.Kind) == string(g.Metric)
}
