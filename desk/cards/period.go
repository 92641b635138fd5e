package cards

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// What digests and reviews read: the events and counters of their days and the deals
// open now, each through its index. None of it grows with history.

// members of a team, by name.
func members(r store.Reader, team string) ([]sales.Person, error) {
	var list []sales.Person
	for p, err := range store.People.List(r, store.Query{Index: "team", Key: team}) {
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b sales.Person) int { return cmp.Compare(a.Name, b.Name) })
	return list, nil
}

// eventsOf a team's deals in a span, oldest first.
func eventsOf(r store.Reader, team string, s calendar.Span) ([]sales.Event, error) {
	var list []sales.Event
	for day := s.From; day <= s.To; day = day.AddDays(1) {
		for e, err := range store.Events.List(r, store.Query{Index: "day", Key: string(day) + " " + team}) {
			if err != nil {
				return nil, err
			}
			list = append(list, e)
		}
	}
	return list, nil
}

// countsOf the people in a span, with the records of one team.
func countsOf(r store.Reader, team string, people []sales.Person, s calendar.Span) ([]sales.Count, error) {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = store.InTeam(p.ID, team)
	}
	var list []sales.Count
	for c, err := range store.SumOf(r, ids, s.From, s.To) {
		if err != nil {
			return nil, err
		}
		c.Person, _, _ = strings.Cut(c.Person, " ")
		list = append(list, c)
	}
	return list, nil
}

// decidedOf a team: its requests that were decided on the days of a span, in its zone.
func decidedOf(r store.Reader, team string, s calendar.Span, zone *time.Location) ([]sales.Approval, error) {
	at := func(d calendar.Date) string { return team + " " + store.DueKey(d.In(zone)) }
	var list []sales.Approval
	for a, err := range store.Approvals.List(r, store.Query{Index: "decided", From: at(s.From), To: at(s.To.AddDays(1))}) {
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

// openOf a team: its open deals.
func openOf(r store.Reader, team string) ([]sales.Deal, error) {
	var list []sales.Deal
	for d, err := range store.Deals.List(r, store.Query{Index: "team", Key: team + " " + string(sales.Open)}) {
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}

// waitingOf a team: its requests that nobody has decided.
func waitingOf(r store.Reader, team string) ([]sales.Approval, error) {
	var list []sales.Approval
	for a, err := range store.Approvals.List(r, store.Query{Index: "waiting", All: true}) {
		if err != nil {
			return nil, err
		}
		if a.Team == team {
			list = append(list, a)
		}
	}
	return list, nil
}

// teamLine is eventLine for everybody in the team that took the step; "" once the deal
// belongs to another team, whose record it is now to read (P13).
func (m Maker) teamLine(r store.Reader, p lang.Printer, e sales.Event) (chat.Safe, error) {
	d, _, err := store.Deals.Get(r, e.Deal)
	if err != nil || d.Team != e.Team {
		return "", err
	}
	return m.eventLine(r, p, d, e)
}

// eventLine is one step of a deal in one line, the deal named.
func (m Maker) eventLine(r store.Reader, p lang.Printer, d sales.Deal, e sales.Event) (chat.Safe, error) {
	title, err := m.DealTitle(r, d)
	if err != nil {
		return "", err
	}
	args := lang.Args{"Deal": title, "From": m.stageName(p, e.From), "To": m.stageName(p, e.To), "Amount": MoneyOr(p, e.Amount), "Reason": m.LostReason(p, e.Reason)}
	if e.Kind == sales.ClosedLost && e.Competitor != "" {
		args["Reason"] = p.Plain("digest.reason_and_rival", "Reason", m.LostReason(p, e.Reason), "Rival", e.Competitor)
	}
	switch e.Kind {
	case sales.Created:
		return p.Say("digest.was_new", args), nil
	case sales.WentBack:
		return p.Say("digest.was_back", args), nil
	case sales.ClosedWon:
		return p.Say("digest.was_won", args), nil
	case sales.ClosedLost:
		return p.Say("digest.was_lost", args), nil
	}
	return p.Say("digest.was_moved", args), nil
}

// MoneyOr shows an amount, or that there is none.
func MoneyOr(p lang.Printer, m sales.Money) string {
	if m.Zero() {
		return p.Plain("card.no_amount")
	}
	return p.Money(m)
}

// Totals writes sums currency by currency.
func Totals(p lang.Printer, t sales.Totals) chat.Safe {
	var list []chat.Safe
	for _, m := range t.Money() {
		list = append(list, chat.Escape(p.Money(m)))
	}
	return p.List(list, false)
}

// contacts writes how often each kind of contact happened: "4 calls, 1 visit".
func contacts(p lang.Printer, metrics map[string]int64) chat.Safe {
	var list []chat.Safe
	for _, k := range sales.ActivityKinds {
		if n := metrics[sales.KindMetric(k)]; n > 0 && k.Contact() {
			list = append(list, p.Say("count."+string(k), "Count", n))
		}
	}
	return chat.Join(string(p.Say("list.comma")), list...)
}
