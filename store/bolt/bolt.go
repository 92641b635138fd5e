// Package bolt keeps the store in one bbolt file. Only cli and the packages below it open
// one; everything else sees only store.Backend.
//
// All writes go through one goroutine (commit.go): it gives each waiting Update its turn
// inside one bbolt transaction, flushes once, and releases them all. The options that Open
// gives to bbolt say what they guard against.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"dealdesk/store"
)

// Options of Open; the zero value is right for serving.
type Options struct {
	// MaxSize of the file in bytes; 0 is no limit. At the limit Updates fail with
	// ErrNotSaved until there is room again.
	MaxSize int
	// LockWait is how long to wait for another copy to release the file; 0 is 3 s.
	LockWait time.Duration
	// SlowView is how long a view may stay open before it is logged: the pages it sees
	// cannot be reused meanwhile. 0 is 5 s.
	SlowView time.Duration
	// SlowFlush is how long a flush to the disk may take before it is logged; 0 is 1 s.
	SlowFlush time.Duration
	// BeforeFlush is called at the start of each flush; tests hold the disk up with it. Nil does nothing.
	BeforeFlush func()
	// ReadOnly opens the file for reading only, alongside other readers.
	ReadOnly bool
	// Existing makes a missing file an error (store.ErrMissing), instead of creating it.
	Existing bool
	// Log receives warnings; nil is slog's default.
	Log *slog.Logger
}

// mapSize is address space, not memory. bbolt must not remap the file while it is smaller
// than this: remapping waits for every open view and blocks all writers.
const mapSize = 4 << 30

// Backend implements store.Backend on one file.
type Backend struct {
	db    *bbolt.DB
	path  string
	file  *os.File // bbolt's, which closes it
	inode os.FileInfo
	o     Options

	calls   chan *call
	stopped chan struct{} // closed by Close
	idle    chan struct{} // closed when the committer has ended
	failed  chan struct{}
	last    int  // the committer's newest transaction
	stuck   bool // damage kept a transaction from ending; read after idle
	failure atomic.Pointer[error]
	closing sync.Once
	updates atomic.Int64
	commits atomic.Int64
	flushed atomic.Int64              // nanoseconds spent on flushes
	flush   atomic.Pointer[time.Time] // when the running flush began; nil if none runs
}

