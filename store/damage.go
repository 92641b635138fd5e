package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
)

// Damage names a stored record that is not as it was written.
type Damage struct{ Table, ID string }

func (d Damage) String() string { return d.Table + " " + d.ID }

// damaged is the ErrCorrupt of a record.
type damaged struct{ Damage }

func (e *damaged) Error() string        { return ErrCorrupt.Error() + ": " + e.String() }
func (e *damaged) Is(target error) bool { return target == ErrCorrupt }

// Damaged receives the damaged records that readers come across. Whoever listens heals them
// and tells the admins, so that one record does not stop everything behind it.
func (s *Store) Damaged() <-chan Damage { return s.damage }

// notice passes a damaged record on, and reports whether err is about one.
func (s *Store) notice(err error) bool {
	var d *damaged
	if !errors.As(err, &d) {
		return false
	}
	select {
	case s.damage <- d.Damage:
	default: // it will be met again
	}
	return true
}

// Healed says what became of a damaged record.
type Healed string

const (
	Rewritten Healed = "rewritten" // from the journal, which holds what was written last
	SetAside  Healed = "set_aside" // a post: its bytes are kept, but it will not be sent
	Lost      Healed = "lost"      // the journal does not hold it, or no longer does
	Sound     Healed = ""          // it was not damaged, or is not any longer
)

// asideBucket keeps the bytes of damaged posts.
const asideBucket = "aside"

// Heal makes a damaged record readable again, as far as that is possible. It reads the whole
// journal or outbox. It writes no journal entry, since no content changes.
func (s *Store) Heal(ctx context.Context, d Damage) (how Healed, err error) {
	err = s.b.Update(ctx, func(b Bytes) error {
		how, err = Sound, nil
		if d.Table == postBucket {
			how, err = setAside(b, d.ID)
			return err
		}
		t, ok := s.table(d.Table)
		if !ok {
			return nil
		}
		if _, err := t.header(b, d.ID); !errors.Is(err, ErrCorrupt) {
			return err
		}
		c, seq, ok := lastWritten(b, d)
		if how = Lost; !ok {
			return nil
		}
		how = Rewritten
		return t.rewritten(b, d.ID, seq, c.New)
	})
	if err == nil && how == SetAside {
		s.signal()
	}
	return how, err
}

// lastWritten returns what the journal says a record holds today. The newest content that names the
// record has to be as it was written, or as an erasure left it: an older one would pass for today's.
func lastWritten(b Bytes, d Damage) (c RecordChange, seq uint64, ok bool) {
	quoted, _ := json.Marshal(d.ID) // a string always encodes
	left := map[uint64]Hash{}       // by later entries, which erased something
	for k, v := range b.Scan(logBucket, nil, []byte{0xff}, true) {
		seq = binary.BigEndian.Uint64(k)
		if k[8] == kindEntry && bytes.Contains(v, []byte(`"erased":[`)) {
			e, err := decodeEntry(k, v)
			if err != nil {
				return c, seq, false
			}
			for _, was := range e.Erased {
				if _, later := left[was.Seq]; !later {
					left[was.Seq] = was.Payload
				}
			}
		}
		if k[8] != kindPayload || !bytes.Contains(v, quoted) {
			continue
		}
		e, _, err := EntryAt(view{b: b}, seq)
		if sum := Hash(sha256.Sum256(v)); err != nil || sum != e.Payload && sum != left[seq] {
			return c, seq, false
		}
		p, err := PayloadOf(view{b: b}, e)
		if err != nil {
			return c, seq, false
		}
		if c, ok = p.of(d.Table, d.ID); ok {
			return c, seq, !c.Erased
		}
	}
	return c, 0, false
}

// setAside takes a damaged post out of the outbox and rebuilds the queue and the list of messages from
// the sound posts.
func setAside(b Bytes, key string) (Healed, error) {
	how, k := Sound, recordKey(key)
	if _, err := parsePost(k, b.Get(postBucket, k)); err != nil {
		if err := b.Put(asideBucket, k, bytes.Clone(b.Get(postBucket, k))); err != nil {
			return how, fmt.Errorf("store: set a post aside: %w", err)
		}
		if err := b.Delete(postBucket, k); err != nil {
			return how, fmt.Errorf("store: set a post aside: %w", err)
		}
		if err := b.Delete(watchBucket, k); err != nil {
			return how, fmt.Errorf("store: set a post aside: %w", err)
		}
		how = SetAside
	}
	waiting, shown := map[string]string{}, map[string]string{} // queue key, message key -> post key
	for k, v := range b.Scan(postBucket, []byte{'r'}, []byte{'s'}, false) {
		p, err := parsePost(k, v)
		if err == nil && p.queued() {
			waiting[string(p.queueKey())] = p.key
		}
		if err == nil && p.TS != "" {
			shown[string(messageKey(p.Sent, p.TS))] = p.key
		}
	}
	queue, err := rewrite(b, queueBucket, nil, nil, waiting)
	if err != nil {
		return how, fmt.Errorf("store: mend the queue: %w", err)
	}
	messages, err := rewrite(b, postBucket, []byte{'c'}, []byte{'d'}, shown)
	if err != nil {
		return how, fmt.Errorf("store: mend the list of messages: %w", err)
	}
	if how == Sound && queue+messages > 0 {
		how = Rewritten
	}
	return how, nil
}

// rewrite makes the entries of a bucket between two keys those in right, and returns how many were
// not.
func rewrite(b Bytes, bucket string, from, to []byte, right map[string]string) (n int, err error) {
	var wrong [][]byte
	for k, v := range b.Scan(bucket, from, to, false) {
		if right[string(k)] == string(v) {
			delete(right, string(k))
		} else {
			wrong = append(wrong, bytes.Clone(k))
		}
	}
	n = len(wrong) + len(right)
	for _, k := range wrong {
		if err := b.Delete(bucket, k); err != nil {
			return n, err
		}
	}
	for k, v := range right {
		if err := b.Put(bucket, []byte(k), []byte(v)); err != nil {
			return n, err
		}
	}
	return n, nil
}
