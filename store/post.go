package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/oklog/ulid/v2"

	"dealdesk/chat"
)

// Post is the wanted state of one message. Putting it again under its key changes what
// is wanted; the sender makes Slack match: it posts, updates or deletes.
type Post struct {
	Key       string       `json:"key"`                 // "card:D-7": one message per key, for ever
	Channel   string       `json:"channel,omitempty"`   // where
	User      string       `json:"user,omitempty"`      // instead of Channel: direct message to this person
	Under     string       `json:"under,omitempty"`     // key of the post whose thread it goes into
	Broadcast bool         `json:"broadcast,omitempty"` // of a thread: shown in the channel as well
	Only      string       `json:"only,omitempty"`      // in Channel, but only this person sees it (not kept by Slack)
	About     string       `json:"about,omitempty"`     // record id whose visibility is checked again when sent
	Audience  string       `json:"audience,omitempty"`  // Team.ID of who reads Channel; "" everyone
	Kind      string       `json:"kind,omitempty"`      // for metrics and the overdue list: "card", "digest"
	Message   chat.Message `json:"message"`
	NotBefore time.Time    `json:"not_before,omitzero"`
	Expires   time.Time    `json:"expires,omitzero"` // not worth sending any more after this

	// Kept by the store; what callers set here is ignored.
	Number   uint64    `json:"number"`            // order of first Post
	ID       string    `json:"id"`                // ULID, goes into the message's metadata
	Rev      int       `json:"rev"`               // raised by each change of what is wanted
	SentRev  int       `json:"sent_rev"`          // what Slack shows
	State    PostState `json:"state"`             //
	Deleted  bool      `json:"deleted,omitempty"` // wanted: no message
	TS       string    `json:"ts,omitempty"`      // Slack's timestamp once posted
	Sent     string    `json:"sent,omitempty"`    // channel it is in: the direct message's, for User
	Attempts int       `json:"attempts,omitempty"`
	Error    string    `json:"error,omitempty"`
	At       time.Time `json:"at"`      // first Post
	Changed  time.Time `json:"changed"` // of State

	Thread string `json:"-"` // set by Due: TS of the post it goes under
}

// PostState is how far the sender is with a post.
type PostState string

const (
	Pending   PostState = "pending"   // to be sent
	Attempted PostState = "attempted" // being sent, or the outcome is unknown
	Posted    PostState = "posted"    // Slack shows SentRev
	Refused   PostState = "refused"   // Slack said no, for good
	Missed    PostState = "missed"    // too late to be sent
)

const postBucket = "post"

func postKey(n uint64) []byte      { return binary.BigEndian.AppendUint64([]byte{'r'}, n) }
func postKeyKey(key string) []byte { return append([]byte{'k'}, key...) }
func postAtKey(channel, ts string) []byte {
	return append(append(append([]byte{'c'}, channel...), 0), ts...)
}

// queueKey orders what is to be sent by when it may be sent, then by number.
func (p Post) queueKey() []byte {
	due := uint64(0)
	if !p.NotBefore.IsZero() {
		due = uint64(max(p.NotBefore.UnixMilli(), 0))
	}
	b := binary.BigEndian.AppendUint64([]byte{'q'}, due)
	return binary.BigEndian.AppendUint64(b, p.Number)
}

func (p Post) open() bool { return p.State == Pending || p.State == Attempted }

// Post puts the wanted state of a message, to be sent once this Tx is durable. A post
// with the same key and content changes nothing; with other content it updates the
// message, and sends it anew if it had been refused, missed or deleted.
func (tx *Tx) Post(p Post) error {
	if p.Key == "" || (p.Channel == "") == (p.User == "") {
		return fmt.Errorf("store: post %q needs a key and either a channel or a user", p.Key)
	}
	if p.Key == p.Under {
		return fmt.Errorf("store: post %q is under itself", p.Key)
	}
	at := tx.entry.At
	old, found, err := postByKey(tx.b, p.Key)
	if err != nil {
		return err
	}
	if found {
		p.keep(old)
		if same, err := old.wants(p); err != nil || same {
			return err
		}
	} else {
		p.keep(Post{Number: tx.number("post"), ID: tx.postID(p.Key), At: at})
	}
	p.Rev++
	p.State, p.Changed, p.Deleted, p.Error, p.Attempts = Pending, at, false, "", 0
	if found && old.State == Attempted {
		p.State, p.Attempts = Attempted, old.Attempts // the sender still has to find out about that one
	}
	tx.posted = true
	return putPost(tx.b, old, p)
}

