package store

import (
	"fmt"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// A person's day has a second value of counters, which says with which customers and deals its numbers were
// made: "A-17 D-3 calls". Goals that count only some customers read it. It is one value for the whole day, so that
// a logged call changes one value more and a year is read in one go.

// customerDay is the day of such a value. They lie behind those of the days, which are read more often.
func customerDay(on calendar.Date) calendar.Date { return customers + on }

const customers = "customers "

// counts are what a record adds to the counters of a person's day, and to those by customer.
func counts(on calendar.Date, person, account, deal string, tallies []sales.Tally) []sales.Count {
	out := make([]sales.Count, 0, 2*len(tallies))
	for _, t := range tallies {
		out = append(out, sales.Count{On: on, Person: person, Metric: t.Metric, N: t.N})
	}
	if account == "" && deal == "" {
		return out
	}
	for _, t := range tallies {
		if byCustomer(t.Metric) {
			out = append(out, sales.Count{On: customerDay(on), Person: person, Metric: account + " " + deal + " " + t.Metric, N: t.N})
		}
	}
	return out
}

// byCustomer reports whether a goal may need a metric by customer. The contacts are the sum of their kinds.
func byCustomer(metric string) bool {
	switch metric {
	case sales.Contacts, sales.Minutes, sales.CountAdvanced, sales.CountBack, sales.CountDiscounts, sales.CountOverrides, notes, attempts:
		return false
	}
	return true
}

var (
	notes    = sales.KindMetric(sales.Note)
	attempts = sales.KindMetric(sales.Attempt)
)

// folded is a text as filters compare it.
func folded(text string) string {
	if text == "" {
		return ""
	}
	return sales.FoldFull(text)
}

// employees is a number that sorts as text; "" if it is not known.
func employees(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("%010d", n)
}

// win is a win that stands, as its index tells it without reading the event.
type win struct {
	account      string
	on           calendar.Date
	at           string // when it was entered, which tells two of a day apart
	deal         string
	person, team string
}

func winOf(e sales.Event) win {
	if e.Kind != sales.ClosedWon || e.TakenBack != "" || e.Account == "" {
		return win{}
	}
	return win{e.Account, e.On, DueKey(e.At), e.Deal, e.Owner, e.Team}
}

// key is the value under which a win is found: "A-17 2026-11-21 2026-11-21T10:00:00Z D-3 U1 east".
func (w win) key() string {
	if w.account == "" {
		return ""
	}
	return strings.Join([]string{w.account, string(w.on), w.at, w.deal, InTeam(w.person, w.team)}, " ")
}

// parseWin reads a key.
func parseWin(key []byte) (w win, ok bool) {
	var part [5]string
	text := string(key)
	for i := range part {
		if part[i], text, ok = strings.Cut(text, " "); !ok {
			return win{}, false
		}
	}
	return win{part[0], calendar.Date(part[1]), part[2], part[3], part[4], text}, true
}
