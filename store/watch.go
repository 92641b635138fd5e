package store

import (
	"context"
	"fmt"
)

// A post that is sent again because its outcome was lost may turn out to be there twice. The
// sender watches it for a while. The store keeps the list of watched posts, so that the watch
// goes on after a restart (P6).

const watchBucket = "watch"

// Watch records that posts are being watched.
func (s *Store) Watch(ctx context.Context, keys ...string) error {
	return s.watch(ctx, keys, func(b Bytes, k []byte) error { return b.Put(watchBucket, k, nil) })
}

// Unwatch ends the watch of posts.
func (s *Store) Unwatch(ctx context.Context, keys ...string) error {
	return s.watch(ctx, keys, func(b Bytes, k []byte) error { return b.Delete(watchBucket, k) })
}

func (s *Store) watch(ctx context.Context, keys []string, do func(Bytes, []byte) error) error {
	if len(keys) == 0 {
		return nil
	}
	return s.b.Update(ctx, func(b Bytes) error {
		for _, key := range keys {
			if err := do(b, recordKey(key)); err != nil {
				return fmt.Errorf("store: watch post %s: %w", key, err)
			}
		}
		return nil
	})
}

// Watched are the posts being watched.
func (s *Store) Watched(ctx context.Context) (posts []Post, err error) {
	err = s.b.View(ctx, func(b Bytes) error {
		posts = nil
		for key := range b.Scan(watchBucket, nil, nil, false) {
			p, _, err := s.outgoing(b, decodeID(key[1:]))
			if s.notice(err) {
				continue
			}
			if err != nil {
				return err
			}
			posts = append(posts, p)
		}
		return nil
	})
	return posts, err
}
