package store

import (
	"bytes"
	"fmt"
)

// sorted are the groups of records of one kind. Most ids are numbered, and a number is found without hashing.
type sorted struct {
	numbered []int32
	others   map[string]int
	unknown  int // of those that no index names
}

func (s *sorted) of(n int, id []byte) int {
	if n < 0 {
		if at, ok := s.others[string(id)]; ok {
			return at
		}
		return s.unknown
	}
	if n < len(s.numbered) {
		return int(s.numbered[n])
	}
	return s.unknown
}

func (s *sorted) put(id []byte, group int) {
	n := storedNumber(id)
	if n < 0 {
		s.others[decodeID(id)] = group
		return
	}
	for n >= len(s.numbered) {
		s.numbered = append(s.numbered, int32(s.unknown))
	}
	s.numbered[n] = int32(group)
}

// sort sorts the records of an index into the groups of a measure by its values. name is what a group is called,
// after one of its records.
func sort[T any](r Reader, m *measure, t Table[T], index string, name func(folded string, v T) string) (*sorted, error) {
	s := &sorted{others: map[string]int{}, unknown: m.group("")}
	from, to, err := t.bounds(Query{Index: index, All: true})
	if err != nil {
		return nil, err
	}
	value, group := []byte(nil), 0
	for k := range r.bytes().Scan(t.Name, from, to, false) {
		here, id, ok := bytes.Cut(k[len(index)+2:], []byte{0})
		if !ok {
			return nil, fmt.Errorf("%w: index %s of %s", ErrCorrupt, index, t.Name)
		}
		if value == nil || !bytes.Equal(here, value) {
			v, _, err := t.Get(r, decodeID(id))
			if err != nil {
				return nil, err
			}
			value = bytes.Clone(here)
			group = m.group(name(string(here), v))
		}
		s.put(id, group)
	}
	return s, nil
}
