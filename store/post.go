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
	Key       string       `json:"-"`                  // "card:D-7": one message per key, for ever
	Channel   string       `json:"channel,omitempty"`  // where
	User      string       `json:"user,omitempty"`     // instead of Channel: direct message to this person
	Under     string       `json:"under,omitempty"`    // key of the post whose thread it goes into
	About     string       `json:"about,omitempty"`    // record id whose visibility is checked again when sent
	Audience  string       `json:"audience,omitempty"` // Team.ID whose people read Channel; "" is everyone
	Kind      string       `json:"kind,omitempty"`     // for metrics and the overdue list: "card", "digest"
	Message   chat.Message `json:"message"`
	NotBefore time.Time    `json:"not_before,omitzero"` // the earliest moment to send it
	Expires   time.Time    `json:"expires,omitzero"`    // not worth sending after this

	PostStatus `json:"-"` // kept by the store; ignored in Tx.Post
}

// PostStatus is how far the sender is with a post.
type PostStatus struct {
	ID       string    `json:"id"`                // ULID, goes into the message's metadata
	Number   uint64    `json:"number"`            // order of first Post
	Rev      int       `json:"rev"`               // raised by each change of what is wanted
	SentRev  int       `json:"sent_rev"`          // what Slack shows
	State    PostState `json:"state"`             //
	Deleted  bool      `json:"deleted,omitempty"` // wanted: no message
	Sent     string    `json:"sent,omitempty"`    // the channel it is in; for User the direct message's
	TS       string    `json:"ts,omitempty"`      // Slack's timestamp once posted
	Attempts int       `json:"attempts,omitempty"`
	Error    string    `json:"error,omitempty"`
	At       time.Time `json:"at"`           // first Post
	Changed  time.Time `json:"changed"`      // of State
	Due      time.Time `json:"due,omitzero"` // not to be sent before

	Thread string `json:"-"` // set by Due: TS of the post it goes under
}

// PostState is where a post is on its way.
type PostState string

const (
	Pending   PostState = "pending"   // to be sent
	Attempted PostState = "attempted" // being sent, or the outcome is unknown
	Posted    PostState = "posted"    // Slack shows SentRev
	Refused   PostState = "refused"   // Slack said no, for good
	Missed    PostState = "missed"    // too late to be sent
	Cancelled PostState = "cancelled" // its readers may not see it, or no longer may (P13)
)

const (
	postBucket  = "post"
	queueBucket = "queue"
)

// Post sets the wanted state of a message, to be sent once this Tx is durable. A post with
// the same key and content changes nothing; with other content it updates the message, or
// sends it again if it was refused, missed, cancelled or deleted. A message cannot move:
// wanted in another channel, it is sent again there and the old one stays as it is.
func (tx *Tx) Post(p Post) error {
	if (p.Channel == "") == (p.User == "") || p.Key == p.Under {
		return fmt.Errorf("store: post %q needs either a channel or a user, and cannot go under itself", p.Key)
	}
	if err := checkID(postBucket, p.Key); err != nil {
		return err
	}
	wanted, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("store: encode post %s: %w", p.Key, err)
	}
	old, err := loadPost(tx.b, p.Key)
	if err != nil {
		return err
	}
	is := storedPost{p.Key, old.PostStatus, wanted}
	switch {
	case old.wanted == nil:
		tx.posts++
		is.PostStatus = PostStatus{ID: tx.postID(p.Key), Number: tx.entry.Seq<<20 | tx.posts, At: tx.entry.At}
	case bytes.Equal(old.wanted, wanted) && !old.Deleted:
		return nil
	}
	if is.TS != "" && p.Channel != "" && p.Channel != is.Sent {
		is.TS, is.Sent, is.SentRev = "", "", 0
	}
	is.change(tx.entry.At)
	is.Deleted = false
	is.Due = p.NotBefore.UTC()
	return tx.put(old, is)
}

// Unpost makes "no message" the wanted state of a post. Unknown keys are fine.
func (tx *Tx) Unpost(key string) error {
	old, err := loadPost(tx.b, key)
	if err != nil || old.wanted == nil || old.Deleted {
		return err
	}
	gone, err := old.full()
	if err != nil {
		return err
	}
	gone.Message = chat.Message{} // its words are no longer needed
	wanted, err := json.Marshal(gone)
	if err != nil {
		return fmt.Errorf("store: encode post %s: %w", key, err)
	}
	is := storedPost{key, old.PostStatus, wanted}
	is.change(tx.entry.At)
	is.Deleted = true
	is.Due = time.Time{}
	if is.TS == "" && is.State != Attempted { // there is no message
		is.State, is.SentRev = Posted, is.Rev
	}
	return tx.put(old, is)
}

func (tx *Tx) put(old, is storedPost) error {
	tx.posted = true
	return putPost(tx.b, old, is)
}

