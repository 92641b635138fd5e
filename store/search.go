package store

import "iter"

// Matching yields the records whose stored JSON fits, the latest id first. It decodes only those, so that
// many records can be looked through. fits may let too many pass, but has to let all pass that are sought.
func (t Table[T]) Matching(r Reader, fits func(json []byte) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		from, to, err := t.bounds(Query{})
		if err != nil {
			yield(none, err)
			return
		}
		for k, val := range r.bytes().Scan(t.Name, from, to, true) {
			rec, err := t.open(k, val)
			if err == nil && (rec.json == nil || !fits(rec.json)) {
				continue
			}
			v := none
			if err == nil {
				v, err = t.decode(decodeID(k[1:]), rec.json)
			}
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}