// Open opens the file, creating it if there is none. It fails with store.ErrLocked when
// another process has it open.
func Open(path string, o Options) (*Backend, error) {
	if o.LockWait == 0 {
		o.LockWait = 3 * time.Second
	}
	if o.SlowView == 0 {
		o.SlowView = 5 * time.Second
	}
	if o.SlowFlush == 0 {
		o.SlowFlush = time.Second
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() { // a pipe would be waited for
		return nil, fmt.Errorf("%w: %s is a folder or a device", store.ErrForeign, path)
	} else if errors.Is(err, os.ErrNotExist) {
		if o.Existing || o.ReadOnly {
			return nil, fmt.Errorf("%w: %w", store.ErrMissing, err)
		}
		if err := create(path); err != nil {
			return nil, fmt.Errorf("create the store: %w", err)
		}
	}
	if err := whole(path); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	b := &Backend{path: path, o: o, calls: make(chan *call, 1024),
		stopped: make(chan struct{}), idle: make(chan struct{}), failed: make(chan struct{})}
	var err error
	b.db, err = openGuarded(path, &bbolt.Options{
		OpenFile:        b.openFile,
		Timeout:         o.LockWait,
		FreelistType:    bbolt.FreelistMapType,
		InitialMmapSize: mapSize,
		MaxSize:         o.MaxSize,
		ReadOnly:        o.ReadOnly,
		// The list of free pages is written with every commit: without it, opening a
		// file of a GiB reads all of it (P20).
		NoFreelistSync: false,
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("%w: %s", store.ErrLocked, path)
	}
	for _, foreign := range []error{bolterrors.ErrInvalid, bolterrors.ErrVersionMismatch, bolterrors.ErrChecksum} {
		if errors.Is(err, foreign) {
			err = fmt.Errorf("%w, or its first pages are damaged: %w", store.ErrForeign, err)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open the store %s: %w", path, err)
	}
	// Whoever had the lock may have put another file here: an import, an erasure, a restore. What
	// is written into the old one is lost (P1).
	if err := b.ours(); err != nil {
		if err := b.db.Close(); err != nil {
			return nil, err
		}
		return Open(path, o)
	}
	if err := sound(path); err != nil {
		return nil, errors.Join(fmt.Errorf("open the store: %w", err), b.db.Close())
	}
	if o.MaxSize > 0 { // bbolt may exceed its limit by this much
		b.db.AllocSize = min(b.db.AllocSize, o.MaxSize/16)
	}
	b.last = b.newest()
	go b.commitAll()
	return b, nil
}

// openFile remembers which file bbolt opened. bbolt would turn a missing or empty file into a
// new store, so it gets neither.
func (b *Backend) openFile(path string, flag int, mode os.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, flag&^os.O_CREATE, mode)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", store.ErrMissing, err)
	}
	if err != nil {
		return nil, err
	}
	if b.inode, err = f.Stat(); err == nil && b.inode.Size() == 0 {
		err = fmt.Errorf("%w: it is empty", store.ErrForeign)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	b.file = f
	return f, nil
}

// create makes an empty file under a temporary name first, so that a crash never leaves
// half a file under the real one. If two copies start at once, the first link wins and
// the lock decides between them. Where the disk has no hard links, it renames instead.
func create(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return err
	}
	temp := f.Name()
	defer os.Remove(temp)
	if err := f.Close(); err != nil {
		return err
	}
	db, err := bbolt.Open(temp, 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	if err := os.Link(temp, path); err != nil && !errors.Is(err, os.ErrExist) {
		if err := os.Rename(temp, path); err != nil {
			return err
		}
	}
	return store.SyncDir(path)
}

// View implements store.Backend.
func (b *Backend) View(ctx context.Context, fn func(store.Bytes) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := b.broken(); err != nil {
		return err
	}
	began := time.Now()
	slow := time.AfterFunc(b.o.SlowView, func() {
		b.o.Log.Warn("a view of the store has been open for long", "since", b.o.SlowView)
	})
	defer func() {
		if !slow.Stop() {
			b.o.Log.Warn("a long view of the store was closed", "took", time.Since(began))
		}
	}()
	err := guarded(func() error {
		return b.db.View(func(tx *bbolt.Tx) error { return fn(pages{file: newFile(tx)}) })
	})
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return store.ErrClosed
	}
	if err == nil {
		// A view that began during a commit whose outcome is unknown may have seen its data.
		err = b.broken()
	}
	return err
}

// Backup implements store.Backend.
func (b *Backend) Backup(ctx context.Context, w io.Writer) (int64, error) {
	var n int64
	err := b.db.View(func(tx *bbolt.Tx) (err error) {
		n, err = tx.WriteTo(untilDone{ctx, w})
		return err
	})
	return n, err
}

// untilDone stops a long copy when its context ends.
type untilDone struct {
	ctx context.Context
	w   io.Writer
}

func (u untilDone) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}

// Stats implements store.Backend.
func (b *Backend) Stats() store.Stats {
	s := b.db.Stats()
	st := store.Stats{
		Free:    int64(s.FreePageN+s.PendingPageN) * int64(os.Getpagesize()),
		Updates: b.updates.Load(),
		Commits: b.commits.Load(),
		Pages:   s.TxStats.GetWrite(),
		Views:   s.OpenTxN,
		Flushed: time.Duration(b.flushed.Load()),
	}
	if began := b.flush.Load(); began != nil {
		st.Flushing = time.Since(*began)
	}
	if info, err := os.Stat(b.path); err == nil {
		st.Size = info.Size()
	}
	return st
}

// Failed implements store.Backend.
func (b *Backend) Failed() <-chan struct{} { return b.failed }

// broken returns why the store has failed, or nil.
func (b *Backend) broken() error {
	if err := b.failure.Load(); err != nil {
		return *err
	}
	return nil
}

func (b *Backend) fail(err error) error {
	if b.failure.CompareAndSwap(nil, &err) {
		b.o.Log.Error("the store can no longer be trusted", "error", err)
		close(b.failed)
	}
	return err
}

// Close implements store.Backend.
func (b *Backend) Close() error {
	var err error
	b.closing.Do(func() {
		close(b.stopped)
		<-b.idle
		if b.stuck { // bbolt waits for a transaction that cannot end; the process is about to
			return
		}
		err = b.db.Close()
	})
	return err
}
