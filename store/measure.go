package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// Question is whose numbers of which days Measure adds up, and what it takes them apart by.
type Question struct {
	Teams  []string // only records of these; nil is all
	Person string   // only theirs; "" is everybody's
	Filter goal.Filter
	Days   calendar.Span
	By     kpi.Dimension // "" is all in one
	Wins   bool          // what wins and costs tell is asked for, too: kpi.Definition.Wins
	Landed bool          // and what forecasts tell
	Won    Won           // what AllWins read before, to spare reading it again
}

// Group is what was counted for one value of a dimension: the id of a team or a person, a text as it was entered,
// a size band, a month "2026-10" or a quarter "2026-Q4". "" is where the value is not known.
type Group struct {
	Key string
	kpi.Counts
}

// Measure adds up all counters of the question's days in one scan, from which every metric is read. It reads no
// history: a deal or a contact stays with the person and the team of its day, and the customer and the deal of
// today say which region or product it counts for. Groups come in the order of their keys, the unknown one last.
func Measure(r Reader, q Question) ([]Group, error) {
	won := q.Won.all
	if q.Wins && won == nil {
		read, err := AllWins(r)
		if err != nil {
			return nil, err
		}
		won = read.all
	}
	if q.By == kpi.ByMonth || q.By == kpi.ByQuarter {
		return measureTimes(r, q, won)
	}
	return measureOnce(r, q, won)
}

func measureOnce(r Reader, q Question, won []win) ([]Group, error) {
	m, err := newMeasure(r, q)
	if err != nil {
		return nil, err
	}
	if err = m.counters(r); err != nil {
		return nil, err
	}
	m.wins(slices.Values(won))
	if q.Wins {
		err = m.costs(r)
	}
	if q.Landed {
		err = errors.Join(err, m.landed(r))
	}
	return m.result(), err
}

// measureTimes measures each month or quarter by itself, those without any number included.
func measureTimes(r Reader, q Question, won []win) (all []Group, err error) {
	months, name := 1, func(on calendar.Date) string { return string(on[:len("2006-01")]) }
	if q.By == kpi.ByQuarter {
		months = 3
		name = func(on calendar.Date) string {
			month, _ := strconv.Atoi(string(on[len("2006-"):len("2006-01")]))
			return fmt.Sprintf("%s-Q%d", on[:len("2006")], (month+2)/3)
		}
	}
	part := q
	part.By = ""
	for from := q.Days.From; from <= q.Days.To; {
		next := from[:len("2006-01-")] + "01"
		for next = next.AddMonths(1); name(next) == name(from); next = next.AddMonths(1) {
		}
		part.Days = calendar.Span{From: from, To: min(next.AddDays(-1), q.Days.To)}
		if len(all) == maxTimes {
			return nil, sales.No("kpi.too_long", "Count", maxTimes*months)
		}
		groups, err := measureOnce(r, part, won)
		if err != nil {
			return nil, err
		}
		groups[0].Key = name(from)
		all = append(all, groups[0])
		from = next
	}
	return all, nil
}

// maxTimes is how many months or quarters are measured at once.
const maxTimes = 60

// measure adds counters up by groups.
type measure struct {
	Question
	some     *filter
	names    names
	groups   []adder
	at       map[string]int // the group of a key
	who      map[string]int // the group of a counter's key, -1 if it does not count
	staff    func(person, team string) string
	accounts *sorted   // groups by customer
	deals    *sorted   // groups by deal
	also     []*sorted // by customer, too: see MeasureEach
}

