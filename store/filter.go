package store

import (
	"bytes"

	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
)

// filter says which customers and deals count for a goal; nil lets all.
type filter struct {
	r        Reader
	accounts *idSet // nil: all
	deals    *idSet // nil: all
	months   goal.Range
	since    map[string]calendar.Date // first wins, as they are asked for
}

// filterOf finds the customers and deals of today that a goal's filter lets count.
func filterOf(r Reader, f goal.Filter) (*filter, error) {
	if f == (goal.Filter{}) {
		return nil, nil
	}
	some := &filter{r: r, months: f.Months, since: map[string]calendar.Date{}}
	narrow := func(q Query) {
		var ids idSet
		for id := range Accounts.ids(r, q) {
			ids.add(id)
		}
		if some.accounts == nil {
			some.accounts = &ids
		} else {
			some.accounts.meet(ids)
		}
	}
	if f.Region != "" {
		narrow(Query{Index: "region", Key: folded(f.Region)})
	}
	if f.Industry != "" {
		narrow(Query{Index: "industry", Key: folded(f.Industry)})
	}
	if e := f.Employees; e != (goal.Range{}) {
		q := Query{Index: "employees", From: employees(max(e.From, 1))}
		if e.To > 0 {
			q.To = employees(e.To + 1)
		}
		narrow(q)
	}
	if f.Product != "" {
		some.deals = &idSet{}
		for id := range Deals.ids(r, Query{Index: "product", Key: folded(f.Product)}) {
			some.deals.add(id)
		}
	}
	return some, nil
}

// lets reports whether something counts that happened on a day with a customer, about a deal.
func (f *filter) lets(account, deal []byte, on calendar.Date) (bool, error) {
	if f == nil {
		return true, nil
	}
	if f.accounts != nil && !f.accounts.has(account) || !f.letsDeal(deal) {
		return false, nil
	}
	if f.months == (goal.Range{}) {
		return true, nil
	}
	since, known := f.since[string(account)]
	if !known {
		first, err := firstWin(f.r, string(account))
		if err != nil {
			return false, err
		}
		since = first.on
		f.since[string(account)] = since
	}
	if since == "" || since > on {
		return false, nil
	}
	age := calendar.MonthsBetween(since, on)
	return age >= f.months.From && (f.months.To == 0 || age <= f.months.To), nil
}

func (f *filter) letsDeal(deal []byte) bool { return f == nil || f.deals == nil || f.deals.has(deal) }

// ids yields the ids of the records of an index, without reading the records.
func (t Table[T]) ids(r Reader, q Query) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		from, to, err := t.bounds(q)
		if err != nil {
			panic(err) // a query of this package
		}
		for k := range r.bytes().Scan(t.Name, from, to, false) {
			id := k[len(q.Index)+2:]
			if !yield(decodeID(id[bytes.IndexByte(id, 0)+1:])) {
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

// number is that of an id like A-17; ok is false for any other.
func number[T string | []byte](id T) (n int, ok bool) {
	i := 0
	for i < len(id) && id[i] != '-' {
		i++
	}
	if i == 0 || i+1 >= len(id) || len(id)-i > 8 {
		return 0, false
	}
	for _, c := range []byte(id[i+1:]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, id[i+1] != '0'
}

func (s *idSet) add(id string) {
	n, ok := number(id)
	if !ok {
		if s.others == nil {
			s.others = map[string]bool{}
		}
		s.others[id] = true
		return
	}
	for n >= len(s.numbered) {
		s.numbered = append(s.numbered, make([]bool, max(n+1-len(s.numbered), 1024))...)
	}
	s.numbered[n] = true
}

func (s *idSet) has(id []byte) bool {
	if n, ok := number(id); ok {
		return n < len(s.numbered) && s.numbered[n]
	}
	return s.others[string(id)]
}

func (s *idSet) meet(other idSet) {
	for i := range s.numbered {
		s.numbered[i] = s.numbered[i] && i < len(other.numbered) && other.numbered[i]
	}
	for id := range s.others {
		s.others[id] = other.others[id]
	}
}
