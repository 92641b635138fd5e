package store

import (
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

// ErrErased: an older version blanked the old values for privacy.
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
	var undone payloads
	for _, c := range p.Changes {
		t, ok := tx.s.table(c.Table)
		if !ok {
			return nil, fmt.Errorf("store: no table %q", c.Table)
		}
		rec, err := t.header(tx.b, c.ID)
		if err != nil {
			return nil, err
		}
		stood, err := stands(tx, &undone, rec.seq, c)
		switch {
		case err != nil:
			return nil, err
		case stood != seq && rec.seq != seq:
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

// Undoable returns a *Newer if an entry outside first to last has since touched a record of entry
// seq, which is one of them. The entries of one task, such as an import, follow one another.
func Undoable(r Reader, seq, first, last uint64) error {
	within := func(seq uint64) bool { return first <= seq && seq <= last }
	var read, undone payloads
	p, err := read.at(r, seq)
	if err != nil {
		return err
	}
	for _, c := range p.Changes {
		t, ok := r.of().table(c.Table)
		if !ok {
			return fmt.Errorf("store: no table %q", c.Table)
		}
		rec, err := t.header(r.bytes(), c.ID)
		if err != nil {
			return err
		}
		if within(rec.seq) {
			continue
		}
		if stood, err := stands(r, &undone, rec.seq, c); err != nil {
			return err
		} else if !within(stood) {
			return &Newer{c.Table, c.ID, rec.seq}
		}
	}
	return nil
}

// payloads keeps the payload that was read last: many records of one task ask for the same.
type payloads struct {
	seq  uint64
	last Payload
	of   map[recordName]RecordChange
}

func (p *payloads) at(r Reader, seq uint64) (Payload, error) {
	if p.seq == seq && seq != 0 {
		return p.last, nil
	}
	e, _, err := EntryAt(r, seq)
	if err != nil {
		return Payload{}, err
	}
	if p.last, err = PayloadOf(r, e); err != nil {
		return Payload{}, err
	}
	p.seq, p.of = seq, make(map[recordName]RecordChange, len(p.last.Changes))
	for _, c := range p.last.Changes {
		p.of[recordName{c.Table, c.ID}] = c
	}
	return p.last, nil
}

// stands returns the entry whose value a record has now: the one that touched it last or,
// if that was an undo, the one before the entry it undid. So a person can take back several
// changes, the last one first, and can also undo an undo. What an undo changed beyond the
// records of its entry counts as its own change.
func stands(r Reader, undone *payloads, seq uint64, c RecordChange) (uint64, error) {
	for seq != 0 {
		e, ok, err := EntryAt(r, seq)
		if err != nil || !ok || e.Undoes == 0 {
			return seq, err
		}
		if _, err := undone.at(r, e.Undoes); err != nil {
			return 0, err
		}
		change, mentioned := undone.of[recordName{c.Table, c.ID}]
		if !mentioned {
			return seq, nil
		}
		seq = change.Prev
	}
	return seq, nil
}
