// Package store is Dealdesk's memory. commands and jobs call it; it calls only a Backend,
// which stores bytes (store/bolt: one file).
//
// One command is one Update. Inside it a Tx reads and changes records through Tables,
// puts Posts for everybody but the asker, and gives the Answer for the asker. All of
// that, the counters, and one journal entry are kept together or not at all (P3):
//
//	Change{Once, Actor, At, What} ─ Update ─┬─ records    Table.Put, Table.Delete
//	                                        ├─ counters   Table.Counts: day, person, metric
//	                                        ├─ posts      Tx.Post: wanted state of a message
//	                                        ├─ answer     Tx.Answer: what the asker was told
//	                                        └─ entry      who, when, what, old and new values
//
// Once is the idempotency key (P2): a second Update with the same key does not run fn
// and returns the first Answer with Repeat set. A failed attempt frees its key. Keys are
// remembered for 48 hours, longer than Slack retries; what must not happen twice after
// that is guarded by its own record (a decided approval, a job's run).
//
// Every entry holds the hash of the one before it, and of its payload: the old and new
// values of each record. A payload can be redacted for privacy and the chain still
// verifies (P15, P18). Each record carries the sequence of the entry that touched it
// last and each change the one before, so a record's history is a walk, not an index.
//
// Where things are, by bucket of the Backend:
//
//	<table>   'r' id -> record              record: checksum, version, entry, JSON
//	          'i' index 00 key 00 id -> ""  numbers in ids sort as numbers: D-9 before D-10
//	count     day 00 person -> numbers by metric
//	log       seq 'e' -> entry, seq 'p' -> payload, ff ... -> head of the chain, id sequences
//	answer    seq -> answer, dropped after 48 hours
//	post      'r' key -> post, 'c' channel 00 ts -> key
//	queue     when it may be sent, number -> key of a post to send
//	watch     key of a post that may get a duplicate
//	aside     bytes of a post that was damaged
//
// What is written most often only appends, so a logged call dirties few pages.
package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Store is a Backend with nouns. It is safe for concurrent use.
type Store struct {
	b      Backend
	tables []AnyTable
	once   onceKeys
	older  bool // its schema has an older version
	wake   chan struct{}
	damage chan Damage
	random io.Reader // source of salts
}

// Options of Open.
type Options struct {
	// Tables the store holds; nil is Tables(), with Migrations().
	Tables []AnyTable
	// Migrations lead from schema version 1 of other tables to the present one, in order.
	Migrations []Migration
	// BackupBefore is called with the file's schema version before older data is
	// migrated; the migration does not start if it fails.
	BackupBefore func(version int) error
	// ReadOnly migrates nothing. In older data only what does not depend on its shape is
	// reliable; Check skips the rest.
	ReadOnly bool
	// Existing refuses content that is not a store yet (ErrForeign), instead of making it one.
	Existing bool
	// Now dates the journal entries of migrations.
	Now time.Time
}

// Change says why an Update happens.
type Change struct {
	Once   string    // idempotency key, never empty
	Actor  string    // Person.ID, or the job's name
	At     time.Time // when the request arrived
	What   string    // the route or job
	Reason string    // typed by a person; erasable with the payload
}

// Receipt of an Update.
type Receipt struct {
	Seq    uint64 // journal entry
	Answer []byte // given by Tx.Answer, in this Update or in the one it repeats
	Repeat bool   // the key was used before: fn did not run
}

// Open makes the backend's content ready: it creates the schema, refuses what a newer
// version wrote (ErrNewer), and migrates what an older one wrote.
func Open(ctx context.Context, b Backend, o Options) (*Store, error) {
	s := &Store{b: b, tables: o.Tables, wake: make(chan struct{}, 1), damage: make(chan Damage, 64), random: rand.Reader}
	if s.tables == nil {
		s.tables, o.Migrations = Tables(), Migrations()
	}
	if err := s.migrate(ctx, o); err != nil {
		return nil, err
	}
	return s, nil
}

// Close waits for running Updates and releases the file.
func (s *Store) Close() error { return s.b.Close() }

// Failed is closed when the store can no longer be trusted; see Backend.
func (s *Store) Failed() <-chan struct{} { return s.b.Failed() }

// Stats of the backend.
func (s *Store) Stats() Stats { return s.b.Stats() }

// Wake receives after a commit that left something to send.
func (s *Store) Wake() <-chan struct{} { return s.wake }

// Reader is a consistent state to read from: a view's snapshot, or a Tx with its own
// changes. It is valid until the function that received it returns.
type Reader interface {
	bytes() Bytes
	of() *Store
}

type view struct {
	s *Store
	b Bytes
}

func (v view) bytes() Bytes { return v.b }
func (v view) of() *Store   { return v.s }

// View runs fn on one snapshot. Keep it short and render outside it.
func (s *Store) View(ctx context.Context, fn func(Reader) error) error {
	err := s.b.View(ctx, func(b Bytes) error { return fn(view{s, b}) })
	s.notice(err)
	return err
}

// Update runs fn once for c.Once and returns when everything it did is durable (P1).
//
// An error of fn rolls back, frees the key and is returned unchanged. ErrNotSaved means
// that nothing changed, ErrUnsure that only a restart can tell. fn touches nothing but tx:
// no network, clock or randomness, and no nested Update, which would wait for itself.
func (s *Store) Update(ctx context.Context, c Change, fn func(*Tx) error) (Receipt, error) {
	if c.Once == "" || c.At.IsZero() {
		return Receipt{}, errors.New("store: an update needs a once-key and a time")
	}
	c.Once = strings.ToValidUTF8(c.Once, "\ufffd") // as JSON will keep it
	var salt [16]byte
	if _, err := io.ReadFull(s.random, salt[:]); err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", ErrNotSaved, err)
	}
	var receipt Receipt
	posted := false
	err := s.b.Update(ctx, func(b Bytes) error {
		posted = false
		seq, repeat, err := s.once.find(b, c.Once)
		if err != nil {
			return err
		}
		if repeat {
			receipt = Receipt{Seq: seq, Repeat: true}
			receipt.Answer, err = answerOf(b, seq)
			return err
		}
		tx, err := s.begin(b, c, salt)
		if err != nil {
			return err
		}
		if err := fn(tx); err != nil {
			return err
		}
		receipt, err = tx.finish()
		posted = tx.posted
		return err
	})
	if err != nil {
		s.notice(err)
		return Receipt{}, err
	}
	if posted {
		s.signal()
	}
	return receipt, nil
}

func (s *Store) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