// Unpost makes "no message" the wanted state of a post. Unknown keys are fine.
func (tx *Tx) Unpost(key string) error {
	old, found, err := postByKey(tx.b, key)
	if err != nil || !found || old.Deleted {
		return err
	}
	p := old
	p.Rev++
	p.Deleted, p.Changed, p.Error = true, tx.entry.At, ""
	switch {
	case p.TS == "" && p.State != Attempted: // never sent
		p.State, p.SentRev = Posted, p.Rev
	case p.State != Attempted:
		p.State = Pending
	}
	tx.posted = true
	return putPost(tx.b, old, p)
}

// keep takes over what belongs to the store.
func (p *Post) keep(old Post) {
	p.Number, p.ID, p.Rev, p.SentRev, p.State, p.Deleted = old.Number, old.ID, old.Rev, old.SentRev, old.State, old.Deleted
	p.TS, p.Sent, p.Attempts, p.Error, p.At, p.Changed = old.TS, old.Sent, old.Attempts, old.Error, old.At, old.Changed
	p.Thread = ""
}

// wants reports whether p asks for nothing else than old does.
func (old Post) wants(p Post) (bool, error) {
	a, err := json.Marshal(old)
	if err != nil {
		return false, err
	}
	b, err := json.Marshal(p)
	if err != nil {
		return false, fmt.Errorf("store: encode post %s: %w", p.Key, err)
	}
	return bytes.Equal(a, b) && !old.Deleted, nil
}

// postID is unique, the same if this fn runs again, and tells nothing of the key.
func (tx *Tx) postID(key string) string {
	sum := sha256.Sum256(append(tx.salt[:], key...))
	var id ulid.ULID
	// Both errors are about sizes: the time is in range until the year 10889.
	_ = id.SetTime(ulid.Timestamp(tx.entry.At))
	_ = id.SetEntropy(sum[:10])
	return id.String()
}

// PostByKey returns the post with this key.
func PostByKey(r Reader, key string) (Post, bool, error) { return postByKey(r.bytes(), key) }

// PostAt returns the post that is this message.
func PostAt(r Reader, channel, ts string) (Post, bool, error) {
	return postVia(r.bytes(), postAtKey(channel, ts))
}

func postByKey(b Bytes, key string) (Post, bool, error) { return postVia(b, postKeyKey(key)) }

func postVia(b Bytes, index []byte) (Post, bool, error) {
	v := b.Get(postBucket, index)
	if len(v) != 8 {
		return Post{}, false, nil
	}
	p, err := postNumbered(b, binary.BigEndian.Uint64(v))
	return p, err == nil, err
}

func postNumbered(b Bytes, n uint64) (p Post, err error) {
	key := postKey(n)
	rec, err := decodeRecord(postBucket, key, b.Get(postBucket, key))
	if err == nil {
		err = json.Unmarshal(rec.json, &p)
	}
	if err != nil {
		return p, fmt.Errorf("%w: post %d", ErrCorrupt, n)
	}
	return p, nil
}

// putPost stores p in place of old (the zero Post: it is new) and keeps the lookups.
func putPost(b Bytes, old, p Post) error {
	data, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("store: encode post %s: %w", p.Key, err)
	}
	key := postKey(p.Number)
	rec := record{version: 1, json: data}
	if err := b.Put(postBucket, key, rec.encode(postBucket, key)); err != nil {
		return err
	}
	number := key[1:]
	if old.Number == 0 {
		if err := b.Put(postBucket, postKeyKey(p.Key), number); err != nil {
			return err
		}
	}
	if p.TS != old.TS || p.Sent != old.Sent {
		if old.TS != "" {
			if err := b.Delete(postBucket, postAtKey(old.Sent, old.TS)); err != nil {
				return err
			}
		}
		if p.TS != "" {
			if err := b.Put(postBucket, postAtKey(p.Sent, p.TS), number); err != nil {
				return err
			}
		}
	}
	was, is := old.queueKey(), p.queueKey()
	if old.open() && (!p.open() || !bytes.Equal(was, is)) {
		if err := b.Delete(postBucket, was); err != nil {
			return err
		}
	}
	if p.open() && (!old.open() || !bytes.Equal(was, is)) {
		return b.Put(postBucket, is, nil)
	}
	return nil
}
