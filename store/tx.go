package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Tx is one Update in progress. It is a Reader that sees its own changes.
type Tx struct {
	s       *Store
	b       Bytes
	change  Change
	salt    [16]byte
	entry   Entry
	changes changeList
	known   map[recordName]derived // read or written in this Tx
	answer  []byte
	posts   uint64 // new ones so far
	posted  bool
	err     error // first failure of a method without an error result
}

func (tx *Tx) bytes() Bytes { return tx.b }
func (tx *Tx) of() *Store   { return tx.s }

// Change this Tx was started for.
func (tx *Tx) Change() Change { return tx.change }

// Seq of the journal entry this Update will get.
func (tx *Tx) Seq() uint64 { return tx.entry.Seq }

// Changed reports whether this Update has changed any record so far.
func (tx *Tx) Changed() bool { return len(tx.changes.list) > 0 }

// Did records what this Update turned out to do, where the Change could not know it.
func (tx *Tx) Did(what string) { tx.entry.What = what }

// Answer sets the answer for the asker; a repeat gets the same. The last call counts.
func (tx *Tx) Answer(b []byte) { tx.answer = b }

// keep remembers an error for finish, in methods that cannot return one.
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
		key := seqKey(e.Seq, 'a')
		rec := record{version: 1, seq: e.Seq, json: tx.answer}
		if err := tx.b.Put(answerBucket, key, rec.encode(answerBucket, key)); err != nil {
			return Receipt{}, err
		}
	}
	if err := tx.s.once.remember(tx.b, *e); err != nil {
		return Receipt{}, err
	}
	return Receipt{Seq: e.Seq, Answer: tx.answer}, nil
}

// changeList keeps one RecordChange per record: the first Old and the last New.
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
