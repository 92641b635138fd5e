package store

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"
)

// Backend stores bytes in buckets and does not know what they mean. Records, journal,
// posts and counters are the Store's; storetest specifies what a Backend must do.
type Backend interface {
	// View runs fn on one snapshot. A view never waits for an Update and no Update
	// waits for a view, however long it takes.
	View(ctx context.Context, fn func(Bytes) error) error

	// Update runs fn alone on the newest state and returns once its writes are durable.
	// Concurrent Updates share one flush to the disk; a lone caller never waits for
	// company or for a timer. If fn returns an error, panics or ends its goroutine, its
	// writes are dropped and other Updates are not affected. fn touches nothing but Bytes,
	// runs on the caller's goroutine, and may run again after a conflict.
	//
	// If ctx ends before fn's turn, fn does not run and the error is ErrNotSaved; if it
	// ends after fn ran, the error is ErrUnsure. Both wrap the error of ctx.
	Update(ctx context.Context, fn func(Bytes) error) error

	// Backup writes a consistent copy of everything to w while others work.
	Backup(ctx context.Context, w io.Writer) (int64, error)

	// Stats reports the size of the store and what it has done since it was opened.
	Stats() Stats

	// Failed is closed when the outcome of a commit is unknown (ErrUnsure) or the path no
	// longer leads to our file (ErrMoved). The process must then exit with a non-zero code.
	Failed() <-chan struct{}

	// Close waits for running Updates and releases the file.
	Close() error
}

// Bytes gives access to the buckets inside one View or Update. The first Put creates a
// bucket. Returned slices are valid until fn returns or, in an Update, until the next Put
// or Delete; the backend may keep the slices it is given until fn returns.
type Bytes interface {
	// Get returns the value, or nil if there is none. An empty value is not nil.
	Get(bucket string, key []byte) []byte
	// Put and Delete panic inside a View.
	Put(bucket string, key, value []byte) error
	Delete(bucket string, key []byte) error
	// Scan yields keys from <= key < to in order, or backwards; nil bounds are open.
	// Writing during a scan is allowed; keys written ahead of the scan are seen.
	Scan(bucket string, from, to []byte, reverse bool) iter.Seq2[[]byte, []byte]
}

// Stats of a Backend. Counters run from Open.
type Stats struct {
	Size    int64 // bytes of the file
	Free    int64 // bytes of it that can be reused
	Updates int64 // fn calls that were committed
	Commits int64 // flushes to the disk
	Pages   int64 // pages written
	Views   int   // open now

	Flushed  time.Duration // spent on flushes to the disk
	Flushing time.Duration // how long the running flush has taken; 0 if none runs
}

var (
	// ErrNotSaved: nothing was changed, for a reason outside the command (full disk,
	// read-only file, shut down). The same call may be tried again.
	ErrNotSaved = errors.New("not saved")
	// ErrUnsure: it is unknown whether the change was kept. After a restart the once-key
	// settles it: repeating the Update returns the first answer, or runs.
	ErrUnsure = errors.New("not sure whether it was saved")
	// ErrLocked: another copy is running on this file (P20).
	ErrLocked = errors.New("another copy is running on this file")
	// ErrMoved: the path no longer leads to the open file; what is written there would be lost.
	ErrMoved = errors.New("the store's file was moved, deleted or replaced while in use")
	// ErrNewer: written by a newer version of the program.
	ErrNewer = errors.New("the store was written by a newer version of dealdesk")
	// ErrMissing: there is no file where the store should be.
	ErrMissing = errors.New("there is no store")
	// ErrForeign: the file is empty, or something other than a store.
	ErrForeign = errors.New("the file is no store of dealdesk")
	// ErrCorrupt: stored bytes differ from what was written.
	ErrCorrupt = errors.New("stored data is damaged")
	// ErrClosed: the store is shut down. It is also an ErrNotSaved.
	ErrClosed = notSaved("the store is closed")
)

type notSaved string

func (e notSaved) Error() string        { return "not saved: " + string(e) }
func (e notSaved) Is(target error) bool { return target == ErrNotSaved }
