package storetest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"dealdesk/store"
)

// Memory is a Backend in memory, for tests that need thousands of stores, or one store in
// the same state many times. It passes the suite, so what holds on it holds on every
// Backend. It is meant for small contents: an Update copies the buckets it writes to.
type Memory struct {
	writing chan struct{} // holds one token while nobody writes
	kept    atomic.Pointer[Content]
	closed  atomic.Bool
	once    sync.Once
	done    chan struct{}
	failed  chan struct{}
}

// Content is everything a Memory holds at one moment. It never changes.
type Content struct{ buckets map[string][]pair }

type pair struct{ key, value []byte }

// NewMemory returns a Memory with this content; nil is an empty one.
func NewMemory(c *Content) *Memory {
	if c == nil {
		c = &Content{}
	}
	m := &Memory{writing: make(chan struct{}, 1), done: make(chan struct{}), failed: make(chan struct{})}
	m.kept.Store(c)
	m.writing <- struct{}{}
	return m
}

// Content returns what is kept now.
func (m *Memory) Content() *Content { return m.kept.Load() }

// Reset replaces what is kept with c. A Store on top of it still remembers old once-keys,
// which does no harm unless they are used again.
func (m *Memory) Reset(c *Content) { m.kept.Store(c) }

// View implements store.Backend.
func (m *Memory) View(ctx context.Context, fn func(store.Bytes) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if m.closed.Load() {
		return store.ErrClosed
	}
	return fn(&moment{buckets: m.kept.Load().buckets})
}

// Update implements store.Backend.
func (m *Memory) Update(ctx context.Context, fn func(store.Bytes) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: %w", store.ErrNotSaved, err)
	}
	select {
	case <-m.writing:
	case <-m.done:
		return store.ErrClosed
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", store.ErrNotSaved, ctx.Err())
	}
	defer func() { m.writing <- struct{}{} }()
	if m.closed.Load() {
		return store.ErrClosed
	}
	now := &moment{buckets: maps.Clone(m.kept.Load().buckets), own: map[string]bool{}}
	if now.buckets == nil {
		now.buckets = map[string][]pair{}
	}
	if err := fn(now); err != nil {
		return err
	}
	m.kept.Store(&Content{now.buckets})
	return nil
}

// Backup implements store.Backend.
func (m *Memory) Backup(_ context.Context, w io.Writer) (int64, error) {
	n := int64(0)
	for name, pairs := range m.kept.Load().buckets {
		for _, p := range pairs {
			k, err := fmt.Fprintf(w, "%s %q %q\n", name, p.key, p.value)
			if n += int64(k); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

// Stats implements store.Backend.
func (m *Memory) Stats() store.Stats { return store.Stats{} }

// Failed implements store.Backend.
func (m *Memory) Failed() <-chan struct{} { return m.failed }

// Close implements store.Backend.
func (m *Memory) Close() error {
	m.once.Do(func() {
		close(m.done)
		m.closed.Store(true)
	})
	return nil
}

// moment is one caller's view; own are the buckets it has copied for writing, nil in a
// View.
type moment struct {
	buckets map[string][]pair
	own     map[string]bool
}

// at returns where key is in pairs, or would be.
func at(pairs []pair, key []byte) (i int, found bool) {
	i = sort.Search(len(pairs), func(i int) bool { return bytes.Compare(pairs[i].key, key) >= 0 })
	return i, i < len(pairs) && bytes.Equal(pairs[i].key, key)
}

func (m *moment) Get(bucket string, key []byte) []byte {
	if i, found := at(m.buckets[bucket], key); found {
		return m.buckets[bucket][i].value
	}
	return nil
}

func (m *moment) Put(bucket string, key, value []byte) error {
	if bucket == "" || len(key) == 0 {
		return fmt.Errorf("storetest: a key is empty in %q", bucket)
	}
	p := pair{bytes.Clone(key), append([]byte{}, value...)}
	m.copy(bucket)
	i, found := at(m.buckets[bucket], key)
	if found {
		m.buckets[bucket][i] = p
	} else {
		m.buckets[bucket] = slices.Insert(m.buckets[bucket], i, p)
	}
	return nil
}

func (m *moment) Delete(bucket string, key []byte) error {
	m.copy(bucket)
	if i, found := at(m.buckets[bucket], key); found {
		m.buckets[bucket] = slices.Delete(m.buckets[bucket], i, i+1)
	}
	return nil
}

func (m *moment) copy(bucket string) {
	if m.own == nil {
		panic("storetest: write inside a view")
	}
	if !m.own[bucket] {
		m.own[bucket] = true
		m.buckets[bucket] = slices.Clone(m.buckets[bucket])
	}
}

// Scan looks for the next key at each step, so that keys written ahead of it are seen.
func (m *moment) Scan(bucket string, from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		for {
			pairs := m.buckets[bucket]
			i, _ := at(pairs, from)
			if reverse {
				i = len(pairs) - 1
				if to != nil {
					i, _ = at(pairs, to)
					i--
				}
			}
			if i < 0 || i >= len(pairs) {
				return
			}
			p := pairs[i]
			if from != nil && bytes.Compare(p.key, from) < 0 || to != nil && bytes.Compare(p.key, to) >= 0 || !yield(p.key, p.value) {
				return
			}
			if reverse {
				to = p.key
			} else {
				from = append(bytes.Clone(p.key), 0)
			}
		}
	}
}
