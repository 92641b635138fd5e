package store

import (
	"bytes"
	"fmt"
	"iter"

	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
)

// filter says which customers and deals count for a goal; nil lets all.
type filter struct {
	accounts *idSet // nil: all
	deals    *idSet // nil: all
	ages     *ages  // nil: whatever the age of the relation
}

// ages are the days on which each customer's relation has the age asked for.
type ages struct {
	numbered []stretch // as in an idSet
	others   map[string]stretch
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
			ids.add(id)
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
			some.deals.add(id)
		}
	}
	if f.Months != (goal.Range{}) {
		return some, some.age(r, f.Months)
	}
	return some, nil
}

// age finds for each customer who has bought the days on which the relation is as old as asked for.
func (f *filter) age(r Reader, months goal.Range) error {
	f.ages = &ages{others: map[string]stretch{}}
	account, known := "", map[calendar.Date]stretch{}
	for w, err := range wins(r) {
		if err != nil {
			return err
		}
		if w.account == account {
			continue
		}
		account = w.account
		s, ok := known[w.on]
		if !ok {
			s.from = dayNumber(w.on.AddMonths(months.From))
			if months.To > 0 {
				s.to = dayNumber(w.on.AddMonths(months.To + 1))
			}
			known[w.on] = s
		}
		f.ages.add(account, s)
	}
	return nil
}

func (a *ages) add(account string, s stretch) {
	n, _ := leading(account)
	if n < 0 {
		a.others[account] = s
		return
	}
	if n >= len(a.numbered) {
		a.numbered = append(a.numbered, make([]stretch, n+1+n/4-len(a.numbered))...)
	}
	a.numbered[n] = s
}

// lets reports whether a counter by customer counts, of a day, and returns its metric. It is asked for each
// contact of a year.
func (f *filter) lets(counter []byte, on int) (metric []byte, ok bool) {
	n, i := leading(counter)
	if i >= len(counter) {
		return nil, false
	}
	if f.accounts != nil && !f.accounts.holds(n, counter[:i]) || f.ages != nil && !f.ages.has(n, counter[:i], on) {
		return nil, false
	}
	j := i + 1 + bytes.IndexByte(counter[i+1:], ' ')
	return counter[j+1:], j > i && (f.deals == nil || f.deals.has(counter[i+1:j]))
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
	var s stretch
	switch {
	case n < 0:
		s = a.others[string(account)]
	case n < len(a.numbered):
		s = a.numbered[n]
	}
	return s.from != 0 && s.from <= on && (s.to == 0 || on < s.to)
}

// ids yields the ids of the records of an index, without reading the records.
func (t Table[T]) ids(r Reader, q Query) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		from, to, err := t.bounds(q)
		if err != nil {
			yield("", err)
			return
		}
		for k := range r.bytes().Scan(t.Name, from, to, false) {
			id := k[len(q.Index)+2:]
			end := bytes.IndexByte(id, 0)
			if end < 0 {
				yield("", fmt.Errorf("%w: index %s of %s", ErrCorrupt, q.Index, t.Name))
				return
			}
			if !yield(decodeID(id[end+1:]), nil) {
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

func (s *idSet) add(id string) {
	n, _ := leading(id)
	if n < 0 {
		if s.others == nil {
			s.others = map[string]bool{}
		}
		s.others[id] = true
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
