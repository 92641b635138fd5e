package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

// Entry of the journal: one Update. Its stored JSON is what is hashed, so anyone can
// check the chain with a hash tool: the SHA-256 of entry n is the prev of entry n+1.
type Entry struct {
	Seq     uint64    `json:"seq"` // from 1, without gaps
	Once    string    `json:"once"`
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"`
	What    string    `json:"what"`
	Undoes  uint64    `json:"undoes,omitempty"` // the entry whose old values this one brought back
	Erased  []Erased  `json:"erased,omitempty"` // payloads this entry blanked
	Payload Hash      `json:"payload,omitzero"` // of the stored Payload; zero if there is none
	Prev    Hash      `json:"prev"`             // of the entry before
	Hash    Hash      `json:"-"`                // of this entry
}

// Payload is what an Entry changed. It is kept apart from the entry so that it can be
// erased; the random salt keeps its hash from betraying what it was.
type Payload struct {
	Salt    string         `json:"salt"`
	Reason  string         `json:"reason,omitempty"`
	Changes []RecordChange `json:"changes"`
}

// encode is json.Marshal without checking and copying the values of the records, which
// are JSON of ours, once more.
func (p Payload) encode() []byte {
	size := 128
	for _, c := range p.Changes {
		size += 96 + len(c.Table) + len(c.ID) + len(c.Old) + len(c.New)
	}
	b := append(make([]byte, 0, size), `{"salt":`...)
	b = appendString(b, p.Salt)
	if p.Reason != "" {
		b = appendString(append(b, `,"reason":`...), p.Reason)
	}
	b = append(b, `,"changes":[`...)
	for i, c := range p.Changes {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(append(b, `{"table":`...), c.Table)
		b = appendString(append(b, `,"id":`...), c.ID)
		if c.Prev != 0 {
			b = strconv.AppendUint(append(b, `,"prev":`...), c.Prev, 10)
		}
		if c.Erased {
			b = append(b, `,"erased":true`...)
		}
		if c.Old != nil {
			b = append(append(b, `,"old":`...), c.Old...)
		}
		if c.New != nil {
			b = append(append(b, `,"new":`...), c.New...)
		}
		b = append(b, '}')
	}
	return append(b, "]}"...)
}

// appendString appends a JSON string.
func appendString(b []byte, s string) []byte {
	quoted, _ := json.Marshal(s) // a string always encodes
	return append(b, quoted...)
}

// RecordChange is one record before and after an Update.
type RecordChange struct {
	Table  string          `json:"table"`
	ID     string          `json:"id"`
	Prev   uint64          `json:"prev,omitempty"`   // the entry that touched the record before
	Erased bool            `json:"erased,omitempty"` // Old and New are gone for privacy
	Old    json.RawMessage `json:"old,omitempty"`    // nil: the record was new
	New    json.RawMessage `json:"new,omitempty"`    // nil: it was deleted
}

// Erased says that a payload was blanked, and the hash of what is left of it.
type Erased struct {
	Seq     uint64 `json:"seq"`
	Payload Hash   `json:"payload"`
}

// Hash is a SHA-256, in hexadecimal outside of Go.
type Hash [sha256.Size]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText implements encoding.TextMarshaler.
func (h Hash) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h[:]), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (h *Hash) UnmarshalText(b []byte) error {
	if len(b) != 2*len(h) {
		return errors.New("store: not a hash")
	}
	_, err := hex.Decode(h[:], b)
	return err
}

// Checkpoint names a state of the journal: "17:3fa9…". Whoever holds one, in a channel
// or on paper, can show any change, removal, reordering or truncation before it (P15).
type Checkpoint struct {
	Seq  uint64
	Hash Hash
}

func (c Checkpoint) String() string { return fmt.Sprintf("%d:%s", c.Seq, c.Hash) }

// ParseCheckpoint reads what String printed.
func ParseCheckpoint(s string) (c Checkpoint, err error) {
	seq, hash, _ := strings.Cut(strings.TrimSpace(s), ":")
	if c.Seq, err = strconv.ParseUint(seq, 10, 64); err == nil {
		err = c.Hash.UnmarshalText([]byte(hash))
	}
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint %q is not of the form number:hash", s)
	}
	return c, nil
}

const (
	logBucket    = "log"
	answerBucket = "answer"
	kindEntry    = 'e'
	kindPayload  = 'p'
)

// Behind all entries in the same bucket, on the page that is written anyway: the head
// of the chain and the id sequences.
var headKey = []byte{0xff, 'h'}

func sequenceKey(prefix string) []byte { return append([]byte{0xff, 's'}, prefix...) }

// Head is the newest entry's checkpoint; the zero Checkpoint of an empty journal.
func Head(r Reader) (Checkpoint, error) { return head(r.bytes()) }

func head(b Bytes) (c Checkpoint, err error) {
	v := b.Get(logBucket, headKey)
	if v == nil {
		return c, nil
	}
	if len(v) != 8+len(c.Hash) {
		return c, fmt.Errorf("%w: head of the journal", ErrCorrupt)
	}
	c.Seq = binary.BigEndian.Uint64(v)
	copy(c.Hash[:], v[8:])
	return c, nil
}

