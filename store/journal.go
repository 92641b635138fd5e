package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Entry is one Update in the journal. Its stored JSON is what is hashed, so anyone can
// check the chain with a hash tool: the SHA-256 of entry n is the prev of entry n+1.
type Entry struct {
	Seq     uint64    `json:"seq"` // from 1, without gaps
	Once    string    `json:"once"`
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"`
	What    string    `json:"what"`
	Undoes  uint64    `json:"undoes,omitempty"` // the entry whose old values this one brought back
	Erased  []Erased  `json:"erased,omitempty"` // payloads this entry redacted
	Payload Hash      `json:"payload,omitzero"` // of the stored Payload; zero if there is none
	Prev    Hash      `json:"prev"`             // of the entry before
	Hash    Hash      `json:"-"`                // of this entry
}

// Payload is what an Entry changed. It is kept apart from the entry so that it can be
// erased; the random salt keeps its hash from revealing the values.
type Payload struct {
	Salt    string         `json:"salt"`
	Reason  string         `json:"reason,omitempty"`
	Changes []RecordChange `json:"changes"`
}

// encode is json.Marshal without checking and copying the records' JSON a second time.
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
	Erased bool            `json:"erased,omitempty"` // by an older version: Old and New are gone
	Old    json.RawMessage `json:"old,omitempty"`    // nil: the record was new
	New    json.RawMessage `json:"new,omitempty"`    // nil: it was deleted
}

// Erased names a redacted payload and the hash of what is left of it.
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
// or on paper, can prove any change, removal, reordering or truncation before it (P15).
type Checkpoint struct {
	Seq  uint64
	Hash Hash
}

func (c Checkpoint) String() string { return fmt.Sprintf("%d:%s", c.Seq, c.Hash) }

// ParseCheckpoint reads what String printed, alone or in a message that was pasted with it.
func ParseCheckpoint(s string) (c Checkpoint, err error) {
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r != ':' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		var found Checkpoint
		seq, hash, _ := strings.Cut(word, ":")
		if found.Seq, err = strconv.ParseUint(seq, 10, 64); err != nil || found.Hash.UnmarshalText([]byte(hash)) != nil {
			continue
		}
		if c.Seq != 0 && c != found {
			return Checkpoint{}, errors.New("there is more than one checkpoint in it: give one, as number:hash")
		}
		c = found
	}
	if c.Seq == 0 {
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

// headKey holds the head of the chain. It sorts after all entries in the same bucket, on a
// page that is written anyway; so do the id sequences (ff 's' prefix) and the schema version.
var headKey = []byte{0xff, 'h'}

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
