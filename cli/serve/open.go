package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dealdesk/cli/config"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// OpenToServe opens the store file for reading and writing, and creates it if there is none.
// A file written by an older version is first backed up beside it, then migrated.
func OpenToServe(ctx context.Context, path string, o bolt.Options, now time.Time) (*store.Store, *bolt.Backend, error) {
	b, err := bolt.Open(path, o)
	if err != nil {
		return nil, nil, err
	}
	before := func(version int) error {
		to := fmt.Sprintf("%s.version-%d-%s", path, version, stamp(now))
		return WriteFile(to, func(f *os.File) error {
			_, err := b.Backup(ctx, f)
			return err
		})
	}
	s, err := store.Open(ctx, b, store.Options{Now: now, BackupBefore: before})
	if err != nil {
		return nil, nil, errors.Join(err, b.Close())
	}
	return s, b, nil
}

// OpenStopped opens the store file of a stopped bot for reading. It creates, migrates and
// changes nothing. If a bot is running on the file, it returns store.ErrLocked after LockWait.
func OpenStopped(ctx context.Context, path string) (*store.Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("there is no store: %w", err)
	}
	b, err := bolt.Open(path, bolt.Options{ReadOnly: true, LockWait: LockWait})
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, b, store.Options{ReadOnly: true})
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return s, nil
}

// LockWait is how long a command waits for the lock on a store file. It is short because a
// running bot keeps its lock.
const LockWait = 200 * time.Millisecond

// OpenSnapshot opens the store for reading: the file itself if no bot is running on it,
// otherwise a fresh copy from the running bot. done closes the store and removes the copy.
func OpenSnapshot(ctx context.Context, s config.Settings) (st *store.Store, done func() error, err error) {
	st, err = OpenStopped(ctx, s.Store.Path)
	if err == nil {
		return st, st.Close, nil
	}
	if !errors.Is(err, store.ErrLocked) || s.Admin == "" {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(s.Store.Path), ".dealdesk-snapshot-")
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(dir, "copy.db")
	if err = WriteFile(path, func(f *os.File) error { return FetchBackup(ctx, s, f) }); err == nil {
		st, err = OpenStopped(ctx, path)
	}
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	return st, func() error { return errors.Join(st.Close(), os.RemoveAll(dir)) }, nil
}

// WriteFile creates a file that only its owner can read. The file is either complete and on
// disk or does not exist. An existing file is an error and stays as it is.
func WriteFile(path string, write func(*os.File) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s exists already and is not overwritten", path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, as it should
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return store.SyncDir(path)
}

func stamp(t time.Time) string { return t.UTC().Format("20060102T150405Z") }
