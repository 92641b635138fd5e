package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"dealdesk/store"
)

// Verify opens a file nobody writes to, checks bbolt's pages and everything the store
// promises (store.Check), and returns the head of the journal. Damaged pages can crash
// the reader, so run it in a separate process where that matters.
func Verify(ctx context.Context, path string, against store.Checkpoint) (store.Checkpoint, error) {
	b, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		return store.Checkpoint{}, err
	}
	defer b.Close()
	if err := b.CheckPages(); err != nil {
		return store.Checkpoint{}, err
	}
	s, err := store.Open(ctx, b, store.Options{ReadOnly: true, Existing: true})
	if err != nil {
		return store.Checkpoint{}, err
	}
	return s.Check(ctx, against)
}

// CheckPages has bbolt check its own structure.
func (b *Backend) CheckPages() error {
	return b.db.View(func(tx *bbolt.Tx) error {
		var err error
		for e := range tx.Check() {
			if err == nil {
				// bbolt says so of a panic that it recovered: it is no crash.
				err = fmt.Errorf("%w: %s", store.ErrCorrupt, strings.TrimPrefix(e.Error(), "panic: "))
			}
		}
		return err
	})
}

// Restore puts a verified copy of the backup at path. A file that is already there is
// kept beside it, under the returned name. It fails with store.ErrLocked while a bot uses
// the file.
func Restore(ctx context.Context, backup, path string, now time.Time) (kept string, err error) {
	if _, err := Verify(ctx, backup, store.Checkpoint{}); err != nil {
		return "", fmt.Errorf("restore: %s is not sound: %w", backup, err)
	}
	temp, err := copyFile(backup, path)
	if err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	defer func() { _ = errors.Join(temp.Close(), os.Remove(temp.Name())) }() // both fail once it is kept, as they should
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return "", fmt.Errorf("restore: %w: %s is a folder or a device", store.ErrForeign, path)
		}
		running, err := openGuarded(path, &bbolt.Options{Timeout: 100 * time.Millisecond, ReadOnly: true})
		if errors.Is(err, bolterrors.ErrTimeout) {
			return "", fmt.Errorf("%w: %s", store.ErrLocked, path)
		}
		if err == nil { // a damaged file cannot be opened, nor can it be in use
			defer running.Close()
		}
		if kept, err = keep(path, path+".before-restore-"+now.UTC().Format("20060102-150405")); err != nil {
			return "", fmt.Errorf("restore: %w", err)
		}
	}
	if err := store.KeepPart(temp, path); err != nil {
		return kept, fmt.Errorf("restore: %w", err)
	}
	return kept, nil
}

// keep gives the file at path a second, durable name, so that there is a file at path at any
// moment of a restore. A name that is taken gets a number. Where the disk has no links, the
// file is copied.
func keep(path, name string) (kept string, err error) {
	kept = name
	for n := 2; ; n++ {
		if _, err := os.Lstat(kept); err != nil {
			break
		}
		kept = fmt.Sprintf("%s-%d", name, n)
	}
	if os.Link(path, kept) != nil {
		temp, err := copyFile(path, kept)
		if err != nil {
			return "", err
		}
		return kept, store.KeepPart(temp, kept)
	}
	return kept, store.SyncDir(kept)
}

// copyFile copies to a part of the file at path.
func copyFile(from, path string) (*os.File, error) {
	in, err := os.Open(from)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	out, err := store.CreatePart(path)
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(out, in); err != nil {
		return nil, errors.Join(err, out.Close(), os.Remove(out.Name()))
	}
	return out, nil
}
