package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"

	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
)

// filter says which customers and deals count for a goal; nil lets all.
type filter struct {
	accounts *idSet // nil: all
	deals    *idSet // nil: all
	ages     *ages  // nil: whatever the age of the relation

	// Of numbered customers who counts on the day that is read: see begin and until. nil: all.
	now   []byte // 1 or 0
	flips []flip
	first []int32 // the last customer of each stretch of ages, and behind each customer the next one, 0 at the end
	next  []int32
}

// flip is a day from which on the customers of a stretch are as old as asked for, or no longer are.
type flip struct {
	day, stretch int
	counts       byte
}

// ages are the days on which each customer's relation has the age asked for. Those who first bought on one day have it
// on the same days.
type ages struct {
	on       []stretch // the first one is that of customers who have not bought: never
	numbered []int32   // which of them a customer has
	others   map[string]int32
}

// stretch is from a day to before another, as numbers of days; a 0 has no end.
type stretch struct{ from, to int }

// filterOf finds the customers and deals of today that a goal's filter lets count.
func filterOf(r Reader, f goal.Filter) (*filter, error) {
	if f == (goal.Filter{}) {
		return nil, nil
	}
	some := &filter{}
	narrow := func(q Query) error {
		var ids idSet
		for id, err := range Accounts.ids(r, q) {
			if err != nil {
				return err
			}
			ids.addStored(id)
		}
		if some.accounts != nil {
			ids.meet(*some.accounts)
		}
		some.accounts = &ids
		return nil
	}
	if f.Region != "" {
		if err := narrow(Query{Index: "region", Key: folded(f.Region)}); err != nil {
			return nil, err
		}
	}
	if f.Industry != "" {
		if err := narrow(Query{Index: "industry", Key: folded(f.Industry)}); err != nil {
			return nil, err
		}
	}
	if f.Source != "" {
		if err := narrow(Query{Index: "source", Key: f.Source}); err != nil {
			return nil, err
		}
	}
	if e := f.Employees; e != (goal.Range{}) {
		q := Query{Index: "employees", From: employees(max(e.From, 1))}
		if e.To > 0 {
			q.To = employees(e.To + 1)
		}
		if err := narrow(q); err != nil {
			return nil, err
		}
	}
	if f.Product != "" {
		some.deals = &idSet{}
		for id, err := range Deals.ids(r, Query{Index: "product", Key: folded(f.Product)}) {
			if err != nil {
				return nil, err
			}
			some.deals.addStored(id)
		}
	}
	if f.Months != (goal.Range{}) {
		return some, some.age(r, f.Months)
	}
	return some, nil
}

// age finds for each customer who has bought the days on which the relation is as old as asked for.
func (f *filter) age(r Reader, months goal.Range) error {
	f.ages = &ages{on: make([]stretch, 1), others: map[string]int32{}}
	var last []byte
	known := map[string]int32{} // by the day of the first win
	for key, err := range winKeys(r) {
		if err != nil {
			return err
		}
		n, end := leading(key)
		account := key[:end]
		if bytes.Equal(account, last) {
			continue
		}
		last = append(last[:0], account...)
		on := key[min(end+1, len(key)):]
		on = on[:min(len("2006-01-02"), len(on))]
		at, ok := known[string(on)]
		if !ok {
			s := stretch{from: dayNumber(calendar.Date(on).AddMonths(months.From))}
			if months.To > 0 {
				s.to = dayNumber(calendar.Date(on).AddMonths(months.To + 1))
			}
			at = int32(len(f.ages.on))
			f.ages.on = append(f.ages.on, s)
			known[string(on)] = at
		}
		f.ages.add(n, account, at)
	}
	return nil
}

// begin finds who counts on a day, and when that changes afterwards, so that a counter is let through by one look.
func (f *filter) begin(day int) {
	f.flips = nil
	if f.accounts != nil {
		f.now = make([]byte, len(f.accounts.numbered))
		for n, holds := range f.accounts.numbered {
			if holds {
				f.now[n] = 1
			}
		}
	}
	if f.ages == nil {
		return
	}
	f.now = make([]byte, len(f.ages.numbered))
	f.first, f.next = make([]int32, len(f.ages.on)), make([]int32, len(f.ages.numbered))
	for n, s := range f.ages.numbered {
		if s > 0 && (f.accounts == nil || f.accounts.holds(n, nil)) {
			f.next[n], f.first[s] = f.first[s], int32(n)
		}
	}
	for i, s := range f.ages.on {
		switch {
		case i == 0:
		case s.from > day:
			f.flips = append(f.flips, flip{s.from, i, 1})
		case s.to == 0 || s.to > day:
			f.flip(flip{day, i, 1})
		}
		if s.to > day {
			f.flips = append(f.flips, flip{s.to, i, 0})
		}
	}
	slices.SortFunc(f.flips, func(a, b flip) int { return a.day - b.day })
}