func newMeasure(r Reader, q Question) (m *measure, err error) {
	m = &measure{Question: q, at: map[string]int{}, who: map[string]int{}, staff: func(string, string) string { return "" }}
	if m.some, err = filterOf(r, q.Filter); err != nil {
		return nil, err
	}
	switch q.By {
	case "":
		m.group("")
	case kpi.ByTeam:
		m.staff = func(_, team string) string { return team }
	case kpi.ByPerson:
		m.staff = func(person, _ string) string { return person }
	case kpi.ByManager, kpi.ByOffice:
		of := map[string]string{}
		for t, err := range Teams.List(r, Query{}) {
			if err != nil {
				return nil, err
			}
			if of[t.ID] = t.Manager; q.By == kpi.ByOffice {
				of[t.ID] = t.Region
			}
		}
		m.staff = func(_, team string) string { return of[team] }
	case kpi.ByRegion, kpi.ByIndustry, kpi.BySource, kpi.BySize:
		m.accounts, err = m.byAccount(r, q.By)
	case kpi.ByProduct:
		m.deals, err = sort(r, m, Deals, "product", func(folded string, d sales.Deal) string {
			if p, ok, _ := Products.Get(r, folded); ok {
				return p.Name
			}
			return d.Product
		})
	default:
		return nil, fmt.Errorf("store: no dimension %q", q.By)
	}
	return m, err
}

// byAccount sorts the customers into the groups of a dimension.
func (m *measure) byAccount(r Reader, by kpi.Dimension) (*sorted, error) {
	switch by {
	case kpi.ByRegion:
		return sort(r, m, Accounts, "region", func(_ string, a sales.Account) string { return a.Region })
	case kpi.ByIndustry:
		return sort(r, m, Accounts, "industry", func(_ string, a sales.Account) string { return a.Industry })
	case kpi.BySource:
		return sort(r, m, Accounts, "source", func(_ string, a sales.Account) string { return a.Source })
	case kpi.BySize:
		return sort(r, m, Accounts, "employees", func(_ string, a sales.Account) string { return kpi.SizeBand(a.Employees) })
	}
	return nil, fmt.Errorf("store: %q is no dimension of customers", by)
}

// counters adds up the counters of people's days, or those by customer where it must.
func (m *measure) counters(r Reader) error {
	if m.some != nil || m.accounts != nil || m.deals != nil {
		return m.customers(r)
	}
	return m.people(r)
}

// group is the number of the group of a key.
func (m *measure) group(key string) int {
	i, ok := m.at[key]
	if !ok {
		i = len(m.groups)
		m.at[key] = i
		m.groups = append(m.groups, adder{key: key})
	}
	return i
}

// of is the group by the person and the team of a counter, -1 if they do not count.
func (m *measure) of(who []byte) int {
	if m.By == "" && m.Person == "" && m.Teams == nil {
		return 0
	}
	if m.By == "" { // one group, nothing to look up
		if person, team, _ := bytes.Cut(who, []byte(" ")); !m.counts(string(person), string(team)) {
			return -1
		}
		return 0
	}
	if i, ok := m.who[string(who)]; ok {
		return i
	}
	person, team, _ := strings.Cut(string(who), " ")
	i := -1
	if m.counts(person, team) {
		i = m.group(m.staff(person, team))
	}
	m.who[string(who)] = i
	return i
}

func (m *measure) counts(person, team string) bool {
	return (m.Person == "" || m.Person == person) && (m.Teams == nil || slices.Contains(m.Teams, team))
}

// people adds up the counters of people's days.
func (m *measure) people(r Reader) error {
	return m.eachDay(r, false, func(group int, _, value []byte) bool {
		to, t := &m.groups[group], tallies{value: value}
		for t.next() {
			to.add(m.names.of(t.metric), t.n)
		}
		return !t.bad
	})
}

// customers adds up those that say with which customers and deals the numbers were made.
func (m *measure) customers(r Reader) error {
	some := cmp.Or(m.some, &filter{})
	some.begin(dayNumber(m.Days.From))
	return m.eachDay(r, true, func(group int, on, value []byte) bool {
		day, t := dayNumber(on), made{tallies: tallies{value: value}}
		some.until(day)
		for {
			t.end = m.short(some, value, t.end, group)
			if !t.next() {
				return !t.bad
			}
			if !some.lets(&t, day) {
				continue
			}
			at := group
			switch {
			case m.accounts != nil:
				at = m.accounts.of(t.account, t.accountID)
			case m.deals != nil:
				at = m.deals.of(t.deal, t.dealID)
			}
			name := -1
			if t.code == 0 {
				name = m.names.of(t.what)
			}
			m.groups[at].count(&t, name)
			for _, s := range m.also {
				m.groups[s.of(t.account, t.accountID)].count(&t, name)
			}
		}
	})
}