// change raises the revision. A post that is being attempted stays so: the sender must
// first learn the outcome.
func (s *PostStatus) change(at time.Time) {
	s.Rev++
	s.Changed, s.Error = at, ""
	if s.State != Attempted {
		s.State, s.Attempts = Pending, 0
	}
}

// postID is unique, stays the same if fn runs again, and reveals nothing about the key.
func (tx *Tx) postID(key string) string {
	sum := sha256.Sum256(append(tx.salt[:], key...))
	var id ulid.ULID
	// Both errors are about sizes: the time is in range until the year 10889.
	_ = id.SetTime(ulid.Timestamp(tx.entry.At))
	_ = id.SetEntropy(sum[:10])
	return id.String()
}

// PostByKey returns the post with this key.
func PostByKey(r Reader, key string) (Post, bool, error) {
	p, err := loadPost(r.bytes(), key)
	if err != nil || p.wanted == nil {
		return Post{}, false, err
	}
	full, err := p.full()
	return full, err == nil, err
}

// PostAt returns the post that this message shows.
func PostAt(r Reader, channel, ts string) (Post, bool, error) {
	key := r.bytes().Get(postBucket, messageKey(channel, ts))
	if key == nil {
		return Post{}, false, nil
	}
	p, ok, err := PostByKey(r, string(key))
	if err == nil && (p.Sent != channel || p.TS != ts) { // another post, for which nobody wrote here
		return Post{}, false, &damaged{Damage{postBucket, string(key)}}
	}
	return p, ok, err
}

// storedPost is a post whose wanted part is still encoded, because most callers need only
// the status. It is stored in the frame of a record, as the length of the status, the
// status and the wanted part.
type storedPost struct {
	key string
	PostStatus
	wanted []byte // nil: there is no such post
}

// messageKey finds the post of a message: 'c' channel 00 ts -> key.
func messageKey(channel, ts string) []byte {
	return append(append(append([]byte{'c'}, channel...), 0), ts...)
}

func loadPost(b Bytes, key string) (storedPost, error) {
	k := recordKey(key)
	return parsePost(k, b.Get(postBucket, k))
}

func parsePost(key, value []byte) (storedPost, error) {
	rec, err := decodeRecord(postBucket, key, value)
	if err != nil || rec.json == nil {
		return storedPost{}, err
	}
	p := storedPost{key: decodeID(key[1:])}
	n, size := binary.Uvarint(rec.json)
	if size <= 0 || n > uint64(len(rec.json)-size) {
		return p, &damaged{Damage{postBucket, p.key}}
	}
	end := size + int(n)
	p.wanted = bytes.Clone(rec.json[end:])
	if err := json.Unmarshal(rec.json[size:end], &p.PostStatus); err != nil {
		return p, fmt.Errorf("%w: post %s: %w", ErrCorrupt, p.key, err)
	}
	return p, nil
}

func (p storedPost) full() (Post, error) {
	full := Post{Key: p.key, PostStatus: p.PostStatus}
	if err := json.Unmarshal(p.wanted, &full); err != nil {
		return full, fmt.Errorf("%w: post %s: %w", ErrCorrupt, p.key, err)
	}
	return full, nil
}

func (p storedPost) queued() bool { return p.State == Pending || p.State == Attempted }

// queueKey orders queued posts by when they may be sent, then by first Post.
func (p storedPost) queueKey() []byte {
	due := uint64(0)
	if !p.Due.IsZero() {
		due = uint64(max(p.Due.UnixMilli(), 0))
	}
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, due), p.Number)
}

// putPost stores is in place of old and updates the queue and the lookup by message.
func putPost(b Bytes, old, is storedPost) error {
	status, err := json.Marshal(is.PostStatus)
	if err != nil {
		return fmt.Errorf("store: encode post %s: %w", is.key, err)
	}
	key := recordKey(is.key)
	data := binary.AppendUvarint(make([]byte, 0, len(status)+len(is.wanted)+2), uint64(len(status)))
	rec := record{version: 1, json: append(append(data, status...), is.wanted...)}
	if err := b.Put(postBucket, key, rec.encode(postBucket, key)); err != nil {
		return err
	}
	if is.TS != old.TS || is.Sent != old.Sent {
		if old.TS != "" {
			if err := b.Delete(postBucket, messageKey(old.Sent, old.TS)); err != nil {
				return err
			}
		}
		if is.TS != "" {
			if err := b.Put(postBucket, messageKey(is.Sent, is.TS), []byte(is.key)); err != nil {
				return err
			}
		}
	}
	was, now := old.queueKey(), is.queueKey()
	same := bytes.Equal(was, now)
	if old.queued() && (!is.queued() || !same) {
		if err := b.Delete(queueBucket, was); err != nil {
			return err
		}
	}
	if is.queued() && (!old.queued() || !same) {
		return b.Put(queueBucket, now, []byte(is.key))
	}
	return nil
}
