package store

import "dealdesk/sales/calendar"

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