func (f *filter) flip(to flip) {
	for n := f.first[to.stretch]; n > 0; n = f.next[n] {
		f.now[n] = to.counts
	}
}

// until lets time pass to a day; it never goes back.
func (f *filter) until(day int) {
	for len(f.flips) > 0 && f.flips[0].day <= day {
		f.flip(f.flips[0])
		f.flips = f.flips[1:]
	}
}

func (a *ages) add(n int, account []byte, at int32) {
	if n < 0 {
		a.others[string(account)] = at
		return
	}
	if n >= len(a.numbered) {
		a.numbered = append(a.numbered, make([]int32, n+1+n/4-len(a.numbered))...)
	}
	a.numbered[n] = at
}

// lets reports whether a counter by customer counts, of a day. It is asked for each contact of a year.
func (f *filter) lets(m *made, on int) bool {
	return (f.accounts == nil || f.accounts.holds(m.account, m.accountID)) &&
		(f.ages == nil || f.ages.has(m.account, m.accountID, on)) &&
		(f.deals == nil || f.deals.holds(m.deal, m.dealID))
}

// letsWin reports whether a win counts, at the age that the relation has on a day.
func (f *filter) letsWin(w win, on calendar.Date) bool {
	if f == nil {
		return true
	}
	n, _ := leading(w.account)
	account := []byte(w.account)
	return (f.accounts == nil || f.accounts.holds(n, account)) && (f.ages == nil || f.ages.has(n, account, dayNumber(on))) &&
		(f.deals == nil || f.deals.has([]byte(w.deal)))
}

func (a *ages) has(n int, account []byte, on int) bool {
	at := int32(0)
	switch {
	case n < 0:
		at = a.others[string(account)]
	case n < len(a.numbered):
		at = a.numbered[n]
	}
	s := a.on[at]
	return s.from != 0 && s.from <= on && (s.to == 0 || on < s.to)
}

// ids yields the ids of the records of an index as they are stored, without reading the records.
func (t Table[T]) ids(r Reader, q Query) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		from, to, err := t.bounds(q)
		if err != nil {
			yield(nil, err)
			return
		}
		for k := range r.bytes().Scan(t.Name, from, to, false) {
			id := k[len(q.Index)+2:]
			end := bytes.IndexByte(id, 0)
			if end < 0 {
				yield(nil, fmt.Errorf("%w: index %s of %s", ErrCorrupt, q.Index, t.Name))
				return
			}
			if !yield(id[end+1:], nil) {
				return
			}
		}
	}
}

// idSet is a set of record ids of one kind. Most are numbered, and a number is found without hashing.
type idSet struct {
	numbered []bool
	others   map[string]bool
}

// leading reads an id up to a space or the end: its number if it is one like A-17, else -1, and where it ends.
func leading[T string | []byte](text T) (n, end int) {
	if len(text) < 3 || text[1] != '-' || text[2] == '0' {
		n = -1
	}
	for ; end < len(text) && text[end] != ' '; end++ {
		c := text[end] - '0'
		switch {
		case end < 2 || n < 0:
		case c > 9 || end > 8:
			n = -1
		default:
			n = n*10 + int(c)
		}
	}
	return n, end
}

// storedNumber is leading for an id as it is stored.
func storedNumber(id []byte) int {
	if len(id) != len("A-")+8 || id[1] != '-' || id[2] != 0 {
		n, _ := leading(decodeID(id))
		return n
	}
	if n := binary.BigEndian.Uint64(id[2:]); n > 0 && n < 1e7 {
		return int(n)
	}
	return -1
}

func (s *idSet) addStored(id []byte) {
	n := storedNumber(id)
	if n < 0 {
		if s.others == nil {
			s.others = map[string]bool{}
		}
		s.others[decodeID(id)] = true
		return
	}
	if n >= len(s.numbered) {
		s.numbered = append(s.numbered, make([]bool, n+1+n/4-len(s.numbered))...)
	}
	s.numbered[n] = true
}

func (s *idSet) has(id []byte) bool {
	n, _ := leading(id)
	return s.holds(n, id)
}

// holds is has for an id whose number is known.
func (s *idSet) holds(n int, id []byte) bool {
	if n >= 0 {
		return n < len(s.numbered) && s.numbered[n]
	}
	return s.others[string(id)]
}

// meet leaves only what other has, too.
func (s *idSet) meet(other idSet) {
	for i := range s.numbered {
		s.numbered[i] = s.numbered[i] && i < len(other.numbered) && other.numbered[i]
	}
	for id := range s.others {
		s.others[id] = other.others[id]
	}
}
