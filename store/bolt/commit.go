package bolt

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"dealdesk/store"
)

// call is one Update waiting for its turn.
type call struct {
	turn chan *batch   // the committer offers the transaction
	gone chan struct{} // closed by a caller that no longer wants it
	ran  chan changes  // the caller gives the turn back with its changes, or nil to keep nothing
}

// batch is one bbolt transaction with the changes of many calls.
type batch struct {
	file    file
	changes changes
	done    chan struct{} // closed when the outcome is known
	err     error         // valid after done
}

// maxBatch bounds how long the first caller of a batch waits for the last.
const maxBatch = 1024

// Update implements store.Backend.
func (b *Backend) Update(ctx context.Context, fn func(store.Bytes) error) error {
	if err := b.broken(); err != nil {
		return err
	}
	if b.o.ReadOnly {
		return fmt.Errorf("%w: the file is open for reading only", store.ErrNotSaved)
	}
	c := &call{turn: make(chan *batch), gone: make(chan struct{}), ran: make(chan changes)}
	select {
	case b.calls <- c:
	case <-ctx.Done():
		return notRun(ctx)
	case <-b.stopped:
		return store.ErrClosed
	}
	var turn *batch
	select {
	case turn = <-c.turn:
	case <-ctx.Done():
		close(c.gone)
		return notRun(ctx)
	case <-b.idle:
		return b.ended()
	}
	if err := c.run(turn, fn); err != nil {
		return err
	}
	select {
	case <-turn.done:
		return turn.err
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", store.ErrUnsure, ctx.Err())
	}
}

func notRun(ctx context.Context) error {
	return fmt.Errorf("%w: %w", store.ErrNotSaved, ctx.Err())
}

// run takes the caller's turn. Whatever fn does, even panic or runtime.Goexit, the
// committer gets the transaction back, with fn's changes only if it succeeded.
func (c *call) run(turn *batch, fn func(store.Bytes) error) (err error) {
	own := changes{}
	keep := changes(nil)
	defer func() { c.ran <- keep }()
	err = guarded(func() error { return fn(pages{turn.file, []changes{own, turn.changes}}) })
	if err == nil {
		keep = own
	}
	return err
}

// ended returns why the committer takes no more calls.
func (b *Backend) ended() error {
	if err := b.broken(); err != nil {
		return err
	}
	return store.ErrClosed
}

// commitAll is the only place that writes. It collects all waiting calls in one
// transaction and commits as soon as none waits: a lone caller is not delayed, and while
// a commit is on its way to the disk the next batch gathers.
func (b *Backend) commitAll() {
	defer close(b.idle)
	for {
		select {
		case first := <-b.calls:
			if b.commitWith(first) != nil {
				return
			}
		case <-b.stopped:
			return
		}
	}
}

// commitWith runs one batch, starting with first. An error ends the committer.
func (b *Backend) commitWith(first *call) error {
	var tx *bbolt.Tx
	err := guarded(func() (err error) {
		tx, err = b.db.Begin(true)
		return err
	})
	if err != nil {
		return b.fail(fmt.Errorf("%w: %w", store.ErrNotSaved, err))
	}
	if tx.ID() != b.last+1 { // somebody wrote into our file, such as an older copy of it
		return b.fail(errors.Join(fmt.Errorf("%w: its content is not ours: %s", store.ErrMoved, b.path), b.rollback(tx)))
	}
	turn := &batch{file: newFile(tx), changes: changes{}, done: make(chan struct{})}
	defer close(turn.done)
	kept := 0
	for c, n := first, 1; c != nil; n++ {
		if own := give(turn, c); own != nil {
			turn.changes.take(own)
			kept++
		}
		c = nil
		if n < maxBatch {
			select {
			case c = <-b.calls:
			default:
			}
		}
	}
	if len(turn.changes) == 0 {
		turn.err = b.rollback(tx)
		return b.broken()
	}
	if err := guarded(func() error { return turn.changes.apply(tx) }); err != nil {
		turn.err = fmt.Errorf("%w: %w", store.ErrNotSaved, errors.Join(err, b.rollback(tx)))
		if errors.Is(err, store.ErrCorrupt) { // what is written from now on would be lost with the file
			return b.fail(turn.err)
		}
		return b.broken()
	}
	if err := b.ours(); err != nil {
		turn.err = b.fail(errors.Join(err, b.rollback(tx)))
		return turn.err
	}
	if err := soundList(b.file); err != nil {
		turn.err = b.fail(fmt.Errorf("%w: %w", store.ErrNotSaved, errors.Join(err, b.rollback(tx))))
		return turn.err
	}
	id := tx.ID()
	if err := b.timed(func() error { return guarded(tx.Commit) }); err != nil {
		if errors.Is(err, store.ErrCorrupt) {
			err = errors.Join(err, b.rollback(tx))
		}
		turn.err = b.outcome(err, id)
		return b.broken()
	}
	b.last = id
	b.commits.Add(1)
	b.updates.Add(int64(kept))
	return nil
}