// short adds the counters of ten bytes that stand next, as nearly all do, and returns where another one begins: see
// made.next.
func (m *measure) short(some *filter, value []byte, at, group int) int {
	apart := m.accounts != nil || m.deals != nil || some.deals != nil
	to := &m.groups[group].coded
	for ; at+10 <= len(value); at += 10 {
		c := value[at : at+10 : at+10]
		account, code, n := binary.BigEndian.Uint32(c), c[8], c[9]
		if code == 0 || int(code) >= len(metricCodes) || n >= 0x80 || account == noNumber {
			return at
		}
		counts := int64(1)
		if some.now != nil {
			if account >= uint32(len(some.now)) {
				continue
			}
			counts = int64(some.now[account]) // multiplied, because a branch would be guessed wrong too often
		}
		if apart {
			deal := int(binary.BigEndian.Uint32(c[4:]))
			if counts == 0 || some.deals != nil && !some.deals.holds(deal, nil) {
				continue
			}
			switch {
			case m.accounts != nil:
				to = &m.groups[m.accounts.of(int(account), nil)].coded
				for _, s := range m.also {
					m.groups[s.of(int(account), nil)].coded[code] += counts * (int64(n>>1) ^ -int64(n&1))
				}
			case m.deals != nil:
				to = &m.groups[m.deals.of(deal, nil)].coded
			}
		}
		to[code] += counts * (int64(n>>1) ^ -int64(n&1))
	}
	return at
}

// eachDay passes the counters of each day and person that count. What one person did is found by the days, which
// spares the others.
func (m *measure) eachDay(r Reader, byCustomer bool, fn func(group int, on, value []byte) bool) error {
	if m.Person == "" {
		return m.scan(r, byCustomer, []byte(m.Days.From), []byte(m.Days.To.AddDays(1)), fn)
	}
	for on := m.Days.From; on <= m.Days.To; on = on.AddDays(1) {
		from := countKey(sales.Count{On: on, Person: InTeam(m.Person, "")})
		if err := m.scan(r, byCustomer, from, after(from), fn); err != nil {
			return err
		}
	}
	return nil
}

func (m *measure) scan(r Reader, byCustomer bool, from, to []byte, fn func(group int, on, value []byte) bool) error {
	for k, v := range r.bytes().Scan(countBucket, from, to, false) {
		i := bytes.IndexByte(k, 0)
		if i != len("2006-01-02") || (k[len(k)-1] == 0 && len(k) > i+1) != byCustomer {
			continue
		}
		who := k[i+1:]
		if byCustomer {
			who = who[:len(who)-1]
		}
		group := m.of(who)
		if group < 0 {
			continue
		}
		if !fn(group, k[:i], v) {
			return fmt.Errorf("%w: counters of %q", ErrCorrupt, k)
		}
	}
	return nil
}

func (m *measure) result() []Group { return m.resultOf(m.groups) }

func (m *measure) resultOf(groups []adder) []Group {
	all := make([]Group, 0, len(groups))
	for _, a := range groups {
		g := Group{Key: a.key, Counts: make(kpi.Counts, len(a.sums))}
		for i, n := range a.sums {
			if n != 0 {
				g.Counts[m.names.all[i]] = n
			}
		}
		for code, n := range a.coded {
			if n != 0 {
				g.Counts[metricCodes[code]] += n
			}
		}
		if len(g.Counts) > 0 || m.By == "" {
			all = append(all, g)
		}
	}
	slices.SortFunc(all, func(a, b Group) int {
		switch {
		case a.Key == b.Key:
			return 0
		case a.Key == "" || b.Key != "" && a.Key > b.Key:
			return 1
		}
		return -1
	})
	return all
}
