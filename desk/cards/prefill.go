package cards

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// maxPrefillLines bounds the lines of a prefilled field.
const maxPrefillLines = 12

// lookBackDays is how many days back a person's last stand-up is looked for. After a long leave, the
// prefill covers everything since then; for a person who never answered, only the last day.
const lookBackDays = 31

// Prefill returns a stand-up filled in from the records: what was logged and moved since the
// person's last one, and the next steps due. It is text for a form, in the person's language. The
// whole team will read it, so it leaves out what the team may not see (P13).
func (m Maker) Prefill(r store.Reader, who sales.Person, on calendar.Date) (sales.Standup, error) {
	p := m.PrinterOf(who, on.In(time.UTC))
	s := sales.Standup{Team: who.Team, Person: who.ID, On: on}
	team, _, err := store.Teams.Get(r, who.Team)
	if err != nil {
		return s, err
	}
	from, err := m.Since(r, team, on)
	if err != nil {
		return s, err
	}
	last, err := lastStandup(r, who, on)
	if err != nil {
		return s, err
	}
	digest, _, err := store.Runs.Get(r, store.RunID(DigestJob, from, who.Team))
	if err != nil {
		return s, err
	}
	if !last.At.IsZero() { // an early one was given on a day before its own, in whichever zone
		from = min(from, last.On, calendar.DateOf(last.At.UTC()).AddDays(-1))
	}
	done, err := m.news(r, p, who, calendar.Span{From: from, To: on}, func(day calendar.Date, at time.Time) bool {
		// For earlier days, only what was logged after their digest was posted.
		return at.After(last.At) && (day >= from || at.After(digest.At) && !digest.At.IsZero())
	})
	if err != nil {
		return s, err
	}
	s.Done = strings.Join(done[max(0, len(done)-maxPrefillLines):], "\n")
	if more := len(done) - maxPrefillLines; more > 0 {
		s.Done += "\n" + p.Plain("standup.and_more", "Count", more)
	}
	s.Plan, err = planned(r, who, on)
	return s, err
}

// lastStandup returns the person's latest answer before a day, or the zero Standup. Skipped days do
// not count.
func lastStandup(r store.Reader, who sales.Person, on calendar.Date) (sales.Standup, error) {
	for back := 1; back <= lookBackDays; back++ {
		s, ok, err := store.Standups.Get(r, sales.StandupID(who.Team, on.AddDays(-back), who.ID))
		if err != nil || ok && !s.Skipped {
			return s, err
		}
	}
	return sales.Standup{}, nil
}

// maxDaysLate is how many days late an activity can be logged and still be part of a prefill.
const maxDaysLate = 7

// news returns lines about what a person logged and moved on some days, and on the week before if
// it was logged late. untold selects by day and time. What was undone is left out.
func (m Maker) news(r store.Reader, p lang.Printer, who sales.Person, days calendar.Span,
	untold func(calendar.Date, time.Time) bool) ([]string, error) {
	var list []string
	var steps []sales.Event
	for day := days.From.AddDays(-maxDaysLate); day <= days.To; day = day.AddDays(1) {
		for a, err := range store.ActivitiesOn(r, day, who.ID) {
			if err != nil {
				return nil, err
			}
			if !untold(day, a.At) {
				continue
			}
			line, err := logged(r, p, who.Team, a)
			if err != nil {
				return nil, err
			}
			if line != "" {
				list = append(list, line)
			}
		}
		for e, err := range store.EventsOn(r, day, who.Team) {
			if err != nil {
				return nil, err
			}
			if e.Owner == who.ID && untold(day, e.At) {
				steps = append(steps, e)
			}
		}
	}
	d := sales.NewDigest(sales.DigestInput{Events: steps})
	for _, e := range slices.Concat(d.Created, d.Moved, d.Lost, d.Won) {
		line, err := m.teamLine(r, p, e)
		if err != nil {
			return nil, err
		}
		if line != "" {
			list = append(list, lang.Unmark(line))
		}
	}
	return list, nil
}

// logged returns one activity as a line: "Call Acme: talked pricing". It returns "" if the team may
// not read it.
func logged(r store.Reader, p lang.Printer, team string, a sales.Activity) (string, error) {
	account, _, err := store.Accounts.Get(r, a.Account)
	if err != nil {
		return "", err
	}
	about, err := store.Whose(r, cmp.Or(a.Deal, a.Account))
	if err != nil || !sales.Visible(sales.Member(team), about...) {
		return "", err
	}
	head := strings.TrimSpace(p.Plain("kind."+string(a.Kind)) + " " + account.Name)
	if a.Note == "" {
		return head, nil
	}
	return p.Plain("standup.logged", "What", head, "Note", oneLine(a.Note, 80)), nil
}

// planned returns the next steps due on the day or before it, the oldest first.
func planned(r store.Reader, who sales.Person, on calendar.Date) (string, error) {
	var due []sales.Deal
	for d, err := range store.OpenDealsOf(r, who.ID) {
		if err != nil {
			return "", err
		}
		if d.Team == who.Team && d.Next.Due != "" && d.Next.Due <= on {
			due = append(due, d)
		}
	}
	slices.SortStableFunc(due, func(a, b sales.Deal) int {
		return cmp.Or(cmp.Compare(a.Next.Due, b.Next.Due), cmp.Compare(a.Next.Clock, b.Next.Clock))
	})
	var plan []string
	for _, d := range due[:min(len(due), maxPrefillLines)] {
		account, _, err := store.Accounts.Get(r, d.Account)
		if err != nil {
			return "", err
		}
		plan = append(plan, strings.TrimSpace(d.Next.Clock+" "+d.ID+" "+cmp.Or(account.Name, d.Name)+" · "+oneLine(d.Next.What, 80)))
	}
	return strings.Join(plan, "\n"), nil
}

// oneLine replaces line breaks and cuts text to n characters.
func oneLine(text string, n int) string {
	var one string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if one != "" && line != "" && !strings.ContainsAny(one[len(one)-1:], ".,;:!?-") && strings.TrimRight(one, "。，；：！？、") == one {
			one += ";"
		}
		one = strings.TrimSpace(one + " " + line)
	}
	rs := []rune(one)
	if len(rs) > n {
		return strings.TrimSpace(string(rs[:n-1])) + "…"
	}
	return string(rs)
}
