package store

import (
	"iter"
	"slices"

	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Won are the wins that stand, each customer's in their order.
type Won struct{ all []win }

// AllWins reads them.
func AllWins(r Reader) (won Won, err error) {
	won.all = []win{}
	for w, err := range wins(r) {
		if err != nil {
			return won, err
		}
		won.all = append(won.all, w)
	}
	return won, nil
}

// wins adds what all wins, each customer's in their order, tell of the customers of each group: see
// kpi.CountCustomers and the ones below it.
func (m *measure) wins(all iter.Seq[win]) {
	account, newTo := "", newcomers{byTeam: m.Teams != nil || m.Person != ""}
	type known struct {
		group                 int
		bought, before, again bool
		in                    []string // currencies
	}
	priced := map[string][2]int{} // the numbers of what is counted in a currency
	var of []known                // what was counted of the customer, by group
	var number [5]int
	for i, name := range []string{kpi.CountBuys, kpi.CountBought, kpi.CountCustomers, kpi.CountBefore, kpi.CountAgain} {
		number[i] = m.names.of([]byte(name))
	}
	buys, bought, customers, before, again := number[0], number[1], number[2], number[3], number[4]
	for w := range all {
		if w.account != account {
			account = w.account
			of = of[:0]
		}
		first := newTo.first(w)
		if w.on > m.Days.To || !m.counts(w.person, w.team) {
			continue
		}
		in := w.on >= m.Days.From
		if m.some != nil && !m.some.letsWin(w, m.aged(w, first)) {
			continue
		}
		group := m.ofWin(w)
		i := slices.IndexFunc(of, func(k known) bool { return k.group == group })
		if i < 0 {
			i, of = len(of), append(of, known{group: group})
		}
		k, to := &of[i], &m.groups[group]
		if to.add(buys, 1); !k.bought {
			k.bought = true
			to.add(bought, 1)
		}
		if w.currency != "" {
			number, met := priced[w.currency]
			if !met {
				number = [2]int{m.names.of([]byte(kpi.CountBuys + ":" + w.currency)), m.names.of([]byte(kpi.CountBought + ":" + w.currency))}
				priced[w.currency] = number
			}
			if to.add(number[0], 1); !slices.Contains(k.in, w.currency) {
				k.in = append(k.in, w.currency)
				to.add(number[1], 1)
			}
		}
		if first && in {
			if to.add(customers, 1); w.currency != "" {
				to.add(m.names.of([]byte(kpi.CountCustomers+":"+w.currency)), 1)
			}
		}
		if !in && !k.before {
			k.before = true
			to.add(before, 1)
		}
		if in && k.before && !k.again {
			k.again = true
			to.add(again, 1)
		}
	}
}

// newcomers tell whether a win makes a customer a new one: to the company its first win does, to a team and its people the
// first one of that team. So nobody learns from a number that another team has won the customer before.
type newcomers struct {
	byTeam  bool
	account string
	teams   []string // that have won it
}

// first is told all wins, each customer's in their order.
func (n *newcomers) first(w win) bool {
	if w.account != n.account {
		n.account, n.teams = w.account, n.teams[:0]
	}
	if len(n.teams) > 0 && (!n.byTeam || slices.Contains(n.teams, w.team)) {
		return false
	}
	n.teams = append(n.teams, w.team)
	return true
}

// aged is the day on which the relation to the customer of a win has its age: its own for the first one, else the
// first of the span, as for a goal.
func (m *measure) aged(w win, first bool) calendar.Date {
	if first && w.on >= m.Days.From {
		return w.on
	}
	return m.Days.From
}

func (m *measure) ofWin(w win) int {
	switch {
	case m.accounts != nil:
		n, _ := leading(w.account)
		return m.accounts.of(n, []byte(w.account))
	case m.deals != nil:
		n, _ := leading(w.deal)
		return m.deals.of(n, []byte(w.deal))
	}
	if m.By == "" {
		return 0
	}
	return m.of([]byte(InTeam(w.person, w.team)))
}
