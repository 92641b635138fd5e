package store

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
)

// Newer says that an entry cannot be undone because something newer touched one of its
// records.
type Newer struct {
	Table, ID string
	Seq       uint64 // the newer entry
}

func (e *Newer) Error() string {
	return fmt.Sprintf("%s %s was changed later, by journal entry %d", e.Table, e.ID, e.Seq)
}

// ErrErased: the old values are gone for privacy.
var ErrErased = errors.New("the old values were erased")

// Undo restores the old values of every record that an entry changed, as part of
// this Tx and thus as a new entry, and returns what it restored. If anything newer touched
// one of the records, nothing is changed and the error is a *Newer. Counters follow; the
// caller puts the posts again.
func (tx *Tx) Undo(seq uint64) ([]RecordChange, error) {
	e, ok, err := EntryAt(tx, seq)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("journal entry %d: %w", seq, ErrNotFound)
	}
	p, err := PayloadOf(tx, e)
	if err != nil {
		return nil, err
	}
	for _, c := range p.Changes {
		t, ok := tx.s.table(c.Table)
		if !ok {
			return nil, fmt.Errorf("store: no table %q", c.Table)
		}
		rec, err := t.header(tx.b, c.ID)
		if err != nil {
			return nil, err
		}
		stands, err := tx.stands(rec.seq, c)
		switch {
		case err != nil:
			return nil, err
		case stands != seq && rec.seq != seq:
			return nil, &Newer{c.Table, c.ID, rec.seq}
		case c.Erased:
			return nil, fmt.Errorf("%s %s: %w", c.Table, c.ID, ErrErased)
		}
	}
	for _, c := range slices.Backward(p.Changes) {
		t, _ := tx.s.table(c.Table)
		if err := t.restore(tx, c.ID, c.Old); err != nil {
			return nil, err
		}
	}
	tx.entry.Undoes = seq
	return p.Changes, nil
}

// stands returns the entry whose value a record has now: the one that touched it last or,
// if that was an undo, the one before the entry it undid. So a person can take back several
// changes, the last one first, and can also undo an undo. What an undo changed beyond the
// records of its entry counts as its own change.
func (tx *Tx) stands(seq uint64, c RecordChange) (uint64, error) {
	for seq != 0 {
		e, ok, err := EntryAt(tx, seq)
		if err != nil || !ok || e.Undoes == 0 {
			return seq, err
		}
		undone, _, err := EntryAt(tx, e.Undoes)
		if err != nil {
			return 0, err
		}
		p, err := PayloadOf(tx, undone)
		if err != nil {
			return 0, err
		}
		change, mentioned := p.of(c.Table, c.ID)
		if !mentioned {
			return seq, nil
		}
		seq = change.Prev
	}
	return seq, nil
}

// Erase blanks the old and new values of every change in the journal that match selects,
// for privacy (P18). Ids remain, and who did what when. The chain still verifies: this
// Tx's own entry records the hash of what is left. Erase does not touch records: change
// those first.
func (tx *Tx) Erase(match func(Entry, RecordChange) bool) (int, error) {
	type blanked struct {
		seq  uint64
		data []byte
	}
	var todo []blanked
	n := 0
	for e, err := range Entries(tx, EntryQuery{}) {
		if err != nil {
			return 0, err
		}
		p, err := PayloadOf(tx, e)
		if err != nil {
			return 0, err
		}
		hit := false
		for i, c := range p.Changes {
			if !c.Erased && match(e, c) {
				p.Changes[i].Old, p.Changes[i].New, p.Changes[i].Erased = nil, nil, true
				hit = true
				n++
			}
		}
		if !hit {
			continue
		}
		p.Reason = ""
		todo = append(todo, blanked{e.Seq, p.encode()})
	}
	for _, t := range todo {
		if err := tx.b.Put(logBucket, seqKey(t.seq, kindPayload), t.data); err != nil {
			return 0, err
		}
		tx.entry.Erased = append(tx.entry.Erased, Erased{t.seq, sha256.Sum256(t.data)})
	}
	return n, nil
}