// rollback drops a transaction. If bbolt cannot end it, the store has failed.
func (b *Backend) rollback(tx *bbolt.Tx) error {
	err := guarded(tx.Rollback)
	if errors.Is(err, store.ErrCorrupt) {
		b.stuck = true
		return b.fail(err)
	}
	return err
}

// timed measures a flush and waits for it, however long it takes: a slow disk is slow, not
// broken.
func (b *Backend) timed(commit func() error) error {
	began := time.Now()
	b.flush.Store(&began)
	slow := time.AfterFunc(b.o.SlowFlush, func() {
		b.o.Log.Warn("the disk is slow: a flush is still running, everybody waits for it", "since", b.o.SlowFlush)
	})
	if b.o.BeforeFlush != nil {
		b.o.BeforeFlush()
	}
	err := commit()
	took := time.Since(began)
	if !slow.Stop() {
		b.o.Log.Warn("a slow flush has ended", "took", took)
	}
	b.flush.Store(nil)
	b.flushed.Add(int64(took))
	return err
}

// give lets a caller run inside the batch and returns its changes; nil if it failed or
// has gone.
func give(turn *batch, c *call) changes {
	select {
	case c.turn <- turn:
		return <-c.ran
	case <-c.gone:
		return nil
	}
}

// ours checks that the path still leads to the open file.
func (b *Backend) ours() error {
	info, err := os.Stat(b.path)
	if err == nil && os.SameFile(info, b.inode) {
		return nil
	}
	return errors.Join(fmt.Errorf("%w: %s", store.ErrMoved, b.path), err)
}

// outcome classifies a commit that returned an error. It is a clean "no" only if bbolt is
// known to have run out of room before it wrote its meta page: then the file has no valid
// meta page of this transaction and never will. Anything else is unknown: bbolt shows new
// views data whose flush failed, and only a restart can tell what is on the disk.
func (b *Backend) outcome(err error, tx int) error {
	if errors.Is(err, store.ErrCorrupt) && b.newest() < tx { // it found the damage before it wrote
		return b.fail(fmt.Errorf("%w: %w", store.ErrNotSaved, err))
	}
	if noRoom(err) && b.newest() < tx {
		return fmt.Errorf("%w: %w", store.ErrNotSaved, err)
	}
	return b.fail(fmt.Errorf("%w: %w", store.ErrUnsure, err))
}

// newest is the number of the transaction that a new view would show.
func (b *Backend) newest() int {
	newest := math.MaxInt
	_ = guarded(func() error { // after an error, MaxInt is the safe answer
		return b.db.View(func(tx *bbolt.Tx) error {
			newest = tx.ID()
			return nil
		})
	})
	return newest
}

func noRoom(err error) bool {
	return errors.Is(err, bolterrors.ErrMaxSizeReached) ||
		errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) ||
		strings.HasPrefix(err.Error(), "file resize error") // bbolt hides the cause of a failed truncate
}
