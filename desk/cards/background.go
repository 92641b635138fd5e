package cards

import (
	"iter"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Background returns what a reader sees beside a request. It uses only those other deals that the
// reader may see (P13), so it is made anew for each reader.
func (m Maker) Background(r store.Reader, d sales.Deal, reader sales.Person, now time.Time) (b sales.Background, account sales.Account,
	err error) {
	if account, _, err = store.Accounts.Get(r, d.Account); err != nil {
		return b, account, err
	}
	on := calendar.DateOf(now.In(m.TeamZone(r, d.Team)))
	var events []sales.Event
	seen := map[string]bool{}
	for _, deals := range []iter.Seq2[sales.Deal, error]{store.DealsOfAccount(r, d.Account), store.DealsOf(r, d.Owner)} {
		for other, err := range deals {
			if err != nil {
				return b, account, err
			}
			// Without a change of terms, nothing was granted on the deal.
			if seen[other.ID] || other.Terms < 2 || other.Status != sales.Open && other.Close <= on.AddDays(-sales.HabitDays) {
				continue
			}
			seen[other.ID] = true
			if events, err = m.grants(r, other, reader, events); err != nil {
				return b, account, err
			}
		}
	}
	return d.Background(account, events, nil, m.Company.Alerts, on), account, nil
}

// grants appends the events of a deal to events if the reader may see the deal.
func (m Maker) grants(r store.Reader, d sales.Deal, reader sales.Person, events []sales.Event) ([]sales.Event, error) {
	team, _, err := store.Teams.Get(r, d.Team)
	if err != nil || !sales.Visible(reader, sales.Record{Owner: d.Owner, Team: team}) {
		return events, err
	}
	for e, err := range store.EventsOf(r, d.ID) {
		if err != nil {
			return events, err
		}
		events = append(events, e)
	}
	return events, nil
}

// BackgroundText returns the full background for a decider: where the deal stands, and how often
// and how much its customer and its owner were granted before. It says on whose deals that is counted: those that
// the reader may see or, for a stand-in, those of whoever they stand in for. "None" would be false otherwise.
func (m Maker) BackgroundText(r store.Reader, p lang.Printer, d sales.Deal, reader sales.Person, seat sales.Seat,
	now time.Time) (chat.Safe, error) {
	counted := p.Say("background.counted")
	if seat.For != "" {
		principal, _, err := store.People.Get(r, seat.For)
		if err != nil {
			return "", err
		}
		reader, counted = principal, p.Say("background.counted_for", "Who", NameOf(principal))
	}
	b, account, err := m.Background(r, d, reader, now)
	if err != nil {
		return "", err
	}
	owner, err := PersonName(r, d.Owner)
	lines := []chat.Safe{p.Say("background.deal", "Stage", m.StageOf(p, d), "Next", Next(p, d.Next))}
	for _, of := range []struct {
		who string
		sales.Habit
	}{{account.Name, b.Account}, {owner, b.Rep}} {
		switch {
		case of.who == "":
			continue
		case of.Count == 0:
			lines = append(lines, p.Say("background.none", "Who", of.who, "Days", sales.HabitDays))
		default:
			lines = append(lines, p.Say("background.habit", "Who", of.who, "Count", of.Count, "Days", sales.HabitDays,
				"Average", of.Average, "Last", of.Last, "On", of.LastOn))
		}
		if of.Often {
			lines = append(lines, p.Say("background.often", "Who", of.who, "Count", of.Recent, "Days", sales.OftenDays))
		}
	}
	return chat.Join("\n", append(lines, counted)...), err
}

// BackgroundLine returns a short background for the deal's room.
func (m Maker) BackgroundLine(r store.Reader, p lang.Printer, d sales.Deal, reader sales.Person, now time.Time) (chat.Safe, error) {
	b, account, err := m.Background(r, d, reader, now)
	if err != nil {
		return "", err
	}
	owner, err := PersonName(r, d.Owner)
	parts := []chat.Safe{m.StageOf(p, d)}
	if b.Account.Count > 0 {
		parts = append(parts, p.Say("background.short", "Who", account.Name, "Count", b.Account.Count, "Days", sales.HabitDays, "Average",
			b.Account.Average))
	}
	if b.Rep.Count > 0 {
		parts = append(parts, p.Say("background.short", "Who", owner, "Count", b.Rep.Count, "Days", sales.HabitDays, "Average", b.Rep.Average))
	}
	if b.Account.Often || b.Rep.Often {
		parts[0] = "⚠️ " + parts[0]
	}
	return chat.Join(" · ", parts...), err
}

// similarWithinYears is how many years back similar deals are looked for.
const similarWithinYears = 2

// Similar lists closed deals like d that the reader may see, the latest first.
func (m Maker) Similar(r store.Reader, p lang.Printer, d sales.Deal, reader sales.Person, now time.Time) (chat.Message, error) {
	account, _, err := store.Accounts.Get(r, d.Account)
	if err != nil {
		return chat.Message{}, err
	}
	on := calendar.DateOf(now.In(m.TeamZone(r, d.Team)))
	past, err := closedSince(r, reader, calendar.DateOf(now.AddDate(-similarWithinYears, 0, 0)))
	if err != nil {
		return chat.Message{}, err
	}
	title, err := m.DealTitle(r, d)
	if err != nil {
		return chat.Message{}, err
	}
	like := d.Background(account, nil, past, m.Company.Alerts, on).Similar
	if len(like) == 0 {
		return Said(p.Say("background.similar_none", "Deal", title)), nil
	}
	lines := []chat.Safe{chat.Bold(p.Say("background.similar", "Deal", title))}
	for _, one := range like {
		name, err := m.DealTitle(r, one)
		if err != nil {
			return chat.Message{}, err
		}
		lines = append(lines, chat.Join(" · ", "• "+name, p.Say("status."+string(one.Status)), chat.Escape(p.Day(string(one.Close))),
			Net(p, one)))
	}
	return Said(chat.Join("\n", lines...)), nil
}

// closedSince returns the deals won or lost since a day that the reader may see.
func closedSince(r store.Reader, reader sales.Person, from calendar.Date) (past []sales.Past, err error) {
	for team, err := range store.Teams.List(r, store.Query{}) {
		if err != nil {
			return nil, err
		}
		for _, how := range []sales.Status{sales.Won, sales.Lost} {
			for d, err := range store.ClosedDealsOfTeam(r, team.ID, how, from) {
				if err != nil {
					return nil, err
				}
				if !sales.Visible(reader, sales.Record{Owner: d.Owner, Team: team}) {
					continue
				}
				account, _, err := store.Accounts.Get(r, d.Account)
				if err != nil {
					return nil, err
				}
				past = append(past, sales.Past{Deal: d, Account: account})
			}
		}
	}
	return past, nil
}