// number raises a sequence by one.
func (tx *Tx) number(name string) uint64 {
	n, err := sequence(tx.b, name)
	tx.keep(err)
	n++
	tx.keep(tx.b.Put(logBucket, sequenceKey(name), binary.BigEndian.AppendUint64(nil, n)))
	return n
}

// sequence is the last number taken.
func sequence(b Bytes, name string) (uint64, error) {
	v := b.Get(logBucket, sequenceKey(name))
	if v == nil {
		return 0, nil
	}
	if len(v) != 8 {
		return 0, fmt.Errorf("%w: sequence %s", ErrCorrupt, name)
	}
	return binary.BigEndian.Uint64(v), nil
}

// keep remembers an error for finish, where a signature has no room for it.
func (tx *Tx) keep(err error) {
	if tx.err == nil {
		tx.err = err
	}
}

// begin starts the Tx of the next entry.
func (s *Store) begin(b Bytes, c Change, salt [16]byte) (*Tx, error) {
	last, err := head(b)
	if err != nil {
		return nil, err
	}
	e := Entry{Seq: last.Seq + 1, Prev: last.Hash, Once: c.Once, At: c.At.UTC(), Actor: c.Actor, What: c.What}
	return &Tx{s: s, b: b, change: c, salt: salt, entry: e, known: map[recordName]derived{}}, nil
}

// finish writes the entry, its payload and the answer.
func (tx *Tx) finish() (Receipt, error) {
	if tx.err != nil {
		return Receipt{}, tx.err
	}
	e := &tx.entry
	if len(tx.changes.list) > 0 || tx.change.Reason != "" {
		data := Payload{hex.EncodeToString(tx.salt[:]), tx.change.Reason, tx.changes.list}.encode()
		e.Payload = sha256.Sum256(data)
		if err := tx.b.Put(logBucket, seqKey(e.Seq, kindPayload), data); err != nil {
			return Receipt{}, err
		}
	}
	data, err := json.Marshal(e)
	if err != nil {
		return Receipt{}, fmt.Errorf("store: encode entry: %w", err)
	}
	e.Hash = sha256.Sum256(data)
	if err := tx.b.Put(logBucket, seqKey(e.Seq, kindEntry), data); err != nil {
		return Receipt{}, err
	}
	h := append(binary.BigEndian.AppendUint64(nil, e.Seq), e.Hash[:]...)
	if err := tx.b.Put(logBucket, headKey, h); err != nil {
		return Receipt{}, err
	}
	if tx.answer != nil {
		if err := tx.b.Put(answerBucket, seqKey(e.Seq, 'a'), tx.answer); err != nil {
			return Receipt{}, err
		}
	}
	if err := tx.s.once.remember(tx.b, *e); err != nil {
		return Receipt{}, err
	}
	return Receipt{Seq: e.Seq, Answer: tx.answer}, nil
}

// changeList keeps one RecordChange a record: the first Old and the last New.
type changeList struct {
	list []RecordChange
	at   map[recordName]int
}

func (l *changeList) add(c RecordChange) {
	name := recordName{c.Table, c.ID}
	if i, found := l.at[name]; found {
		l.list[i].New = c.New
		return
	}
	if l.at == nil {
		l.at = map[recordName]int{}
	}
	l.at[name] = len(l.list)
	l.list = append(l.list, c)
}

// EntryQuery selects entries.
type EntryQuery struct {
	From, To uint64    // sequences, both included; 0 is open
	Since    time.Time // only entries made at or after this; with Reverse the walk ends there
	Actor    string    // only theirs
	Reverse  bool      // newest first
	Limit    int
}

// Entries yields journal entries in order.
func Entries(r Reader, q EntryQuery) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		to := []byte{0xff}
		if q.To > 0 {
			to = seqKey(q.To+1, 0)
		}
		n := 0
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
				if q.Reverse {
					return
				}
				continue
			}
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

// PayloadOf returns what an entry changed; the zero Payload if it changed no record.
func PayloadOf(r Reader, e Entry) (p Payload, err error) {
	if e.Payload == (Hash{}) {
		return p, nil
	}
	if err := json.Unmarshal(r.bytes().Get(logBucket, seqKey(e.Seq, kindPayload)), &p); err != nil {
		return p, fmt.Errorf("%w: payload of journal entry %d", ErrCorrupt, e.Seq)
	}
	return p, nil
}

// Touch is an entry and what it did to one record.
type Touch struct {
	Entry  Entry
	Change RecordChange
	Reason string
}

// History yields everything that happened to a record, newest first, also to one that
// was deleted.
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
	e, ok, err := EntryAt(r, seq)
	if err != nil || !ok {
		return Touch{}, errors.Join(err, fmt.Errorf("%w: journal entry %d of %s %s", ErrCorrupt, seq, table, id))
	}
	p, err := PayloadOf(r, e)
	if err != nil {
		return Touch{}, err
	}
	for _, c := range p.Changes {
		if c.Table == table && c.ID == id {
			return Touch{e, c, p.Reason}, nil
		}
	}
	return Touch{}, fmt.Errorf("%w: journal entry %d does not mention %s %s", ErrCorrupt, seq, table, id)
}
