package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"
)

// Due returns up to limit posts that wait for the sender and may be sent at now, oldest
// first. A post under another comes only once that one is posted (Thread is its TS) or
// never will be (Thread is ""). Attempted posts are included: their outcome is unknown
// unless the sender itself is busy with them.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]Post, error) {
	var due []Post
	err := s.b.View(ctx, func(b Bytes) error {
		due = nil
		to := binary.BigEndian.AppendUint64([]byte{'q'}, uint64(now.UnixMilli())+1)
		for k := range b.Scan(postBucket, []byte{'q'}, to, false) {
			p, err := postNumbered(b, binary.BigEndian.Uint64(k[9:]))
			if err != nil {
				return err
			}
			if p.Under != "" {
				root, found, err := postByKey(b, p.Under)
				if err != nil {
					return err
				}
				if found && root.TS == "" && root.open() {
					continue
				}
				p.Thread = root.TS
			}
			if due = append(due, p); len(due) == limit {
				break
			}
		}
		return nil
	})
	return due, err
}

// NextDue is when the earliest post that waits for its time may be sent; zero if none does.
func (s *Store) NextDue(ctx context.Context, now time.Time) (time.Time, error) {
	var next time.Time
	err := s.b.View(ctx, func(b Bytes) error {
		from := binary.BigEndian.AppendUint64([]byte{'q'}, uint64(now.UnixMilli())+1)
		for k := range b.Scan(postBucket, from, []byte{'r'}, false) {
			next = time.UnixMilli(int64(binary.BigEndian.Uint64(k[1:])))
			break
		}
		return nil
	})
	return next, err
}

// Outcome is what the sender learned about one post.
type Outcome struct {
	Key     string
	Rev     int       // the Post.Rev it was busy with
	State   PostState // Attempted before sending; Posted, Refused, Missed after; Pending: surely not sent, try again
	Channel string    // Posted: where
	TS      string    // Posted: Slack's timestamp; "" for one only one person sees, and for a deletion
	Why     string    // Refused, Missed, Pending
	At      time.Time
	Later   time.Time // Pending: not before this
}

// Settle records outcomes, durably and together. It is the sender's own bookkeeping:
// no journal entry, no once-key; telling it the same twice changes nothing. An outcome of
// an older Rev leaves the newer one pending.
func (s *Store) Settle(ctx context.Context, outcomes []Outcome) error {
	more := false
	err := s.b.Update(ctx, func(b Bytes) error {
		more = false
		for _, o := range outcomes {
			old, found, err := postByKey(b, o.Key)
			if err != nil {
				return err
			}
			if !found || o.Rev > old.Rev {
				return fmt.Errorf("store: outcome of post %q revision %d: %w", o.Key, o.Rev, ErrNotFound)
			}
			p := old.after(o)
			if err := putPost(b, old, p); err != nil {
				return err
			}
			more = more || p.open()
		}
		return nil
	})
	if err == nil && more {
		s.signal()
	}
	return err
}

// after is p once o is known.
func (p Post) after(o Outcome) Post {
	p.Changed = o.At.UTC()
	switch o.State {
	case Attempted:
		p.State = Attempted
		p.Attempts++
	case Posted:
		p.SentRev = max(p.SentRev, o.Rev)
		p.Error = ""
		if p.Deleted && o.Rev == p.Rev {
			p.TS, p.Sent = "", ""
		} else if o.TS != "" {
			p.TS, p.Sent = o.TS, o.Channel
		}
		p.State = Posted
	case Refused, Missed:
		p.State, p.Error = o.State, o.Why
	case Pending:
		p.State, p.Error = Pending, o.Why
		if !o.Later.IsZero() {
			p.NotBefore = o.Later.UTC()
		}
	}
	if o.State != Attempted && p.Rev > o.Rev {
		p.State = Pending
	}
	return p
}

// Unsettled counts the posts in a state, for metrics and the overdue list.
func (s *Store) Unsettled(ctx context.Context) (n int, err error) {
	err = s.b.View(ctx, func(b Bytes) error {
		n = 0
		for range b.Scan(postBucket, []byte{'q'}, []byte{'r'}, false) {
			n++
		}
		return nil
	})
	return n, err
}

// checkPosts finds posts that cannot be read or whose queue entry is wrong.
func checkPosts(r Reader) error {
	b := r.bytes()
	open := 0
	for k := range b.Scan(postBucket, []byte{'r'}, []byte{'s'}, false) {
		p, err := postNumbered(b, binary.BigEndian.Uint64(k[1:]))
		if err != nil {
			return err
		}
		if p.open() {
			open++
			if b.Get(postBucket, p.queueKey()) == nil {
				return fmt.Errorf("%w: post %s waits but is not queued", ErrCorrupt, p.Key)
			}
		}
	}
	for range b.Scan(postBucket, []byte{'q'}, []byte{'r'}, false) {
		open--
	}
	if open != 0 {
		return fmt.Errorf("%w: %d queued posts do not wait", ErrCorrupt, -open)
	}
	return nil
}
