package store

import (
	"dealdesk/sales/calendar"
	"dealdesk/sales/kpi"
)

// Compare is Measure for several runs of days with the same question, by a dimension that is found once for all of them:
// which deals are of which product takes longer than adding up. It reads what counters tell.
func Compare(r Reader, q Question, spans ...calendar.Span) (all [][]Group, err error) {
	m, err := newMeasure(r, q)
	if err != nil {
		return nil, err
	}
	for _, m.Days = range spans {
		for i := range m.groups {
			m.groups[i] = adder{key: m.groups[i].key}
		}
		if err := m.counters(r); err != nil {
			return nil, err
		}
		all = append(all, m.result())
	}
	return all, nil
}

// MeasureEach is Measure by each of several dimensions of customers, for which the counters are read once. It reads what
// counters tell.
func MeasureEach(r Reader, q Question, by ...kpi.Dimension) (all [][]Group, err error) {
	q.By = ""
	m, err := newMeasure(r, q)
	if err != nil {
		return nil, err
	}
	m.groups = nil
	ends := []int{0}
	for _, m.By = range by {
		m.at = map[string]int{}
		s, err := m.byAccount(r, m.By)
		if err != nil {
			return nil, err
		}
		m.also, ends = append(m.also, s), append(ends, len(m.groups))
	}
	m.accounts, m.also = m.also[0], m.also[1:]
	if err := m.counters(r); err != nil {
		return nil, err
	}
	for i := range by {
		all = append(all, m.resultOf(m.groups[ends[i]:ends[i+1]]))
	}
	return all, nil
}
