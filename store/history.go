package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"dealdesk/sales"
)

// EntryQuery selects entries.
type EntryQuery struct {
	From, To uint64    // sequences, both included; 0 is open
	Since    time.Time // only entries made at or after this; with Reverse the walk stops once all are older
	Actor    string    // only entries of this actor
	Reverse  bool      // newest first
	Limit    int
}

// olderEntriesLimit is how many older entries in a row end a walk back in time. One is not
// enough: a retry carries the time of its first attempt, and clocks are set back.
const olderEntriesLimit = 1000

// Entries yields journal entries in order.
func Entries(r Reader, q EntryQuery) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		to := []byte{0xff}
		if q.To > 0 {
			to = seqKey(q.To+1, 0)
		}
		n, older := 0, 0
		for k, v := range r.bytes().Scan(logBucket, seqKey(q.From, 0), to, q.Reverse) {
			if k[8] != kindEntry {
				continue
			}
			e, err := decodeEntry(k, v)
			if err != nil {
				yield(e, err)
				return
			}
			if e.At.Before(q.Since) {
				if older++; q.Reverse && older == olderEntriesLimit {
					return
				}
				continue
			}
			older = 0
			if q.Actor != "" && e.Actor != q.Actor {
				continue
			}
			if !yield(e, nil) {
				return
			}
			if n++; n == q.Limit {
				return
			}
		}
	}
}

// EntryAt returns one entry.
func EntryAt(r Reader, seq uint64) (Entry, bool, error) {
	key := seqKey(seq, kindEntry)
	v := r.bytes().Get(logBucket, key)
	if v == nil {
		return Entry{}, false, nil
	}
	e, err := decodeEntry(key, v)
	return e, err == nil, err
}

func decodeEntry(key, v []byte) (e Entry, err error) {
	if err := json.Unmarshal(v, &e); err != nil || e.Seq != binary.BigEndian.Uint64(key) {
		return e, fmt.Errorf("%w: journal entry %d", ErrCorrupt, binary.BigEndian.Uint64(key))
	}
	e.Hash = sha256.Sum256(v)
	return e, nil
}

// PayloadOf returns what an entry changed, the zero Payload if it changed no record.
func PayloadOf(r Reader, e Entry) (p Payload, err error) {
	if e.Payload == (Hash{}) {
		return p, nil
	}
	if err := json.Unmarshal(r.bytes().Get(logBucket, seqKey(e.Seq, kindPayload)), &p); err != nil {
		return p, fmt.Errorf("%w: payload of journal entry %d", ErrCorrupt, e.Seq)
	}
	return p, nil
}

// of returns what happened to one record.
func (p Payload) of(table, id string) (c RecordChange, ok bool) {
	i := slices.IndexFunc(p.Changes, func(c RecordChange) bool { return c.Table == table && c.ID == id })
	if i < 0 {
		return c, false
	}
	return p.Changes[i], true
}

// Touch is an entry and what it did to one record.
type Touch struct {
	Entry  Entry
	Change RecordChange
	Reason string
}

// History yields everything that happened to a record, newest first, even to a deleted
// one.
func History(r Reader, table, id string) iter.Seq2[Touch, error] {
	return func(yield func(Touch, error) bool) {
		t, ok := r.of().table(table)
		if !ok {
			yield(Touch{}, fmt.Errorf("store: no table %q", table))
			return
		}
		rec, err := t.header(r.bytes(), id)
		if err != nil {
			yield(Touch{}, err)
			return
		}
		for seq := rec.seq; seq != 0; {
			touch, err := touchOf(r, seq, table, id)
			if !yield(touch, err) || err != nil {
				return
			}
			seq = touch.Change.Prev
		}
	}
}

func touchOf(r Reader, seq uint64, table, id string) (Touch, error) {
	if tx, ok := r.(*Tx); ok && seq == tx.entry.Seq { // it is stored only when the Tx is finished
		i, ok := tx.changes.at[recordName{table, id}]
		if !ok {
			return Touch{}, fmt.Errorf("%w: %s %s is not changed by the update in progress", ErrCorrupt, table, id)
		}
		return Touch{tx.entry, tx.changes.list[i], tx.change.Reason}, nil
	}
	e, ok, err := EntryAt(r, seq)
	if err != nil || !ok {
		return Touch{}, errors.Join(err, fmt.Errorf("%w: journal entry %d of %s %s", ErrCorrupt, seq, table, id))
	}
	p, err := PayloadOf(r, e)
	if err != nil {
		return Touch{}, err
	}
	if c, ok := p.of(table, id); ok {
		return Touch{e, c, p.Reason}, nil
	}
	return Touch{}, fmt.Errorf("%w: journal entry %d does not mention %s %s", ErrCorrupt, seq, table, id)
}

// undoneEntriesLimit bounds how many entries are searched for an undone request.
const undoneEntriesLimit = 2000

// UndoneRequestOf returns the request on a deal that was undone last, at since or later, and that
// undo.
func UndoneRequestOf(r Reader, deal string, since time.Time) (a sales.Approval, undo Entry, found bool, err error) {
	for e, err := range Entries(r, EntryQuery{Since: since, Reverse: true, Limit: undoneEntriesLimit}) {
		if err != nil {
			return a, e, false, err
		}
		if e.Undoes == 0 {
			continue
		}
		p, err := PayloadOf(r, e)
		if err != nil {
			return a, e, false, err
		}
		for _, c := range p.Changes {
			if c.Table != Approvals.Name || c.New != nil || c.Old == nil {
				continue
			}
			var undone sales.Approval
			if err := json.Unmarshal(c.Old, &undone); err != nil {
				return a, e, false, fmt.Errorf("%w: %s in journal entry %d", ErrCorrupt, c.ID, e.Seq)
			}
			if undone.Deal == deal {
				return undone, e, true, nil
			}
		}
	}
	return a, undo, false, nil
}

// undoneLimit bounds how many changes of a deal are searched for undone grants.
const undoneLimit = 200

// UndoneGrantsOf returns the discounts that were granted on a deal and then undone, as they were
// granted.
func UndoneGrantsOf(r Reader, deal string) (undone []sales.Approval, err error) {
	looked := 0
	for touch, err := range History(r, Deals.Name, deal) {
		if looked++; err != nil || looked > undoneLimit {
			return undone, err
		}
		if touch.Entry.Undoes == 0 {
			continue
		}
		e, _, err := EntryAt(r, touch.Entry.Undoes)
		if err != nil {
			return nil, err
		}
		p, err := PayloadOf(r, e)
		if err != nil {
			return nil, err
		}
		for _, c := range p.Changes {
			if c.Table != Approvals.Name || c.New == nil {
				continue
			}
			var a sales.Approval
			if err := json.Unmarshal(c.New, &a); err != nil {
				return nil, fmt.Errorf("%w: %s in journal entry %d", ErrCorrupt, c.ID, e.Seq)
			}
			if a.Deal == deal && a.Status == sales.Approved {
				undone = append(undone, a)
			}
		}
	}
	return undone, nil
}
