package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// A person's day has a second value of counters, which says with which customers and deals its numbers were
// made: "A-17 D-3 calls". Goals that count only some customers read it. It is one value for the whole day, so that
// a logged call changes one value more and a year is read in one go. A year has hundreds of thousands of them, so
// they are stored as numbers: four bytes for the customer and four for the deal, 0 for none, one for the metric (0:
// its name follows, with its length before it), and the count as a varint. With an id that has no number, four
// bytes 0xff stand before the text and its length.

// customerDay is the day of such a value.
func customerDay(on calendar.Date) calendar.Date { return customers + on }

const customers = "customers "

// byCustomerIn reports whether the value of a key is one by customer: its key is that of the person's day with a zero byte
// behind it. So both lie on one page, which a logged call changes anyway. Before schema 6 the key began with "customers ".
func byCustomerIn(key []byte) bool {
	_, person, _ := bytes.Cut(key, []byte{0})
	return len(person) > 0 && person[len(person)-1] == 0 || bytes.HasPrefix(key, []byte(customers))
}

// moveCustomers gives counters by customer the key that they have since schema 6.
func moveCustomers(tx *Tx) error {
	moved := map[string][]byte{}
	for k, v := range tx.b.Scan(countBucket, []byte(customers), after([]byte(customers)), false) {
		moved[string(k)] = bytes.Clone(v)
	}
	for k, v := range moved {
		is := append([]byte(k[len(customers):]), 0)
		if err := errors.Join(tx.b.Delete(countBucket, []byte(k)), tx.b.Put(countBucket, is, v)); err != nil {
			return err
		}
	}
	return nil
}

// metricCodes are the metrics that are stored as a number, their place here, which each keeps for ever.
var metricCodes = [...]string{1: "calls", 2: "visits", 3: "meetings", 4: "emails", 5: "demos", 6: "messages", 7: "complaints",
	8: sales.CountResponse, 9: sales.CountResponses, 10: sales.CountCreated, 11: sales.CountWon, 12: sales.CountLost,
	13: sales.CountCycle, 14: sales.CountCycles, 15: sales.CountGiven}

const noNumber = 0xffffffff // an id without a number: text follows

// packed is the name of a counter by customer as it is stored.
func packed(name string) string {
	account, rest, _ := strings.Cut(name, " ")
	deal, metric, _ := strings.Cut(rest, " ")
	a, d := numberOf(account, sales.KindAccount), numberOf(deal, sales.KindDeal)
	b := make([]byte, 0, len(name)+binary.MaxVarintLen64)
	if a < 0 || d < 0 {
		b = binary.BigEndian.AppendUint32(b, noNumber)
		return string(append(binary.AppendUvarint(b, uint64(len(name))), name...))
	}
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, uint32(a)), uint32(d))
	if code := slices.Index(metricCodes[:], metric); code > 0 {
		return string(append(b, byte(code)))
	}
	return string(append(binary.AppendUvarint(append(b, 0), uint64(len(metric))), metric...))
}

// numberOf is the number of an id of a kind, 0 for no id, -1 if it has none.
func numberOf(id string, kind sales.Kind) int {
	if id == "" {
		return 0
	}
	if n, _ := leading(id); id[:1] == string(kind) {
		return n
	}
	return -1
}

// made reads the counters of a value by customer without copying them. Their metric is their whole name as it is
// stored.
type made struct {
	tallies
	account, deal     int    // their numbers, 0 for none, -1 for those without
	accountID, dealID []byte // of those without
	code              byte   // the place of the metric in metricCodes
	what              []byte // the metric, where the code is 0
}

func (m *made) next() bool {
	if m.end >= len(m.value) {
		return false
	}
	rest := m.value[m.end:]
	if len(rest) < 10 {
		return m.damaged()
	}
	account := binary.BigEndian.Uint32(rest)
	if account == noNumber {
		return m.nextText(rest)
	}
	m.account, m.deal, m.code = int(account), int(binary.BigEndian.Uint32(rest[4:])), rest[8]
	if int(m.code) >= len(metricCodes) {
		return m.damaged()
	}
	n := rest[9]
	if m.code > 0 && n < 0x80 { // most are like this
		m.metric, m.n = rest[:9], int64(n>>1)^-int64(n&1)
		m.at, m.end = m.end, m.end+10
		return true
	}
	to := 9
	if m.code == 0 {
		var ok bool
		if m.what, to, ok = sized(rest, to); !ok {
			return m.damaged()
		}
	}
	return m.count(rest, 0, to)
}

func (m *made) nextText(rest []byte) bool {
	text, to, ok := sized(rest, 4)
	if !ok {
		return m.damaged()
	}
	account, more, one := bytes.Cut(text, []byte(" "))
	deal, what, two := bytes.Cut(more, []byte(" "))
	if !one || !two {
		return m.damaged()
	}
	m.accountID, m.dealID, m.code, m.what = account, deal, 0, what
	m.account, _ = leading(account)
	m.deal, _ = leading(deal)
	return m.count(rest, 0, to)
}

// sized reads a text with its length before it, and where it ends. Something has to follow.
func sized(value []byte, at int) (text []byte, end int, ok bool) {
	size, n := binary.Uvarint(value[at:])
	if n <= 0 || size >= uint64(len(value)-at-n) {
		return nil, 0, false
	}
	at += n
	return value[at : at+int(size)], at + int(size), true
}

// name is the present counter's as records give it.
func (m *made) name() string {
	id := func(kind sales.Kind, n int) string {
		if n == 0 {
			return ""
		}
		return string(kind) + "-" + strconv.Itoa(n)
	}
	if binary.BigEndian.Uint32(m.metric) == noNumber {
		return string(m.accountID) + " " + string(m.dealID) + " " + string(m.what)
	}
	what := string(m.what)
	if m.code > 0 {
		what = metricCodes[m.code]
	}
	return id(sales.KindAccount, m.account) + " " + id(sales.KindDeal, m.deal) + " " + what
}

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
	currency     string // "" where nobody knows for how much it was won
	person, team string
}

func winOf(e sales.Event) win {
	if e.Kind != sales.ClosedWon || e.TakenBack != "" || e.Account == "" {
		return win{}
	}
	return win{e.Account, e.On, DueKey(e.At), e.Deal, e.Amount.Currency, e.Owner, e.Team}
}

// key is the value under which a win is found: "A-17 2026-11-21 2026-11-21T10:00:00Z D-3 CNY U1 east".
func (w win) key() string {
	if w.account == "" {
		return ""
	}
	return strings.Join([]string{w.account, string(w.on), w.at, w.deal, w.currency, InTeam(w.person, w.team)}, " ")
}

// parseWin reads a key.
func parseWin(key []byte) (w win, ok bool) {
	var part [6]string
	text := string(key)
	for i := range part {
		if part[i], text, ok = strings.Cut(text, " "); !ok {
			return win{}, false
		}
	}
	return win{part[0], calendar.Date(part[1]), part[2], part[3], part[4], part[5], text}, true
}
