package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// ChainError names the first entry that is not as it was written, and what was done to it.
type ChainError struct {
	Seq  uint64
	Last uint64 // of several that are missing; otherwise Seq
	What Tampering
}

func (e *ChainError) Error() string {
	if e.Last > e.Seq {
		return fmt.Sprintf("journal entries %d to %d: %s", e.Seq, e.Last, e.What)
	}
	return fmt.Sprintf("journal entry %d: %s", e.Seq, e.What)
}

// Tampering is what was done to the journal; the words are tampered.<code> in lang/.
type Tampering string

const (
	Changed   Tampering = "changed"
	Removed   Tampering = "removed"   // others come after it
	Reordered Tampering = "reordered" // another entry is in its place
	Cut       Tampering = "cut"       // the end is missing
	Content   Tampering = "content"   // what it changed was altered or removed, and not by an erasure
	Foreign   Tampering = "foreign"   // before it there is something that is no entry
	// Forged: it or one before is not what it was at the checkpoint, though all fit together.
	Forged Tampering = "forged"
)

// Tamperings are all of them.
var Tamperings = []Tampering{Changed, Removed, Reordered, Cut, Content, Foreign, Forged}

func tampered(seq uint64, what Tampering) error { return &ChainError{seq, seq, what} }

// Is makes every ChainError an ErrCorrupt.
func (e *ChainError) Is(target error) bool { return target == ErrCorrupt }

// Verify walks the whole journal and returns its head. It finds any entry or payload
// that was changed, removed or moved, and against a checkpoint (the zero one is none)
// any rewriting or truncation before it. The error is a *ChainError for the first. The
// chain proves that nothing was changed later, not that it was true.
func Verify(ctx context.Context, r Reader, against Checkpoint) (Checkpoint, error) {
	want, err := head(r.bytes())
	if err != nil {
		return want, err
	}
	var last Entry
	odd := map[uint64]Hash{} // payloads not as written: fine if a later entry redacted them
	for k, v := range r.bytes().Scan(logBucket, nil, []byte{0xff}, false) {
		if err := ctx.Err(); err != nil {
			return Checkpoint{}, err
		}
		if len(k) != 9 || k[8] != kindEntry && k[8] != kindPayload {
			return Checkpoint{}, tampered(last.Seq+1, Foreign)
		}
		seq := binary.BigEndian.Uint64(k)
		if k[8] == kindPayload {
			if sum := Hash(sha256.Sum256(v)); seq != last.Seq {
				return Checkpoint{}, &ChainError{last.Seq + 1, seq, Removed}
			} else if sum == last.Payload {
				delete(odd, seq)
			} else {
				odd[seq] = sum
			}
			continue
		}
		e, err := decodeEntry(k, v)
		switch {
		case seq != last.Seq+1:
			return Checkpoint{}, &ChainError{last.Seq + 1, seq - 1, Removed}
		case err != nil && e.Seq != 0 && e.Seq != seq:
			return Checkpoint{}, tampered(seq, Reordered)
		case err != nil:
			return Checkpoint{}, tampered(seq, Changed)
		case e.Prev != last.Hash: // last is not as e recorded it
			return Checkpoint{}, tampered(max(last.Seq, 1), Changed)
		case e.Seq == against.Seq && e.Hash != against.Hash && against != want:
			return Checkpoint{}, tampered(seq, Forged)
		}
		if e.Payload != (Hash{}) {
			odd[seq] = Hash{} // until its payload is met
		}
		for _, was := range e.Erased {
			if sum, ok := odd[was.Seq]; ok && sum == was.Payload {
				delete(odd, was.Seq)
			}
		}
		last = e
	}
	got := Checkpoint{last.Seq, last.Hash}
	if last.Seq < max(want.Seq, against.Seq) {
		return Checkpoint{}, &ChainError{last.Seq + 1, max(want.Seq, against.Seq), Cut}
	}
	if got != want {
		return Checkpoint{}, tampered(last.Seq, Changed)
	}
	first := uint64(0)
	for seq := range odd {
		if first == 0 || seq < first {
			first = seq
		}
	}
	if first != 0 {
		return Checkpoint{}, tampered(first, Content)
	}
	return got, nil
}

// Check verifies everything the store promises about its content: the journal, every
// record's checksum, index entries and last journal entry, posts, stored answers and id
// sequences, and the counters against a full recount. Backups are proven with it (P17).
func (s *Store) Check(ctx context.Context, against Checkpoint) (Checkpoint, error) {
	var at Checkpoint
	err := s.View(ctx, func(r Reader) (err error) {
		if at, err = Verify(ctx, r, against); err != nil {
			return err
		}
		if err := checkRecords(ctx, r); err != nil || s.older {
			return err
		}
		for _, t := range s.tables {
			if err := t.checkIndexes(ctx, r); err != nil {
				return err
			}
		}
		for _, check := range []func(Bytes) error{checkPosts, checkAnswers, checkSequences} {
			if err := check(r.bytes()); err != nil {
				return err
			}
		}
		diffs, err := differences(ctx, r)
		if err == nil && len(diffs) > 0 {
			d := diffs[0]
			err = fmt.Errorf("%w: %d counters are wrong, the first is %s %s %s: %d instead of %d",
				ErrCorrupt, len(diffs), d.On, d.Person, d.Metric, d.N, d.Want)
		}
		return err
	})
	return at, err
}

// checkRecords walks the journal and checks that every record is as its last entry left
// it, and that there are no others.
func checkRecords(ctx context.Context, r Reader) error {
	confirmed := 0
	for e, err := range Entries(r, EntryQuery{}) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		p, err := PayloadOf(r, e)
		if err != nil {
			return err
		}
		for _, c := range p.Changes {
			t, ok := r.of().table(c.Table)
			if !ok { // a table of an older version
				continue
			}
			rec, err := t.header(r.bytes(), c.ID)
			switch {
			case err != nil:
				return err
			case rec.seq < e.Seq:
				return fmt.Errorf("%w: %s %s is older than journal entry %d, which changed it", ErrCorrupt, c.Table, c.ID, e.Seq)
			case rec.seq > e.Seq:
				continue
			case !c.Erased && !bytes.Equal(c.New, rec.json):
				return fmt.Errorf("%w: %s %s is not what journal entry %d wrote", ErrCorrupt, c.Table, c.ID, e.Seq)
			}
			confirmed++
		}
	}
	for _, t := range r.of().tables {
		for range r.bytes().Scan(t.TableName(), []byte{'r'}, []byte{'s'}, false) {
			confirmed--
		}
	}
	if confirmed != 0 {
		return fmt.Errorf("%w: %d records are in no journal entry", ErrCorrupt, -confirmed)
	}
	return nil
}
