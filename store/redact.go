package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Redaction says what is left of stored values when a person's data is erased (P18). Its
// functions are pure: what is stored twice, in a record and in the journal, stays the same.
type Redaction struct {
	Record func(table, id string, data []byte) ([]byte, error) // the JSON of a record, of today or of the past
	Text   func(string) string                                 // a text of a message, an answer or a reason
	Own    func(actor string) bool                             // whose reasons and answers go as a whole
}

// Redacted is what a redaction changed.
type Redacted struct {
	Records                 []RecordChange // of today
	Entries, Posts, Answers int
}

// Redact applies r to every copy of every value: the records with their indexes and counters,
// what the journal says they were, posts and stored answers. Ids remain, and who did what when.
// The chain still verifies, because this Tx's own entry names the hash of each content that was
// redacted, and a new salt keeps the old hash from confirming a guess. Damaged posts that were set
// aside are dropped. Undo and history work on what is left.
func (tx *Tx) Redact(r Redaction) (done Redacted, err error) {
	for _, step := range []func(Redaction, *Redacted) error{tx.redactRecords, tx.redactJournal, tx.redactPosts, tx.redactAnswers} {
		if err := step(r, &done); err != nil {
			return done, fmt.Errorf("store: redact: %w", err)
		}
	}
	return done, nil
}

func (tx *Tx) redactRecords(r Redaction, done *Redacted) error {
	for _, t := range tx.s.tables {
		var todo []Raw
		var to [][]byte
		for raw, err := range t.Records(tx) {
			if err != nil {
				return err
			}
			data, err := r.Record(t.TableName(), raw.ID, raw.JSON)
			if err != nil {
				return err
			}
			if bytes.Equal(data, raw.JSON) {
				continue
			}
			raw.JSON = bytes.Clone(raw.JSON)
			todo, to = append(todo, raw), append(to, data)
			done.Records = append(done.Records, RecordChange{Table: t.TableName(), ID: raw.ID, Old: raw.JSON, New: data})
		}
		for i, raw := range todo {
			if err := t.redacted(tx, raw, to[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// redacted replaces the content of a record as if it had always been so.
func (t Table[T]) redacted(tx *Tx, raw Raw, data []byte) error {
	was, err := t.decode(raw.ID, raw.JSON)
	if err != nil {
		return err
	}
	is, err := t.decode(raw.ID, data)
	if err != nil {
		return err
	}
	old, now := t.derive(record{}, &was), t.derive(record{}, &is)
	if err := t.reindex(tx.b, raw.ID, old.keys, now.keys); err != nil {
		return err
	}
	if err := recount(tx.b, old.counts, now.counts); err != nil {
		return err
	}
	delete(tx.known, recordName{t.Name, raw.ID})
	return t.rewritten(tx.b, raw.ID, raw.Seq, data)
}

func (tx *Tx) redactJournal(r Redaction, done *Redacted) error {
	for e, err := range Entries(tx, EntryQuery{}) {
		if err != nil {
			return err
		}
		p, err := PayloadOf(tx, e)
		if err != nil {
			return err
		}
		changed := false
		for i, c := range p.Changes {
			for _, side := range []*json.RawMessage{&p.Changes[i].Old, &p.Changes[i].New} {
				if *side == nil {
					continue
				}
				data, err := r.Record(c.Table, c.ID, *side)
				if err != nil {
					return err
				}
				changed = changed || !bytes.Equal(data, *side)
				*side = data
			}
		}
		reason := r.Text(p.Reason)
		if r.Own(e.Actor) {
			reason = ""
		}
		if !changed && reason == p.Reason {
			continue
		}
		salt := sha256.Sum256(binary.BigEndian.AppendUint64(tx.salt[:], e.Seq))
		p.Reason, p.Salt = reason, hex.EncodeToString(salt[:16])
		data := p.encode()
		if err := tx.b.Put(logBucket, seqKey(e.Seq, kindPayload), data); err != nil {
			return err
		}
		tx.entry.Erased = append(tx.entry.Erased, Erased{e.Seq, sha256.Sum256(data)})
		done.Entries++
	}
	return nil
}

func (tx *Tx) redactPosts(r Redaction, done *Redacted) error {
	for k, v := range tx.b.Scan(postBucket, []byte{'r'}, []byte{'s'}, false) {
		p, err := parsePost(bytes.Clone(k), v)
		if err != nil {
			return err
		}
		is := p
		if is.wanted = RedactStrings(p.wanted, r.Text); bytes.Equal(is.wanted, p.wanted) {
			continue
		}
		if err := putPost(tx.b, p, is); err != nil {
			return err
		}
		done.Posts++
	}
	for k := range tx.b.Scan(asideBucket, nil, nil, false) { // nobody can tell whose words they hold
		if err := tx.b.Delete(asideBucket, bytes.Clone(k)); err != nil {
			return err
		}
		done.Posts++
	}
	return nil
}

func (tx *Tx) redactAnswers(r Redaction, done *Redacted) error {
	for k := range tx.b.Scan(answerBucket, nil, nil, false) {
		k = bytes.Clone(k)
		seq := binary.BigEndian.Uint64(k)
		was, err := answerOf(tx.b, seq)
		if err != nil {
			return err
		}
		e, _, err := EntryAt(tx, seq)
		if err != nil {
			return err
		}
		is := RedactStrings(was, r.Text)
		if r.Own(e.Actor) {
			is = []byte("{}")
		}
		if bytes.Equal(is, was) {
			continue
		}
		rec := record{version: 1, seq: seq, json: is}
		if err := tx.b.Put(answerBucket, k, rec.encode(answerBucket, k)); err != nil {
			return err
		}
		done.Answers++
	}
	return nil
}

// RedactStrings applies f to every text in JSON, except the names of fields, and leaves the rest
// as it is, byte for byte.
func RedactStrings(data []byte, f func(string) string) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		if data[i] != '"' {
			out = append(out, data[i])
			i++
			continue
		}
		end := i + 1
		for end < len(data) && data[end] != '"' {
			if data[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(data) { // not JSON
			return append(out, data[i:]...)
		}
		literal := data[i : end+1]
		i = end + 1
		var s string
		if name := i < len(data) && data[i] == ':'; !name && json.Unmarshal(literal, &s) == nil {
			if is := f(s); is != s {
				out = appendString(out, is)
				continue
			}
		}
		out = append(out, literal...)
	}
	return out
}

// EachChange passes every entry of the journal to fn, with what it changed.
func EachChange(r Reader, fn func(Entry, Payload) error) error {
	for e, err := range Entries(r, EntryQuery{}) {
		if err != nil {
			return err
		}
		p, err := PayloadOf(r, e)
		if err == nil {
			err = fn(e, p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// EachPost passes every post to fn.
func EachPost(r Reader, fn func(Post) error) error {
	for k, v := range r.bytes().Scan(postBucket, []byte{'r'}, []byte{'s'}, false) {
		stored, err := parsePost(k, v)
		if err != nil {
			return err
		}
		p, err := stored.full()
		if err == nil {
			err = fn(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// EachRecord passes every record of every table to fn.
func EachRecord(r Reader, fn func(table string, raw Raw) error) error {
	for _, t := range r.of().tables {
		for raw, err := range t.Records(r) {
			if err == nil {
				err = fn(t.TableName(), raw)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
