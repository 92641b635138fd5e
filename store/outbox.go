package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"time"
)

// Due returns up to limit posts that wait for the sender and may be sent at now, oldest
// first. A post under another is due only once that one is posted (Thread is its TS) or
// never will be (Thread is ""). Attempted posts are included: unless the sender itself is
// busy with them, their outcome is unknown.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]Post, error) {
	var due []Post
	err := s.b.View(ctx, func(b Bytes) error {
		due = nil
		to := binary.BigEndian.AppendUint64(nil, uint64(now.UnixMilli())+1)
		for _, key := range b.Scan(queueBucket, nil, to, false) {
			p, waits, err := s.outgoing(b, string(key))
			if s.notice(err) || waits { // the others need not wait for a damaged one
				continue
			}
			if err != nil {
				return err
			}
			if due = append(due, p); len(due) == limit {
				break
			}
		}
		return nil
	})
	return due, err
}

// outgoing reads a post with the thread it goes into. waits reports that the message above it
// has yet to be posted.
func (s *Store) outgoing(b Bytes, key string) (p Post, waits bool, err error) {
	stored, err := loadPost(b, key)
	if err == nil && stored.wanted == nil {
		err = &damaged{Damage{postBucket, key}}
	}
	if err != nil {
		return p, false, err
	}
	if p, err = stored.full(); err != nil || p.Under == "" {
		return p, false, err
	}
	above, err := loadPost(b, p.Under)
	p.Thread = above.TS
	return p, above.TS == "" && above.queued(), err
}

// NextDue is when the first post scheduled after now may be sent; zero if there is none.
func (s *Store) NextDue(ctx context.Context, now time.Time) (time.Time, error) {
	var next time.Time
	err := s.b.View(ctx, func(b Bytes) error {
		from := binary.BigEndian.AppendUint64(nil, uint64(now.UnixMilli())+1)
		for k := range b.Scan(queueBucket, from, nil, false) {
			next = time.UnixMilli(int64(binary.BigEndian.Uint64(k))).UTC()
			break
		}
		return nil
	})
	return next, err
}

// Outcome is what the sender learned about one post.
type Outcome struct {
	Key     string
	Rev     int       // the Post.Rev it was sending
	State   PostState // Attempted before sending; Posted, Refused, Missed, Cancelled after; Pending: certainly not sent, try again
	Channel string    // Posted: where
	TS      string    // Posted: Slack's timestamp; "" for an ephemeral message and for a deletion
	Why     string    // Refused, Missed, Cancelled, Pending; Attempted: why its outcome is unknown
	At      time.Time
	Later   time.Time // Pending: not before this
}

// Settle records outcomes, durably and together. It is the sender's own bookkeeping: no
// journal entry, no once-key; settling the same outcome twice changes nothing. An outcome
// of an older Rev leaves the newer one pending.
func (s *Store) Settle(ctx context.Context, outcomes []Outcome) error {
	more := false
	err := s.b.Update(ctx, func(b Bytes) error {
		more = false
		for _, o := range outcomes {
			old, err := loadPost(b, o.Key)
			if err != nil {
				return err
			}
			if old.wanted == nil || o.Rev > old.Rev {
				return fmt.Errorf("store: outcome of post %q revision %d: %w", o.Key, o.Rev, ErrNotFound)
			}
			is := old
			is.settle(o)
			if err := putPost(b, old, is); err != nil {
				return err
			}
			more = more || is.queued()
		}
		return nil
	})
	if err == nil && more {
		s.signal()
	}
	return err
}

// settle applies o.
func (s *PostStatus) settle(o Outcome) {
	s.Changed = o.At.UTC()
	switch o.State {
	case Attempted:
		if s.State != Attempted || o.Why == "" || s.Error != "" { // else it is the reason of the same attempt
			s.Attempts++
		}
		s.State, s.Error = Attempted, o.Why
		return
	case Posted:
		s.State, s.Error, s.SentRev = Posted, "", max(s.SentRev, o.Rev)
		if s.Deleted && o.Rev == s.Rev {
			s.TS, s.Sent = "", ""
		} else if o.TS != "" {
			s.TS, s.Sent = o.TS, o.Channel
		}
	case Refused, Missed, Cancelled:
		s.State, s.Error = o.State, o.Why
	case Pending:
		if !o.Later.IsZero() {
			s.Due = o.Later.UTC()
			if s.State == Pending { // it failed before it was attempted
				s.Attempts++
			}
		}
		s.State, s.Error = Pending, o.Why
	}
	if s.Rev > o.Rev { // a newer content is wanted by now
		s.State = Pending
	}
}

// maxRetryWait bounds how long a post may wait for its next try; the sender waits less.
const maxRetryWait = 5 * time.Minute

// Unstick gives posts that a wrong clock has delayed their own time again.
func (s *Store) Unstick(ctx context.Context, now time.Time) error {
	err := s.b.Update(ctx, func(b Bytes) error {
		from := binary.BigEndian.AppendUint64(nil, uint64(now.Add(maxRetryWait).UnixMilli()))
		var keys []string
		for _, key := range b.Scan(queueBucket, from, nil, false) {
			keys = append(keys, string(key))
		}
		for _, key := range keys {
			old, err := loadPost(b, key)
			if err != nil || old.wanted == nil {
				s.notice(err)
				continue
			}
			p, err := old.full()
			if err != nil {
				return err
			}
			is := old
			if is.Due = p.NotBefore.UTC(); is.Due.Equal(old.Due) {
				continue
			}
			if err := putPost(b, old, is); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.signal()
	}
	return err
}

// Waiting counts the posts that are not settled, for metrics and the overdue list.
func (s *Store) Waiting(ctx context.Context) (n int, err error) {
	err = s.b.View(ctx, func(b Bytes) error {
		n = 0
		for range b.Scan(queueBucket, nil, nil, false) {
			n++
		}
		return nil
	})
	return n, err
}

// ForgetPosts empties the outbox, sent posts included. It is for a workspace that has lost
// its messages, as the demo's does each time it ends: the posts would point at nothing.
// Records and journal stay; the caller posts again what should be visible.
func (s *Store) ForgetPosts(ctx context.Context) error {
	return s.b.Update(ctx, func(b Bytes) error {
		for _, bucket := range []string{postBucket, queueBucket, watchBucket} {
			var keys [][]byte
			for k := range b.Scan(bucket, nil, nil, false) {
				keys = append(keys, bytes.Clone(k))
			}
			for _, k := range keys {
				if err := b.Delete(bucket, k); err != nil {
					return fmt.Errorf("store: forget posts: %w", err)
				}
			}
		}
		return nil
	})
}

// checkPosts finds posts that cannot be read, or that are not found by their message or in the queue.
func checkPosts(b Bytes) error {
	waiting := 0
	for k, v := range b.Scan(postBucket, []byte{'r'}, []byte{'s'}, false) {
		p, err := parsePost(k, v)
		if err != nil {
			return err
		}
		if p.TS != "" && string(b.Get(postBucket, messageKey(p.Sent, p.TS))) != p.key {
			return fmt.Errorf("%w: the message of post %s leads elsewhere", ErrCorrupt, p.key)
		}
		if !p.queued() {
			continue
		}
		waiting++
		if string(b.Get(queueBucket, p.queueKey())) != p.key {
			return fmt.Errorf("%w: post %s waits but is not queued", ErrCorrupt, p.key)
		}
	}
	for range b.Scan(queueBucket, nil, nil, false) {
		waiting--
	}
	if waiting != 0 {
		return fmt.Errorf("%w: %d queued posts do not wait", ErrCorrupt, -waiting)
	}
	return nil
}
