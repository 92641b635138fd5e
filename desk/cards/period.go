package cards

import (
	"cmp"
	"slices"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// What digests and reviews read: the events and counters of their days and the open deals, each
// through an index. The cost does not grow with the history.

// members returns the members of a team, by name.
func members(r store.Reader, team string) ([]sales.Person, error) {
	var list []sales.Person
	for p, err := range store.TeamMembers(r, team) {
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b sales.Person) int { return cmp.Compare(a.Name, b.Name) })
	return list, nil
}

// others are the people of counts and answers who are not among the members: they were in the
// team then, or worked on its deals. Whoever the chat no longer knows is left out.
func others(r store.Reader, members []sales.Person, counts []sales.Count, answers []sales.Standup) (list []sales.Person, err error) {
	seen := map[string]bool{}
	for _, p := range members {
		seen[p.ID] = true
	}
	add := func(id string) error {
		if seen[id] {
			return nil
		}
		seen[id] = true
		p, ok, err := store.People.Get(r, id)
		if ok {
			list = append(list, p)
		}
		return err
	}
	for _, a := range answers {
		if err := add(a.Person); err != nil {
			return nil, err
		}
	}
	for _, c := range counts {
		if err := add(c.Person); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b sales.Person) int { return cmp.Compare(a.Name, b.Name) })
	return list, nil
}

// eventsOf a team's deals in a span, oldest first.
func eventsOf(r store.Reader, team string, s calendar.Span) ([]sales.Event, error) {
	var list []sales.Event
	for day := s.From; day <= s.To; day = day.AddDays(1) {
		for e, err := range store.EventsOn(r, day, team) {
			if err != nil {
				return nil, err
			}
			list = append(list, e)
		}
	}
	return list, nil
}

// digestEvents are the events of a digest's days, after the wins and losses of earlier days that were
// entered since the digest before it was posted.
func (m Maker) digestEvents(r store.Reader, team sales.Team, on calendar.Date, s calendar.Span) ([]sales.Event, error) {
	before, known, err := store.Runs.Get(r, store.RunID(DigestJob, s.From, team.ID))
	if err != nil {
		return nil, err
	}
	since := before.At
	if !known || before.State != store.RunDone && before.State != store.RunLate {
		since = s.From.In(m.ZoneOf(sales.Person{}, team, ""))
	}
	run, _, err := store.Runs.Get(r, store.RunID(DigestJob, on, team.ID))
	if err != nil {
		return nil, err
	}
	var late []sales.Event
	for day := s.From.AddDays(-1); day <= on.AddDays(1); day = day.AddDays(1) { // the author may live in another zone
		for e, err := range store.EventsToldOn(r, day, team.ID) {
			if err != nil {
				return nil, err
			}
			if e.On < s.From && !e.At.Before(since) && (run.At.IsZero() || e.At.Before(run.At)) {
				late = append(late, e)
			}
		}
	}
	slices.SortFunc(late, func(a, b sales.Event) int { return a.At.Compare(b.At) })
	events, err := eventsOf(r, team.ID, s)
	return append(late, events...), err
}

// countsOf a team's records in a span, whoever was in the team then.
func countsOf(r store.Reader, team string, s calendar.Span) ([]sales.Count, error) {
	var list []sales.Count
	for c, err := range store.SumOfTeam(r, team, s.From, s.To) {
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// decidedOf returns a team's requests that were decided on the days of a span, in its zone.
func decidedOf(r store.Reader, team string, s calendar.Span, zone *time.Location) ([]sales.Approval, error) {
	return store.DecidedApprovals(r, team, s.From.In(zone), s.To.AddDays(1).In(zone))
}

// openOf returns a team's open deals.
func openOf(r store.Reader, team string) ([]sales.Deal, error) {
	return store.Collect(store.OpenDealsOfTeam(r, team))
}

// waitingOf returns a team's undecided requests.
func waitingOf(r store.Reader, team string) ([]sales.Approval, error) {
	var list []sales.Approval
	for a, err := range store.WaitingApprovals(r) {
		if err != nil {
			return nil, err
		}
		if a.Team == team {
			list = append(list, a)
		}
	}
	return list, nil
}

// teamLine is eventLine for readers in the team of the event. It returns "" if the deal belongs to
// another team now, which alone may read it (P13).
func (m Maker) teamLine(r store.Reader, p lang.Printer, e sales.Event) (chat.Safe, error) {
	d, _, err := store.Deals.Get(r, e.Deal)
	if err != nil || d.Team != e.Team {
		return "", err
	}
	return m.eventLine(r, p, d, e)
}

// eventLine returns one step of a deal in one line, with the title of the deal.
func (m Maker) eventLine(r store.Reader, p lang.Printer, d sales.Deal, e sales.Event) (chat.Safe, error) {
	title, err := m.DealTitle(r, d)
	if err != nil {
		return "", err
	}
	args := lang.Args{"Deal": title, "From": m.stageName(p, e.From), "To": m.stageName(p, e.To), "Amount": MoneyOr(p, e.Amount),
		"Reason": m.LossOf(p, e), "Date": e.On}
	won, lost := "digest.was_won", "digest.was_lost"
	if e.Told != "" {
		won, lost = "digest.was_won_on", "digest.was_lost_on"
	}
	switch e.Kind {
	case sales.Created:
		return p.Say("digest.was_new", args), nil
	case sales.WentBack:
		return p.Say("digest.was_back", args), nil
	case sales.ClosedWon:
		return p.Say(won, args), nil
	case sales.ClosedLost:
		return p.Say(lost, args), nil
	}
	return p.Say("digest.was_moved", args), nil
}

// LossOf returns why a deal was lost, and to whom if that is known.
func (m Maker) LossOf(p lang.Printer, e sales.Event) string {
	if e.Kind == sales.ClosedLost && e.Competitor != "" {
		return p.Plain("digest.reason_and_rival", "Reason", m.LostReason(p, e.Reason), "Rival", e.Competitor)
	}
	return m.LostReason(p, e.Reason)
}

// passedOver says which criteria a deal passed over and why, for the manager to read; "" if none.
func passedOver(p lang.Printer, overrides []sales.Event, deal string) chat.Safe {
	var lines []chat.Safe
	for _, e := range overrides {
		if e.Deal != deal {
			continue
		}
		var passed []chat.Safe
		for _, code := range e.Unmet {
			passed = append(passed, criterion(p, "", sales.ParseCriterion(code)))
		}
		lines = append(lines, p.Say("digest.passed_over", "Unmet", p.List(passed, false), "Reason", e.Reason))
	}
	return chat.Join("\n", lines...)
}

// MoneyOr returns an amount, or the word for none.
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

// contacts returns how many activities of each kind there were: "4 calls, 1 visit".
func contacts(p lang.Printer, metrics map[string]int64) chat.Safe {
	var list []chat.Safe
	for _, k := range sales.ActivityKinds {
		if n := metrics[sales.KindMetric(k)]; n > 0 && (k.Contact() || k == sales.Attempt) {
			list = append(list, p.Say("count."+string(k), "Count", n))
		}
	}
	return chat.Join(string(p.Say("list.comma")), list...)
}
